"""What the history means for today: what is due, what is still to do, what a session's facts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from formcheck.appointment import Appointment, appointment, sets_of
from formcheck.coach import Coach, Pain
from formcheck.errors import ProgrammeError
from formcheck.exercises import find
from formcheck.history import (
    History,
    Moment,
    Outcome,
    PainRecord,
    Place,
    Planned,
    SessionRecord,
    SetRecord,
    open_history,
    set_record,
)
from formcheck.pose import Side
from formcheck.programme import Person, PlannedSet, day_plan, plan
from formcheck.programme_file import standard
from formcheck.remembered import Memory, facts, morning_owed, pain_by_day, practice, still_due
from formcheck.summary import About
from understudy import Understudy, led

STANDARD = standard()
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 18, 0, tzinfo=timezone.utc)


def a_session(name: str = "core", day: date = DAY, outcome: Outcome | None = None) -> SessionRecord:
    """A session of the standard programme."""
    return SessionRecord(STANDARD.name, name, 1, day, AT + (day - DAY), outcome=outcome)


def a_set(session: SessionRecord, planned: PlannedSet, reps: int = 0, held_s: float | None = None) -> SetRecord:
    """A set as it would be kept."""
    side = planned.side.value if planned.side else "both"
    document: dict[str, Any] = {
        "schema": "formcheck.summary/1", "exercise": planned.exercise, "side": side,
        "counts": {"reps": reps, "good": reps, "partial": 0},
        "hold": None if held_s is None else {"total_s": held_s, "best_s": held_s},
        "reps": [], "faults": [], "measures": {"hip_abduction": {"unit": "deg", "label": "measured"}},
    }  # fmt: skip
    asked = Planned(planned.item, planned.stage, planned.number, planned.of, planned.reps, planned.seconds)
    return set_record(document, session.id, asked, AT)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """An empty history."""
    with open_history(tmp_path, pytest.fail) as opened:
        yield opened


# --- what is due --------------------------------------------------------------------------------------------


def test_without_a_history_the_programme_begins_today() -> None:
    assert appointment(STANDARD, None, False, [], DAY) == Appointment(standard_name(DAY, DAY), 1)


def standard_name(start: date, day: date) -> str:
    """What the standard programme has for a day."""
    name = day_plan(STANDARD, start, day).session
    assert name is not None
    return name


def test_the_first_session_is_day_one_of_week_one() -> None:
    first = a_session(day=DAY - timedelta(days=8), outcome=Outcome.FINISHED)
    due = appointment(STANDARD, None, False, [first], DAY)
    assert due is not None
    assert due.week == 2


def test_what_was_left_today_is_gone_on_with() -> None:
    left = a_session(outcome=Outcome.LEFT)
    due = appointment(STANDARD, "core", False, [left], DAY)
    assert due == Appointment("core", 1, begun=left)
    running = a_session()  # the program was killed: it never ended
    assert appointment(STANDARD, "core", False, [running], DAY) == Appointment("core", 1, begun=running)


def test_what_was_left_yesterday_is_not() -> None:
    left = a_session(day=DAY - timedelta(days=1), outcome=Outcome.LEFT)
    due = appointment(STANDARD, "core", False, [left], DAY)
    assert due is not None
    assert due.begun is None


def test_after_the_session_comes_the_evening_and_then_nothing() -> None:
    done = a_session(outcome=Outcome.FINISHED)
    due = appointment(STANDARD, "core", False, [done], DAY)
    assert due == Appointment("core", 1, again=True)
    assert due.title == "core evening"
    assert {planned.item for planned in sets_of(STANDARD, due, Person(), [])} == {"figure-four"}
    again = a_session("core evening", outcome=Outcome.FINISHED)
    assert appointment(STANDARD, "core", False, [done, again], DAY) is None


def test_today_only_refuses_another_session() -> None:
    other = "maintenance"
    with pytest.raises(ProgrammeError, match="Leave --today out"):
        appointment(STANDARD, other, True, [], DAY)
    assert appointment(STANDARD, other, False, [], DAY) == Appointment(other, 1)


def test_another_programmes_sessions_do_not_count() -> None:
    other = replace(a_session(day=DAY - timedelta(days=20), outcome=Outcome.FINISHED), programme="Mine")
    due = appointment(STANDARD, "core", False, [other], DAY)
    assert due is not None
    assert due.week == 1


# --- what is still to do ------------------------------------------------------------------------------------


def test_sets_that_are_done_are_not_due_and_those_broken_off_early_are() -> None:
    whole = plan(STANDARD, "core", 1, Person())
    counted = [planned for planned in whole if planned.reps]
    held = [planned for planned in whole if planned.seconds]
    session = a_session()
    assert counted
    assert held
    reps, seconds = counted[0].reps or 0, held[0].seconds or 0.0
    kept = [a_set(session, counted[0], reps), a_set(session, counted[1], 1), a_set(session, held[0], 0, seconds / 2)]
    assert still_due(whole, kept) == tuple(one for one in whole if one not in (counted[0], held[0]))
    assert still_due(whole, []) == whole


def test_a_corrected_count_decides() -> None:
    whole = plan(STANDARD, "core", 1, Person())
    one = next(planned for planned in whole if planned.reps)
    record = a_set(a_session(), one, 0)
    assert one in still_due(whole, [record])
    assert one not in still_due(whole, [replace(record, corrected_reps=one.reps, corrected_at=AT)])


# --- what it was like ---------------------------------------------------------------------------------------


def test_a_sessions_facts(history: History) -> None:
    session = a_session()
    history.begin(session)
    whole = plan(STANDARD, "core", 1, Person())
    abduction = next(planned for planned in whole if planned.item == "hip-abduction")
    stretch = next(planned for planned in whole if planned.item == "figure-four")
    history.add_set(a_set(session, abduction, (abduction.reps or 0) - 3))
    history.add_set(a_set(session, stretch, 0, 30.0))
    for moment, where, nrs, item in (
        (Moment.BEFORE, Place.KNEE, 2, None), (Moment.BEFORE, Place.OTHER, 7, None),
        (Moment.AFTER_ITEM, Place.KNEE, 1, "hip-abduction"), (Moment.AFTER_ITEM, Place.KNEE, 3, "figure-four"),
        (Moment.NEXT_MORNING, Place.KNEE, 4, None),
    ):  # fmt: skip
        history.add_pain(PainRecord(moment, where, nrs, AT, session.id, item))
    [fact] = facts(STANDARD, history.sessions(), history.sets(), history.pains())
    assert (fact.pain_before, fact.pain_during_max, fact.pain_next_morning) == (2, 3, 4)
    assert fact.good_fraction["hip-abduction"] == pytest.approx(12 / 15)
    assert fact.good_fraction["figure-four"] == pytest.approx(30 / (stretch.seconds or 0))
    assert fact.knee_pain == {"figure-four"}, "in a stretch any pain at the knee stops it"


@pytest.mark.parametrize(("answers", "worst"), [((1, None), None), ((1, 2), 2), ((None, 5), 5), ((), None)])
def test_an_answer_that_is_missing_is_not_no_pain(
    history: History, answers: tuple[int | None, ...], worst: int | None
) -> None:
    session = a_session()
    history.begin(session)
    for nrs in answers:
        history.add_pain(PainRecord(Moment.AFTER_ITEM, Place.KNEE, nrs, AT, session.id, "hip-abduction"))
    [fact] = facts(STANDARD, history.sessions(), [], history.pains())
    assert fact.pain_during_max == worst


def test_knee_pain_by_day_is_the_first_answer_of_each() -> None:
    def before(day: int, nrs: int) -> PainRecord:
        return PainRecord(Moment.BEFORE, Place.KNEE, nrs, AT + timedelta(days=day))

    evening = replace(before(0, 5), at=AT + timedelta(hours=3), id="evening")
    assert pain_by_day([before(1, 2), evening, before(0, 4), before(5, 1)]) == [4, 2, 1]


def test_the_morning_after_is_asked_about_once(history: History) -> None:
    session = a_session()
    history.begin(session)
    assert morning_owed(history, DAY) is None
    owed = morning_owed(history, DAY + timedelta(days=1))
    assert owed is not None
    assert owed.id == session.id
    history.add_pain(PainRecord(Moment.NEXT_MORNING, Place.KNEE, None, AT + timedelta(days=1), session.id))
    assert morning_owed(history, DAY + timedelta(days=2)) is None


def test_practice_is_counted_for_each_exercise_by_sessions() -> None:
    whole = plan(STANDARD, "core", 1, Person())
    lift = next(planned for planned in whole if planned.reps)
    stretch = next(planned for planned in whole if planned.item == "figure-four")
    first, second, running = a_session(), a_session(), a_session()
    kept = [a_set(first, lift), a_set(first, lift), a_set(second, lift), a_set(second, stretch), a_set(running, lift)]
    done = practice(kept, besides=running.id)
    assert (done["hip-abduction"], done["figure-four"], done["clamshell"]) == (2, 1, 0)


# --- as it goes on ------------------------------------------------------------------------------------------


def test_every_set_is_kept_as_soon_as_it_has_ended(history: History) -> None:
    session = a_session()
    history.begin(session)
    seconds = 0.0
    memory = Memory(history, session, About("camera 0"), lambda: AT + timedelta(seconds=seconds))
    sets = [PlannedSet("hip-abduction", "hip-abduction", side, 1, 1, 2, None, 0.0) for side in Side]
    for moment in led(Coach(sets, find), Understudy()):
        if moment.result:
            seconds = moment.result.end_t
            memory.keep(moment.result)
            assert len(history.sets_of(session.id)) == 1 + sets.index(moment.result.planned)
        if moment.pain:
            memory.felt(moment.pain)
    memory.end(complete=True)
    kept = history.sets_of(session.id)
    assert [(record.side, record.reps, record.planned.reps) for record in kept] == [("left", 2, 2), ("right", 2, 2)]
    assert [record.document["schema"] for record in kept] == ["formcheck.summary/1"] * 2
    assert all(25 < peak < 36 for record in kept for peak in record.peaks)
    assert memory.untold == ["hip-abduction"]
    memory.tell(Pain("hip-abduction", 3))
    assert [pain.nrs for pain in history.pains()] == [3]
    [ended] = history.sessions()
    assert ended.outcome is Outcome.FINISHED
