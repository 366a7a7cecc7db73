"""What there is to do, told from the exercises themselves."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from formcheck.exercise import Exercise, Hold
from formcheck.exercises import EXERCISES
from formcheck.measures import Label

NOT_MEASURABLE = {
    "anterior pelvic tilt": "no landmark lies on the pelvis's bones, and healthy pelvises differ by more than a tilt "
    "(spec SC5, [C37a], [C37b]): formcheck refuses to grade it",
    "foot pronation": "ankle, heel and toe are three points, and at 2.8 m a heel is some 18 pixels wide: one pixel "
    "is about 3° (spec SC6, [C39])",
}
"""What S2 names as signs and no webcam can measure, with the reason."""


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
            "timed": [*_named(exercise, Label.TIMED), *_named(exercise, Label.SELF_DECLARED)],
            "faults": sorted(_fault_ids(exercise)),
            "cannot_see": exercise.cannot_see,
            "off": exercise.off,
            "cautions": list(exercise.cautions),
            "sources": list(exercise.sources),
            **({"stages": [stage.stage for stage in exercise.stages]} if exercise.stages else {}),
        }
        for exercise in EXERCISES.values()
    ]


def exercise_table() -> Table:
    """Every exercise for a person to read."""
    table = Table(show_lines=True, expand=True)
    table.add_column("exercise", width=max(map(len, EXERCISES)))
    table.add_column("view", no_wrap=True)
    table.add_column("its number is", max_width=15)
    table.add_column("dose, and what the camera cannot see", ratio=1)
    for e in EXERCISES.values():
        more = f"{e.dose}\n[dim]not seen: {e.cannot_see}[/dim]"
        table.add_row(f"{e.id}\n[dim]{e.title}[/dim]", e.placement.view.value, _label(e), more)
    for what, why in NOT_MEASURABLE.items():
        table.add_row(f"[dim]{what}[/dim]", "–", "not measurable", why)
    return table


def _label(exercise: Exercise) -> str:
    off = "off by default" if exercise.off else ""
    return ", ".join(filter(None, (exercise.label.value, exercise.declared, off)))


def exercise_markdown() -> str:
    """The README's table of exercises, one line each; a test keeps the README equal to it."""
    lines = [
        "| exercise | what it is | camera | dose | its main number is | what the camera cannot see | source |",
        "|---|---|---|---|---|---|---|",
    ]
    for e in EXERCISES.values():
        cells = (f"`{e.id}`", e.title, e.placement.view.value, e.dose, _label(e), e.cannot_see, ", ".join(e.sources))
        lines.append(f"| {' | '.join(cells)} |")
    lines += [f"| – | {what} | – | – | not measurable | {why} | S2 |" for what, why in NOT_MEASURABLE.items()]
    return "\n".join(lines)


def setup_text(exercise: Exercise) -> str:
    """How to place camera and body, and what there is to know before one begins."""
    place = exercise.placement
    low, high = place.lens_height_m
    lines = [
        f"{exercise.title} ({', '.join(filter(None, (exercise.id, exercise.stage)))})",
        "",
        place.words,
        "",
        f"View      {place.view.value}: camera {place.distance_m:g} m away, lens {low:g}–{high:g} m above the floor",
        f"Dose      {exercise.dose}",
        f"Label     {_label(exercise)}",
        *([f"Stages    {', '.join(one.stage for one in exercise.stages)} (--stage)"] if exercise.stages else []),
        f"Not seen  {exercise.cannot_see}",
        *(f"Caution   {caution}" for caution in exercise.cautions),
    ]
    return "\n".join(lines)
