"""Gluteus-medius release with a ball (spec E09): on the side, and stay still on one spot."""

from __future__ import annotations

from formcheck.exercise import Placement, View
from formcheck.position import in_no
from formcheck.posture import Posture
from formcheck.release import release

EXERCISE = release(
    "glute-med-release",
    "Outer-hip release with a ball",
    Placement(
        View.LIE_FRONT,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Lie along the picture on the side to release, the ball under "
        "the outside of the hip, head in view.",
        side_below=True,
    ),
    in_no(
        "not-lying", "Lie on your side",
        Posture.STANDING, Posture.HALF_KNEELING, Posture.SITTING, Posture.PRONE,
    ),
    sources=("S2", "spec E09"),
)
