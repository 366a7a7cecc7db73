"""Which of the things that are wrong is said, and when."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.cueing import MOST, Cue, CueDesk, CuePolicy, Priority, Wish
from people import clock

TILT = Wish("trunk-tilt", "Keep your ribs heavy", Priority.COMPENSATION)
ROLL = Wish("roll-back", "Keep your hips stacked", Priority.COMPENSATION)
LOW = Wish("range-low", "A little higher", Priority.RANGE)
WELL = Wish("well-done", "Good", Priority.PRAISE)
AWAY = Wish("touch-down", "Tap and go again", Priority.POSITION)
FALL = Wish("near-fall", "Pause", Priority.SAFETY)


def said(desk: CueDesk, wishes: list[Wish], seconds: float, reps: int | None = None, start: float = 0.0) -> list[Cue]:
    """All that is said while these wishes last."""
    return [cue for t in clock(seconds, start=start) if (cue := desk.update(t, reps, wishes))]


def test_nothing_wrong_is_nothing_said() -> None:
    desk = CueDesk()
    assert desk.update(0.0, 0, []) is None
    assert desk.shown(0.0) is None


def test_a_wish_is_granted_in_its_own_words() -> None:
    cue = CueDesk().update(1.5, 0, [TILT])
    assert cue == Cue(1.5, "trunk-tilt", "Keep your ribs heavy", Priority.COMPENSATION, until_t=2.5)


def test_one_cue_at_a_time_and_the_most_important_first() -> None:
    for wishes in ([LOW, TILT, FALL, AWAY], [FALL, AWAY, TILT, LOW]):
        cue = CueDesk().update(0.0, 0, wishes)
        assert cue is not None
        assert cue.id == "near-fall"


def test_of_equals_the_first_is_said() -> None:
    cue = CueDesk().update(0.0, 0, [ROLL, TILT])
    assert cue is not None
    assert cue.id == "roll-back"


@pytest.mark.parametrize(
    ("wish", "seconds"), [(TILT, 4.0), (LOW, 4.0), (WELL, 4.0), (AWAY, 4.0), (FALL, 0.0)], ids=str
)
def test_cues_keep_their_distance(wish: Wish, seconds: float) -> None:
    if seconds:
        desk = CueDesk()
        desk.update(10.0, 0, [ROLL])
        assert desk.update(10.0 + seconds - 0.01, 0, [wish]) is None
    desk = CueDesk()
    desk.update(10.0, 0, [ROLL])
    assert desk.update(10.0 + seconds, 0, [wish]) is not None


def test_the_next_most_important_is_said_when_it_is_its_turn() -> None:
    cues = said(CueDesk(), [LOW, ROLL, TILT], 9.0)
    assert [cue.id for cue in cues] == ["roll-back", "trunk-tilt", "range-low"]
    assert [cue.t for cue in cues] == pytest.approx([0.0, 4.0, 8.0], abs=0.05)


def test_the_same_cue_is_said_at_most_once_in_two_repetitions() -> None:
    desk = CueDesk()
    assert len(said(desk, [TILT], 1.0, reps=0)) == 1
    assert said(desk, [TILT], 1.0, reps=1, start=5.0) == []
    assert len(said(desk, [TILT], 1.0, reps=2, start=9.5)) == 1


def test_where_nothing_is_counted_the_same_cue_is_said_every_ten_seconds() -> None:
    assert [cue.t for cue in said(CueDesk(), [TILT], 25.0)] == pytest.approx([0.0, 10.0, 20.0], abs=0.05)


@pytest.mark.parametrize("wish", [AWAY, TILT, LOW, WELL])
def test_after_three_times_in_vain_there_is_silence(wish: Wish) -> None:
    assert len(said(CueDesk(), [wish], 120.0)) == MOST == 3


def test_silence_about_one_thing_is_no_silence_about_another() -> None:
    desk = CueDesk()
    said(desk, [TILT], 60.0)
    assert [cue.id for cue in said(desk, [TILT, LOW], 5.0, start=60.0)] == ["range-low"]


def test_safety_is_never_silenced() -> None:
    assert len(said(CueDesk(), [FALL], 61.0)) == 7


def test_what_came_too_late_is_not_said() -> None:
    late = replace(LOW, until_t=3.0)
    assert CueDesk().update(3.1, 0, [late]) is None
    cue = CueDesk().update(2.5, 0, [late])
    assert cue is not None
    assert cue.until_t == 3.0


# --- fading -------------------------------------------------------------------------------------------------

PRACTISED = CuePolicy(past_sessions=3)


def reps_with(desk: CueDesk, wish: Wish, *faulty: int) -> list[int]:
    """After which of ten repetitions, one in five seconds, a cue is said if these are faulty."""
    return [n for n in range(1, 11) if desk.update(5.0 * n, n, [wish] if n in faulty else [])]


def test_for_a_beginner_every_fault_is_worth_a_cue() -> None:
    assert reps_with(CueDesk(CuePolicy(past_sessions=2)), LOW, 1, 3, 6) == [1, 3, 6]


@pytest.mark.parametrize("wish", [LOW, WELL])
def test_after_three_sessions_finer_cues_are_said_at_the_second_faulty_repetition_in_a_row(wish: Wish) -> None:
    assert reps_with(CueDesk(PRACTISED), wish, 1, 3, 6, 7, 10) == [7]


def test_a_fault_that_lasts_through_one_repetition_is_one_faulty_repetition() -> None:
    desk = CueDesk(PRACTISED)
    assert said(desk, [LOW], 8.0, reps=0) == []
    assert len(said(desk, [LOW], 1.0, reps=1, start=8.0)) == 1


@pytest.mark.parametrize("wish", [AWAY, TILT, FALL])
def test_what_does_not_fade_is_said_at_once(wish: Wish) -> None:
    assert reps_with(CueDesk(PRACTISED), wish, 1, 4) == [1, 4]


def test_where_nothing_is_counted_nothing_fades() -> None:
    assert len(said(CueDesk(PRACTISED), [LOW], 5.0, reps=None)) == 1


# --- on the screen, and all together ------------------------------------------------------------------------


def test_a_cue_stays_on_the_screen_for_three_seconds() -> None:
    desk = CueDesk()
    cue = desk.update(10.0, 0, [TILT])
    assert desk.shown(10.0) is desk.shown(12.9) is cue
    assert desk.shown(13.0) is None


moments = st.tuples(st.floats(0.01, 3.0), st.sets(st.sampled_from([TILT, ROLL, LOW, WELL, AWAY, FALL])))


@given(st.lists(moments, max_size=60))
def test_whatever_goes_wrong_cues_keep_their_rules(moments: list[tuple[float, set[Wish]]]) -> None:
    desk, t, cues = CueDesk(), 0.0, []
    for wait, wishes in moments:
        t += wait
        ordered = sorted(wishes, key=lambda wish: wish.id)
        if cue := desk.update(t, 0, ordered):
            assert cue.id in {wish.id for wish in wishes}
            cues.append(cue)
    for before, after in itertools.pairwise(cues):
        spacing = 0.0 if after.priority is Priority.SAFETY else 4.0
        assert after.t - before.t >= spacing
    for id in {cue.id for cue in cues}:
        own = [cue for cue in cues if cue.id == id]
        assert all(b.t - a.t >= 10.0 for a, b in itertools.pairwise(own))
        assert len(own) <= 3 or own[0].priority is Priority.SAFETY
