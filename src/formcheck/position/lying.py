"""Lying on the side or on the back, and which side is the one to watch there."""

from __future__ import annotations

import math

from formcheck.exercise import Advice
from formcheck.geometry import above, from_vertical, length, ratio
from formcheck.measures import Body, leg, leg_fold, thigh, trunk_down, trunk_length
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position.refusal import instead
from formcheck.posture import Posture, posture


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
        return instead("not-lying", say, pose, Posture.ON_SIDE)
    flat = arriving and posture(pose) in (Posture.ON_BACK, Posture.PRONE)
    if flat or stacked < (0.35 if arriving else 0.2):
        say = "Turn onto your side, one shoulder above the other"
        return instead("not-on-side", say, pose, Posture.ON_SIDE)
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
        return instead("not-on-back", "Lie on your back, knees bent, one side to the camera", pose, Posture.ON_BACK)
    if ratio(apart, trunk_length(pose)) > (0.4 if arriving else 0.55):
        return instead("not-on-back", "Lie on your back, not on your side", pose, Posture.ON_BACK)
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
