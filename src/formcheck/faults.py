"""Watching one limit over time: persistence, hysteresis, and the spans in which it was broken."""

from __future__ import annotations

import math
from dataclasses import dataclass

from formcheck.cueing import Wish
from formcheck.exercise import Limit
from formcheck.reps import Phase


@dataclass(frozen=True)
class Fault:
    """One span in which something was wrong. `seconds` is 0 for what is only known when a repetition is over."""

    id: str
    start_t: float
    end_t: float
    seconds: float


MAX_GAP_S = 0.5
"""What is not looked at for longer than this (a pause, a lost camera) is not known to have stayed wrong."""


class _Persistent:
    """True once a value has been past a level for long enough, until it is clearly back."""

    def __init__(self, limit: Limit, level: float) -> None:
        self._limit, self._level = limit, level
        self.since = math.nan
        self.on = False

    def update(self, t: float, value: float) -> None:
        bound = self._limit.bound
        past = bound.fails(value) if self._level == bound.fault else bound.warns(value)
        if self.on:
            self.on = not (math.isnan(value) or (not past and bound.clears(value, self._level)))
        elif not past:
            self.since = math.nan
        elif math.isnan(self.since):
            self.since = t
        if past and not self.on and t - self.since >= self._limit.persist_s:
            self.on = True
        if not self.on and not past:
            self.since = math.nan


class LimitWatch:
    """Follows one limit of an exercise through a set."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.wish = Wish(limit.id, limit.say, limit.priority)
        self._cue = _Persistent(limit, limit.cue_level)
        self._fault = _Persistent(limit, limit.bound.fault)
        self._fault_start = math.nan
        self._last_failed = self._last_warned = -math.inf
        self._reads: list[float] = []  # when it was seen in the movement under way
        self._t = -math.inf

    @property
    def wants(self) -> bool:
        """Whether the cue would be right to say now."""
        return self._cue.on

    def update(self, t: float, value: float, phase: Phase, ready: bool) -> Fault | None:
        """Feed one reading; returns the fault span that it ends, if any."""
        ended = self._forget() if t - self._t > MAX_GAP_S else None
        self._t = t
        watched = value if ready and phase in self.limit.phases else math.nan
        if phase is Phase.REST:
            self._reads.clear()
        if not math.isnan(watched):
            self._reads.append(t)
        self._cue.update(t, watched)
        self._fault.update(t, watched)
        if self._cue.on:
            self._last_warned = t
        if self._fault.on:
            self._last_failed = t
            if math.isnan(self._fault_start):
                self._fault_start = self._fault.since
            return ended
        return ended or self.finish()

    def _forget(self) -> Fault | None:
        self._cue.update(self._t, math.nan)
        self._fault.update(self._t, math.nan)
        return self.finish()

    def finish(self) -> Fault | None:
        """The span under way, closed here; None if there is none."""
        if math.isnan(self._fault_start):
            return None
        start, self._fault_start = self._fault_start, math.nan
        return Fault(self.limit.id, start, self._t, self._t - start)

    def read_between(self, start_t: float, end_t: float) -> bool:
        """Whether it was seen at all in this span of the movement under way."""
        return any(start_t <= t <= end_t for t in self._reads)

    def warned_between(self, start_t: float, end_t: float) -> bool:
        """Whether it was past the level of its cue at some time in this span."""
        return start_t <= self._last_warned <= end_t

    def failed_between(self, start_t: float, end_t: float) -> bool:
        """Whether it was a fault at some time in this span."""
        return start_t <= self._last_failed <= end_t
