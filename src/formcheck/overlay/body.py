"""The skeleton, in the space of the picture: what works is strong, the rest is faint."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.exercise import Exercise
from formcheck.frames import Picture
from formcheck.overlay.look import INK, PALE, WHITE, Colour, status
from formcheck.pose import Joint, Side
from formcheck.position import visible
from formcheck.update import Update

Bone = tuple[int, int]
Places = list[tuple[int, int] | None]
"""Where each of the 33 landmarks is in the picture, in 1/2**SHIFT pixels; None where the model trusts none."""

LEG = ((Joint.HIP, Joint.KNEE), (Joint.KNEE, Joint.ANKLE), (Joint.ANKLE, Joint.HEEL), (Joint.HEEL, Joint.FOOT_INDEX))
ARM = ((Joint.SHOULDER, Joint.ELBOW), (Joint.ELBOW, Joint.WRIST))
LEG_JOINTS = (Joint.HIP, Joint.KNEE, Joint.ANKLE)
TRUNK_BONES: tuple[Bone, ...] = ((11, 12), (23, 24), (11, 23), (12, 24))
"""Landmark numbers: shoulders, hips, and both flanks."""
SHIFT = 3
"""Positions are given in eighths of a pixel, so that slow movements glide."""
FAR = 1e5
"""No picture is so large; beyond it a position does not fit OpenCV's numbers."""


def draw_body(bgr: Picture, update: Update, exercise: Exercise) -> None:
    """Draw the skeleton in place on the picture as it came from the camera, before any mirroring."""
    places = _places(bgr, update)
    working = tuple(Side) if exercise.both_sides else (update.side,) if update.side else ()
    faint, strong, joints = _parts(working)
    thick = max(2, round(min(bgr.shape[:2]) / 80))
    colour = status(update, exercise).state.colour
    _lines(bgr, places, faint, PALE, max(1, thick // 2))
    _lines(bgr, places, TRUNK_BONES, INK, thick // 2 + 2)
    _lines(bgr, places, strong, INK, thick + 2)
    _lines(bgr, places, TRUNK_BONES, colour, thick // 2)
    _lines(bgr, places, strong, colour, thick)
    _dots(bgr, places, joints, colour, thick)


@cache
def _parts(working: tuple[Side, ...]) -> tuple[tuple[Bone, ...], tuple[Bone, ...], tuple[int, ...]]:
    """The faint bones, the strong ones, and the joints to mark, as landmark numbers."""

    def bones(chain: tuple[tuple[Joint, Joint], ...], side: Side) -> list[Bone]:
        return [(int(a.of(side)), int(b.of(side))) for a, b in chain]

    strong = [bone for side in working for bone in bones(LEG, side)]
    faint = [bone for side in Side for bone in (*bones(ARM, side), *bones(LEG, side)) if bone not in strong]
    joints = [int(joint.of(side)) for side in working for joint in LEG_JOINTS]
    return tuple(faint), tuple(strong), tuple(joints)


def _places(bgr: Picture, update: Update) -> Places:
    pose = visible(update.pose)
    scale = np.array([bgr.shape[1] / pose.size[0], bgr.shape[0] / pose.size[1]]) * (1 << SHIFT)
    scaled: NDArray[np.float64] = pose.xy * scale
    return [
        (round(x), round(y)) if math.isfinite(x) and math.isfinite(y) and max(abs(x), abs(y)) < FAR else None
        for x, y in scaled.tolist()
    ]


def _lines(bgr: Picture, places: Places, bones: Iterable[Bone], colour: Colour, thick: int) -> None:
    for a, b in bones:
        start, end = places[a], places[b]
        if start is not None and end is not None:
            cv2.line(bgr, start, end, colour, thick, cv2.LINE_AA, SHIFT)


def _dots(bgr: Picture, places: Places, joints: Iterable[int], colour: Colour, thick: int) -> None:
    for joint in joints:
        centre = places[joint]
        if centre is not None:
            cv2.circle(bgr, centre, (thick + 2) << SHIFT, INK, -1, cv2.LINE_AA, SHIFT)
            cv2.circle(bgr, centre, (thick + 1) << SHIFT, WHITE, -1, cv2.LINE_AA, SHIFT)
            if thick > 3:
                cv2.circle(bgr, centre, (thick - 1) << SHIFT, colour, -1, cv2.LINE_AA, SHIFT)
