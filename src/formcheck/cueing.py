"""One cue at a time: which of the things that are wrong is said, and when."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Priority(IntEnum):
    """Which of several cues is said; the smaller number goes first (spec §1.5)."""

    SAFETY = 0
    POSITION = 1
    COMPENSATION = 2
    RANGE = 3
    PRAISE = 4


SPACING_S = {Priority.SAFETY: 0.0, Priority.POSITION: 2.0}
"""Least time since the last cue, by priority; 4 s for all others (spec §1.5)."""
SHOWN_S = 3.0
"""How long a cue stays on the screen."""
REPS_BETWEEN = 2
"""The same cue at most once per two repetitions (spec §1.5)…"""
SECONDS_BETWEEN = 10.0
"""…and, where nothing is counted, at most this often."""
MOST = 3
"""After so many repeats that changed nothing, silence: nagging teaches nobody."""


@dataclass(frozen=True)
class Wish:
    """Something that is wrong right now and would like to be said."""

    id: str
    say: str
    priority: Priority


@dataclass(frozen=True)
class Cue:
    """Something that was said."""

    t: float
    id: str
    say: str
    priority: Priority


class CueDesk:
    """Grants at most one of many wishes."""

    def __init__(self) -> None:
        self.last: Cue | None = None
        self._said: dict[str, tuple[float, int | None]] = {}
        self._times: Counter[str] = Counter()

    def update(self, t: float, reps: int | None, wishes: Iterable[Wish]) -> Cue | None:
        """The cue to say at this instant, after so many repetitions (None: nothing is counted), if any."""
        allowed = (w for w in wishes if self._spaced(t, w.priority) and self._fresh(t, reps, w))
        wish = min(allowed, key=lambda w: w.priority, default=None)
        if wish is None:
            return None
        self.last = Cue(t, wish.id, wish.say, wish.priority)
        self._said[wish.id] = (t, reps)
        self._times[wish.id] += 1
        return self.last

    def shown(self, t: float) -> Cue | None:
        """The cue that is on the screen at this instant."""
        return self.last if self.last is not None and t - self.last.t < SHOWN_S else None

    def _spaced(self, t: float, priority: Priority) -> bool:
        return self.last is None or t - self.last.t >= SPACING_S.get(priority, 4.0)

    def _fresh(self, t: float, reps: int | None, wish: Wish) -> bool:
        said_t, said_reps = self._said.get(wish.id, (-math.inf, None))
        if reps is None or said_reps is None:
            rested = t - said_t >= SECONDS_BETWEEN
        else:
            rested = reps - said_reps >= REPS_BETWEEN
        quota = MOST if wish.priority > Priority.POSITION else math.inf
        return rested and self._times[wish.id] < quota
