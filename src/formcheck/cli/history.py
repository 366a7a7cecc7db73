"""The commands around one's own history: look, export, put right, delete."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.options import DataOption, JsonOption
from formcheck.cli.output import console, say

if TYPE_CHECKING:
    from formcheck.history import History

app = typer.Typer(
    name="history",
    help="What you did, session by session: look, export, put right, delete.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
NOTHING = "There is no history yet: `formcheck session` begins it."


class Format(str, Enum):
    """What to export."""

    csv = "csv"
    json = "json"


@app.callback(invoke_without_command=True)
def overview(
    context: typer.Context,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="PNG", help="Also draw it as a picture.")] = None,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """Recent sessions, and how each exercise went over the weeks."""
    if context.invoked_subcommand is not None:
        return
    from formcheck import files
    from formcheck.history.export import as_json as everything
    from formcheck.history.tables import overview as tables
    from formcheck.report import FOOTER

    with _opened(data) as history:
        sessions, sets, pains = history.sessions(), history.sets(), history.pains()
        if as_json:
            sys.stdout.write(everything(history).decode())
        elif not sessions:
            say(NOTHING)
        else:
            console().print(tables(sessions, sets, pains))
            say(FOOTER)
        if plot is not None:
            from formcheck.history.plots import history_png

            files.write_whole(plot, history_png(sets, pains))
            say(f"wrote {plot}")


@app.command()
def show(
    session: Annotated[str | None, typer.Argument(metavar="[SESSION]", help="The beginning of its id.")] = None,
    data: DataOption = None,
) -> None:
    """The sets of a session, with their ids; of the last one unless told."""
    from formcheck.history.tables import set_table

    with _opened(data) as history:
        found = history.find_session(session) if session else history.last_session()
        if found is None:
            say(NOTHING)
            return
        console().print(f"{found.day:%d %b %Y}, {found.name}, session {found.id[:8]}")
        console().print(set_table(history.sets_of(found.id)))


@app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="csv: one row a set; json: everything.")] = Format.csv,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Instead of the terminal.")] = None,
    data: DataOption = None,
) -> None:
    """All of it for another program. What was only estimated is left out."""
    from formcheck import files
    from formcheck.history.export import as_csv
    from formcheck.history.export import as_json as everything

    with _opened(data) as history:
        content = as_csv(history) if form is Format.csv else everything(history)
    if out is None:
        sys.stdout.write(content.decode())
    else:
        files.write_whole(out, content)
        say(f"wrote {out}")


@app.command()
def edit(
    set_id: Annotated[str, typer.Argument(metavar="SET", help="The beginning of its id: see `history show`.")],
    reps: Annotated[int, typer.Option("--reps", min=0, max=999, help="How many repetitions it was.")],
    data: DataOption = None,
) -> None:
    """Put a wrong count right. What was measured is kept beside it."""
    with _opened(data) as history:
        found = history.find_set(set_id)
        history.correct(found.id, reps, _now())
        say(f"{found.exercise}: {reps} repetitions (measured {found.reps}).")


@app.command()
def pain(
    nrs: Annotated[int, typer.Argument(metavar="N", min=0, max=10, help="0 none, 10 the worst.")],
    morning: Annotated[bool, typer.Option("--morning", help="On the morning after the last session.")] = False,
    data: DataOption = None,
) -> None:
    """Note how much the knee hurts now."""
    from formcheck.history import Moment, PainRecord, Place

    with _opened(data) as history:
        last = history.last_session() if morning else None
        moment = Moment.NEXT_MORNING if morning else Moment.NOTED
        history.add_pain(PainRecord(moment, Place.KNEE, nrs, _now(), last.id if last else None))
        say(f"Noted: {nrs} of 10.")


@app.command()
def delete(
    session: Annotated[str | None, typer.Option("--session", metavar="ID", help="One session.")] = None,
    before: Annotated[str | None, typer.Option("--before", metavar="DATE", help="All before 2026-03-01.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
) -> None:
    """Delete a session, what is old, or all. It is overwritten, and cannot be brought back."""
    if sum((session is not None, before is not None, everything)) != 1:
        raise typer.BadParameter("say one of --session, --before and --all")
    day = _date(before) if before else None
    with _opened(data) as history:
        found = history.find_session(session) if session else None
        some = f"all before {day}" if day else "the whole history"
        what = f"the session of {found.day:%d %b %Y}" if found else some
        if not yes and not typer.confirm(f"Delete {what}?", err=True):
            return
        if found:
            history.delete_session(found.id)
        elif day:
            history.delete_before(day)
        else:
            history.delete_all()
        say(f"Deleted {what}.")


def _opened(data: Path | None) -> History:
    """The history of a folder, made if there is none."""
    from formcheck.history import data_folder, open_history

    return open_history(data_folder(data), say)


def _now() -> datetime:
    return datetime.now().astimezone()


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is not a date like 2026-03-01") from None
