"""Is the right body in the right place? Checks that exercises put together; each says what to change.

A check asks more of somebody who arrives than of somebody who is already at work (`body.rest` is known), so that
nobody is thrown out for a wobble at the edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from formcheck.exercise import Advice, Check
from formcheck.geometry import above, from_vertical, length, ratio
from formcheck.measures import (
    Body,
    foot_above_toes,
    foot_height,
    leg,
    leg_fold,
    presence,
    shank,
    thigh,
    trunk_down,
    trunk_length,
)
from formcheck.pose import TRUNK, Joint, Landmark, Pose, Side
from formcheck.posture import UPRIGHT, Posture, posture

MIN_VISIBILITY = 0.6
"""Spec G-vis. MediaPipe's visibility is optimistic, so it is necessary, never sufficient."""
EDGE = 0.03
"""Landmarks nearer to the border than this share of the picture are half guessed (spec G-vis)."""

NOBODY = Advice("no-body", "I can't see you: step into the picture")
FOLDED = Advice("unclear", "I can't see you clearly: more light, fewer people, whole body in view")


def visible(pose: Pose) -> Pose:
    """The pose without the landmarks that the model itself does not trust."""
    return pose.without(~(pose.visibility >= MIN_VISIBILITY))


def plausible(body: Body) -> Advice | None:
    """The shape of a person: visibility stays near 1 when a skeleton is folded onto the legs or two people fuse."""
    pose = body.pose
    trunk = trunk_length(pose)
    if not trunk > 0.05 * min(pose.size):
        return FOLDED
    head = pose[Landmark.NOSE] - pose.mid(Joint.SHOULDER)
    beyond_shoulders = -float(head @ trunk_down(pose)) / trunk**2
    bones = [
        length(pose[b] - pose[a]) / trunk
        for side in Side
        for a, b in (
            (Joint.HIP.of(side), Joint.KNEE.of(side)),
            (Joint.KNEE.of(side), Joint.ANKLE.of(side)),
        )
    ]
    too_long = any(bone > 1.6 for bone in bones if not math.isnan(bone))
    return FOLDED if beyond_shoulders < -0.25 or too_long else None


def in_view(words: str, *joints: Joint, legs: Callable[[Side], tuple[Side, ...]]) -> Check:
    """Trunk and these joints of at least one of `legs` (sides, chosen by the working one) are in the picture."""

    def check(body: Body) -> Advice | None:
        place = body.pose.xy / body.pose.size
        inside = np.flatnonzero(((place > EDGE) & (place < 1 - EDGE)).all(axis=1)).tolist()
        some_leg = any({joint.of(side) for joint in joints}.issubset(inside) for side in legs(body.side))
        return None if set(TRUNK).issubset(inside) and some_leg else Advice("out-of-view", words)

    return check


def working(side: Side) -> tuple[Side, ...]:
    """The working leg must be seen."""
    return (side,)


def either(_: Side) -> tuple[Side, ...]:
    """One leg must be seen; from the side the far one never is."""
    return tuple(Side)


def large_enough(axis: int, share: float, words: str) -> Check:
    """The body fills at least this share of the picture's width (axis 0) or height (axis 1) (spec G-size).

    At work it is the starting position that must be large enough: a squat is smaller than a stand.
    """

    def check(body: Body) -> Advice | None:
        places = (body.rest or body.pose).xy[:, axis]
        extent = float(np.nanmax(places) - np.nanmin(places)) / body.pose.size[axis]
        return None if extent >= share else Advice("too-far", words)

    return check


def _instead(id: str, say: str, pose: Pose, *wanted: Posture) -> Advice:
    """Advice that also says what the posture looks like, if it is known and another one than is wanted."""
    seen = posture(pose)
    return Advice(id, say, seen.value if seen is not None and seen not in wanted else "")


def in_no(id: str, say: str, *unwanted: Posture) -> Check:
    """None of these postures, nor an upright one that is not known.

    For positions on the floor that are too crooked to be told, only to be told from others.
    """

    def check(body: Body) -> Advice | None:
        seen = posture(body.pose)
        unknown = seen is None and abs(from_vertical(-trunk_down(body.pose))) < UPRIGHT
        return _instead(id, say, body.pose) if unknown or seen in unwanted else None

    return check


