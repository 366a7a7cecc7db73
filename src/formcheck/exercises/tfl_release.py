"""TFL release with a ball (spec E06): half on the side, half on the front, and stay still on one spot."""

from __future__ import annotations

from formcheck.exercise import Figure, Placement, View
from formcheck.position import in_no
from formcheck.posture import Posture
from formcheck.release import release

EXERCISE = release(
    "tfl-release",
    "TFL release with a ball",
    Placement(
        View.LIE_FRONT,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Lie along the picture on the side to release, rolled a "
        "little to the front over the ball, top knee forward on the floor, head in view.",
        figure=Figure.KNEE_FORWARD,
        side_below=True,
    ),
    in_no(
        "not-lying", "Lie on your side, rolled a little to the front",
        Posture.STANDING, Posture.HALF_KNEELING, Posture.SITTING, Posture.ON_BACK,
    ),
    sources=("S2", "spec E06"),
)
