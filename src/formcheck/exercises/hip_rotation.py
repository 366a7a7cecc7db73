"""Seated hip rotation (spec SC7): the shin swings out and in like a pendulum, and shows how far each hip turns."""

from __future__ import annotations

import math

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Limit, Placement, RepLimit, Reps, Rest, View
from formcheck.geometry import length, ratio
from formcheck.measures import Body, Label, change, measure, shank
from formcheck.measures import hip_rotation as rotation
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import facing_front, in_view, large_enough, sitting, working
from formcheck.reps import Phase, SwingRule

SWINGS, HANGS = 10.0, 7.0
"""A shin swings that is this far from hanging, in degrees; both hang below the second (ENG)."""


def _swung(pose: Pose, side: Side) -> float:
    return abs(rotation(pose, side))


def _furthest(pose: Pose, _: Side) -> float:
    """How far the shin that hangs less is from hanging, degrees."""
    return max(_swung(pose, side) for side in Side)


def _swinging(pose: Pose) -> Side | None:
    """The leg whose shin swings; None while both hang."""
    side = max(Side, key=lambda side: _swung(pose, side))
    return side if _swung(pose, side) > SWINGS else None


@measure("deg", Label.MEASURED, error=8.0)  # spec SC7: M ±5–8
def hip_swing(body: Body) -> float:
    """HIPROT without sign: out and in alike; judged only from the front."""
    return _swung(body.pose, body.side) if facing_front(body) else math.nan


@measure("deg", Label.MEASURED, error=8.0)
def hip_rotation(body: Body) -> float:
    """HIPROT: the shin from hanging, + internal rotation, the foot out; judged only from the front."""
    return rotation(body.pose, body.side) if facing_front(body) else math.nan


@measure("shank", Label.ESTIMATED)
def seated_knee(body: Body) -> float:
    """KDRIFT: the knee aside of where it rests, without sign, in shanks: thighs that point at the lens are short.

    A shank above the ankle, which swings before the lens and keeps its length: of a foot that swings out the knee's
    landmark slides down the shank by up to a third, and so read .11–.26 aside where .05–.1 is left (true 0).
    """
    if body.rest is None or not facing_front(body):
        return math.nan
    long, now = length(shank(body.rest, body.side)), shank(body.pose, body.side)
    knee_x = float(body.pose[Joint.ANKLE.of(body.side)][0]) - ratio(float(now[0]), length(now)) * long
    return abs(ratio(knee_x - float(body.rest[Joint.KNEE.of(body.side)][0]), long))


HITCH_SHOWN = 0.48
"""The hip landmarks move by half of a true hitch. The shoulders tilt along with a trunk that leans as far as it is
not hitched, and a thigh that turns outwards, the foot inwards, pulls its hip landmark down. Fitted to 120 stills of
six rendered bodies, seats level to 16° up, upright or leaning, the foot out or in: ±2.2° on bodies left out, where
the hip landmarks alone leave ±3.8°. Level seats read at most 4°, hitches of 13–16° from 7.5° on, all but one above 8.
"""
LEANS, PULLS = 1 / 3, 0.068
"""Degrees of the hip line for each degree of the shoulder line, and of the foot swung inwards."""


def _tilt(pose: Pose, joint: Joint, side: Side) -> float:
    """The line of both these landmarks, degrees, + this side is higher."""
    line = pose[joint.of(side)] - pose[joint.of(side.other)]
    return math.degrees(math.atan2(-line[1], abs(line[0])))


def _seat(pose: Pose, side: Side) -> float:
    pulled = PULLS * max(0.0, -rotation(pose, side))
    return (_tilt(pose, Joint.HIP, side) - LEANS * _tilt(pose, Joint.SHOULDER, side) + pulled) / HITCH_SHOWN


@measure("deg", Label.ESTIMATED)
def seat_hitch(body: Body) -> float:
    """How far the working side of the pelvis has risen off the seat since rest.

    The picture is not asked, as it is on one leg: that counts from a stance on both feet, and who sits has none.
    """
    return change(_seat, body) if facing_front(body) else math.nan


EXERCISE = Exercise(
    id="hip-rotation",
    title="Seated hip rotation",
    label=Label.MEASURED,
    both_sides=False,
    find_side=_swinging,
    placement=Placement(
        View.SIT_FRONT,
        distance_m=2.4,
        lens_height_m=(0.5, 0.7),
        words="Camera 2.4 m away at knee height, level, head and feet in view. Sit facing it on the edge of a table, "
        "thighs towards the camera, shins hanging, hands on the seat. Bare shins.",
    ),
    position=(
        sitting,
        in_view("Move until your hips, knees and feet are in the picture", Joint.KNEE, Joint.ANKLE, legs=working),
        large_enough(1, 0.45, "Come nearer: your body should fill half the height of the picture"),
    ),
    rest=Rest(
        effort=_furthest,
        slack=math.inf,
        anchors=lambda side: (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
        below=HANGS,
        needed=False,
    ),
    work=Reps(
        signal=hip_swing,
        # count: 10°, below which differences say nothing: a hip that turns little is looked for, so it must count;
        # start, partial: beyond the tilt of a hanging shin, ENG; band, still: spec §1.5
        rule=SwingRule(start=7.0, count=10.0, back=8.0, band=5.0, still=8.0, partial=8.5),
        target=(30.0, 45.0),  # spec SC7 [C35a]
        hold_s=0.0,
    ),
    words={Phase.REST: "hang", Phase.OUT: "swing", Phase.HOLD: "end", Phase.BACK: "back"},
    limits=(
        Limit(
            "hip-hike", seat_hitch, Bound(5, 8), "Keep both sit-bones down",
            Priority.COMPENSATION, 0.5, "spec SC7: 5°; fault ENG",
        ),
        Limit(
            "knee-drift", seated_knee, Bound(0.15, 0.2), "Knee stays still",
            Priority.COMPENSATION, 0.5, "spec SC7: 0.15 thigh; fault as in spec E07",
        ),
    ),
    rep_limits=(
        RepLimit(
            "range-low", lambda swing: swing.peak, Bound(30, 20), "Let the foot swing out… and in, as far as is easy",
            Priority.RANGE, "[C35a]: 38° in, 41° out when seated; spec SC7: note below 30°, flag below 20°",
        ),
    ),
    dose="3 slow swings out and in on each side, at most once a week",
    cannot_see="why a hip turns little; below 10° a difference between the sides says nothing",
    sources=("spec SC7",),
)
