"""Named body measurements: one body in, one number out. The formulas and signs of the specification's primitives.

Angles are measured in the picture, in pixels: the model's depth bends a straight knee by 15–22°.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from formcheck.geometry import above, along, angle_between, from_vertical, length, ratio, turn
from formcheck.pose import Joint, Landmark, Point, Pose, Side


class Label(str, Enum):
    """How much a number may claim."""

    MEASURED = "measured"
    """In the image plane: shown as a number with its ±."""
    ESTIMATED = "estimated"
    """Needs depth or a poorly placed landmark: drives a cue, never shown as a number."""
    TIMED = "timed"
    """Only presence and time."""
    SELF_DECLARED = "self-declared"
    """The camera cannot know; the person said so."""


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """All that a measure may look at."""

    pose: Pose
    side: Side
    """The working side: the lifted leg, or the leg stood on."""
    rest: Pose | None = None
    """The person's own starting position; measures of change are NaN without it."""

    def at_rest(self) -> Body | None:
        """The same body in its starting position."""
        return None if self.rest is None else Body(self.rest, self.side, self.rest)


@dataclass(frozen=True)
class Measure:
    """A number that can be read off a body; NaN where it cannot be seen."""

    name: str
    unit: str
    label: Label
    read: Callable[[Body], float]
    over_s: float = 0.0
    """If positive, the number is `reduce` of the readings of the last so many seconds."""
    reduce: Callable[[NDArray[np.float64]], float] = max

    def __call__(self, body: Body) -> float:
        """The reading of this instant."""
        return self.read(body)

    @property
    def column(self) -> str:
        """Its name in tables: name and unit."""
        return f"{self.name}_{self.unit}"


Reading = dict[Measure, float]
"""Every measure of the exercise at one instant; NaN where it could not be read."""


def measure(unit: str, label: Label) -> Callable[[Callable[[Body], float]], Measure]:
    """Make a Measure of a function; its name is the function's."""
    return lambda read: Measure(read.__name__, unit, label, read)


def over(seconds: float, base: Measure, reduce: Callable[[NDArray[np.float64]], float], name: str) -> Measure:
    """`reduce` of a measure's readings (n,), oldest first, over the last so many seconds."""
    return Measure(name, base.unit, base.label, base.read, seconds, reduce)


# --- vectors of the body -------------------------------------------------------------------------------


def trunk_down(pose: Pose) -> Point:
    """From mid-shoulder to mid-hip, pixels."""
    return pose.mid(Joint.HIP) - pose.mid(Joint.SHOULDER)


def trunk_length(pose: Pose) -> float:
    """Mid-shoulder to mid-hip, pixels: the body's own yardstick."""
    return length(trunk_down(pose))


def facing(pose: Pose) -> float:
    """+1 with the front of the body to the lens, −1 with the back, whichever way up the body lies."""
    across = (pose[Landmark.LEFT_SHOULDER] - pose[Landmark.RIGHT_SHOULDER]) + (
        pose[Landmark.LEFT_HIP] - pose[Landmark.RIGHT_HIP]
    )
    return math.copysign(1.0, turn(trunk_down(pose), across))


def thigh(pose: Pose, side: Side) -> Point:
    """From hip to knee, pixels."""
    return pose[Joint.KNEE.of(side)] - pose[Joint.HIP.of(side)]


def shank(pose: Pose, side: Side) -> Point:
    """From knee to ankle, pixels."""
    return pose[Joint.ANKLE.of(side)] - pose[Joint.KNEE.of(side)]


def leg(pose: Pose, side: Side) -> Point:
    """From hip to ankle, pixels."""
    return pose[Joint.ANKLE.of(side)] - pose[Joint.HIP.of(side)]


def hip_line(pose: Pose, side: Side) -> Point:
    """From the other hip to the hip of this side, pixels."""
    return pose[Joint.HIP.of(side)] - pose[Joint.HIP.of(side.other)]


def bend(pose: Pose, side: Side) -> float:
    """Knee flexion in the picture: 0 straight. True only where the leg lies in the image plane."""
    return angle_between(thigh(pose, side), shank(pose, side))


def change(read: Callable[[Pose, Side], float], body: Body) -> float:
    """A pose's value less the same value in the person's own starting position."""
    return math.nan if body.rest is None else read(body.pose, body.side) - read(body.rest, body.side)


