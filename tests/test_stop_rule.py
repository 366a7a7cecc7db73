"""The stop rule, from pose to history: any pain at the knee in a stretch, a release or a roll ends it for the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from formcheck.appointment import Appointment, omitted, sets_of
from formcheck.coach import Coach, Ended, Moment, Pain
from formcheck.coach.views import Asking, Finished, Halted, Resting, Working
from formcheck.exercises import find
from formcheck.history import History, Outcome, PainRecord, Place, SessionRecord, open_history
from formcheck.history import Moment as When
from formcheck.pose import Side
from formcheck.programme import Person, PlannedSet, plan
from formcheck.programme_file import parse, standard
from formcheck.remembered import Memory, facts, stopped_on
from formcheck.safety import no_more
from formcheck.summary import About
from understudy import CORE, Part, Understudy, led

STANDARD = standard()
AT = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)
DAY = AT.date()
CAST: Mapping[Part, str] = {
    **CORE,
    ("knee-to-chest", None, Side.LEFT): "knee_to_chest_left_clean",
    ("knee-to-chest", None, Side.RIGHT): "knee_to_chest_right_clean",
}
NO_MORE = no_more("stretch")
Press = Callable[[Moment | None], str | None]
"""Which key is pressed after what was shown."""


def sets(*items: str) -> list[PlannedSet]:
    """Planned sets of some items of the extended session, short ones: 10 s, or two repetitions."""
    whole = [one for one in plan(STANDARD, "extended", 1, Person()) if one.item in items]
    return [replace(one, seconds=one.seconds and 10.0, reps=one.reps and 2) for one in whole]


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """An empty history."""
    with open_history(tmp_path, pytest.fail) as opened:
        yield opened


def lead(history: History, planned: list[PlannedSet], keys: Press) -> list[Moment]:
    """Lead a morning's session through these sets and keep it."""
    session = SessionRecord(STANDARD.name, "core", 1, DAY, AT)
    history.begin(session)
    t = 0.0
    memory = Memory(history, session, About("camera 0"), lambda: AT + timedelta(seconds=t))
    moments = []
    for moment in led(Coach(planned, find), Understudy(CAST), once(keys)):
        moments.append(moment)
        assert len(moments) < 15 * 600, "ten minutes are enough for these"
        if moment.result:
            t = moment.result.end_t
            memory.keep(moment.result)
        if moment.pain:
            memory.felt(moment.pain)
    memory.end(complete=True)
    return moments


def once(press: Press) -> Press:
    """No key on two pictures running: the screen that a key ends is still shown with it."""
    pressed = False

    def pressing(moment: Moment | None) -> str | None:
        nonlocal pressed
        key = None if pressed else press(moment)
        pressed = key is not None
        return key

    return pressing


def asked(after: str, key: str) -> Press:
    """The key that answers the question after the last set of an exercise; none else is touched."""
    last = ""

    def press(moment: Moment | None) -> str | None:
        nonlocal last
        if moment and moment.result:
            last = moment.result.planned.exercise
        return key if moment and isinstance(moment.view, Asking) and last == after else None

    return press


def hurts_in(item: str) -> Press:
    """Stops the first set of an item after 20 pictures of it, and says that it hurts."""
    seen = 0

    def press(moment: Moment | None) -> str | None:
        nonlocal seen
        if moment and isinstance(moment.view, Halted):
            return "k"
        if moment and isinstance(moment.view, Working) and moment.view.planned.item == item:
            seen += 1
            return "x" if seen == 20 else None
        return None

    return press


def said(moments: list[Moment]) -> list[str]:
    """Everything that was spoken."""
    return [line.say for moment in moments for line in moment.lines]


def today(history: History) -> Person:
    """What the rest of the day's plans depend on."""
    return Person(stopped=stopped_on(DAY, STANDARD, history.sets(), history.pains()))


def test_pain_told_after_a_stretch_ends_it_for_the_day(history: History) -> None:
    moments = lead(history, sets("figure-four", "lateral-quad-roll"), asked("figure-four", "1"))
    assert [m.pain for m in moments if m.pain] == [Pain("lateral-quad-roll", None), Pain("figure-four", 1)]
    assert isinstance(moments[-1].view, Finished)
    assert moments[-1].view.stopped == ("Figure-four stretch",)
    assert said(moments)[-1] == NO_MORE
    person = today(history)
    assert person.stopped == {"figure-four"}
    evening = Appointment("core", 1, again=True)
    assert sets_of(STANDARD, evening, person, []) == ()
    assert omitted(STANDARD, evening, person) == {"figure-four": "it hurt today: no more of it until tomorrow"}
    other = {one.item for one in sets_of(STANDARD, Appointment("extended", 1), person, [])}
    assert "figure-four" not in other
    assert "lateral-quad-roll" in other
    assert stopped_on(DAY + timedelta(days=1), STANDARD, history.sets(), history.pains()) == frozenset()


def test_what_follows_goes_on_and_the_person_is_told_in_the_rest(history: History) -> None:
    moments = lead(history, sets("figure-four", "knee-to-chest"), asked("figure-four", "2"))
    told = [m.view.words for m in moments if isinstance(m.view, Resting) and NO_MORE in m.view.words]
    assert set(told) == {f"{NO_MORE} Next: Seated knee to chest, left leg."}
    assert f"Rest 8 seconds. {told[0]}" in said(moments)
    done = [(m.result.planned.item, m.result.ended) for m in moments if m.result]
    assert done == [("figure-four", Ended.DONE)] * 2 + [("knee-to-chest", Ended.DONE)] * 4


