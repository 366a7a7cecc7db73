"""Is the camera in the right place? What the set-up asks for beside the exercise's own checks (spec §1.1, §1.4).

An exercise's checks look at the body only, because recordings hold nothing else; here is what the picture adds, and
where in it a body lies that is seen by a level lens at the height the placement asks for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from formcheck.exercise import Advice, Check, Exercise, View
from formcheck.geometry import from_vertical
from formcheck.measures import Body
from formcheck.pose import Joint, Side

HALF_LENS_DEG = 33.0
"""Half the width of a usual laptop camera's view (spec §1.1); others span 29 to 40."""
HIPS_M = {
    View.LIE_FRONT: 0.15, View.LIE_SIDE: 0.15, View.STAND_FRONT: 0.9, View.STAND_SIDE: 0.6, View.SIT_FRONT: 0.5,
    View.FLOOR_SIDE: 0.15,
}  # fmt: skip
"""How high above the floor the hips are in each view, metres; half-kneeling is what is seen from the side."""
TILT_DEG = 10.0
"""What a lens may be tilted, or off in height as seen from the body (spec §1.1: pitch up to 10°)."""
ROLL_DEG = 3.0
"""How far the picture may be turned (spec G-level)."""
DARK = 40.0
"""Mean brightness, 0 to 255, below which the model begins to guess. Three clips, darkened, with the noise
of a dim camera: at 42 limbs are where they were in full light (95 % within 5 pixels of 640), at 28 some are far off,
at 17 nobody is found."""


@dataclass(frozen=True)
class Scene:
    """What is known of the picture beside the pose. What nobody looked at speaks against nothing."""

    light: float = math.nan
    """Mean brightness, 0 to 255."""
    others: int = 0
    """How many more people are in the picture."""


def lit(scene: Scene) -> Advice | None:
    """There is light enough to see by."""
    return Advice("dark", "It is too dark here: more light, from the front") if scene.light < DARK else None


def alone(scene: Scene) -> Advice | None:
    """Nobody else is in the picture (spec G-one)."""
    return Advice("others", "One person at a time: ask others to leave the picture") if scene.others else None


def camera_check(exercise: Exercise) -> Check:
    """Whether the lens is level and about as high as the exercise's placement asks, as the body in its view tells."""
    place = exercise.placement
    lens_m = sum(place.lens_height_m) / 2
    below_deg = math.degrees(math.atan2(lens_m - HIPS_M[place.view], place.distance_m))
    upright = place.view is View.STAND_FRONT

    def check(body: Body) -> Advice | None:
        width, height = body.pose.size
        focal = width / 2 / math.tan(math.radians(HALF_LENS_DEG))
        seen_deg = math.degrees(math.atan2(float(body.pose.mid(Joint.HIP)[1]) - height / 2, focal))
        if seen_deg - below_deg > TILT_DEG:
            return Advice("lens-high", "Lower the camera, or tilt it down a little: it should be level")
        if below_deg - seen_deg > TILT_DEG:
            return Advice("lens-low", "Raise the camera, or tilt it up a little: it should be level")
        return _level(body) if upright else None

    return check


def _level(body: Body) -> Advice | None:
    """The mean of shoulders and hips of somebody on both feet is the horizon."""
    pairs = ((joint.of(Side.LEFT), joint.of(Side.RIGHT)) for joint in (Joint.SHOULDER, Joint.HIP))
    lines = [body.pose[left] - body.pose[right] for left, right in pairs]
    tilts = [abs(from_vertical(line)) - 90.0 for line in lines]
    roll = sum(tilts) / len(tilts)
    return Advice("tilted", "Level the camera: the picture is tilted") if abs(roll) > ROLL_DEG else None
