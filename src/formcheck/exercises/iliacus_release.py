"""Iliacus release (spec E14): as somebody competent taught it, for no technique is given here. Off by default."""

from __future__ import annotations

from formcheck.exercise import Placement, View
from formcheck.position import in_no
from formcheck.posture import Posture
from formcheck.release import ABDOMEN_CAUTIONS, release

EXERCISE = release(
    "iliacus-release",
    "Iliacus release",
    Placement(
        View.LIE_SIDE,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Lie along the picture, on your front or on your back, as "
        "your clinician or the instructions of your tool taught you, head in view.",
    ),
    in_no(
        "not-lying", "Lie down on your front or on your back",
        Posture.STANDING, Posture.HALF_KNEELING, Posture.SITTING, Posture.ON_SIDE,
    ),
    sources=("S2 step 1", "spec E14"),
    cautions=ABDOMEN_CAUTIONS,
)
