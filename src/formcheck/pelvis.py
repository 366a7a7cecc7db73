"""The level of the pelvis: one door for every exercise that is done on one leg.

What stands behind it is not a landmark. The line of the hip landmarks follows the pelvis with a slope of 0.2–0.4
whatever the body, the clothes or the resolution, because it follows the shoulders (published 2D-pose work: r = .53,
spec [A7]). The tilt is read off the picture instead and travels with the pose: see `Pose.pelvis` and
docs/level-pelvis.md.
"""

from __future__ import annotations

import math

from formcheck.measures import Body, Label, measure
from formcheck.pose import Pose, Side

PELVIS_UNSEEN = "pelvis not judged: no clear edge over the hips; two stickers on the front hip bones help (--markers)"


def obliquity(pose: Pose, stance: Side) -> float:
    """OBL: tilt of the pelvis in the picture, degrees, + the hip of the free leg is higher; NaN: cannot be told."""
    return stance.other.sign * pose.pelvis


@measure("deg", Label.ESTIMATED)
def pelvic_drop(body: Body) -> float:
    """PD: how far the free side of the pelvis has dropped since the two-leg stance, degrees; − is a hike."""
    if body.rest is None:
        return math.nan
    rest = obliquity(body.rest, body.side)
    # The tilt is counted from a two-leg stance already; the person's own rest, if it was seen, says it better.
    return (0.0 if math.isnan(rest) else rest) - obliquity(body.pose, body.side)
