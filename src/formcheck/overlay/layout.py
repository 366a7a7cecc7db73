"""Where everything of the panel stands in a picture of a given size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from formcheck.overlay.text import CAP, SMALLEST, Box, text_width

COUNT, LANDSCAPE_COUNT = 1 / 6, 1 / 5
"""Height of a count of up to two digits, in the picture's height, at least and where there is room: read from 3 m."""


@dataclass(frozen=True)
class Layout:
    """Boxes in pixels of the picture, text sizes in pixels of the font."""

    width: int
    height: int
    border: int
    gap: int
    plate: Box
    """The dark ground of the count and what stands beside it, in the top left corner."""
    number: Box
    number_size: int
    phase: Box
    phase_size: int
    rows: tuple[Box, ...]
    """Lines below the phase."""
    line_size: int
    ring: tuple[int, int, int]
    """The count-down or the clock: centre x, centre y, radius."""
    claim: Box
    """What is claimed for the time, beside the ring."""
    chip: Box
    """The state, at the right end of this box."""
    column: Box
    """The dark ground of the meter, at the right edge."""
    value: Box
    track: Box
    marks: Box
    badge: Box
    small_size: int
    banner: Box
    """The banner grows upwards from the foot of this box."""
    cue_sizes: tuple[range, ...]
    """Font sizes for a cue in one line, in two, and so on."""


@lru_cache(maxsize=8)
def layout(width: int, height: int) -> Layout:
    """The panel's places for a picture of this size in pixels."""
    short, tall = min(width, height), height > width
    border = gap = max(4, round(short / 45))
    line_size, small_size = round(short / 13), round(short / 20)
    chip_height = round(1.6 * line_size)
    edge = border + gap

    # A portrait picture is high and narrow: there the least has to do, below the state.
    number_size = math.ceil(height * (COUNT if tall else LANDSCAPE_COUNT) / CAP) + 1
    head = chip_height + border if tall else edge
    digits = min(text_width("88", number_size), round(0.6 * width))
    beside = edge + digits + gap
    beside_end = width - edge if tall else beside + round(0.36 * height)
    rows, y = [], head
    for step in (0.105, 0.08, 0.08):
        rows.append(Box(beside, y, beside_end, y := y + round(step * max(short, 0.8 * height))))
    foot = max(head + round(CAP * number_size), rows[-1].y1)
    plate = Box(0, 0, width if tall else beside_end + gap, foot + gap // 2)

    column = Box(
        width - border - round(0.28 * short),
        plate.y1 if tall else border + chip_height,
        width - border,
        round(0.75 * height) if tall else height - border,
    )
    inner = Box(column.x0 + gap // 2, column.y0 + gap, column.x1 - gap // 2, column.y1 - gap // 2)
    value = inner._replace(y1=inner.y0 + round(1.1 * line_size))
    badge = inner._replace(y0=inner.y1 - round(1.4 * small_size))
    track = Box(
        column.x0 + round(0.59 * column.width), value.y1 + gap + small_size // 2, column.x1 - 3 * gap, badge.y0 - gap
    )
    radius = round(0.13 * short)
    middle = plate.y1 + gap + radius
    return Layout(
        width=width,
        height=height,
        border=border,
        gap=gap,
        plate=plate,
        number=Box(edge, head, edge + digits, foot),
        number_size=number_size,
        phase=rows[0],
        phase_size=round(1.3 * line_size),
        rows=(rows[1], rows[2]),
        line_size=line_size,
        ring=(edge + radius, middle, radius),
        claim=Box(edge + 2 * radius + gap, middle - small_size, column.x0 - gap, middle + small_size),
        chip=Box(border if tall else plate.x1 + gap, border, width - border, border + chip_height),
        column=column,
        value=value,
        track=track,
        marks=Box(inner.x0, track.y0, track.x0 - gap, track.y1),
        badge=badge,
        small_size=small_size,
        banner=Box(border, 0, width - border if tall else column.x0, height - border),
        cue_sizes=_cue_sizes(short, 3 if tall else 2),
    )


def _cue_sizes(short: int, lines: int) -> tuple[range, ...]:
    """Large enough to be read from the floor; two lines only where one would have to be small."""
    largest, small, least = round(short / 9), round(short / 12), SMALLEST - 1
    return (range(largest, small, -1), *(range(round(short / 10.5), small, -1) for _ in range(lines - 2)),
            range(round(short / 10.5), least, -1))
