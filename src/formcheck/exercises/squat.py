"""Two-leg squat (spec SC1): do the knees drift inwards?"""

from __future__ import annotations

import math

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Limit, Placement, Reps, Rest, View
from formcheck.geometry import ratio
from formcheck.measures import Body, Label, hip_height, knee_in, knee_medial, measure, squat_depth
from formcheck.pose import Joint, Pose, Side
from formcheck.position import centred, either, facing_front, in_view, large_enough, on_both_feet, standing
from formcheck.reps import Phase, SwingRule

YAW_SHARE_DEG = 6.0
"""What 5° of unnoticed body turn add to one knee's angle and take from the other's [L3]."""


@measure("deg", Label.MEASURED)
def knee_valgus(body: Body) -> float:
    """FPPA of the squat: + the knees fall in. NaN unless the front of the body faces the lens near its axis.

    The mean of both knees, because a turn of the body adds to one what it takes from the other; or one knee alone if
    it is further in than a turn can explain. In deep squats towards a low lens the picture errs outwards (−46° and
    less), so what reads as inwards there is inwards all the more: depth hides a good knee, not a bad one.
    """
    if not (facing_front(body) and centred(body, 0.15)):
        return math.nan
    left, right = (knee_in(body.pose, side) for side in Side)
    return max((left + right) / 2, max(left, right) - YAW_SHARE_DEG)


@measure("ratio", Label.MEASURED)
def knee_ankle_ratio(body: Body) -> float:
    """KASR: distance of the knees over that of the ankles, across the picture; below 1 the knees are closer."""
    if not facing_front(body):
        return math.nan
    knees, ankles = (
        abs(float(body.pose[joint.of(Side.LEFT)][0] - body.pose[joint.of(Side.RIGHT)][0]))
        for joint in (Joint.KNEE, Joint.ANKLE)
    )
    return ratio(knees, ankles)


@measure("shank", Label.MEASURED)
def knees_medial(body: Body) -> float:
    """KMED of the knee that is further in: + medial of the toe tip. Seen from the front, near the lens axis."""
    if not (facing_front(body) and centred(body, 0.15)):
        return math.nan
    left, right = (knee_medial(body.pose, side) for side in Side)
    return math.nan if math.isnan(left) or math.isnan(right) else max(left, right)


def _crouch(pose: Pose, _: Side) -> float:
    """How far the hips are down, in percent of the picture's long side: grows with depth and needs no rest."""
    return -100.0 * hip_height(pose) / max(pose.size)


EXERCISE = Exercise(
    id="squat",
    title="Squat, knee valgus",
    label=Label.MEASURED,
    both_sides=True,
    find_side=lambda pose: Side.LEFT,
    placement=Placement(
        View.STAND_FRONT,
        distance_m=2.8,
        lens_height_m=(0.8, 1.0),
        words="Camera 2.8 m away at hip height, level. Face it with your feet hip-width apart on two marks in the "
        "middle of the picture, toes forward, whole body in view.",
    ),
    position=(
        standing,
        in_view("Step back until your whole body is in the picture", Joint.KNEE, Joint.ANKLE, legs=either),
        large_enough(1, 0.45, "Come nearer: your body should fill half the height of the picture"),
        on_both_feet,
    ),
    rest=Rest(
        effort=_crouch,
        slack=1.5,
        anchors=lambda side: (Joint.ANKLE.of(Side.LEFT), Joint.ANKLE.of(Side.RIGHT)),
    ),
    work=Reps(
        signal=squat_depth,
        # 6 % is 45° of knee flexion, the shallow end of the screen (spec SC1, [L3]); start, back: 25 % of it
        rule=SwingRule(start=1.6, count=6.0, back=1.5, band=1.5, still=2.5, partial=4.0, back_share=0.15,
            ends=(0.2, 0.6), order=3.0),  # the hips sink with the square of the knees' bend, and its start is lost
        target=(6.0, 13.5),  # 45–60° of knee flexion (spec SC1)
        hold_s=0.0,
    ),
    words={Phase.REST: "stand", Phase.OUT: "down", Phase.HOLD: "bottom", Phase.BACK: "up"},
    limits=(
        Limit(
            "knee-valgus", knee_valgus, Bound(8, 12), "Spread the floor — knees over toes",
            Priority.COMPENSATION, 0.3, "[C8, C15, C16, C18]; spec SC1", vital=True,
        ),
        Limit(
            "range-high", squat_depth, Bound(14, math.inf), "Half way down is enough",
            Priority.RANGE, 0.5, "deeper, the knees cannot be judged (spec SC1); never a fault",
        ),
    ),
    told=(knee_ankle_ratio, knees_medial),
    dose="3–5 slow squats, at most once a week",
    cannot_see="knees in a deep squat, the feet's arches, why a knee drifts in; one camera angle is no diagnosis",
    sources=("spec SC1",),
)
