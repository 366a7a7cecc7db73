"""What the coach shows at an instant: one frozen value for each kind of screen, and the result of a set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from formcheck.exercise import Advice, Exercise
from formcheck.programme import PlannedSet
from formcheck.summary import SetLog
from formcheck.update import Update


class Ended(Enum):
    """How a set came to its end."""

    DONE = "done"
    LEFT = "left"
    """The person went away, or stopped moving."""
    STOPPED = "stopped"
    HURT = "hurt"
    """Stopped because a joint hurt."""


@dataclass(frozen=True)
class SetResult:
    """One set that is over."""

    planned: PlannedSet
    log: SetLog
    start_t: float
    end_t: float
    ended: Ended
    correction: int = 0
    """Repetitions that the person added or took away."""

    @property
    def reps(self) -> int:
        """Repetitions as the person says; as counted unless corrected."""
        return max(0, self.log.counts.reps + self.correction)


@dataclass(frozen=True)
class SettingUp:
    """Getting into place: one instruction at a time."""

    planned: PlannedSet
    exercise: Exercise
    advice: Advice | None
    """What to change; None: stay still."""
    share: float
    """Of the time that all must be right for, 0 to 1."""


@dataclass(frozen=True)
class CountingIn:
    """Three, two, one."""

    planned: PlannedSet
    exercise: Exercise
    left: int


@dataclass(frozen=True)
class Working:
    """A set."""

    planned: PlannedSet
    exercise: Exercise
    update: Update
    correction: int = 0
    ends_in_s: float | None = None
    """When the set will end because the person is away; None while they are there."""


@dataclass(frozen=True)
class Halted:
    """Stopped: by a key, or because somebody may have fallen."""

    words: str
    choices: tuple[str, ...]
    """What can be done now, each with its key."""
    ends_in_s: float


@dataclass(frozen=True)
class Asking:
    """How much does it hurt?"""

    words: str
    left_s: float


@dataclass(frozen=True)
class Resting:
    """Between two sets."""

    left_s: float
    whole_s: float
    following: PlannedSet
    exercise: Exercise
    """Of the following set."""
    words: str
    """What to do meanwhile: change sides, get ready for another exercise."""


@dataclass(frozen=True)
class Finished:
    """The session is over."""

    results: tuple[SetResult, ...]
    complete: bool
    stopped: tuple[str, ...] = ()
    """What is not done again today because it hurt, by title."""


View = SettingUp | CountingIn | Working | Halted | Asking | Resting | Finished
