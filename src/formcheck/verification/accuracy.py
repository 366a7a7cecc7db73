"""The figures of a verification as tables: for the terminal and for docs/accuracy.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table

from formcheck.errors import OutputError
from formcheck.exercises import EXERCISES
from formcheck.files import write_whole
from formcheck.verification.scoring import Errors, Score
from formcheck.verification.verify import ALL, Total, totals

START, END = "<!-- figures -->", "<!-- /figures -->"

CLIP_COLUMNS = ("clip", "reps", "good", "partial", "hold", "peak ±", "ends ±", "no body", "misses")
TOTAL_COLUMNS = (
    "exercise", "clips", "reps exact", "judged right", "precision", "recall", "not judged", "hold ±", "peak ±",
    "ends ±",
)
MEASURE_COLUMNS = (
    "exercise", "measure", "label", "unit", "mean error", "bias", "slope", "95 % within", "shown ±", "frames",
)


def clip_rows(scores: Sequence[Score]) -> list[tuple[str, ...]]:
    """A row a clip: what was off, and by how much."""
    return [
        (
            s.clip,
            _off(s.reps_off),
            _off(s.good_off),
            _off(s.partial_off),
            "" if s.hold_off_s is None else f"{s.hold_off_s:+.2f} s",
            _number(s.peak.mae, 1),
            _number(s.boundary_s.mae, 2, " s"),
            str(s.without_pose),
            ", ".join(s.misses),
        )
        for s in scores
    ]


def total_rows(found: Sequence[Total]) -> list[tuple[str, ...]]:
    """A row an exercise."""
    return [
        (
            t.exercise,
            str(t.clips),
            f"{t.reps_exact}/{t.clips}",
            f"{t.judged_right}/{t.judged}" if t.judged else "",
            _number(t.precision, 2),
            _number(t.recall, 2),
            str(t.unjudged or ""),
            _number(t.hold_mae_s, 2, " s"),
            _number(t.peak.mae, 1),
            _number(t.boundary_s.mae, 2, " s"),
        )
        for t in found
    ]


def measure_rows(found: Sequence[Total]) -> list[tuple[str, ...]]:
    """A row a measure whose truth is known."""
    labels = {(e.id, m.name): m for e in EXERCISES.values() for one in (*e.later, e) for m in one.measures}
    rows: list[tuple[str, ...]] = []
    for t in found:
        for name, errors in t.measures.items() if t.exercise != ALL else ():
            m = labels[t.exercise, name]
            shown = _number(m.error, 0)
            rows.append((t.exercise, name, m.label.value, m.unit, *_told(errors), shown, str(len(errors.values))))
    return rows


def tables(scores: Sequence[Score]) -> RenderableType:
    """All tables for the terminal."""
    return Group(*(_table(title, columns, rows) for title, columns, rows in _all(scores)))


def _all(scores: Sequence[Score]) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Title, columns and rows of every table that has a row."""
    found, unseen = totals(scores), totals(s for s in scores if s.held_out)
    tables = [
        ("All clips", TOTAL_COLUMNS, total_rows(found)),
        ("Clips held out: nothing was fitted to them", TOTAL_COLUMNS, total_rows(unseen)),
        ("Every measure, on all clips", MEASURE_COLUMNS, measure_rows(found)),
        ("Every measure, on the clips held out", MEASURE_COLUMNS, measure_rows(unseen)),
        ("Every clip", CLIP_COLUMNS, clip_rows(scores)),
    ]
    return [table for table in tables if table[2]]


def around_figures(path: Path) -> tuple[str, str]:
    """What stands before and after the figures of a Markdown file. Raises OutputError if it has no place for them."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if START not in text or END not in text:
        raise OutputError(f"{path} has no place for the figures; it needs the lines {START} and {END}.")
    return text[: text.index(START) + len(START)], text[text.index(END) :]


def write_markdown(path: Path, scores: Sequence[Score]) -> None:
    """Put the tables between the marks of a Markdown file; the words around them stay.

    Raises OutputError if the file is missing or has no marks.
    """
    before, after = around_figures(path)
    parts = (f"### {title}\n\n{_markdown(columns, rows)}" for title, columns, rows in _all(scores))
    write_whole(path, "\n\n".join((before, *parts, after)).encode())
    path.chmod(0o644)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    result = Table(title=title, title_justify="left")
    for column in columns:
        result.add_column(column, overflow="fold")
    for row in rows:
        result.add_row(*row)
    return result


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _off(n: int | None) -> str:
    return "" if n is None else "exact" if n == 0 else f"{n:+d}"


def _told(errors: Errors) -> tuple[str, str, str, str]:
    digits = 2 if errors.mae < 0.5 else 1
    bias = "" if math.isnan(errors.bias) else f"{errors.bias:+.{digits}f}"
    return _number(errors.mae, digits), bias, _number(errors.slope, 2), _number(errors.p95, digits)


def _number(value: float, digits: int, unit: str = "") -> str:
    return "" if math.isnan(value) else f"{value:.{digits}f}{unit}"
