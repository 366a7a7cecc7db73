"""What somebody is doing with their body at large: standing, kneeling, sitting, or lying on back, side or front.

Coarse on purpose: it serves to say why an exercise does not begin, never to judge one. Held against 100 photos and 14
recordings of real people and all fixture clips: tests/test_posture.py.
"""

from __future__ import annotations

import math
from enum import Enum

import numpy as np

from formcheck.geometry import from_vertical, ratio
from formcheck.measures import leg, shank, thigh, trunk_down, trunk_length
from formcheck.pose import Joint, Pose, Side


class Posture(str, Enum):
    """A class of postures, in words that end “this looks like …”."""

    STANDING = "standing"
    HALF_KNEELING = "kneeling on one knee"
    SITTING = "sitting"
    ON_BACK = "lying on your back"
    ON_SIDE = "lying on your side"
    PRONE = "lying face down"


UPRIGHT, LEVEL = 50.0, 55.0
"""The trunk is up to so many degrees from upright, or at least so many: people who recline are neither."""
FACE_UP = 0.55
"""The front of the trunk points up (or down) by more than this: sine of 33°. Real people on their backs .7–1.0 (one
twisted .3), prone −.7…−1.0, on their sides −.3…+.3. The only use of the model's depth here, and a gross one."""
LOW = 0.6
"""Of somebody who lies, the knees are not further below the hips than this, in trunk lengths; of somebody on all
fours they are .8."""


def posture(pose: Pose) -> Posture | None:
    """The posture; None where it is between two, or not enough is seen."""
    tilt = abs(from_vertical(-trunk_down(pose)))
    if tilt > LEVEL:
        return _lying(pose)
    return _upright(pose) if tilt < UPRIGHT else None


def _lying(pose: Pose) -> Posture | None:
    up = _front_up(pose)
    knees = [ratio(float(thigh(pose, side)[1]), trunk_length(pose)) for side in Side]
    if math.isnan(up) or any(knee > LOW for knee in knees):
        return None
    if abs(up) <= FACE_UP:
        return Posture.ON_SIDE
    return Posture.ON_BACK if up > 0 else Posture.PRONE


def _upright(pose: Pose) -> Posture | None:
    """By how far knees and ankles are below the joint above them, in trunk lengths.

    Real people stand with thigh .6–.8 and leg 1.2–1.6, sit with thighs −.6…+.1, and rest a shank on the floor with
    it −.1…+.2. Who squats deeply sits, seen like this, and who lunges deeply kneels.
    """
    trunk = trunk_length(pose)
    knees = {side: ratio(float(thigh(pose, side)[1]), trunk) for side in Side}
    shanks = {side: ratio(float(shank(pose, side)[1]), trunk) for side in Side}
    if any(knees[side] > 0.4 and ratio(float(leg(pose, side)[1]), trunk) > 1.0 for side in Side):
        return Posture.STANDING
    if any(knees[s] > 0.5 and abs(shanks[s]) < 0.3 and knees[s.other] < 0.35 and shanks[s.other] > 0.4 for s in Side):
        return Posture.HALF_KNEELING
    return Posture.SITTING if all(knee < 0.3 for knee in knees.values()) else None


def _front_up(pose: Pose) -> float:
    """How far the front of the trunk points to the ceiling: sine, −1 face down to +1 face up."""
    hips, shoulders = (pose.xyz[[joint, joint + 1]] for joint in (Joint.HIP, Joint.SHOULDER))
    front = np.cross(hips[1] - hips[0], shoulders.mean(axis=0) - hips.mean(axis=0))
    size = float(np.linalg.norm(front))
    return float(front[1]) / size if size else math.nan
