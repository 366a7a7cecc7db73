"""Stick figures on the floor, seen from the side: flat bodies, one side nearer to the lens than the other.

Drawn in trunk lengths with x towards the feet and y up, for a head on the right of the picture; a body with its right
side near the lens lies the other way round.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from formcheck.pose import N_LANDMARKS, Joint, Landmark, Pose, Side

SIZE = (640, 360)
SCALE, FLOOR = 130.0, 280.0
THIGH, SHANK = 0.85, 0.80
LYING_UP = 0.15
"""Shoulders and hips of a lying body above the floor."""
DEEP = 0.25
"""Metres between the near and the far side."""
FAR_UP = 0.04
"""How much higher what is further away lies in the picture, trunk lengths."""

Place = tuple[float, float]


def along(start: Place, degrees: float, far: float) -> Place:
    """From a place so far in a direction: 0 to the feet, 90 up."""
    return start[0] + far * math.cos(math.radians(degrees)), start[1] + far * math.sin(math.radians(degrees))


def drawn(
    t: float, near: Side, head: Place, shoulder: Place, hip: Place, legs: dict[Side, tuple[Place, Place]]
) -> Pose:
    """A pose of these joints; `legs` holds knee and ankle of either side."""
    way = 1.0 if near is Side.RIGHT else -1.0
    xy, z = np.empty((N_LANDMARKS, 2)), np.zeros(N_LANDMARKS)
    for side in Side:
        up = 0.0 if side is near else FAR_UP
        knee, ankle = legs[side]
        toe = along(ankle, 20.0, 0.2)
        hand = (shoulder[0] + 0.9, shoulder[1] - 0.05)
        elbow = (shoulder[0] + 0.45, shoulder[1] - 0.05)
        places = {
            Joint.SHOULDER: shoulder, Joint.ELBOW: elbow, Joint.WRIST: hand, Joint.HIP: hip, Joint.KNEE: knee,
            Joint.ANKLE: ankle, Joint.HEEL: ankle, Joint.FOOT_INDEX: toe,
        }  # fmt: skip
        for joint, (x, y) in places.items():
            xy[joint.of(side)] = x, y + up
            z[joint.of(side)] = -DEEP / 2 if side is near else DEEP / 2
        for first in (Landmark.LEFT_PINKY, Landmark.LEFT_INDEX, Landmark.LEFT_THUMB):
            xy[first + (side is Side.RIGHT)] = hand
    xy[: Landmark.LEFT_SHOULDER] = head
    picture = np.array([SIZE[0] / 2, FLOOR]) + SCALE * (xy - np.array([1.0, 0.0])) * np.array([way, -1.0])
    xyz = np.column_stack([0.5 * (xy - hip) * (way, -1.0), z])
    return Pose(t, picture, xyz, np.full(N_LANDMARKS, 0.99), SIZE)


def bent_leg(hip: Place, thigh: float, knee: float) -> tuple[Place, Place]:
    """Knee and ankle of a leg whose thigh points `thigh` degrees above the way to the feet, its knee bent."""
    at = along(hip, thigh, THIGH)
    return at, along(at, thigh - knee, SHANK)


def bridging(t: float, near: Side, line: float = -45.0, *, knee: float = 100.0) -> Pose:
    """On the back with bent knees: shoulder, hip and knee at this BRIDGE, the knee flexed by `knee`."""
    shoulder = (0.0, LYING_UP)
    tilt = max(0.0, 25.0 + 0.5 * line)
    hip = along(shoulder, tilt, 1.0)
    limb = bent_leg(hip, tilt - line, knee)
    return drawn(t, near, (-0.3, LYING_UP + 0.05), shoulder, hip, dict.fromkeys(Side, limb))


def knee_hugged(
    t: float, side: Side, hugged: float = 1.0, *, lean: float = 0.0, long_knee: float = 0.0, turned: float = 50.0
) -> Pose:
    """On the floor, the other side near: the knee of `side` goes up, the other leg stays long.

    lean: degrees the trunk leans back. turned: degrees from facing the lens, 90 is side-on.
    """
    hip = (0.0, 0.15)
    up = bent_leg(hip, 65.0 * hugged, 120.0 * hugged)
    long = bent_leg(hip, 0.5 * long_knee, long_knee)
    shoulder = along(hip, 90.0 + lean, 1.0)
    pose = drawn(t, side.other, along(hip, 90.0 + lean, 1.3), shoulder, hip, {side: up, side.other: long})
    across, away = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    xy, xyz = pose.xy.copy(), pose.xyz.copy()
    xy[Joint.SHOULDER.of(side), 0] += 0.8 * across * SCALE
    xy[Joint.HIP.of(side), 0] += 0.5 * across * SCALE
    for joint, metres in ((Joint.SHOULDER, 0.4), (Joint.HIP, 0.25)):
        xyz[joint.of(side)] = xyz[joint.of(side.other)] + metres * np.array([across, 0.0, away])
    return replace(pose, xy=xy, xyz=xyz)


def figure_four(t: float, side: Side, pulled: float = 0.0, *, near: Side | None = None, crossed: float = 1.0) -> Pose:
    """On the back: the ankle of `side` goes to the other knee, `crossed` of the way, and both legs to the chest."""
    shoulder, hip = (0.0, LYING_UP), (1.0, LYING_UP)
    under = bent_leg(hip, 55.0 + pulled, 110.0 - 0.2 * pulled)
    standing = bent_leg(hip, 55.0, 110.0)
    knee, ankle = (
        (a[0] + crossed * (b[0] - a[0]), a[1] + crossed * (b[1] - a[1]))
        for a, b in zip(standing, (along(hip, 75.0 + pulled, 0.8), under[0]), strict=True)
    )
    return drawn(
        t, near or side.other, (-0.3, LYING_UP + 0.05), shoulder, hip, {side: (knee, ankle), side.other: under}
    )
