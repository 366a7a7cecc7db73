"""The tilt of the pelvis from two coloured stickers on the front hip bones (so does clinical 2D video analysis)."""

from __future__ import annotations

import itertools
import math
from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.frames import Picture
from formcheck.geometry import length
from formcheck.measures import facing, trunk_length
from formcheck.pose import Joint, Point, Pose
from formcheck.sight.stance import Stance

# Lengths in trunk lengths (about 0.5 m) from the middle of the hip landmarks.
REACH, UP, DOWN = 0.40, 0.45, 0.10
"""Beside, above and below the hips: where stickers are looked for."""
FINE, WIDE = 0.012, 0.06
"""A dot is as large as what a blur of the one standard deviation shows and of the other does not."""
VIVID = 12.0
"""How far (Lab units) the colour of a dot stands out from what is around it; a hand or a fold has less."""
APART = (0.25, 0.65)
"""How far a pair is apart…"""
LEVEL, CENTRED, ALIKE = 0.10, 0.12, 0.45
"""…how different in height, how far its middle is from the body's, and how different in colour, at set-up."""
FOLLOWED = 0.12
"""A sticker is looked for this near to where it must be."""
ROUND, ENDS = 0.05, 0.4
"""A dot ends on all sides: this far from its middle there is less than this share of its colour."""
KEPT = 0.35
"""What still stands out by this share of what it did at set-up, in its own colour, is the sticker."""
STANCES = 15
"""Pictures of the two-leg stance whose median tilt is level."""
_CANDIDATES = 12
_RING = np.array([(math.cos(a), math.sin(a)) for a in np.linspace(0.0, 2.0 * math.pi, 12, endpoint=False)])

Colours = NDArray[np.float32]
"""(h, w, 2) the two colours of Lab, less what is around."""


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """Something that stands out in colour."""

    at: Point
    """From mid-hip, trunk lengths, y down."""
    colour: NDArray[np.float64]
    """(2,) how it stands out."""


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """The colours around the hips of one picture."""

    colours: Colours
    corner: Point
    """Of the picture's part, from mid-hip, pixels."""
    trunk: float

    def pixel(self, at: Point) -> Point:
        """Where a place is in `colours`."""
        place: Point = at * self.trunk - self.corner
        return place


class Stickers:
    """A `Sight` that knows two coloured dots, of whatever colour, by themselves."""

    def __init__(self) -> None:
        self._stance = Stance()
        self._pair: tuple[_Spot, _Spot] | None = None
        """The dots as they were at set-up, the picture's left one first."""
        self._last: tuple[Point, Point] | None = None
        self._level: deque[float] = deque(maxlen=STANCES)

    def __call__(self, bgr: Picture, pose: Pose) -> float:
        """See `Sight`."""
        standing = self._stance.update(pose)
        look = _look(bgr, pose) if pose.seen else None
        if look is None:
            self._last = None
            return math.nan
        found = self._follow(look)
        if found is None and standing:
            self._pair = _choose(_spots(look)) or self._pair
            found = self._follow(look)
        self._last = found
        if found is None:
            return math.nan
        left, right = found
        tilt = -facing(pose) * math.degrees(math.atan2(*(right - left)[::-1]))
        if standing and len(self._level) < STANCES:
            self._level.append(tilt)
        return tilt - float(np.median(self._level)) if self._level else math.nan

    def _follow(self, look: _Look) -> tuple[Point, Point] | None:
        """Where both dots are in this picture; None unless both are seen and as far apart as they were."""
        if self._pair is None:
            return None
        expected = self._last or (self._pair[0].at, self._pair[1].at)
        left, right = (_near(look, spot, at) for spot, at in zip(self._pair, expected, strict=True))
        if left is None or right is None:
            return None
        grown = length(right - left) / length(self._pair[1].at - self._pair[0].at)
        return (left, right) if 0.75 < grown < 1.25 else None


