"""Programmes in TOML files: the one that ships, and one's own. A mistake is named by its line and its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from formcheck.errors import ProgrammeError
from formcheck.exercise import Reps
from formcheck.exercises import EXERCISES
from formcheck.measures import Label
from formcheck.programme import Block, Item, Phase, Programme, Progression, Session, Sides, Step, Week
from formcheck.programme.days import DAYS
from formcheck.programme.model import STAGES, TOP_HOLD_S
from formcheck.toml_lines import line_of, read_toml, resolve


def _pair(value: Any) -> Any:
    """One number is where a dose begins and where it leads."""
    return tuple(value) if isinstance(value, list) else (value, value)


Count = Annotated[int, Field(ge=1, le=50)]
Sets = Annotated[int, Field(ge=1, le=10)]
Seconds = Annotated[float, Field(ge=5, le=600)]
SetPair = Annotated[tuple[Sets, Sets], BeforeValidator(_pair)]
CountPair = Annotated[tuple[Count, Count], BeforeValidator(_pair)]
SecondsPair = Annotated[tuple[Seconds, Seconds], BeforeValidator(_pair)]
Words = Annotated[list[str], Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Block(_Table):
    stage: Literal["eyes-open", "eyes-closed", "moving-leg"]
    seconds: SecondsPair


class _Item(_Table):
    exercise: str | None = None
    phase: Literal["release", "stretch", "realign", "strengthen", "balance"]
    sides: Literal["both", "bilateral", "declared"]
    sets: SetPair = (1, 1)
    reps: CountPair | None = None
    rep_s: Annotated[float, Field(ge=1, le=60)] = 6.0
    seconds: SecondsPair | None = None
    blocks: list[_Block] = []
    complete_s: Seconds | None = None
    rest_s: Annotated[float, Field(ge=0, le=600)] = 0.0
    steps: list[Literal["sets", "reps", "band", "hold", "eyes-closed"]] = []
    source: str = ""


class _Session(_Table):
    items: Words
    sets: dict[str, Sets] = {}
    second_daily: list[str] = []
    source: str = ""


class _Week(_Table):
    daily: str | None = None
    plus: dict[str, Annotated[int, Field(ge=1, le=DAYS)]] = {}
    sets: dict[str, Sets] = {}
    band: bool = False


class _Progression(_Table):
    sessions_in_a_row: Annotated[int, Field(ge=2, le=20)] = 2
    good_fraction: Annotated[float, Field(ge=0.9, le=1)] = 0.9
    pain_at_most: Annotated[int, Field(ge=0, le=2)] = 2
    back_above_pain: Annotated[int, Field(ge=2, le=5)] = 5
    back_below_fraction: Annotated[float, Field(ge=0.6, le=0.9)] = 0.6


class _File(_Table):
    name: Annotated[str, Field(min_length=1)]
    items: Annotated[dict[str, _Item], Field(min_length=1)]
    sessions: Annotated[dict[str, _Session], Field(min_length=1)]
    weeks: Annotated[list[_Week], Field(min_length=1)]
    progression: _Progression = _Progression()


EXPECTED: Mapping[str, str] = {
    "reps": "a number of repetitions; 1 to 50, or [first, once earned]",
    "sets": "a number of sets; 1 to 10, or in an item [first, once earned]",
    "seconds": "a time in seconds; 5 to 600, or [least, most]",
    "complete_s": "a time in seconds; 5 to 600",
    "rest_s": "a rest in seconds; 0 to 600",
    "rep_s": "the seconds of one repetition; 1 to 60",
    "phase": f"a phase; {', '.join(phase.value for phase in Phase)}",
    "sides": "a choice of sides; both, bilateral, declared",
    "stage": f"a stage; {', '.join(STAGES)}",
    "steps": "a list of steps; sets, reps, band, hold, eyes-closed",
    "items": "a list of items with at least one in it",
    "plus": "how often a week a session is done; 1 to 7, as in { core = 3 }",
    "name": "a name, in quotes",
    "daily": "a session, in quotes",
    "band": "true or false",
    "weeks": "at least one [[weeks]]",
    "sessions_in_a_row": "a number of sessions; 2 to 20",
    "good_fraction": "a share; 0.9 to 1 (stricter than formcheck's, never laxer)",
    "pain_at_most": "a pain; 0 to 2 (stricter than formcheck's, never laxer)",
    "back_above_pain": "a pain; 2 to 5 (stricter than formcheck's, never laxer)",
    "back_below_fraction": "a share; 0.6 to 0.9 (stricter than formcheck's, never laxer)",
}
"""What belongs under a key, for the message about what does not."""


@dataclass(frozen=True)
class _Mistake:
    """Something wrong at a place; the place may not exist yet, then its table is meant."""

    path: tuple[str | int, ...]
    says: str


@cache
def standard() -> Programme:
    """The programme that ships with formcheck."""
    path = resources.files("formcheck.programme") / "standard.toml"
    return parse(path.read_text(encoding="utf-8"), "standard.toml")


def read_programme(path: Path) -> Programme:
    """A programme of one's own. Raises ProgrammeError, with file, line and key."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a text in UTF-8"
        raise ProgrammeError(f"Cannot read the programme {path}: {reason}. Name a TOML file.") from error
    return parse(text, path.name, {item.exercise: item.phase for item in standard().items.values()})


