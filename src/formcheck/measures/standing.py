"""Measures of a body that stands, front to the lens."""

from __future__ import annotations

import math

import numpy as np

from formcheck.geometry import from_vertical, length, ratio, turn
from formcheck.measures.body import Body, change, facing, leg, shank, thigh, trunk_down, trunk_length
from formcheck.measures.measure import Label, measure
from formcheck.pose import Joint, Landmark, Point, Pose, Side


@measure("deg", Label.MEASURED)
def trunk_lean(body: Body) -> float:
    """TLEAN: trunk from upright in the picture since rest, without sign."""
    upright = 0.0 if body.rest is None else from_vertical(-trunk_down(body.rest))
    return abs(from_vertical(-trunk_down(body.pose)) - upright)


def fppa(pose: Pose, side: Side) -> float:
    """Frontal plane projection angle of one knee: + valgus, the knee medial of the line from hip to ankle."""
    return facing(pose) * side.sign * turn(thigh(pose, side), shank(pose, side))


VALGUS_SHOWN = 0.65
"""MediaPipe draws a knee that falls in straighter than it is; knees that point outwards are drawn as they are.

Of 12–21° of somebody who stands on one leg it draws 0.60 at the median (16 clips rendered to find out, of 8 bodies
in two outfits each: 0.29–0.85), of a valgus in squats of two bodies 0.64–0.70, in single-leg squats of two 0.57 and
0.87. One share for all: with it none of the 16 reads 9° as 12°, and 16–17° read as more than 12° 31 times of 32.
"""


def knee_in(pose: Pose, side: Side) -> float:
    """FPPA of one knee, with what is not drawn of a valgus added back."""
    seen = fppa(pose, side)
    return max(seen, seen / VALGUS_SHOWN)


@measure("percent", Label.MEASURED, error=4.0)
def squat_depth(body: Body) -> float:
    """DROP: how far the hips have come down towards the ankles since standing, in percent of their height.

    Leg by leg, of those that are seen now and then: one ankle is drawn higher than the other.
    """
    if body.rest is None:
        return math.nan
    legs = [ratio(float(leg(body.pose, side)[1]), float(leg(body.rest, side)[1])) for side in Side]
    return 100.0 * (1.0 - _mean(legs))


def _mean(values: list[float]) -> float:
    seen = [value for value in values if not math.isnan(value)]
    return sum(seen) / len(seen) if seen else math.nan


def hip_height(pose: Pose) -> float:
    """Hips above ankles, pixels; of the leg that is seen, where only one is."""
    return _mean([float(leg(pose, side)[1]) for side in Side])


@measure("percent", Label.MEASURED, error=4.0)
def stance_depth(body: Body) -> float:
    """DROP on one leg: how far the hip that is stood on has come down towards its ankle since rest, in percent.

    What that ankle is drawn up above its toes (see `foot_above_toes`) is no coming down: 2 % of the leg at times.
    """
    if body.rest is None:
        return math.nan
    drawn_up = change(_toe_along_leg, body)
    reach = stance_reach(body.pose, body.side) + (drawn_up if drawn_up > 0.0 else 0.0)
    return 100.0 * (1.0 - ratio(reach, stance_reach(body.rest, body.side)))


def _toe_along_leg(pose: Pose, side: Side) -> float:
    """How far the toe tip lies beyond the ankle in the direction from hip to ankle, pixels."""
    way = leg(pose, side)
    return ratio(float((pose[Joint.FOOT_INDEX.of(side)] - pose[Joint.ANKLE.of(side)]) @ way), length(way))


def stance_reach(pose: Pose, side: Side) -> float:
    """From hip to ankle of this side, pixels. Not from mid-hip: a pelvis that tilts turns about the hip stood on."""
    return length(leg(pose, side))


def knee_medial(pose: Pose, side: Side) -> float:
    """KMED: the knee medial of the toe tip across the picture, in shank lengths, with what is not drawn of a valgus.

    A knee bent inwards by FPPA stands off the line from hip to ankle by sin(FPPA) · thigh / (thigh + shank) shanks.
    """
    knee, toe = pose[Joint.KNEE.of(side)], pose[Joint.FOOT_INDEX.of(side)]
    upper, lower = length(thigh(pose, side)), length(shank(pose, side))
    drawn, true = (math.sin(math.radians(angle(pose, side))) for angle in (fppa, knee_in))
    seen = -facing(pose) * side.sign * ratio(float(knee[0] - toe[0]), lower)
    return seen + (true - drawn) * ratio(upper, upper + lower)


@measure("percent", Label.MEASURED)
def stance_moved(body: Body) -> float:
    """How far the stance ankle is from where it stood at rest, in percent of the leg."""
    if body.rest is None:
        return math.nan
    ankle = Joint.ANKLE.of(body.side)
    return 100.0 * ratio(length(body.pose[ankle] - body.rest[ankle]), length(leg(body.rest, body.side)))


ON_HIP = 0.36
"""Wrist to hip landmark of a hand on its hip, in trunk lengths: .33–.38 on four rendered bodies."""


@measure("trunk", Label.MEASURED)
def hands_off(body: Body) -> float:
    """How much farther from its hip than on it the farther hand is, trunk lengths; unseen hands are not told."""
    pose = body.pose
    apart = [length(pose[Joint.WRIST.of(side)] - pose[Joint.HIP.of(side)]) for side in Side]
    return max((ratio(d, trunk_length(pose)) - ON_HIP for d in apart if not math.isnan(d)), default=math.nan)
