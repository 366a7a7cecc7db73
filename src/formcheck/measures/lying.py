"""Measures of a body that lies on its side, front to the lens."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.geometry import above, along, angle_between, length, ratio, turn
from formcheck.measures.body import (
    Body,
    bend,
    change,
    facing,
    hip_line,
    leg,
    once,
    shank,
    thigh,
    trunk_down,
    trunk_length,
)
from formcheck.measures.measure import Label, measure
from formcheck.pose import Joint, Point, Pose, Side


@measure("deg", Label.MEASURED, error=6.0)  # spec E01: M ±6, from published errors on people
def hip_abduction(body: Body) -> float:
    """LIFT: rotation of the top leg in the picture since rest, + away from the other leg (spec §0.5).

    Hip to ankle; hip to knee while the ankle is hidden.
    """
    if body.rest is None:
        return math.nan
    outward = facing(body.rest) * body.side.sign
    lift = outward * turn(leg(body.rest, body.side), leg(body.pose, body.side))
    return outward * turn(thigh(body.rest, body.side), thigh(body.pose, body.side)) if math.isnan(lift) else lift


@once
def leg_to_trunk(pose: Pose, side: Side) -> float:
    """ABD: leg against the trunk's axis, degrees, + away from the midline. Needs no rest."""
    return facing(pose) * side.sign * turn(trunk_down(pose), leg(pose, side))


@measure("deg", Label.ESTIMATED)
def hip_hike(body: Body) -> float:
    """HIKE: how far the waist has closed on the working side since rest, + the hip towards the ribs.

    The turn of the hip line against the trunk, less half the turn of the shoulder line: a waist that closes turns
    both, a lifted leg drags at the hip landmark alone. Estimated. NaN while the trunk itself is tilted by more than
    5°.
    """
    if not trunk_tilt(body) <= 5.0:
        return math.nan
    return (change(_hip_line_to_trunk, body) - 0.5 * change(_shoulder_line_to_trunk, body)) / HIKE_SHOWN


HIKE_SHOWN = 0.85
"""Fitted to 105 rendered bodies at the top of a lift, drawn by chance: R .8 on those left out, where the hip line
alone has .6. A level pelvis reads up to 12° so (one of 150 more), a hike of 14° and more at least 12°."""


@once
def _hip_line_to_trunk(pose: Pose, side: Side) -> float:
    return facing(pose) * side.sign * turn(trunk_down(pose), hip_line(pose, side)) - 90.0


@once
def _shoulder_line_to_trunk(pose: Pose, side: Side) -> float:
    line = pose[Joint.SHOULDER.of(side)] - pose[Joint.SHOULDER.of(side.other)]
    return facing(pose) * side.sign * turn(trunk_down(pose), line) - 90.0


@measure("deg", Label.MEASURED)
def trunk_tilt(body: Body) -> float:
    """TTILT: how far the trunk has turned in the picture since rest, without sign."""
    return math.nan if body.rest is None else angle_between(trunk_down(body.rest), trunk_down(body.pose))


@measure("deg", Label.MEASURED)
def knee_bend(body: Body) -> float:
    """KF of the working knee less its own value at rest: a straight leg reads 5–15° already (spec §0.4)."""
    return change(bend, body)


@once
def leg_fold(pose: Pose, side: Side) -> float:
    """How far hip and knee are flexed, together, in space, degrees: 20–50 straight, because the model's depth bends
    straight legs, and far more with bent knees, which in the picture of a clamshell look straight.
    """
    joints = (Joint.HIP, Joint.KNEE, Joint.ANKLE)
    hip, knee, ankle = (pose.xyz[joint.of(side)] for joint in joints)
    middle = [pose.xyz[[joint, joint + 1]].mean(axis=0) for joint in (Joint.SHOULDER, Joint.HIP)]
    return _angle(middle[1] - middle[0], knee - hip) + _angle(knee - hip, ankle - knee)


def _angle(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    cosine = ratio(float(a @ b), float(np.linalg.norm(a) * np.linalg.norm(b)))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine)))) if math.isfinite(cosine) else math.nan


