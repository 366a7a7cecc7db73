"""What the screen tells of an Update, in words and numbers. No drawing here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from formcheck.cueing import Cue, Priority
from formcheck.exercise import Exercise, Hold, Reps
from formcheck.measures import Label, Measure
from formcheck.update import Update

Colour = tuple[int, int, int]
"""Blue, green, red; 0 to 255."""

WHITE: Colour = (255, 255, 255)
INK: Colour = (24, 20, 18)
"""Dark text on a bright ground."""
PALE: Colour = (222, 216, 212)
"""What is there but does not matter now."""
# From the palette of Okabe and Ito, which people of all kinds of colour vision tell apart.
GREEN: Colour = (115, 158, 0)
AMBER: Colour = (0, 159, 230)
VERMILION: Colour = (20, 80, 213)
SLATE: Colour = (168, 138, 112)

TICK = "✔"
"""Stands for a tick that is drawn: OpenCV's font has none, and not every release of it brings another that has."""
UNITS = {"deg": "°", "percent": "%"}
HEADROOM = 1.3
"""The meter goes on above its target, so that too much is seen to be too much."""


class State(Enum):
    """What the frame around the picture says: by colour, by pattern and by a sign, for those who see no colours."""

    GOOD = "good"
    ADJUST = "adjust"
    UNSEEN = "unseen"

    @property
    def colour(self) -> Colour:
        """Of the frame, the skeleton and the meter."""
        return {State.GOOD: GREEN, State.ADJUST: AMBER, State.UNSEEN: SLATE}[self]


@dataclass(frozen=True)
class Status:
    """The state in a word, with its sign."""

    state: State
    sign: str
    word: str


@dataclass(frozen=True)
class Banner:
    """The one sentence on the screen."""

    text: str
    sign: str
    colour: Colour


@dataclass(frozen=True)
class Meter:
    """The range meter: from `bottom` to `top`, the target band from `low` to `high`, all in one unit."""

    value: float
    """NaN while there is nothing to show."""
    low: float
    high: float
    bottom: float
    top: float
    text: str
    """The value in words; empty where no number may be shown."""
    marks: tuple[tuple[float, str], ...]
    """Levels and what is written beside them."""
    label: Label


@dataclass(frozen=True)
class Clock:
    """A ring that fills with the time held."""

    share: float
    """Of the time to collect, 0 to 1."""
    running: bool
    """Whether the clock runs at this instant."""
    claim: str
    """What is claimed for this time where not all of it was measured, or what was counted in it; else empty."""


@dataclass(frozen=True)
class Tally:
    """What was done so far: one big number, and lines beside it."""

    number: str
    lines: tuple[str, ...]


def status(update: Update, exercise: Exercise) -> Status:
    """Whether it is right, to be changed, or not to be judged."""
    if not update.pose.seen:
        return Status(State.UNSEEN, "?", "can't see you")
    if not update.ready:
        return Status(State.UNSEEN, "?", "get in place" if update.advice else "stay still")
    if update.wrong or (update.cue is not None and _sign(update.cue, exercise) == "!"):
        return Status(State.ADJUST, "!", "adjust")
    judged = [exercise.work.signal, *(limit.measure for limit in exercise.limits if limit.vital)]
    if any(math.isnan(update.reading.get(m, math.nan)) for m in judged):
        return Status(State.UNSEEN, "?", "can't judge")
    return Status(State.GOOD, TICK, "good")


def banner(update: Update, exercise: Exercise) -> Banner | None:
    """The cue, or how to get into position. Safety goes before everything."""
    cue = update.cue
    if cue is not None and cue.priority is Priority.SAFETY:
        return Banner(cue.say, "!", VERMILION)
    if not update.ready:
        return Banner(update.advice.words, "?", SLATE) if update.advice else None
    if cue is None:
        return None
    sign = _sign(cue, exercise)
    return Banner(cue.say, sign, {TICK: GREEN, "i": SLATE, "!": AMBER}[sign])