def parse(text: str, name: str, phases: Mapping[str, Phase] | None = None) -> Programme:
    """The programme in a TOML text. Raises ProgrammeError.

    `phases`: the phase that an exercise belongs to, where that is known, since what stops it depends on it.
    """
    try:
        data = read_toml(text)
    except ValueError as error:
        raise ProgrammeError(f"{name}: not valid TOML: {error}") from error
    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        _refuse(text, name, [_told(mistake, data) for mistake in error.errors()])
        raise AssertionError from error  # there is always a first mistake
    _refuse(text, name, list(_mistakes(file, phases or {})))
    return _programme(file)


def _refuse(text: str, name: str, mistakes: list[_Mistake]) -> None:
    """Raise for the mistake that comes first in the text, if there is any."""
    if mistakes:
        found = [(line_of(text, mistake.path), mistake) for mistake in dict.fromkeys(mistakes)]
        line, first = min(found, key=lambda one: one[0])
        more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
        raise ProgrammeError(f"{name}:{line}: {'.'.join(map(str, first.path))}: {first.says}{more}")


def _told(error: Mapping[str, Any], data: Any) -> _Mistake:
    """A mistake that pydantic found, in our words."""
    loc = tuple(error["loc"])
    table, key = loc[:-1], loc[-1]
    if error["type"] == "missing" and isinstance(key, str):
        return _Mistake(loc, f"missing; it needs {EXPECTED.get(str(key), 'a value')}")
    if error["type"] == "extra_forbidden":
        allowed = _keys(table)
        return _Mistake(loc, f"unknown key{_near(str(key), allowed)}; there are: {', '.join(allowed)}")
    while True:  # the index of a pair that was written as one number leads nowhere
        try:
            value = resolve(data, loc)
            break
        except KeyError:
            loc = loc[:-1]
    names = [str(part) for part in loc if isinstance(part, str)]
    named_freely = len(names) > 1 and names[-2] in {"plus", "sets"}
    expected = EXPECTED.get(names[-2] if named_freely else names[-1], "a table like the others")
    shown = "a table" if isinstance(value, dict) else repr(value) if isinstance(value, str) else str(value)
    inside = isinstance(loc[-1], int) and expected.startswith("a list")
    return _Mistake(loc, f"{shown} {'does not belong in' if inside else 'is not'} {expected}")


def _keys(table: tuple[str | int, ...]) -> list[str]:
    """The keys that a table may have."""
    inner: dict[str, type[_Table]] = {
        "items": _Item, "sessions": _Session, "weeks": _Week, "progression": _Progression,
    }  # fmt: skip
    here = _Block if "blocks" in table else inner[str(table[0])] if table else _File
    return list(here.model_fields)