# --- lying on the side -----------------------------------------------------------------------------------


@measure("deg", Label.MEASURED)
def hip_abduction(body: Body) -> float:
    """LIFT: rotation of the top leg in the picture since rest, + away from the other leg (spec §0.5).

    Hip to ankle; hip to knee while the ankle is hidden.
    """
    if body.rest is None:
        return math.nan
    outward = facing(body.rest) * body.side.sign
    lift = outward * turn(leg(body.rest, body.side), leg(body.pose, body.side))
    return outward * turn(thigh(body.rest, body.side), thigh(body.pose, body.side)) if math.isnan(lift) else lift


def leg_to_trunk(pose: Pose, side: Side) -> float:
    """ABD: leg against the trunk's axis, degrees, + away from the midline. Needs no rest."""
    return facing(pose) * side.sign * turn(trunk_down(pose), leg(pose, side))


@measure("deg", Label.ESTIMATED)
def hip_hike(body: Body) -> float:
    """HIKE: hip line against the trunk since rest, + the working hip towards the ribs.

    Estimated: the hip landmark follows the lifted leg and shows little of a true hike (HIKE_DRAG, HIKE_SHOWN).
    NaN while the trunk itself is tilted by more than 5°.
    """
    if not trunk_tilt(body) <= 5.0:
        return math.nan
    return (change(_hip_line_to_trunk, body) - HIKE_DRAG * hip_abduction(body)) / HIKE_SHOWN


HIKE_DRAG, HIKE_SHOWN = 0.15, 0.25
"""On the rendered people of the fixture clips a level pelvis reads 0.06–0.19° a degree of lift; of a true hike of 20°
some 5° remain when that is taken off."""


def _hip_line_to_trunk(pose: Pose, side: Side) -> float:
    return facing(pose) * side.sign * turn(trunk_down(pose), hip_line(pose, side)) - 90.0


@measure("deg", Label.MEASURED)
def trunk_tilt(body: Body) -> float:
    """TTILT: how far the trunk has turned in the picture since rest, without sign."""
    return math.nan if body.rest is None else angle_between(trunk_down(body.rest), trunk_down(body.pose))


@measure("deg", Label.MEASURED)
def knee_bend(body: Body) -> float:
    """KF of the working knee less its own value at rest: a straight leg reads 5–15° already (spec §0.4)."""
    return change(bend, body)


@measure("ratio", Label.ESTIMATED)
def leg_length_ratio(body: Body) -> float:
    """LR: length of the leg in the picture against rest; > 1 the leg comes towards the lens, < 1 it goes away.

    NaN while the knee is bent by more than 10° or the pelvis is rolled: both shorten the leg in the picture too, and
    are faults of their own.
    """
    if body.rest is None or not knee_bend(body) <= 10.0 or rolled(body):
        return math.nan
    return ratio(length(leg(body.pose, body.side)), length(leg(body.rest, body.side)))


@measure("deg", Label.ESTIMATED)
def roll_back(body: Body) -> float:
    """ROLL: turn of the shoulders about the trunk's axis since rest, + the top side away from the lens.

    NaN while the trunk is tilted by more than 6°, which the model's depth takes for a roll.
    """
    return change(_roll, body) if trunk_tilt(body) <= 6.0 else math.nan


ROLL_SHOWN = 0.6
"""The model's depth shows 0.5–0.8 of a true roll on the rendered people of the fixture clips."""


def _roll(pose: Pose, side: Side) -> float:
    shoulders = pose.xyz[Joint.SHOULDER.of(side)] - pose.xyz[Joint.SHOULDER.of(side.other)]
    seen = pose.xyz[[Joint.SHOULDER, Joint.SHOULDER + 1, Joint.HIP, Joint.HIP + 1]]
    axis = seen[2:].mean(axis=0) - seen[:2].mean(axis=0)
    axis = axis / np.linalg.norm(axis)
    flat = shoulders - (shoulders @ axis) * axis
    return math.degrees(math.atan2(flat[2], math.hypot(flat[0], flat[1]))) / ROLL_SHOWN


def rolled(body: Body) -> bool:
    """Whether the pelvis is rolled so far (25°, a fault of its own) that the leg has gone with it."""
    return roll_back(body) > 25.0


