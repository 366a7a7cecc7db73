"""The history as tables in the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table

from formcheck.exercises import EXERCISES
from formcheck.history.records import PainRecord, SessionRecord, SetRecord
from formcheck.history.trends import Difference, Trend, by_week, differences, trends

RECENT = 10
"""Sessions that are listed."""
UNITS = {"deg": "°", "percent": " %"}


def overview(sessions: Sequence[SessionRecord], sets: Sequence[SetRecord], pains: Sequence[PainRecord]) -> Group:
    """The latest sessions, and how every exercise went week by week."""
    rows = trends(sets, pains, by_week)
    parts: list[RenderableType] = [_sessions(sessions[-RECENT:], sets), "", _weeks(rows)]
    if told := [text for difference in differences(rows) if (text := side_difference(difference))]:
        parts += ["", *told]
    return Group(*parts)


def set_table(sets: Sequence[SetRecord]) -> Table:
    """Every set with the beginning of its id, for `edit` and `delete`."""
    table = Table()
    for column in ("set", "exercise", "side", "set no.", "done", "good", "peaks", "faults"):
        table.add_column(column, overflow="fold")
    for record in sets:
        table.add_row(
            record.id[:8],
            _title(record.exercise),
            record.side or "?",
            f"{record.planned.number}/{record.planned.of}",
            done(record),
            "" if record.hold_total_s is not None else str(record.good),
            " ".join(f"{peak:.0f}{UNITS.get(record.peak_unit, '')}" for peak in record.shown_peaks),
            ", ".join(f"{fault.id} ×{fault.count}" for fault in record.faults),
        )
    return table


def done(record: SetRecord) -> str:
    """What was done in a set; a correction beside what was measured."""
    if record.hold_total_s is not None:
        return f"{record.hold_total_s:.0f} s"
    if record.corrected_reps is None:
        return f"{record.reps}"
    return f"{record.corrected_reps} (measured {record.reps})"


def side_difference(difference: Difference) -> str | None:
    """Left and right of a week in words; only where they differ by more than the measure can be wrong."""
    error = EXERCISES[difference.exercise].work.signal.error if difference.exercise in EXERCISES else math.nan
    if difference.peak is None or not abs(difference.peak) > math.sqrt(2) * error:
        return None
    larger = "left" if difference.peak > 0 else "right"
    unit = UNITS.get(difference.unit, "")
    return (
        f"{_title(difference.exercise)}, week of {difference.period:%d %b}: the {larger} went further by "
        f"{abs(difference.peak):.0f}{unit} (±{math.sqrt(2) * error:.0f}{unit})."
    )


def _sessions(sessions: Sequence[SessionRecord], sets: Sequence[SetRecord]) -> Table:
    table = Table(title="Sessions", title_justify="left")
    for column in ("session", "day", "what", "week", "sets", "ended"):
        table.add_column(column, no_wrap=True)
    for session in sessions:
        table.add_row(
            session.id[:8],
            _day(session.day),
            session.name,
            str(session.week or ""),
            str(sum(record.session == session.id for record in sets)),
            session.outcome.value if session.outcome else "not ended",
        )
    return table


def _weeks(rows: Sequence[Trend]) -> Table:
    table = Table(title="Weeks", title_justify="left")
    for column in ("exercise", "side", "week of", "sets", "reps", "good", "range", "held", "pain"):
        table.add_column(column)
    for row in rows:
        table.add_row(
            _title(row.exercise),
            row.side or "?",
            _day(row.period),
            str(row.sets),
            str(row.reps) if row.hold_s is None else "",
            "" if row.good_share is None else f"{100 * row.good_share:.0f} %",
            "" if row.peak is None else f"{row.peak:.0f}{UNITS.get(row.unit, '')}",
            "" if row.hold_s is None else f"{row.hold_s:.0f} s",
            "" if row.pain is None else str(row.pain),
        )
    return table


def _title(exercise: str) -> str:
    return EXERCISES[exercise].title if exercise in EXERCISES else exercise


def _day(day: date) -> str:
    return f"{day:%d %b %Y}"
