"""What is said aloud and when: the pure part, on made updates and on all recordings."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from formcheck.cueing import Cue, CuePolicy, Priority
from formcheck.exercise import Advice, Hold
from formcheck.exercises import find
from formcheck.holds import Interval
from formcheck.pose import Pose
from formcheck.reps import Phase, Swing
from formcheck.session import Session, analyze
from formcheck.spoken import Announcer, Line, aloud
from formcheck.update import Counts, Held, Partial, Rep, Update
from people import SIZE, clock
from test_replay import NAMES, recording, truth_of

LYING = Advice("not-lying", "Lie on your side")
BACK = Advice("too-near", "Move back")


def at(t: float, **changes: Any) -> Update:
    """An update with nothing to say, but for the changes."""
    nothing: dict[str, Any] = {
        "pose": Pose.nobody(t, SIZE), "side": None, "ready": True, "advice": None, "reading": {},
        "phase": Phase.REST, "counts": Counts(), "held": None, "hold_left_s": None, "cue": None, "wrong": (),
        "events": (),
    }  # fmt: skip
    return Update(**{**nothing, **changes})


def said(*updates: Update) -> list[str]:
    """What is said of some updates, in words."""
    announcer = Announcer()
    return [line.say for update in updates for line in announcer.update(update)]


def rep(n: int, *faults: str) -> Rep:
    return Rep(n, None, Swing(0.0, 1.0, 2.0, 30.0, 2.0, 2.0, True), faults, ())


def target(seconds: float, until: float | None = None, start: float = 0.0) -> list[Update]:
    """A hold that is collected without a pause."""
    return [at(t, held=Held(seconds, t, t, t)) for t in clock((until or seconds + 2) - start, start=start)]


# --- repetitions and cues -----------------------------------------------------------------------------------


def test_a_repetition_is_said_by_its_number_which_is_soon_stale() -> None:
    [line] = Announcer().update(at(4.0, events=(rep(3),)))
    assert line == Line(4.0, "3", Priority.PRAISE, 5.0)


def test_praise_is_for_the_first_good_repetition_after_others() -> None:
    reps = (rep(1), rep(2), rep(3, "range-low"), rep(4, "range-low"), rep(5), rep(6))
    assert said(*(at(float(r.n), events=(r,)) for r in reps)) == ["1", "2", "3", "4", "5, good", "6"]


def test_a_cue_goes_before_a_number_and_keeps_its_priority_and_its_time() -> None:
    cue = Cue(4.0, "range-low", "Lift a little higher", Priority.RANGE, until_t=4.6)
    lines = Announcer().update(at(4.0, events=(rep(3), cue)))
    assert [line.say for line in lines] == ["Lift a little higher", "3"]
    assert lines[0] == Line(4.0, "Lift a little higher", Priority.RANGE, 4.6)
    assert lines[0].priority < lines[1].priority


def test_a_swing_that_fell_short_has_no_number() -> None:
    assert said(at(1.0, events=(Partial(rep(1).swing),))) == []


def test_units_are_read_in_full() -> None:
    assert aloud("That is 90 s: done") == "That is 90 seconds: done"
    assert aloud("from 2–3 m away, 5 sets") == "from 2–3 metres away, 5 sets"


# --- count-downs --------------------------------------------------------------------------------------------


def test_the_top_of_a_repetition_is_counted_down() -> None:
    down = [at(0.0), *(at(t, hold_left_s=max(0.0, 2.1 - t)) for t in clock(2.6, start=0.03)), at(3.0)]
    assert said(*down) == ["Hold", "2", "1", "And back"]


def test_a_top_that_is_left_early_is_not_counted_to_the_end() -> None:
    assert said(at(0.0, hold_left_s=1.6), at(0.9, hold_left_s=0.7), at(1.0), at(1.5)) == ["Hold", "1"]


def test_the_end_of_a_long_hold_is_announced() -> None:
    marks = ["Half way", "10 seconds", "5", "4", "3", "2", "1", "Done"]
    assert said(*target(60.0)) == marks
    assert said(*target(30.0)) == marks[1:]
    assert said(*target(10.0)) == marks[2:]


def test_each_mark_is_said_at_its_second() -> None:
    announcer = Announcer()
    lines = [line for update in target(60.0) for line in announcer.update(update)]
    assert [line.t for line in lines] == pytest.approx([30, 50, 55, 56, 57, 58, 59, 60], abs=0.05)


def test_a_pause_is_not_counted_and_after_it_the_count_goes_on() -> None:
    before, after = target(30.0, until=26.5), target(30.0, start=26.5)
    pause = [at(26.5 + t, held=Held(30.0, 26.5, 0.0, 26.5)) for t in clock(20.0, start=0.01)]
    later = [at(20.1 + update.t, held=update.held) for update in after]
    assert said(*before, *pause) == ["10 seconds", "5", "4"]
    assert said(*before, *pause, *later) == ["10 seconds", "5", "4", "3", "2", "1", "Done"]


# --- advice -------------------------------------------------------------------------------------------------


def advised(seconds: float, advice: Advice | None, start: float = 0.0, ready: bool = False) -> list[Update]:
    return [at(t, advice=advice, ready=ready) for t in clock(seconds, start=start)]


def test_advice_is_said_once_it_is_steady_and_only_once() -> None:
    announcer = Announcer()
    lines = [line for update in advised(30.0, LYING) for line in announcer.update(update)]
    assert [(line.say, line.priority) for line in lines] == [("Lie on your side", Priority.POSITION)]
    assert lines[0].t == pytest.approx(1.0, abs=0.04)


def test_advice_that_passes_is_not_said() -> None:
    assert said(*advised(0.9, LYING), *advised(0.9, BACK, start=1.0), *advised(3.0, None, start=2.0)) == []


def test_changed_advice_keeps_its_distance() -> None:
    announcer = Announcer()
    updates = [*advised(3.0, LYING), *advised(10.0, BACK, start=3.1)]
    lines = [line for update in updates for line in announcer.update(update)]
    assert [line.say for line in lines] == ["Lie on your side", "Move back"]
    assert lines[1].t - lines[0].t == pytest.approx(6.0, abs=0.1)


def test_the_same_advice_is_said_again_after_the_person_was_in_place() -> None:
    again = [*advised(3.0, LYING), *advised(5.0, None, start=3.1, ready=True), *advised(3.0, LYING, start=8.2)]
    assert said(*again) == ["Lie on your side", "Lie on your side"]


# --- on all recordings --------------------------------------------------------------------------------------


@cache
def spoken(name: str, past_sessions: int = 0) -> tuple[tuple[Line, ...], tuple[Update, ...]]:
    """All lines of a recording, and its updates."""
    exercise = find(truth_of(name).exercise or "hip-abduction")
    updates = tuple(analyze(recording(name).poses, Session(exercise, policy=CuePolicy(past_sessions))))
    announcer = Announcer()
    return tuple(line for update in updates for line in announcer.update(update)), updates


def cues_of(name: str) -> list[Cue]:
    return [event for update in spoken(name)[1] for event in update.events if isinstance(event, Cue)]


def ended_t(name: str, cue: Cue) -> float:
    """When that which a cue is about was over, from what the session shows besides the cue; inf if it lasts."""
    work = find(truth_of(name).exercise or "hip-abduction").work
    updates = spoken(name)[1]
    if isinstance(work, Hold) and cue.id == work.interruption.id:
        left_t = [u.t for u in updates if u.t <= cue.t for e in u.events if isinstance(e, Interval) and e.broken][-1]
        return next((u.t for u in updates if u.t > left_t and u.phase is Phase.HOLD), float("inf"))
    wrong = [u.t for u in updates if u.t <= cue.t and cue.id in u.wrong]
    if wrong and wrong[-1] == cue.t:
        return next((u.t for u in updates if u.t > cue.t and cue.id not in u.wrong), float("inf"))
    swings = [e.swing.end_t for u in updates if u.t <= cue.t for e in u.events if isinstance(e, Rep | Partial)]
    return swings[-1]


def about_faults(name: str) -> list[Cue]:
    """The cues about something wrong: prompts and mere advice have no end."""
    exercise = find(truth_of(name).exercise or "hip-abduction")
    prompts = {prompt.wish.id for prompt in exercise.work.prompts} if isinstance(exercise.work, Hold) else set()
    advisory = {limit.id for limit in exercise.limits if limit.advisory}
    return [cue for cue in cues_of(name) if cue.id not in prompts | advisory]


FAULTY = [name for name in NAMES if truth_of(name).exercise][::2]
"""Every other one: all together take a minute."""


def test_the_recordings_have_many_cues_of_every_kind() -> None:
    cues = [cue for name in FAULTY for cue in about_faults(name)]
    assert len(cues) > 50
    assert {cue.priority for cue in cues} >= {Priority.POSITION, Priority.COMPENSATION, Priority.RANGE}


@pytest.mark.parametrize("name", FAULTY)
def test_every_cue_is_a_line_and_every_repetition_a_number(name: str) -> None:
    lines, updates = spoken(name)
    reps = [event.n for update in updates for event in update.events if isinstance(event, Rep)]
    texts = Counter(line.say for line in lines)
    assert all(texts[f"{n}"] + texts[f"{n}, good"] >= 1 for n in reps)
    assert Counter(aloud(cue.say) for cue in cues_of(name)) - texts == Counter()


@pytest.mark.parametrize("name", FAULTY)
def test_no_two_cues_within_four_seconds_except_for_safety(name: str) -> None:
    for before, after in itertools.pairwise(cues_of(name)):
        assert after.priority is Priority.SAFETY or after.t - before.t >= 4.0


@pytest.mark.parametrize("name", FAULTY)
def test_no_cue_can_be_said_later_than_a_second_after_its_fault(name: str) -> None:
    for cue in about_faults(name):
        assert cue.t <= cue.until_t <= ended_t(name, cue) + 1.0 + 1e-9


@pytest.mark.parametrize("name", FAULTY)
def test_after_three_times_there_is_silence(name: str) -> None:
    times = Counter(cue.id for cue in cues_of(name) if cue.priority is not Priority.SAFETY)
    assert all(count <= 3 for count in times.values())


def test_however_often_a_faulty_clip_is_done_no_cue_comes_a_fourth_time() -> None:
    name = "abduction_left_compensations"
    poses, updates = recording(name).poses, []
    session = Session(find("hip-abduction"))
    for n in range(6):
        updates += [session.update(replace(pose, t=pose.t + n * (poses[-1].t + 0.1))) for pose in poses]
    times = Counter(event.id for update in updates for event in update.events if isinstance(event, Cue))
    assert max(times.values()) == 3


def test_who_has_practised_hears_fewer_of_the_finer_cues_and_as_many_of_the_others() -> None:
    def heard(past_sessions: int) -> Counter[Priority]:
        clips = [name for name in NAMES if name.endswith(("_faults", "_compensations", "_held_out"))]
        return Counter(line.priority for name in clips for line in spoken(name, past_sessions)[0])

    novice, practised = heard(0), heard(3)
    assert practised[Priority.RANGE] < 0.8 * novice[Priority.RANGE]
    # What does not fade may still move: a cue that now comes later can take the four seconds of another.
    assert abs(practised[Priority.COMPENSATION] - novice[Priority.COMPENSATION]) <= 2
    assert novice[Priority.COMPENSATION] > 5
