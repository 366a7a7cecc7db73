"""The level of the pelvis: one door, so that a better estimate can replace what stands behind it.

Today that is the line of the hip landmarks, and it is a poor witness: on rendered people whose pelvis truly drops it
follows with a slope of 0.2–0.4 whatever the body, clothes or resolution, because it follows the shoulders; published
2D-pose work finds r = .53 (spec [A7]). So it is an estimate: it may cue, and it is never shown as a number.
"""

from __future__ import annotations

import math

from formcheck.measures import Body, Label, change, hip_line, measure
from formcheck.pose import Pose, Side


def obliquity(pose: Pose, stance: Side) -> float:
    """Tilt of the pelvis in the picture, degrees: + the hip of the free leg is higher."""
    line = hip_line(pose, stance.other)
    return math.degrees(math.atan2(-line[1], abs(line[0])))


@measure("deg", Label.ESTIMATED)
def pelvic_drop(body: Body) -> float:
    """PD: how far the free side of the pelvis has dropped since the two-leg stance, degrees; − is a hike.

    Not judged while the trunk leans, which drags the hip landmarks with it: see `trunk_lean`.
    """
    return -change(obliquity, body)


