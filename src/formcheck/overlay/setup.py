"""How to set up, drawn: from the side, and as the camera should see it. Both to scale, from its Placement."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.exercise import Exercise, Placement, View
from formcheck.frames import Picture
from formcheck.overlay.figures import FROM_THE_SIDE, SEEN, Outline
from formcheck.overlay.look import GREEN, INK, SLATE, VERMILION, WHITE, Colour
from formcheck.overlay.text import LINE, REGULAR, Box, put, wrapped

WIDTH, HEIGHT = 1280, 720
PAPER: Colour = (244, 242, 240)
BODY: Colour = (120, 108, 98)
FLOOR: Colour = (205, 196, 188)
LENS_DEG = 66.0
"""Width of the view of a usual laptop camera (spec §1.1)."""

TO_CAMERA = {
    View.STAND_FRONT: "Face the camera",
    View.STAND_SIDE: "Your side to the camera",
    View.LIE_FRONT: "Lie along the picture, front to the camera",
    View.LIE_SIDE: "Lie along the picture, one side to the camera",
    View.SIT_FRONT: "Sit facing the camera",
    View.FLOOR_SIDE: "Sit on the floor, side-on, turned a little to the camera",
}


def setup_png(exercise: Exercise) -> bytes:
    """The set-up of an exercise as a PNG of 1280 x 720."""
    return bytes(cv2.imencode(".png", draw_setup(exercise))[1])


def draw_setup(exercise: Exercise) -> Picture:
    """The set-up of an exercise as a (720, 1280, 3) blue-green-red picture."""
    bgr: Picture = np.full((HEIGHT, WIDTH, 3), PAPER, np.uint8)
    place = exercise.placement
    put(bgr, exercise.title, Box(40, 20, WIDTH - 40, 80), 46, INK)
    put(bgr, TO_CAMERA[place.view], Box(40, 80, WIDTH - 40, 124), 30, VERMILION)
    _elevation(bgr, Box(40, 140, 620, 520), place)
    _view(bgr, Box(660, 182, WIDTH - 40, 182 + (WIDTH - 700) * 9 // 16), place)
    sizes = (range(0), range(26, 23, -1), range(26, 20, -1), range(26, 12, -1))
    lines, size = wrapped(place.words, sizes, WIDTH - 80, REGULAR)
    for i, line in enumerate(lines):
        top = 560 + round(i * LINE * size * 1.1)
        put(bgr, line, Box(40, top, WIDTH - 40, top + round(LINE * size)), size, INK, REGULAR)
    return bgr


def target_outline(place: Placement, width: int, height: int, flipped: bool) -> tuple[NDArray[np.int32], ...]:
    """The outer edges of the body where a level camera of this placement sees it: (n, 1, 2) pixels each.

    `flipped`: the body lies or stands the other way round.
    """
    mask = np.zeros((height, width), np.uint8)
    scale = width / (2 * place.distance_m * math.tan(math.radians(LENS_DEG / 2)))
    floor = round(height / 2 + scale * sum(place.lens_height_m) / 2)
    _draw(mask, SEEN[place.figure or place.view], (width // 2, floor), scale, 255)
    edges, _ = cv2.findContours(cv2.flip(mask, 1) if flipped else mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return tuple(np.asarray(edge, np.int32) for edge in edges)


def _elevation(bgr: Picture, box: Box, place: Placement) -> None:
    """Camera, distance and body, seen from beside them."""
    put(bgr, "from the side", Box(box.x0, box.y0, box.x1, box.y0 + 36), 24, SLATE)
    left, right, floor = box.x0 + 60, box.x1 - 90, box.y1 - 60
    scale = min((right - left) / place.distance_m, (floor - box.y0 - 60) / 1.75)
    low, high = place.lens_height_m
    lens_y = round(floor - scale * (low + high) / 2)
    body_x = round(left + scale * place.distance_m)
    cv2.rectangle(bgr, (box.x0, floor), (box.x1, floor + 6), FLOOR, -1)
    _outline(bgr, FROM_THE_SIDE[place.figure or place.view], (body_x, floor), scale)
    # The lens may be anywhere along the green bar.
    top, foot = round(floor - scale * high), round(floor - scale * low)
    cv2.line(bgr, (left, floor), (left, lens_y), BODY, 4, cv2.LINE_AA)
    cv2.rectangle(bgr, (left - 30, top), (left - 22, foot), GREEN, -1)
    cv2.rectangle(bgr, (left - 16, lens_y - 13), (left + 12, lens_y + 13), INK, -1)
    cv2.fillConvexPoly(bgr, np.array([(left + 12, lens_y), (left + 26, lens_y - 13), (left + 26, lens_y + 13)]), INK)
    put(bgr, f"lens {low:g}–{high:g} m high", Box(box.x0, top - 50, box.x0 + 260, top - 18), 24, INK)
    y = floor + 32
    middle = (left + body_x) // 2
    for end in (left, body_x):
        cv2.arrowedLine(bgr, (middle, y), (end, y), INK, 2, cv2.LINE_AA, tipLength=10 / abs(end - middle))
    cv2.rectangle(bgr, (middle - 50, y - 14), (middle + 50, y + 14), PAPER, -1)
    put(bgr, f"{place.distance_m:g} m", Box(middle - 60, y - 16, middle + 60, y + 16), 26, INK, align=0.5)


def _view(bgr: Picture, box: Box, place: Placement) -> None:
    """What a level camera at this height and distance sees of the body."""
    put(bgr, "what the camera should see", Box(box.x0, box.y0 - 42, box.x1, box.y0 - 6), 24, SLATE)
    part = bgr[box.y0 : box.y1, box.x0 : box.x1]
    part[:] = WHITE
    scale = box.width / (2 * place.distance_m * math.tan(math.radians(LENS_DEG / 2)))
    floor = round(box.height / 2 + scale * sum(place.lens_height_m) / 2)
    cv2.rectangle(part, (0, min(floor, box.height)), (box.width, box.height), FLOOR, -1)
    _outline(part, SEEN[place.figure or place.view], (box.width // 2, floor), scale)
    cv2.rectangle(bgr, (box.x0, box.y0), (box.x1, box.y1), INK, 3)


def _outline(bgr: Picture, outline: Outline, foot: tuple[int, int], scale: float) -> None:
    """Draw a body that stands at `foot`, pixels, with so many pixels to a metre."""
    _draw(bgr, outline, foot, scale, BODY)


def _draw(bgr: Picture, outline: Outline, foot: tuple[int, int], scale: float, colour: Colour | int) -> None:
    for limb in outline:
        points = np.array([(foot[0] + scale * x, foot[1] - scale * y) for x, y in limb.places])
        thick = max(2, round(scale * limb.thick))
        cv2.polylines(bgr, [points.round().astype(np.int32)], False, colour, thick, cv2.LINE_AA)
