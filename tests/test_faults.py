"""One limit over time: how long it must be wrong, when it is right again, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Limit
from formcheck.faults import Fault, LimitWatch
from formcheck.measures import Body, Label, Measure
from formcheck.reps import ACTIVE, Phase
from people import clock


def _unread(body: Body) -> float:
    raise AssertionError("a watch is given its readings")


TILT = Measure("tilt", "deg", Label.MEASURED, _unread)
LIMIT = Limit("trunk-tilt", TILT, Bound(5.0, 10.0), "Keep still", Priority.COMPENSATION, 0.5, "a test")
LOW = replace(LIMIT, bound=Bound(-5.0, -10.0))
GUESSED = replace(LIMIT, measure=replace(TILT, label=Label.ESTIMATED))


# --- bounds -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "warns", "fails"), [(4.9, False, False), (5.1, True, False), (10.0, True, False), (10.1, True, True)]
)
def test_a_bound_warns_before_it_fails(value: float, warns: bool, fails: bool) -> None:
    assert (LIMIT.bound.warns(value), LIMIT.bound.fails(value)) == (warns, fails)


@pytest.mark.parametrize(
    ("value", "warns", "fails"), [(0.92, False, False), (0.9, True, False), (0.85, True, False), (0.84, True, True)]
)
def test_a_bound_whose_fault_is_lower_watches_low_values(value: float, warns: bool, fails: bool) -> None:
    bound = Bound(0.92, 0.85)
    assert (bound.warns(value), bound.fails(value)) == (warns, fails)


@pytest.mark.parametrize("level", [-3.0, 0.0, 20.0])
def test_at_least_fails_right_below_its_level(level: float) -> None:
    bound = Bound.at_least(level)
    assert not bound.fails(level)
    assert not bound.warns(level)
    assert bound.fails(level - 0.001)
    assert bound.warns(level - 0.001)
    assert not bound.fails(level + 0.001)


@pytest.mark.parametrize("level", [-3.0, 0.0, 55.0])
def test_at_most_fails_right_above_its_level(level: float) -> None:
    bound = Bound.at_most(level)
    assert not bound.fails(level)
    assert not bound.warns(level)
    assert bound.fails(level + 0.001)
    assert bound.warns(level + 0.001)
    assert not bound.fails(level - 0.001)


def test_what_is_missing_breaks_no_bound() -> None:
    for bound in (Bound(5.0, 10.0), Bound(-5.0, -10.0), Bound.at_least(1.0), Bound.at_most(1.0)):
        assert not bound.warns(math.nan)
        assert not bound.fails(math.nan)


def test_a_bound_without_a_fault_only_warns() -> None:
    bound = Bound(14.0, math.inf)
    assert bound.warns(40.0)
    assert not bound.fails(1e9)


@given(st.floats(0.1, 100.0), st.floats(0.1, 100.0), st.floats(-300.0, 300.0))
def test_a_bound_and_its_mirror_agree(good: float, more: float, value: float) -> None:
    high, low = Bound(good, good + more), Bound(-good, -good - more)
    assert high.warns(value) is low.warns(-value)
    assert high.fails(value) is low.fails(-value)
    assert high.clears(value, good) is low.clears(-value, -good)
    assert not (high.fails(value) and not high.warns(value))


@pytest.mark.parametrize(("value", "clear"), [(9.9, False), (8.1, False), (7.9, True), (0.0, True)])
def test_a_value_is_back_when_it_is_a_fifth_below_the_level(value: float, clear: bool) -> None:
    assert Bound(5.0, 10.0).clears(value, 10.0) is clear


# --- watching -----------------------------------------------------------------------------------------------


class Watched:
    """What a watch said of a signal."""

    def __init__(
        self,
        limit: Limit,
        value: Callable[[float], float],
        seconds: float = 6.0,
        phase: Callable[[float], Phase] = lambda t: Phase.HOLD,
        ready: Callable[[float], bool] = lambda t: True,
        hz: float = 30.0,
    ) -> None:
        self.watch = LimitWatch(limit)
        self.wanted: list[float] = []
        self.faults: list[Fault] = []
        for t in clock(seconds, hz):
            if fault := self.watch.update(t, value(t), phase(t), ready(t)):
                self.faults.append(fault)
            if self.watch.wants:
                self.wanted.append(t)
        if fault := self.watch.finish():
            self.faults.append(fault)


def during(start: float, end: float, value: float) -> Callable[[float], float]:
    """A value for a while; 0 before and after."""
    return lambda t: value if start <= t < end else 0.0


@pytest.mark.parametrize(("limit", "sign"), [(LIMIT, 1.0), (LOW, -1.0)])
def test_what_stays_wrong_is_one_fault_with_its_beginning_and_end(limit: Limit, sign: float) -> None:
    [fault] = Watched(limit, during(2.0, 4.0, sign * 12.0)).faults
    assert fault.id == "trunk-tilt"
    assert fault.start_t == pytest.approx(2.0, abs=0.05)
    assert fault.end_t == pytest.approx(4.0, abs=0.05)
    assert fault.seconds == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(("seconds", "faults"), [(0.4, 0), (0.6, 1)])
def test_what_is_wrong_for_a_moment_is_no_fault(seconds: float, faults: int) -> None:
    assert len(Watched(LIMIT, during(2.0, 2.0 + seconds, 12.0)).faults) == faults


def test_wrong_now_and_then_is_not_wrong_for_long() -> None:
    flicker = Watched(LIMIT, lambda t: 12.0 if t % 0.4 < 0.3 else 0.0)
    assert (flicker.faults, flicker.wanted) == ([], [])


def test_a_limit_that_must_not_wait_speaks_at_once() -> None:
    at_once = Watched(replace(LIMIT, persist_s=0.0), during(2.0, 2.03, 12.0))
    assert len(at_once.wanted) == 1
    assert len(at_once.faults) == 1


def test_between_good_and_fault_a_measured_limit_is_worth_a_word() -> None:
    warned = Watched(LIMIT, during(2.0, 4.0, 7.0))
    assert warned.faults == []
    assert warned.wanted[0] == pytest.approx(2.5, abs=0.05)
    assert warned.wanted[-1] == pytest.approx(4.0, abs=0.05)


def test_an_estimate_speaks_only_when_it_fails() -> None:
    assert Watched(GUESSED, during(2.0, 4.0, 7.0)).wanted == []
    assert Watched(GUESSED, during(2.0, 4.0, 12.0)).wanted != []


def test_a_value_that_hovers_about_the_level_is_one_fault() -> None:
    hovering = Watched(LIMIT, lambda t: 10.5 if t % 1.0 < 0.7 else 9.0)
    assert len(hovering.faults) == 1


def test_a_value_that_is_clearly_back_ends_the_fault() -> None:
    back_and_again = Watched(LIMIT, lambda t: 12.0 if t < 2.0 or t >= 3.0 else 7.9)
    assert len(back_and_again.faults) == 2


def test_a_fault_in_no_watched_phase_is_none() -> None:
    early = Watched(LIMIT, during(1.0, 5.0, 12.0), phase=lambda t: Phase.REST)
    assert (early.faults, early.wanted) == ([], [])


@pytest.mark.parametrize("phase", ACTIVE)
def test_a_limit_is_watched_in_every_phase_of_work(phase: Phase) -> None:
    assert len(Watched(LIMIT, during(1.0, 3.0, 12.0), phase=lambda t: phase).faults) == 1


def test_a_phase_that_is_not_watched_ends_the_fault() -> None:
    [fault] = Watched(LIMIT, lambda t: 12.0, phase=lambda t: Phase.HOLD if t < 3.0 else Phase.REST).faults
    assert fault.end_t == pytest.approx(3.0, abs=0.05)


def test_what_could_not_be_read_is_no_fault() -> None:
    assert Watched(LIMIT, lambda t: math.nan).faults == []
    [fault] = Watched(LIMIT, lambda t: 12.0 if t < 3.0 else math.nan).faults
    assert fault.end_t == pytest.approx(3.0, abs=0.05)


def test_what_was_measured_out_of_position_is_no_fault() -> None:
    assert Watched(LIMIT, lambda t: 12.0, ready=lambda t: False).faults == []


def test_the_end_of_the_source_closes_the_fault() -> None:
    [fault] = Watched(LIMIT, lambda t: 12.0 if t > 2.0 else 0.0, seconds=6.0).faults
    assert fault.end_t == pytest.approx(6.0, abs=0.05)


def test_a_gap_in_time_is_not_time_spent_wrong() -> None:
    paused = LimitWatch(LIMIT)
    faults = [paused.update(t, 12.0, Phase.HOLD, True) for t in [*clock(1.0), *clock(1.0, start=60.0)]]
    told = [*faults, paused.finish()]
    assert sum(fault.seconds for fault in told if fault) == pytest.approx(2.0, abs=0.2)


def test_two_frames_far_apart_are_not_persistence() -> None:
    watch = LimitWatch(LIMIT)
    watch.update(0.0, 12.0, Phase.HOLD, True)
    watch.update(9.0, 12.0, Phase.HOLD, True)
    assert not watch.wants


def test_it_is_remembered_when_a_limit_last_failed_and_when_it_was_read() -> None:
    watch = LimitWatch(LIMIT)
    for t in clock(6.0):
        watch.update(t, math.nan if t > 5.0 else during(2.0, 3.0, 12.0)(t), Phase.HOLD, True)
    assert watch.failed_between(2.0, 4.0)
    assert not watch.failed_between(3.5, 6.0)
    assert not watch.failed_between(0.0, 1.0)
    assert watch.read_between(2.0, 3.0), "reads before the last one count as well"
    assert watch.read_between(4.0, 6.0)
    assert not watch.read_between(5.1, 6.0)


@given(st.floats(10.0, 60.0), st.floats(0.8, 3.0))
def test_the_frame_rate_does_not_matter(hz: float, seconds: float) -> None:
    [fault] = Watched(LIMIT, during(2.0, 2.0 + seconds, 12.0), hz=hz).faults
    assert fault.seconds == pytest.approx(seconds, abs=0.2)
