"""Measures of whether somebody moves, and of whether they are there at all: what timed work is timed by."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.geometry import ratio
from formcheck.measures.body import LATELY_S, Body, trunk_length
from formcheck.measures.measure import Label, measure, over
from formcheck.measures.sagittal import to_and_fro
from formcheck.pose import Joint, Side

MOVING = tuple(joint.of(side) for joint in (Joint.HIP, Joint.KNEE) for side in Side)
LIMBS = tuple(
    joint.of(side)
    for joint in (Joint.SHOULDER, Joint.ELBOW, Joint.WRIST, Joint.HIP, Joint.KNEE, Joint.ANKLE)
    for side in Side
)
"""Landmarks 11–16 and 23–28 (spec E02)."""


@measure("trunk_per_s", Label.TIMED)
def joint_speed(body: Body) -> float:
    """Speed of the fastest of hips and knees from one half second to the next, trunk lengths per second; NaN before.

    The fastest, because one knee that opens is movement though all else lies still. Without the ankles of spec §1.3:
    of a foot that something hides the landmark jumps about, and a leg that moves takes its knee along. Between the
    medians of both halves of the last second, because the knees of somebody who lies still tremble as well, by .06 of
    a trunk from one picture to the next. Real people who lie still read up to .03 so, slow clams .25 and more.
    """
    middle_t = body.pose.t - LATELY_S / 2
    halves = [[p for p in body.lately if (p.t > middle_t) is late] for late in (False, True)]
    if not halves[0] or body.pose.t - halves[0][0].t < 0.8 * LATELY_S:
        return math.nan
    then, now = (np.median([p.xy[list(MOVING)] for p in half], axis=0) for half in halves)
    moved = np.linalg.norm(now - then, axis=1)
    seen = moved[~np.isnan(moved)]
    return ratio(float(seen.max()), trunk_length(body.pose) * LATELY_S / 2) if len(seen) > 1 else math.nan


def _calm(speeds: NDArray[np.float64]) -> float:
    return -float(np.percentile(speeds, 80))


stillness = over(2.0, joint_speed, _calm, "stillness")
"""STILL (spec §1.3) with its sign turned, so that it is high while the position is held: 0 is perfectly still."""


@measure("share", Label.SELF_DECLARED)
def presence(body: Body) -> float:
    """The share of shoulders, elbows, wrists, hips, knees and ankles that is in the picture."""
    places = body.pose.xy[list(LIMBS)] / body.pose.size
    return float(((places > 0) & (places < 1)).all(axis=1).mean())


@measure("trunk", Label.TIMED)
def hips_along(body: Body) -> float:
    """Where the hips are along the floor, from the picture's middle, trunk lengths: only changes matter.

    Along the floor and not along the trunk: a trunk that tilts over hips that stay is no way that they have gone.
    """
    return ratio(float(body.pose.mid(Joint.HIP)[0]) - body.pose.size[0] / 2, trunk_length(body.pose))


ROLLS_S = 6.0
"""Who rolls turns round within this even at 10 strokes a minute (slow is 15 [C41a])."""
RESTS_S, RESTS = 1.5, 0.03
"""Hips rest that keep within so many trunk lengths for so long: on the fixture clips they keep within .017 while they
lie and go .13 and more round the turn of a stroke; in a slow stroke (10 a minute, 12 cm) they go .037 there."""


def _to_and_fro_still(places: NDArray[np.float64]) -> float:
    return min(to_and_fro(places), float(np.ptp(places[-max(2, round(len(places) * RESTS_S / ROLLS_S)) :])))


def _last_change(times: NDArray[np.float64], places: NDArray[np.float64]) -> float:
    """When the hips last began to move, or came to rest; the oldest time if they have moved all the while.

    A movement begins and ends like a parabola: it takes as long to `RESTS` as from there to four times that.
    """
    rests = [
        i for i, t in enumerate(times)
        if t - times[0] >= RESTS_S and np.ptp(places[(times >= t - RESTS_S) & (times <= t)]) < RESTS
    ]  # fmt: skip
    if not rests:
        return float(times[0])
    if rests[-1] == len(times) - 1:  # back in time, coming to rest is beginning to move
        return -_onset(-times[::-1], places[::-1], 0)
    return _onset(times, places, rests[-1])


def _onset(times: NDArray[np.float64], places: NDArray[np.float64], resting: int) -> float:
    """When hips that rest at this index then began to move; NaN if they never do."""
    t, gone = times[resting:], np.abs(places[resting:] - places[resting])
    near, far = (_passes(t, gone, level) for level in (RESTS, 4 * RESTS))
    return near if math.isnan(far) else 2 * near - far


def _passes(times: NDArray[np.float64], rising: NDArray[np.float64], level: float) -> float:
    """When a rise first passes a level, between two samples; NaN if it does not."""
    above = np.flatnonzero(rising >= level)
    if not len(above):
        return math.nan
    i = max(1, int(above[0]))
    return float(np.interp(level, rising[i - 1 : i + 1], times[i - 1 : i + 1]))


travel = over(ROLLS_S, hips_along, _to_and_fro_still, "travel", since=_last_change)
"""How far the hips went and came back in the last 6 s, or if that is less, how far they went in the last 1.5 s; trunk
lengths. Who shifts on the mat goes, but does not come back; who has stopped is told so within 2 s."""

STROKES_OVER_S = 8.0
"""With 2 s of persistence the 10 s of spec E02; at 10 strokes a minute they hold two turns."""
STROKE = 0.05
"""A turn back by less than this, in trunk lengths, is jitter and no stroke; some 2.5 cm."""


def _strokes_per_min(places: NDArray[np.float64]) -> float:
    """To and fro is one stroke. Between the first turn and the last, so that parts of strokes are not counted."""
    turns: list[int] = []
    extreme, sign = 0, 0.0
    for i, place in enumerate(places):
        gone = place - places[extreme]
        if sign * gone > 0 or (sign == 0 and abs(gone) >= STROKE):
            extreme, sign = i, math.copysign(1.0, gone)
        elif -sign * gone >= STROKE:
            turns.append(extreme)
            extreme, sign = i, -sign
    if len(turns) < 2:
        return 0.0
    took_s = (turns[-1] - turns[0]) / len(places) * STROKES_OVER_S
    return 60.0 * (len(turns) - 1) / 2 / took_s


stroke_rate = over(STROKES_OVER_S, hips_along, _strokes_per_min, "stroke_rate", unit="per_min", label=Label.ESTIMATED)
"""Strokes a minute of somebody who rolls to and fro, from the turns of the last 8 s."""
