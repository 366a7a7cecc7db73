"""From an arriving body to one that can be judged: position, working side, the person's own rest."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercise import Exercise
from formcheck.exercises import find
from formcheck.measures import Body, foot_height, hip_abduction, leg_to_trunk
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import on_both_feet, plausible
from formcheck.settling import ARRIVE_S, FORGET_S, LOSE_S, Settled, Settler
from people import (
    LYING_SCALE,
    SIZE,
    STANDING_SCALE,
    Figure,
    Moves,
    absent,
    act,
    balancing,
    clam,
    clock,
    hidden,
    leg,
    legs,
    lying,
    lying_down,
    one_after_another,
    rest,
    shaken,
    squatting,
    stepping_down,
    then,
    walking_in,
)

ABDUCTION, BALANCE, CLAMSHELL, SQUAT = (
    find(id) for id in ("hip-abduction", "single-leg-balance", "clamshell", "squat")
)
SIDES = pytest.mark.parametrize("side", list(Side))


def settled(settler: Settler, poses: Iterable[Pose]) -> list[tuple[float, Settled]]:
    """What is known at each pose."""
    return [(pose.t, settler.update(pose)) for pose in poses]


def resting(side: Side, seconds: float, start: float = 0.0) -> list[Pose]:
    """Somebody who lies still."""
    return [lying(t, side) for t in clock(seconds, start=start)]


def ready_from(moments: Iterable[tuple[float, Settled]]) -> float:
    """When measuring begins; infinity if never."""
    return next((t for t, place in moments if place.ready), math.inf)


def ready_at(moments: Iterable[tuple[float, Settled]], when: float) -> bool:
    """Whether the first moment from then on is measured."""
    return next(place.ready for t, place in moments if t >= when)


def advised(moments: Iterable[tuple[float, Settled]]) -> set[str]:
    """Ids of all advice given."""
    return {place.advice.id for _, place in moments if place.advice}


# --- arriving -----------------------------------------------------------------------------------------------


@SIDES
@pytest.mark.parametrize("behind", [False, True], ids=["front", "behind"])
def test_somebody_who_lies_still_is_in_place_after_a_moment(side: Side, behind: bool) -> None:
    settler = Settler(ABDUCTION, None)
    moments = settled(settler, [lying(t, side, behind=behind) for t in clock(3.0)])
    assert ready_from(moments) == pytest.approx(ARRIVE_S, abs=0.05)
    assert advised(moments) == set()
    assert settler.side is side
    assert settler.rest is not None
    assert leg_to_trunk(settler.rest, side) == pytest.approx(0.0, abs=1e-6)


def test_nobody_is_asked_into_the_picture() -> None:
    settler = Settler(ABDUCTION, None)
    moments = settled(settler, absent(3.0))
    assert advised(moments) == {"no-body"}
    assert all(place.body is None and not place.ready for _, place in moments)
    assert (settler.side, settler.rest) == (None, None)


@pytest.mark.parametrize("exercise", [ABDUCTION, BALANCE, SQUAT], ids=lambda exercise: exercise.id)
def test_somebody_who_walks_in_is_not_in_place(exercise: Exercise) -> None:
    assert ready_from(settled(Settler(exercise, None), walking_in(3.0))) == math.inf


@SIDES
def test_somebody_who_lies_down_is_in_place_when_they_lie(side: Side) -> None:
    settler = Settler(ABDUCTION, None)
    poses = one_after_another(
        lambda t: walking_in(2.0, start=t),
        lambda t: lying_down(side, 2.0, start=t),
        lambda t: resting(side, 3.0, t),
    )
    moments = settled(settler, poses)
    assert 4.0 <= ready_from(moments) <= 4.0 + ARRIVE_S + 0.1
    assert settler.side is side


def test_somebody_who_stands_is_told_to_lie_down_for_an_exercise_on_the_floor() -> None:
    assert "not-lying" in advised(settled(Settler(ABDUCTION, None), [squatting(t) for t in clock(2.0)]))


@pytest.mark.parametrize("exercise", [BALANCE, SQUAT], ids=lambda exercise: exercise.id)
def test_somebody_who_lies_is_told_to_stand_up_for_an_exercise_on_their_feet(exercise: Exercise) -> None:
    assert advised(settled(Settler(exercise, None), resting(Side.LEFT, 2.0))) == {"not-standing"}


def test_somebody_who_fidgets_is_not_in_place_until_they_lie_still() -> None:
    poses = shaken(resting(Side.LEFT, 4.0), px=0.3 * LYING_SCALE) + resting(Side.LEFT, 3.0, start=4.0)
    assert ready_from(settled(Settler(ABDUCTION, None), poses)) == pytest.approx(4.0 + ARRIVE_S, abs=0.15)


def test_landmarks_that_tremble_a_little_are_no_fidgeting() -> None:
    assert ready_from(settled(Settler(ABDUCTION, None), shaken(resting(Side.LEFT, 3.0), px=2.0))) < ARRIVE_S + 0.1


# --- starting without a pause -------------------------------------------------------------------------------


def test_somebody_who_starts_at_once_loses_no_pose() -> None:
    poses = act(lambda t, lift: lying(t, Side.LEFT, lift), Moves(((30.0, 1.5), (30.0, 2.0), (0.0, 2.0))))
    moments = settled(Settler(ABDUCTION, None), poses)
    first = ready_from(moments)
    assert first == pytest.approx(ARRIVE_S, abs=0.05)
    replayed = [place.replayed for _, place in moments if place.replayed]
    assert [pose.t for pose in replayed[0]] == [pose.t for pose in poses if pose.t < first]
    assert len(replayed) == 1


def test_rest_is_the_lowest_the_leg_has_been() -> None:
    settler = Settler(ABDUCTION, None)
    settled(settler, act(lambda t, lift: lying(t, Side.LEFT, lift), Moves(((0.0, 0.4), (30.0, 1.5), (30.0, 2.0)))))
    assert settler.rest is not None
    assert leg_to_trunk(settler.rest, Side.LEFT) == pytest.approx(0.0, abs=0.5)


def test_a_rest_that_was_taken_with_the_leg_up_is_taken_again_when_it_comes_down() -> None:
    settler = Settler(ABDUCTION, None)
    raised = Moves(((20.0, 0.0), (20.0, 2.0), (0.0, 1.0), (0.0, 2.0)))
    poses = [lying(t, Side.LEFT, raised(t + 1e-9)) for t in clock(raised.seconds)]
    moments = settled(settler, poses)
    assert any(place.moved_rest for t, place in moments if t > 2.0)
    assert not any(place.moved_rest for t, place in moments if t < 2.0 or t > 3.5)
    assert settler.rest is not None
    assert hip_abduction(Body(lying(9.0, Side.LEFT, 30.0), Side.LEFT, settler.rest)) == pytest.approx(30.0, abs=3.5)


def test_a_rest_is_not_taken_again_for_a_tremble() -> None:
    moves = then(rest(2.0), Moves(((-2.0, 0.5), (0.0, 0.5), (-2.0, 0.5), (0.0, 0.5))))
    moments = settled(Settler(ABDUCTION, None), act(lambda t, lift: lying(t, Side.LEFT, lift), moves))
    assert not any(place.moved_rest for _, place in moments)


def test_a_balance_needs_no_rest_to_begin_and_takes_it_when_both_feet_are_down() -> None:
    settler = Settler(BALANCE, None)
    moves = Moves(((0.5, 0.0), (0.5, 3.0), (0.0, 0.5), (0.0, 3.0)))
    poses = [balancing(t, Side.RIGHT, moves(t + 1e-9)) for t in clock(moves.seconds)]
    moments = settled(settler, poses)
    assert ready_at(moments, ARRIVE_S + 0.1)
    on_one_leg = [place.body for t, place in moments if place.body and t < 3.0]
    assert all(body.rest is None and body.side is Side.RIGHT for body in on_one_leg)
    assert settler.rest is not None
    assert settler.rest.t > 3.3


# --- the working side ---------------------------------------------------------------------------------------


@SIDES
@pytest.mark.parametrize("exercise", [ABDUCTION, CLAMSHELL], ids=lambda exercise: exercise.id)
def test_the_side_on_top_works(exercise: Exercise, side: Side) -> None:
    settler = Settler(exercise, None)
    draw = lying if exercise is ABDUCTION else clam
    settled(settler, [draw(t, side) for t in clock(2.0)])
    assert settler.side is side


@SIDES
def test_the_leg_that_is_stood_on_works(side: Side) -> None:
    settler = Settler(BALANCE, None)
    settled(settler, act(lambda t, foot: balancing(t, side, foot), then(rest(2.0), Moves(((0.4, 0.5),)))))
    assert settler.side is side
    assert settler.rest is not None


@SIDES
def test_both_feet_down_are_read_by_the_leg_that_worked_last(side: Side) -> None:
    settler = Settler(BALANCE, None)
    moves = then(rest(2.0), Moves(((0.4, 0.5), (0.4, 1.0), (0.0, 0.5), (0.0, 1.0))))
    moments = settled(settler, act(lambda t, foot: balancing(t, side, foot), moves))
    assert settler.side is None
    assert {place.body.side for t, place in moments if t > 2.3 and place.body} == {side}


@SIDES
def test_a_tremble_on_two_feet_is_no_side(side: Side) -> None:
    settler = Settler(BALANCE, None)
    sides = set()
    for i, t in enumerate(clock(3.0)):
        settler.update(balancing(t, side, 0.07 if i % 5 == 0 else 0.0))
        sides.add(settler.side)
    assert sides == {None}


def test_a_squat_has_no_working_side_to_find() -> None:
    assert ready_from(settled(Settler(SQUAT, None), [squatting(t) for t in clock(2.0)])) < math.inf


@SIDES
def test_a_forced_side_is_kept_and_the_other_refused(side: Side) -> None:
    right = settled(Settler(ABDUCTION, side), resting(side, 3.0))
    assert ready_from(right) < math.inf
    wrong = settled(Settler(ABDUCTION, side), resting(side.other, 3.0))
    assert ready_from(wrong) == math.inf
    [told] = {place.advice for _, place in wrong if place.advice}
    assert told.id == "wrong-side"
    assert side.value in told.say


def test_the_side_follows_somebody_who_turns_over() -> None:
    settler = Settler(ABDUCTION, None)
    poses = one_after_another(
        lambda t: resting(Side.LEFT, 2.0, t),
        lambda t: lying_down(Side.RIGHT, 2.0, start=t),
        lambda t: resting(Side.RIGHT, 4.0, t),
    )
    moments = settled(settler, poses)
    assert settler.side is Side.RIGHT
    assert moments[-1][1].ready
    assert settler.rest is not None
    assert hip_abduction(Body(poses[-1], Side.RIGHT, settler.rest)) == pytest.approx(0.0, abs=0.5)


def test_a_side_once_found_is_kept_while_the_work_lasts() -> None:
    settler = Settler(ABDUCTION, None)
    settled(settler, resting(Side.LEFT, 2.0))
    moments = settled(settler, [lying(t, Side.RIGHT) for t in clock(0.3, start=2.0)])
    assert settler.side is Side.LEFT
    assert all(place.ready for _, place in moments)


# --- leaving and coming back --------------------------------------------------------------------------------


def absence(seconds: float) -> list[tuple[float, Settled]]:
    """Somebody who lies still, cannot be seen for so long from t = 2 on, and lies there again."""
    poses = one_after_another(
        lambda t: resting(Side.LEFT, 2.0, t),
        lambda t: absent(seconds, start=t),
        lambda t: resting(Side.LEFT, 3.0, t),
    )
    return settled(Settler(ABDUCTION, None), poses)


def test_a_blink_of_the_model_does_not_interrupt() -> None:
    moments = absence(LOSE_S - 0.1)
    assert all(place.ready for t, place in moments if t > ARRIVE_S + 0.1)
    assert all(place.body is None for t, place in moments if 2.0 <= t < 2.0 + LOSE_S - 0.15)


def test_somebody_who_is_gone_for_a_moment_resumes_sooner_with_the_same_rest() -> None:
    moments = absence(1.5)
    assert not ready_at(moments, 3.0)
    back = [(t, place) for t, place in moments if t >= 3.5]
    assert ready_from(back) - 3.5 == pytest.approx(ARRIVE_S / 2, abs=0.1)
    rests = {place.body.rest.t for _, place in moments if place.ready and place.body and place.body.rest}
    assert len(rests) == 1


def test_somebody_who_was_gone_for_long_settles_anew() -> None:
    gone_s = FORGET_S + 0.5
    moments = absence(gone_s)
    back = [(t, place) for t, place in moments if t >= 2.0 + gone_s]
    assert ready_from(back) - (2.0 + gone_s) == pytest.approx(ARRIVE_S, abs=0.1)
    rests = {place.body.rest.t for _, place in moments if place.ready and place.body and place.body.rest}
    assert len(rests) == 2


def test_somebody_who_moves_along_the_mat_settles_anew() -> None:
    moved = [
        replace(pose, xy=pose.xy + np.array([0.5 * LYING_SCALE, 0.0]) * (pose.t >= 3.0))
        for pose in resting(Side.LEFT, 6.0)
    ]
    moments = settled(Settler(ABDUCTION, None), moved)
    assert ready_at(moments, 2.9)
    assert not ready_at(moments, 3.0 + LOSE_S + 0.1)
    again = [place.body for t, place in moments if t > 3.1 + LOSE_S + ARRIVE_S and place.body]
    assert again
    assert all(body.rest is not None and body.rest.t > 3.0 for body in again)


def test_somebody_who_walks_out_of_view_is_gone_since_they_left_their_place() -> None:
    gone = one_after_another(
        lambda t: resting(Side.LEFT, 2.0, t),
        lambda t: [replace(p, xy=p.xy + np.array([0.5 * LYING_SCALE, 0.0])) for p in resting(Side.LEFT, 0.4, t)],
        lambda t: absent(1.0, start=t),
        lambda t: resting(Side.LEFT, 3.0, t),
    )
    moments = settled(Settler(ABDUCTION, None), gone)
    assert ready_at(moments, 2.3)
    assert not ready_at(moments, 2.0 + LOSE_S + 0.1)
    again = [place.body for t, place in moments if t > 3.4 + ARRIVE_S + 0.1 and place.body]
    assert again
    assert all(body.rest is not None and body.rest.t > 3.4 for body in again)


# --- positions ----------------------------------------------------------------------------------------------


def advice_for(exercise: Exercise, pose: Pose) -> str | None:
    """What somebody is told who arrives like this."""
    place = Settler(exercise, None).update(pose)
    return place.advice.id if place.advice else None


def narrowed(pose: Pose, by: float) -> Pose:
    """A lying body seen flatter, as one who lies on the back is."""
    middle = pose.mid(Joint.HIP)
    return replace(pose, xy=(pose.xy - middle) * np.array([1.0, by]) + middle)


def test_somebody_on_their_back_is_asked_onto_their_side() -> None:
    assert advice_for(ABDUCTION, lying(0.0, Side.LEFT)) is None
    assert advice_for(ABDUCTION, narrowed(lying(0.0, Side.LEFT), 0.4)) == "not-on-side"


def test_somebody_on_their_knees_is_asked_to_stand() -> None:
    kneeling = Figure(leg(reach=0.45), leg(reach=0.45), at=(320.0, 200.0)).pose()
    assert advice_for(SQUAT, squatting(0.0)) is None
    assert advice_for(SQUAT, kneeling) == "not-standing"


@pytest.mark.parametrize(
    ("exercise", "pose"),
    [(ABDUCTION, lying(0.0, Side.LEFT)), (CLAMSHELL, clam(0.0, Side.LEFT)), (SQUAT, squatting(0.0))],
    ids=["hip-abduction", "clamshell", "squat"],
)
def test_somebody_far_away_is_asked_to_come_nearer(exercise: Exercise, pose: Pose) -> None:
    centre = np.array(SIZE) / 2
    assert advice_for(exercise, pose) is None
    assert advice_for(exercise, replace(pose, xy=(pose.xy - centre) * 0.4 + centre)) == "too-far"


def test_somebody_at_the_edge_is_asked_into_the_picture() -> None:
    aside = replace(lying(0.0, Side.LEFT), xy=lying(0.0, Side.LEFT).xy + np.array([190.0, 0.0]))
    assert advice_for(ABDUCTION, aside) == "out-of-view"


def test_somebody_whose_feet_are_below_the_picture_is_asked_to_step_back() -> None:
    below = replace(squatting(0.0), xy=squatting(0.0).xy + np.array([0.0, 30.0]))
    assert advice_for(SQUAT, below) == "out-of-view"


@pytest.mark.parametrize("exercise", [BALANCE, SQUAT], ids=lambda exercise: exercise.id)
def test_somebody_whose_feet_the_model_does_not_trust_is_asked_to_step_back(exercise: Exercise) -> None:
    near = hidden(squatting(0.0), Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
    assert advice_for(exercise, near) == "out-of-view"


@pytest.mark.parametrize("far", [Side.LEFT, Side.RIGHT])
def test_one_leg_that_is_seen_is_enough_to_stand_on(far: Side) -> None:
    assert advice_for(SQUAT, hidden(squatting(0.0), Joint.KNEE.of(far), Joint.ANKLE.of(far))) is None


@SIDES
def test_who_goes_down_from_a_step_does_not_stand_on_both_feet(side: Side) -> None:
    def told(pose: Pose) -> str | None:
        advice = on_both_feet(Body(pose, Side.LEFT, stepping_down(0.0, side)))
        return None if advice is None else advice.id

    assert told(stepping_down(1.0, side, 2.0)) is None
    assert told(stepping_down(1.0, side, 12.0)) == "one-leg"
    assert on_both_feet(Body(squatting(1.0, 20.0), Side.LEFT, squatting(0.0))) is None


@SIDES
def test_a_foot_that_is_lifted_shows_though_the_other_ankle_is_drawn_up_with_it(side: Side) -> None:
    two_feet, lifted = balancing(0.0, side), balancing(1.0, side, 0.2)
    xy = lifted.xy.copy()
    xy[Joint.ANKLE.of(side), 1] -= 6.0  # px, a tenth of a shank
    drawn_up = replace(lifted, xy=xy)
    assert abs(foot_height(Body(drawn_up, side))) < 0.15
    assert on_both_feet(Body(drawn_up, Side.LEFT, two_feet)) is not None
    assert on_both_feet(Body(balancing(1.0, side, 0.05), Side.LEFT, two_feet)) is None


def test_a_skeleton_folded_onto_its_legs_is_not_believed() -> None:
    whole = squatting(0.0)
    xy = whole.xy.copy()
    xy[: Joint.HIP] = xy[: Joint.HIP] * [1, -1] + [0, 2 * whole.mid(Joint.HIP)[1]]
    xy[Landmark.NOSE] = whole.mid(Joint.HIP)
    assert plausible(Body(whole, Side.LEFT)) is None
    folded = plausible(Body(replace(whole, xy=xy), Side.LEFT))
    assert folded is not None
    assert folded.id == "unclear"


def test_a_bone_longer_than_a_bone_is_not_believed() -> None:
    stretched = Figure(*legs(Side.LEFT, leg(reach=2.5), leg()), at=(320.0, 60.0), scale=STANDING_SCALE / 2).pose()
    refused = plausible(Body(stretched, Side.LEFT))
    assert refused is not None
    assert refused.id == "unclear"


def test_at_work_a_body_is_given_more_leave_than_one_that_arrives() -> None:
    settler = Settler(SQUAT, None)
    deep = act(squatting, then(rest(2.0), Moves(((40.0, 1.5), (40.0, 1.0)))))
    moments = settled(settler, deep)
    assert moments[-1][1].ready
    assert advice_for(SQUAT, deep[-1]) == "not-standing"
