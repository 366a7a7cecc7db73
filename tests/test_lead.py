"""A led session around a camera: what is shown, said and kept, and that nothing is lost however it ends."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from formcheck.coach import Coach, Ended, Moment, Pain, Scene, SetResult
from formcheck.errors import SourceError
from formcheck.exercises import find
from formcheck.frames import Frame, Picture
from formcheck.lead import FAREWELL_S, Led, lead
from formcheck.pose import Pose, Side
from formcheck.programme import PlannedSet
from formcheck.sight import Sights, sights
from formcheck.spoken import Line
from understudy import Understudy

SETS = (
    PlannedSet("hip-abduction", "hip-abduction", Side.LEFT, 1, 1, 1, None, 0.0),
    PlannedSet("balance", "single-leg-balance", Side.LEFT, 1, 1, None, 5.0, 0.0, "eyes-open"),
)
BRIGHT: Picture = np.full((360, 640, 3), 120, np.uint8)


@dataclass
class Studio:
    """Camera, eyes, window, voice and memory in one: the understudy plays, everything is noted."""

    coach: Coach
    keys: dict[int, str] = field(default_factory=dict)
    breaks_at: int | None = None
    error: BaseException = field(default_factory=lambda: SourceError("The camera is gone."))
    name: str = "studio"
    duration_s: None = None
    picture: Picture = field(default_factory=BRIGHT.copy)
    company: int = 0

    def __post_init__(self) -> None:
        self.understudy = Understudy()
        self.moment: Moment | None = None
        self.pose: Pose | None = None
        self.frames_given = self.looked_round = self.polls = self.shown = 0
        self.looked: list[float] = []
        self.sights: list[Sights] = []
        self.lines: list[Line] = []
        self.kept: list[SetResult] = []
        self.pains: list[Pain] = []
        self.closed = False
        update = self.coach.update

        def noted(pose: Pose, scene: Scene, press: str | None = None) -> Moment:
            self.moment = update(pose, scene, press)
            return self.moment

        self.coach.update = noted  # type: ignore[method-assign]

    def frames(self) -> Generator[Frame, None, None]:
        """Pictures as long as anybody wants them."""
        try:
            while True:
                if self.frames_given == self.breaks_at:
                    raise self.error
                self.frames_given += 1
                self.pose = self.understudy.pose(self.coach, self.moment)
                yield Frame(self.pose.t, self.picture)
        finally:
            self.closed = True

    def __call__(self, frame: Frame) -> Pose:
        """What is in the picture."""
        assert self.pose is not None
        self.looked.append(frame.t)
        return self.pose

    def others(self, frame: Frame, found: Pose) -> list[Pose]:
        """Who else is there."""
        self.looked_round += 1
        return [found] * self.company

    def look_with(self, sights: Sights) -> None:
        """Note it."""
        self.sights.append(sights)

    def show(self, bgr: Picture, under: Callable[[Picture], None], over: Callable[[Picture], None]) -> None:
        """Draw one in twenty, to see that it can be drawn."""
        self.shown += 1
        if self.shown % 20:
            return
        picture = bgr.copy()
        under(picture)
        over(picture)
        assert not np.array_equal(picture, bgr)

    def poll(self) -> str | None:
        """The key that is due."""
        self.polls += 1
        return self.keys.get(self.polls)

    def message(self, text: str) -> None:
        """Nothing."""

    def say(self, line: Line) -> None:
        """Note it."""
        self.lines.append(line)

    def stop(self) -> None:
        """Nothing."""

    def keep(self, result: SetResult) -> None:
        """Note it."""
        self.kept.append(result)

    def felt(self, pain: Pain) -> None:
        """Note it."""
        self.pains.append(pain)


def led(studio: Studio, window: bool = True) -> Led:
    """Lead a session in a studio."""
    return lead(
        studio.coach,
        studio,
        studio,
        lambda coach: sights(coach.exercise.looks_for, markers=False),
        studio if window else None,
        studio,
        studio,
    )


def test_a_session_is_led_to_its_end_and_the_last_screen_stands_for_a_while() -> None:
    studio = Studio(Coach(SETS, find))
    done = led(studio)
    assert done.stopped is None
    assert done.finished.complete
    assert [result.ended for result in studio.kept] == [Ended.DONE, Ended.DONE]
    assert studio.kept == list(done.finished.results)
    assert [pain.nrs for pain in studio.pains] == [None, None]
    assert {"Go", "1", "Done"} <= {line.say for line in studio.lines}
    assert studio.shown == studio.frames_given - 1
    assert studio.closed
    ended_t = studio.kept[-1].end_t
    assert studio.pose is not None
    assert studio.pose.t - ended_t == pytest.approx(15.0 + FAREWELL_S, abs=0.5)


def test_nobody_looks_while_nobody_works() -> None:
    studio = Studio(Coach(SETS, find))
    led(studio)
    first, second = (result.end_t for result in studio.kept)
    asked_and_rested = 15.0 + 8.0
    assert not [t for t in studio.looked if first < t < first + asked_and_rested - 0.1 or t > second]
    assert len([t for t in studio.looked if t < first]) > 0.95 * 15 * first
    assert 2 * 2 <= studio.looked_round <= 2 * 4, "once a second, while somebody gets into place"


def test_the_pelvis_is_seen_afresh_for_each_set_that_wants_it() -> None:
    studio = Studio(Coach((SETS[0], SETS[1], replace(SETS[1], number=2)), find))
    led(studio)
    first, second, third = studio.sights
    assert not first
    assert list(second) == list(third) == ["pelvis"]
    assert second["pelvis"] is not third["pelvis"]


def test_without_a_window_it_ends_when_all_is_done() -> None:
    studio = Studio(Coach(SETS[:1], find))
    assert led(studio, window=False).finished.complete
    assert studio.shown == 0
    assert studio.pose is not None
    assert studio.pose.t - studio.kept[-1].end_t < 16.0


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SourceError("The camera is gone.")], ids=["Ctrl-C", "camera"])
def test_whatever_ends_it_the_running_set_is_kept(error: BaseException) -> None:
    studio = Studio(Coach(SETS, find), breaks_at=150, error=error)
    done = led(studio)
    assert done.stopped is error
    assert [result.ended for result in studio.kept] == [Ended.LEFT]
    assert not done.finished.complete
    assert studio.closed


def test_a_key_on_the_last_screen_closes_it() -> None:
    studio = Studio(Coach(SETS[:1], find), keys={150: "q", 160: "x"})
    done = led(studio)
    assert not done.finished.complete
    assert studio.polls == 160


def test_a_dark_room_and_company_hold_it_up() -> None:
    dark = Studio(Coach(SETS[:1], find), keys={200: "q", 201: "q"}, picture=np.full((360, 640, 3), 9, np.uint8))
    led(dark)
    assert dark.kept == []
    assert dark.lines[0].say.startswith("It is too dark")
    crowded = Studio(Coach(SETS[:1], find), keys={100: "q", 101: "q"}, company=1)
    led(crowded)
    assert crowded.kept == []
    assert any(line.say.startswith("One person at a time") for line in crowded.lines)
