"""Work on the floor seen from the side: known figures, which side is near, and what must not count."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from floor_people import bridging, figure_four, knee_hugged
from formcheck import measures as m
from formcheck.exercises import EXERCISES
from formcheck.exercises.figure_four import (
    CROSSED,
    CROSSED_NEAR,
    DRAWN,
    RELEASED,
    UNDER_NEAR,
    crossed_and_drawn,
    drawn_in,
    pull,
    under_flexion,
)
from formcheck.exercises.glute_bridge import feet_planted, top_knee_flexion
from formcheck.exercises.knee_to_chest import drawn_up, in_three_quarters, off_upright
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.measures import Body
from formcheck.measures.sagittal import HIP_HIGH
from formcheck.pose import Joint, Pose, Side
from formcheck.position import lying_on_back, near_side, sitting_on_floor
from formcheck.session import Session, analyze
from formcheck.update import Partial, Rep
from people import Moves, act, clam, hidden, lying, rep, rest, squatting, then

SIDES = pytest.mark.parametrize("side", list(Side))


def events(exercise: str, poses: list[Pose], side: Side | None = None) -> list[object]:
    """All that happened."""
    return [event for update in analyze(poses, Session(EXERCISES[exercise], side)) for event in update.events]


# --- measures -----------------------------------------------------------------------------------------------


@SIDES
@pytest.mark.parametrize("line", [-50.0, -18.0, -3.0, 0.0, 8.0, 20.0])
def test_the_line_of_a_bridge_sags_below_and_arches_above(side: Side, line: float) -> None:
    body = Body(bridging(0.0, side, line), side)
    assert m.bridge_line(body) == pytest.approx(line - HIP_HIGH)
    assert m.hip_flexion(body.pose, side) == pytest.approx(abs(line))


@SIDES
@pytest.mark.parametrize("knee", [50.0, 80.0, 115.0])
def test_the_knee_is_judged_only_while_the_hips_are_up(side: Side, knee: float) -> None:
    assert top_knee_flexion(Body(bridging(0.0, side, 0.0, knee=knee), side)) == pytest.approx(knee)
    assert math.isnan(top_knee_flexion(Body(bridging(0.0, side, -30.0, knee=knee), side)))


@SIDES
@pytest.mark.parametrize("line", [-40.0, 0.0, 15.0])
def test_a_bridge_in_the_mirror_is_a_bridge_of_the_other_side(side: Side, line: float) -> None:
    pose = bridging(0.0, side, line)
    assert near_side(pose) is side
    assert near_side(pose.mirrored()) is side.other
    assert m.bridge_line(Body(pose.mirrored(), side.other)) == pytest.approx(m.bridge_line(Body(pose, side)))


@SIDES
@pytest.mark.parametrize("near", list(Side))
@pytest.mark.parametrize("pulled", [0.0, 12.5, 18.0])
def test_a_figure_four_is_drawn_in_from_either_side(side: Side, near: Side, pulled: float) -> None:
    rested = figure_four(0.0, side, near=near, crossed=0.0)
    body, crossed = (Body(figure_four(1.0, side, by, near=near), side, rested) for by in (pulled, 0.0))
    assert drawn_in(body) - drawn_in(crossed) == pytest.approx(pulled)
    assert drawn_in(crossed) == pytest.approx(CROSSED, abs=3.0)
    assert crossed_and_drawn(body) == (drawn_in(body) if pulled else 0.0)  # crossed legs that wait are none
    assert under_flexion(body) == pytest.approx(55.0 + pulled)


@SIDES
@pytest.mark.parametrize("near", list(Side))
def test_a_figure_four_is_one_whichever_leg_the_model_takes_for_which(side: Side, near: Side) -> None:
    pose = figure_four(1.0, side, 30.0, near=near)
    rested = figure_four(0.0, side, near=near, crossed=0.0)
    swapped = Body(legs_swapped(pose), side, rested)
    assert crossed_and_drawn(swapped) == pytest.approx(crossed_and_drawn(Body(pose, side, rested)))
    assert crossed_and_drawn(swapped) >= DRAWN


@SIDES
@pytest.mark.parametrize("near", list(Side))
def test_the_pull_is_read_off_the_picture_by_which_leg_is_seen(side: Side, near: Side) -> None:
    rested = figure_four(0.0, side, near=near, crossed=0.0)
    seen = replace(figure_four(1.0, side, 30.0, near=near), flexed=54.0)
    shown = CROSSED_NEAR if near is side else UNDER_NEAR
    assert pull(Body(seen, side, rested)) == pytest.approx(54.0 / shown)
    assert pull(Body(seen, side, rested, side_known=False)) == 54.0


@SIDES
def test_without_a_picture_the_pull_is_read_off_the_landmarks(side: Side) -> None:
    rested = figure_four(0.0, side, crossed=0.0)
    body = Body(figure_four(1.0, side, 40.0), side, rested)
    assert pull(body) == drawn_in(body) > CROSSED
    assert pull(Body(rested, side, rested)) == CROSSED, "legs that are not crossed are at its foot"


@SIDES
def test_both_feet_on_the_floor_are_no_figure_four_however_far_the_knee_comes(side: Side) -> None:
    rested = figure_four(0.0, side, crossed=0.0)
    assert crossed_and_drawn(Body(figure_four(1.0, side, 80.0, crossed=0.0), side, rested)) == 0.0


@SIDES
def test_a_leg_that_is_hidden_is_read_where_the_model_puts_it(side: Side) -> None:
    rested = figure_four(0.0, side, near=side, crossed=0.0)
    below = np.isin(np.arange(33), [joint.of(side.other) for joint in (Joint.KNEE, Joint.ANKLE)])
    poses = [figure_four(1.0, side, pulled, near=side) for pulled in (50.0, 0.0)]
    seen = [crossed_and_drawn(Body(pose, side, rested)) for pose in poses]
    held, unpulled = (crossed_and_drawn(Body(pose.without(below), side, rested)) for pose in poses)
    assert [held, unpulled] == seen
    assert held > DRAWN
    assert unpulled < RELEASED


def test_there_and_back_is_the_smaller_of_both_ways() -> None:
    assert m.to_and_fro(np.array([0.0, 5.0, 10.0, 20.0])) == 0.0
    assert m.to_and_fro(np.array([20.0, 8.0, 1.0])) == 0.0
    assert m.to_and_fro(np.array([0.0, 20.0, 12.0])) == 8.0
    assert m.to_and_fro(np.array([10.0, 0.0, 10.0, 0.0, 10.0])) == 10.0


# --- position -----------------------------------------------------------------------------------------------


@SIDES
def test_who_lies_on_the_back_is_told_from_who_lies_on_the_side_or_stands(side: Side) -> None:
    assert lying_on_back(Body(bridging(0.0, side), side)) is None
    assert lying_on_back(Body(figure_four(0.0, side, 40.0), side)) is None
    for other in (lying(0.0, side), clam(0.0, side), squatting(0.0)):
        assert lying_on_back(Body(other, side)) is not None


@SIDES
@pytest.mark.parametrize("line", [0.0, 15.0])
def test_nobody_is_thrown_out_at_the_top_of_a_bridge(side: Side, line: float) -> None:
    assert lying_on_back(Body(bridging(1.0, side, line), side, bridging(0.0, side))) is None


@SIDES
def test_a_leg_that_lies_straight_is_no_bridge(side: Side) -> None:
    advice = feet_planted(Body(bridging(0.0, side, -3.0, knee=10.0), side))
    assert advice is not None
    assert advice.id == "knees-straight"
    assert feet_planted(Body(bridging(0.0, side, -3.0, knee=50.0), side)) is None


def test_without_depth_no_side_is_near() -> None:
    pose = bridging(0.0, Side.LEFT)
    assert near_side(pose.without(np.arange(33) == Joint.HIP.of(Side.LEFT))) is None


# --- sets ---------------------------------------------------------------------------------------------------


def bridges(top: float, knee: float = 100.0, from_line: float = -45.0, **moves: float) -> list[Pose]:
    """One bridge from rest to `top`, as the measure reads it."""
    by = top - from_line
    course = then(rest(1.5), rep(by, **{"up": 1.3, "hold": 1.5, "down": 2.4} | moves))
    return act(lambda t, level: bridging(t, Side.LEFT, from_line + level + HIP_HIGH, knee=knee), course, hz=15.0)


@pytest.mark.parametrize(
    ("poses", "faults"),
    [
        (bridges(-2.0), ()),
        (bridges(18.0), ("over-arch",)),
        (bridges(-2.0, knee=55.0), ("knee-angle",)),
        (bridges(-14.0), ("range-low",)),
        (bridges(-2.0, up=0.7, hold=0.0, down=1.2), ("short-hold",)),
        (bridges(-2.0, down=0.6), ("fast-lowering",)),
        (bridges(-2.0, from_line=-30.0), ()),
        (bridges(-2.0, from_line=-60.0), ()),
    ],
    ids=["good", "over-arch", "knee-angle", "range-low", "short-hold", "fast-lowering", "rests high", "rests low"],
)
def test_a_bridge_shows_its_fault_and_no_other(poses: list[Pose], faults: tuple[str, ...]) -> None:
    reps = [event for event in events("glute-bridge", poses) if isinstance(event, Rep)]
    assert [rep.faults for rep in reps] == [faults]


def test_the_peak_of_a_bridge_is_its_line_not_its_way() -> None:
    (one,) = (event for event in events("glute-bridge", bridges(-4.0)) if isinstance(event, Rep))
    assert one.swing.peak == pytest.approx(-4.0, abs=0.5)


def test_a_bridge_that_falls_short_is_partial() -> None:
    found = events("glute-bridge", bridges(-24.0))
    assert [type(event) for event in found if isinstance(event, Rep | Partial)] == [Partial]


def stretching(draw: Callable[[float, float], Pose]) -> list[Pose]:
    """Held 5 s, let go for 2 s, held 4 s."""
    steps = ((1.0, 1.2), (1.0, 5.0), (0.0, 0.8), (0.0, 2.0), (1.0, 1.2), (1.0, 4.0), (0.0, 0.8), (0.0, 1.0))
    return act(draw, then(rest(1.5), Moves(steps)), hz=15.0)


@SIDES
@pytest.mark.parametrize("near", list(Side))
def test_a_figure_four_is_timed_and_a_break_in_it_is_not(side: Side, near: Side) -> None:
    found = events(
        "figure-four",
        stretching(lambda t, level: figure_four(t, side, 50 * level, near=near, crossed=min(1.0, 4 * level))),
    )
    spans = [event for event in found if isinstance(event, Interval)]
    assert [span.seconds for span in spans] == pytest.approx([6.1, 5.1], abs=0.5)
    assert [event.id for event in found if isinstance(event, Fault)] == ["let-go"]


@SIDES
@pytest.mark.parametrize("near", list(Side))
def test_a_figure_four_let_go_for_a_second_and_a_half_pauses(side: Side, near: Side) -> None:
    def draw(t: float, level: float) -> Pose:
        return figure_four(t, side, 50 * level, near=near, crossed=1.0 if t > 2.4 else max(0.0, t - 1.4))

    twice = (*((1.0, 0.6), (1.0, 5.0), (0.0, 0.5), (0.0, 1.0)), *((1.0, 0.5), (1.0, 4.0), (0.0, 0.8), (0.0, 1.0)))
    steps = ((0.0, 1.2), *twice)
    found = events("figure-four", act(draw, then(rest(1.5), Moves(steps)), hz=10.0))
    spans = [event for event in found if isinstance(event, Interval)]
    assert [span.seconds for span in spans] == pytest.approx([5.7, 4.9], abs=0.3)
    assert [event.id for event in found if isinstance(event, Fault)] == ["let-go"]


@SIDES
def test_bouncing_in_the_stretch_is_not_still(side: Side) -> None:
    def draw(t: float, level: float) -> Pose:
        pulled = 45 * level - (14 * math.sin(2 * math.pi * t) ** 2 if 5 < t < 8 else 0.0)
        return figure_four(t, side, pulled, crossed=min(1.0, 4 * level))

    steps = ((1.0, 1.2), (1.0, 8.0), (0.0, 1.0), (0.0, 1.0))
    found = events("figure-four", act(draw, then(rest(1.5), Moves(steps)), hz=15.0))
    assert [event.id for event in found if isinstance(event, Fault)] == ["not-still"]


def test_the_far_leg_may_be_hidden_in_a_bridge() -> None:
    far = [joint.of(Side.RIGHT) for joint in (Joint.KNEE, Joint.ANKLE, Joint.HEEL, Joint.FOOT_INDEX)]
    found = events("glute-bridge", [hidden(pose, *far) for pose in bridges(-2.0)])
    assert [event.faults for event in found if isinstance(event, Rep)] == [()]


# --- seated knee to chest -----------------------------------------------------------------------------------


def legs_swapped(pose: Pose) -> Pose:
    """What the model makes of crossed legs: left called right."""
    order = np.arange(len(pose.xy))
    for joint in (Joint.KNEE, Joint.ANKLE, Joint.HEEL, Joint.FOOT_INDEX):
        order[[joint, joint + 1]] = joint + 1, joint
    return replace(pose, xy=pose.xy[order], xyz=pose.xyz[order])


def hugging(draw: Callable[[float, float], Pose]) -> list[object]:
    return events("knee-to-chest", stretching(draw))


@SIDES
@pytest.mark.parametrize("swaps", [lambda t: False, lambda t: True, lambda t: t % 1.0 < 0.3])
def test_a_hugged_knee_is_timed_whichever_leg_the_model_takes_it_for(
    side: Side, swaps: Callable[[float], bool]
) -> None:
    def draw(t: float, level: float) -> Pose:
        pose = knee_hugged(t, side, level)
        return legs_swapped(pose) if level > 0.5 and swaps(t) else pose

    found = hugging(draw)
    spans = [event for event in found if isinstance(event, Interval)]
    assert [span.seconds for span in spans] == pytest.approx([6.1, 5.1], abs=0.5)
    assert [event.id for event in found if isinstance(event, Fault)] == ["let-go"]


def test_a_leg_folded_flat_on_the_floor_is_not_drawn_up() -> None:
    def flat(t: float, level: float) -> Pose:
        pose = knee_hugged(t, Side.LEFT, level)
        xy = pose.xy.copy()
        xy[Joint.KNEE.of(Side.LEFT), 1] = xy[Joint.HIP.of(Side.LEFT), 1]
        return replace(pose, xy=xy)

    assert drawn_up(Body(flat(1.0, 1.0), Side.LEFT, flat(0.0, 0.0))) == 0.5
    assert not [event for event in hugging(flat) if isinstance(event, Interval)]


@SIDES
def test_a_knee_that_stands_up_is_drawn_up_though_its_ankle_is_hidden(side: Side) -> None:
    hugged, long = knee_hugged(1.0, side), knee_hugged(0.0, side, 0.0)
    ankle = np.arange(33) == Joint.ANKLE.of(side)
    assert drawn_up(Body(hugged.without(ankle), side, long)) >= 1.0
    assert drawn_up(Body(long.without(ankle), side, long)) <= 0.0


@SIDES
def test_leaning_back_in_the_hug_is_told_and_sitting_tall_is_not(side: Side) -> None:
    def faults(lean: float) -> list[str]:
        steps = ((1.0, 1.2), (1.0, 9.0), (0.0, 1.0), (0.0, 1.0))
        poses = act(
            lambda t, level: knee_hugged(t, side, level, lean=lean if 5 < t < 8.5 else 3.0),
            then(rest(1.5), Moves(steps)), hz=15.0,
        )  # fmt: skip
        return [event.id for event in events("knee-to-chest", poses) if isinstance(event, Fault)]

    assert faults(24.0) == []
    assert faults(42.0) == ["trunk-fold"]


@pytest.mark.parametrize("lean", [-20.0, 0.0, 25.0, 45.0])
def test_the_trunk_is_measured_from_the_vertical(lean: float) -> None:
    body = Body(knee_hugged(0.0, Side.LEFT, lean=lean, turned=90.0), Side.LEFT)
    assert off_upright(body) == pytest.approx(abs(lean), abs=0.5)


def test_who_arrives_sits_three_quarters_to_the_camera_with_both_legs_long() -> None:
    def advised(pose: Pose, resting: Pose | None = None) -> str | None:
        body = Body(pose, Side.LEFT, resting)
        advice = sitting_on_floor(body) or in_three_quarters(body)
        return advice.id if advice else None

    ready = knee_hugged(0.0, Side.LEFT, 0.0)
    assert advised(ready) is None
    assert advised(knee_hugged(0.0, Side.LEFT, 1.0)) == "legs-bent"
    assert advised(knee_hugged(0.0, Side.LEFT, 1.0), ready) is None
    assert advised(knee_hugged(0.0, Side.LEFT, 1.0, turned=30.0), ready) is None
    assert advised(knee_hugged(0.0, Side.LEFT, 1.0, turned=15.0), ready) == "turned"
    assert advised(knee_hugged(0.0, Side.LEFT, 0.0, turned=80.0)) == "turned"
    assert advised(knee_hugged(0.0, Side.LEFT, 0.0, turned=30.0)) == "turned"
    assert advised(knee_hugged(0.0, Side.LEFT, 0.0, lean=75.0)) == "not-sitting"
    assert advised(squatting(0.0)) == "not-sitting"
