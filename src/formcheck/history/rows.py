"""Records as rows of plain values and back: one form for the database and for the side file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from formcheck.history.records import (
    AnswerRecord,
    FaultCount,
    Moment,
    Outcome,
    PainRecord,
    Place,
    Planned,
    Record,
    SessionRecord,
    SetRecord,
)
from formcheck.measures import Label

TABLES: Mapping[type[Record], str] = {
    SessionRecord: "sessions",
    SetRecord: "sets",
    PainRecord: "pain",
    AnswerRecord: "answers",
}
Row = dict[str, str | int | float | None]
"""Column by column."""


def row_of(record: Record) -> Row:
    """The row of a record, its columns in the table's order."""
    match record:
        case SessionRecord():
            return {
                "id": record.id,
                "programme": record.programme,
                "name": record.name,
                "week": record.week,
                "day": record.day.isoformat(),
                "started_at": record.started_at.isoformat(),
                "ended_at": _iso(record.ended_at),
                "outcome": record.outcome.value if record.outcome else None,
            }
        case SetRecord():
            return _set_row(record)
        case PainRecord():
            return {
                "id": record.id,
                "session": record.session,
                "item": record.item,
                "moment": record.moment.value,
                "place": record.where.value,
                "nrs": record.nrs,
                "at": record.at.isoformat(),
            }
        case AnswerRecord():
            return {
                "id": record.id,
                "session": record.session,
                "flag": record.flag,
                "yes": int(record.yes),
                "at": record.at.isoformat(),
            }


def _set_row(record: SetRecord) -> Row:
    planned = record.planned
    return {
        "id": record.id,
        "session": record.session,
        "item": planned.item,
        "stage": planned.stage,
        "number": planned.number,
        "of": planned.of,
        "planned_reps": planned.reps,
        "planned_s": planned.seconds,
        "exercise": record.exercise,
        "side": record.side,
        "started_at": record.started_at.isoformat(),
        "reps": record.reps,
        "good": record.good,
        "partial": record.partial,
        "hold_total_s": record.hold_total_s,
        "hold_best_s": record.hold_best_s,
        "peaks": _json(record.peaks),
        "peak_unit": record.peak_unit,
        "peak_label": record.peak_label.value,
        "faults": _json([asdict(fault) for fault in record.faults]),
        "corrected_reps": record.corrected_reps,
        "corrected_at": _iso(record.corrected_at),
        "document": _json(record.document),
    }


def session_of(row: sqlite3.Row) -> SessionRecord:
    """The session of a row."""
    return SessionRecord(
        row["programme"],
        row["name"],
        row["week"],
        date.fromisoformat(row["day"]),
        datetime.fromisoformat(row["started_at"]),
        _when(row["ended_at"]),
        Outcome(row["outcome"]) if row["outcome"] else None,
        row["id"],
    )


def set_of(row: sqlite3.Row) -> SetRecord:
    """The set of a row."""
    return SetRecord(
        session=row["session"],
        exercise=row["exercise"],
        side=row["side"],
        planned=Planned(
            row["item"], row["stage"], row["number"], row["of"], row["planned_reps"], row["planned_s"]
        ),
        started_at=datetime.fromisoformat(row["started_at"]),
        reps=row["reps"],
        good=row["good"],
        partial=row["partial"],
        hold_total_s=row["hold_total_s"],
        hold_best_s=row["hold_best_s"],
        peaks=tuple(json.loads(row["peaks"])),
        peak_unit=row["peak_unit"],
        peak_label=Label(row["peak_label"]),
        faults=tuple(FaultCount(**fault) for fault in json.loads(row["faults"])),
        document=json.loads(row["document"]),
        corrected_reps=row["corrected_reps"],
        corrected_at=_when(row["corrected_at"]),
        id=row["id"],
    )


def pain_of(row: sqlite3.Row) -> PainRecord:
    """The answer of a row."""
    return PainRecord(
        Moment(row["moment"]),
        Place(row["place"]),
        row["nrs"],
        datetime.fromisoformat(row["at"]),
        row["session"],
        row["item"],
        row["id"],
    )


def answer_of(row: sqlite3.Row) -> AnswerRecord:
    """The answer of a row."""
    return AnswerRecord(
        row["flag"], bool(row["yes"]), datetime.fromisoformat(row["at"]), row["session"], row["id"]
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
