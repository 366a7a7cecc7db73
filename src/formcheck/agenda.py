"""A programme for a person to read: the sets of one session, and the weeks ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from formcheck.coach.views import Finished
from formcheck.exercises import EXERCISES
from formcheck.programme import (
    Day,
    Person,
    PlannedSet,
    Programme,
    evening,
    left_out,
    minutes,
    plan,
)
from formcheck.safety import RUNNING

SCHEMA = "formcheck.programme/1"


@dataclass(frozen=True)
class Agenda:
    """One session of one week as this person has it, and the weeks around it."""

    programme: Programme
    week: int
    session: str | None
    """None on a day off."""
    person: Person
    weeks: Sequence[Sequence[Day]]

    @property
    def sets(self) -> tuple[PlannedSet, ...]:
        """The sets of the session."""
        return () if self.session is None else plan(self.programme, self.session, self.week, self.person)

    @property
    def evening(self) -> tuple[PlannedSet, ...]:
        """The sets once more in the evening."""
        return () if self.session is None else evening(self.programme, self.session, self.week, self.person)

    @property
    def left_out(self) -> dict[str, str]:
        """What of the session this person is not given, and why."""
        return {} if self.session is None else left_out(self.programme, self.session, self.person)


def agenda_document(agenda: Agenda) -> dict[str, Any]:
    """All of it for another program."""
    return {
        "schema": SCHEMA,
        "programme": agenda.programme.name,
        "week": agenda.week,
        "session": agenda.session,
        "minutes": round(minutes(agenda.programme, agenda.sets), 1),
        "sets": [_set_document(one) for one in agenda.sets],
        "evening": [_set_document(one) for one in agenda.evening],
        "left_out": agenda.left_out,
        "weeks": [
            {"week": week[0].week, "days": [{"date": str(day.date), "session": day.session} for day in week]}
            for week in agenda.weeks
        ],
    }


def _set_document(one: PlannedSet) -> dict[str, Any]:
    return {
        "item": one.item,
        "exercise": one.exercise,
        "side": one.side.value if one.side else None,
        "number": one.number,
        "of": one.of,
        "reps": one.reps,
        "seconds": one.seconds,
        "rest_s": one.rest_s,
        "stage": one.stage,
        "steps": sorted(step.value for step in one.steps),
    }


def agenda_table(agenda: Agenda) -> RenderableType:
    """All of it for a person."""
    return Group(*_parts(agenda))


def _parts(agenda: Agenda) -> Iterator[RenderableType]:
    yield f"[bold]{escape(agenda.programme.name)}[/bold], week {agenda.week}"
    if agenda.session is None:
        yield "A day off."
    else:
        yield f"Session “{escape(agenda.session)}”, about {minutes(agenda.programme, agenda.sets):.0f} minutes\n"
        yield _session_table(agenda.programme, agenda.sets)
    if agenda.evening:
        titles = ", ".join(dict.fromkeys(EXERCISES[one.exercise].title for one in agenda.evening))
        yield f"In the evening once more: {titles}, {minutes(agenda.programme, agenda.evening):.0f} minutes"
    for item, why in agenda.left_out.items():
        yield f"[dim]Left out: {escape(item)} ({why})[/dim]"
    yield ""
    yield _week_table(agenda.weeks)
    yield f"[dim]{RUNNING}[/dim]"


def _session_table(programme: Programme, sets: Sequence[PlannedSet]) -> Table:
    table = Table()
    table.add_column("part", no_wrap=True)
    table.add_column("exercise")
    table.add_column("dose")
    table.add_column("sides", no_wrap=True)
    table.add_column("rest", no_wrap=True)
    before = None
    for (id, _), group in groupby(sets, key=lambda one: (one.item, one.stage)):
        same = list(group)
        phase = programme.items[id].phase.value
        sides = dict.fromkeys(one.side.value if one.side else "together" for one in same)
        rest = max(one.rest_s for one in same)
        table.add_row(
            phase if phase != before else "",
            f"{EXERCISES[same[0].exercise].title}\n[dim]{escape(id)}[/dim]",
            _dose(same[0]),
            ", ".join(sides),
            f"{rest:g} s" if rest else "–",
        )
        before = phase
    return table


def _dose(one: PlannedSet) -> str:
    work = f"{one.reps} repetitions" if one.reps is not None else f"{one.seconds:g} s"
    sets = f"{one.of} × {work}" if one.of > 1 else work
    return ", ".join(part for part in (sets, one.stage, one.how) if part)


def _week_table(weeks: Sequence[Sequence[Day]]) -> Table:
    table = Table(title="The weeks ahead", title_justify="left")
    table.add_column("week", no_wrap=True)
    for day in weeks[0]:
        table.add_column(f"{day.date:%a}", no_wrap=True)
    for week in weeks:
        table.add_row(f"{week[0].week}", *(escape(day.session or "–") for day in week))
    return table


def results_table(finished: Finished) -> Table:
    """What was done in a session, a line a set."""
    table = Table()
    for column in ("exercise", "side", "set", "done", "good"):
        table.add_column(column)
    for result in finished.results:
        planned, held = result.planned, result.log.held
        table.add_row(
            result.log.exercise.title,
            planned.side.value if planned.side else "both",
            f"{planned.number}/{planned.of}",
            f"{held.total_s:.0f} of {held.target_s:.0f} s" if held else f"{result.reps} of {planned.reps}",
            "" if held else str(result.log.counts.good),
        )
    return table
