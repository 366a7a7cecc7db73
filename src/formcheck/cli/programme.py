"""The command that tells the programme: today's plan and the weeks ahead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.options import DataOption, JsonOption, SideChoice, past_of
from formcheck.cli.output import console, print_json, say

if TYPE_CHECKING:
    from formcheck.appointment import Appointment
    from formcheck.programme import Programme


def programme(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="A session (core, extended …), or your own TOML file.")
    ] = None,
    week: Annotated[
        int | None, typer.Option("--week", metavar="N", min=1, max=520, help="As if week N began today.")
    ] = None,
    side: Annotated[SideChoice, typer.Option("--side", help="The side that hurts: it goes first.")] = SideChoice.auto,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell today's plan and the weeks ahead. Without a name: the session that the day has.

    Where there is a history the week and what is earned come from it.
    """
    from datetime import date, timedelta

    from formcheck.agenda import Agenda, agenda_document, agenda_table
    from formcheck.appointment import appointment, day_one
    from formcheck.pose import Side
    from formcheck.programme import Person, day_plan, earned, levels, weeks_ahead
    from formcheck.remembered import facts, stopped_on

    whole, session = named(name)
    today = date.today()
    past = past_of(data)
    own = [one for one in past.sessions if one.programme == whole.name]
    start = day_one(own, today) if week is None else today - timedelta(weeks=week - 1)
    person = Person(
        affected=None if side is SideChoice.auto else Side(side.value),
        stopped=stopped_on(today, whole, past.sets, past.pains) if week is None else frozenset(),
        levels=levels(earned(whole, facts(whole, past.sessions, past.sets, past.pains))),
    )
    day = day_plan(whole, start, today)
    agenda = Agenda(whole, day.week, session or day.session, person, weeks_ahead(whole, start, today, 5))
    if as_json:
        print_json(agenda_document(agenda))
        return
    console().print(agenda_table(agenda))
    since = f"Day one is {start}" if own and week is None else f"Day one of week {day.week} is taken to be today"
    earned_so_far = "what you earned is in it" if own else "with nothing earned so far"
    due = appointment(whole, session, False, own, today)
    if due and due.again and not agenda.evening:  # what it would be of hurt today
        due = None
    done = _today(due, agenda.session) if own and week is None else ""
    say(f"{since}, {earned_so_far}. {done}Stop if it hurts.")


def _today(due: Appointment | None, planned: str | None) -> str:
    """How far the day's session is, for who has begun it."""
    if due is None:
        return "Today's session is done. " if planned else ""
    if due.begun:
        return "You began it today: `formcheck session` goes on with the rest. "
    return "Today's session is done, all but the evening's repeat. " if due.again else ""


def named(name: str | None) -> tuple[Programme, str | None]:
    """A programme, and the session that was asked for. Raises ProgrammeError."""
    from formcheck.errors import ProgrammeError
    from formcheck.programme_file import read_programme, standard

    if name is None:
        return standard(), None
    if name in standard().sessions:
        return standard(), name
    path = Path(name)
    if path.suffix == ".toml" or path.exists():
        return read_programme(path), None
    raise ProgrammeError(
        f"No session is called “{name}”; there are: {', '.join(standard().sessions)}. A programme of your own is a "
        "file that ends in .toml."
    )
