"""From one body after another to the reading of each instant: gaps bridged, speeds and windows of time filled in."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from formcheck.measures import LATELY_S, Body, Measure, Reading
from formcheck.pose import Pose

BRIDGED_S = 0.2
"""A reading that is missing for no longer than this keeps its last value (spec G-gap)."""


class Reader:
    """Reads an exercise's measures; the first of them is its signal."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._measures = tuple(measures)
        self._known: dict[Measure, tuple[float, float]] = {}
        self._windows = {m: deque[tuple[float, float]]() for m in measures if m.over_s}
        self._trail: deque[Pose] = deque()

    def read(self, body: Body, working: bool) -> Reading:
        """Every measure of a body that is later than the last one.

        What went before the work, getting into it included, says nothing about it: until it is `working`, windows of
        time stay empty. That of the signal, which decides about it, does not.
        """
        t = body.pose.t
        body = replace(body, lately=self._lately(body.pose))
        reading = {m: self._bridged(t, m, m(body)) for m in self._measures}
        for m, window in self._windows.items():
            if not working and m is not self._measures[0]:
                window.clear()
            window.append((t, reading[m]))
            while window[0][0] < t - m.over_s:
                window.popleft()
            reading[m] = _reduced(m, window)
        return reading

    def since_t(self, m: Measure) -> float:
        """When that which this measure tells of now began or ended; NaN if it does not tell that, or if unknown."""
        known = [(t, value) for t, value in self._windows.get(m, ()) if not math.isnan(value)]
        if m.since is None or not known:
            return math.nan
        times, values = np.array(known).T
        return m.since(times, values)

    def nothing(self) -> Reading:
        """The reading of an instant that is not measured."""
        return dict.fromkeys(self._measures, math.nan)

    def forget(self) -> None:
        """The person has left: what was before says nothing about what comes after."""
        self._trail.clear()
        for window in self._windows.values():
            window.clear()

    def _lately(self, pose: Pose) -> tuple[Pose, ...]:
        self._trail.append(pose)
        while self._trail[0].t < pose.t - LATELY_S:
            self._trail.popleft()
        return tuple(self._trail)

    def _bridged(self, t: float, m: Measure, value: float) -> float:
        if not math.isnan(value):
            self._known[m] = (t, value)
            return value
        seen_t, last = self._known.get(m, (-math.inf, math.nan))
        return last if t - seen_t <= BRIDGED_S else math.nan


def _reduced(m: Measure, window: deque[tuple[float, float]]) -> float:
    values = np.array([value for _, value in window if not math.isnan(value)])
    spans = window[-1][0] - window[0][0] >= 0.8 * m.over_s
    return float(m.reduce(values)) if spans and len(values) > 2 else math.nan
