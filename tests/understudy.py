"""Recorded people in the place of the camera: whoever the coach asks for comes, in the order it asks.

While the coach sees somebody into place and counts them in, the recording's start is shown to and fro: a person at
rest. Then it is played on from there, over and over, until the set has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from formcheck.coach import Coach, Moment, Scene
from formcheck.coach.views import CountingIn, SettingUp, Working
from formcheck.pose import Pose, Side
from formcheck.recording import read_poses

POSES = Path(__file__).parents[1] / "fixtures" / "poses"
RATE = 15.0
RESTING_S = 1.0
"""Every recording begins with at least so much rest."""
FIT = Scene(light=120.0, others=0)

Part = tuple[str, str | None, Side | None]
"""An exercise, its stage and the side that works."""
CORE: Mapping[Part, str] = {
    ("hip-abduction", None, Side.LEFT): "abduction_left_clean",
    ("hip-abduction", None, Side.RIGHT): "abduction_right_clean",
    ("single-leg-balance", "eyes-open", Side.LEFT): "balance_left_level",
    ("single-leg-balance", "eyes-open", Side.RIGHT): "balance_right_level",
    ("single-leg-balance", "moving-leg", Side.LEFT): "moving_leg_left_directions",
    ("single-leg-balance", "moving-leg", Side.RIGHT): "moving_leg_right_directions",
    ("figure-four", None, Side.LEFT): "figure_four_left_clean",
    ("figure-four", None, Side.RIGHT): "figure_four_right_clean",
    ("lateral-quad-roll", None, Side.LEFT): "roll_left_clean",
    ("lateral-quad-roll", None, Side.RIGHT): "roll_right_pauses",
}


@cache
def recorded(name: str) -> tuple[Pose, ...]:
    """The poses of a clip, at most 20 a second."""
    poses = read_poses(POSES / f"{name}.npz").poses
    every = 2 if len(poses) / (poses[-1].t - poses[0].t) > 20 else 1
    return tuple(poses[::every])


class Understudy:
    """Gives the pose of each instant."""

    def __init__(self, cast: Mapping[Part, str] = CORE) -> None:
        self._cast = cast
        self._t = 0.0
        self._part: Part | None = None
        self._frame = 0
        self._step = 1

    def pose(self, coach: Coach, last: Moment | None) -> Pose:
        """What the camera sees next, after the coach has made this moment of what it saw last."""
        part = (coach.planned.exercise, coach.planned.stage, coach.planned.side)
        if part != self._part:
            self._part, self._frame, self._step = part, 0, 1
        poses = recorded(self._cast[part])
        resting = next(i for i, pose in enumerate(poses) if pose.t - poses[0].t >= RESTING_S)
        working = last is not None and isinstance(last.view, Working)
        before = poses[self._frame]
        self._frame += self._step
        if working:
            self._step = 1
            self._frame %= len(poses)
        elif self._frame >= resting:
            self._step, self._frame = -1, resting - 1
        elif self._frame <= 0:
            self._step, self._frame = 1, 0
        after = poses[self._frame]
        self._t += min(0.1, abs(after.t - before.t)) or 1 / RATE
        return replace(after, t=self._t)


def led(
    coach: Coach, understudy: Understudy, keys: Callable[[Moment | None], str | None] = lambda moment: None
) -> Iterator[Moment]:
    """Every moment of a session until it is over, as fast as it can be worked out."""
    moment: Moment | None = None
    while not coach.over:
        moment = coach.update(understudy.pose(coach, moment), FIT, keys(moment))
        yield moment


def waiting(moment: Moment) -> bool:
    """Whether the set has not begun."""
    return isinstance(moment.view, SettingUp | CountingIn)
