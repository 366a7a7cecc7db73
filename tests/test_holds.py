"""Timing a position: what was held counts, by timestamps, and interruptions pause the clock."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.holds import HoldClock, HoldRule, Interval
from formcheck.reps import Phase
from people import Moves, clock, rest, then

RULE = HoldRule(enter=0.10, enter_s=0.3, leave=0.05, leave_s=0.2, target_s=60.0, min_s=1.0)

Samples = Iterable[tuple[float, float]]


def lifted(seconds: float, height: float = 0.4) -> Moves:
    """A foot lifted quickly, held up for so long, and put down."""
    return Moves(((height, 0.3), (height, seconds), (0.0, 0.3), (0.0, 1.0)))


def sampled(moves: Moves, hz: float = 30.0, start: float = 0.0, jitter: float = 0.0) -> Samples:
    """A signal as a camera sees it."""
    return [(t, moves(t - start)) for t in clock(moves.seconds, hz, start, jitter)]


def held(samples: Samples, rule: HoldRule = RULE) -> list[Interval]:
    """Every hold of a signal, the one that its end closes included."""
    hold = HoldClock(rule)
    intervals = [interval for t, x in samples if (interval := hold.update(t, x))]
    return intervals + ([last] if (last := hold.finish()) else [])


def test_a_position_is_timed_from_taking_it_to_giving_it_up() -> None:
    [interval] = held(sampled(then(rest(1.0), lifted(10.0))))
    assert interval.start_t == pytest.approx(1.1, abs=0.1)
    assert interval.end_t == pytest.approx(11.5, abs=0.1)
    assert interval.seconds == interval.end_t - interval.start_t


def test_what_is_held_in_pieces_adds_up() -> None:
    hold = HoldClock(RULE)
    for t, x in sampled(then(rest(1.0), lifted(5.0), lifted(8.0), lifted(3.0))):
        hold.update(t, x)
    assert hold.total_s == pytest.approx(16.0 + 3 * 0.4, abs=0.3)
    assert hold.best_s == pytest.approx(8.4, abs=0.1)
    assert hold.running_s == 0.0


def test_the_running_hold_counts_already() -> None:
    hold = HoldClock(RULE)
    for t, x in sampled(then(rest(1.0), Moves(((0.4, 0.3), (0.4, 6.0))))):
        hold.update(t, x)
    assert hold.phase is Phase.HOLD
    assert hold.running_s == hold.total_s == hold.best_s == pytest.approx(6.2, abs=0.1)


def test_two_feet_on_the_floor_are_no_hold() -> None:
    assert held(sampled(rest(10.0))) == []


@pytest.mark.parametrize(("height", "counts"), [(0.09, False), (0.12, True)])
def test_the_enter_level_decides(height: float, counts: bool) -> None:
    assert bool(held(sampled(then(rest(1.0), lifted(5.0, height))))) is counts


def test_a_step_is_no_hold() -> None:
    assert held(sampled(then(rest(1.0), lifted(0.2), lifted(0.2)))) == []


def test_between_the_two_levels_a_hold_goes_on() -> None:
    sagging = Moves(((0.4, 0.3), (0.4, 3.0), (0.07, 0.5), (0.07, 3.0), (0.4, 0.5), (0.4, 3.0)))
    assert len(held(sampled(then(rest(1.0), sagging, lifted(2.0))))) == 1


@pytest.mark.parametrize(("touch_s", "pieces"), [(0.1, 1), (0.4, 2)])
def test_a_foot_that_is_down_for_longer_than_a_blink_ends_the_hold(touch_s: float, pieces: int) -> None:
    samples = [(t, 0.0 if 5.0 <= t < 5.0 + touch_s else 0.4) for t in clock(12.0)]
    assert len(held(samples)) == pieces


def test_a_hold_ends_where_the_foot_came_down_and_not_when_that_was_sure() -> None:
    [interval] = held([(t, 0.4 if t < 5.0 else 0.0) for t in clock(8.0)])
    assert interval.end_t == pytest.approx(5.0, abs=0.05)


def test_it_is_known_whether_a_hold_was_given_up_or_only_ended() -> None:
    [given_up] = held([(t, 0.4 if t < 5.0 else 0.0) for t in clock(8.0)])
    [ended] = held([(t, 0.4) for t in clock(8.0)])
    [out_of_sight] = held([(t, 0.4 if t < 5.0 else math.nan) for t in clock(8.0)])
    assert (given_up.broken, ended.broken, out_of_sight.broken) == (True, False, False)


def test_what_is_missing_for_a_moment_does_not_stop_the_clock() -> None:
    [interval] = held([(t, math.nan if 5.0 < t < 5.4 else 0.4) for t in clock(10.0)])
    assert interval.seconds == pytest.approx(10.0, abs=0.1)


def test_what_was_out_of_sight_is_not_counted() -> None:
    first, second = held([(t, math.nan if 5.0 < t < 7.0 else 0.4) for t in clock(10.0)])
    assert first.end_t == pytest.approx(5.0, abs=0.05)
    assert second.start_t == pytest.approx(7.0, abs=0.1)


def test_frames_that_never_came_are_not_counted_either() -> None:
    first, second = held([(t, 0.4) for t in clock(10.0) if not 5.0 < t < 7.0])
    assert first.seconds + second.seconds == pytest.approx(8.0, abs=0.2)


def test_the_end_of_the_source_ends_the_hold() -> None:
    [interval] = held(sampled(then(rest(1.0), Moves(((0.4, 0.3), (0.4, 6.0))))))
    assert interval.end_t == pytest.approx(7.3, abs=0.05)


def test_nothing_is_left_of_a_beginning_that_was_dropped() -> None:
    hold = HoldClock(RULE)
    for t in clock(0.2):
        hold.update(t, 0.4)
    before = hold.phase
    hold.drop()
    assert (before, hold.phase) == (Phase.OUT, Phase.REST)
    assert hold.finish() is None


holds = st.lists(st.floats(1.5, 8.0), min_size=1, max_size=3)


@given(holds, st.floats(10.0, 60.0), st.floats(0.0, 0.9), st.floats(0.0, 10_000.0))
def test_camera_and_clock_do_not_matter(seconds: list[float], hz: float, jitter: float, start: float) -> None:
    moves = then(rest(1.0), *(lifted(each) for each in seconds))
    plain, other = held(sampled(moves, 30.0)), held(sampled(moves, hz, start, jitter))
    assert len(plain) == len(other) == len(seconds)
    for one, two in zip(plain, other, strict=True):
        assert two.start_t - start == pytest.approx(one.start_t, abs=0.3)
        assert two.seconds == pytest.approx(one.seconds, abs=0.3)


CAPPED = replace(RULE, cap_s=10.0)


@pytest.mark.parametrize("start", [0.0, 0.1, 0.7, 1234.567])
def test_a_clock_that_is_full_stands_for_good(start: float) -> None:
    hold = HoldClock(CAPPED)
    totals, intervals = [], []
    for t in clock(40.0, 30.0, start):
        intervals += [interval] if (interval := hold.update(t, 0.4 if t - start > 0.33 else 0.0)) else []
        totals.append(hold.total_s)
    assert max(totals) == totals[-1] == 10.0
    assert len(intervals) == 1
    assert (intervals[0].broken, hold.phase) == (False, Phase.REST)


def test_the_last_second_of_a_cap_is_collected_too() -> None:
    hold, totals = HoldClock(CAPPED), []
    for t, x in sampled(then(rest(1.0), lifted(8.7), lifted(5.0), lifted(5.0))):  # 9.1 s, and less than a hold to go
        hold.update(t, x)
        totals.append(hold.total_s)
    assert set(totals[totals.index(10.0) :]) == {10.0}


@pytest.mark.parametrize("start", [0.0, 0.03, 0.07])
def test_a_slow_camera_loses_nothing_at_the_ends(start: float) -> None:
    samples = [(t, 0.25 * min(1.0, max(0.0, (t - 2.0) / 0.5), max(0.0, (8.0 - t) / 0.5))) for t in clock(10.0, 8.0)]
    [interval] = held([(t + start, x) for t, x in samples])
    assert (interval.start_t - start, interval.end_t - start) == pytest.approx((2.1, 7.9), abs=0.03)


# --- where a hold truly began and ended ---------------------------------------------------------------------

DRAWN = HoldRule(enter=1.0, enter_s=0.3, leave=0.0, leave_s=0.5, target_s=60.0, rise=2.0)


def drawn(t: float, foot: float = -2.0) -> float:
    """From the foot of one flank up to 3 in a second, held, and down again: 2 above the foot at 3.0 and 9.0 s."""
    way = 3.0 - foot
    up, down = t - 3.0 + 2.0 / way, 9.0 + 2.0 / way - t
    return foot + way * min(1.0, max(0.0, min(up, down)))


@pytest.mark.parametrize("foot", [-2.0, -1.0, -0.5, -3.0])
def test_a_hold_is_told_by_the_flanks_of_the_movement_whatever_was_once_read_at_rest(foot: float) -> None:
    [interval] = held([(t, drawn(t, foot)) for t in clock(12.0)], DRAWN)
    assert (interval.start_t, interval.end_t) == pytest.approx((3.0, 9.0), abs=0.05)


def test_the_ends_of_a_hold_may_be_told_by_another_measure_than_the_one_that_tells_of_it() -> None:
    clock_of_it = HoldClock(DRAWN)
    for t in clock(12.0):
        clock_of_it.update(t, 3.0 if 3.5 < t < 9.3 else -2.0, flank=drawn(t))
    assert clock_of_it.total_s == pytest.approx(6.0, abs=0.1)


def test_a_slow_flank_ends_the_hold_once_it_has_come_to_its_foot_where_it_passed_its_level() -> None:
    slow = replace(DRAWN, leave=2.0, enter=2.5)  # left at 9.2 s; its foot is reached at 10.1 s
    hold, ended = HoldClock(slow), math.nan
    for t in clock(12.0):
        if interval := hold.update(t, drawn(t) if t < 9.0 else 2.2 - (t - 9.0), flank=drawn(t, -4.0)):
            ended = t
            assert interval.end_t == pytest.approx(9.0, abs=0.05)
    assert 9.7 < ended < 10.5


def test_a_dip_that_was_long_enough_is_an_end_though_its_foot_was_never_seen() -> None:
    [before, after] = held([(t, 3.0 if t < 5.0 or t > 6.0 else -1.0 - t / 100) for t in clock(12.0)], DRAWN)
    assert before.end_t == pytest.approx(5.0, abs=0.1)
    assert after.start_t == pytest.approx(6.0, abs=0.1)


def test_a_signal_that_is_lost_for_a_while_ends_nothing_if_the_body_has_not_moved() -> None:
    hold = HoldClock(DRAWN)
    for t in clock(12.0):
        assert hold.update(t, -2.0 if 5.0 < t < 6.5 else drawn(t), flank=drawn(t)) is None or t > 9.0
    assert hold.total_s == pytest.approx(6.0, abs=0.1)


def test_a_signal_that_is_lost_for_good_ends_the_hold_though_the_body_has_not_moved() -> None:
    hold = HoldClock(DRAWN)
    ends = [hold.update(t, -2.0 if t > 5.0 else drawn(t), flank=drawn(min(t, 5.0))) for t in clock(9.0)]
    assert [interval.end_t for interval in ends if interval] == pytest.approx([5.0], abs=0.1)


def test_a_tremble_on_the_flank_and_long_waiting_between_the_levels_are_survived() -> None:
    trembling = [(t, drawn(t) + 0.1 * math.sin(40 * t)) for t in clock(12.0)]
    [interval] = held(trembling, DRAWN)
    assert (interval.start_t, interval.end_t) == pytest.approx((3.0, 9.0), abs=0.1)
    waited = [(t, 0.5 if t < 8.0 else 1.5) for t in clock(14.0)]
    assert held(waited, DRAWN)[0].seconds == pytest.approx(14.0, abs=0.1)


def test_the_clock_waits_in_a_dip_and_goes_on_with_it_once_it_is_over() -> None:
    hold, shown = HoldClock(replace(RULE, leave_s=0.5)), {}
    for t in clock(12.0):
        hold.update(t, 0.0 if t < 2.0 or 5.0 < t < 5.4 or t > 8.0 else 0.4)
        shown[round(t, 2)] = hold.total_s
    assert max(b - a for a, b in zip(list(shown.values()), list(shown.values())[1:], strict=False)) < 0.6
    assert min(b - a for a, b in zip(list(shown.values()), list(shown.values())[1:], strict=False)) > -0.1
    assert max(seconds for t, seconds in shown.items() if t < 5.4) == pytest.approx(3.0, abs=0.1)
    assert hold.total_s == pytest.approx(6.0, abs=0.1)


def test_what_lay_lower_before_a_second_of_nothing_is_not_the_foot_of_the_flank() -> None:
    deeper = [(t, min(drawn(t, 0.0), -2.0 if t < 1.0 else 9.0)) for t in clock(12.0)]
    [interval] = held(deeper, replace(DRAWN, rise=0.5))
    [alone] = held([(t, drawn(t, 0.0)) for t in clock(12.0)], replace(DRAWN, rise=0.5))
    assert interval == alone


def test_a_signal_of_a_stretch_of_time_is_late_at_both_ends_and_not_from_before_it_was_fed() -> None:
    late = replace(RULE, looks_back_s=1.0, ends_back_s=0.6)
    [interval] = held([(t, 0.4 if 3.0 < t < 8.0 else 0.0) for t in clock(12.0)], late)
    assert (interval.start_t, interval.end_t) == pytest.approx((2.0, 7.4), abs=0.05)
    [early] = held([(t, 0.4 if 5.4 < t < 9.0 else 0.0) for t in clock(7.0, start=5.0)], late)
    assert early.start_t == 5.0


def test_a_signal_that_knows_since_when_is_believed() -> None:
    hold, intervals = HoldClock(replace(RULE, looks_back_s=1.0)), []
    for t in clock(12.0):
        going = 3.0 < t < 8.0
        intervals += [done] if (done := hold.update(t, 0.4 if going else 0.0, 1.7 if t < 8.0 else 7.1)) else []
    assert [(interval.start_t, interval.end_t) for interval in intervals] == [(1.7, 7.1)]
