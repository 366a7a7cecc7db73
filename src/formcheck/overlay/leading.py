"""The screens of a led session: what the coach shows, large enough to be read from the floor.

As everywhere, in two layers: `draw_under` before the picture is mirrored, `draw_over` after.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.coach.views import Asking, CountingIn, Finished, Halted, Resting, SetResult, SettingUp, View, Working
from formcheck.exercise import Exercise
from formcheck.exercise import View as Placed
from formcheck.frames import Picture
from formcheck.overlay.body import draw_body
from formcheck.overlay.look import AMBER, GREEN, INK, PALE, SLATE, TICK, VERMILION, WHITE, Colour
from formcheck.overlay.panel import draw_message, draw_panel, shade
from formcheck.overlay.setup import BODY, PAPER, TO_CAMERA, target_outline
from formcheck.overlay.text import Box, fitting, put, text_width, wrapped
from formcheck.pose import Side
from formcheck.programme import PlannedSet
from formcheck.safety import FOOTER

NIGHT = 0.25
"""How much of the picture is seen behind a screen of words."""
DASH = 12
"""Pixels of a dash of the outline, at 640 pixels of width."""


def draw_under(bgr: Picture, view: View) -> None:
    """Draw what belongs to the body: skeleton, or where the body should be."""
    match view:
        case Working():
            draw_body(bgr, view.update, view.exercise)
        case SettingUp() | CountingIn():
            ready = isinstance(view, CountingIn) or view.advice is None
            _target(bgr, view.exercise, view.planned.side, GREEN if ready else WHITE)


def draw_over(bgr: Picture, view: View) -> None:
    """Draw what is to be read."""
    match view:
        case SettingUp():
            _heading(bgr, _set_heading(view.planned, view.exercise))
            draw_message(bgr, view.advice.words if view.advice else "Good. Stay still.")
            _progress(bgr, view.share)
        case CountingIn():
            _heading(bgr, _set_heading(view.planned, view.exercise))
            height, width = bgr.shape[:2]
            put(bgr, str(view.left), Box(0, 0, width, height), round(0.7 * height), WHITE, align=0.5)
        case Working():
            _working(bgr, view)
        case Halted():
            _halted(bgr, view)
        case Asking():
            _asking(bgr, view)
        case Resting():
            _resting(bgr, view)
        case Finished():
            _finished(bgr, view)


def set_name(planned: PlannedSet, exercise: Exercise) -> str:
    """A set in words: exercise, side, which of how many."""
    side = f", {planned.side.value}" if planned.side else ""
    which = f" · set {planned.number} of {planned.of}" if planned.of > 1 else ""
    return f"{exercise.title}{side}{which}"


def _set_heading(planned: PlannedSet, exercise: Exercise) -> str:
    """A set before it begins: with how it is done."""
    return " · ".join(part for part in (set_name(planned, exercise), planned.how) if part)


def _unit(bgr: Picture) -> int:
    """A length that everything scales with: a twelfth of the picture's shorter side."""
    height, width = bgr.shape[:2]
    return round(int(min(height, width)) / 12)


