"""The command that tells the programme: today's plan and the weeks ahead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.options import JsonOption, SideChoice
from formcheck.cli.output import console, print_json, say

if TYPE_CHECKING:
    from formcheck.programme import Programme


def programme(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="A session (core, extended …), or your own TOML file.")
    ] = None,
    week: Annotated[int, typer.Option("--week", metavar="N", min=1, max=520, help="As if week N began today.")] = 1,
    side: Annotated[SideChoice, typer.Option("--side", help="The side that hurts: it goes first.")] = SideChoice.auto,
    as_json: JsonOption = False,
) -> None:
    """Tell today's plan and the weeks ahead. Without a name: the session that the day has."""
    from datetime import date, timedelta

    from formcheck.agenda import Agenda, agenda_document, agenda_table
    from formcheck.pose import Side
    from formcheck.programme import Person, day_plan, weeks_ahead

    whole, session = _named(name)
    today = date.today()
    start = today - timedelta(weeks=week - 1)
    person = Person(affected=None if side is SideChoice.auto else Side(side.value))
    day = day_plan(whole, start, today)
    agenda = Agenda(whole, day.week, session or day.session, person, weeks_ahead(whole, start, today, 5))
    if as_json:
        print_json(agenda_document(agenda))
        return
    console().print(agenda_table(agenda))
    say(f"Day one of week {week} is taken to be today, with nothing earned so far. Stop if it hurts.")


def _named(name: str | None) -> tuple[Programme, str | None]:
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