@measure("ratio", Label.ESTIMATED)
def leg_length_ratio(body: Body) -> float:
    """LR: length of the leg in the picture against rest; > 1 the leg drifts to the front of the body.

    NaN while the knee is bent by more than 10° or the pelvis is rolled: both shorten the leg in the picture too, and
    are faults of their own.
    """
    if body.rest is None or not knee_bend(body) <= 10.0 or rolled(body):
        return math.nan
    longer = ratio(length(leg(body.pose, body.side)), length(leg(body.rest, body.side))) - 1.0
    return 1.0 + facing(body.rest) * longer


@measure("deg", Label.ESTIMATED)
def roll_back(body: Body) -> float:
    """ROLL: turn of the shoulders about the trunk's axis since rest, + the top side away from the lens.

    NaN while the trunk is tilted by more than 6°, which the model's depth takes for a roll.
    """
    return change(_roll, body) if trunk_tilt(body) <= 6.0 else math.nan


ROLL_SHOWN = 0.6
"""The model's depth shows 0.5–0.8 of a true roll on the rendered people of the fixture clips."""


@once
def _roll(pose: Pose, side: Side) -> float:
    shoulders = pose.xyz[Joint.SHOULDER.of(side)] - pose.xyz[Joint.SHOULDER.of(side.other)]
    seen = pose.xyz[[Joint.SHOULDER, Joint.SHOULDER + 1, Joint.HIP, Joint.HIP + 1]]
    axis = seen[2:].mean(axis=0) - seen[:2].mean(axis=0)
    axis = axis / np.linalg.norm(axis)
    flat = shoulders - (shoulders @ axis) * axis
    return math.degrees(math.atan2(flat[2], math.hypot(flat[0], flat[1]))) / ROLL_SHOWN * facing(pose)


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
    """How far the top knee has left the bottom knee, across the trunk's axis at rest, in trunk lengths since rest."""
    if body.rest is None:
        return math.nan
    return _knees(body.pose, body.rest, body.side)[0] - _knees(body.rest, body.rest, body.side)[0]


@once
def knees_apart(pose: Pose, side: Side) -> float:
    """Working knee above the other one, across the trunk's axis, in trunk lengths."""
    return ratio(above(_between(pose, Joint.KNEE, side), trunk_down(pose)), trunk_length(pose))


def hip_to_ankle(body: Body) -> float:
    """Straight line from hip to ankle in the starting position, mean of the legs that are seen, trunk lengths.

    The usual 1.2 while no ankle is seen, as in a picture that ends at the knees.
    """
    if body.rest is None:
        return math.nan
    lines = [ratio(length(leg(body.rest, side)), trunk_length(body.rest)) for side in Side]
    seen = [line for line in lines if not math.isnan(line)]
    return sum(seen) / len(seen) if seen else 1.2


def leg_lift(body: Body) -> bool:
    """Whether the whole top leg has gone up rather than the knee: the ankles are far further apart than the knees.

    Of a straight leg the ankle goes twice as far as the knee; in a clam, even with the feet apart, it does not.
    """
    return change(_ankles_apart, body) > max(0.15, 1.4 * knee_gap(body))


@once
def _ankles_apart(pose: Pose, side: Side) -> float:
    return ratio(above(_between(pose, Joint.ANKLE, side), trunk_down(pose)), trunk_length(pose))


@measure("trunk", Label.MEASURED)
def knee_offset(body: Body) -> float:
    """KOVERK: how far the knees have slid apart along the trunk's axis at rest, without sign, trunk lengths."""
    if body.rest is None:
        return math.nan
    return abs(_knees(body.pose, body.rest, body.side)[1] - _knees(body.rest, body.rest, body.side)[1])


@once
def _knees(pose: Pose, rest: Pose, side: Side) -> tuple[float, float]:
    """The working knee from the other one (across, along) the trunk as it lay at rest: a trunk that tilts during the
    work does not move the knees."""
    gap, axis, unit = _between(pose, Joint.KNEE, side), trunk_down(rest), trunk_length(rest)
    return ratio(above(gap, axis), unit), ratio(along(gap, axis), unit)


@measure("trunk", Label.MEASURED)
def feet_gap(body: Body) -> float:
    """FEET: distance between the ankles since rest, trunk lengths."""
    return change(_feet_apart, body)


@once
def _feet_apart(pose: Pose, side: Side) -> float:
    return ratio(length(_between(pose, Joint.ANKLE, side)), trunk_length(pose))


def _between(pose: Pose, joint: Joint, side: Side) -> Point:
    """From a joint of the other side to the same joint of this side, pixels."""
    return pose[joint.of(side)] - pose[joint.of(side.other)]
