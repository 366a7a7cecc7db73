"""The tilt of the pelvis without markers: the clothes over its upper part, registered against the two-leg stance.

Looked at is a band between the hip joints and the waist, where the pelvis is bone under the skin: the thighs below
move by themselves and the belly above bends. What is registered are edges (a hem, a waistband, a pattern, folds),
not light and shade, which change with the stance. Every picture is held against the stance itself, never only
against the last one, so no drift can gather.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from formcheck.frames import Picture
from formcheck.measures import facing, trunk_length
from formcheck.pose import Joint, Landmark, Point, Pose
from formcheck.sight.registration import Image, Match, Move, Template, Weights
from formcheck.sight.stance import Stance

# All lengths in trunk lengths (mid-shoulder to mid-hip, about 0.5 m), from the middle of the hip landmarks.
WIDTH, HEIGHT, STEP = 72, 33, 0.60 / 72
"""Of the template: pixels, and their size. A trunk has some 90 pixels at 640x360, so nothing is lost."""
CENTRE, BAND = 0.17, 0.06
"""The band lies this high above the hip landmarks and fades out this fast (standard deviation). In metres 0.085 and
0.03: from the front spines of the pelvis to its crest."""
REACH = 0.75
"""How far around the hips a picture is looked at."""
SHARPEST = 96.0
"""Pictures of larger people are made smaller, to this many pixels a trunk."""
HAND = 0.05
"""What is this near to a landmark of the hands is a hand."""
FINE, WIDE = 0.8, 4.0
"""Edges are what a blur of the one standard deviation (pixels) shows and of the other does not."""

LIKE, SEEN, TURN_SD = 0.75, 0.5, math.radians(0.25)
"""What must be reached to be believed: likeness, share not covered, and an error that the edges allow."""
STEEPEST = math.radians(25.0)
ASTRAY = 0.2
"""Found this far from where the landmarks say it must be, it is something else."""
AVERAGED = 15
"""Pictures of the stance that make up the template."""
_TRIES = (-0.15, 0.15, -0.07, 0.07)
"""Turns (radians) to begin from, one a picture, while it is lost."""
_HANDS = tuple(joint for joint in Landmark if joint.name.endswith(("WRIST", "PINKY", "INDEX", "THUMB")))


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """One picture, near the hips and in edges; and how places in it follow from template units."""

    edges: Image
    corner: Point
    scale: float
    """Pixels of `edges` for one of the picture."""
    hip: Point
    """Mid-hip in the picture."""
    hands: tuple[Point, ...]


class Waist:
    """A `Sight` that needs nothing but clothes with an edge in them."""

    def __init__(self) -> None:
        self._stance = Stance()
        self._template: Template | None = None
        self._origin, self._trunk, self._facing = np.zeros(2), 1.0, 1.0
        """Where the template was taken, the pixels of a trunk then, and which way the person faced."""
        self._averaged = 0
        self._last: tuple[Move, Point] | None = None
        """Where it was found in the last picture, and the hips then; None while it is lost."""
        self._tries = 0

    def __call__(self, bgr: Picture, pose: Pose) -> float:
        """See `Sight`."""
        standing = self._stance.update(pose)
        if not pose.seen:
            self._last = None
            return math.nan
        look = self._look(bgr, pose, trunk_length(pose) if self._template is None else self._trunk)
        match = None if look is None else self._find(look)
        if look is not None and match is None and standing:
            return self._begin(bgr, pose)
        if look is None or match is None:
            return math.nan
        if standing and self._averaged < AVERAGED:
            self._average(match)
        return -self._facing * math.degrees(match.move.turn) if match.turn_sd < TURN_SD else math.nan

    def _begin(self, bgr: Picture, pose: Pose) -> float:
        """Take the stance of this instant for level."""
        self._origin, self._trunk, self._facing = pose.mid(Joint.HIP), trunk_length(pose), facing(pose)
        look = self._look(bgr, pose, self._trunk)
        if look is None:
            return math.nan
        up = -(_MIDDLE + (np.arange(HEIGHT) - (HEIGHT - 1) / 2) * STEP)
        fade = np.exp(-0.5 * ((up - CENTRE) / BAND) ** 2).astype(np.float32)
        weight = np.repeat(fade[:, None], WIDTH, axis=1)
        level = Move(0.0, _MIDDLE)
        template = Template(self._see(look, level), weight, STEP)
        free = self._uncovered(look, template, level)
        if free.mean() < SEEN:
            return math.nan
        weight.ravel()[weight.ravel() > 0.05] *= free
        self._template, self._averaged = Template(template.picture, weight, STEP), 1
        self._last, self._tries = (level, look.hip), 0
        return math.nan

    def _average(self, match: Match) -> None:
        assert self._template is not None
        self._averaged += 1
        before = self._template
        mean = before.picture + (match.patch - before.picture) / np.float32(self._averaged)
        self._template = Template(mean, before.weight, STEP)

    def _find(self, look: _Look) -> Match | None:
        """The template in this picture; None if it is not there."""
        template = self._template
        if template is None:
            return None
        hip = (look.hip - self._origin) / self._trunk
        by_hips = Move(float(hip[0]), float(hip[1]) + _MIDDLE)
        starts = [by_hips]
        if self._last is not None:
            last, place = self._last
            dx, dy = (look.hip - place) / self._trunk
            along = Move(last.x + dx, last.y + dy, last.turn, last.growth / 2)
            starts = [along, Move(by_hips.x, by_hips.y, last.turn)]
        elif self._tries:
            starts = [Move(by_hips.x, by_hips.y, _TRIES[self._tries % len(_TRIES)])]
        for start in starts:
            free = self._uncovered(look, template, start)
            match = template.find(lambda move: self._see(look, move), free, start)
            stray = math.hypot(match.move.x - by_hips.x, match.move.y - by_hips.y)
            if match.likeness > LIKE and match.seen > SEEN and stray < ASTRAY and abs(match.move.turn) < STEEPEST:
                self._last, self._tries = (match.move, look.hip), 0
                return match
        self._last, self._tries = None, self._tries + 1
        return None

    def _look(self, bgr: Picture, pose: Pose, trunk: float) -> _Look | None:
        """The part of a picture around the hips; None if that is not in the picture."""
        hip = pose.mid(Joint.HIP)
        left, top = np.clip(hip - REACH * trunk, 0, pose.size).astype(int)
        right, bottom = np.clip(hip + np.array([REACH, 0.4]) * trunk, 0, pose.size).astype(int)
        if right - left < trunk / 2 or bottom - top < trunk / 2:
            return None
        grey = cv2.cvtColor(bgr[top:bottom, left:right], cv2.COLOR_BGR2GRAY)
        scale = min(1.0, SHARPEST / trunk)
        if scale < 1.0:
            grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        light = grey.astype(np.float32)
        edges = cv2.GaussianBlur(light, (0, 0), FINE) - cv2.GaussianBlur(light, (0, 0), WIDE)
        hands = [pose[hand] for hand in _HANDS]
        near = tuple(hand for hand in hands if abs(hand - hip).max() < REACH * trunk)
        return _Look(edges.astype(np.float32), np.array([left, top], float), scale, hip, near)

    def _see(self, look: _Look, move: Move) -> Image:
        size = self._trunk * look.scale * STEP * math.exp(move.growth)
        across, along = math.cos(move.turn) * size, math.sin(move.turn) * size
        turn = np.array([[across, -along], [along, across]])
        centre = (self._origin + self._trunk * np.array([move.x, move.y]) - look.corner + 0.5) * look.scale - 0.5
        corner = centre - turn @ [(WIDTH - 1) / 2, (HEIGHT - 1) / 2]
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        seen = cv2.warpAffine(
            look.edges, np.c_[turn, corner], (WIDTH, HEIGHT), flags=how, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(seen, np.float32)

    def _uncovered(self, look: _Look, template: Template, move: Move) -> Weights:
        """0 where a hand is before the template, else 1."""
        free = np.ones(len(template.at), np.float32)
        if look.hands:
            size = math.exp(move.growth)
            across, along = math.cos(move.turn) * size, math.sin(move.turn) * size
            x, y = template.at.T
            at = np.stack([x * across - y * along + move.x, x * along + y * across + move.y], 1)
            for hand in look.hands:
                away = at - (hand - self._origin) / self._trunk
                free[(away * away).sum(axis=1) < HAND**2] = 0.0
        return free


_MIDDLE = -(0.04 + STEP * (HEIGHT - 1) / 2)
"""Where the middle of the template is in the stance: above the hips, so negative."""
