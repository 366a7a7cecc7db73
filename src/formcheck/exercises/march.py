"""March with hip internal rotation (spec E07): the knee up, the foot swung out, held, and lowered again."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Limit, Placement, RepLimit, Reps, Rest, View
from formcheck.measures import (
    Body,
    Label,
    hip_rotation,
    knee_aside,
    measure,
    over,
    thigh_raise,
    trunk_lean,
    trunk_length,
)
from formcheck.pelvis import PELVIS_UNSEEN, pelvic_drop
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import centred, either, facing_front, in_view, large_enough, standing
from formcheck.reps import Phase, SwingRule

UP = 0.10
"""A knee is lifted when it is this many trunk lengths above the other one: 30° of the thigh (ENG)…"""
DOWN = 0.05
"""…and both feet are down below this."""
HELD = (Phase.HOLD,)


def _left_knee_higher(pose: Pose) -> float:
    """The left knee above the right one in the picture, trunk lengths."""
    return float(pose[Landmark.RIGHT_KNEE][1] - pose[Landmark.LEFT_KNEE][1]) / trunk_length(pose)


def _knees_uneven(pose: Pose, _: Side) -> float:
    return abs(_left_knee_higher(pose))


def _lifted(pose: Pose) -> Side | None:
    """The leg whose knee is up; None while both feet are down. The legs may take turns, or one may work."""
    higher = _left_knee_higher(pose)
    return None if not abs(higher) > UP else Side.LEFT if higher > 0 else Side.RIGHT


@measure("deg", Label.ESTIMATED)
def foot_out(body: Body) -> float:
    """HIPROT of the lifted leg, + the foot out; judged only from the front."""
    return hip_rotation(body.pose, body.side) if facing_front(body) else math.nan


@measure("thigh", Label.ESTIMATED)
def knee_place(body: Body) -> float:
    """The lifted knee aside of where it rests; judged only from the front.

    Estimated: on the fixture clips a still knee is drawn up to 0.14 aside while the foot swings out.
    """
    return knee_aside(body) if facing_front(body) else math.nan


@measure("deg", Label.ESTIMATED)
def level_pelvis(body: Body) -> float:
    """PD: + the lifted side drops; judged only from the front and near the lens axis (spec G-yaw, G-centre)."""
    standing_on = replace(body, side=body.side.other)
    return pelvic_drop(standing_on) if facing_front(body) and centred(body, 0.15) else math.nan


furthest_out = over(3.0, foot_out, lambda angles: float(angles.max()), "furthest_out")
knee_drift = over(2.0, knee_place, lambda places: float(np.ptp(places)), "knee_drift")

EXERCISE = Exercise(
    id="march",
    title="March, foot out",
    label=Label.ESTIMATED,
    both_sides=False,
    find_side=_lifted,
    placement=Placement(
        View.STAND_FRONT,
        distance_m=2.8,
        lens_height_m=(0.8, 1.0),
        words="Camera 2.8 m away at hip height, level. Stand facing it on a mark in the middle of the picture, whole "
        "body in view, a support within reach. Stand on both feet first, then lift one knee.",
    ),
    position=(
        standing,
        in_view("Step back until your whole body is in the picture", Joint.KNEE, Joint.ANKLE, legs=either),
        large_enough(1, 0.45, "Come nearer: your body should fill half the height of the picture"),
    ),
    rest=Rest(
        effort=_knees_uneven,
        slack=math.inf,
        anchors=lambda side: (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
        below=DOWN,
        needed=False,
    ),
    work=Reps(
        signal=thigh_raise,
        # A hanging thigh reads about 30° by the formula; start, back: a sixth and a quarter of the way from there to
        # 90°. count, band: spec E07 and its ±15°; on the fixture clips a knee is drawn 10° lower while its foot is
        # out. order: the knee rises with the square of the thigh's angle, and the start of that is lost; min_s: with
        # it a third of the time, so that a lift of the 0.8 s of spec §1.5 shows for half a second.
        rule=SwingRule(start=10.0, count=60.0, back=45.0, band=15.0, still=8.0, partial=40.0, ends=(0.2, 0.6),
            order=4.0, min_s=0.5),
        target=(75.0, 110.0),
        hold_s=5.0,
    ),
    words={Phase.REST: "stand", Phase.OUT: "knee up", Phase.HOLD: "foot out, hold", Phase.BACK: "lower"},
    limits=(
        Limit(
            "knee-drift", knee_drift, Bound(0.12, 0.2), "Knee stays still — only the foot moves",
            Priority.COMPENSATION, 0.7, "S2 “keep your knee still”; spec E07; here what it moves within 2 s", HELD,
        ),
        Limit(
            "pelvic-drop", level_pelvis, Bound(6, 10), "Keep your pelvis level",
            Priority.COMPENSATION, 1.0, "S2 “trying to keep your pelvis level”; spec E07", HELD,
            unseen=PELVIS_UNSEEN,
        ),
        Limit(
            "trunk-lean", trunk_lean, Bound(8, 12), "Stand tall",
            Priority.COMPENSATION, 1.0, "ENG; spec E07", HELD,
        ),
        Limit(
            "rotation-low", furthest_out, Bound(15, 10), "Swing your foot out, keep the knee still",
            Priority.RANGE, 1.0, "S2 step 3; 15° is well within reach [C35a]; the furthest of 3 s, so that there is "
            "time to swing out and in", HELD,
        ),
    ),
    rep_limits=(
        RepLimit(
            "range-low", lambda swing: swing.peak, Bound(75, 60), "Knee up toward your chest",
            Priority.RANGE, "S2; degrees ENG; below 60° nothing is counted", partial_too=True,
        ),
        RepLimit(
            "short-hold", lambda swing: swing.hold_s, Bound(5, 3), "Hold… five more",
            Priority.RANGE, "S2 “5–10 s”",
        ),
    ),
    looks_for=("pelvis",),
    dose="5 holds of 5–10 s each side (S2)",
    cannot_see="the pelvis in plain clothes without an edge (stickers help), the thigh's height in degrees, the band "
    "round the feet",
    sources=("S2", "spec E07"),
)