def _sign(cue: Cue, exercise: Exercise) -> str:
    """Whether a cue is praise, what comes next by the clock, or says that something is wrong."""
    if cue.priority is Priority.PRAISE:
        return TICK
    by_clock = exercise.work.prompts if isinstance(exercise.work, Hold) else ()
    return "i" if any(cue.id == prompt.wish.id for prompt in by_clock) else "!"


def tally(update: Update, goal: int | None = None) -> Tally:
    """Repetitions, of so many where somebody planned it; or the seconds held."""
    counts, held = update.counts, update.held
    if held is not None:
        lines = (f"of {held.target_s:.0f} s", f"best {_whole(held.best_s)} s")
        return Tally(_whole(held.total_s), lines)
    partial = (f"{counts.partial} partial",) if counts.partial else ()
    good = f"{TICK} {counts.good} good" if goal is None else f"of {goal} · {TICK} {counts.good}"
    return Tally(str(counts.reps), (good, *partial))


def phase_word(update: Update, exercise: Exercise) -> str:
    """The exercise's own word for what is being done; none while nothing is measured."""
    return exercise.words.get(update.phase, "") if update.ready else ""


def hold_left(update: Update, exercise: Exercise) -> tuple[float, float] | None:
    """Seconds still to hold and seconds in all; None when not holding, or when the exercise asks for no hold."""
    work = exercise.work
    if update.hold_left_s is None or not isinstance(work, Reps) or work.hold_s <= 0:
        return None
    return update.hold_left_s, work.hold_s


def clock(update: Update, exercise: Exercise) -> Clock | None:
    """The ring of a hold; None where repetitions are counted."""
    if update.held is None:
        return None
    share = update.held.total_s / update.held.target_s
    return Clock(
        share=min(1.0, share) if math.isfinite(share) else 0.0,
        running=update.ready and update.held.running_s > 0,
        claim=exercise.declared or CLAIMS.get(exercise.label) or _directions(update, exercise),
    )


def _directions(update: Update, exercise: Exercise) -> str:
    """How often the free leg went where; a count that rests on an estimate is “about” so many."""
    return ", ".join(
        f"{tap.id} {'' if tap.signal.label is Label.MEASURED else '~'}{update.taps.get(tap.id, 0)}"
        for tap in exercise.taps
    )


CLAIMS = {Label.TIMED: "timed, not measured", Label.SELF_DECLARED: "self-declared, not measured"}


def meter(update: Update, exercise: Exercise) -> Meter:
    """The signal of counted work against its target, or the time collected against the time to collect."""
    work = exercise.work
    if isinstance(work, Hold):
        total = update.held.total_s if update.held else math.nan
        target = work.rule.target_s
        return Meter(
            value=total,
            low=target,
            high=target * 1.06,
            bottom=0.0,
            top=target * 1.06,
            text="" if math.isnan(total) else f"{min(999.0, 100 * total / target):.0f}%",
            marks=((target, f"{target:.0f} s"),),
            label=Label.TIMED,
        )
    signal, (low, high) = work.signal, work.target
    value, floor = update.reading.get(signal, math.nan), work.rule.floor
    measured = signal.label is Label.MEASURED
    return Meter(
        value=value,
        low=low,
        high=high,
        bottom=floor,
        top=floor + (high - floor) * HEADROOM,
        text=_number(signal, value, floor) if measured else "",
        marks=tuple((level, _level(signal, level)) for level in (low, high)) if measured else (),
        label=signal.label,
    )


def _number(signal: Measure, value: float, floor: float) -> str:
    if math.isnan(value):
        return "–"
    error = "" if math.isnan(signal.error) else f" ±{signal.error:.0f}"
    # Half an error below rest is rest; "-0" is not a number that people know.
    return f"{round(max(floor, value))}{UNITS.get(signal.unit, '')}{error}"


def _level(signal: Measure, level: float) -> str:
    return f"{level:g}{UNITS.get(signal.unit, '')}"


def _whole(seconds: float) -> str:
    return f"{math.floor(seconds)}" if math.isfinite(seconds) else "–"
