"""What an exercise is: a frozen value. Which exercises exist is not known here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from formcheck.cueing import Priority, Wish
from formcheck.holds import HoldRule
from formcheck.measures import Body, Label, Measure
from formcheck.pose import Landmark, Pose, Side
from formcheck.reps import ACTIVE, Phase, Swing, SwingRule
from formcheck.sheet import Sheet


@dataclass(frozen=True)
class Bound:
    """How far a value may go: within `good` it is right, past `fault` it is wrong, between them it is worth a word.

    `fault` above `good` means that high values are wrong, below it that low ones are.
    """

    good: float
    fault: float

    @classmethod
    def at_least(cls, level: float) -> Bound:
        """Wrong below one level, with no band for a warning."""
        return cls(level, math.nextafter(level, -math.inf))

    @classmethod
    def at_most(cls, level: float) -> Bound:
        """Wrong above one level, with no band for a warning."""
        return cls(level, math.nextafter(level, math.inf))

    @property
    def _sign(self) -> float:
        return 1.0 if self.fault >= self.good else -1.0

    def warns(self, value: float) -> bool:
        """Whether the value has left the good range. NaN never has."""
        return self._sign * (value - self.good) > 0

    def fails(self, value: float) -> bool:
        """Whether the value is a fault. NaN never is."""
        return self._sign * (value - self.fault) > 0

    def clears(self, value: float, level: float) -> bool:
        """Whether a value that was past `level` is back by a margin of 20 %, so that it does not flicker."""
        return self._sign * (value - level) < -0.2 * abs(level)


@dataclass(frozen=True)
class Limit:
    """One row of the specification's fault tables, watched all the time."""

    id: str
    measure: Measure
    bound: Bound
    say: str
    """The cue: short, about the outside world, never a diagnosis."""
    priority: Priority
    persist_s: float
    """It must stay wrong for this long: one frame is no fault."""
    source: str
    """Where the numbers come from."""
    phases: tuple[Phase, ...] = ACTIVE
    vital: bool = False
    """A repetition in which this could not be read is not called good: nobody saw it."""
    unseen: str = ""
    """What the summary says of a hold in which it could not be read, if that is worth a word."""

    @property
    def advisory(self) -> bool:
        """Whether it only ever advises: it has a cue and no fault level."""
        return math.isinf(self.bound.fault)

    @property
    def cue_level(self) -> float:
        """Where the cue is said. An estimate speaks only when it fails: its error is as wide as the warning band."""
        return self.bound.good if self.measure.label is Label.MEASURED else self.bound.fault


@dataclass(frozen=True)
class RepLimit:
    """One row of the fault tables that is judged when a repetition is over."""

    id: str
    read: Callable[[Swing], float]
    bound: Bound
    say: str
    priority: Priority
    source: str
    partial_too: bool = False
    """Also said (never counted as a fault) after a swing that fell short."""


@dataclass(frozen=True)
class Advice:
    """What to change so that the exercise can be seen at all."""

    id: str
    say: str
    seen: str = ""
    """What the camera takes it for instead: “lying on your side”."""

    @property
    def words(self) -> str:
        """All of it, for the person."""
        return f"This looks like {self.seen}. {self.say}" if self.seen else self.say


Check = Callable[[Body], Advice | None]
"""Looks at one body and says what is wrong with its place or posture, if anything."""


class View(str, Enum):
    """Camera presets of the specification (§1.1)."""

    LIE_FRONT = "LIE-F"
    LIE_SIDE = "LIE-S"
    STAND_FRONT = "STAND-F"
    STAND_SIDE = "STAND-S"
    SIT_FRONT = "SIT-F"
    FLOOR_SIDE = "FLOOR-S"
    """Ours, for spec E11: sitting on the floor, three quarters from the side."""


class Figure(str, Enum):
    """Bodies that are drawn otherwise than their view alone would have them."""

    KNEES_BENT = "on one side, knees bent"
    KNEE_FORWARD = "on one side, the upper knee in front"
    PROPPED = "on one side, propped up on a forearm, a roller below"
    FLAT = "on front or back, legs long"
    ON_STEP = "standing at the edge of a step"


@dataclass(frozen=True)
class Placement:
    """Where camera and body go, so that what is measured lies in the image plane."""

    view: View
    distance_m: float
    lens_height_m: tuple[float, float]
    words: str
    """How to set it up, in one or two sentences."""
    figure: Figure | None = None
    """The body in the drawn set-up; None: as the view has it."""
    side_below: bool = False
    """Whether who lies on one side lies on the working one; else that one is on top."""


