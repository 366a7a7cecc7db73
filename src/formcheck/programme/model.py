"""What a programme is: items with a dose, sessions made of items, weeks made of sessions (spec §9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from formcheck.pose import Side


class Phase(str, Enum):
    """The parts of a session, in the order in which they are done (S2; balance last: ENG)."""

    RELEASE = "release"
    STRETCH = "stretch"
    REALIGN = "realign"
    STRENGTHEN = "strengthen"
    BALANCE = "balance"


SOFT_TISSUE = (Phase.RELEASE, Phase.STRETCH)
"""Where any pain at the knee ends an item for the day (S1)."""


class Sides(str, Enum):
    """Which sides an item is done on."""

    BOTH = "both"
    """One after the other."""
    BILATERAL = "bilateral"
    """Together: there is no working side."""
    DECLARED = "declared"
    """On the one that the person names: no camera can tell, and formcheck suggests none."""


class Step(str, Enum):
    """What an item can grow by, once it is earned."""

    SETS = "sets"
    REPS = "reps"
    BAND = "band"
    HOLD = "hold"
    """Stay 2 s at the top."""
    EYES_CLOSED = "eyes-closed"
    """The seconds with eyes closed."""


TOP_HOLD_S = 2.0
"""How long to stay at the top once that is earned (spec E13)."""
HOW: Mapping[Step, str] = {Step.BAND: "with the light band", Step.HOLD: f"{TOP_HOLD_S:g} s at the top"}
"""Steps that change how a set is done, not how much, in words."""
EYES_OPEN, EYES_CLOSED, MOVING_LEG = STAGES = ("eyes-open", "eyes-closed", "moving-leg")
"""Stages of balance, in their order (S1 fix 4)."""
OFFERED = frozenset(STAGES)
"""Stages that the exercise offers: all of them."""


@dataclass(frozen=True)
class Block:
    """One stage of an item that is collected in stages."""

    stage: str
    seconds: tuple[float, float]
    """To begin with, and once earned."""


@dataclass(frozen=True)
class Item:
    """One exercise with its dose: repetitions, or seconds, or blocks. A pair is its beginning and its goal."""

    id: str
    exercise: str
    phase: Phase
    sides: Sides
    sets: tuple[int, int] = (1, 1)
    reps: tuple[int, int] | None = None
    rep_s: float = 6.0
    """How long one repetition takes, for the estimate of minutes."""
    seconds: tuple[float, float] | None = None
    """At least, and at most; what is asked for is the least. None with declared sides: the person says it."""
    blocks: tuple[Block, ...] = ()
    complete_s: float | None = None
    """So much in all on a side and the item is complete, with every allowed block tried (spec §7.1)."""
    rest_s: float = 0.0
    """Between its sets."""
    steps: tuple[Step, ...] = ()
    """What it grows by, in this order."""
    needs_consent: bool = False
    """Left out until the person has read the cautions of its exercise and agrees."""
    source: str = ""


@dataclass(frozen=True)
class Session:
    """A named list of items."""

    items: tuple[str, ...]
    sets: Mapping[str, int] = field(default_factory=dict)
    """So many sets at most, by item, unless the week says otherwise."""
    second_daily: tuple[str, ...] = ()
    """What is done once more in the evening."""
    source: str = ""


@dataclass(frozen=True)
class Week:
    """What one week holds. The last one of a programme goes on for ever."""

    daily: str | None
    """The session of every day, or None…"""
    plus: Mapping[str, int] = field(default_factory=dict)
    """…and sessions so many times a week, in its place."""
    sets: Mapping[str, int] = field(default_factory=dict)
    """So many sets at most, by item: what a person has earned beyond waits for its week."""
    band: bool = False
    """Whether a band may be used, once earned."""


@dataclass(frozen=True)
class Progression:
    """When to go on and when to go back (spec §9; ENG shaped by the pain-monitoring model [C44] and ACSM [C49]).

    An own programme may be stricter than these, never laxer.
    """

    sessions_in_a_row: int = 2
    good_fraction: float = 0.9
    pain_at_most: int = 2
    back_above_pain: int = 5
    back_below_fraction: float = 0.6
    """In two sessions one after the other."""


@dataclass(frozen=True)
class Programme:
    """A whole programme. Which exercises exist is checked where it is read."""

    name: str
    items: Mapping[str, Item]
    sessions: Mapping[str, Session]
    weeks: tuple[Week, ...]
    progression: Progression = Progression()

    def week(self, number: int) -> Week:
        """Week 1, 2, …; past the last one, the last one."""
        return self.weeks[min(number, len(self.weeks)) - 1]


@dataclass(frozen=True)
class Person:
    """What is known of the person that a plan depends on."""

    affected: Side | None = None
    """It goes first (S1); left if the person did not say."""
    locked: frozenset[str] = frozenset()
    """Exercises, or exercise/stage, that are not to be done (spec §5.2)."""
    stopped: frozenset[str] = frozenset()
    """Exercises that hurt earlier on the same day (spec §5.1)."""
    consented: frozenset[str] = frozenset()
    """Items whose cautions the person has read and agreed to."""
    declared: Mapping[str, tuple[Side, float]] = field(default_factory=dict)
    """Side and seconds of items that leave them to the person."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """How many of its steps each item has earned."""
    stages: frozenset[str] = OFFERED - {EYES_CLOSED}
    """Stages open to the person: those offered, eyes closed only where `safety.eyes_closed_locks` has no reason."""


Key = tuple[str, str | None, Side | None, int]
"""Item, stage, side and number of a set."""


@dataclass(frozen=True)
class PlannedSet:
    """One set for the coach to run."""

    item: str
    exercise: str
    side: Side | None
    """None if both sides work together."""
    number: int
    """Which set of this item on this side (and in this stage), from 1."""
    of: int
    reps: int | None
    seconds: float | None
    """What to collect, where work is held."""
    rest_s: float
    """Before the next set of the item; 0 after its last, where getting into place is rest enough."""
    stage: str | None = None
    steps: frozenset[Step] = frozenset()
    """What is earned and changes how it is done; of HOW."""
    phase: Phase = Phase.STRENGTHEN
    """Of its item: what pain after it leads to depends on it."""

    @property
    def how(self) -> str:
        """How it is done, in words, where that was earned: “with the light band, 2 s at the top”."""
        return ", ".join(HOW[step] for step in sorted(self.steps))

    @property
    def top_hold_s(self) -> float | None:
        """How long to stay at the top of each repetition; None: as the exercise has it."""
        return TOP_HOLD_S if Step.HOLD in self.steps else None

    @property
    def key(self) -> Key:
        """What tells it from every other set of the same plan, however the doses change."""
        return self.item, self.stage, self.side, self.number
