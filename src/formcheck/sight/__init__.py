"""What is read off the picture itself, because the landmarks do not follow it; it travels with the pose.

Behind one door, a picture and its pose in, degrees out, stand three ways. The tilt of the pelvis (spec E04) is seen
by the clothes over it, registered against how they looked on two legs (`Waist`), or by two coloured stickers on the
front hip bones (`Stickers`); how far crossed legs are drawn up (spec E03) by the flow of the picture (`Legs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from formcheck.frames import Picture
from formcheck.pose import Pose
from formcheck.sight.legs import Legs
from formcheck.sight.stickers import Stickers
from formcheck.sight.waist import Waist

__all__ = ["Legs", "Sight", "Sights", "Stickers", "Waist", "sights"]


class Sight(Protocol):
    """Sees one thing of one person. Remembers what it saw, so pictures must come in order."""

    def __call__(self, bgr: Picture, pose: Pose) -> float:
        """What it sees, degrees, as the field of `Pose` says that it stands for; NaN: cannot tell."""


Sights = Mapping[str, Sight]
"""By the field of `Pose` that each of them tells."""


def sights(wanted: Iterable[str], markers: bool) -> Sights:
    """New ones for these fields of a pose. `markers`: the person wears stickers on the front hip bones."""
    ways: Mapping[str, type[Sight]] = {"pelvis": Stickers if markers else Waist, "flexed": Legs}
    return {field: ways[field]() for field in wanted}