def _near(name: str, names: Any) -> str:
    near = get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _mistakes(file: _File, phases: Mapping[str, Phase]) -> Iterator[_Mistake]:
    """What is wrong although every value by itself is right."""
    for id, item in file.items.items():
        yield from (_Mistake(("items", id, *path), says) for path, says in _item_mistakes(id, item, phases))
    for name, session in file.sessions.items():
        at = ("sessions", name)
        yield from _unknown((*at, "items"), session.items, file.items, "item")
        yield from _unknown((*at, "second_daily"), session.second_daily, session.items, "item of this session")
        yield from _unknown((*at, "sets"), session.sets, session.items, "item of this session")
        if twice := {id for id in session.items if session.items.count(id) > 1}:
            yield _Mistake((*at, "items"), f"{min(twice)} is there twice; give it more sets instead")
    for n, week in enumerate(file.weeks):
        yield from _unknown(("weeks", n, "daily"), [week.daily] if week.daily else [], file.sessions, "session")
        yield from _unknown(("weeks", n, "plus"), week.plus, file.sessions, "session")
        yield from _unknown(("weeks", n, "sets"), week.sets, file.items, "item")
        if sum(week.plus.values()) > DAYS:
            yield _Mistake(("weeks", n, "plus"), f"{sum(week.plus.values())} sessions; a week has {DAYS} days")
        if not week.daily and not week.plus:
            yield _Mistake(("weeks", n), "an empty week; give it daily, plus or both")


def _item_mistakes(id: str, item: _Item, phases: Mapping[str, Phase]) -> Iterator[tuple[tuple[str, ...], str]]:
    known = item.exercise or id
    where = ("exercise",) if item.exercise else ()
    if known not in EXERCISES:
        yield where, f"no exercise is called “{known}”{_near(known, EXERCISES)}; `formcheck exercises` lists them all"
        return
    exercise = EXERCISES[known]
    declared = exercise.label is Label.SELF_DECLARED
    sides = Sides.DECLARED if declared else Sides.BILATERAL if exercise.both_sides else Sides.BOTH
    if item.sides != sides.value:
        yield ("sides",), f"{item.sides!r} is not possible: {known} is done as {sides.value!r}"
    if known in phases and item.phase != phases[known].value:
        yield ("phase",), f"{item.phase!r} is not where {known} belongs: {phases[known].value!r}"
    dose = "blocks" if exercise.stages else "reps" if isinstance(exercise.work, Reps) else "seconds"
    for key in ("reps", "seconds", "blocks"):
        if getattr(item, key) and (key != dose or declared):
            why = "you say the seconds at the time" if declared else f"{known} has {dose}"
            yield (key,), f"leave it out: {why}"
    if not declared and not getattr(item, dose):
        yield (dose,), f"missing; it needs {EXPECTED.get(dose, 'a list of stages')}"
    for key in ("sets", "reps", "seconds"):
        pair = getattr(item, key)
        if pair and pair[0] > pair[1]:
            yield (key,), f"{list(pair)} goes down; the smaller number comes first"
    for step, pair in (("sets", item.sets), ("reps", item.reps)):
        if step in item.steps and (pair is None or pair[0] == pair[1]):
            yield ("steps",), f"“{step}” leads nowhere; give {step} as [first, once earned]"
    if "hold" in item.steps and not (isinstance(exercise.work, Reps) and 0 < exercise.work.hold_s < TOP_HOLD_S):
        yield ("steps",), f"“hold” leads nowhere: {known} is not held at the top for less than {TOP_HOLD_S:g} s"


def _unknown(path: tuple[str | int, ...], names: Any, known: Any, what: str) -> Iterator[_Mistake]:
    for name in names:
        if name not in known:
            yield _Mistake(path, f"no {what} is called “{name}”{_near(name, known)}; there are: {', '.join(known)}")


def _programme(file: _File) -> Programme:
    return Programme(
        file.name,
        {id: _item(id, item) for id, item in file.items.items()},
        {
            name: Session(tuple(session.items), session.sets, tuple(session.second_daily), session.source)
            for name, session in file.sessions.items()
        },
        tuple(Week(week.daily, week.plus, week.sets, week.band) for week in file.weeks),
        Progression(**file.progression.model_dump()),
    )


def _item(id: str, item: _Item) -> Item:
    exercise = item.exercise or id
    return Item(
        id, exercise, Phase(item.phase), Sides(item.sides), item.sets, item.reps, item.rep_s, item.seconds,
        tuple(Block(block.stage, block.seconds) for block in item.blocks), item.complete_s, item.rest_s,
        tuple(Step(step) for step in item.steps), EXERCISES[exercise].off, item.source,
    )  # fmt: skip
