"""What a measure is: a named number with a unit and an honesty label."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.body import Body


class Label(str, Enum):
    """How much a number may claim."""

    MEASURED = "measured"
    """In the image plane: shown as a number with its ±."""
    ESTIMATED = "estimated"
    """Needs depth or a poorly placed landmark: drives a cue, never shown as a number."""
    TIMED = "timed"
    """Only presence and time."""
    SELF_DECLARED = "self-declared"
    """The camera cannot know; the person said so."""


@dataclass(frozen=True, eq=False)
class Measure:
    """A number that can be read off a body; NaN where it cannot be seen."""

    name: str
    unit: str
    label: Label
    read: Callable[[Body], float]
    error: float = math.nan
    """Half-width of the ± beside the number: what 95 % of readings on the fixture clips keep within (a test sees to
    that), or the published error on real people if that is larger. NaN: never shown with a ±."""
    over_s: float = 0.0
    """If positive, the number is `reduce` of the readings of the last so many seconds."""
    reduce: Callable[[NDArray[np.float64]], float] = max
    since: Callable[[NDArray[np.float64], NDArray[np.float64]], float] | None = None
    """When that which the number tells of began or ended, from the times (n,) in s and the readings (n,) of the same
    stretch; NaN if they do not reach back so far."""

    def __call__(self, body: Body) -> float:
        """The reading of this instant."""
        return self.read(body)

    @property
    def column(self) -> str:
        """Its name in tables: name and unit."""
        return f"{self.name}_{self.unit}"


Reading = dict[Measure, float]
"""Every measure of the exercise at one instant; NaN where it could not be read."""


def measure(unit: str, label: Label, error: float = math.nan) -> Callable[[Callable[[Body], float]], Measure]:
    """Make a Measure of a function; its name is the function's."""
    return lambda read: Measure(read.__name__, unit, label, read, error)


def over(
    seconds: float,
    base: Measure,
    reduce: Callable[[NDArray[np.float64]], float],
    name: str,
    *,
    unit: str | None = None,
    label: Label | None = None,
    since: Callable[[NDArray[np.float64], NDArray[np.float64]], float] | None = None,
) -> Measure:
    """`reduce` of a measure's readings (n,), oldest first, over the last so many seconds.

    What comes out has the unit and the label of the base, or those given.
    """
    return Measure(name, unit or base.unit, label or base.label, base.read, base.error, seconds, reduce, since)


def steadily(read: Callable[[Body], float], seconds: float) -> Callable[[Body], float]:
    """The same, as the median of the last so many seconds: late by half of them, and steady where landmarks shake.

    Unlike `over` it needs no full window: of a slow camera it takes what there is.
    """

    def steady(body: Body) -> float:
        now = read(body)
        if math.isnan(now):
            return now
        before = (pose for pose in body.lately[:-1] if pose.t > body.pose.t - seconds)
        known = [now, *(x for pose in before if not math.isnan(x := read(replace(body, pose=pose))))]
        return float(np.median(known))

    return steady
