"""Measures of a body seen from its side. Only the side near the lens can be trusted: the far one is half guessed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.geometry import above, angle_between
from formcheck.measures.body import Body, bend, once, thigh
from formcheck.measures.measure import Label, measure
from formcheck.pose import Joint, Pose, Side


@once
def hip_flexion(pose: Pose, side: Side) -> float:
    """180 − SHK: the thigh against the line from shoulder to hip, degrees; 0 in line, without sign."""
    hip = pose[Joint.HIP.of(side)]
    return 180.0 - angle_between(pose[Joint.SHOULDER.of(side)] - hip, thigh(pose, side))


@once
def hip_line_gap(pose: Pose, side: Side) -> float:
    """BRIDGE: how far the hip is from the line of shoulder and knee, degrees: − sags below it, + is above it."""
    shoulder, hip, knee = (pose[joint.of(side)] for joint in (Joint.SHOULDER, Joint.HIP, Joint.KNEE))
    return math.copysign(1.0, above(hip - shoulder, knee - shoulder)) * hip_flexion(pose, side)


HIP_HIGH = 2.5
"""MediaPipe puts the hip of a supine body a little above the joint: rendered people with a straight line read 1–8° of
arch, arched ones 1° less to 5° more than they are. This much off leaves both ends of the good band the same room."""


@measure("deg", Label.MEASURED, error=8.0)
def bridge_line(body: Body) -> float:
    """BRIDGE of the side near the lens: 0 with shoulder, hip and knee in one line, − sag, + arched."""
    return hip_line_gap(body.pose, body.side) - HIP_HIGH


@measure("deg", Label.MEASURED, error=10.0)  # spec E13: M ±10
def knee_flexion(body: Body) -> float:
    """KF of the side near the lens: 0 straight."""
    return bend(body.pose, body.side)


def to_and_fro(readings: NDArray[np.float64]) -> float:
    """How far readings (n,), oldest first, went one way and came back the other, in their unit.

    Somebody who eases further into a stretch only goes, somebody who bounces comes back as well.
    """
    up = (readings - np.minimum.accumulate(readings)).max()
    down = (np.maximum.accumulate(readings) - readings).max()
    return float(min(up, down))
