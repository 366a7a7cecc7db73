"""Seated knee-to-chest stretch (spec E11): one leg long, the other foot across it, the knee hugged to the chest."""

from __future__ import annotations

import math

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Bound, Exercise, Hold, Limit, Placement, Rest, View
from formcheck.geometry import from_vertical, length, ratio
from formcheck.holds import HoldRule
from formcheck.measures import Body, Label, bend, measure, over, to_and_fro, trunk_down, trunk_length
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import either, in_view, large_enough, sitting_on_floor
from formcheck.reps import Phase

APART = 0.3
"""One knee is drawn up when it is this many trunk lengths nearer to the chest than the other (ENG)."""
HELD = (Phase.HOLD,)


def _to_chest(pose: Pose, side: Side) -> float:
    """KCHEST: from the knee to mid-shoulder, in trunk lengths."""
    return ratio(length(pose[Joint.KNEE.of(side)] - pose.mid(Joint.SHOULDER)), trunk_length(pose))


def _drawn_up(pose: Pose) -> Side | None:
    """The leg whose knee is at the chest; None while both are long."""
    left, right = (_to_chest(pose, side) for side in (Side.LEFT, Side.RIGHT))
    return None if not abs(left - right) > APART else Side.LEFT if left < right else Side.RIGHT


def _highest(pose: Pose, _: Side) -> float:
    """How near the nearer knee is to the chest, grows with nearness."""
    return -min(_to_chest(pose, side) for side in Side)


@measure("trunk", Label.MEASURED, error=0.1)  # spec E11: M ±0.1
def knee_to_chest(body: Body) -> float:
    """KCHEST of the bent leg, trunk lengths."""
    return _to_chest(body.pose, body.side)


@measure("trunk", Label.MEASURED)
def knee_up(body: Body) -> float:
    """By how much KCHEST is below one trunk length: with both legs long the knees are 1.3 trunk lengths away."""
    return 1.0 - knee_to_chest(body)


@measure("deg", Label.MEASURED)
def trunk_upright(body: Body) -> float:
    """Trunk from the vertical, without sign."""
    return abs(from_vertical(-trunk_down(body.pose)))


@measure("deg", Label.MEASURED, error=10.0)
def long_knee(body: Body) -> float:
    """KF of the long leg."""
    return bend(body.pose, body.side.other)


knee_bouncing = over(2.0, knee_to_chest, to_and_fro, "knee_bouncing")

EXERCISE = Exercise(
    id="knee-to-chest",
    title="Seated knee to chest",
    label=Label.MEASURED,
    both_sides=False,
    find_side=_drawn_up,
    placement=Placement(
        View.LIE_SIDE,
        distance_m=2.0,
        lens_height_m=(0.2, 0.5),
        words="Camera 2 m away on a low stool, level. Sit on the floor three quarters to the camera, legs long, the "
        "leg to stretch nearest to it, head and feet in view.",
    ),
    position=(
        sitting_on_floor,
        in_view("Move until your shoulders, hips and knees are in the picture", Joint.KNEE, legs=either),
        large_enough(1, 0.33, "Come nearer: your body should fill a third of the height of the picture"),
    ),
    rest=Rest(
        effort=_highest,
        slack=math.inf,
        anchors=lambda side: (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
        below=-1.0,
        needed=False,
    ),
    work=Hold(
        signal=knee_up,
        rule=HoldRule(enter=0.15, enter_s=0.3, leave=0.0, leave_s=0.5, target_s=60.0),
        interruption=Wish("let-go", "Back into the stretch — timer waits", Priority.POSITION),
    ),
    words={Phase.REST: "ready", Phase.OUT: "draw up", Phase.HOLD: "hold", Phase.BACK: "release"},
    limits=(
        Limit(
            "trunk-fold", trunk_upright, Bound.at_most(30), "Sit tall first",
            Priority.COMPENSATION, 2.0, "ENG (spec E11)", HELD,
        ),
        Limit(
            "range-low", knee_to_chest, Bound(0.55, math.inf), "Hug the knee closer",
            Priority.RANGE, 2.0, "ENG (spec E11); never a fault: how near it goes is the person's own", HELD,
        ),
        Limit(
            "knee-bent", long_knee, Bound(20, 25), "Bottom leg long",
            Priority.RANGE, 1.0, "ENG (spec E11)", HELD,
        ),
        Limit(
            "not-still", knee_bouncing, Bound(0.06, 0.08), "Hold it still and breathe",
            Priority.RANGE, 1.0, "S2 “deep breaths”; trunk lengths ENG", HELD,
        ),
    ),
    dose="30–60 s each side, twice, with deep breaths (S2)",
    cannot_see="the turn of the trunk, whether the foot stands beyond the other knee, the stretch itself",
    sources=("S2", "spec E11"),
)
