"""Where a movement passed a level above its foot, on movements whose moments are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.flanks import passing

RISE = 10.0


def smooth(t: float, start: float, takes: float) -> float:
    """0 before, 1 after, and as smoothly as limbs move between (least jerk)."""
    s = min(1.0, max(0.0, (t - start) / takes))
    return s**3 * (10 - 15 * s + 6 * s**2)


def sampled(hz: float, until: float = 8.0) -> list[float]:
    """Times of the samples."""
    return [i / hz for i in range(round(until * hz))]


def when(share: float, start: float, takes: float) -> float:
    """When a smooth movement has gone this share of its way."""
    times = np.linspace(start, start + takes, 2001)
    return float(np.interp(share, [smooth(t, start, takes) for t in times], times))


@pytest.mark.parametrize("hz", [10.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize("takes", [0.7, 1.2, 1.8])
@pytest.mark.parametrize("early", [-0.3, 0.0, 0.3])
def test_a_rise_and_a_fall_are_told_at_their_level_though_the_question_is_early_or_late(
    hz: float, takes: float, early: float
) -> None:
    times = sampled(hz)
    rises = [50 + 45 * smooth(t, 3.0, takes) for t in times]
    true_t = when(RISE / 45, 3.0, takes)
    assert passing(times, rises, true_t + early, -1, RISE) == pytest.approx(true_t, abs=0.05)
    falls = [95 - 45 * smooth(t, 3.0, takes) for t in times]
    true_t = when(1 - RISE / 45, 3.0, takes)
    assert passing(times, falls, true_t + early, 1, RISE) == pytest.approx(true_t, abs=0.05)


def test_a_movement_just_before_is_another_one_if_there_was_a_pause_between() -> None:
    times = sampled(10.0)
    rises = [30 * smooth(t, 1.6, 1.0) + 45 * smooth(t, 2.8, 1.2) for t in times]
    true_t = when(RISE / 45, 2.8, 1.2)
    assert passing(times, rises, true_t, -1, RISE) == pytest.approx(true_t, abs=0.06)


def test_a_pause_on_the_way_down_before_the_moment_that_is_asked_about_is_no_foot() -> None:
    times = sampled(10.0)
    falls = [95 - 30 * smooth(t, 3.0, 0.6) - 20 * smooth(t, 3.8, 0.6) for t in times]
    assert passing(times, falls, 4.0, 1, RISE) == pytest.approx(when(0.5, 3.8, 0.6), abs=0.06)


def test_a_bounce_is_no_foot_if_that_must_be_lower() -> None:
    times = sampled(10.0)
    bounced = [95 - 20 * smooth(t, 2.4, 0.6) + 20 * smooth(t, 3.0, 0.6) - 45 * smooth(t, 3.7, 1.0) for t in times]
    assert passing(times, bounced, 2.8, 1, RISE) == pytest.approx(when(0.5, 2.4, 0.6), abs=0.06)
    low = passing(times, bounced, 2.8, 1, RISE, below=70.0)
    assert low == pytest.approx(when(1 - RISE / 45, 3.7, 1.0), abs=0.06)


def test_a_movement_that_turns_round_without_a_rest_has_its_foot_there() -> None:
    times = sampled(30.0)
    let_go = [95 - 45 * smooth(t, 3.0, 1.0) + 45 * smooth(t, 4.0, 1.0) for t in times]
    assert passing(times, let_go, 3.7, 1, RISE) == pytest.approx(when(1 - RISE / 45, 3.0, 1.0), abs=0.05)
    assert passing(times, let_go, 4.3, -1, RISE) == pytest.approx(when(RISE / 45, 4.0, 1.0), abs=0.05)


def test_the_foot_is_waited_for_but_not_for_ever() -> None:
    times = sampled(10.0)
    falls = [95 - 45 * smooth(t, 3.0, 1.4) for t in times]
    asked_t = when(1 - RISE / 45, 3.0, 1.4)
    told = {t: passing(times[:n], falls[:n], asked_t, 1, RISE) for n, t in enumerate(times) if t > asked_t}
    assert all(math.isnan(passed) for t, passed in told.items() if t < 4.2)
    assert all(passed == pytest.approx(asked_t, abs=0.05) for t, passed in told.items() if t > 4.8)
    endless = [95 - 20 * max(0.0, t - 3.0) for t in times]
    assert passing(times, endless, 4.0, 1, RISE) == pytest.approx(6.1 - RISE / 20, abs=0.2)


def test_a_flank_that_is_too_low_says_nothing() -> None:
    times = sampled(10.0)
    assert math.isnan(passing(times, [8 * smooth(t, 3.0, 1.0) for t in times], 3.5, -1, RISE))
    assert math.isnan(passing(times, [3.0] * len(times), 3.5, 1, RISE))
    assert math.isnan(passing([1.0], [3.0], 1.0, 1, RISE))


@given(
    way=st.sampled_from([-1, 1]), lifted=st.floats(-1e3, 1e3), later=st.floats(-50, 50), stretched=st.floats(0.5, 2.0)
)
def test_only_the_shape_matters(way: int, lifted: float, later: float, stretched: float) -> None:
    times = sampled(15.0)
    values = [45 * smooth(way * (t - 4.0), -0.5, 1.2) for t in times]
    passed_t = passing(times, values, 4.0, way * -1, RISE)
    shifted = passing([t + later for t in times], [x + lifted for x in values], 4.0 + later, way * -1, RISE)
    assert shifted - later == pytest.approx(passed_t, abs=1e-6)
    scaled = passing(times, [stretched * x for x in values], 4.0, way * -1, stretched * RISE)
    assert scaled == pytest.approx(passed_t, abs=1e-6)
