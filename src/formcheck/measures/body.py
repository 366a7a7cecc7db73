"""All that a measure may look at, and the vectors of a body in it. Pixels, x right, y down."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from formcheck.geometry import angle_between, length, turn
from formcheck.pose import Joint, Landmark, Point, Pose, Side


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """All that a measure may look at."""

    pose: Pose
    side: Side
    """The working side: the lifted leg, or the leg stood on."""
    rest: Pose | None = None
    """The person's own starting position; measures of change are NaN without it."""
    lately: tuple[Pose, ...] = ()
    """The poses of the last LATELY_S, oldest first, this one included, for speeds."""
    side_known: bool = True
    """Whether the side was told or seen; else it is any."""


LATELY_S = 1.0
"""Speeds are read between both halves of it: a landmark's jitter from one frame to the next is as quick as a limb."""


once = lru_cache(maxsize=16)
"""For what follows from one pose: several measures ask for it in the same frame, and of the pose at rest in every
frame. Poses are frozen and known by identity, so the answer cannot change."""


@once
def trunk_down(pose: Pose) -> Point:
    """From mid-shoulder to mid-hip, pixels."""
    return pose.mid(Joint.HIP) - pose.mid(Joint.SHOULDER)


def trunk_length(pose: Pose) -> float:
    """Mid-shoulder to mid-hip, pixels: the body's own yardstick."""
    return length(trunk_down(pose))


@once
def facing(pose: Pose) -> float:
    """+1 with the front of the body to the lens, −1 with the back, whichever way up the body lies."""
    across = (pose[Landmark.LEFT_SHOULDER] - pose[Landmark.RIGHT_SHOULDER]) + (
        pose[Landmark.LEFT_HIP] - pose[Landmark.RIGHT_HIP]
    )
    way = turn(trunk_down(pose), across)
    return way if math.isnan(way) else math.copysign(1.0, way)


@once
def thigh(pose: Pose, side: Side) -> Point:
    """From hip to knee, pixels."""
    return pose[Joint.KNEE.of(side)] - pose[Joint.HIP.of(side)]


@once
def shank(pose: Pose, side: Side) -> Point:
    """From knee to ankle, pixels."""
    return pose[Joint.ANKLE.of(side)] - pose[Joint.KNEE.of(side)]


@once
def leg(pose: Pose, side: Side) -> Point:
    """From hip to ankle, pixels."""
    return pose[Joint.ANKLE.of(side)] - pose[Joint.HIP.of(side)]


def hip_line(pose: Pose, side: Side) -> Point:
    """From the other hip to the hip of this side, pixels."""
    return pose[Joint.HIP.of(side)] - pose[Joint.HIP.of(side.other)]


def bend(pose: Pose, side: Side) -> float:
    """Knee flexion in the picture: 0 straight. True only where the leg lies in the image plane."""
    return angle_between(thigh(pose, side), shank(pose, side))


def change(read: Callable[[Pose, Side], float], body: Body) -> float:
    """A pose's value less the same value in the person's own starting position."""
    return math.nan if body.rest is None else read(body.pose, body.side) - read(body.rest, body.side)
