"""Every measure against figures whose angles are known, against the specification's formulas, and under change."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from formcheck import measures as m
from formcheck.exercises import EXERCISES
from formcheck.exercises.clamshell import DRAG, DRAGGED, STEEP, clam_opening, clam_roll
from formcheck.exercises.squat import YAW_SHARE_DEG, knee_valgus
from formcheck.measures import Body, Label, Measure
from formcheck.measures.lying import HIKE_SHOWN, ROLL_SHOWN
from formcheck.measures.standing import VALGUS_SHOWN
from formcheck.pelvis import obliquity, pelvic_drop
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.stance import level_pelvis, stance_knee_valgus, steady_height
from people import CLAM_ARC, HIPS, LEG, SIZE, Figure, balancing, clam, hidden, leg, legs, lying, squatting

SIDES = pytest.mark.parametrize("side", list(Side))
VIEWS = pytest.mark.parametrize("behind", [False, True], ids=["front", "behind"])
DEGREES = pytest.mark.parametrize("degrees", [-12.0, 0.0, 7.5, 30.0, 55.0])

# Whether somebody moves, or is there at all: test_timed.py.
MOTION = {"joint_speed", "stillness", "presence", "hips_along", "travel", "stroke_rate"}
ALL: dict[str, Measure] = {
    each.name: each
    for each in (
        *(each for each in vars(m).values() if isinstance(each, Measure)),
        *(each for exercise in EXERCISES.values() for each in exercise.measures),
        clam_opening,
        pelvic_drop,
    )
    if each.name not in MOTION
}


def lain(side: Side, pose: Pose, behind: bool = False) -> Body:
    """Somebody on their side who started with both legs straight."""
    return Body(pose, side, lying(0.0, side, behind=behind))


def clammed(side: Side, pose: Pose) -> Body:
    """Somebody on their side who started with the knees together."""
    return Body(pose, side, clam(0.0, side))


def stood(side: Side, pose: Pose, behind: bool = False) -> Body:
    """Somebody who started on both feet."""
    return Body(pose, side, balancing(0.0, side, behind=behind))


# --- known figures ------------------------------------------------------------------------------------------


@SIDES
@VIEWS
@DEGREES
def test_the_lift_of_a_leg_is_its_turn_since_rest(side: Side, behind: bool, degrees: float) -> None:
    body = lain(side, lying(1.0, side, degrees, behind=behind), behind)
    assert m.hip_abduction(body) == pytest.approx(degrees)


@SIDES
@DEGREES
def test_a_lift_counts_from_where_the_leg_rested(side: Side, degrees: float) -> None:
    body = Body(lying(1.0, side, degrees), side, lying(0.0, side, -8.0))
    assert m.hip_abduction(body) == pytest.approx(degrees + 8.0)


@SIDES
def test_a_tilted_trunk_does_not_change_the_lift_but_the_abduction(side: Side) -> None:
    body = lain(side, lying(1.0, side, 30.0, tilt=side.sign * 12.0))
    assert m.hip_abduction(body) == pytest.approx(30.0)
    assert m.leg_to_trunk(body.pose, side) == pytest.approx(18.0)


@SIDES
def test_the_knee_tells_the_lift_while_the_ankle_is_hidden(side: Side) -> None:
    pose = lying(1.0, side, 25.0).without(np.arange(33) == Joint.ANKLE.of(side))
    assert m.hip_abduction(lain(side, pose)) == pytest.approx(25.0)


@SIDES
@VIEWS
@DEGREES
def test_the_leg_is_measured_against_the_trunk_without_any_rest(side: Side, behind: bool, degrees: float) -> None:
    assert m.leg_to_trunk(lying(0.0, side, degrees, behind=behind), side) == pytest.approx(degrees)


@SIDES
@VIEWS
@pytest.mark.parametrize("degrees", [-9.0, 0.0, 14.0])
@pytest.mark.parametrize("lift", [0.0, 30.0])
def test_a_hip_drawn_towards_the_ribs_is_a_hike_whatever_the_leg_does(
    side: Side, behind: bool, degrees: float, lift: float
) -> None:
    body = lain(side, lying(1.0, side, lift, hike=degrees, behind=behind), behind)
    assert m.hip_hike(body) == pytest.approx(degrees / HIKE_SHOWN)


@SIDES
@VIEWS
@pytest.mark.parametrize("degrees", [-6.0, 8.0])
def test_ribs_drawn_towards_the_hip_count_half(side: Side, behind: bool, degrees: float) -> None:
    body = lain(side, lying(1.0, side, behind=behind), behind)
    turned = math.radians(degrees) * side.sign * (-1.0 if behind else 1.0)
    about = np.array([[math.cos(turned), -math.sin(turned)], [math.sin(turned), math.cos(turned)]])
    xy, middle = body.pose.xy.copy(), body.pose.mid(Joint.SHOULDER)
    for shoulder in (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER):
        xy[shoulder] = middle + about @ (xy[shoulder] - middle)
    bent = replace(body, pose=replace(body.pose, xy=xy))
    assert m.hip_hike(bent) == pytest.approx(0.5 * degrees / HIKE_SHOWN)


@SIDES
@pytest.mark.parametrize("name", ["hip_hike", "roll_back"])
def test_what_a_tilted_trunk_falsifies_is_not_told_while_it_is_tilted(name: str, side: Side) -> None:
    assert math.isfinite(ALL[name](lain(side, lying(1.0, side, 20.0, tilt=4.0))))
    assert math.isnan(ALL[name](lain(side, lying(1.0, side, 20.0, tilt=7.0))))


@SIDES
@pytest.mark.parametrize("degrees", [-11.0, 0.0, 6.0])
def test_a_tilt_of_the_trunk_has_no_sign(side: Side, degrees: float) -> None:
    assert m.trunk_tilt(lain(side, lying(1.0, side, 20.0, tilt=degrees))) == pytest.approx(abs(degrees))


@SIDES
@pytest.mark.parametrize("degrees", [-20.0, 0.0, 15.0])
def test_a_bent_knee_is_compared_with_the_knee_at_rest(side: Side, degrees: float) -> None:
    body = Body(lying(1.0, side, 20.0, bend=degrees), side, lying(0.0, side, bend=5.0))
    assert m.bend(body.pose, side) == pytest.approx(abs(degrees))
    assert m.knee_bend(body) == pytest.approx(abs(degrees) - 5.0)


@SIDES
@pytest.mark.parametrize("reach", [0.8, 1.0, 1.1])
def test_a_leg_that_comes_nearer_looks_longer(side: Side, reach: float) -> None:
    assert m.leg_length_ratio(lain(side, lying(1.0, side, 20.0, reach=reach))) == pytest.approx(reach)


@SIDES
def test_a_leg_that_bends_or_a_pelvis_that_rolls_says_nothing_of_its_length(side: Side) -> None:
    assert math.isnan(m.leg_length_ratio(lain(side, lying(1.0, side, 20.0, bend=11.0))))
    assert math.isnan(m.leg_length_ratio(lain(side, lying(1.0, side, 20.0, roll=26.0 * ROLL_SHOWN))))
    assert m.leg_length_ratio(lain(side, lying(1.0, side, 20.0, roll=24.0 * ROLL_SHOWN))) == pytest.approx(1.0)
    assert m.leg_length_ratio(lain(side, lying(1.0, side, 20.0, bend=9.0))) == pytest.approx(0.997, abs=0.001)


@SIDES
@pytest.mark.parametrize("degrees", [-20.0, 0.0, 15.0, 40.0])
def test_a_top_side_that_rolls_backward_is_told_from_what_depth_shows_of_it(side: Side, degrees: float) -> None:
    assert m.roll_back(lain(side, lying(1.0, side, 20.0, roll=degrees))) == pytest.approx(degrees / ROLL_SHOWN)


@SIDES
def test_rolling_backward_is_positive_from_behind_too(side: Side) -> None:
    body = lain(side, lying(1.0, side, 20.0, roll=15.0, behind=True), behind=True)
    assert m.roll_back(body) == pytest.approx(15.0 / ROLL_SHOWN)


@SIDES
@pytest.mark.parametrize(("opening", "dragged"), [(0.0, 0.0), (DRAGGED / 2, DRAG / 2), (40.0, DRAG)])
def test_what_an_open_knee_makes_of_a_roll_is_taken_off(side: Side, opening: float, dragged: float) -> None:
    body = clammed(side, clam(1.0, side, opening))
    assert clam_roll(body) == pytest.approx(m.roll_back(body) - dragged, abs=0.2)


@SIDES
@VIEWS
@pytest.mark.parametrize("shanks", [-0.15, 0.0, 0.25])
def test_toes_towards_the_ceiling_are_positive(side: Side, behind: bool, shanks: float) -> None:
    body = lain(side, lying(1.0, side, 20.0, toe_up=shanks, behind=behind), behind)
    assert m.toe_up(body) == pytest.approx(shanks)


@SIDES
@pytest.mark.parametrize("degrees", [-10.0, 0.0, 20.0, 45.0, 57.0])
def test_an_opening_clam_is_told_from_the_gap_of_its_knees(side: Side, degrees: float) -> None:
    assert clam_opening(clammed(side, clam(1.0, side, degrees))) == pytest.approx(degrees)


@SIDES
def test_a_clam_that_opens_further_than_its_gap_tells_still_has_a_furthest_point(side: Side) -> None:
    openings = [clam_opening(clammed(side, clam(1.0, side, degrees))) for degrees in (STEEP, 65.0, 75.0, 85.0)]
    assert openings == sorted(openings)
    assert openings[0] == pytest.approx(STEEP)
    assert openings[-1] < 85.0


@SIDES
@pytest.mark.parametrize("slide", [-0.2, 0.0, 0.3])
def test_a_knee_that_slides_along_the_trunk_is_off_the_other(side: Side, slide: float) -> None:
    assert m.knee_offset(clammed(side, clam(1.0, side, 30.0, slide=slide))) == pytest.approx(abs(slide))


@SIDES
@pytest.mark.parametrize("trunks", [0.0, 0.1, 0.35])
def test_feet_that_come_apart_are_told_in_trunks(side: Side, trunks: float) -> None:
    assert m.feet_gap(clammed(side, clam(1.0, side, 30.0, feet=trunks))) == pytest.approx(trunks)


@SIDES
def test_knees_are_apart_by_the_width_of_the_hips_and_more_as_they_open(side: Side) -> None:
    assert m.knees_apart(clam(1.0, side), side) == pytest.approx(2 * HIPS)
    assert m.knees_apart(clam(1.0, side, 30.0), side) == pytest.approx(2 * HIPS + CLAM_ARC / 2)


@SIDES
@VIEWS
@pytest.mark.parametrize("degrees", [-8.0, 0.0, 4.0, 10.0])
def test_a_dropped_free_side_is_a_positive_drop(side: Side, behind: bool, degrees: float) -> None:
    body = stood(side, balancing(1.0, side, 0.4, drop=degrees, behind=behind), behind)
    assert obliquity(body.pose, side) == pytest.approx(-degrees)
    assert pelvic_drop(body) == pytest.approx(degrees)


@SIDES
@pytest.mark.parametrize(("at_rest", "drop"), [(2.0, 4.0), (-1.5, 7.5), (math.nan, 6.0)])
def test_a_drop_is_counted_from_the_persons_own_rest_if_it_was_seen(side: Side, at_rest: float, drop: float) -> None:
    rest = replace(balancing(0.0, side), pelvis=side.sign * at_rest)
    assert pelvic_drop(Body(balancing(1.0, side, 0.4, drop=6.0), side, rest)) == pytest.approx(drop)


@SIDES
def test_a_pelvis_that_nobody_could_see_is_not_judged(side: Side) -> None:
    unseen = replace(balancing(1.0, side, 0.4, drop=9.0), pelvis=math.nan)
    assert math.isnan(pelvic_drop(stood(side, unseen)))
    assert math.isnan(level_pelvis(stood(side, unseen)))


@SIDES
@VIEWS
@pytest.mark.parametrize("degrees", [-15.0, 0.0, 9.0])
def test_a_lean_counts_to_either_side(side: Side, behind: bool, degrees: float) -> None:
    body = stood(side, balancing(1.0, side, 0.4, lean=degrees, behind=behind), behind)
    assert m.trunk_lean(body) == pytest.approx(abs(degrees))


@SIDES
@pytest.mark.parametrize("shanks", [0.0, 0.05, 0.4])
def test_the_free_foot_is_told_in_shanks(side: Side, shanks: float) -> None:
    assert m.foot_height(stood(side, balancing(1.0, side, shanks))) == pytest.approx(shanks)
    assert m.foot_height(stood(side, balancing(1.0, side.other, shanks))) == pytest.approx(-shanks)


@SIDES
@VIEWS
@pytest.mark.parametrize("degrees", [-25.0, 0.0, 5.0, 15.0])
def test_a_knee_that_falls_in_is_positive_and_more_than_is_drawn(side: Side, behind: bool, degrees: float) -> None:
    knees = {"left": degrees} if side is Side.LEFT else {"right": degrees}
    pose = squatting(1.0, 10.0, behind=behind, **knees)
    assert m.fppa(pose, side) == pytest.approx(degrees)
    assert m.fppa(pose, side.other) == pytest.approx(0.0, abs=1e-9)
    assert m.knee_in(pose, side) == pytest.approx(degrees / VALGUS_SHOWN if degrees > 0 else degrees)


@pytest.mark.parametrize("percent", [-2.0, 0.0, 6.0, 20.0])
def test_squat_depth_is_the_share_that_the_hips_came_down(percent: float) -> None:
    body = Body(squatting(1.0, percent), Side.LEFT, squatting(0.0))
    assert m.squat_depth(body) == pytest.approx(percent)


def test_a_leg_that_comes_out_of_sight_does_not_lower_the_hips() -> None:
    higher = squatting(0.0)
    xy = higher.xy.copy()
    xy[Landmark.LEFT_ANKLE] -= (0.0, 10.0)
    stood_on = replace(higher, xy=xy)
    hides = stood_on.without(np.arange(33) == Landmark.RIGHT_ANKLE)
    assert m.squat_depth(Body(hides, Side.LEFT, stood_on)) == pytest.approx(0.0)


@SIDES
@pytest.mark.parametrize("drop", [-14.0, 10.0])
def test_a_pelvis_that_tilts_is_no_squat_on_one_leg(side: Side, drop: float) -> None:
    tilted = Body(balancing(1.0, side, 0.4, drop=drop), side, balancing(0.0, side, 0.4))
    sunk = Body(balancing(1.0, side, 0.4, sink=8.0), side, balancing(0.0, side, 0.4))
    assert m.stance_depth(tilted) == pytest.approx(0.0, abs=0.2)
    assert m.stance_depth(sunk) == pytest.approx(8.0, abs=0.2)


@SIDES
def test_an_ankle_that_is_drawn_up_above_its_toes_is_no_squat_on_one_leg(side: Side) -> None:
    stood = balancing(0.0, side, 0.4)
    xy = stood.xy.copy()
    xy[Joint.ANKLE.of(side)] -= (0.0, 5.0)
    assert m.stance_depth(Body(replace(stood, xy=xy), side, stood)) == pytest.approx(0.0, abs=0.2)


def test_one_ankle_is_enough_for_the_height_of_the_hips() -> None:
    one = squatting(0.0, 10.0).without(np.arange(33) == Landmark.LEFT_ANKLE)
    assert m.hip_height(one) == pytest.approx(90.0 * LEG)


@SIDES
def test_hips_that_move_over_the_foot_move_its_offset_by_as_much(side: Side) -> None:
    def offset(percent: float) -> float:
        return m.stance_offset(stood(side, balancing(1.0, side, 0.4, sway=percent)))

    assert offset(0.0) == pytest.approx(-side.sign * 100 * HIPS / LEG)
    assert offset(3.0) - offset(0.0) == pytest.approx(3.0)
    assert offset(-4.0) - offset(0.0) == pytest.approx(-4.0)


@SIDES
def test_hips_are_a_leg_above_the_foot_that_is_stood_on(side: Side) -> None:
    assert m.hips_above_foot(stood(side, balancing(1.0, side, 0.4))) == pytest.approx(LEG)


@VIEWS
@pytest.mark.parametrize("turned", [-90.0, 0.0, 37.0, 90.0, 180.0])
def test_facing_is_told_whichever_way_up_a_body_lies(behind: bool, turned: float) -> None:
    assert m.facing(Figure(behind=behind, turned=turned).pose()) == (-1.0 if behind else 1.0)


# --- gates: what cannot be judged has no number -------------------------------------------------------------


def test_knees_of_a_squat_are_only_judged_near_the_middle() -> None:
    def valgus(x: float) -> float:
        return knee_valgus(Body(squatting(1.0, 10.0, left=9.0, right=9.0, x=x), Side.LEFT, squatting(0.0, x=x)))

    assert valgus(320.0) == pytest.approx(9.0 / VALGUS_SHOWN)
    assert valgus(320.0 + 0.14 * SIZE[0]) == pytest.approx(9.0 / VALGUS_SHOWN)
    assert math.isnan(valgus(320.0 + 0.16 * SIZE[0]))
    assert math.isnan(valgus(320.0 - 0.16 * SIZE[0]))


@pytest.mark.parametrize(
    ("left", "right", "judged"),
    [(9.0, 12.0, 10.5 / VALGUS_SHOWN), (18.0, -20.0, 18.0 / VALGUS_SHOWN - YAW_SHARE_DEG), (-8.0, -2.0, -5.0)],
)
def test_a_squat_is_judged_by_both_knees_or_by_one_beyond_what_a_turn_explains(
    left: float, right: float, judged: float
) -> None:
    pose = squatting(1.0, 10.0, left=left, right=right)
    assert knee_valgus(Body(pose, Side.LEFT, squatting(0.0))) == pytest.approx(judged)


@SIDES
def test_one_picture_that_jitters_does_not_begin_the_second_of_a_stance_knee_anew(side: Side) -> None:
    limit = next(limit for limit in EXERCISES["single-leg-balance"].limits if limit.id == "knee-valgus")
    rest = balancing(0.0, side)
    lately = tuple(
        balancing(1.0 + i / 15, side, 0.4, valgus=VALGUS_SHOWN * true) for i, true in enumerate((14, 13, 15, 11))
    )
    assert limit.measure(Body(lately[-1], side, rest, lately)) == pytest.approx(13.5)


@SIDES
def test_an_ankle_that_is_drawn_up_over_its_toes_takes_nothing_off_the_other_foot(side: Side) -> None:
    stood_on, toe = Joint.ANKLE.of(side), Joint.FOOT_INDEX.of(side)
    two_feet, pose = balancing(0.0, side), balancing(1.0, side, 0.3)

    def height(up: float, joint: Landmark = stood_on, rest: Pose | None = two_feet) -> float:
        xy = pose.xy.copy()
        xy[joint, 1] -= up
        return steady_height(Body(replace(pose, xy=xy), side, rest))

    assert height(0.0) == pytest.approx(0.3)
    assert height(6.0) == pytest.approx(0.3, abs=0.03), "its shank is that much shorter"
    assert height(6.0, rest=None) < 0.25, "without two feet to go by it is what is drawn"
    assert height(6.0, toe) == pytest.approx(0.3), "a toe that is lifted lowers no floor"
    assert height(math.nan, toe) == pytest.approx(0.3), "a toe that is not seen says nothing"


@SIDES
def test_the_stance_knee_is_only_judged_within_five_percent_of_the_middle(side: Side) -> None:
    def valgus(x: float) -> float:
        body = Body(balancing(1.0, side, 0.4, valgus=9.0, x=x), side, balancing(0.0, side, x=x))
        return stance_knee_valgus(body)

    assert valgus(320.0 + 0.04 * SIZE[0]) == pytest.approx(9.0 / VALGUS_SHOWN)
    assert math.isnan(valgus(320.0 + 0.06 * SIZE[0]))


@SIDES
def test_a_body_that_turned_away_has_no_level_pelvis(side: Side) -> None:
    def drop(pose: Pose) -> float:
        return level_pelvis(stood(side, pose))

    assert drop(balancing(1.0, side, 0.4, drop=6.0)) == pytest.approx(6.0)
    turned = balancing(1.0, side, 0.4, drop=6.0)
    narrow = replace(turned, xy=(turned.xy - 320.0) * np.array([0.8, 1.0]) + 320.0)
    assert math.isnan(drop(narrow))


# --- the specification's formulas, written again with y up, as it writes them -------------------------------

Points = NDArray[np.float64]


def _points(pose: Pose) -> Points:
    upward: Points = pose.xy * np.array([1.0, -1.0])
    return upward


def _ccw(a: Points, b: Points) -> float:
    return math.degrees(math.atan2(a[0] * b[1] - a[1] * b[0], float(a @ b)))


def _d(p: Points) -> Points:
    middle: Points = (p[23] + p[24] - p[11] - p[12]) / 2
    return middle


def _f(p: Points) -> float:
    across = (p[11] - p[12]) + (p[23] - p[24])
    return float(np.sign(_d(p)[0] * across[1] - _d(p)[1] * across[0]))


def _of(side: Side, p: Points, left: int) -> Points:
    return np.asarray(p[left if side is Side.LEFT else left + 1])


def spec_lift(now: Points, rest: Points, s: Side) -> float:
    leg_now, leg_then = (_of(s, p, 27) - _of(s, p, 23) for p in (now, rest))
    return _f(rest) * s.sign * _ccw(leg_then, leg_now)


def spec_abduction(p: Points, s: Side) -> float:
    return _f(p) * s.sign * _ccw(_d(p), _of(s, p, 27) - _of(s, p, 23))


def spec_hip_line(p: Points, s: Side) -> float:
    return _f(p) * s.sign * _ccw(_d(p), _of(s, p, 23) - _of(s.other, p, 23)) - 90.0


def spec_fppa(p: Points, s: Side) -> float:
    hip, knee, ankle = (_of(s, p, left) for left in (23, 25, 27))
    return _f(p) * s.sign * _ccw(knee - hip, ankle - knee)


def spec_knee_flexion(p: Points, s: Side) -> float:
    hip, knee, ankle = (_of(s, p, left) for left in (23, 25, 27))
    return abs(_ccw(knee - hip, ankle - knee))


def scattered(seed: int) -> Pose:
    """Landmarks anywhere at all: a formula does not care whether they make a body."""
    rng = np.random.default_rng(seed)
    return Pose(0.0, rng.uniform(0, 640, (33, 2)), rng.uniform(-1, 1, (33, 3)), np.ones(33), SIZE)


@given(st.integers(0, 10**6), st.sampled_from(Side))
def test_measures_are_the_formulas_of_the_specification(seed: int, side: Side) -> None:
    pose, rest = scattered(seed), scattered(seed + 10**7)
    now, then = _points(pose), _points(rest)
    body = Body(pose, side, rest)
    assert m.facing(pose) == _f(now)
    assert m.hip_abduction(body) == pytest.approx(spec_lift(now, then, side))
    assert m.leg_to_trunk(pose, side) == pytest.approx(spec_abduction(now, side))
    assert m.fppa(pose, side) == pytest.approx(spec_fppa(now, side))
    assert m.bend(pose, side) == pytest.approx(spec_knee_flexion(now, side))
    assert m.trunk_tilt(body) == pytest.approx(abs(_ccw(_d(then), _d(now))))


@given(st.floats(-10.0, 15.0), st.floats(0.0, 45.0), st.floats(-4.9, 4.9), st.sampled_from(Side), st.booleans())
def test_a_hike_is_the_change_of_the_specifications_hip_line(
    hike: float, lift: float, tilt: float, side: Side, behind: bool
) -> None:
    body = lain(side, lying(1.0, side, lift, hike=hike, tilt=tilt, behind=behind), behind)
    assert body.rest is not None
    changed_line = spec_hip_line(_points(body.pose), side) - spec_hip_line(_points(body.rest), side)
    assert m.hip_hike(body) * HIKE_SHOWN == pytest.approx(changed_line, abs=1e-6)


# --- what may change without changing a number --------------------------------------------------------------

# Not where a measure falls silent: there rounding decides.
small = st.floats(-13.0, 13.0).filter(lambda degrees: all(abs(abs(degrees) - edge) > 0.01 for edge in (5, 6, 10)))


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    """Somebody doing one of the exercises, well or badly, on either side."""
    side = draw(st.sampled_from(Side))
    doing: Callable[[], Body] = draw(
        st.sampled_from(
            [
                lambda: lain(
                    side,
                    lying(
                        1.0, side, draw(st.floats(0, 50)), bend=draw(small), tilt=draw(small), roll=draw(small),
                        hike=draw(small), toe_up=draw(st.floats(-0.3, 0.3)), reach=draw(st.floats(0.85, 1.15)),
                    ),
                ),
                lambda: clammed(
                    side, clam(1.0, side, draw(st.floats(0, 60)), slide=draw(st.floats(-0.3, 0.3)), roll=draw(small))
                ),
                lambda: stood(
                    side,
                    balancing(
                        1.0, side, draw(st.floats(0, 0.6)), drop=draw(small), lean=draw(small), valgus=draw(small)
                    ),
                ),
                lambda: Body(
                    squatting(1.0, draw(st.floats(0, 25)), left=draw(small), right=draw(small)), side, squatting(0.0)
                ),
            ]
        )
    )  # fmt: skip
    return doing()


def changed(body: Body, change: Callable[[Pose], Pose]) -> Body:
    """The same body in a picture that was changed, at rest as well as now."""
    assert body.rest is not None
    return Body(change(body.pose), body.side, change(body.rest))


def same(a: Body, b: Body, *names: str) -> None:
    """Both bodies read the same, missing included. Knees of somebody who stands are not one above the other."""
    upright = abs(m.trunk_down(a.pose)[0]) < 0.9 * m.trunk_length(a.pose)
    for name in set(names) - (LAIN if upright else set()):
        assert ALL[name](a) == pytest.approx(ALL[name](b), abs=1e-6, nan_ok=True), name


# Near the middle of the picture is asked for by the gates of squat and balance, so those need the picture's place.
PLACED = {"knee_valgus", "level_pelvis", "stance_knee_valgus", "bent_knee_valgus", "knee_over_toe",
          "knees_medial", "knee_ankle_ratio", "level_since_two_feet"}  # fmt: skip
# What "above" means needs a trunk that lies.
LAIN = {"knee_gap", "clam_opening", "clam_roll", "judged_opening", "judged_offset"}
# Measured against the horizon of the picture.
LEVELLED = {
    "off_upright", "drawn_up",
    "pelvic_drop", "trunk_lean", "squat_depth", "foot_height", "stance_offset", "hips_above_foot", "sway", "hip_fall",
    "toe_up", "foot_height_front", "trunk_lean_front", "stance_moved_front", "hands_off_front",
    "bridge_line", "top_knee_flexion", "trunk_fold", "hip_swing", "furthest_out", "arm_reach",
    "thigh_raise", "half_kneel",
} | LAIN | {
    # …or of one view only.
    "hip_flexion", "kneeling_knee", "side_shift", "knee_drift", "seated_knee", "seat_hitch", "hip_rotation",
}  # fmt: skip
# Angles and distances of one pose, by themselves.
OF_ONE_POSE = {"knee_flexion", "under_flexion", "near_flexion", "hip_bouncing", "hands_off"}


@given(bodies(), st.floats(-180.0, 180.0))
def test_turning_the_picture_changes_nothing_that_is_told_within_the_body(body: Body, degrees: float) -> None:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    flat, deep = np.array([[c, s], [-s, c]]), np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    turned = changed(body, lambda pose: replace(pose, xy=pose.xy @ flat, xyz=pose.xyz @ deep))
    same(body, turned, *(ALL.keys() - PLACED - LEVELLED))


@given(bodies(), st.floats(-500.0, 500.0), st.floats(-500.0, 500.0))
def test_moving_the_picture_changes_nothing(body: Body, x: float, y: float) -> None:
    moved = changed(body, lambda pose: replace(pose, xy=pose.xy + np.array([x, y])))
    same(body, moved, *(ALL.keys() - PLACED))


@given(bodies(), st.floats(0.2, 5.0))
def test_a_finer_picture_changes_nothing(body: Body, by: float) -> None:
    finer = changed(body, lambda pose: replace(pose, xy=pose.xy * by, size=(round(640 * by), round(360 * by))))
    same(body, finer, *(ALL.keys() - PLACED))


@given(bodies())
def test_a_mirror_exchanges_the_sides_and_nothing_else(body: Body) -> None:
    assert body.rest is not None
    mirrored = Body(body.pose.mirrored(), body.side.other, body.rest.mirrored())
    same(body, mirrored, *(ALL.keys() - {"stance_offset", "sway"}))
    assert m.stance_offset(mirrored) == pytest.approx(-m.stance_offset(body))


@given(bodies())
def test_twice_in_the_mirror_is_the_same_pose(body: Body) -> None:
    twice = body.pose.mirrored().mirrored()
    np.testing.assert_allclose(twice.xy, body.pose.xy)
    np.testing.assert_allclose(twice.xyz, body.pose.xyz)
    np.testing.assert_array_equal(twice.visibility, body.pose.visibility)


@SIDES
@pytest.mark.parametrize("up", [0.0, 0.4, 0.9])
def test_a_foot_behind_the_other_leg_is_where_the_model_puts_it_if_its_knee_is_seen_from_the_front(
    side: Side, up: float
) -> None:
    body = stood(side, balancing(1.0, side, up))
    behind = replace(body, pose=body.pose.without(np.arange(33) == Joint.ANKLE.of(side.other)))
    assert m.foot_height(behind) == m.foot_height(body)
    other = replace(behind, side=side.other)
    assert m.foot_height(other) == -m.foot_height(body)
    cut = replace(body, pose=behind.pose.without(np.arange(33) == Joint.KNEE.of(side.other)))
    assert math.isnan(m.foot_height(cut)), "a leg that is not seen at all says nothing"
    neither = replace(body, pose=behind.pose.without(np.arange(33) == Joint.ANKLE.of(side)))
    assert math.isnan(m.foot_height(neither))
    across = replace(behind.pose, xy=0.3 * behind.pose.xy + 0.7 * behind.pose.xy[:, 1:] * [0, 1])
    assert math.isnan(m.foot_height(replace(body, pose=across))), "of the far leg, from the side, nothing is known"


def test_what_shakes_is_read_steadily_from_what_there_is() -> None:
    heights = [0.5, 0.0, 0.01, 0.3, 0.02, 0.0]  # five a second: the last three are of the last 0.5 s
    poses = tuple(balancing(0.2 * i, Side.LEFT, up) for i, up in enumerate(heights))
    steady = m.steadily(m.foot_height, 0.5)
    assert steady(Body(poses[-1], Side.LEFT, lately=poses)) == pytest.approx(0.02)
    assert steady(Body(poses[3], Side.LEFT)) == pytest.approx(0.3), "of one alone, what it says"
    unseen = poses[-1].without(np.arange(33) >= Joint.KNEE)
    assert math.isnan(steady(Body(unseen, Side.LEFT, lately=(*poses[:-1], unseen))))


def test_a_pose_remembers_where_what_was_taken_out_had_been() -> None:
    pose = balancing(1.0, Side.LEFT, 0.4)
    masked = pose.without(np.arange(33) == Landmark.RIGHT_ANKLE).without(np.arange(33) == Landmark.NOSE)
    np.testing.assert_array_equal(masked.placed, pose.xy)
    np.testing.assert_array_equal(masked.mirrored().placed, pose.mirrored().xy)
    np.testing.assert_array_equal(pose.placed, pose.xy)


# --- what is missing ----------------------------------------------------------------------------------------

TRUNK = (Joint.SHOULDER, Joint.HIP)
NEEDS: dict[str, tuple[Joint, ...]] = {
    "hip_abduction": (Joint.HIP,),
    "hip_hike": TRUNK,
    "trunk_tilt": TRUNK,
    "knee_bend": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    "leg_length_ratio": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    "roll_back": TRUNK,
    "toe_up": (Joint.HIP, Joint.KNEE, Joint.ANKLE, Joint.HEEL, Joint.FOOT_INDEX),
    "clam_opening": (Joint.KNEE,),
    "clam_roll": (*TRUNK, Joint.KNEE),
    "judged_opening": (Joint.KNEE,),
    "judged_offset": (Joint.KNEE,),
    "knee_offset": (Joint.KNEE,),
    "feet_gap": (*TRUNK, Joint.ANKLE),
    "trunk_lean": TRUNK,
    "level_pelvis": TRUNK,
    "stance_knee_valgus": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    "knee_valgus": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    "stance_offset": (Joint.HIP, Joint.ANKLE),
    "sway": (Joint.HIP, Joint.ANKLE),
    "hips_above_foot": (*TRUNK, Joint.ANKLE),
    "hip_fall": (*TRUNK, Joint.ANKLE),
    "bridge_line": (*TRUNK, Joint.KNEE),
    "knee_flexion": (Joint.HIP, Joint.KNEE, Joint.ANKLE),
}
"""What each measure cannot do without, on its own side."""


@SIDES
@pytest.mark.parametrize(("name", "joint"), [(name, joint) for name, needs in NEEDS.items() for joint in needs])
def test_what_is_missing_gives_no_number(name: str, joint: Joint, side: Side) -> None:
    whole = clammed(side, clam(1.0, side, 20.0)) if name in LAIN else stood(side, balancing(1.0, side, 0.4))
    gone = Body(whole.pose.without(np.arange(33) == joint.of(side)), side, whole.rest)
    assert math.isfinite(ALL[name](whole))
    assert math.isnan(ALL[name](gone))


@pytest.mark.parametrize("name", sorted(ALL))
def test_nobody_has_no_number(name: str) -> None:
    nobody = Pose.nobody(1.0, SIZE)
    assert math.isnan(ALL[name](Body(nobody, Side.LEFT, nobody)))
    assert math.isnan(ALL[name](Body(nobody, Side.LEFT, balancing(0.0, Side.LEFT))))


SINCE_REST = ALL.keys() - PLACED - LEVELLED - OF_ONE_POSE | LAIN | {
    "pelvic_drop", "squat_depth", "thigh_raise", "kneeling_knee", "side_shift", "knee_drift",
    "seated_knee", "seat_hitch",
}


@pytest.mark.parametrize("name", sorted(SINCE_REST))
def test_a_change_since_rest_needs_a_rest(name: str) -> None:
    assert math.isnan(ALL[name](Body(balancing(1.0, Side.LEFT, 0.4), Side.LEFT)))


def test_without_the_knees_depth_of_a_squat_is_still_told() -> None:
    body = Body(squatting(1.0, 10.0), Side.LEFT, squatting(0.0))
    kneeless = changed(body, lambda pose: hidden(pose, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE))
    assert m.squat_depth(kneeless) == pytest.approx(10.0)


def test_a_missing_trunk_faces_nowhere() -> None:
    assert math.isnan(m.facing(squatting(0.0).without(np.arange(33) == Landmark.LEFT_SHOULDER)))


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_measure_is_named_after_what_it_is_and_carries_its_unit(name: str) -> None:
    assert ALL[name].column == f"{name}_{ALL[name].unit}"
    assert ALL[name].label in (Label.MEASURED, Label.ESTIMATED, Label.TIMED)


# --- the pose itself ----------------------------------------------------------------------------------------


def test_a_pose_cannot_be_changed() -> None:
    pose = squatting(0.0)
    with pytest.raises(ValueError, match="read-only"):
        pose.xy[0, 0] = 1.0


@pytest.mark.parametrize(("name", "shape"), [("xy", (33, 3)), ("xyz", (32, 3)), ("visibility", (33, 1))])
def test_a_pose_of_the_wrong_shape_is_refused(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=name):
        replace(squatting(0.0), **{name: np.zeros(shape)})  # type: ignore[arg-type]


def test_a_body_without_a_hip_is_not_seen() -> None:
    assert squatting(0.0).seen
    assert not squatting(0.0).without(np.arange(33) == Landmark.LEFT_HIP).seen
    assert not Pose.nobody(0.0, SIZE).seen


def test_left_and_right_exchange_places_in_a_mirror() -> None:
    pose = Figure(*legs(Side.LEFT, leg(20.0), leg())).pose()
    mirrored = pose.mirrored()
    x, y = pose[Landmark.LEFT_ANKLE]
    np.testing.assert_allclose(mirrored[Landmark.RIGHT_ANKLE], [SIZE[0] - x, y])
    assert mirrored[Landmark.LEFT_SHOULDER][0] > mirrored[Landmark.RIGHT_SHOULDER][0]
    np.testing.assert_allclose(mirrored[Landmark.NOSE][1], pose[Landmark.NOSE][1])
