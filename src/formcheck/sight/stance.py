"""When somebody stands still on two legs: the moment that the tilt of the pelvis is counted from."""

from __future__ import annotations

from collections import deque

import numpy as np

from formcheck.geometry import from_vertical, length
from formcheck.measures import leg, trunk_down, trunk_length
from formcheck.pose import Joint, Point, Pose, Side

STILL_S = 0.5
"""Standing is standing still after this long."""
QUIET = 0.03
"""…with the hips within this many trunk lengths of where they were; landmarks at rest wander by 0.01."""
FEET_LEVEL = 0.06
"""…and the ankles this near in height, in lengths of the longer leg: on one leg they are 0.1 apart and more."""


class Stance:
    """Feed it every pose in order."""

    def __init__(self) -> None:
        self._hips: deque[tuple[float, Point]] = deque()

    def update(self, pose: Pose) -> bool:
        """Whether the person has stood still on both feet until now."""
        if not _on_two_legs(pose):
            self._hips.clear()
            return False
        hip = pose.mid(Joint.HIP)
        while self._hips and length(self._hips[0][1] - hip) > QUIET * trunk_length(pose):
            self._hips.popleft()
        self._hips.append((pose.t, hip))
        still_s = pose.t - self._hips[0][0]
        while self._hips[0][0] < pose.t - 2 * STILL_S:
            self._hips.popleft()
        return still_s >= STILL_S


def _on_two_legs(pose: Pose) -> bool:
    if not pose.seen or np.isnan(pose.xy[[Joint.ANKLE, Joint.ANKLE + 1]]).any():
        return False
    legs = [leg(pose, side) for side in Side]
    upright = abs(from_vertical(-trunk_down(pose))) < 10.0
    uneven = abs(float(pose.xy[Joint.ANKLE][1] - pose.xy[Joint.ANKLE + 1][1]))
    return upright and uneven < FEET_LEVEL * max(length(way) for way in legs) and all(way[1] > 0 for way in legs)
