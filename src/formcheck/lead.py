"""A led session around a camera: frames in; pictures, words and kept sets out. The coach decides, this obeys."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from formcheck.app import Screen
from formcheck.coach import Coach, Moment, Pain, Scene, SetResult
from formcheck.coach.views import Finished, View
from formcheck.errors import SourceError
from formcheck.frames import Frame, Source
from formcheck.pose import Pose
from formcheck.sight import Sights
from formcheck.voice import Speaker

LOOK_ROUND_S = 1.0
"""How often, while somebody gets into place, light and company are looked at: that takes a tenth of a second."""
FAREWELL_S = 30.0
"""How long the last screen stands."""


class Eyes(Protocol):
    """What a led session needs of the estimator."""

    def __call__(self, frame: Frame) -> Pose:
        """The pose in a frame."""

    def others(self, frame: Frame, found: Pose) -> list[Pose]:
        """Who else is in the picture."""

    def look_with(self, sights: Sights) -> None:
        """What else to look for in the picture from now on."""


class Memory(Protocol):
    """What becomes of what was done and said, as soon as it was."""

    def keep(self, result: SetResult) -> None:
        """A set has ended."""

    def felt(self, pain: Pain) -> None:
        """Pain was asked about."""


@dataclass(frozen=True)
class Led:
    """A session that is over."""

    finished: Finished
    stopped: BaseException | None = None
    """What ended it before its time: Ctrl-C, or a camera that broke. All until then is kept."""


def lead(
    coach: Coach,
    source: Source,
    eyes: Eyes,
    sights: Callable[[Coach], Sights],
    screen: Screen | None,
    speaker: Speaker,
    memory: Memory,
) -> Led:
    """Lead until the session is over, the person quits or the camera ends. `sights` makes a set's own."""
    leader = _Leader(coach, eyes, sights, screen, speaker, memory)
    stopped: BaseException | None = None
    with closing(source.frames()) as frames:
        try:
            for frame in frames:
                if not leader.go_on(frame):
                    break
        except (KeyboardInterrupt, SourceError) as error:
            stopped = error
        finished = leader.end()
    return Led(finished, stopped)


class _Leader:
    """Takes frame after frame through eyes, coach, voice and window."""

    def __init__(
        self,
        coach: Coach,
        eyes: Eyes,
        sights: Callable[[Coach], Sights],
        screen: Screen | None,
        speaker: Speaker,
        memory: Memory,
    ) -> None:
        self._coach, self._eyes, self._sights = coach, eyes, sights
        self._screen, self._speaker, self._memory = screen, speaker, memory
        self._set: object = None
        self._scene = Scene()
        self._looked_t = -LOOK_ROUND_S
        self._t = 0.0
        self._over_t: float | None = None

    def go_on(self, frame: Frame) -> bool:
        """One more frame; False once the last screen has stood long enough or was closed."""
        press = self._screen.poll() if self._screen else None
        if self._over_t is not None and (press or self._screen is None or frame.t - self._over_t > FAREWELL_S):
            return False
        self._t = frame.t
        moment = self._coach.update(self._pose(frame), self._scene, press)
        self._remember(moment)
        for line in moment.lines:
            self._speaker.say(line)
        if self._screen is not None:
            self._show(frame, moment.view)
        if self._coach.over and self._over_t is None:
            self._over_t = frame.t
        return True

    def end(self) -> Finished:
        """Whatever ended it: what was done is kept."""
        moment = self._coach.leave(self._t)
        self._remember(moment)
        assert isinstance(moment.view, Finished)
        return moment.view

    def _pose(self, frame: Frame) -> Pose:
        height, width = frame.bgr.shape[:2]
        if self._coach.over or not self._coach.watching:
            return Pose.nobody(frame.t, (width, height))
        if self._coach.planned is not self._set:
            self._set = self._coach.planned
            self._eyes.look_with(self._sights(self._coach))
        pose = self._eyes(frame)
        if self._coach.arriving and frame.t - self._looked_t >= LOOK_ROUND_S:
            self._looked_t = frame.t
            others = len(self._eyes.others(frame, pose)) if pose.seen else 0
            self._scene = Scene(float(frame.bgr[::8, ::8].mean()), others)
        return pose

    def _remember(self, moment: Moment) -> None:
        if moment.result is not None:
            self._memory.keep(moment.result)
        if moment.pain is not None:
            self._memory.felt(moment.pain)

    def _show(self, frame: Frame, view: View) -> None:
        from formcheck.overlay.leading import draw_over, draw_under

        assert self._screen is not None
        self._screen.show(frame.bgr, partial(draw_under, view=view), partial(draw_over, view=view))
