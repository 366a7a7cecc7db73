"""Counting where a free leg goes while the other one is stood on: one counter a direction, beside the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Tap
from formcheck.measures import Reading
from formcheck.reps import Swing, SwingCounter

AHEAD = 2
"""When one direction is so many ahead of another, the other one is asked for (ENG)."""
ASKED_S = 2.0
"""For so long: then the leg is on its next way out."""


@dataclass(frozen=True)
class Tapped:
    """The leg went out in one direction and came back."""

    id: str
    swing: Swing


class TapCounter:
    """Counts the directions of one set."""

    def __init__(self, taps: Sequence[Tap]) -> None:
        self._taps = tuple(taps)
        self._counters = {tap.id: SwingCounter(tap.rule) for tap in taps}
        self.counts: dict[str, int] = dict.fromkeys(self._counters, 0)

    def update(self, t: float, reading: Reading) -> list[Tapped]:
        """Feed one reading of a leg in the air; what it ends."""
        return self._count({tap.id: self._counters[tap.id].update(t, reading[tap.signal]) for tap in self._taps})

    def finish(self) -> list[Tapped]:
        """The foot is down, or nobody is seen: what was all but back counts, the rest is forgotten."""
        return self._count({id: counter.finish() for id, counter in self._counters.items()})

    def wish(self, t: float, last: Tapped) -> Wish | None:
        """The direction to ask for after this one, if it lags behind."""
        fewest = min(self._taps, key=lambda tap: self.counts[tap.id])
        if self.counts[last.id] - self.counts[fewest.id] < AHEAD:
            return None
        return Wish(f"tap-{fewest.id}", fewest.say, Priority.PRAISE, t + ASKED_S)

    def _count(self, ended: dict[str, Swing | None]) -> list[Tapped]:
        found = [Tapped(id, swing) for id, swing in ended.items() if swing is not None and swing.counts]
        for tapped in found:
            self.counts[tapped.id] += 1
        return found
