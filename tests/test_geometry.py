"""Angles and lengths of vectors in the picture: x right, y down."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.geometry import above, along, angle_between, from_vertical, length, ratio, turn
from formcheck.pose import Point

RIGHT, UP, LEFT, DOWN = (np.array(v) for v in ((1.0, 0.0), (0.0, -1.0), (-1.0, 0.0), (0.0, 1.0)))

angles = st.floats(-179.0, 179.0)
lengths = st.floats(0.1, 1000.0)


def pointing(degrees: float, size: float = 1.0) -> Point:
    """A vector that points `degrees` anticlockwise from the right, as one sees it."""
    return size * np.array([math.cos(math.radians(degrees)), -math.sin(math.radians(degrees))])


def apart(a: float, b: float) -> float:
    """How far two angles are apart on the circle."""
    return abs((a - b + 180.0) % 360.0 - 180.0)


@pytest.mark.parametrize(
    ("a", "b", "degrees"),
    [(RIGHT, UP, 90.0), (UP, RIGHT, -90.0), (DOWN, RIGHT, 90.0), (RIGHT, RIGHT, 0.0), (UP, LEFT, 90.0)],
)
def test_turn_is_positive_anticlockwise_on_the_screen(a: Point, b: Point, degrees: float) -> None:
    assert turn(a, b) == pytest.approx(degrees)


def test_turn_to_the_opposite_is_half_a_circle() -> None:
    assert abs(turn(LEFT, RIGHT)) == pytest.approx(180.0)


@given(angles, angles, lengths, lengths)
def test_turn_is_the_difference_of_directions_whatever_the_lengths(a: float, b: float, m: float, n: float) -> None:
    assert apart(turn(pointing(a, m), pointing(b, n)), b - a) < 1e-6


@given(angles, angles, angles)
def test_turning_the_picture_changes_no_angle_within_it(a: float, b: float, by: float) -> None:
    assert apart(turn(pointing(a + by), pointing(b + by)), turn(pointing(a), pointing(b))) < 1e-6


@given(angles, angles)
def test_a_mirror_changes_the_sign_of_a_turn(a: float, b: float) -> None:
    mirror = np.array([-1.0, 1.0])
    assert apart(turn(pointing(a) * mirror, pointing(b) * mirror), -turn(pointing(a), pointing(b))) < 1e-6


@given(angles, angles)
def test_the_angle_between_has_no_sign_and_no_order(a: float, b: float) -> None:
    between = angle_between(pointing(a), pointing(b))
    assert between == pytest.approx(apart(a, b), abs=1e-6)
    assert between == pytest.approx(angle_between(pointing(b), pointing(a)), abs=1e-9)


def test_length_is_euclidean() -> None:
    assert length(np.array([3.0, -4.0])) == 5.0


def test_a_ratio_to_nothing_is_unknown() -> None:
    assert math.isnan(ratio(1.0, 0.0))
    assert ratio(1.0, 4.0) == 0.25


def test_along_is_the_component_in_a_direction() -> None:
    assert along(np.array([3.0, 4.0]), 7 * RIGHT) == pytest.approx(3.0)
    assert along(np.array([3.0, 4.0]), 7 * UP) == pytest.approx(-4.0)


@pytest.mark.parametrize("axis", [RIGHT, LEFT, RIGHT + 0.3 * DOWN, LEFT + 0.3 * UP])
def test_above_is_positive_towards_the_top_whichever_way_the_axis_runs(axis: Point) -> None:
    assert above(2 * UP, axis) > 0
    assert above(2 * DOWN, axis) < 0
    assert above(5 * axis, axis) == pytest.approx(0.0)


@given(angles, lengths, angles, lengths)
def test_along_and_above_make_up_the_whole_vector(a: float, m: float, axis: float, n: float) -> None:
    vector, line = pointing(a, m), pointing(axis, n)
    assert math.hypot(along(vector, line), above(vector, line)) == pytest.approx(m)


@pytest.mark.parametrize(("v", "degrees"), [(UP, 0.0), (RIGHT, 90.0), (LEFT, -90.0), (UP + RIGHT, 45.0)])
def test_from_vertical_is_positive_to_the_right(v: Point, degrees: float) -> None:
    assert from_vertical(v) == pytest.approx(degrees)


@pytest.mark.parametrize("missing", [(math.nan, 1.0), (1.0, math.nan), (math.nan, math.nan)])
def test_what_is_missing_stays_missing(missing: tuple[float, float]) -> None:
    gone = np.array(missing)
    assert math.isnan(turn(gone, RIGHT))
    assert math.isnan(turn(RIGHT, gone))
    assert math.isnan(angle_between(gone, UP))
    assert math.isnan(length(gone))
    assert math.isnan(along(gone, pointing(30.0)))
    assert math.isnan(above(gone, pointing(30.0)))
    assert math.isnan(along(RIGHT, gone))
    assert math.isnan(from_vertical(gone))


def test_a_component_along_no_direction_is_unknown() -> None:
    nothing = np.zeros(2)
    assert math.isnan(along(RIGHT, nothing))
    assert math.isnan(above(RIGHT, nothing))