def _heading(bgr: Picture, text: str) -> None:
    unit, width = _unit(bgr), bgr.shape[1]
    shade(bgr, Box(0, 0, width, round(1.5 * unit)))
    put(bgr, text, Box(unit // 2, 0, width - unit // 2, round(1.5 * unit)), unit)


def _progress(bgr: Picture, share: float) -> None:
    """A bar along the top that fills while all is right."""
    width = bgr.shape[1]
    cv2.rectangle(bgr, (0, 0), (round(width * share), max(4, _unit(bgr) // 4)), GREEN, -1)


def _target(bgr: Picture, exercise: Exercise, side: Side | None, colour: Colour) -> None:
    """A dashed outline of where the body should be."""
    height, width = bgr.shape[:2]
    dash = max(4, round(DASH * width / 640))
    thick = max(2, width // 320)
    for line in _dashes(exercise, side, width, height, dash):
        cv2.polylines(bgr, [line], False, INK, thick + 2, cv2.LINE_AA)
        cv2.polylines(bgr, [line], False, colour, thick, cv2.LINE_AA)


@lru_cache(maxsize=8)
def _dashes(
    exercise: Exercise, side: Side | None, width: int, height: int, dash: int
) -> tuple[NDArray[np.int32], ...]:
    """Every other stretch of the outline."""
    edges = target_outline(exercise.placement, width, height, flipped(exercise, side))
    return tuple(edge[i : i + dash] for edge in edges for i in range(0, len(edge), 2 * dash))


def flipped(exercise: Exercise, side: Side | None) -> bool:
    """Whether the body lies the other way round than it is drawn.

    Lying on the right side, front to the lens, the head is to the left of the picture; on the back, the left side
    near the lens, to the right.
    """
    place = exercise.placement
    return side is (Side.LEFT if place.view is Placed.LIE_SIDE or place.side_below else Side.RIGHT)


def _working(bgr: Picture, view: Working) -> None:
    counts = view.update.counts
    update = replace(view.update, counts=replace(counts, reps=max(0, counts.reps + view.correction)))
    draw_panel(bgr, update, view.exercise, view.planned.reps)
    if view.ends_in_s is not None:
        draw_message(bgr, f"Paused — come back into place. The set ends in {max(0.0, view.ends_in_s):.0f} s")


def _halted(bgr: Picture, view: Halted) -> None:
    shade(bgr, Box(0, 0, bgr.shape[1], bgr.shape[0]), NIGHT)
    unit, width = _unit(bgr), bgr.shape[1]
    cv2.rectangle(bgr, (0, 0), (width, 3 * unit), VERMILION, -1)
    put(bgr, view.words, Box(unit, 0, width - unit, 3 * unit), 2 * unit, WHITE, align=0.5)
    for i, choice in enumerate(view.choices):
        top = round((3.6 + 1.5 * i) * unit)
        put(bgr, choice, Box(unit, top, width - unit, top + round(1.4 * unit)), round(1.1 * unit))
    foot = Box(unit, round(10.3 * unit), width - unit, round(11.6 * unit))
    put(bgr, f"The session ends in {view.ends_in_s:.0f} s", foot, unit, PALE)


def _asking(bgr: Picture, view: Asking) -> None:
    """The scale from 0 to 10, as it is used for pain: numbers, from calm to strong colours."""
    shade(bgr, Box(0, 0, bgr.shape[1], bgr.shape[0]), NIGHT)
    unit, (height, width) = _unit(bgr), bgr.shape[:2]
    put(bgr, view.words, Box(unit, unit, width - unit, 4 * unit), round(1.8 * unit), WHITE, align=0.5)
    step = (width - 2 * unit) / 11
    for nrs in range(11):
        colour = GREEN if nrs <= 2 else AMBER if nrs <= 5 else VERMILION
        box = Box(round(unit + nrs * step) + 2, 5 * unit, round(unit + (nrs + 1) * step) - 2, 8 * unit)
        cv2.rectangle(bgr, (box.x0, box.y0), (box.x1, box.y1), colour, -1)
        put(bgr, str(nrs), box, round(1.5 * unit), WHITE if nrs > 5 else INK, align=0.5)
    foot = Box(unit, 9 * unit, width - unit, min(height, 11 * unit))
    put(bgr, f"Press 0–9, t for ten. No answer: on in {view.left_s:.0f} s", foot, unit, PALE, align=0.5)


def _resting(bgr: Picture, view: Resting) -> None:
    """The seconds left, large; beside them how the next set is set up."""
    bgr[:] = INK
    unit, width = _unit(bgr), bgr.shape[1]
    half = round(0.4 * width)
    put(bgr, "Rest", Box(unit // 2, 0, half, 2 * unit), round(1.3 * unit), PALE, align=0.5)
    put(bgr, f"{view.left_s:.0f}", Box(0, 2 * unit, half, 7 * unit), 5 * unit, WHITE, align=0.5)
    share = 1.0 - view.left_s / view.whole_s if view.whole_s else 1.0
    top, foot = round(7.4 * unit), round(7.8 * unit)
    cv2.rectangle(bgr, (unit, top), (half - unit, foot), SLATE, -1)
    cv2.rectangle(bgr, (unit, top), (unit + round((half - 2 * unit) * share), foot), GREEN, -1)
    wide = width - half - unit // 2
    _seen(bgr, Box(half, unit // 2, half + wide, unit // 2 + wide * 9 // 16), view.exercise, view.following.side)
    steps = [round(share * unit) for share in (1.2, 0.8, 0.6)]  # what two, three and four lines have room for
    sizes = (range(round(1.6 * unit), unit, -1), *(range(size, below, -1) for size, below in pairwise([*steps, 8])))
    lines, size = wrapped(f"{view.words} {TO_CAMERA[view.exercise.placement.view]}.", sizes, width - unit)
    for i, line in enumerate(lines):
        top = round(8.6 * unit) + round(1.4 * i * size)
        put(bgr, line, Box(unit // 2, top, width - unit // 2, top + round(1.4 * size)), size)


def _seen(bgr: Picture, box: Box, exercise: Exercise, side: Side | None) -> None:
    """How the body lies or stands in the picture, as in the mirror that the window is."""
    part = bgr[box.y0 : box.y1, box.x0 : box.x1]
    part[:] = PAPER
    edges = target_outline(exercise.placement, box.width, box.height, not flipped(exercise, side))
    cv2.fillPoly(part, edges, BODY, cv2.LINE_AA)


MOST_ROWS = 9
"""Sets on the last screen."""


def _finished(bgr: Picture, view: Finished) -> None:
    """What was done, a line a set; the last ones where there are too many."""
    bgr[:] = INK
    unit, width = _unit(bgr), bgr.shape[1]
    title = "Done for today. Well done!" if view.complete else "Stopped here. You can go on later today."
    put(bgr, title, Box(unit // 2, 0, width - unit // 2, 2 * unit), round(1.3 * unit), WHITE)
    most = MOST_ROWS - bool(view.stopped)
    rows = [(set_name(result.planned, result.log.exercise), _done(result)) for result in view.results[-most:]]
    room = max((text_width(done, unit) for _, done in rows), default=0)
    size = min((fitting(name, unit, width - room - 2 * unit)[1] for name, _ in rows), default=unit)
    for i, (name, done) in enumerate(rows):
        top = 2 * unit + i * unit
        put(bgr, name, Box(unit // 2, top, width - room - unit, top + unit), size)
        put(bgr, done, Box(width - room - unit // 2, top, width - unit // 2, top + unit), size, GREEN, align=1.0)
    if view.stopped:
        stopped = f"No more today, because it hurt: {', '.join(view.stopped)}"
        put(bgr, stopped, Box(unit // 2, 10 * unit, width - unit // 2, 11 * unit), unit, AMBER)
    foot = Box(unit // 2, 11 * unit, width - unit // 2, 12 * unit)
    put(bgr, f"{FOOTER} Any key closes.", foot, round(0.6 * unit), PALE)


def _done(result: SetResult) -> str:
    """What was done in a set."""
    held = result.log.held
    return f"{held.total_s:.0f} s" if held else f"{result.reps} · {TICK} {result.log.counts.good}"
