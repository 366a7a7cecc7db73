"""TrueType text that fits into its place: it shrinks, wraps and, where nothing else helps, is cut short."""

from __future__ import annotations

from bisect import bisect
from functools import cache, lru_cache
from typing import NamedTuple

import cv2

from formcheck.frames import Picture
from formcheck.overlay.look import WHITE, Colour

CAP = 0.75
"""Height of a capital or a digit of this font, in its size (measured on the drawn letters)."""
LINE = 1.22
"""From one line to the next, in the font's size."""
SMALLEST = 8
"""Pixels; smaller text is no text."""
BOLD, REGULAR = 700, 500
_UNIT = 200
"""Widths are measured at this size; they grow in proportion."""
# The font's zero is slashed, and from 3 m a slashed zero is an eight. Its capital O is as wide as a digit. A tick it
# does not have in every release of OpenCV (5.1 draws a question mark); its root is as good as one.
_LEGIBLE = str.maketrans("0✔", "O√")


class Box(NamedTuple):
    """A place in the picture: left, top, right and bottom edge in pixels, the last two outside."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels."""
        return self.y1 - self.y0


@cache
def _face() -> cv2.FontFace:
    return cv2.FontFace("sans")


@lru_cache(maxsize=1024)
def _unit_width(text: str, weight: int) -> float:
    """Width of a text over its size."""
    return float(cv2.getTextSize((0, 0), text.translate(_LEGIBLE), (0, 0), _face(), _UNIT, weight)[2]) / _UNIT


def text_width(text: str, size: int, weight: int = BOLD) -> int:
    """Pixels that a text takes in one line."""
    return round(_unit_width(text, weight) * size + 0.5)


def fitting(text: str, size: int, width: int, weight: int = BOLD) -> tuple[str, int]:
    """The text and the largest size up to `size` at which one line of it is no wider than `width` pixels."""
    if not text:
        return text, size
    fits = min(size, int((width - 1) / max(_unit_width(text, weight), 1e-6)))
    if fits >= SMALLEST:
        return text, fits
    kept = bisect(range(1, len(text)), width, key=lambda n: text_width(text[:n] + "…", SMALLEST, weight))
    return (text[:kept] + "…" if kept else ""), SMALLEST


@lru_cache(maxsize=256)
def wrapped(text: str, sizes: tuple[range, ...], width: int, weight: int = BOLD) -> tuple[tuple[str, ...], int]:
    """The lines of a text, none wider than `width` pixels, and their size.

    `sizes`: what one line may be set in, the best first; then what two may, and so on. The first that fits is taken.
    """
    for lines, choice in enumerate(sizes, start=1):
        for size in choice:
            rows = _rows(text, width / size, weight)
            if len(rows) <= lines and all(text_width(row, size, weight) <= width for row in rows):
                return _balanced(text, rows, width / size, weight), size
    rows, most = _rows(text, width / SMALLEST, weight), len(sizes)
    rows = (*rows[: most - 1], " ".join(rows[most - 1 :]))
    return tuple(fitting(row, SMALLEST, width, weight)[0] for row in rows), SMALLEST


def _rows(text: str, unit_width: float, weight: int) -> tuple[str, ...]:
    rows: list[str] = []
    filled = 0.0
    # A dash ends a line, it never begins one.
    for word in text.replace(" —", "\u00a0—").split(" "):
        more = _unit_width(f" {word}", weight)
        if rows and filled + more <= unit_width:
            rows[-1] += f" {word}"
            filled += more
        else:
            rows.append(word)
            filled = _unit_width(word, weight)
    return tuple(row.replace("\u00a0", " ") for row in rows)


def _balanced(text: str, rows: tuple[str, ...], unit_width: float, weight: int) -> tuple[str, ...]:
    """The same number of lines, as equal in length as they can be."""
    for share in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        narrower = _rows(text, unit_width * share, weight)
        if len(narrower) == len(rows):
            return narrower
    return rows


def put(
    bgr: Picture, text: str, box: Box, size: int, colour: Colour = WHITE, weight: int = BOLD, align: float = 0.0
) -> None:
    """Write one line into a box, as large as fits up to `size`, its capitals midway between top and bottom.

    `align`: 0 left, 0.5 centre, 1 right.
    """
    text, size = fitting(text, size, box.width, weight)
    if not text:
        return
    x = box.x0 + round(align * (box.width - text_width(text, size, weight)))
    y = round((box.y0 + box.y1 + CAP * size) / 2)
    cv2.putText(bgr, text.translate(_LEGIBLE), (x, y), colour, _face(), size, weight)