def present(body: Body) -> Advice | None:
    """Any six of shoulders, elbows, wrists, hips, knees and ankles are in the picture (spec E02)."""
    seen = presence(body) >= 0.5
    return None if seen else Advice("out-of-view", "Move until shoulders, hips and knees are in the picture")


def lying_on_side(body: Body) -> Advice | None:
    """Trunk level, one shoulder above the other. Seen on 8 real side-lying people: shoulders .42–.54 trunk lengths
    apart across the trunk; on supine ones .13–.33.
    """
    pose = body.pose
    level = abs(abs(from_vertical(trunk_down(pose))) - 90.0)
    apart = abs(above(pose[Landmark.LEFT_SHOULDER] - pose[Landmark.RIGHT_SHOULDER], trunk_down(pose)))
    stacked = ratio(apart, trunk_length(pose))
    arriving = body.rest is None
    if level > (30 if arriving else 40):
        say = "Lie on your side, the front of your body to the camera"
        return _instead("not-lying", say, pose, Posture.ON_SIDE)
    flat = arriving and posture(pose) in (Posture.ON_BACK, Posture.PRONE)
    if flat or stacked < (0.35 if arriving else 0.2):
        say = "Turn onto your side, one shoulder above the other"
        return _instead("not-on-side", say, pose, Posture.ON_SIDE)
    return None


STRAIGHT, BENT = 45.0, 50.0
"""How far the top leg is folded at most if it is straight, at least if it is bent, degrees of hip and knee together.
At rest, on the fixture clips and two real people: 20–52 before a lift, 56–110 before a clam…"""
SHORT = 1.3
"""…and a bent leg is shorter than this in the picture, in trunk lengths: 1.37–1.9 before a lift, 0.8–1.3 before a
clam filmed from the front. Refused is only who is wrong by both: better a set without a count than a refusal in
error."""


def knees_bent(body: Body) -> Advice | None:
    """For who does the clamshell with a top leg that is clearly straight, at work by 5° more (fixture clips: the knee
    of a clam, opened or not, never reads less than 40°; most lifted legs do for half of the time or more)."""
    limit = STRAIGHT if body.rest is None else STRAIGHT - 5.0
    straight = not _short(body) and leg_fold(body.pose, body.side) < limit
    return Advice("knees-straight", "Bend your knees, feet together") if straight else None


def top_leg_straight(body: Body) -> Advice | None:
    """For who arrives to lift a leg that is clearly bent."""
    bent = _short(body) and leg_fold(body.pose, body.side) > BENT
    return Advice("knee-bent", "Straighten your top leg") if body.rest is None and bent else None


def _short(body: Body) -> bool:
    return ratio(length(leg(body.pose, body.side)), trunk_length(body.pose)) < SHORT


def on_both_feet(body: Body) -> Advice | None:
    """Neither foot is lifted, nor does one hang beside a step.

    Real feet side by side read up to 0.15 apart, a foot lifted in balance 0.3 and more. Against where they stood they
    move by up to 0.08 in a squat; a foot that goes down beside a step by 0.2 and more.
    """
    rest, feet = body.rest or body.pose, [replace(body, side=side) for side in Side]
    heights = [(foot_above_toes(foot), foot_height(replace(foot, pose=rest))) for foot in feet]
    lifted = any(now > 0.25 or now - stood > 0.15 for now, stood in heights)
    return Advice("one-leg", "Stand on both feet", "standing on one leg") if lifted else None


def lying_on_back(body: Body) -> Advice | None:
    """Trunk near the floor, one shoulder behind the other; somebody who arrives has a knee above the trunk.

    The trunk tilts by 30° and more at the top of a bridge; a sitting one stands at 60° and more. Across the trunk the
    shoulders are .13–.33 trunk lengths apart on supine people, .42–.54 on side-lying ones.
    """
    pose, arriving = body.pose, body.rest is None
    down = trunk_down(pose)
    level = abs(abs(from_vertical(down)) - 90.0)
    apart = abs(above(pose[Landmark.LEFT_SHOULDER] - pose[Landmark.RIGHT_SHOULDER], down))
    knees_up = any(above(thigh(pose, side), down) > 0 for side in Side)
    if level > (30 if arriving else 50) or (arriving and not knees_up):
        return _instead("not-on-back", "Lie on your back, knees bent, one side to the camera", pose, Posture.ON_BACK)
    if ratio(apart, trunk_length(pose)) > (0.4 if arriving else 0.55):
        return _instead("not-on-back", "Lie on your back, not on your side", pose, Posture.ON_BACK)
    return None


