"""What the analysis says of one pose and of what happened by then: everything there is to draw, say or record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formcheck.cueing import Cue
from formcheck.exercise import Advice
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.measures import Reading
from formcheck.pose import Pose, Side
from formcheck.reps import Phase, Swing
from formcheck.taps import Tapped


@dataclass(frozen=True)
class Rep:
    """One counted repetition, judged."""

    n: int
    side: Side | None
    swing: Swing
    faults: tuple[str, ...]
    unjudged: tuple[str, ...]
    """Vital limits that could not be read while it lasted."""
    unread: tuple[str, ...] = ()
    """All limits that could not be read, the vital ones among them."""
    warned: tuple[str, ...] = ()
    """Limits whose cue level was passed, those that became faults among them."""

    @property
    def good(self) -> bool:
        """Counting and judging are separate: it counted, nothing was wrong, and what mattered was seen."""
        return not (self.faults or self.unjudged)


@dataclass(frozen=True)
class Partial:
    """A swing that fell short of the count level: shown, not counted."""

    swing: Swing


@dataclass(frozen=True)
class Counts:
    """The set so far."""

    reps: int = 0
    good: int = 0
    partial: int = 0


@dataclass(frozen=True)
class Held:
    """The clock of a hold exercise."""

    target_s: float
    total_s: float
    running_s: float
    best_s: float


Event = Rep | Partial | Interval | Tapped | Fault | Cue


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """Everything there is to draw, say or record about one pose."""

    pose: Pose
    side: Side | None
    """The working side, once known; None for exercises of both sides."""
    ready: bool
    """Whether this instant was measured."""
    advice: Advice | None
    """What to change so that it can be."""
    reading: Reading
    phase: Phase
    counts: Counts
    held: Held | None
    hold_left_s: float | None
    """Seconds still to hold at the top of this repetition; None when not holding."""
    cue: Cue | None
    """The cue on the screen."""
    wrong: tuple[str, ...]
    """Ids of the limits that are broken at this instant; those that only advise are not among them."""
    events: tuple[Event, ...]
    taps: Mapping[str, int] = field(default_factory=dict)
    """How often a free leg went where, by the ids of the exercise's taps."""

    @property
    def t(self) -> float:
        """Seconds since the source started."""
        return self.pose.t
