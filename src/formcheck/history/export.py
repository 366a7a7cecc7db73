"""The whole history for another program: CSV, one row a set, or JSON with everything. Estimates are no numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from formcheck.history.records import PainRecord, SessionRecord, SetRecord
from formcheck.history.rows import row_of
from formcheck.history.store import History
from formcheck.measures import Label

SCHEMA = "formcheck.history/1"
COLUMNS = (
    "set", "session", "day", "programme", "name", "week", "item", "stage", "exercise", "side", "number", "of",
    "planned_reps", "planned_s", "started_at", "reps", "corrected_reps", "good", "partial", "hold_total_s",
    "hold_best_s", "peaks", "peak_unit", "faults", "pain_after",
)  # fmt: skip


def as_json(history: History) -> bytes:
    """Sessions, sets with their summaries, pain and answers."""
    document = {
        "schema": SCHEMA,
        "sessions": [row_of(record) for record in history.sessions()],
        "sets": [set_document(record) for record in history.sets()],
        "pain": [row_of(record) for record in history.pains()],
        "answers": [row_of(record) for record in history.answers()],
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def as_csv(history: History) -> bytes:
    """One row a set. Peaks and faults are lists in one cell, parted by spaces; `pain_after` is that of its item."""
    sessions = {session.id: session for session in history.sessions()}
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in history.sets():
        writer.writerow(_cells(record, sessions.get(record.session), history.pains()))
    return text.getvalue().encode()


def set_document(record: SetRecord) -> dict[str, Any]:
    """A set with its summary, without the peaks that are estimates."""
    row: dict[str, Any] = {**row_of(record), "peaks": list(record.shown_peaks)}
    row["faults"] = [{"id": f.id, "count": f.count, "seconds": f.seconds} for f in record.faults]
    row["document"] = _honest(record.document, record.peak_label)
    return row


def _honest(document: Mapping[str, Any], label: Label) -> dict[str, Any]:
    reps = document["reps"] if label is Label.MEASURED else [{**rep, "peak": None} for rep in document["reps"]]
    return {**document, "reps": reps}


def _cells(record: SetRecord, session: SessionRecord | None, pains: Sequence[PainRecord]) -> dict[str, Any]:
    after = [p.nrs for p in pains if (p.session, p.item) == (record.session, record.planned.item)]
    planned = record.planned
    return {
        "set": record.id, "session": record.session, "day": record.day.isoformat(),
        "programme": session.programme if session else "", "name": session.name if session else "",
        "week": session.week if session else "", "item": planned.item, "stage": planned.stage or "",
        "exercise": record.exercise, "side": record.side or "", "number": planned.number, "of": planned.of,
        "planned_reps": planned.reps, "planned_s": planned.seconds, "started_at": record.started_at.isoformat(),
        "reps": record.reps, "corrected_reps": record.corrected_reps, "good": record.good, "partial": record.partial,
        "hold_total_s": record.hold_total_s, "hold_best_s": record.hold_best_s,
        "peaks": " ".join(f"{peak:g}" for peak in record.shown_peaks),
        "peak_unit": record.peak_unit if record.shown_peaks else "",
        "faults": " ".join(f"{fault.id}:{fault.count}" for fault in record.faults),
        "pain_after": max((nrs for nrs in after if nrs is not None), default=None),
    }  # fmt: skip


