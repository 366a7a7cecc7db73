"""Counting the swings of a signal, and measuring each: no bodies here, only numbers over time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.reps import Phase, Swing, SwingCounter, SwingRule, measure_swing
from people import Course, Moves, clock, minimum_jerk, raised_cosine, rep, rest, then, times

RULE = SwingRule(start=7.5, count=20.0, back=6.0, band=5.0, still=8.0, partial=10.0)

Samples = Iterable[tuple[float, float]]

SHAPES = pytest.mark.parametrize("shape", [raised_cosine, minimum_jerk])
RATES = pytest.mark.parametrize("hz", [10.0, 15.0, 24.0, 30.0, 60.0])


def sampled(moves: Moves, hz: float = 30.0, start: float = 0.0, jitter: float = 0.0, seed: int = 0) -> Samples:
    """A movement as a camera sees it."""
    return [(t, moves(t - start)) for t in clock(moves.seconds, hz, start, jitter, seed)]


def counted(samples: Samples, rule: SwingRule = RULE) -> list[Swing]:
    """Every swing of a signal, the one that its end closes included."""
    counter = SwingCounter(rule)
    swings = [swing for t, x in samples if (swing := counter.update(t, x))]
    return swings + ([last] if (last := counter.finish()) else [])


def levels(swings: Iterable[Swing]) -> list[float]:
    return [round(swing.peak) for swing in swings]


# --- counting -----------------------------------------------------------------------------------------------


def test_every_movement_out_and_back_is_one_repetition() -> None:
    swings = counted(sampled(then(rest(1.5), times(5, rep(30.0)))))
    assert levels(swings) == [30] * 5
    assert all(swing.counts for swing in swings)


def test_a_signal_that_stays_at_rest_is_no_repetition() -> None:
    assert counted(sampled(rest(10.0))) == []


def test_a_swing_below_the_count_level_is_told_but_does_not_count() -> None:
    swings = counted(sampled(then(rest(1.5), rep(15.0), rep(30.0))))
    assert [(round(swing.peak), swing.counts) for swing in swings] == [(15, False), (30, True)]


@pytest.mark.parametrize(("peak", "counts"), [(19.0, False), (21.0, True)])
def test_the_count_level_decides(peak: float, counts: bool) -> None:
    [swing] = counted(sampled(then(rest(1.5), rep(peak))))
    assert swing.counts is counts


@pytest.mark.parametrize(("peak", "told"), [(9.0, False), (11.0, True)])
def test_a_swing_below_the_partial_level_is_fidgeting(peak: float, told: bool) -> None:
    assert bool(counted(sampled(then(rest(1.5), rep(peak))))) is told


def test_a_swing_shorter_than_a_movement_can_be_is_noise() -> None:
    assert counted(sampled(then(rest(1.5), rep(30.0, up=0.3, hold=0.0, down=0.3)), 60.0)) == []
    assert len(counted(sampled(then(rest(1.5), rep(30.0, up=0.5, hold=0.0, down=0.5)), 60.0))) == 1


@pytest.mark.parametrize("dip", [3.0, 8.0, 20.0])
def test_a_wobble_at_the_top_is_one_repetition(dip: float) -> None:
    low = 30.0 - dip
    wobble = Moves(((30.0, 1.5), (low, 0.4), (30.0, 0.4), (low, 0.4), (30.0, 0.4), (0.0, 2.0), (0.0, 1.0)))
    [swing] = counted(sampled(then(rest(1.5), wobble)))
    assert round(swing.peak) == 30


def test_a_return_to_half_way_is_not_back_at_rest() -> None:
    twice_up = Moves(((30.0, 1.5), (12.0, 1.0), (30.0, 1.0), (0.0, 2.0), (0.0, 1.0)))
    assert len(counted(sampled(then(rest(1.5), twice_up)))) == 1


def test_where_people_do_not_come_back_all_the_way_a_share_of_the_peak_is_enough() -> None:
    lazy = SwingRule(start=7.5, count=15.0, back=6.0, band=5.0, still=8.0, partial=7.5, back_share=0.4)
    half_closed = then(rest(1.5), Moves(((35.0, 1.0), (35.0, 0.5), (10.0, 1.0), (10.0, 0.3)) * 4))
    assert len(counted(sampled(half_closed), lazy)) == 4
    assert len(counted(sampled(half_closed), RULE)) == 0


def test_repetitions_without_a_pause_between_them_are_all_counted() -> None:
    assert len(counted(sampled(then(rest(1.5), times(6, rep(30.0, 1.0, 0.0, 1.0, 0.0)), rest(1.0))))) == 6


@pytest.mark.parametrize("late", [0.2, 0.5, 0.8])
def test_a_repetition_does_not_begin_before_anything_was_seen(late: float) -> None:
    under_way = [(t, x) for t, x in sampled(rep(30.0)) if t >= late]
    [swing] = counted(under_way)
    assert late <= swing.start_t < late + 0.2


@pytest.mark.parametrize("seconds", [1.0, 2.0, 3.0])
def test_a_repetition_does_not_begin_before_the_last_one_ended(seconds: float) -> None:
    swings = counted(sampled(then(rest(1.5), times(3, rep(30.0, seconds, 0.5, seconds, 0.0)), rest(1.0))))
    assert len(swings) == 3
    assert all(before.end_t <= after.start_t for before, after in pairwise(swings))


def test_a_rest_that_drifts_is_still_rest() -> None:
    slow = then(rest(1.0), Moves(((7.0, 30.0),)))
    assert counted(sampled(slow)) == []


def test_a_movement_under_way_when_the_source_ends_is_forgotten() -> None:
    assert counted(sampled(then(rest(1.5), Moves(((30.0, 1.5), (30.0, 1.0)))))) == []


def test_a_movement_that_was_all_but_over_when_the_source_ends_is_counted() -> None:
    moves = then(rest(1.5), Moves(((30.0, 1.5), (0.0, 2.0))))
    assert len(counted((t, x) for t, x in sampled(moves) if t < 3.2)) == 0
    assert len(counted((t, x) for t, x in sampled(moves) if t < 4.8)) == 1


def test_what_is_missing_for_a_moment_changes_nothing() -> None:
    moves = then(rest(1.5), rep(30.0))
    blinks = [(t, math.nan if t % 1.0 < 0.15 else x) for t, x in sampled(moves)]
    assert levels(counted(blinks)) == [30]


def test_a_swing_that_was_out_of_sight_for_long_is_dropped() -> None:
    moves = then(rest(1.5), rep(30.0), rep(25.0))
    gone = [(t, math.nan if 3.2 < t < 4.4 else x) for t, x in sampled(moves)]
    assert levels(counted(gone)) == [25]


def test_frames_that_never_came_are_a_gap_too() -> None:
    moves = then(rest(1.5), rep(30.0), rep(25.0))
    assert levels(counted((t, x) for t, x in sampled(moves) if not 3.2 < t < 4.4)) == [25]


def test_a_dropped_swing_leaves_nothing_behind() -> None:
    counter = SwingCounter(RULE)
    for t, x in sampled(then(rest(1.0), Moves(((30.0, 1.5), (30.0, 1.0))))):
        counter.update(t, x)
    before = counter.phase
    counter.drop()
    assert (before, counter.phase) == (Phase.HOLD, Phase.REST)
    assert counter.finish() is None


def test_phases_follow_the_movement() -> None:
    counter = SwingCounter(RULE)
    order = [Phase.REST]
    for t, x in sampled(then(rest(1.0), Moves(((30.0, 1.5), (30.0, 1.5), (0.0, 2.0), (0.0, 1.0))))):
        counter.update(t, x)
        order += [counter.phase] if counter.phase is not order[-1] else []
    assert order == [Phase.REST, Phase.OUT, Phase.HOLD, Phase.BACK, Phase.REST]


def test_a_movement_that_turns_back_half_way_is_under_way_again() -> None:
    counter = SwingCounter(RULE)
    phases = {}
    for t, x in sampled(then(rest(1.0), Moves(((30.0, 1.0), (14.0, 1.0), (30.0, 1.0), (30.0, 1.0))))):
        counter.update(t, x)
        phases[round(30 * t)] = counter.phase
    assert phases[round(30 * 2.9)] is Phase.BACK
    assert phases[round(30 * 3.6)] is Phase.OUT
    assert phases[round(30 * 4.8)] is Phase.HOLD


def test_the_time_held_so_far_is_known_while_it_is_held() -> None:
    counter = SwingCounter(RULE)
    assert counter.elapsed_hold_s == 0.0
    for t, x in sampled(then(rest(1.0), Moves(((30.0, 1.5), (30.0, 2.0))))):
        counter.update(t, x)
    assert counter.elapsed_hold_s == pytest.approx(2.0 + near_s(1.5, raised_cosine), abs=0.1)


@pytest.mark.parametrize(
    "change", [{"start": 0.0}, {"partial": 5.0}, {"partial": 25.0}, {"back": 0.0}, {"back": 20.0}]
)
def test_a_rule_that_contradicts_itself_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="SwingRule needs"):
        replace(RULE, **change)  # type: ignore[arg-type]


# --- measuring ----------------------------------------------------------------------------------------------


def near_s(seconds: float, shape: Course, peak: float = 30.0) -> float:
    """How long a movement to the peak is within the band of it already."""
    shares = np.linspace(0.0, 1.0, 10001)
    return seconds * float(np.mean([peak * shape(share) >= peak - RULE.band for share in shares]))


@SHAPES
@RATES
@pytest.mark.parametrize("up", [0.8, 1.5, 3.0])
@pytest.mark.parametrize("down", [0.8, 1.5, 2.4])
def test_beginning_end_hold_and_way_back_are_those_of_the_movement(
    shape: Course, hz: float, up: float, down: float
) -> None:
    moves = then(Moves(((0.0, 1.5), (30.0, up), (30.0, 2.0), (0.0, down), (0.0, 1.0)), shape))
    times, values = np.array(sampled(moves, hz)).T
    swing = measure_swing(times, values, RULE)
    assert swing.peak == pytest.approx(30.0, abs=0.2)
    assert swing.start_t == pytest.approx(1.5, abs=0.16)
    assert swing.end_t == pytest.approx(1.5 + up + 2.0 + down, abs=0.15)
    assert 1.5 + up - 0.1 <= swing.peak_t <= 1.5 + up + 2.0 + 0.1
    assert swing.hold_s == pytest.approx(2.0 + near_s(up, shape) + near_s(down, shape), abs=0.1)
    # The ends of a minimum-jerk movement are too gentle to be seen: a tenth of it is lost.
    assert swing.lower_s == pytest.approx(down, abs=0.15 if shape is raised_cosine else 0.1 * down)


@SHAPES
@RATES
@pytest.mark.parametrize("down", [0.8, 1.5, 2.0, 2.4])
def test_the_counter_closes_a_swing_where_the_movement_ends(shape: Course, hz: float, down: float) -> None:
    moves = Moves(((0.0, 1.5), (30.0, 1.5), (30.0, 2.0), (0.0, down), (0.0, 2.0)), shape)
    [swing] = counted(sampled(moves, hz))
    assert swing.start_t == pytest.approx(1.5, abs=0.15)
    assert swing.end_t == pytest.approx(5.0 + down, abs=0.15)
    assert swing.lower_s == pytest.approx(down, abs=0.15 if shape is raised_cosine else 0.12 * down)


@SHAPES
@pytest.mark.parametrize("rule", [RULE, replace(RULE, back_share=0.4)], ids=["angle", "share"])
def test_a_slow_way_back_is_measured_to_its_end(shape: Course, rule: SwingRule) -> None:
    moves = Moves(((0.0, 1.5), (25.0, 1.5), (25.0, 2.0), (0.0, 5.0), (0.0, 2.0)), shape)
    [swing] = counted(sampled(moves), rule)
    assert swing.end_t == pytest.approx(10.0, abs=0.3)
    assert swing.lower_s == pytest.approx(5.0, abs=0.6)


@pytest.mark.parametrize("hz", [24.0, 30.0, 60.0])
def test_a_swing_does_not_end_on_its_way_up(hz: float) -> None:
    late_end = SwingRule(start=7.5, count=20.0, back=8.0, band=5.0, still=8.0, partial=10.0)
    slow = then(rest(1.5), rep(12.0, up=3.0), rep(30.0, up=3.0))
    swings = counted(sampled(slow, hz), late_end)
    assert levels(swings) == [12, 30]
    assert swings[1].start_t == pytest.approx(1.5 + 3.0 + 2.3 + 2.4 + 1.0, abs=0.15)


def test_a_frame_that_jumps_down_and_back_does_not_end_the_way_back() -> None:
    moves = then(rest(1.5), rep(30.0, up=1.5, hold=1.0, down=2.4))
    samples = list(sampled(moves, 15.0))
    [calm] = counted(samples)
    jump = next(i for i, (t, x) in enumerate(samples) if t > calm.end_t - 2.0 and x < 15.0)
    samples[jump] = (samples[jump][0], 4.0)
    [jumped] = counted(samples)
    assert jumped.end_t == pytest.approx(calm.end_t, abs=0.1)
    assert jumped.lower_s == pytest.approx(calm.lower_s, abs=0.1)


def test_a_drop_is_told_from_a_controlled_way_back() -> None:
    slow, quick = counted(sampled(then(rest(1.5), rep(30.0, down=2.0), rep(30.0, down=0.6))))
    assert slow.lower_s == pytest.approx(2.0, abs=0.15)
    assert quick.lower_s == pytest.approx(0.6, abs=0.15)


def test_one_wild_sample_does_not_make_the_peak() -> None:
    samples = [(t, 90.0 if abs(t - 4.0) < 0.01 else x) for t, x in sampled(then(rest(1.5), rep(30.0)))]
    [swing] = counted(samples)
    assert swing.peak == pytest.approx(30.0, abs=1.0)


# --- what must not matter -----------------------------------------------------------------------------------

cycles = st.builds(
    rep,
    peak=st.one_of(st.floats(11.5, 18.5), st.floats(21.5, 45.0)),
    up=st.floats(0.8, 2.5),
    hold=st.floats(0.4, 2.5),
    down=st.floats(0.8, 2.0),
    rest=st.floats(0.4, 1.5),
)
sets = st.lists(cycles, min_size=1, max_size=4).map(lambda reps: then(rest(1.5), *reps, rest(1.0)))


def alike(swings: list[Swing], others: list[Swing], later: float = 0.0) -> None:
    """Both are the same repetitions; those of `others` came `later`."""
    assert [swing.counts for swing in swings] == [swing.counts for swing in others]
    for one, other in zip(swings, others, strict=True):
        assert other.peak == pytest.approx(one.peak, abs=0.5)
        assert other.start_t - later == pytest.approx(one.start_t, abs=0.15)
        assert other.end_t - later == pytest.approx(one.end_t, abs=0.15)
        assert other.hold_s == pytest.approx(one.hold_s, abs=0.15)
        assert other.lower_s == pytest.approx(one.lower_s, abs=0.25)


@given(sets, st.floats(10.0, 60.0))
def test_the_frame_rate_does_not_matter(moves: Moves, hz: float) -> None:
    alike(counted(sampled(moves, 30.0)), counted(sampled(moves, hz)))


@given(sets, st.floats(15.0, 60.0), st.floats(0.0, 0.9), st.integers(0, 1000))
def test_a_camera_that_keeps_no_time_does_not_matter(moves: Moves, hz: float, jitter: float, seed: int) -> None:
    alike(counted(sampled(moves, hz)), counted(sampled(moves, hz, jitter=jitter, seed=seed)))


@given(sets, st.floats(0.0, 10_000.0))
def test_when_the_clock_started_does_not_matter(moves: Moves, start: float) -> None:
    alike(counted(sampled(moves)), counted(sampled(moves, start=start)), later=start)


@given(sets)
def test_as_many_repetitions_are_counted_as_were_done(moves: Moves) -> None:
    done = [round(level) for level, seconds in moves.steps if level > 0][::2]
    assert [swing.peak for swing in counted(sampled(moves))] == pytest.approx(done, abs=1.0)
