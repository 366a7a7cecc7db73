"""Half-kneeling stretch of the front and outside of the hip (spec E05).

One camera cannot see both planes, so each repeat tells its own: from the side the hip's flexion and the fold of the
trunk, from the front the shift of the hips and the arm. A measure of the plane that is not seen is NaN.
"""

from __future__ import annotations

import math
from dataclasses import replace

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Advice, Bound, Exercise, Hold, Limit, Placement, Rest, View
from formcheck.geometry import from_vertical, length, ratio, turn
from formcheck.holds import HoldRule
from formcheck.measures import Body, Label, bend, change, facing, hip_line, measure, shank, thigh, trunk_length
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import (
    KNEE_BELOW,
    KNEES_LEVEL,
    either,
    half_kneeling,
    in_view,
    knee_below,
    large_enough,
    lower_knee,
    shoulder_width,
)
from formcheck.reps import Phase

HELD = (Phase.HOLD,)
SQUARE = 92.5
"""The middle of the 75–110° in which both knees are about square (spec E05)."""
HIP_SUNK, HEAD_SUNK = 0.71, 0.85
"""What is left of the height above the knee when the thigh has sunk back by 45°: of the hip's the cosine; of the
head's .83–.87 on nine rendered people (held: .94 and more), which the lengths of a body give for any lens .75 to
1.1 m high and 2 to 3 m away."""
KNEE_RISEN = 0.3
"""A knee off the floor is so many trunk lengths above where it was. One that stays down is read up to .18 higher; by
.35 the person has moved."""


def _shin_aside(pose: Pose, side: Side) -> float:
    """How far the kneeling ankle lies beside its knee in the picture, trunk lengths, + to the right."""
    return float(shank(pose, side)[0]) / trunk_length(pose)


def _from_side(body: Body) -> bool:
    """Whether the shin on the floor lies along the picture, and the shoulders one behind the other.

    On real people filmed from the side the shin is .71–.77 trunk lengths long and the shoulders are .15–.25 wide; on
    two people fused into one by the model, .6–.9 and .6–.75.
    """
    narrow = shoulder_width(body.pose) < 0.45 * trunk_length(body.pose)
    return narrow and abs(_shin_aside(body.pose, body.side)) > 0.5


def _from_front(body: Body) -> bool:
    """Whether the shin on the floor points away from the lens, its ankle perhaps hidden, and the shoulders are wide.

    They are not held against their width at rest: an arm overhead draws its shoulder in.
    """
    wide = shoulder_width(body.pose) >= 0.4 * trunk_length(body.pose)
    return wide and not abs(_shin_aside(body.pose, body.side)) > 0.3


def _ahead(body: Body) -> float:
    """Where somebody seen from the side looks to: +1 the right of the picture; away from the ankle on the floor."""
    return -math.copysign(1.0, _shin_aside(body.pose, body.side))


def side_on_or_front(body: Body) -> Advice | None:
    """One of the two views; from the side the kneeling side is the near one, as it is of a left side facing left."""
    if _from_front(body):
        return None
    if not _from_side(body):
        return Advice("turned", "Turn side-on, or face the camera")
    near = Side.LEFT if _ahead(body) < 0 else Side.RIGHT
    return None if near is body.side else Advice("far-side", "Turn round: kneeling side to the camera")


def _hip_height(body: Body) -> float:
    """The hip above the kneeling knee, seen from the side, pixels; as much as upright if it has glided forward."""
    across, down = thigh(body.pose, body.side)
    ahead = -_ahead(body) * float(across)
    return math.hypot(ahead, down) if ahead > 0 else float(down)


def _head_height(pose: Pose, side: Side) -> float:
    """The nose above the kneeling knee, pixels."""
    return float(pose[Joint.KNEE.of(side)][1] - pose[Landmark.NOSE][1])


def _hips_up(body: Body, rest: Body) -> float:
    """How high the hips are: 1 as at the set-up, 0 where the thigh has sunk back by 45°.

    From the front the head tells: with an arm overhead the model takes the hip for a quarter of the thigh lower, and
    a glide towards the lens lowers it in the picture as a seat on the heel does, but hardly the head.
    """
    if _from_side(body):
        height, level = ratio(_hip_height(body), _hip_height(rest)), HIP_SUNK
    else:
        height, level = ratio(_head_height(body.pose, body.side), _head_height(rest.pose, rest.side)), HEAD_SUNK
    return (height - level) / (1 - level)


def _knee_down(body: Body, rest: Body) -> float:
    """How far that knee is on the floor: 1 where it was at the set-up, 0 risen by KNEE_RISEN."""
    knee = Joint.KNEE.of(body.side)
    return 1 - ratio(float(rest.pose[knee][1] - body.pose[knee][1]), KNEE_RISEN * trunk_length(rest.pose))


def _other_knee_up(body: Body) -> float:
    """How far the other knee is up: 1 where somebody may begin, 0 where both are about level."""
    return (knee_below(body.pose, body.side) - KNEES_LEVEL) / (KNEE_BELOW - KNEES_LEVEL)


@measure("share", Label.TIMED)
def half_kneel(body: Body) -> float:
    """How far inside half-kneeling: 1 as at the set-up, 0 where it is given up. The clock goes by it.

    It is given up by sitting back on the heel, by standing up and by bringing the other knee down. What is not seen
    says nothing.
    """
    if body.rest is None:
        return math.nan
    rest = replace(body, pose=body.rest)
    parts = (_hips_up(body, rest), _knee_down(body, rest), _other_knee_up(body))
    return min((part for part in parts if not math.isnan(part)), default=math.nan)