def near_side(pose: Pose) -> Side | None:
    """The side nearer to the lens, for views from the side: what the model's depth says of shoulders and hips.

    On supine people it was right in every frame looked at, by 0.17 m and more; the far leg's visibility only follows
    it. None while neither side is nearer by 0.05 m.
    """
    left, right = (pose.xyz[[Joint.SHOULDER.of(side), Joint.HIP.of(side)], 2].mean() for side in Side)
    return None if not abs(left - right) > 0.05 else Side.LEFT if left < right else Side.RIGHT


def top_side(pose: Pose) -> Side | None:
    """Which side is uppermost in the picture: hip and knee together (right in 100 % of frames of 7 real clips)."""
    heights = {
        side: pose[Joint.HIP.of(side)][1] + pose[Joint.KNEE.of(side)][1] + pose[Joint.SHOULDER.of(side)][1]
        for side in Side
    }
    return None if any(math.isnan(h) for h in heights.values()) else min(heights, key=lambda side: heights[side])


def standing(body: Body) -> Advice | None:
    """Trunk upright over a leg that reaches down; somebody who arrives must stand on a long leg.

    Kneeling, the ankle is about 0.7 trunk lengths below the hip; standing, 1.2 and more; in a deep squat less again.
    Where a thigh points at the lens, as in sitting or in front in kneeling, the knee is .14–.2 of the way from hip to
    ankle; half of it in standing, .26 half way into a squat. Nor does anybody stand beside a knee on the floor, which
    a low lens draws hardly lower than the other one.
    """
    pose, trunk = body.pose, trunk_length(body.pose)
    reach, down, tilt = (1.0, 0.22, 30) if body.rest is None else (0.3, -math.inf, 60)
    upright = abs(from_vertical(-trunk_down(pose))) < 45
    arriving = body.rest is None
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
    return _instead("not-standing", "Stand up facing the camera", pose, Posture.STANDING)


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
    return None if upright and on_knee and in_front else _instead("not-kneeling", say, pose, Posture.HALF_KNEELING)


def sitting(body: Body) -> Advice | None:
    """Trunk upright, thighs towards the lens, shins hanging: hips little above the knees, ankles well below them."""
    pose, trunk = body.pose, trunk_length(body.pose)
    upright = abs(from_vertical(-trunk_down(pose))) < 40
    drops = [(thigh(pose, side)[1], shank(pose, side)[1]) for side in Side]
    seated = [-0.2 * trunk < upper < 0.5 * trunk and lower > 0.35 * trunk for upper, lower in drops]
    if upright and all(seated):
        return None
    return _instead("not-sitting", "Sit facing the camera, your shins hanging", pose, Posture.SITTING)


def sitting_on_floor(body: Body) -> Advice | None:
    """Trunk up, ankles hardly below the hips: .1–.4 trunk lengths on rendered people, .7 on a chair."""
    pose, trunk = body.pose, trunk_length(body.pose)
    up = abs(from_vertical(-trunk_down(pose))) < 60
    low = all(not float(leg(pose, side)[1]) > 0.55 * trunk for side in Side)
    return None if up and low else _instead("not-sitting", "Sit on the floor, legs long", pose, Posture.SITTING)


def facing_front(body: Body) -> bool:
    """Shoulders square to the lens: not narrower than 85 % of rest, nor than a front view can be (spec G-yaw)."""
    width = shoulder_width(body.pose)
    own = body.rest is None or width >= 0.85 * shoulder_width(body.rest)
    return own and width >= 0.4 * trunk_length(body.pose)


def shoulder_width(pose: Pose) -> float:
    """How far apart the shoulders stand across the picture, pixels."""
    return abs(float(pose[Landmark.LEFT_SHOULDER][0] - pose[Landmark.RIGHT_SHOULDER][0]))


def centred(body: Body, share: float) -> bool:
    """The hips are within this share of the picture's width of its middle (spec G-centre)."""
    return abs(float(body.pose.mid(Joint.HIP)[0]) / body.pose.size[0] - 0.5) <= share
