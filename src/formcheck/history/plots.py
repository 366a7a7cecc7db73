"""The history as one picture: range, good repetitions, seconds held and pain over the weeks, left beside right."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from formcheck.exercises import EXERCISES
from formcheck.history.records import Moment, PainRecord, SetRecord
from formcheck.history.trends import Trend, by_day, pain_trend, trends

# Okabe and Ito's palette, which people of all kinds of colour vision tell apart; marks differ by shape too.
SIDES = {"left": ("#0072B2", "o"), "right": ("#D55E00", "s"), "both": ("#009E73", "D"), None: ("#56606A", "x")}
MOMENTS = {
    Moment.BEFORE: ("#0072B2", "o", "before"),
    Moment.AFTER_ITEM: ("#D55E00", "s", "after an exercise"),
    Moment.NEXT_MORNING: ("#009E73", "D", "next morning"),
}
Value = Callable[[Trend], float | None]
PANELS: tuple[tuple[str, Value], ...] = (
    ("range", lambda row: row.peak),
    ("good repetitions, %", lambda row: None if row.good_share is None else 100 * row.good_share),
    ("held, s", lambda row: row.hold_s),
)


def history_png(sets: Sequence[SetRecord], pains: Sequence[PainRecord]) -> bytes:
    """A PNG with a row for every exercise and one for pain."""
    rows = trends(sets, pains, by_day)
    exercises = list(dict.fromkeys(row.exercise for row in rows))
    panels = [(e, name, value) for e in exercises for name, value in PANELS if _any(rows, e, value)]
    columns = 2
    lines = (len(panels) + 1 + columns - 1) // columns
    figure = Figure(figsize=(12, 2.6 * lines), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(lines, columns, squeeze=False).flatten()
    for axis, (exercise, name, value) in zip(axes, panels, strict=False):
        _panel(axis, [row for row in rows if row.exercise == exercise], name, value)
    _pain(axes[len(panels)], pains)
    for axis in axes[len(panels) + 1 :]:
        axis.set_visible(False)
    figure.supxlabel("Camera estimate ±; not for clinical decisions.", fontsize=9, color="#56606A")
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100)
    return picture.getvalue()


def _any(rows: Sequence[Trend], exercise: str, value: Value) -> bool:
    return any(row.exercise == exercise and value(row) is not None for row in rows)


def _panel(axis: Any, rows: Sequence[Trend], name: str, value: Value) -> None:
    exercise = rows[0].exercise
    title = EXERCISES[exercise].title if exercise in EXERCISES else exercise
    unit = {"deg": ", °", "percent": ", %"}.get(rows[0].unit, "") if name == "range" else ""
    lines: dict[str | None, list[tuple[date, float]]] = defaultdict(list)
    for row in rows:
        if (y := value(row)) is not None:
            lines[row.side].append((row.period, y))
    for side in sorted(lines, key=str):
        colour, mark = SIDES.get(side, SIDES[None])
        _line(axis, lines[side], colour, mark, side or "side unknown")
    if "%" in name:
        axis.set_ylim(-5, 105)
    else:
        axis.set_ylim(bottom=0)
    _dress(axis, f"{title}: {name}{unit}")


def _pain(axis: Any, pains: Sequence[PainRecord]) -> None:
    found = pain_trend(pains)
    for moment, (colour, mark, label) in MOMENTS.items():
        points = [(row.period, row.worst[moment]) for row in found if moment in row.worst]
        if points:
            _line(axis, points, colour, mark, label)
    axis.axhspan(5, 10, color="#D55E00", alpha=0.08)
    axis.axhspan(2, 5, color="#E69F00", alpha=0.10)
    axis.set_ylim(-0.3, 10.3)
    _dress(axis, "pain, 0 to 10")


def _line(axis: Any, points: Sequence[tuple[date, float]], colour: str, mark: str, label: str) -> None:
    axis.plot(*zip(*points, strict=True), color=colour, marker=mark, markersize=5, label=label)


def _dress(axis: Any, title: str) -> None:
    axis.set_title(title, loc="left", fontsize=11)
    locator: Any = AutoDateLocator(minticks=1, maxticks=6)  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axis.grid(axis="y", color="#D8DCE0", linewidth=0.6)
    axis.spines[["top", "right"]].set_visible(False)
    if axis.lines:
        axis.legend(frameon=False, fontsize=9, loc="best")