KNEE_NEARER = 1.15
"""A lifted knee is some 0.4 m nearer to the lens than the hip, and its thigh as much longer in the picture."""


@measure("deg", Label.ESTIMATED)
def thigh_raise(body: Body) -> float:
    """RAISE: the thigh from hanging, 90 level, by the height of the knee against the hip (spec §1.3, E07).

    Made for a lifted knee: a thigh that hangs reads about 30, because the formula takes it to be near too. Hips that
    come down to the knee do not lift it, so it is held against the higher of where the hip is and where it rested.
    """
    if body.rest is None:
        return math.nan
    longest = KNEE_NEARER * length(thigh(body.rest, body.side))
    hip, knee = Joint.HIP.of(body.side), Joint.KNEE.of(body.side)
    highest = min(float(body.pose[hip][1]), float(body.rest[hip][1]))
    sine = -ratio(float(body.pose[knee][1]) - highest, longest)
    return 90.0 + math.degrees(math.asin(float(np.clip(sine, -1.0, 1.0))))  # not min and max: they lose a NaN


def hip_rotation(pose: Pose, side: Side) -> float:
    """HIPROT with hip and knee bent: the shank from hanging, degrees, + internal rotation, the foot out."""
    hanging = shank(pose, side)
    return facing(pose) * side.sign * math.degrees(math.atan2(hanging[0], hanging[1]))


def knee_aside(body: Body) -> float:
    """The knee aside of where it rests, in lengths of a lifted thigh, + outwards."""
    if body.rest is None:
        return math.nan
    knee = Joint.KNEE.of(body.side)
    moved = facing(body.pose) * body.side.sign * float(body.pose[knee][0] - body.rest[knee][0])
    return ratio(moved, KNEE_NEARER * length(thigh(body.rest, body.side)))


@measure("shank", Label.MEASURED)
def foot_height(body: Body) -> float:
    """Ankle of the free leg above the ankle of the stance leg, in lengths of the longer shank that is seen."""
    free, stance = _foot(body, body.side.other), _foot(body, body.side)
    shanks = [long for side in Side if not math.isnan(long := length(shank(body.pose, side)))]
    return ratio(float(stance[1] - free[1]), max(shanks)) if shanks else math.nan


def _foot(body: Body, side: Side) -> Point:
    """The ankle; one that is hidden behind the other leg of somebody who faces the lens, where the model puts it.

    What MediaPipe calls visible follows by a tenth of the way a picture, so that a foot put down there shows a third
    of a second after it stands, and later at fewer pictures. Its place is right at once: on ten fixture clips up to
    0.6 shanks too high while it is up, and at no time more than 0.02 too low.
    """
    behind = _hidden(body, side) and not _hidden(body, side.other) and _square(body.pose)
    places = body.pose.placed if behind else body.pose.xy
    place: Point = places[Joint.ANKLE.of(side)]
    return place


def _hidden(body: Body, side: Side) -> bool:
    """Whether this ankle is not seen although its knee is."""
    ankle, knee = body.pose[Joint.ANKLE.of(side)], body.pose[Joint.KNEE.of(side)]
    return math.isnan(ankle[1]) and not math.isnan(knee[1])


def _square(pose: Pose) -> bool:
    """Whether the shoulders are as far apart as they only are from the front or from behind."""
    shoulders = pose[Landmark.LEFT_SHOULDER] - pose[Landmark.RIGHT_SHOULDER]
    return abs(float(shoulders[0])) >= 0.4 * trunk_length(pose)


def toe_below(pose: Pose, side: Side) -> float:
    """How far the toe tip of one foot is drawn below its ankle, pixels."""
    return float(pose[Joint.FOOT_INDEX.of(side)][1] - pose[Joint.ANKLE.of(side)][1])


def foot_above_toes(body: Body) -> float:
    """The free foot's height, where the ankle stood on counts as no higher above its toes than at rest on two feet.

    MediaPipe draws that ankle up along with the free one: by 0.02 shanks at the median of 28 fixture clips, by 0.1 at
    most, which halved a height of 0.2. The toe tip goes up by 0.03, 0.065 at most: what the ankle rises by over it is
    added back, and nothing taken off where it rises less. A toe that is not seen says nothing.
    """
    drawn_up = ratio(change(toe_below, body), length(shank(body.pose, body.side)))
    return foot_height(body) + (drawn_up if drawn_up > 0.0 else 0.0)


@measure("percent", Label.MEASURED)
def stance_offset(body: Body) -> float:
    """Mid-hip beside the stance ankle, in percent of the stance leg's length, + to the right of the picture."""
    hips, ankle = body.pose.mid(Joint.HIP), body.pose[Joint.ANKLE.of(body.side)]
    return 100.0 * ratio(float(hips[0] - ankle[0]), length(leg(body.pose, body.side)))


@measure("ratio", Label.MEASURED)
def hips_above_foot(body: Body) -> float:
    """Mid-hip above the stance ankle, in lengths of the trunk."""
    hips, ankle = body.pose.mid(Joint.HIP), body.pose[Joint.ANKLE.of(body.side)]
    return ratio(float(ankle[1] - hips[1]), trunk_length(body.pose))
