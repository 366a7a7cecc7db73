"""What there is to do, told from the exercises themselves."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from formcheck.exercise import Exercise, Hold
from formcheck.exercises import EXERCISES
from formcheck.measures import Label


def _named(exercise: Exercise, label: Label) -> list[str]:
    return [m.name for m in exercise.measures if m.label is label]


def _fault_ids(exercise: Exercise) -> set[str]:
    interruption = {exercise.work.interruption.id} if isinstance(exercise.work, Hold) else set()
    return {limit.id for limit in exercise.limits} | {limit.id for limit in exercise.rep_limits} | interruption


def exercise_documents() -> list[dict[str, Any]]:
    """Every exercise as plain values, for `formcheck exercises --json`."""
    return [
        {
            "id": exercise.id,
            "title": exercise.title,
            "label": exercise.label.value,
            "view": exercise.placement.view.value,
            "sides": ["both"] if exercise.both_sides else ["left", "right"],
            "dose": exercise.dose,
            "measured": _named(exercise, Label.MEASURED),
            "estimated": _named(exercise, Label.ESTIMATED),
            "timed": _named(exercise, Label.TIMED),
            "faults": sorted(_fault_ids(exercise)),
            "cannot_see": exercise.cannot_see,
            "sources": list(exercise.sources),
        }
        for exercise in EXERCISES.values()
    ]


def exercise_table() -> Table:
    """Every exercise for a person to read."""
    table = Table(show_lines=True)
    table.add_column("exercise", no_wrap=True)
    table.add_column("view")
    table.add_column("its number is")
    table.add_column("dose, and what the camera cannot see", ratio=1)
    for e in EXERCISES.values():
        more = f"{e.dose}\n[dim]not seen: {e.cannot_see}[/dim]"
        table.add_row(f"{e.id}\n[dim]{e.title}[/dim]", e.placement.view.value, e.label.value, more)
    return table


def exercise_markdown() -> str:
    """The README's table of exercises, one line each; a test keeps the README equal to it."""
    lines = [
        "| exercise | what it is | camera | its main number is | what the camera cannot see |",
        "|---|---|---|---|---|",
    ]
    for e in EXERCISES.values():
        lines.append(f"| `{e.id}` | {e.title} | {e.placement.view.value} | {e.label.value} | {e.cannot_see} |")
    return "\n".join(lines)
