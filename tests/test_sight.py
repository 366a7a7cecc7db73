"""The tilt of the pelvis, on painted people: how far it turned is known, because the painter turned it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.frames import Picture
from formcheck.pose import SEEN_IN_THE_PICTURE, Joint, Landmark, Pose, Side
from formcheck.sight import Legs, Sight, Stickers, Waist, sights
from formcheck.sight.stance import STILL_S, Stance
from people import SIZE, balancing

HZ = 15.0
WALL, GREEN, ORANGE = (190, 200, 205), (60, 200, 40), (30, 120, 250)
SPINES = 0.24, 0.16
"""Beside and above mid-hip, trunk lengths: where the stickers are."""


NOISE = np.random.default_rng(0).normal(0.0, 2.0, (SIZE[1], SIZE[0], 3))


def painted(
    pose: Pose,
    degrees: float,
    *,
    hem: bool = True,
    half_width: float = 0.35,
    stickers: tuple[int, int, int] | None = None,
    seed: int = 0,
) -> Picture:
    """A picture of this pose: a shirt over trousers, turned about mid-hip so that the left side is higher."""
    hip, trunk = pose.mid(Joint.HIP), 100.0
    facing = 1.0 if pose[Landmark.LEFT_HIP][0] > pose[Landmark.RIGHT_HIP][0] else -1.0
    picture = np.full((SIZE[1], SIZE[0], 3), WALL, np.uint8)
    a = math.radians(-facing * degrees)
    turn = np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])

    def place(points: list[tuple[float, float]]) -> NDArray[np.int64]:
        """Sixteenths of a pixel."""
        fine: NDArray[np.int64] = np.round(16 * ((np.array(points) * trunk) @ turn.T + hip)).astype(int)
        return fine

    def shape(top: float, bottom: float, colour: tuple[int, int, int]) -> None:
        corners = [(-half_width, top), (half_width, top), (half_width, bottom), (-half_width, bottom)]
        cv2.fillPoly(picture, [place(corners)], colour, cv2.LINE_AA, shift=4)

    shape(-0.14, 0.5, (70, 60, 55))
    shape(-1.0, -0.14, (120, 130, 180) if hem else (70, 60, 55))
    for side in (-1, 1) if stickers else ():
        at = place([(side * SPINES[0], -SPINES[1])])[0]
        cv2.circle(picture, at.tolist(), 44, stickers or WALL, -1, cv2.LINE_AA, shift=4)
    blurred = cv2.GaussianBlur(picture, (0, 0), 0.6)
    return np.clip(blurred + np.roll(NOISE, 37 * seed, axis=(0, 1)), 0, 255).astype(np.uint8)


def stood(sight: Sight, seconds: float = 1.5, start: float = 0.0, x: float = 320.0, **how: Any) -> None:
    """Let it see somebody stand on both legs for a while."""
    for k in range(round(seconds * HZ)):
        pose = balancing(start + k / HZ, Side.LEFT, x=x)
        sight(painted(pose, 0.0, seed=k, **how), pose)


def seen(sight: Sight, degrees: list[float], start: float = 2.0, x: float = 320.0, **how: Any) -> list[float]:
    """What it reads while the pelvis is turned so; the landmarks do not follow at all."""
    read = []
    for k, angle in enumerate(degrees):
        pose = balancing(start + k / HZ, Side.LEFT, 0.4, x=x)
        read.append(sight(painted(pose, angle, seed=100 + k, **how), pose))
    return read


RAMP = [*np.linspace(0.0, 12.0, 16).tolist(), *np.linspace(12.0, -12.0, 30).tolist()]


@pytest.mark.parametrize(
    ("sight", "how"), [(Waist, {}), (Stickers, {"stickers": GREEN}), (Stickers, {"stickers": ORANGE})]
)
def test_what_is_read_is_what_was_turned(sight: type[Sight], how: dict[str, Any]) -> None:
    eye = sight()
    stood(eye, **how)
    read = seen(eye, RAMP, **how)
    slope, offset = np.polyfit(RAMP, read, 1)
    assert slope == pytest.approx(1.0, abs=0.05)
    assert offset == pytest.approx(0.0, abs=0.4)
    assert np.abs(np.subtract(read, RAMP)).max() < 1.0


def test_hips_that_go_aside_do_not_tilt() -> None:
    eye = Waist()
    stood(eye)
    read = [
        seen(eye, [0.0], start=2.0 + k / HZ, x=320.0 + 25.0 * math.sin(k / 5))[0] for k in range(40)
    ]
    assert np.abs(read).max() < 0.5


def test_plain_clothes_without_an_edge_are_not_judged() -> None:
    eye = Waist()
    stood(eye, hem=False, half_width=0.8)
    assert np.isnan(seen(eye, [0.0, 4.0, 8.0, 12.0], hem=False, half_width=0.8)).all()


@pytest.mark.parametrize(("sight", "how"), [(Waist, {}), (Stickers, {"stickers": GREEN})])
def test_without_a_stance_nothing_is_said(sight: type[Sight], how: dict[str, Any]) -> None:
    assert np.isnan(seen(sight(), [0.0] * 20, **how)).all()


@pytest.mark.parametrize(("sight", "how"), [(Waist, {}), (Stickers, {"stickers": GREEN})])
def test_what_was_covered_is_found_again_with_the_same_zero(sight: type[Sight], how: dict[str, Any]) -> None:
    eye = sight()
    stood(eye, **how)
    seen(eye, RAMP[:12], **how)
    for k in range(8):
        pose = balancing(3.0 + k / HZ, Side.LEFT, 0.4)
        covered = painted(pose, 8.0, **how)
        x, y = pose.mid(Joint.HIP).astype(int)
        covered[y - 60 : y + 30, x - 60 : x + 60] = 128
        assert math.isnan(eye(covered, pose))
    again = seen(eye, [8.0] * 10, start=4.0, **how)
    assert again[-1] == pytest.approx(8.0, abs=1.0)


def test_only_one_sticker_is_no_line() -> None:
    eye = Stickers()
    stood(eye, stickers=GREEN)
    pose = balancing(2.0, Side.LEFT, 0.4)
    half = painted(pose, 5.0, stickers=GREEN)
    half[:, : int(pose.mid(Joint.HIP)[0])] = WALL
    assert math.isnan(eye(half, pose))


def test_without_stickers_none_are_found() -> None:
    eye = Stickers()
    stood(eye)
    assert np.isnan(seen(eye, RAMP)).all()


def test_a_hand_before_the_waist_does_not_turn_it() -> None:
    eye = Waist()
    stood(eye)
    pose = balancing(2.0, Side.LEFT, 0.4)
    xy = pose.xy.copy()
    at = pose.mid(Joint.HIP) + np.array([14.0, -16.0])
    xy[[Landmark.LEFT_WRIST, Landmark.LEFT_INDEX, Landmark.LEFT_THUMB, Landmark.LEFT_PINKY]] = at
    picture = painted(pose, 6.0)
    cv2.circle(picture, at.astype(int).tolist(), 5, (140, 160, 210), -1)
    assert eye(picture, replace(pose, xy=xy)) == pytest.approx(6.0, abs=1.0)


@pytest.mark.parametrize(("sight", "how"), [(Waist, {}), (Stickers, {"stickers": GREEN})])
def test_in_the_mirror_it_is_the_other_side(sight: type[Sight], how: dict[str, Any]) -> None:
    straight, mirrored = sight(), sight()
    for k, angle in enumerate([0.0] * 20 + RAMP[:14]):
        pose = balancing(k / HZ, Side.LEFT, 0.4 if angle else 0.0)
        picture = painted(pose, angle, **how)
        one, other = straight(picture, pose), mirrored(picture[:, ::-1].copy(), pose.mirrored())
        assert math.isnan(one) == math.isnan(other)
    assert one > 5.0
    assert other == pytest.approx(-one, abs=0.5)


def test_nobody_is_not_judged_and_the_stance_is_kept() -> None:
    eye = Waist()
    stood(eye)
    pose = balancing(2.0, Side.LEFT, 0.4)
    assert math.isnan(eye(painted(pose, 5.0), Pose.nobody(2.0, SIZE)))
    assert seen(eye, [5.0] * 4, start=2.1)[-1] == pytest.approx(5.0, abs=0.7)


def test_somebody_at_the_edge_of_the_picture_is_not_judged() -> None:
    pose = balancing(0.0, Side.LEFT)
    outside = replace(pose, xy=pose.xy + np.array([500.0, 0.0]))
    for eye in (Waist(), Stickers()):
        assert math.isnan(eye(painted(pose, 0.0), outside))


def test_the_way_is_chosen_by_whether_stickers_are_worn() -> None:
    assert {type(sight) for sight in sights(SEEN_IN_THE_PICTURE, markers=True).values()} == {Stickers, Legs}
    assert {type(sight) for sight in sights(SEEN_IN_THE_PICTURE, markers=False).values()} == {Waist, Legs}


# --- the stance ---------------------------------------------------------------------------------------------


def still(foot: float = 0.0, step: float = 0.0) -> Iterator[bool]:
    """Two seconds of standing, the hips wandering by `step` pixels a picture."""
    stance = Stance()
    for k in range(30):
        yield stance.update(balancing(k / HZ, Side.LEFT, foot, x=300.0 + step * k))


def test_a_stance_takes_half_a_second_on_two_still_legs() -> None:
    told = list(still())
    assert told.index(True) == math.ceil(STILL_S * HZ)
    assert all(told[told.index(True) :])


def test_neither_one_leg_nor_walking_is_a_stance() -> None:
    assert not any(still(foot=0.4))
    assert not any(still(step=2.0))
    assert not Stance().update(Pose.nobody(0.0, SIZE))
