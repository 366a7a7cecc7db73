"""The tilt of the pelvis, looked for in the picture itself, because the landmarks do not follow it (spec E04).

Two ways stand behind one door, a picture and its pose in, degrees out: the clothes over the pelvis, registered
against how they looked on two legs (`Waist`), and two coloured stickers on the front hip bones (`Stickers`).
"""

from __future__ import annotations

from typing import Protocol

from formcheck.frames import Picture
from formcheck.pose import Pose
from formcheck.sight.stickers import Stickers
from formcheck.sight.waist import Waist

__all__ = ["Sight", "Stickers", "Waist", "pelvis_sight"]


class Sight(Protocol):
    """Sees how the pelvis stands. Remembers one person's stance, so pictures must come in order."""

    def __call__(self, bgr: Picture, pose: Pose) -> float:
        """Degrees the left side of the pelvis stands higher than in the last two-leg stance; NaN: cannot tell."""


def pelvis_sight(markers: bool) -> Sight:
    """By the stickers, if the person wears them, else by the clothes."""
    return Stickers() if markers else Waist()
