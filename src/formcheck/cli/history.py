"""The commands of a person's own history: look, draw, take away, put right, delete, and note pain."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.options import DataOption, JsonOption, past_of
from formcheck.cli.output import console, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.history import History
    from formcheck.history.export import Kept
    from formcheck.history.trends import Known

NOTHING = "Nothing is kept here yet. `formcheck session` leads you through a session and keeps what you did."

history = typer.Typer(help="Your history: look at it, draw it, export it, put it right, delete it.")


class Format(str, Enum):
    """What an export is written as."""

    csv = "csv"
    json = "json"


@history.callback(invoke_without_command=True)
def overview(
    context: typer.Context,
    data: DataOption = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="PNG", help="Draw it too, into this file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell the last sessions, and how it went week by week. No diagnosis: only what was done."""
    context.obj = data
    if context.invoked_subcommand is not None:
        if plot or as_json:
            raise typer.BadParameter(f"--plot and --json do not go with “{context.invoked_subcommand}”")
        return
    from formcheck.files import write_whole
    from formcheck.history.export import trends_json
    from formcheck.history.tables import overview as overview_table
    from formcheck.report import FOOTER

    everything = _kept(data)
    if as_json:
        typer.echo(trends_json(everything, _known()), nl=False)
    elif not everything.empty:
        console().print(overview_table(everything, _known()))
        console().print(FOOTER, style="dim")
    if plot and (everything.sets or everything.pains):
        from formcheck.history.plot import plot as drawn

        write_whole(plot, drawn(everything, _known(), FOOTER))
        say(f"Drawn: {plot}")


@history.command()
def show(
    context: typer.Context,
    session: Annotated[str | None, typer.Argument(metavar="[SESSION]", help="Id, or how it begins.")] = None,
    data: DataOption = None,
) -> None:
    """List the sets of a session with their ids; without an id all sessions, and the sets of the last one."""
    from formcheck.history.export import kept
    from formcheck.history.tables import sessions_table, sets_table
    from formcheck.report import FOOTER

    folder = data or context.obj
    if session is None:
        everything = _kept(folder)
        if not everything.sessions:
            return
        wanted = everything.sessions[-1]
        console().print(sessions_table(everything, everything.sessions))
    else:
        with _existing(folder) as opened:
            everything, wanted = kept(opened), opened.find_session(session)
    console().print(sets_table(everything, wanted, _known()))
    console().print(FOOTER, style="dim")


@history.command()
def export(
    context: typer.Context,
    format: Annotated[Format, typer.Option("--format", help="csv: a row a set; json: everything.")] = Format.csv,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Into a file only you can read.")] = None,
    data: DataOption = None,
) -> None:
    """Write everything out for another program, to the terminal or into a file."""
    from formcheck.files import write_whole
    from formcheck.history.export import export_csv, export_json

    everything = _kept(data or context.obj)
    text = (export_json if format is Format.json else export_csv)(everything)
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_whole(out, text.encode())
        say(f"Written: {out}")


@history.command()
def edit(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="SET", help="Id, or how it begins: `formcheck history show`.")],
    reps: Annotated[int, typer.Option("--reps", metavar="N", min=0, help="How many it was.")],
    data: DataOption = None,
) -> None:
    """Put the count of a set right. What was measured is kept beside it."""
    from formcheck.errors import HistoryError

    with _existing(data or context.obj) as kept:
        record = kept.find_set(id)
        if record.hold_total_s is not None:
            raise HistoryError(f"That set of {record.exercise} was held, not counted: it has no repetitions to edit.")
        kept.correct(record.id, reps, _now())
    say(f"{record.exercise} on {record.day}: {reps}, as you say; {record.reps} as measured is kept beside it.")


@history.command()
def delete(
    context: typer.Context,
    session: Annotated[str | None, typer.Option("--session", metavar="ID", help="One session.")] = None,
    before: Annotated[
        datetime | None, typer.Option("--before", metavar="DATE", formats=["%Y-%m-%d"], help="All older than a day.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
) -> None:
    """Delete from the history for good: sets, pain and answers too."""
    if (session is not None) + (before is not None) + everything != 1:
        raise typer.BadParameter("one of --session ID, --before DATE and --all has to be given")
    from formcheck.history import data_folder, has_history, open_history

    folder = data_folder(data or context.obj)
    if not has_history(folder):
        say(NOTHING)
        return
    with open_history(folder, say) as kept:
        if session is not None:
            found = kept.find_session(session)
            _agreed(f"the session of {found.day} with {len(kept.sets_of(found.id))} sets", yes)
            kept.delete_session(found.id)
        elif before is not None:
            _agreed(f"all before {before.date()}", yes)
            kept.delete_before(before.date())
        else:
            _agreed(f"all {len(kept.sessions())} sessions in {folder}", yes)
            kept.delete_all()
    say("Deleted. What you exported or drew before lies where you put it.")


@history.command()
def pain(
    context: typer.Context,
    nrs: Annotated[int, typer.Argument(metavar="N", min=0, max=10, help="From 0 (none) to 10.")],
    morning: Annotated[
        bool, typer.Option("--morning", help="It is how the morning after the last session was.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Note how much the knee hurts."""
    from formcheck.errors import HistoryError
    from formcheck.history import Moment, PainRecord, Place, data_folder, open_history
    from formcheck.remembered import morning_owed
    from formcheck.safety import SEE_SOMEBODY, Gate, pain_gate

    now = _now()
    with open_history(data_folder(data or context.obj), say) as kept:
        owed = morning_owed(kept, now.date()) if morning else None
        if morning and owed is None:
            raise HistoryError("No session waits for its next morning. Leave --morning out to note the pain of now.")
        moment = Moment.NEXT_MORNING if owed else Moment.NOTED
        kept.add_pain(PainRecord(moment, Place.KNEE, nrs, now, owed.id if owed else None))
    say(f"Kept: {nrs} of 10{f', the morning after {owed.day}' if owed else ''}.")
    if pain_gate(nrs) is Gate.STOP:
        say(SEE_SOMEBODY)


def _now() -> datetime:
    return datetime.now().astimezone()


def _kept(data: Path | None) -> Kept:
    """All that is kept; said where there is nothing."""
    found = past_of(data)
    if found.empty:
        say(NOTHING)
    return found


def _known() -> Mapping[str, Known]:
    """What the catalogue says of every exercise: its name, and how wrong a peak may be."""
    from formcheck.exercises import EXERCISES
    from formcheck.history.trends import Known

    return {id: Known(exercise.title, exercise.work.signal.error) for id, exercise in EXERCISES.items()}


def _existing(data: Path | None) -> History:
    """The history that is there. Raises HistoryError: there is none."""
    from formcheck.errors import HistoryError
    from formcheck.history import data_folder, has_history, open_history

    folder = data_folder(data)
    if not has_history(folder):
        raise HistoryError(f"There is no history in {folder}. --data names another folder.")
    return open_history(folder, say)


def _agreed(what: str, yes: bool) -> None:
    """Ask before it is gone; typer ends with exit code 1 unless the person says yes."""
    if not yes:
        typer.confirm(f"Delete {what} for good?", abort=True, err=True)
