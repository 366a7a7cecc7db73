"""What the history means for today: what was done of a session, what was earned, and how a set becomes a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from formcheck.coach import Pain, SetResult
from formcheck.history import (
    History,
    Moment,
    Outcome,
    PainRecord,
    Place,
    Planned,
    SessionRecord,
    SetRecord,
    set_record,
)
from formcheck.pose import Side
from formcheck.programme import Key, Phase, PlannedSet, Programme, SessionFact, item_gate, remaining
from formcheck.safety import Gate
from formcheck.summary import About

ENOUGH = 0.5
"""A set that was broken off counts as done for today from this share of what was planned on."""


def still_due(plan: Sequence[PlannedSet], sets: Sequence[SetRecord]) -> tuple[PlannedSet, ...]:
    """What of a plan is not done yet."""
    return remaining(plan, {_key(record) for record in sets if _share(record) >= ENOUGH})


def facts(
    programme: Programme, sessions: Sequence[SessionRecord], sets: Sequence[SetRecord], pains: Sequence[PainRecord]
) -> list[SessionFact]:
    """What is known of each past session of this programme, for what a person has earned."""
    return [
        _fact(
            programme,
            session,
            [record for record in sets if record.session == session.id],
            [pain for pain in pains if pain.session == session.id],
        )
        for session in sessions
        if session.programme == programme.name
    ]


def stopped_on(
    day: date, programme: Programme, sets: Sequence[SetRecord], pains: Sequence[PainRecord]
) -> frozenset[str]:
    """Exercises of a programme that are not done again on a day, because they hurt (spec §5.1, §5.3).

    By exercise, not by item: what hurt in a session of one programme is not done in another's either.
    """
    exercises = {record.planned.item: record.exercise for record in sets}
    exercises |= {item.id: item.exercise for item in programme.items.values()}
    phases = {item.exercise: item.phase for item in programme.items.values()}
    told = ((exercises.get(pain.item, pain.item), pain) for pain in pains if pain.item and pain.at.date() == day)
    return frozenset(exercise for exercise, pain in told if exercise in phases and _stops(phases[exercise], pain))


def practice(sets: Sequence[SetRecord], besides: str) -> Counter[str]:
    """In how many sessions each exercise was done, besides the one of this id: cues fade by it (spec §1.5)."""
    return Counter(exercise for exercise, session in {(r.exercise, r.session) for r in sets} if session != besides)


def pain_by_day(pains: Sequence[PainRecord]) -> list[int | None]:
    """Knee pain before work, one answer for each day of work, the first day first."""
    days: dict[date, int | None] = {}
    for pain in sorted(pains, key=lambda pain: pain.at):
        if pain.moment is Moment.BEFORE and pain.where is Place.KNEE:
            days.setdefault(pain.at.date(), pain.nrs)
    return list(days.values())


def morning_owed(history: History, today: date) -> SessionRecord | None:
    """The last session before today, if nobody has asked yet how the morning after it was."""
    past = [session for session in history.sessions() if session.day < today]
    if not past:
        return None
    asked = {pain.session for pain in history.pains(past[-1].day) if pain.moment is Moment.NEXT_MORNING}
    return None if past[-1].id in asked else past[-1]


class Memory:
    """Writes one session into the history as it goes on. A set is kept as soon as it has ended."""

    def __init__(self, history: History, session: SessionRecord, about: About, now: Callable[[], datetime]) -> None:
        self.untold: list[str] = []
        """Items after which nothing was said of pain."""
        self._history, self._session, self._about = history, session, about
        self._now = now

    def keep(self, result: SetResult) -> None:
        """Keep a set that has ended."""
        planned = result.planned
        record = set_record(
            result.log.document(self._about),
            self._session.id,
            Planned(planned.item, planned.stage, planned.number, planned.of, planned.reps, planned.seconds),
            self._now() - timedelta(seconds=result.end_t - result.start_t),
        )
        if result.correction:
            record = replace(record, corrected_reps=result.reps, corrected_at=self._now())
        self._history.add_set(record)

    def felt(self, pain: Pain) -> None:
        """Keep what was said of pain in or after an item; asked and not answered waits, until it is told later."""
        if pain.during:
            self._note(Moment.DURING, pain)
        elif pain.nrs is None:
            self.untold.append(pain.item)
        else:
            self.tell(pain)

    def tell(self, pain: Pain) -> None:
        """Keep an answer, or that there was none."""
        self._note(Moment.AFTER_ITEM, pain)

    def _note(self, moment: Moment, pain: Pain) -> None:
        self._history.add_pain(PainRecord(moment, Place.KNEE, pain.nrs, self._now(), self._session.id, pain.item))

    def before(self, knee: int | None, other: int | None) -> None:
        """Keep what was said of pain before the session."""
        for where, nrs in ((Place.KNEE, knee), (Place.OTHER, other)):
            if nrs is not None:
                self._history.add_pain(PainRecord(Moment.BEFORE, where, nrs, self._now(), self._session.id))

    def end(self, complete: bool) -> None:
        """The session is over, for now or for good."""
        self._history.end(self._session.id, Outcome.FINISHED if complete else Outcome.LEFT, self._now())


def _fact(
    programme: Programme, session: SessionRecord, sets: Sequence[SetRecord], pains: Sequence[PainRecord]
) -> SessionFact:
    during = [pain for pain in pains if pain.moment is Moment.AFTER_ITEM]
    told = [pain.nrs for pain in during if pain.nrs is not None]
    unanswered = len(told) < len(during)
    items = dict.fromkeys(record.planned.item for record in sets)
    return SessionFact(
        day=session.day,
        session=session.name,
        good_fraction={item: _good([r for r in sets if r.planned.item == item]) for item in items},
        pain_before=_nrs(pains, Moment.BEFORE),
        pain_during_max=None if unanswered and not any(nrs > 2 for nrs in told) else max(told, default=None),
        pain_next_morning=_nrs(pains, Moment.NEXT_MORNING),
        knee_pain=frozenset(
            pain.item
            for pain in pains
            if pain.item is not None
            and pain.item in programme.items
            and _stops(programme.items[pain.item].phase, pain)
        ),
    )


def _stops(phase: Phase, pain: PainRecord) -> bool:
    """Whether what was said of an item ends it for the day."""
    told = pain.moment is Moment.AFTER_ITEM and item_gate(phase, pain.nrs) is Gate.STOP
    return told or pain.moment is Moment.DURING


def _good(sets: Sequence[SetRecord]) -> float:
    """Good repetitions, or seconds held, of what was asked for, 0 to 1."""
    asked = sum(record.planned.reps or record.planned.seconds or 0.0 for record in sets)
    done = sum(
        min(record.good, record.planned.reps)
        if record.planned.reps is not None
        else min(record.hold_total_s or 0.0, record.planned.seconds or 0.0)
        for record in sets
    )
    return min(1.0, done / asked) if asked else 0.0


def _nrs(pains: Sequence[PainRecord], moment: Moment) -> int | None:
    return next((p.nrs for p in pains if p.moment is moment and p.where is Place.KNEE), None)


def _share(record: SetRecord) -> float:
    """How much of what was planned was done."""
    if record.planned.reps:
        return record.counted / record.planned.reps
    return (record.hold_total_s or 0.0) / record.planned.seconds if record.planned.seconds else 1.0


def _key(record: SetRecord) -> Key:
    side = Side(record.side) if record.side in ("left", "right") else None
    return record.planned.item, record.planned.stage, side, record.planned.number
