"""How far legs are drawn up, on painted people: their thighs turn by known angles, whatever is taken for a knee."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from floor_people import figure_four
from formcheck.frames import Picture
from formcheck.pose import Joint, Point, Pose, Side
from formcheck.sight import Legs
from people import SIZE

WALL = np.random.default_rng(1).normal(150.0, 12.0, (SIZE[1] // 6, SIZE[0] // 6, 3)).clip(0, 255).astype(np.uint8)
WALL = np.asarray(cv2.resize(WALL, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)
CLOTHES = np.random.default_rng(2).normal(60.0, 10.0, (24, 12, 3)).clip(0, 255).astype(np.uint8)


def painted(pose: Pose, degrees: float, noise: int = 0) -> Picture:
    """A thigh and a shank in worn trousers before a wall, flexed by so many degrees more than this pose shows."""
    hip, knee, ankle = (pose.mid(joint) for joint in (Joint.HIP, Joint.KNEE, Joint.ANKLE))
    chest = pose.mid(Joint.SHOULDER) - hip
    way = math.copysign(1.0, (knee - hip)[0] * chest[1] - (knee - hip)[1] * chest[0])
    turn = np.array(cv2.getRotationMatrix2D(tuple(hip), -way * degrees, 1.0))
    picture = WALL.copy()
    for start, end in ((hip, knee), (knee, ankle)):
        _limb(picture, turn @ [*start, 1.0], turn @ [*end, 1.0])
    if noise:
        picture = (picture + np.random.default_rng(noise).normal(0, 4, picture.shape)).clip(0, 255).astype(np.uint8)
    return picture


def _limb(picture: Picture, start: Point, end: Point) -> None:
    """Paint the texture of the clothes on a limb."""
    along = end - start
    across = np.array([-along[1], along[0]]) / np.hypot(*along) * 16
    corners: NDArray[np.float32] = np.array([start + across, start - across, end + across], np.float32)
    height, width = CLOTHES.shape[:2]
    place = cv2.getAffineTransform(np.array([[0, 0], [width, 0], [0, height]], np.float32), corners)
    limb = cv2.warpAffine(CLOTHES, place, SIZE, flags=cv2.INTER_LINEAR)
    there = cv2.warpAffine(np.full((height, width), 255, np.uint8), place, SIZE, flags=cv2.INTER_LINEAR)
    cv2.copyTo(limb, there, picture)


def lying(t: float) -> Pose:
    """A figure four, not yet drawn in."""
    return figure_four(t, Side.RIGHT)


def followed(degrees: list[float], hz: float, legs: Legs | None = None, start: float = 0.0) -> float:
    """What is read in the end, of a body whose landmarks stay where they are while the legs turn."""
    legs, read = legs or Legs(), math.nan
    for i, angle in enumerate(degrees):
        read = legs(painted(lying(0.0), angle, noise=i + 1), lying(start + i / hz))
    return read


def drawn_up(by: float, hz: float, takes: float = 1.2) -> list[float]:
    """Angles of a smooth movement."""
    shares = np.linspace(0, 1, round(takes * hz))
    return [float(by * s**3 * (10 - 15 * s + 6 * s**2)) for s in shares]


@pytest.mark.parametrize("hz", [10.0, 15.0, 30.0, 60.0])
def test_what_is_read_is_what_was_turned_though_the_landmarks_do_not_follow(hz: float) -> None:
    # Landmarks that stay look at where the thigh was: only so much of a turn can be followed.
    assert followed(drawn_up(20.0, hz), hz) == pytest.approx(20.0, rel=0.2)
    assert followed(drawn_up(-20.0, hz), hz) == pytest.approx(-20.0, rel=0.2)


def test_there_and_back_is_nothing() -> None:
    there = drawn_up(20.0, 15.0)
    assert followed([*there, *there[::-1]] * 3, 15.0) == pytest.approx(0.0, abs=2.0), "of 120° of way"


def test_legs_that_lie_still_read_still_for_long_in_a_noisy_picture() -> None:
    assert followed([0.0] * 300, 15.0) == pytest.approx(0.0, abs=1.0)


def test_the_mirror_shows_the_same() -> None:
    def read(mirrored: bool) -> float:
        legs, value = Legs(), math.nan
        for i, angle in enumerate(drawn_up(20.0, 15.0)):
            picture, pose = painted(lying(0.0), angle), lying(i / 15.0)
            if mirrored:
                picture, pose = np.ascontiguousarray(picture[:, ::-1]), pose.mirrored()
            value = legs(picture, pose)
        return value

    assert read(mirrored=True) == pytest.approx(read(mirrored=False), abs=1.0)


def test_nothing_is_made_of_what_happened_while_nobody_was_seen() -> None:
    legs = Legs()
    before = followed(drawn_up(20.0, 15.0), 15.0, legs)
    assert legs(painted(lying(0.0), -20.0), Pose.nobody(1.3, SIZE)) == before
    assert followed([-20.0] * 5, 15.0, legs, start=2.0) == pytest.approx(before, abs=0.5)


@pytest.mark.parametrize("away", [(-700.0, 0.0), (0.0, -2000.0), (315.0, 0.0)])
def test_legs_outside_the_picture_or_at_its_edge_are_no_trouble(away: tuple[float, float]) -> None:
    legs = Legs()
    for i, angle in enumerate(drawn_up(20.0, 15.0)):
        pose = lying(i / 15.0)
        assert math.isfinite(legs(painted(pose, angle), replace(pose, xy=pose.xy + np.array(away))))


def test_a_body_of_a_few_pixels_is_no_trouble() -> None:
    legs = Legs()
    for i in range(4):
        pose = lying(i / 15.0)
        assert legs(painted(pose, 5.0 * i), replace(pose, xy=pose.xy * 0.01)) == 0.0
