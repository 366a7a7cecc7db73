"""Standing, half-kneeling and sitting, and facing the lens."""

from __future__ import annotations

import math
from dataclasses import replace

from formcheck.exercise import Advice
from formcheck.geometry import from_vertical, ratio
from formcheck.measures import (
    Body,
    foot_above_toes,
    foot_height,
    leg,
    shank,
    thigh,
    trunk_down,
    trunk_length,
)
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position.refusal import instead
from formcheck.posture import Posture


def on_both_feet(body: Body) -> Advice | None:
    """Neither foot is lifted, nor does one hang beside a step.

    Real feet side by side read up to 0.15 apart, a foot lifted in balance 0.3 and more. Against where they stood they
    move by up to 0.08 in a squat; a foot that goes down beside a step by 0.2 and more.
    """
    rest, feet = body.rest or body.pose, [replace(body, side=side) for side in Side]
    heights = [(foot_above_toes(foot), foot_height(replace(foot, pose=rest))) for foot in feet]
    lifted = any(now > 0.25 or now - stood > 0.15 for now, stood in heights)
    return Advice("one-leg", "Stand on both feet", "standing on one leg") if lifted else None


def standing(body: Body) -> Advice | None:
    """Trunk upright over a leg that reaches down; somebody who arrives must stand on a long leg.

    Kneeling, the ankle is about 0.7 trunk lengths below the hip; standing, 1.2 and more; in a deep squat less again.
    Where a thigh points at the lens, as in sitting or in front in kneeling, the knee is .14–.2 of the way from hip to
    ankle; half of it in standing, .26 half way into a squat. Nor does anybody stand beside a knee on the floor, which
    a low lens draws hardly lower than the other one.
    """
    pose, trunk, arriving = body.pose, trunk_length(body.pose), body.rest is None
    reach, down, tilt = (1.0, 0.22, 30) if arriving else (0.3, -math.inf, 60)
    upright = abs(from_vertical(-trunk_down(pose))) < 45
    carried = any(
        not (arriving and knee_below(pose, side.other) > BESIDE)
        and leg(pose, side)[1] > reach * trunk
        and not thigh(pose, side)[1] < down * leg(pose, side)[1]  # a knee that is not seen says nothing
        and abs(from_vertical(-leg(pose, side))) < tilt
        for side in Side
    )
    if upright and all(math.isnan(leg(pose, side)[1]) for side in Side):
        return None  # feet that are not seen are for `in_view` to speak of
    if upright and carried:
        return None
    return instead("not-standing", "Stand up facing the camera", pose, Posture.STANDING)


KNEE_BELOW, KNEES_LEVEL = 0.25, 0.1
"""One knee is lower by so many trunk lengths in who arrives in half-kneeling, and in who is at work: from the side
.6–.9 on real people, from the front .5–.9 on rendered ones, before a low lens down to .14."""
BESIDE = 0.15
"""…and the knee beside a leg that is stood on is not: by .1 at most on real people and .13 on rendered ones who stand
or lift a leg, while before a low lens one who kneels reads .16 and more."""


def knee_below(pose: Pose, side: Side) -> float:
    """How much lower the knee of this side is than the other, trunk lengths."""
    knees = pose[Joint.KNEE.of(side)] - pose[Joint.KNEE.of(side.other)]
    return ratio(float(knees[1]), trunk_length(pose))


def lower_knee(pose: Pose) -> Side | None:
    """The side whose knee is on the floor, in half-kneeling; None if they are about even."""
    return next((side for side in Side if knee_below(pose, side) > KNEE_BELOW), None)


def half_kneeling(body: Body) -> Advice | None:
    """One shin on the floor under an upright thigh and trunk, the other foot in front, from whichever side.

    Kneeling, the shin is level (−.04 … .21 trunk lengths down on real people) or points away from the lens, where its
    ankle is hidden by the knee; sitting back on the heel brings the hip down to half a trunk above the knee and less.
    At work so does a deep glide forward: to .53 from the side, to .4 from the front.
    """
    pose, trunk, arriving = body.pose, trunk_length(body.pose), body.rest is None
    upright = abs(from_vertical(-trunk_down(pose))) < 50
    high, foot, lower = (0.5, 0.4, KNEE_BELOW) if arriving else (0.35, 0.3, KNEES_LEVEL)
    on_knee = thigh(pose, body.side)[1] > high * trunk and not abs(shank(pose, body.side)[1]) > 0.45 * trunk
    in_front = shank(pose, body.side.other)[1] > foot * trunk and knee_below(pose, body.side) > lower
    say = "Kneel on one knee, the other foot flat in front of you"
    return None if upright and on_knee and in_front else instead("not-kneeling", say, pose, Posture.HALF_KNEELING)


def sitting(body: Body) -> Advice | None:
    """Trunk upright, thighs towards the lens, shins hanging: hips little above the knees, ankles well below them."""
    pose, trunk = body.pose, trunk_length(body.pose)
    upright = abs(from_vertical(-trunk_down(pose))) < 40
    drops = [(thigh(pose, side)[1], shank(pose, side)[1]) for side in Side]
    seated = [-0.2 * trunk < upper < 0.5 * trunk and lower > 0.35 * trunk for upper, lower in drops]
    if upright and all(seated):
        return None
    return instead("not-sitting", "Sit facing the camera, your shins hanging", pose, Posture.SITTING)


def sitting_on_floor(body: Body) -> Advice | None:
    """Trunk up, ankles hardly below the hips: .1–.4 trunk lengths on rendered people, .7 on a chair."""
    pose, trunk = body.pose, trunk_length(body.pose)
    up = abs(from_vertical(-trunk_down(pose))) < 60
    low = all(not float(leg(pose, side)[1]) > 0.55 * trunk for side in Side)
    return None if up and low else instead("not-sitting", "Sit on the floor, legs long", pose, Posture.SITTING)


def facing_front(body: Body) -> bool:
    """Shoulders square to the lens: not narrower than 85 % of rest, nor than a front view can be (spec G-yaw)."""
    width = shoulder_width(body.pose)
    own = body.rest is None or width >= 0.85 * shoulder_width(body.rest)
    return own and width >= 0.4 * trunk_length(body.pose)


def shoulder_width(pose: Pose) -> float:
    """How far apart the shoulders stand across the picture, pixels."""
    return abs(float(pose[Landmark.LEFT_SHOULDER][0] - pose[Landmark.RIGHT_SHOULDER][0]))
