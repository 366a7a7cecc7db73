"""The files of a set, and its table in the terminal."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from formcheck import safety
from formcheck.exercise import Exercise
from formcheck.files import write_whole
from formcheck.measures import Label
from formcheck.recording import write_poses
from formcheck.reps import Phase
from formcheck.screening import screen_words
from formcheck.summary import About, SetLog, event_document

NO_MEASURE = (Label.TIMED, Label.SELF_DECLARED)
FOOTER = f"{safety.FOOTER} Stop if it hurts."


def summary_text(document: dict[str, Any]) -> str:
    """The summary document as the text of summary.json."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_set(folder: Path, log: SetLog, about: About, poses: bool) -> list[Path]:
    """Write summary.json, measures.csv, events.jsonl and, if asked, poses.npz; returns what was written.

    Raises OutputError.
    """
    texts = {
        "summary.json": summary_text(log.document(about)),
        "measures.csv": _csv(log),
        "events.jsonl": "".join(
            json.dumps(event_document(t, event), ensure_ascii=False) + "\n" for t, event in log.events
        ),
    }
    written = [folder / name for name in texts]
    for path, text in zip(written, texts.values(), strict=True):
        write_whole(path, text.encode())
    if poses:
        written.append(folder / "poses.npz")
        write_poses(written[-1], about, log.poses)
    return written


def _csv(log: SetLog) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["t_s", "phase", *(m.column for m in log.exercise.measures)])
    for t, phase, values in log.rows:
        writer.writerow([f"{t:.3f}", phase, *("" if math.isnan(v) else f"{v:.3f}" for v in values)])
    return text.getvalue()


def table(log: SetLog, about: About) -> RenderableType:
    """The set for a person to read in the terminal."""
    document = log.document(about)
    sides = " and ".join(_sides(document)) or log.side or "side unknown"
    parts: list[RenderableType] = [Text(f"{log.exercise.title} · {sides} · {about.source}")]
    if document["hold"]:
        hold = document["hold"]
        parts.append(Text(f"{hold['total_s']:.1f} of {hold['target_s']:.0f} s held, longest {hold['best_s']:.1f} s"))
        parts.append(_holds(document))
        if "directions" in document:
            parts.append(Text(_directions(document, log.exercise)))
        if log.exercise.declared:
            parts.append(Text(log.exercise.declared))
        if log.exercise.label in NO_MEASURE:
            parts.append(Text(f"{log.exercise.label.value}, not measured; not seen: {log.exercise.cannot_see}"))
    else:
        parts.append(_reps(document, log.exercise))
    if document["faults"]:
        parts.append(Text("Faults: " + ", ".join(f"{f['id']} ×{f['count']}" for f in document["faults"])))
    if log.exercise.sheet:
        parts.append(Text(screen_words(document["screen"])))
    parts.append(Text(FOOTER, style="dim"))
    return Group(*parts)


def _sides(document: dict[str, Any]) -> tuple[str, ...]:
    """The sides that took turns in one set; none where one side, or both at once, did all."""
    sides = tuple(dict.fromkeys(rep["side"] for rep in document["reps"]))
    return sides if len(sides) > 1 else ()


def _reps(document: dict[str, Any], exercise: Exercise) -> RenderableType:
    counts = document["counts"]
    plural = "" if counts["reps"] == 1 else "s"
    title = f"{counts['reps']} repetition{plural}, {counts['good']} good, {counts['partial']} partial"
    result = Table(title=title, title_justify="left")
    error = exercise.work.signal.error
    within = "" if math.isnan(error) else f" ±{error:.0f}"
    turns = bool(_sides(document))
    columns = (
        "#", *(["side"] if turns else []), "start", f"peak ({exercise.work.signal.unit})",
        exercise.words[Phase.HOLD], exercise.words[Phase.BACK], "judged",
    )
    for column in columns:
        result.add_column(column, justify="left" if column in ("side", "judged") else "right")
    for rep in document["reps"]:
        not_seen = [f"{id} not seen" for id in rep["unjudged"]]
        result.add_row(
            str(rep["n"]),
            *([rep["side"]] if turns else []),
            f"{rep['start_s']:.1f} s",
            f"{rep['peak']:.0f}{within}" if exercise.label is Label.MEASURED else "estimated",
            f"{rep['hold_s']:.1f} s",
            f"{rep['lower_s']:.1f} s",
            "good" if rep["good"] else ", ".join(rep["faults"] + not_seen),
        )
    return result


def _directions(document: dict[str, Any], exercise: Exercise) -> str:
    """What the free leg did, each direction with what its count may claim."""
    told = (f"{tap.id} {document['directions'][tap.id]} ({tap.signal.label.value})" for tap in exercise.taps)
    return "Directions: " + ", ".join(told)


def _holds(document: dict[str, Any]) -> RenderableType:
    hold = document["hold"]
    result = Table()
    for column in ("#", "from", "to", "held"):
        result.add_column(column, justify="right")
    for n, (start, end) in enumerate(hold["intervals"], start=1):
        result.add_row(str(n), f"{start:.1f} s", f"{end:.1f} s", f"{end - start:.1f} s")
    return result
