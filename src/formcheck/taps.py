"""Counting where a free leg goes while the other one is stood on, beside the clock."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Tap
from formcheck.measures import Reading

LIFT_S = 0.5
"""So long after the foot has left the floor it is still on its way up."""
LONGEST_S = 5.0
"""A leg that is out for longer has another place to hang now."""
BACK_SHARE = 0.6
"""It is back when so much of the way out is undone: people do not come back fully between two of them (ENG)."""
AHEAD = 2
"""When one direction is so many ahead of another, the other one is asked for (ENG)."""
ASKED_S = 2.0
"""For so long: then the leg is on its next way out."""


@dataclass(frozen=True)
class Tapped:
    """The leg went out in one direction and came back."""

    t: float
    """When it was furthest out."""
    id: str


class TapCounter:
    """Counts the directions of one set. There is one leg, so it is out in one direction at a time."""

    def __init__(self, taps: Sequence[Tap]) -> None:
        self._taps = tuple(taps)
        self.counts: dict[str, int] = {tap.id: 0 for tap in taps}
        self._since = math.nan
        self._hung: dict[str, tuple[float, float]] = {}
        """When and where each signal was lowest while the leg hung."""
        self._out: Tap | None = None
        self._furthest = (math.nan, math.nan)

    def update(self, t: float, reading: Reading) -> Tapped | None:
        """Feed one reading of a foot in the air; the way that it ends. A NaN says nothing."""
        if math.isnan(self._since):
            self._since = t
        if t - self._since < LIFT_S:
            return None
        # Less than on two feet is another direction.
        values = {tap.id: max(0.0, x) for tap in self._taps if not math.isnan(x := reading[tap.signal])}
        if self._out is not None:
            return self._coming_back(t, self._out, values)
        self._hanging(t, values)
        return None

    def forget(self) -> None:
        """The foot is down, or nobody is seen: the way under way is none."""
        self._since, self._hung, self._out = math.nan, {}, None

    def wish(self, t: float, last: Tapped) -> Wish | None:
        """The direction to ask for after this one, if it lags behind."""
        fewest = min(self._taps, key=lambda tap: self.counts[tap.id])
        if self.counts[last.id] - self.counts[fewest.id] < AHEAD:
            return None
        return Wish(f"tap-{fewest.id}", fewest.say, Priority.PRAISE, t + ASKED_S)

    def _hanging(self, t: float, values: dict[str, float]) -> None:
        for tap in self._taps:
            if tap.id not in values:
                continue
            x = values[tap.id]
            hung_t, hung = self._hung.get(tap.id, (-math.inf, math.inf))
            if x <= hung or t - hung_t > LONGEST_S:
                self._hung[tap.id] = t, x
            elif x - hung >= tap.far:
                self._out, self._furthest = tap, (t, x)
                return

    def _coming_back(self, t: float, tap: Tap, values: dict[str, float]) -> Tapped | None:
        hung_t, hung = self._hung[tap.id]
        x, far_t = values.get(tap.id, math.nan), self._furthest[0]
        if x > self._furthest[1]:
            self._furthest = t, x
        back = self._furthest[1] - x >= BACK_SHARE * (self._furthest[1] - hung)
        if not back and t - hung_t <= LONGEST_S:
            return None
        self._out, self._hung = None, {id: (t, value) for id, value in values.items()}
        if not back:
            return None
        self.counts[tap.id] += 1
        return Tapped(far_t, tap.id)
