"""The panel, in the space of the screen: drawn after mirroring, because text must be read from left to right."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.exercise import Exercise
from formcheck.frames import Picture
from formcheck.overlay import look
from formcheck.overlay.layout import Layout, layout
from formcheck.overlay.look import GREEN, INK, SLATE, TICK, WHITE, Banner, Clock, Colour, State, Status
from formcheck.overlay.meter import EMPTY, draw_meter
from formcheck.overlay.text import LINE, Box, draw_tick, fitting, put, text_width, wrapped
from formcheck.update import Update

DARK = 0.4
"""How much of the picture is seen through the ground of a text."""


def draw_panel(bgr: Picture, update: Update, exercise: Exercise, goal: int | None = None) -> None:
    """Draw count, phase, meter, cue and frame in place; mirror before, not after.

    `goal`: how many repetitions were planned, if any were.
    """
    at = _layout(bgr)
    now = look.status(update, exercise)
    _tally(bgr, at, update, exercise, goal)
    shade(bgr, at.column)
    draw_meter(bgr, at, look.meter(update, exercise), now.state.colour)
    _chip(bgr, at, now)
    if (left := look.hold_left(update, exercise)) is not None:
        _countdown(bgr, at, *left)
    if (clock := look.clock(update, exercise)) is not None:
        _clock(bgr, at, clock)
    if (words := look.banner(update, exercise)) is not None:
        _banner(bgr, at, words)
    _frame(bgr, at, now.state)


def draw_message(bgr: Picture, text: str) -> None:
    """Say something about the program itself over a picture: the camera is lost, the set is paused."""
    _banner(bgr, _layout(bgr), Banner(text, "i", SLATE), ground=0.08)


def _layout(bgr: Picture) -> Layout:
    return layout(bgr.shape[1], bgr.shape[0])


def shade(bgr: Picture, box: Box, share: float = DARK) -> None:
    """Darken a part of the picture, so that white text can be read on it and the picture still be seen."""
    part = bgr[box.y0 : box.y1, box.x0 : box.x1]
    cv2.convertScaleAbs(part, part, share, 8)


def _tally(bgr: Picture, at: Layout, update: Update, exercise: Exercise, goal: int | None) -> None:
    done = look.tally(update, goal)
    shade(bgr, at.plate)
    put(bgr, done.number, at.number, at.number_size, align=0.5)
    put(bgr, look.phase_word(update, exercise), at.phase, at.phase_size)
    for text, row in zip(done.lines, at.rows, strict=False):
        put(bgr, text, row, at.line_size)


def _chip(bgr: Picture, at: Layout, now: Status) -> None:
    """The state in a word, in the corner of the frame and in its colour."""
    text = f"{now.sign}  {now.word}"
    room = at.chip.width - 2 * at.gap
    _, size = fitting(text, at.line_size, room)
    left = at.chip.x1 - 2 * at.gap - text_width(text, size)
    cv2.rectangle(bgr, (left, at.chip.y0), (at.chip.x1, at.chip.y1 - 1), now.state.colour, -1)
    put(bgr, text, Box(left + at.gap, at.chip.y0, at.chip.x1 - at.gap, at.chip.y1), size, _ink(now.state.colour))


def _ink(ground: Colour) -> Colour:
    """Black or white, whichever can be read on a ground."""
    blue, green, red = ground
    return INK if 0.114 * blue + 0.587 * green + 0.299 * red > 120 else WHITE


def _countdown(bgr: Picture, at: Layout, left_s: float, whole_s: float) -> None:
    """A ring that empties, with the seconds still to hold in it; then it is green, with a tick."""
    x, y, r = at.ring
    thick = max(2, r // 6)
    cv2.circle(bgr, (x, y), r, INK, -1, cv2.LINE_AA)
    cv2.circle(bgr, (x, y), r - thick, SLATE if left_s > 0 else GREEN, thick, cv2.LINE_AA)
    if left_s > 0:
        done = 360.0 * (1 - left_s / whole_s)
        cv2.ellipse(bgr, (x, y), (r - thick, r - thick), -90, done, 360, WHITE, thick, cv2.LINE_AA)
    inner = r - 2 * thick
    box = Box(x - inner, y - inner, x + inner, y + inner)
    put(bgr, f"{math.ceil(left_s)}" if left_s > 0 else TICK, box, round(1.2 * r), align=0.5)


def _clock(bgr: Picture, at: Layout, clock: Clock) -> None:
    """A ring that fills: green while the clock runs, grey while it waits; beside it what is claimed for the time."""
    x, y, r = at.ring
    thick = max(3, r // 4)
    inner = r - thick
    cv2.circle(bgr, (x, y), r, INK, -1, cv2.LINE_AA)
    cv2.circle(bgr, (x, y), inner, EMPTY, thick, cv2.LINE_AA)
    if clock.share > 0:
        colour = GREEN if clock.running else SLATE
        cv2.ellipse(bgr, (x, y), (inner, inner), -90, 0, 360 * clock.share, colour, thick, cv2.LINE_AA)
    if clock.share >= 1:
        draw_tick(bgr, (x, y), r // 3)
    elif clock.running:
        cv2.fillConvexPoly(bgr, _arrow(x, y, r // 3), WHITE, cv2.LINE_AA)
    else:
        for bar in (x - r // 4, x + r // 12):
            cv2.rectangle(bgr, (bar, y - r // 3), (bar + r // 6, y + r // 3), WHITE, -1)
    if clock.claim:
        _, size = fitting(clock.claim, round(1.2 * at.small_size), at.claim.width - 2 * at.gap)
        wide = text_width(clock.claim, size) + 2 * at.gap
        plate = at.claim._replace(x1=at.claim.x0 + wide)
        shade(bgr, plate, 0.2)
        put(bgr, clock.claim, plate._replace(x0=plate.x0 + at.gap), size)


def _arrow(x: int, y: int, half: int) -> NDArray[np.int32]:
    """The corners of a sign for “runs”."""
    return np.array([(x - half * 2 // 3, y - half), (x - half * 2 // 3, y + half), (x + half, y)], np.int32)


def _banner(bgr: Picture, at: Layout, words: Banner, ground: float = 0.3) -> None:
    """One sentence over the foot of the picture, with a sign in its colour; a `ground` share shines through."""
    box = at.banner
    sign_width = round(1.6 * at.line_size)
    lines, size = wrapped(words.text, at.cue_sizes, box.width - sign_width - 2 * at.gap)
    step = round(LINE * size)
    top = box.y1 - len(lines) * step - 2 * at.gap
    shade(bgr, Box(box.x0, top, box.x1, box.y1), ground)
    cv2.rectangle(bgr, (box.x0, top), (box.x0 + sign_width, box.y1), words.colour, -1)
    sign = Box(box.x0, top, box.x0 + sign_width, box.y1)
    put(bgr, words.sign, sign, round(1.2 * at.line_size), _ink(words.colour), align=0.5)
    for i, line in enumerate(lines):
        y = top + at.gap + i * step
        put(bgr, line, Box(sign.x1 + at.gap, y, box.x1 - at.gap, y + step), size)


def _frame(bgr: Picture, at: Layout, state: State) -> None:
    """The frame around the picture: solid, striped or dotted by state, so that it needs no colour to be told."""
    level, upright = _strips(at.width, at.height, at.border, state)
    b = at.border
    bgr[:b], bgr[-b:] = level, level
    bgr[:, :b], bgr[:, -b:] = upright, upright


@lru_cache(maxsize=8)
def _strips(width: int, height: int, border: int, state: State) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The frame's level strip (border, width, 3) and its upright one (height, border, 3)."""
    y, x = np.mgrid[0 : max(height, border), 0 : max(width, border)]
    if state is State.ADJUST:
        on = (x + y) // (2 * border) % 2 == 0
    elif state is State.UNSEEN:
        on = (x // border + y // border) % 3 == 0
    else:
        on = np.ones(x.shape, bool)
    picture = np.where(on[..., None], np.array(state.colour), np.array(INK)).astype(np.uint8)
    return picture[:border, :width].copy(), picture[:height, :border].copy()
