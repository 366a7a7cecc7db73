"""All of a history for another program: JSON with everything, or CSV with a row a set. No number of an estimate."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from formcheck.history.records import CONSENT, AnswerRecord, Moment, PainRecord, Place, SessionRecord, SetRecord
from formcheck.history.rows import row_of
from formcheck.history.store import History
from formcheck.history.trends import Known, beyond_error, by_week, differences, pain_trend, trends
from formcheck.measures import Label

SCHEMA = "formcheck.history/1"
TRENDS_SCHEMA = "formcheck.history-trends/1"
COLUMNS = (
    "id", "session", "day", "started_at", "programme", "session_name", "week", "item", "stage", "number", "of",
    "exercise", "side", "planned_reps", "planned_s", "reps", "corrected_reps", "good", "partial", "hold_total_s",
    "hold_best_s", "peaks", "peak_unit", "faults", "knee_pain_before", "knee_pain_after_item",
    "knee_pain_next_morning", "answered_yes",
)  # fmt: skip
"""Of the CSV. Lists in a cell are separated by spaces; an empty cell was not measured, not asked or not answered."""


@dataclass(frozen=True)
class Kept:
    """All that is kept, each oldest first."""

    sessions: tuple[SessionRecord, ...] = ()
    sets: tuple[SetRecord, ...] = ()
    pains: tuple[PainRecord, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()

    @property
    def knee_pains(self) -> tuple[PainRecord, ...]:
        """Answers about the knee."""
        return tuple(pain for pain in self.pains if pain.where is Place.KNEE)

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.sessions or self.sets or self.pains or self.answers)


def kept(history: History) -> Kept:
    """All that a history keeps. Raises HistoryError."""
    return Kept(tuple(history.sessions()), tuple(history.sets()), tuple(history.pains()), tuple(history.answers()))


def export_json(everything: Kept) -> str:
    """All of it as one document."""
    document = {
        "schema": SCHEMA,
        "sessions": [row_of(session) for session in everything.sessions],
        "sets": [set_document(record) for record in everything.sets],
        "pain": [row_of(pain) for pain in everything.pains],
        "answers": [{**row_of(answer), "yes": answer.yes} for answer in everything.answers],
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def set_document(record: SetRecord) -> dict[str, Any]:
    """A set for another program; the peaks of an estimate are blank, in the summary that was kept as well."""
    document = dict(record.document)
    if record.peak_label is not Label.MEASURED:
        document["reps"] = [{**rep, "peak": None} for rep in document.get("reps", ())]
    return {
        **row_of(record),
        "peaks": list(record.shown_peaks),
        "faults": [asdict(fault) for fault in record.faults],
        "document": document,
    }


def trends_json(everything: Kept, known: Mapping[str, Known]) -> str:
    """The sessions, and every exercise and side week by week, as one document."""
    rows = trends(everything.sets, everything.pains, by_week)
    document = {
        "schema": TRENDS_SCHEMA,
        "sessions": [row_of(session) for session in everything.sessions],
        "weeks": [{**asdict(row), "period": row.period.isoformat()} for row in rows],
        "range_left_less_right": [
            {"exercise": one.exercise, "period": one.period.isoformat(), "peak": one.peak, "unit": one.unit}
            for one in beyond_error(differences(rows), known)
        ],
        "knee_pain": [
            {"period": row.period.isoformat(), **{moment.value: nrs for moment, nrs in row.worst.items()}}
            for row in pain_trend(everything.knee_pains, by_week)
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def export_csv(everything: Kept) -> str:
    """A row a set, with what was said of pain and of red flags at its session."""
    sessions = {session.id: session for session in everything.sessions}
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for record in everything.sets:
        session = sessions[record.session]
        pains = [pain for pain in everything.pains if pain.session == session.id]
        after = [pain for pain in pains if pain.item == record.planned.item]
        writer.writerow({
            **row_of(record),
            "day": session.day.isoformat(),
            "programme": session.programme,
            "session_name": session.name,
            "week": session.week,
            "peaks": " ".join(f"{peak:g}" for peak in record.shown_peaks),
            "faults": " ".join(f"{fault.id}:{fault.count}" for fault in record.faults),
            "knee_pain_before": knee_pain(pains, Moment.BEFORE),
            "knee_pain_after_item": knee_pain(after, Moment.AFTER_ITEM),
            "knee_pain_next_morning": knee_pain(pains, Moment.NEXT_MORNING),
            "answered_yes": " ".join(_yes(everything.answers, session)),
        })  # fmt: skip
    return text.getvalue()


def knee_pain(pains: Iterable[PainRecord], moment: Moment) -> int | None:
    """The worst answer about the knee at a moment; None if nobody answered."""
    told = [p.nrs for p in pains if p.moment is moment and p.where is Place.KNEE and p.nrs is not None]
    return max(told, default=None)


def _yes(answers: Iterable[AnswerRecord], session: SessionRecord) -> list[str]:
    """Red flags answered with yes before the session on its day."""
    asked = [answer for answer in answers if answer.at.date() == session.day and answer.at <= session.started_at]
    flags = (answer for answer in asked if not answer.flag.startswith(CONSENT))
    last = {answer.flag: answer.yes for answer in flags}  # the later answer holds
    return [flag for flag, yes in last.items() if yes]