@measure("shank", Label.ESTIMATED)
def toe_up(body: Body) -> float:
    """TOEUP: toe above heel, perpendicular to the leg, in shank lengths, + towards the ceiling.

    NaN while the pelvis is rolled, which turns the foot up with it.
    """
    if rolled(body):
        return math.nan
    foot = body.pose[Joint.FOOT_INDEX.of(body.side)] - body.pose[Joint.HEEL.of(body.side)]
    return ratio(above(foot, leg(body.pose, body.side)), length(shank(body.pose, body.side)))


@measure("trunk", Label.ESTIMATED)
def knee_gap(body: Body) -> float:
    """How far the top knee has left the bottom knee, across the trunk's axis, in trunk lengths since rest."""
    return change(knees_apart, body)


def knees_apart(pose: Pose, side: Side) -> float:
    """Working knee above the other one, across the trunk's axis, in trunk lengths."""
    gap = pose[Joint.KNEE.of(side)] - pose[Joint.KNEE.of(side.other)]
    return ratio(above(gap, trunk_down(pose)), trunk_length(pose))


@measure("trunk", Label.MEASURED)
def knee_offset(body: Body) -> float:
    """KOVERK: how far the knees have slid apart along the trunk's axis since rest, without sign, trunk lengths."""
    return abs(change(_knees_along, body))


def _knees_along(pose: Pose, side: Side) -> float:
    gap = pose[Joint.KNEE.of(side)] - pose[Joint.KNEE.of(side.other)]
    return ratio(along(gap, trunk_down(pose)), trunk_length(pose))


@measure("trunk", Label.MEASURED)
def feet_gap(body: Body) -> float:
    """FEET: distance between the ankles since rest, trunk lengths."""
    return change(_feet_apart, body)


def _feet_apart(pose: Pose, side: Side) -> float:
    ankles = pose[Joint.ANKLE.of(side)] - pose[Joint.ANKLE.of(side.other)]
    return ratio(length(ankles), trunk_length(pose))


# --- standing -----------------------------------------------------------------------------------------------


@measure("deg", Label.MEASURED)
def trunk_lean(body: Body) -> float:
    """TLEAN: trunk from upright in the picture since rest, without sign."""
    upright = 0.0 if body.rest is None else from_vertical(-trunk_down(body.rest))
    return abs(from_vertical(-trunk_down(body.pose)) - upright)


def fppa(pose: Pose, side: Side) -> float:
    """Frontal plane projection angle of one knee: + valgus, the knee medial of the line from hip to ankle."""
    return facing(pose) * side.sign * turn(thigh(pose, side), shank(pose, side))


VALGUS_SHOWN = 0.75
"""MediaPipe draws a knee that falls in straighter than it is: 16–19° read as 9–11° on four rendered bodies of the
fixture clips (0.95 of it on one more); knees that point outwards are drawn as they are."""


def knee_in(pose: Pose, side: Side) -> float:
    """FPPA of one knee, with what is not drawn of a valgus added back."""
    seen = fppa(pose, side)
    return max(seen, seen / VALGUS_SHOWN)


@measure("percent", Label.MEASURED)
def squat_depth(body: Body) -> float:
    """DROP: how far the hips have come down towards the ankles since standing, in percent of their height."""
    return math.nan if body.rest is None else 100.0 * (1.0 - ratio(hip_height(body.pose), hip_height(body.rest)))


def hip_height(pose: Pose) -> float:
    """Hips above ankles, pixels; of the leg that is seen, where only one is."""
    heights = [float(leg(pose, side)[1]) for side in Side]
    seen = [height for height in heights if not math.isnan(height)]
    return sum(seen) / len(seen) if seen else math.nan


@measure("shank", Label.MEASURED)
def foot_height(body: Body) -> float:
    """Ankle of the free leg above the ankle of the stance leg, in lengths of the longer shank that is seen."""
    free, stance = body.pose[Joint.ANKLE.of(body.side.other)], body.pose[Joint.ANKLE.of(body.side)]
    shanks = [long for side in Side if not math.isnan(long := length(shank(body.pose, side)))]
    return ratio(float(stance[1] - free[1]), max(shanks)) if shanks else math.nan


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
