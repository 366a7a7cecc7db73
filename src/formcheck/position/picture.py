"""Is somebody in the picture, whole, in the shape of a person, large enough and where they are wanted?"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from formcheck.exercise import Advice, Check
from formcheck.geometry import length
from formcheck.measures import Body, presence, trunk_down, trunk_length
from formcheck.pose import TRUNK, Joint, Landmark, Pose, Side

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


def present(body: Body) -> Advice | None:
    """Any six of shoulders, elbows, wrists, hips, knees and ankles are in the picture (spec E02)."""
    seen = presence(body) >= 0.5
    return None if seen else Advice("out-of-view", "Move until shoulders, hips and knees are in the picture")


def centred(body: Body, share: float) -> bool:
    """The hips are within this share of the picture's width of its middle (spec G-centre)."""
    return abs(float(body.pose.mid(Joint.HIP)[0]) / body.pose.size[0] - 0.5) <= share
