"""What is remembered of a session: frozen values. No clock: every time and day comes from the caller."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from formcheck.errors import HistoryError
from formcheck.measures import Label
from formcheck.summary import SCHEMA


class Outcome(str, Enum):
    """How a session ended."""

    FINISHED = "finished"
    LEFT = "left"


class Moment(str, Enum):
    """When somebody was asked about pain."""

    BEFORE = "before"
    DURING = "during"
    """Stopped with the key that says: it hurts. Without a number, and taken to be about the knee."""
    AFTER_ITEM = "after-item"
    NEXT_MORNING = "next-morning"
    NOTED = "noted"
    """Not asked: noted at a time of the person's own."""


class Place(str, Enum):
    """Where it hurts, as far as the rules of the programme tell places apart."""

    KNEE = "knee"
    OTHER = "other"


def new_id() -> str:
    """A name that nothing else has."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class SessionRecord:
    """One go at a day's programme."""

    programme: str
    name: str
    """Which of the programme's sessions."""
    week: int | None
    """Of the programme, from 1."""
    day: date
    """The person's own date when it began."""
    started_at: datetime
    """With UTC offset, as all times here."""
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    """None while it runs, and for ever if the program was killed."""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        _aware(self.started_at, self.ended_at)


@dataclass(frozen=True)
class FaultCount:
    """How often one fault was seen in a set, and for how long in all."""

    id: str
    count: int
    seconds: float


@dataclass(frozen=True)
class Planned:
    """What the programme asks of a set, and its place in it."""

    item: str
    """Id of the programme's item."""
    stage: str | None = None
    """Which version of the exercise: “with a band”."""
    number: int = 1
    """This set is number `number` `of` so many."""
    of: int = 1
    reps: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class SetRecord:
    """One set, as measured; what the person says of it stands beside, never in place."""

    session: str
    """Id of its session."""
    exercise: str
    side: str | None
    """left, right or both; None if it was never known."""
    planned: Planned
    started_at: datetime
    reps: int
    """As measured. `counted` is what holds."""
    good: int
    partial: int
    hold_total_s: float | None
    """Of work that is held; None for work that is counted."""
    hold_best_s: float | None
    peaks: tuple[float, ...]
    """The main measure of every repetition at its furthest, in `peak_unit`. To show, take `shown_peaks`."""
    peak_unit: str
    peak_label: Label
    faults: tuple[FaultCount, ...]
    document: Mapping[str, Any]
    """The whole summary of the set, `formcheck.summary/1`."""
    corrected_reps: int | None = None
    """What the person says it was."""
    corrected_at: datetime | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        _aware(self.started_at, self.corrected_at)

    @property
    def day(self) -> date:
        """The person's own date when it began."""
        return self.started_at.date()

    @property
    def counted(self) -> int:
        """The repetitions that hold: the person's word, else what was measured."""
        return self.reps if self.corrected_reps is None else self.corrected_reps

    @property
    def good_share(self) -> float | None:
        """Good ones among the repetitions that were judged, 0 to 1; None without any.

        A correction says how many there were, not how they were: it leaves this as it is, unless there were none.
        """
        return self.good / self.reps if self.reps and self.counted else None

    @property
    def shown_peaks(self) -> tuple[float, ...]:
        """The peaks that may be shown as numbers: measured ones. An estimate never is."""
        return self.peaks if self.peak_label is Label.MEASURED else ()


@dataclass(frozen=True)
class PainRecord:
    """One answer about pain, from 0 (none) to 10."""

    moment: Moment
    where: Place
    nrs: int | None
    """None: asked, and not answered."""
    at: datetime
    session: str | None = None
    item: str | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        _aware(self.at)
        if self.nrs is not None and not 0 <= self.nrs <= 10:
            raise HistoryError(f"Pain is a number from 0 (none) to 10; {self.nrs} is not.")


CONSENT = "consent:"
"""Before the id of an item, the name of the question whether its cautions are kept to."""


@dataclass(frozen=True)
class AnswerRecord:
    """One answer to a red-flag question, or whether the cautions of an item are kept to."""

    flag: str
    yes: bool
    at: datetime
    session: str | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        _aware(self.at)


Record = SessionRecord | SetRecord | PainRecord | AnswerRecord


def set_record(
    document: Mapping[str, Any], session: str, planned: Planned, started_at: datetime, id: str | None = None
) -> SetRecord:
    """The record of a set from its summary, as `SetLog.document` makes it.

    Raises HistoryError for a document of another schema.
    """
    if document.get("schema") != SCHEMA:
        raise HistoryError(f"A set is kept from a {SCHEMA} document; this one says {document.get('schema')!r}.")
    counts, hold = document["counts"], document["hold"]
    signal = next(iter(document["measures"].values()))  # an exercise names its signal first
    return SetRecord(
        session=session,
        exercise=document["exercise"],
        side=document["side"],
        planned=planned,
        started_at=started_at,
        reps=counts["reps"],
        good=counts["good"],
        partial=counts["partial"],
        hold_total_s=hold["total_s"] if hold else None,
        hold_best_s=hold["best_s"] if hold else None,
        peaks=tuple(rep["peak"] for rep in document["reps"]),
        peak_unit=signal["unit"],
        peak_label=Label(signal["label"]),
        faults=tuple(FaultCount(f["id"], f["count"], f["seconds"]) for f in document["faults"]),
        document=document,
        id=id or new_id(),
    )


def _aware(*times: datetime | None) -> None:
    if any(at is not None and at.utcoffset() is None for at in times):
        raise ValueError("Times of the history carry their UTC offset: datetime.now().astimezone()")
