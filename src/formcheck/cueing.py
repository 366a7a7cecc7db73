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


ARE_YOU_OK = "Pause. Are you OK?"
"""What is said of a near fall, and stands on the screen until the person is back (spec E04, §5.4)."""
SPACING_S = 4.0
"""Least time since the last cue; only what is about safety does not wait (spec §1.5)."""
STALE_S = 1.0
"""A cue that could not be said within this time is not said any more: by then the body is somewhere else."""
SHOWN_S = 3.0
"""How long a cue stays on the screen."""
REPS_BETWEEN = 2
"""The same cue at most once per two repetitions (spec §1.5)…"""
SECONDS_BETWEEN = 10.0
"""…and, where nothing is counted, at most this often."""
MOST = 3
"""After so many repeats that changed nothing, silence: nagging teaches nobody. Safety is never silent."""
PRACTISED = 3
"""After so many sessions the finer cues fade (spec §1.5)."""


@dataclass(frozen=True)
class CuePolicy:
    """How freely cues are given to this person."""

    past_sessions: int = 0
    """Sessions of this exercise before this one."""

    @property
    def fades(self) -> bool:
        """Whether range, tempo and praise are only said at the second repetition in a row that has them."""
        return self.past_sessions >= PRACTISED


EVERY_CUE = CuePolicy()
"""For a beginner."""


@dataclass(frozen=True)
class Wish:
    """Something that is wrong right now and would like to be said."""

    id: str
    say: str
    priority: Priority
    until_t: float = math.inf
    """When it is too late to begin saying it."""


@dataclass(frozen=True)
class Cue:
    """Something that was said."""

    t: float
    id: str
    say: str
    priority: Priority
    until_t: float = math.inf
    """When it is too late to begin saying it aloud."""


class CueDesk:
    """Grants at most one of many wishes."""

    def __init__(self, policy: CuePolicy = EVERY_CUE) -> None:
        self._policy = policy
        self.last: Cue | None = None
        self._said: dict[str, tuple[float, int | None]] = {}
        self._times: Counter[str] = Counter()
        self._rows: dict[str, tuple[int, int]] = {}

    def update(self, t: float, reps: int | None, wishes: Iterable[Wish]) -> Cue | None:
        """The cue to say at this instant, after so many repetitions (None: nothing is counted), if any."""
        meant = [wish for wish in wishes if t <= wish.until_t and self._insists(reps, wish)]
        allowed = (w for w in meant if self._spaced(t, w.priority) and self._fresh(t, reps, w))
        wish = min(allowed, key=lambda w: w.priority, default=None)
        if wish is None:
            return None
        self.last = Cue(t, wish.id, wish.say, wish.priority, min(t + STALE_S, wish.until_t))
        self._said[wish.id] = (t, reps)
        self._times[wish.id] += 1
        return self.last

    def shown(self, t: float) -> Cue | None:
        """The cue that is on the screen at this instant."""
        return self.last if self.last is not None and t - self.last.t < SHOWN_S else None

    def _spaced(self, t: float, priority: Priority) -> bool:
        return self.last is None or priority is Priority.SAFETY or t - self.last.t >= SPACING_S

    def _insists(self, reps: int | None, wish: Wish) -> bool:
        """Whether it is wished often enough; where nothing is counted there is no row of repetitions."""
        if reps is None:
            return True
        last, row = self._rows.get(wish.id, (reps, 1))
        if reps != last:
            row = row + 1 if reps == last + 1 else 1
        self._rows[wish.id] = (reps, row)
        return row > 1 or wish.priority < Priority.RANGE or not self._policy.fades

    def _fresh(self, t: float, reps: int | None, wish: Wish) -> bool:
        said_t, said_reps = self._said.get(wish.id, (-math.inf, None))
        if reps is None or said_reps is None:
            rested = t - said_t >= SECONDS_BETWEEN
        else:
            rested = reps - said_reps >= REPS_BETWEEN
        quota = math.inf if wish.priority is Priority.SAFETY else MOST
        return rested and self._times[wish.id] < quota