def test_the_key_for_it_drops_the_sets_and_sides_that_are_left(history: History) -> None:
    moments = lead(history, sets("knee-to-chest", "hip-abduction")[:5], hurts_in("knee-to-chest"))
    [result, *_] = [m.result for m in moments if m.result]
    assert (result.planned.side, result.planned.number, result.ended) == (Side.LEFT, 1, Ended.HURT)
    assert [m.result.planned.item for m in moments if m.result] == ["knee-to-chest", "hip-abduction"]
    assert any(NO_MORE in words for words in said(moments))
    [during] = [pain for pain in history.pains() if pain.moment is When.DURING]
    assert (during.item, during.nrs, during.where) == ("knee-to-chest", None, Place.KNEE)
    assert today(history).stopped == {"knee-to-chest"}


def test_a_session_that_is_taken_up_again_leaves_it_out(history: History) -> None:
    """Quit in the set after the one that hurt: what is still due has none of it, though no set of it was finished."""
    hurt = hurts_in("knee-to-chest")

    def press(moment: Moment | None) -> str | None:
        working = moment and isinstance(moment.view, Working) and moment.view.planned.item == "hip-abduction"
        return "q" if working else hurt(moment)

    lead(history, sets("knee-to-chest", "hip-abduction"), press)
    [session] = history.sessions()
    due = Appointment("extended", 1, begun=session)
    left = {one.item for one in sets_of(STANDARD, due, today(history), history.sets_of(session.id))}
    assert "knee-to-chest" not in left
    assert {"hip-abduction", "figure-four"} <= left


def test_what_hurts_in_the_rest_before_another_exercise_is_what_was_just_done(history: History) -> None:
    told = False

    def press(moment: Moment | None) -> str | None:
        nonlocal told
        if moment and isinstance(moment.view, Halted):
            return "k"
        if moment and isinstance(moment.view, Asking):
            return "0"
        if moment and isinstance(moment.view, Resting) and moment.view.following.item != "figure-four" and not told:
            told = True
            return "x"
        return None

    moments = lead(history, sets("figure-four", "knee-to-chest")[:3], press)
    assert [m.result.planned.item for m in moments if m.result] == ["figure-four", "figure-four", "knee-to-chest"]
    assert today(history).stopped == {"figure-four"}


def test_no_pain_stops_nothing_and_a_strength_exercise_is_stopped_above_five() -> None:
    def stopped(item: str, nrs: int | None) -> frozenset[str]:
        pain = PainRecord(When.AFTER_ITEM, Place.KNEE, nrs, AT, "s", item)
        return stopped_on(DAY, STANDARD, [], [pain])

    assert stopped("figure-four", 0) == stopped("figure-four", None) == frozenset()
    assert stopped("lateral-quad-roll", 1) == {"lateral-quad-roll"}
    assert stopped("hip-abduction", 5) == frozenset()
    assert stopped("hip-abduction", 6) == {"hip-abduction"}
    assert stopped("gone-from-the-programme", 9) == frozenset()


def test_it_holds_for_the_exercise_in_every_programme(history: History) -> None:
    own = parse(
        """
        name = "Mine"
        [items.evening-stretch]
        exercise = "figure-four"
        phase = "stretch"
        sides = "both"
        seconds = 60
        [sessions.only]
        items = ["evening-stretch"]
        [[weeks]]
        daily = "only"
        """,
        "mine.toml",
    )
    lead(history, sets("figure-four")[:1], asked("figure-four", "3"))
    person = Person(stopped=stopped_on(DAY, own, history.sets(), history.pains()))
    assert sets_of(own, Appointment("only", 1), person, []) == ()


def test_it_is_a_step_back_and_the_evening_is_none() -> None:
    session = SessionRecord(STANDARD.name, "core", 1, DAY, AT, outcome=Outcome.FINISHED)
    during = PainRecord(When.DURING, Place.KNEE, None, AT, session.id, "hip-abduction")
    [fact] = facts(STANDARD, [session], [], [during])
    assert fact.knee_pain == {"hip-abduction"}


def test_much_pain_after_a_stretch_halts_and_says_so_when_it_goes_on(history: History) -> None:
    answer = asked("figure-four", "7")

    def press(moment: Moment | None) -> str | None:
        return " " if moment and isinstance(moment.view, Halted) else answer(moment)

    moments = lead(history, sets("figure-four", "knee-to-chest")[:3], press)
    halted = next(m.view for m in moments if isinstance(m.view, Halted))
    assert halted.choices == ("space: go on", "q: finish for now"), "what hurt is already left out"
    assert any(NO_MORE in words for words in said(moments))
    assert [m.result.planned.item for m in moments if m.result][-1] == "knee-to-chest"


def test_who_quits_is_still_asked_how_it_felt(history: History) -> None:
    def press(moment: Moment | None) -> str | None:
        resting = moment and isinstance(moment.view, Resting)
        return "q" if resting else None

    moments = lead(history, sets("figure-four"), press)
    assert moments[-1].pain == Pain("figure-four", None), "the keyboard asks for what nobody was asked on the floor"