def _look(bgr: Picture, pose: Pose) -> _Look | None:
    trunk, hip = trunk_length(pose), pose.mid(Joint.HIP)
    left, top = np.clip(hip - np.array([REACH, UP]) * trunk, 0, pose.size).astype(int)
    right, bottom = np.clip(hip + np.array([REACH, DOWN]) * trunk, 0, pose.size).astype(int)
    if right - left < trunk / 2 or bottom - top < trunk / 3:
        return None
    lab = cv2.cvtColor(bgr[top:bottom, left:right], cv2.COLOR_BGR2LAB)[..., 1:].astype(np.float32)
    fine, wide = (cv2.GaussianBlur(lab, (0, 0), max(sd * trunk, 0.7)) for sd in (FINE, WIDE))
    return _Look(np.asarray(fine - wide, np.float32), np.array([left, top]) - hip, trunk)


def _spots(look: _Look) -> list[_Spot]:
    """What stands out most in colour, most first."""
    strength = np.linalg.norm(look.colours, axis=2)
    size = 2 * int(0.03 * look.trunk) + 1
    peaks = (strength == cv2.dilate(strength, np.ones((size, size)))) & (strength > VIVID)
    rows, columns = np.nonzero(peaks)
    order = np.argsort(-strength[rows, columns])[:_CANDIDATES]
    return [
        _Spot((np.array([x, y], float) + look.corner) / look.trunk, look.colours[y, x].astype(float))
        for y, x in zip(rows[order].tolist(), columns[order].tolist(), strict=True)
        if _is_dot(look, x, y)
    ]


def _is_dot(look: _Look, x: int, y: int) -> bool:
    """Whether what stands out here ends on all sides, as an edge or a fold does not."""
    around = _RING * ROUND * look.trunk + np.array([x, y])
    columns, rows = np.clip(np.round(around).astype(int), 0, np.array(look.colours.shape[1::-1]) - 1).T
    own = look.colours[y, x]
    return bool((look.colours[rows, columns] @ own).max() < ENDS * float(own @ own))


def _choose(spots: list[_Spot]) -> tuple[_Spot, _Spot] | None:
    """The most vivid pair of the same colour that lies as front hip bones do; None without one."""
    pairs = (sorted(pair, key=lambda spot: float(spot.at[0])) for pair in itertools.combinations(spots, 2))
    fitting = [(left, right) for left, right in pairs if _fits(left, right)]
    vividness = [min(length(left.colour), length(right.colour)) for left, right in fitting]
    return fitting[int(np.argmax(vividness))] if fitting else None


def _fits(left: _Spot, right: _Spot) -> bool:
    across, middle = right.at - left.at, (left.at + right.at) / 2
    unlike = length(right.colour - left.colour) / max(length(left.colour), length(right.colour))
    placed = APART[0] < across[0] < APART[1] and abs(across[1]) < LEVEL
    return bool(placed and abs(middle[0]) < CENTRED and middle[1] < 0.0 and unlike < ALIKE)


def _near(look: _Look, spot: _Spot, at: Point) -> Point | None:
    """The middle of what has a spot's colour near a place; None if nothing has."""
    x, y = look.pixel(at)
    reach = FOLLOWED * look.trunk
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    part = look.colours[top : int(y + reach) + 1, left : int(x + reach) + 1]
    if part.size == 0:
        return None
    strength = length(spot.colour)
    own = part @ (spot.colour / strength)
    other = np.abs(part @ (np.array([-spot.colour[1], spot.colour[0]]) / strength))
    own = np.where(other < 0.6 * np.maximum(own, 1e-6), own, 0.0)
    row, column = divmod(int(own.argmax()), own.shape[1])
    if own[row, column] < KEPT * strength:
        return None
    dot = max(2, round(0.035 * look.trunk))
    rows, columns = np.mgrid[: own.shape[0], : own.shape[1]]
    near = (np.abs(rows - row) <= dot) & (np.abs(columns - column) <= dot)
    weight = np.where(near, np.maximum(own - 0.3 * own[row, column], 0.0), 0.0)
    centre = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()
    place: Point = (centre + np.array([left, top]) + look.corner) / look.trunk
    return place
