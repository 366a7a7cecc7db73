"""Gluteus-maximus release with a ball (spec E12): sitting or on the back, and stay still on one spot."""

from __future__ import annotations

from formcheck.exercise import Placement, View
from formcheck.position import in_no
from formcheck.posture import Posture
from formcheck.release import release

EXERCISE = release(
    "glute-max-release",
    "Buttock release with a ball",
    Placement(
        View.LIE_SIDE,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Sit on the ball or lie on it, the back of the pelvis on the "
        "ball, the side to release nearest to the camera, head in view.",
    ),
    in_no(
        "not-sitting", "Sit or lie back on the ball",
        Posture.STANDING, Posture.HALF_KNEELING, Posture.ON_SIDE, Posture.PRONE,
    ),
    sources=("S2", "spec E12"),
)
