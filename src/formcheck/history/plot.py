"""A history as one picture: a line of small panels for each exercise, left beside right, week by week."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from formcheck.history.export import Kept
from formcheck.history.records import Moment
from formcheck.history.trends import Known, Trend, by_week, pain_trend, trends, weeks_between

# The overlay's colours (Okabe and Ito); every line has a mark of its own too, for those who see no colours.
INK, PALE = "#121418", "#D4D8DE"
GREEN, AMBER, VERMILION, SLATE = "#009E73", "#E69F00", "#D55014", "#708AA8"
Look = tuple[str, str, str]
"""Name, colour, mark."""
SIDES: Mapping[str | None, Look] = {
    "left": ("left", GREEN, "o"), "right": ("right", AMBER, "s"), "both": ("both together", SLATE, "D"),
    None: ("side not known", PALE, "v"),
}  # fmt: skip
MOMENTS: Mapping[Moment, Look] = {
    Moment.BEFORE: ("before the session", SLATE, "o"),
    Moment.AFTER_ITEM: ("after an exercise", VERMILION, "s"),
    Moment.NEXT_MORNING: ("next morning", AMBER, "^"),
    Moment.NOTED: ("noted at another time", INK, "x"),
}
UNITS = {"deg": "degrees", "percent": "percent"}
MOST_TICKS = 7
LINE_IN = 1.9
"""Height of a line of panels, in inches."""


def plot(everything: Kept, known: Mapping[str, Known], footer: str) -> bytes:
    """The PNG. There has to be a set or an answer about pain."""
    rows = trends(everything.sets, everything.pains, by_week)
    pains = pain_trend(everything.knee_pains, by_week)
    seen = [row.period for row in rows] + [row.period for row in pains]
    weeks = weeks_between(min(seen), max(seen))
    exercises = list(dict.fromkeys(row.exercise for row in rows))
    lines = len(exercises) + bool(pains)
    height = LINE_IN * lines + 1.2
    figure = Figure(figsize=(11, height), dpi=110, facecolor="white")
    grid = figure.add_gridspec(
        lines, 3, left=0.07, right=0.98, top=1 - 0.95 / height, bottom=0.6 / height, hspace=0.6, wspace=0.24
    )
    for line, exercise in enumerate(exercises):
        own = [row for row in rows if row.exercise == exercise]
        _exercise(
            [figure.add_subplot(grid[line, column]) for column in range(3)],
            own,
            weeks,
            known.get(exercise, Known(exercise, math.nan)),
        )
    if pains:
        axes = figure.add_subplot(grid[-1, :])
        for moment, look in MOMENTS.items():
            _draw(axes, weeks, {row.period: float(row.worst[moment]) for row in pains if moment in row.worst}, look)
        _frame(axes, "Knee, worst of the week", "pain, 0–10", weeks, (0, 10))
        axes.legend(loc="upper right", bbox_to_anchor=(1, 1.3), ncols=4, frameon=False, fontsize=8)
    used = [SIDES[side] for side in SIDES if side in {row.side for row in rows}]
    _head(figure, used, height, footer)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def _head(figure: Figure, used: Sequence[Look], height: float, footer: str) -> None:
    figure.text(0.02, 1 - 0.3 / height, "Week by week", fontsize=14, weight="bold", color=INK, va="center")
    figure.text(0.02, 0.15 / height, footer, fontsize=8, color=SLATE, va="center")
    if used:
        marks = [
            Line2D([], [], color=colour, marker=mark, mfc="none", mew=1.6, label=name) for name, colour, mark in used
        ]
        figure.legend(
            handles=marks,
            loc="center right",
            bbox_to_anchor=(0.985, 1 - 0.3 / height),
            ncols=len(marks),
            frameon=False,
        )


def _exercise(panels: Sequence[Axes], rows: Sequence[Trend], weeks: Sequence[date], known: Known) -> None:
    """Range or held time, the share of good repetitions, and pain after it; what nobody measured stays away."""
    far, good, pain = panels
    ranged = any(row.peak is not None for row in rows)
    if ranged:
        for row_look, values in _by_side(rows, lambda row: row.peak):
            _draw(far, weeks, values, row_look, known.error)
        error = f" (±{known.error:.0f})" if known.error > 0 else ""
        unit = rows[0].unit
        _frame(far, f"{known.title}: range", f"{UNITS.get(unit, unit)}{error}", weeks, (0, None))
    elif any(row.hold_s is not None for row in rows):
        for row_look, values in _by_side(rows, lambda row: row.hold_s):
            _draw(far, weeks, values, row_look)
        _frame(far, f"{known.title}: held", "seconds a week", weeks, (0, None))
    else:
        _nothing(far, f"{known.title}: range", "estimated: a cue, but no number")
    if any(row.good_share is not None for row in rows):
        for row_look, values in _by_side(rows, lambda row: row.good_share):
            _draw(good, weeks, {week: 100 * value for week, value in values.items()}, row_look)
        _frame(good, "good repetitions", "percent", weeks, (0, 100))
    else:
        _nothing(good, "", "")
    hurt: dict[date, float] = {}  # asked once for both sides
    for row in rows:
        if row.pain is not None:
            hurt[row.period] = max(row.pain, hurt.get(row.period, 0))
    if hurt:
        _draw(pain, weeks, hurt, MOMENTS[Moment.AFTER_ITEM])
        _frame(pain, "pain after it", "0–10", weeks, (0, 10))
    else:
        _nothing(pain, "", "")


def _by_side(
    rows: Iterable[Trend], value: Callable[[Trend], float | None]
) -> Iterable[tuple[Look, dict[date, float]]]:
    found: dict[str | None, dict[date, float]] = {}
    for row in rows:
        if (one := value(row)) is not None:
            found.setdefault(row.side, {})[row.period] = one
    return [(SIDES[side], values) for side, values in found.items()]


def _draw(
    axes: Axes, weeks: Sequence[date], values: Mapping[date, float], look: Look, error: float = math.nan
) -> None:
    """A line that breaks where a week has nothing."""
    if not values:
        return
    name, colour, mark = look
    x: Any = weeks
    y = [values.get(week, math.nan) for week in weeks]
    if error > 0:
        axes.errorbar(x, y, yerr=error, fmt="none", ecolor=colour, alpha=0.35, lw=4)
    # Marks are hollow, so that one under another is seen.
    axes.plot(
        x, y, color=colour, marker=mark, markersize=6, lw=1.6, label=name,
        mfc="none", mew=1.6, clip_on=False, zorder=3,
    )  # fmt: skip


def _frame(axes: Axes, title: str, unit: str, weeks: Sequence[date], span: tuple[float, float | None]) -> None:
    axes.set_title(title, loc="left", fontsize=9, color=INK)
    axes.set_ylabel(unit, fontsize=8, color=INK)
    every = math.ceil(len(weeks) / MOST_TICKS)
    ticks: Any = list(weeks[::every])
    axes.set_xticks(ticks, [f"{week.day} {week:%b}" for week in weeks[::every]])
    edges: Any = (weeks[0] - timedelta(days=4), weeks[-1] + timedelta(days=4))
    axes.set_xlim(*edges)
    low, high = span
    axes.set_ylim(low, high if high is not None else max(1.0, axes.get_ylim()[1]))
    axes.tick_params(labelsize=8, length=2, colors=INK)
    axes.grid(axis="y", color=PALE, lw=0.6)
    axes.set_axisbelow(True)
    for spine in ("top", "right"):
        axes.spines[spine].set_visible(False)


def _nothing(axes: Axes, title: str, why: str) -> None:
    axes.set_axis_off()
    axes.set_title(title, loc="left", fontsize=9, color=INK)
    axes.text(0, 0.5, why, fontsize=8, color=SLATE, transform=axes.transAxes)