@measure("deg", Label.MEASURED, error=10.0)  # spec E05: M ±10
def hip_flexion(body: Body) -> float:
    """HF, 180 − HEXT: shoulder, hip and knee of the kneeling side seen from the side; 0 in line, + the hip bent."""
    if not _from_side(body):
        return math.nan
    hip = body.pose[Joint.HIP.of(body.side)]
    trunk = hip - body.pose[Joint.SHOULDER.of(body.side)]
    return _ahead(body) * turn(trunk, thigh(body.pose, body.side))


@measure("deg", Label.MEASURED)
def trunk_fold(body: Body) -> float:
    """The near side of the trunk from upright, seen from the side, + forward."""
    if not _from_side(body):
        return math.nan
    down = body.pose[Joint.HIP.of(body.side)] - body.pose[Joint.SHOULDER.of(body.side)]
    return _ahead(body) * from_vertical(-down)


@measure("deg", Label.MEASURED)
def kneeling_knee(body: Body) -> float:
    """How far the kneeling knee's flexion is from square, seen from the side, without sign."""
    return abs(bend(body.pose, body.side) - SQUARE) if _from_side(body) else math.nan


def _hips_beside_knee(pose: Pose, side: Side) -> float:
    """Mid-hip beside the kneeling knee, hip widths, + towards the kneeling side."""
    across = float(pose.mid(Joint.HIP)[0] - pose[Joint.KNEE.of(side)][0])
    return facing(pose) * side.sign * ratio(across, length(hip_line(pose, side)))


@measure("hips", Label.ESTIMATED)
def side_shift(body: Body) -> float:
    """SHIFT: how far the hips have moved towards the kneeling side since the set-up, hip widths, from the front."""
    return change(_hips_beside_knee, body) if _from_front(body) else math.nan


@measure("trunk", Label.MEASURED)
def arm_reach(body: Body) -> float:
    """REACH: the wrist of the kneeling side above the nose, trunk lengths, from the front."""
    wrist = body.pose[Joint.WRIST.of(body.side)]
    up = ratio(float(body.pose[Landmark.NOSE][1] - wrist[1]), trunk_length(body.pose))
    return up if _from_front(body) else math.nan


EXERCISE = Exercise(
    id="tfl-stretch",
    title="Half-kneeling stretch",
    label=Label.TIMED,
    both_sides=False,
    find_side=lower_knee,
    placement=Placement(
        View.STAND_SIDE,
        distance_m=2.8,
        lens_height_m=(0.8, 1.0),
        words="Camera 2.8 m away, level. Kneel on a padded knee, the other foot flat in front: first side-on, the "
        "kneeling side nearest the camera; for the second repeat face it.",
    ),
    position=(
        half_kneeling,
        in_view("Move until your whole body is in the picture", Joint.KNEE, legs=either),
        large_enough(1, 0.45, "Come nearer: your body should fill half the height of the picture"),
        side_on_or_front,
    ),
    rest=Rest(
        effort=lambda pose, side: -_head_height(pose, side),  # up from the heel
        slack=math.inf,
        anchors=lambda side: (Joint.KNEE.of(side),),
    ),
    work=Hold(
        signal=half_kneel,
        rule=HoldRule(enter=0.0, enter_s=0.3, leave=0.0, leave_s=0.3, target_s=30.0),
        interruption=Wish("out-of-position", "Back onto your knee — timer waits", Priority.POSITION),
    ),
    words={Phase.REST: "set-up", Phase.OUT: "settle", Phase.HOLD: "stretch", Phase.BACK: "release"},
    limits=(
        Limit(
            "knee-angle", kneeling_knee, Bound.at_most(125 - SQUARE), "Front knee over ankle, back knee under hip",
            Priority.POSITION, 2.0, "S2 “around 90°”, spec E05: 60–125°. Its narrower band for a warning is for the "
            "set-up; gliding forward opens this knee", HELD,
        ),
        Limit(
            "hip-bent", hip_flexion, Bound(15, 30), "Tuck under and glide your hips forward",
            Priority.RANGE, 2.0, "S2 steps 2–3; degrees ENG: HEXT 165 and 150", HELD,
        ),
        Limit(
            "trunk-fold", trunk_fold, Bound(10, 20), "Tall chest — don't fold forward",
            Priority.COMPENSATION, 1.5, "ENG; spec E05", HELD,
        ),
        Limit(
            "shift-away", side_shift, Bound(0.2, -0.1), "Ease your hips toward the kneeling side",
            Priority.RANGE, 2.0, "S2 step 4; spec E05, its 0 widened by the noise of the hip landmarks", HELD,
        ),
        Limit(
            "arm-low", arm_reach, Bound(0.0, -math.inf), "Reach the arm overhead",
            Priority.PRAISE, 8.0, "S2 step 5; never a fault, and late enough for the steps before it (ENG)", HELD,
        ),
    ),
    dose="30–60 s, twice on each side, slow breaths (S2)",
    cannot_see="the tuck of the pelvis and the curve of the back; from the side the shift, from the front the glide",
    sources=("S2", "spec E05"),
)
