"""Angles and lengths of vectors in the image. NaN in, NaN out; degrees everywhere; x right, y DOWN."""

from __future__ import annotations

import math

from formcheck.pose import Point


def turn(a: Point, b: Point) -> float:
    """Angle from `a` to `b`, −180 to 180, positive counter-clockwise as one sees it on the screen."""
    return math.degrees(math.atan2(a[1] * b[0] - a[0] * b[1], a[0] * b[0] + a[1] * b[1]))


def angle_between(a: Point, b: Point) -> float:
    """Unsigned angle between two vectors, 0 to 180."""
    return abs(turn(a, b))


def length(v: Point) -> float:
    """Euclidean length of a vector."""
    return math.hypot(v[0], v[1])


def ratio(a: float, b: float) -> float:
    """`a / b`; NaN instead of a division by zero."""
    return a / b if b else math.nan


def along(v: Point, axis: Point) -> float:
    """Component of `v` along the direction of `axis`, in the unit of `v`."""
    return ratio(float(v[0] * axis[0] + v[1] * axis[1]), length(axis))


def above(v: Point, axis: Point) -> float:
    """Component of `v` perpendicular to `axis`; positive towards the top of the picture."""
    return along(v, _normal_up(axis))


def from_vertical(v: Point) -> float:
    """Angle of `v` from straight up in the picture, −180 to 180; positive when it leans to the right."""
    return math.degrees(math.atan2(v[0], -v[1]))


def _normal_up(axis: Point) -> Point:
    normal = axis[::-1] * (1.0, -1.0)
    upward: Point = normal if normal[1] < 0 else -normal
    return upward
