"""The range meter: how far, and how far it should be. Always on, because cues are rare and coaching should not be."""

from __future__ import annotations

import math

import cv2
import numpy as np

from formcheck.frames import Picture
from formcheck.overlay.layout import Layout
from formcheck.overlay.look import INK, PALE, WHITE, Colour, Meter
from formcheck.overlay.text import REGULAR, Box, put

EMPTY: Colour = (92, 86, 82)


def draw_meter(bgr: Picture, at: Layout, meter: Meter, colour: Colour) -> None:
    """Draw the track with its target band, the live value on it, and the numbers that may be shown."""
    track = at.track
    cv2.rectangle(bgr, (track.x0, track.y0), (track.x1 - 1, track.y1 - 1), EMPTY, -1)
    value = meter.value
    if math.isfinite(value):
        cv2.rectangle(bgr, (track.x0, _y(track, meter, value)), (track.x1 - 1, track.y1 - 1), colour, -1)
    _band(bgr, at, meter)
    if math.isfinite(value):
        _marker(bgr, at, _y(track, meter, value))
    put(bgr, meter.text, at.value, at.line_size, align=0.5)
    put(bgr, meter.label.value, at.badge, at.small_size, PALE, REGULAR, align=0.5)


def _y(track: Box, meter: Meter, level: float) -> int:
    """The height in the picture, in pixels, of a level."""
    share = min(1.0, max(0.0, (level - meter.bottom) / (meter.top - meter.bottom)))
    return round(track.y1 - 1 - share * (track.height - 1))


def _band(bgr: Picture, at: Layout, meter: Meter) -> None:
    """The target: a white bracket that holds the track, told by its shape whatever the colour below it."""
    track, reach = at.track, at.gap
    top, foot = _y(track, meter, meter.high), _y(track, meter, meter.low)
    line = max(2, at.gap // 3)
    cv2.rectangle(bgr, (track.x0 - reach // 2, top), (track.x1 - 1 + reach // 2, foot), WHITE, line)
    half = at.small_size
    for level, text in meter.marks or (((meter.low + meter.high) / 2, "target"),):
        y = _y(track, meter, level)
        beside = Box(at.marks.x0, y - half, at.marks.x1, y + half)
        put(bgr, text, beside, at.small_size, WHITE, REGULAR, align=1.0)


def _marker(bgr: Picture, at: Layout, y: int) -> None:
    """A bright bar across the track, with a pointer at its right end."""
    track, half = at.track, max(2, at.gap // 3)
    cv2.rectangle(bgr, (track.x0 - 2, y - half), (track.x1 + 1, y + half), INK, -1)
    cv2.rectangle(bgr, (track.x0 - 1, y - half + 1), (track.x1, y + half - 1), WHITE, -1)
    tip, wide = track.x1 + 1, 2 * at.gap
    corners = np.array([(tip, y), (tip + wide - 2, y - at.gap), (tip + wide - 2, y + at.gap)], np.int32)
    cv2.fillConvexPoly(bgr, corners, WHITE, cv2.LINE_AA)
