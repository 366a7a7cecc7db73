"""Marching, half-kneeling and sitting: measures against figures whose angles are known, and the positions' checks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises import EXERCISES
from formcheck.exercises.hip_rotation import HITCH_SHOWN, PULLS, hip_rotation, hip_swing, seat_hitch, seated_knee
from formcheck.exercises.march import foot_out, knee_place, level_pelvis
from formcheck.exercises.tfl_stretch import (
    KNEE_RISEN,
    SQUARE,
    arm_reach,
    half_kneel,
    hip_flexion,
    kneeling_knee,
    side_on_or_front,
    side_shift,
    trunk_fold,
)
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.measures import Body, Measure, thigh_raise, trunk_lean, trunk_length
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import half_kneeling, lower_knee, sitting, standing
from formcheck.session import Session, analyze
from formcheck.update import Rep
from people import (
    Draw,
    Moves,
    act,
    hidden,
    kneeling_from_side,
    lying,
    marching,
    rest,
    seated,
    squatting,
    stepping_down,
    then,
    times,
)
from people import half_kneeling as kneeling
from people import rep as swing

SIDES = pytest.mark.parametrize("side", list(Side))
VIEWS = pytest.mark.parametrize("behind", [False, True], ids=["front", "behind"])


def stepped(side: Side, pose: Pose, behind: bool = False) -> Body:
    """Somebody who started on both feet and lifts the knee of `side`."""
    return Body(pose, side, marching(0.0, side, behind=behind))


# --- marching -----------------------------------------------------------------------------------------------


@SIDES
@pytest.mark.parametrize("degrees", [45.0, 60.0, 75.0, 90.0, 100.0])
def test_a_lifted_thigh_is_told_by_the_height_of_its_knee(side: Side, degrees: float) -> None:
    assert thigh_raise(stepped(side, marching(1.0, side, degrees))) == pytest.approx(degrees, abs=1e-6)


@SIDES
def test_hips_that_come_down_do_not_lift_a_knee(side: Side) -> None:
    sunk = Body(stepping_down(1.0, side, 25.0), side, stepping_down(0.0, side))
    assert thigh_raise(sunk) < 35.0  # a thigh that hangs reads 30


@SIDES
@VIEWS
@pytest.mark.parametrize("degrees", [-10.0, 0.0, 25.0])
def test_a_foot_that_swings_out_is_positive(side: Side, behind: bool, degrees: float) -> None:
    body = stepped(side, marching(1.0, side, 85.0, foot_out=degrees, behind=behind), behind)
    assert foot_out(body) == pytest.approx(degrees, abs=1e-6)


@SIDES
@VIEWS
def test_a_knee_that_goes_aside_is_told_in_thighs(side: Side, behind: bool) -> None:
    body = stepped(side, marching(1.0, side, 85.0, aside=0.25, behind=behind), behind)
    assert knee_place(body) == pytest.approx(0.25, abs=1e-6)


@SIDES
def test_the_lifted_side_of_the_pelvis_drops_and_the_trunk_leans(side: Side) -> None:
    body = stepped(side, marching(1.0, side, 85.0, drop=9.0, lean=7.0))
    assert level_pelvis(body) == pytest.approx(9.0, abs=0.1)
    assert trunk_lean(body) == pytest.approx(7.0, abs=1e-6)


def session_of(exercise: str, poses: list[Pose], side: Side | None = None) -> tuple[list[Rep], set[str]]:
    """Repetitions, and the ids of everything that was said."""
    updates = list(analyze(poses, Session(EXERCISES[exercise], side)))
    events = [event for update in updates for event in update.events]
    return [e for e in events if isinstance(e, Rep)], {u.cue.id for u in updates if u.cue}


def marched(
    hold: float = 5.6, out: float = 25.0, aside: float = 0.0, side: Side = Side.LEFT, start: float = 0.0
) -> list[Pose]:
    """One lift: the knee up in 1.2 s, the foot (and the knee, if it moves) aside within the hold."""

    def draw(t: float, level: float) -> Pose:
        turned = min(1.0, max(0.0, min(t - start - 3.2, 2.7 + hold - (t - start))))
        return marching(t, side, 30.0 + 55.0 * level, foot_out=out * turned, aside=aside * turned)

    return act(draw, then(rest(1.5), swing(1.0, up=1.2, hold=hold, down=1.2)), hz=15.0, start=start)


@SIDES
def test_a_lift_held_with_the_foot_out_is_good_and_belongs_to_its_side(side: Side) -> None:
    reps, said = session_of("march", marched(side=side))
    assert [(rep.side, rep.faults, rep.good) for rep in reps] == [(side, (), True)]
    assert said == set()


@pytest.mark.parametrize(
    ("done", "fault"),
    [
        (marched(hold=2.0), "short-hold"),
        (marched(out=4.0), "rotation-low"),
        (marched(aside=-0.3), "knee-drift"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_goes_wrong_in_a_lift_is_its_fault(done: list[Pose], fault: str) -> None:
    reps, said = session_of("march", done)
    assert [rep.faults for rep in reps] == [(fault,)]
    assert fault in said


def test_legs_may_take_turns() -> None:
    first = marched(side=Side.LEFT)
    second = marched(side=Side.RIGHT, start=first[-1].t + 1 / 15)
    reps, _ = session_of("march", first + second)
    assert [(rep.side, rep.good) for rep in reps] == [(Side.LEFT, True), (Side.RIGHT, True)]


def test_lifts_of_a_second_each_are_all_counted() -> None:
    moves = then(rest(1.5), times(10, Moves(((84.0, 0.4), (0.0, 0.4), (0.0, 0.2)))), rest(1.0))

    def draw(t: float, up: float) -> Pose:
        return marching(t, tuple(Side)[int(t - 1.5) % 2], up)

    reps, _ = session_of("march", act(draw, moves, hz=15.0))
    assert [rep.side for rep in reps] == list(Side) * 5


def test_where_one_side_was_asked_for_the_other_is_not_counted() -> None:
    assert session_of("march", marched(side=Side.RIGHT), Side.LEFT)[0] == []


# --- half-kneeling ------------------------------------------------------------------------------------------


@SIDES
@pytest.mark.parametrize(("glide", "fold"), [(0.0, 0.0), (15.0, 0.0), (-20.0, 10.0), (10.0, 25.0)])
def test_from_the_side_hip_trunk_and_knee_are_told(side: Side, glide: float, fold: float) -> None:
    body = Body(kneeling_from_side(1.0, side, glide=glide, fold=fold), side)
    assert hip_flexion(body) == pytest.approx(fold - glide, abs=1e-6)
    assert trunk_fold(body) == pytest.approx(fold, abs=1e-6)
    assert kneeling_knee(body) == pytest.approx(abs(90 - glide - SQUARE), abs=1e-6)


@SIDES
@VIEWS
@pytest.mark.parametrize("hips", [-0.3, 0.0, 0.25])
def test_from_the_front_the_shift_of_the_hips_is_told(side: Side, behind: bool, hips: float) -> None:
    set_up, now = (kneeling(t, side, shift=by, behind=behind) for t, by in ((0.0, 0.0), (1.0, hips)))
    assert side_shift(Body(now, side, set_up)) == pytest.approx(hips, abs=1e-6)


@SIDES
def test_an_arm_is_up_when_its_wrist_is_above_the_nose(side: Side) -> None:
    assert arm_reach(Body(kneeling(0.0, side), side)) > 0
    assert arm_reach(Body(kneeling(0.0, side, arm_up=False), side)) < 0


@SIDES
def test_each_view_tells_its_own_plane_only(side: Side) -> None:
    front, sideways = (Body(pose, side, pose) for pose in (kneeling(0.0, side), kneeling_from_side(0.0, side)))
    of_side: tuple[Measure, ...] = (hip_flexion, trunk_fold, kneeling_knee)
    of_front: tuple[Measure, ...] = (side_shift, arm_reach)
    assert all(math.isnan(each(front)) for each in of_side)
    assert all(math.isnan(each(sideways)) for each in of_front)
    assert not any(math.isnan(each(body)) for body, them in ((front, of_front), (sideways, of_side)) for each in them)


@SIDES
def test_from_the_side_the_kneeling_side_must_be_the_near_one(side: Side) -> None:
    pose = kneeling_from_side(0.0, side)
    assert side_on_or_front(Body(pose, side)) is None
    # The picture flipped without exchanging left and right: the same leg kneels on the far side.
    flipped = Pose(0.0, pose.xy * (-1, 1) + (pose.size[0], 0), pose.xyz.copy(), pose.visibility.copy(), pose.size)
    advice = side_on_or_front(Body(flipped, side))
    assert advice is not None
    assert advice.id == "far-side"


@SIDES
@pytest.mark.parametrize(
    ("glide", "inside"), [(0.0, 1.0), (-20.0, 0.79), (-44.8, 0.0), (-60.0, -0.72), (45.0, 1.0)]
)
def test_from_the_side_the_thigh_tells_how_far_inside_half_kneeling(side: Side, glide: float, inside: float) -> None:
    body = Body(kneeling_from_side(1.0, side, glide=glide), side, kneeling_from_side(0.0, side))
    assert half_kneel(body) == pytest.approx(inside, abs=0.01)


@SIDES
@VIEWS
def test_from_the_front_the_head_tells_how_far_inside_half_kneeling(side: Side, behind: bool) -> None:
    set_up = kneeling(0.0, side, behind=behind)

    def inside(up: float, arm_up: bool = True) -> float:
        return half_kneel(Body(kneeling(1.0, side, up, arm_up=arm_up, behind=behind), side, set_up))

    assert inside(1.0, arm_up=False) == inside(1.0) == pytest.approx(1.0)
    assert inside(0.7) > 0.4
    assert inside(0.0) < -0.2
    assert np.all(np.diff([inside(up) for up in np.linspace(1.0, 0.0, 9)]) < 0)


@SIDES
@pytest.mark.parametrize("set_up", [kneeling, kneeling_from_side], ids=["front", "side"])
def test_the_knee_that_rises_and_the_other_one_that_comes_down_give_half_kneeling_up(
    side: Side, set_up: Callable[[float, Side], Pose]
) -> None:
    pose = set_up(0.0, side)
    knees = Joint.KNEE.of(side), Joint.KNEE.of(side.other)

    def moved(by: float, *landmarks: int) -> float:
        xy = pose.xy.copy()
        xy[list(landmarks), 1] += by
        return half_kneel(Body(replace(pose, xy=xy), side, pose))

    assert moved(-(KNEE_RISEN + 0.01) * trunk_length(pose), *range(len(pose.xy))) < 0
    assert moved(0.95 * float(pose.xy[knees[0], 1] - pose.xy[knees[1], 1]), knees[1]) < 0


def kneeled(poses: list[Pose]) -> tuple[list[Interval], list[Fault], set[str]]:
    """What a session makes of a stretch: intervals, faults, ids of what was said."""
    updates = list(analyze(poses, Session(EXERCISES["tfl-stretch"])))
    events = [e for u in updates for e in u.events]
    held = [e for e in events if isinstance(e, Interval)]
    return held, [e for e in events if isinstance(e, Fault)], {u.cue.id for u in updates if u.cue}


@pytest.mark.parametrize("hz", [7.0, 12.0, 30.0])
@pytest.mark.parametrize(
    ("draw", "given_up"),
    [
        (lambda t, level: kneeling(t, Side.LEFT, 1.0 - level), 0.8),  # the head at .85 of its height
        (lambda t, level: kneeling_from_side(t, Side.RIGHT, glide=-70.0 * level), 45 / 70),
    ],
    ids=["front", "side"],
)
def test_sitting_back_on_the_heel_pauses_the_clock(draw: Draw, given_up: float, hz: float) -> None:
    down = Moves(((1.0, 0.5),))
    after = next(t for t in np.linspace(0.0, 0.5, 501).tolist() if down(t) >= given_up)
    held, faults, said = kneeled(act(draw, then(rest(4.0), down, Moves(((1.0, 1.5), (0.0, 0.5), (0.0, 5.0)))), hz=hz))
    assert [interval.broken for interval in held] == [True, False]
    assert held[0].end_t == pytest.approx(4.0 + after, abs=0.05)
    assert held[1].start_t == pytest.approx(6.5 - after, abs=0.05)
    assert [(fault.id, fault.start_t, fault.end_t) for fault in faults] == [
        ("out-of-position", held[0].end_t, held[1].start_t)
    ]
    assert said == {"out-of-position"}


@SIDES
def test_standing_up_breaks_the_stretch(side: Side) -> None:
    course = then(rest(4.0), swing(1.0, up=0.0, hold=2.0, down=0.0, rest=5.0))

    def draw(t: float, level: float) -> Pose:
        return marching(t, side) if level else kneeling(t, side)

    held, faults, _ = kneeled(act(draw, course, hz=15.0))
    assert [interval.broken for interval in held] == [True, False]
    assert held[0].end_t == pytest.approx(4.0, abs=0.1)
    assert [fault.id for fault in faults] == ["out-of-position"]


def test_a_deep_glide_forward_is_held() -> None:
    course = then(rest(4.0), swing(1.0, up=1.0, hold=3.0, down=1.0, rest=1.0))
    poses = act(lambda t, level: kneeling_from_side(t, Side.LEFT, glide=48.0 * level), course, hz=15.0)
    held, _, said = kneeled(poses)
    assert [(interval.start_t, interval.end_t) for interval in held] == [(0.0, poses[-1].t)]
    assert "out-of-position" not in said


def test_who_is_not_seen_has_not_given_up_the_stretch() -> None:
    pose = kneeling(0.0, Side.LEFT)
    assert math.isnan(half_kneel(Body(Pose.nobody(1.0, pose.size), Side.LEFT, pose)))
    assert half_kneel(Body(hidden(pose, Landmark.RIGHT_KNEE), Side.LEFT, pose)) > 0


# --- sitting ------------------------------------------------------------------------------------------------


@SIDES
@VIEWS
@pytest.mark.parametrize("degrees", [-35.0, 0.0, 12.0, 40.0])
def test_a_shin_that_swings_out_is_internal_rotation(side: Side, behind: bool, degrees: float) -> None:
    body = Body(seated(1.0, side, degrees, behind=behind), side, seated(0.0, side, behind=behind))
    assert hip_rotation(body) == pytest.approx(degrees, abs=1e-6)
    assert hip_swing(body) == pytest.approx(abs(degrees), abs=1e-6)


@SIDES
def test_a_knee_that_goes_along_and_a_hitched_seat_are_told(side: Side) -> None:
    body = Body(seated(1.0, side, 30.0, aside=-0.3, hitch=9.0 * HITCH_SHOWN), side, seated(0.0, side))
    assert seated_knee(body) == pytest.approx(0.3, abs=0.01)
    assert seat_hitch(body) == pytest.approx(9.0, abs=0.1)


@SIDES
@VIEWS
def test_a_knee_whose_landmark_slides_down_the_swinging_shin_has_not_moved(side: Side, behind: bool) -> None:
    pose = seated(1.0, side, 35.0, behind=behind)
    knee, ankle = Joint.KNEE.of(side), Joint.ANKLE.of(side)
    xy = pose.xy.copy()
    xy[knee] += 0.3 * (xy[ankle] - xy[knee])
    body = Body(replace(pose, xy=xy), side, seated(0.0, side, behind=behind))
    assert seated_knee(body) == pytest.approx(0.0, abs=0.01)


@SIDES
@VIEWS
def test_a_hip_that_a_turned_thigh_pulls_down_is_no_lower_seat(side: Side, behind: bool) -> None:
    inwards = seated(1.0, side, -35.0, hitch=-35.0 * PULLS, behind=behind)
    assert seat_hitch(Body(inwards, side, seated(0.0, side, behind=behind))) == pytest.approx(0.0, abs=0.1)


def test_out_and_in_are_a_repetition_each() -> None:
    course = then(rest(1.5), *(swing(peak, up=1.2, hold=0.6, down=1.2) for peak in (36.0, -33.0, 35.0)))
    reps, said = session_of("hip-rotation", act(lambda t, level: seated(t, Side.RIGHT, level), course, hz=15.0))
    assert [(rep.side, round(rep.swing.peak), rep.faults) for rep in reps] == [
        (Side.RIGHT, 36, ()), (Side.RIGHT, 33, ()), (Side.RIGHT, 35, ()),
    ]  # fmt: skip
    assert said == set()


def test_a_hip_that_turns_little_is_flagged() -> None:
    course = then(rest(1.5), swing(17.0, up=1.2, hold=0.6, down=1.2))
    reps, said = session_of("hip-rotation", act(lambda t, level: seated(t, Side.LEFT, level), course, hz=15.0))
    assert [rep.faults for rep in reps] == [("range-low",)]
    assert said == {"range-low"}


# --- positions ----------------------------------------------------------------------------------------------


@SIDES
def test_each_position_is_itself_and_no_other(side: Side) -> None:
    poses = {
        standing: [marching(0.0, side), squatting(0.0)],
        half_kneeling: [
            kneeling(0.0, side), kneeling_from_side(0.0, side), kneeling_from_side(0.0, side, glide=25.0),
        ],
        sitting: [seated(0.0, side), seated(0.0, side, 35.0)],
    }  # fmt: skip
    others = [lying(0.0, side), kneeling(0.0, side, 0.0)]
    for check, own in poses.items():
        for other, theirs in poses.items():
            for pose in theirs:
                assert (check(Body(pose, side)) is None) == (other is check), (check.__name__, other.__name__)
        assert all(check(Body(pose, side)) is not None for pose in others), check.__name__
        assert all(check(Body(pose, side)) is None for pose in own)


@SIDES
def test_the_knee_on_the_floor_is_the_working_one(side: Side) -> None:
    assert lower_knee(kneeling(0.0, side)) is side
    assert lower_knee(kneeling_from_side(0.0, side)) is side
    assert lower_knee(marching(0.0, side)) is None
    assert lower_knee(Pose.nobody(0.0, (640, 360))) is None
    assert half_kneeling(Body(kneeling(0.0, side), side.other)) is not None


def test_what_is_not_seen_is_no_position() -> None:
    unseen = Body(kneeling(0.0, Side.LEFT).without(np.ones(33, bool)), Side.LEFT)
    assert half_kneeling(unseen) is not None
    assert sitting(unseen) is not None
