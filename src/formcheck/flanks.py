"""When a movement into a position, or out of it, passed a level above the place that it came from, or went to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile

FLANK_S = 2.0
"""After so long beyond the moment that is asked about, a flank is taken for over."""
INSIDE_S, OUTSIDE_S = 1.0, 0.5
"""So near to that moment lies the steepest of its flank (ENG): what tells of the position may be late, or early."""
SPEED_OVER_S = 0.18
"""Speeds are those over so long: from one picture to the next they tremble."""
SLOW = 0.2
"""Slower than this share of its steepest, a flank may have come to its foot (ENG): that is where it is slowest then.
One that starts and stops smoothly has 2 % of its way left."""


def passing(
    times: Sequence[float], values: Sequence[float], near_t: float, way: int, rise: float, below: float = math.inf
) -> float:
    """When the flank near `near_t` was `rise` above its foot, seconds; between two samples, on a straight line.

    It goes down to its foot, which is lower than `below`, to the past (way -1) or to the future (1), through
    `near_t`: where it pauses before, it is not yet at its foot. NaN while the foot has not been reached, and if the
    flank is lower than that. `times` increase.
    """
    t, x = [way * (moment - near_t) for moment in times[::way]], list(values[::way])
    falls = list(takewhile(math.isfinite, (_fall(t, x, i) for i in range(len(t)))))
    near = [i for i in range(len(t)) if -INSIDE_S <= t[i] <= OUTSIDE_S]
    slow = SLOW * max((falls[i] for i in near if i < len(falls)), default=0.0)
    below = min(below, max((x[i] for i in near), default=-math.inf) - rise)
    for foot in range(len(falls) - 1):
        slowest = falls[foot] <= slow and (falls[foot + 1] >= falls[foot] or x[foot + 1] > x[foot])
        if t[foot] >= 0 and x[foot] <= below and (slowest or t[foot] > FLANK_S):
            return near_t + way * _rising(t, x, foot, x[foot] + rise)
    return math.nan


def _rising(t: Sequence[float], x: Sequence[float], i: int, level: float) -> float:
    """When, back from sample i, it was last as high as this; NaN if it never was."""
    while i > 0 and x[i] < level:
        i -= 1
    return t[i] + (x[i] - level) / (x[i] - x[i + 1]) * (t[i + 1] - t[i]) if x[i] >= level else math.nan


def _fall(t: Sequence[float], x: Sequence[float], i: int) -> float:
    """How fast it falls from here on, units a second; NaN at the end."""
    j = next((j for j in range(i + 1, len(t)) if t[j] - t[i] >= SPEED_OVER_S), None)
    return math.nan if j is None else (x[i] - x[j]) / (t[j] - t[i])
