"""A history for a person to read in the terminal: sessions, how it went over the weeks, the sets of a session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from statistics import median

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from formcheck.history.export import Kept, knee_pain
from formcheck.history.records import Moment, Outcome, SessionRecord, SetRecord
from formcheck.history.trends import (
    Difference,
    Known,
    Trend,
    beyond_error,
    by_week,
    differences,
    trends,
)

RECENT = 10
"""So many sessions are shown."""
WEEKS = 4
"""So many weeks with work are shown."""
SHORT = 8
"""So many characters of an id are enough to name it."""
UNITS = {"deg": "°", "percent": " %"}
ENDED = {Outcome.FINISHED: "done", Outcome.LEFT: "left", None: "broken off"}


def overview(everything: Kept, known: Mapping[str, Known]) -> RenderableType:
    """The recent sessions, and every exercise and side over the last weeks."""
    return Group(*_overview(everything, known))


def _overview(everything: Kept, known: Mapping[str, Known]) -> Iterator[RenderableType]:
    if everything.sessions:
        yield sessions_table(everything, everything.sessions[-RECENT:])
    if (more := len(everything.sessions) - RECENT) > 0:
        yield f"[dim]and {more} earlier: `formcheck history show` lists all[/dim]"
    rows = trends(everything.sets, everything.pains, by_week)
    if rows:
        last = max(row.period for row in rows)
        yield ""
        yield _weeks_table(rows, known, sorted({row.period for row in rows})[-WEEKS:])
        told = [one for one in beyond_error(differences(rows), known) if one.period == last]
        yield from (f"{_title(known, one.exercise)}: {_sides(one)}" for one in told)


def sessions_table(everything: Kept, sessions: Iterable[SessionRecord]) -> Table:
    """A line a session."""
    table = Table(title="Sessions", title_justify="left", box=SIMPLE_HEAD)
    for column in ("id", "day", "session", "week", "sets", "ended"):
        table.add_column(column, no_wrap=column != "session")
    table.add_column("knee: before, after, next day")
    for session in sessions:
        sets = [record for record in everything.sets if record.session == session.id]
        pains = [pain for pain in everything.pains if pain.session == session.id]
        told = [knee_pain(pains, moment) for moment in (Moment.BEFORE, Moment.AFTER_ITEM, Moment.NEXT_MORNING)]
        table.add_row(
            session.id[:SHORT],
            f"{session.day:%a} {session.day}",
            escape(session.name),
            str(session.week or "–"),
            str(len(sets)),
            ENDED[session.outcome],
            ", ".join("–" if nrs is None else str(nrs) for nrs in told),
        )
    return table


def sets_table(everything: Kept, session: SessionRecord, known: Mapping[str, Known]) -> RenderableType:
    """A line a set of a session."""
    table = Table(
        title=f"{session.day}: {escape(session.name)} ({session.id[:SHORT]})", title_justify="left", box=SIMPLE_HEAD
    )
    for column in ("id", "exercise", "side", "set", "done", "good", "range"):
        table.add_column(column, no_wrap=column != "exercise")
    for record in everything.sets:
        if record.session == session.id:
            table.add_row(
                record.id[:SHORT],
                _title(known, record.exercise),
                record.side or "?",
                f"{record.planned.number}/{record.planned.of}",
                _done(record),
                "" if record.good_share is None else f"{record.good} of {record.reps}",
                _amount(median(record.shown_peaks), record.peak_unit) if record.shown_peaks else "",
            )
    return table


def _done(record: SetRecord) -> str:
    if record.hold_total_s is not None:
        return f"{record.hold_total_s:.0f} s"
    said = "" if record.corrected_reps is None else f" (you say {record.corrected_reps})"
    return f"{record.reps}{said}"


def _weeks_table(rows: Sequence[Trend], known: Mapping[str, Known], weeks: Sequence[date]) -> Table:
    span = ", ".join(f"{week.day} {week:%b}" for week in weeks)
    title = f"Week by week: week{'s' if len(weeks) > 1 else ''} from {span}"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for column in ("exercise", "side", "range or held", "good, %", "pain after"):
        table.add_column(column, no_wrap=column != "exercise")
    before = None
    for (exercise, side), group in groupby(rows, key=lambda row: (row.exercise, row.side)):
        found = {row.period: row for row in group}
        over = [found.get(week) for week in weeks]
        if not any(over):
            continue
        table.add_row(
            _title(known, exercise) if exercise != before else "",
            side or "?",
            _range(over, known.get(exercise)) or _held(over),
            _series(over, lambda row: None if row.good_share is None else 100 * row.good_share),
            _series(over, lambda row: row.pain) if exercise != before else "",  # asked once for both sides
        )
        before = exercise
    return table


def _range(over: Sequence[Trend | None], known: Known | None) -> str:
    text = _series(over, lambda row: row.peak)
    if not text:
        return ""
    unit = next(row.unit for row in over if row)
    return f"{text}{UNITS.get(unit, f' {unit}')}" + (f" ±{known.error:.0f}" if known and known.error > 0 else "")


def _held(over: Sequence[Trend | None]) -> str:
    text = _series(over, lambda row: row.hold_s)
    return f"{text} s" if text else ""


def _series(over: Sequence[Trend | None], value: Callable[[Trend], float | None]) -> str:
    """A value a week, a dash where there is none; empty if there is none at all."""
    values = [value(row) if row else None for row in over]
    if all(one is None for one in values):
        return ""
    return " ".join("–" if one is None else f"{one:.0f}" for one in values)


def _sides(one: Difference) -> str:
    assert one.peak is not None
    further, other = ("left", "right") if one.peak > 0 else ("right", "left")
    week = f"in the week of {one.period.day} {one.period:%B}"
    return f"{week} the {further} went {_amount(abs(one.peak), one.unit)} further than the {other}."


def _amount(value: float, unit: str) -> str:
    return f"{value:.0f}{UNITS.get(unit, f' {unit}')}"


def _title(known: Mapping[str, Known], exercise: str) -> str:
    return escape(known[exercise].title if exercise in known else exercise)