@dataclass(frozen=True)
class Rest:
    """How to find the person's own starting position (spec §0.4: everything is relative to it)."""

    effort: Callable[[Pose, Side], float]
    """How far a pose is from rest, without knowing rest; the lowest is taken."""
    slack: float
    """If the effort gets lower than at rest by more than this, that is the new rest."""
    anchors: Callable[[Side], tuple[Landmark, ...]]
    """What stays put while the exercise is done; as long as it moves, the person is still settling in."""
    below: float = math.inf
    """Only a pose with less effort than this can be rest."""
    needed: bool = True
    """Whether the work can only begin once rest is known."""

    @classmethod
    def nowhere(cls) -> Rest:
        """For work that has no starting position: it begins as soon as the person is in place."""
        return cls(lambda pose, side: 0.0, math.inf, lambda side: (), below=-math.inf, needed=False)


@dataclass(frozen=True)
class Reps:
    """Work that is counted."""

    signal: Measure
    rule: SwingRule
    target: tuple[float, float]
    """The band to reach, in the signal's unit, for the range meter."""
    hold_s: float
    """How long to stay at the top, for the count-down."""


@dataclass(frozen=True)
class Prompt:
    """Something to say in the course of a hold, once."""

    after_s: float
    """When so much is held in all; at 0, as soon as the person is in place."""
    wish: Wish


@dataclass(frozen=True)
class Tap:
    """A way for a free leg to go out and back that is counted beside the clock of a hold."""

    id: str
    signal: Measure
    far: float
    """Out is so far from where the leg hangs, in the signal's unit."""
    say: str
    """What asks for it."""


@dataclass(frozen=True)
class Hold:
    """Work that is timed while it lasts; interruptions do not lose what was held.

    Where nothing of it can be measured (a ball under the hip), the signal is only whether the person is there and
    still; its label says so: “timed”, or “self-declared” where not even the position is known.
    """

    signal: Measure
    rule: HoldRule
    interruption: Wish
    """Said when the position is given up; a fault of this id once the person goes on."""
    prompts: tuple[Prompt, ...] = ()
    taps: tuple[Tap, ...] = ()
    flank: Measure | None = None
    """What tells when a hold began and ended, where that is another measure than the signal, which tells whether."""


def only_told(pose: Pose) -> None:
    """A `find_side` where no landmark tells which side works: the person says it."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise, whole. Equal to itself only, and so fit for a key."""

    id: str
    title: str
    label: Label
    """The honesty label of its main number."""
    both_sides: bool
    """True if left and right work together; else there is a working side."""
    find_side: Callable[[Pose], Side | None]
    """The working side as the pose shows it; None while it does not. Of both, the one that is measured."""
    placement: Placement
    position: tuple[Check, ...]
    """All must pass, in this order; the first that fails is what the person is told."""
    rest: Rest
    work: Reps | Hold
    words: Mapping[Phase, str]
    """Its own names for the phases."""
    limits: tuple[Limit, ...] = ()
    rep_limits: tuple[RepLimit, ...] = ()
    told: tuple[Measure, ...] = ()
    """What is measured and reported but not judged."""
    sheet: Sheet | None = None
    """How a movement screen is scored."""
    dose: str = ""
    looks_for: tuple[str, ...] = ()
    """The fields of `Pose` that its measures read and that take a look at the picture beside its landmarks."""
    cannot_see: str = ""
    """What one camera does not show, said plainly."""
    sources: tuple[str, ...] = field(default=())
    cautions: tuple[str, ...] = ()
    """Who must not do it, and when to stop; told with the set-up."""
    off: bool = False
    """Whether it is refused until the person has read the cautions and agrees."""
    stage: str = ""
    """Which of its stages this is, for an exercise that is done in stages."""
    later: tuple[Exercise, ...] = ()
    """The stages after this one, which is the first."""
    declared: str = ""
    """What is claimed beside its time on the person's word alone: “eyes self-declared”."""

    @property
    def stages(self) -> tuple[Exercise, ...]:
        """All its stages in their order, itself the first; none if it is done in one way only."""
        return (self, *self.later) if self.later else ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure it reads, its signal first, each once."""
        flank = (self.work.flank,) if isinstance(self.work, Hold) and self.work.flank else ()
        taps, limits = (tap.signal for tap in self.taps), (limit.measure for limit in self.limits)
        return tuple(dict.fromkeys((self.work.signal, *flank, *limits, *taps, *self.told)))

    @property
    def judges(self) -> frozenset[str]:
        """The ids of all faults that it can find."""
        given_up = {self.work.interruption.id} if isinstance(self.work, Hold) else set()
        return frozenset(given_up | {one.id for one in self.limits} | {one.id for one in self.rep_limits})

    @property
    def taps(self) -> tuple[Tap, ...]:
        """What is counted beside the clock."""
        return self.work.taps if isinstance(self.work, Hold) else ()
