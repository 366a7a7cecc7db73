"""The one loop: a file, a camera and a replay differ only in where the poses come from."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from formcheck.app import KEYS, Key, Outcome, Plan, Shot, from_recording, from_source, live, perform, run, sights_for
from formcheck.errors import ExerciseError, OutputError, SourceError
from formcheck.exercises import find
from formcheck.frames import Frame, Picture
from formcheck.pose import Pose, Side
from formcheck.session import Session
from formcheck.sight import Legs, Sight, Stickers, Waist
from formcheck.summary import About
from formcheck.update import Update
from people import IDEAL, Moves, absent, act, balancing, lying, rest, then

ABOUT = About("camera 0", "full", "ab" * 32)
ABDUCTION = find("hip-abduction")
BLACK: Picture = np.zeros((360, 640, 3), np.uint8)


class Camera:
    """A source of black pictures, one for each pose, which may break or be interrupted at the end."""

    name = "camera 0"
    duration_s = None

    def __init__(self, poses: Iterable[Pose], end: BaseException | None = None) -> None:
        self._poses = list(poses)
        self._end = end
        self.given = 0
        self.closed = False

    def frames(self) -> Generator[Frame, None, None]:
        """A picture a pose."""
        try:
            for pose in self._poses:
                self.given += 1
                yield Frame(pose.t, BLACK)
            if self._end is not None:
                raise self._end
        finally:
            self.closed = True

    def estimate(self, frame: Frame) -> Pose:
        """The pose that belongs to a picture."""
        [pose] = [pose for pose in self._poses if pose.t == frame.t]
        return pose


class Screen:
    """A window that notes what it is told, and on which keys are pressed before certain pictures."""

    def __init__(self, keys: dict[int, str] | None = None) -> None:
        self._keys = keys or {}
        self._polls = 0
        self.shown = 0
        self.messages: list[str] = []

    def show(self, bgr: Picture, under: Callable[[Picture], None], over: Callable[[Picture], None]) -> None:
        """Count the pictures that can be drawn on."""
        assert bgr is BLACK
        drawn = bgr.copy()
        under(drawn)
        over(drawn)
        assert not np.array_equal(drawn, BLACK)
        self.shown += 1

    def poll(self) -> str | None:
        """The key pressed before this picture."""
        self._polls += 1
        return self._keys.get(self._polls)

    def message(self, text: str) -> None:
        """Note the message."""
        self.messages.append(text)


def repetitions(n: int) -> list[Pose]:
    """Somebody who lifts the left leg so many times."""
    return IDEAL["hip-abduction"].poses(n, Side.LEFT, hz=15.0)


def on_one_leg(seconds: float) -> list[Pose]:
    """Somebody who lifts the right foot and is still on the left leg when the source ends."""
    moves = then(rest(1.5), Moves(((0.5, 0.6), (0.5, seconds))))
    return act(lambda t, foot: balancing(t, Side.LEFT, foot), moves, hz=15.0)


def interrupted(poses: Iterable[Pose], error: BaseException) -> Iterator[Shot]:
    """Recorded poses, and then this."""
    yield from from_recording(poses)
    raise error


def summary(folder: Path) -> dict[str, Any]:
    """The summary that was written."""
    document: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return document


STOPS = pytest.mark.parametrize("stop", [KeyboardInterrupt(), SourceError("It is gone.")], ids=["Ctrl-C", "lost"])


# --- the loop -----------------------------------------------------------------------------------------------


def test_every_pose_goes_through_the_session_to_every_sink_in_order() -> None:
    poses = repetitions(1)
    told: list[tuple[str, float]] = []
    run(
        from_recording(poses),
        Session(ABDUCTION),
        [lambda _, update: told.append(("first", update.t)), lambda _, update: told.append(("second", update.t))],
    )
    assert told == [(who, pose.t) for pose in poses for who in ("first", "second")]


def test_what_the_end_of_the_source_closes_comes_last_and_without_a_picture() -> None:
    standing = on_one_leg(3.0)
    camera = Camera(standing)
    told: list[tuple[bool, float]] = []
    shots = from_source(camera, camera.estimate)
    run(shots, Session(find("single-leg-balance")), [lambda frame, update: told.append((frame is None, update.t))])
    assert [pictureless for pictureless, _ in told] == [False] * len(standing) + [True]
    assert told[-1][1] == standing[-1].t


def test_a_source_gives_every_frame_with_its_pose_and_is_closed() -> None:
    camera = Camera(repetitions(1))
    shots = list(from_source(camera, camera.estimate))
    assert all(frame is not None and frame.t == pose.t for frame, pose in shots)
    assert len(shots) == camera.given
    assert camera.closed


def test_a_source_that_is_left_early_is_closed_too() -> None:
    camera = Camera(repetitions(1))
    shots = from_source(camera, camera.estimate)
    next(shots)
    assert not camera.closed
    shots.close()  # type: ignore[attr-defined]
    assert camera.closed


# --- a set --------------------------------------------------------------------------------------------------


def test_a_set_ends_with_its_source(tmp_path: Path) -> None:
    outcome = perform(Plan(ABDUCTION, out=tmp_path, poses=True), ABOUT, from_recording(repetitions(2)))
    assert outcome.stopped is None
    assert outcome.log.counts.reps == 2
    assert outcome.about is ABOUT
    assert [path.name for path in outcome.written] == ["summary.json", "measures.csv", "events.jsonl", "poses.npz"]
    assert summary(tmp_path)["counts"] == {"reps": 2, "good": 2, "partial": 0}


def test_without_a_folder_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = perform(Plan(ABDUCTION), ABOUT, from_recording(repetitions(1)))
    assert outcome.written == ()
    assert list(tmp_path.iterdir()) == []


def test_a_set_without_any_picture_is_a_set(tmp_path: Path) -> None:
    outcome = perform(Plan(ABDUCTION, out=tmp_path), ABOUT, from_recording([]))
    assert not outcome.log.saw_somebody
    assert summary(tmp_path)["source"]["frames"] == 0


def test_the_side_of_the_plan_is_the_side_of_the_set() -> None:
    assert perform(Plan(ABDUCTION, Side.LEFT), ABOUT, from_recording(repetitions(1))).log.counts.reps == 1
    assert perform(Plan(ABDUCTION, Side.RIGHT), ABOUT, from_recording(repetitions(1))).log.counts.reps == 0


@STOPS
def test_what_was_seen_before_the_end_came_early_is_kept(stop: BaseException, tmp_path: Path) -> None:
    poses = repetitions(2)[:140]
    outcome = perform(Plan(ABDUCTION, out=tmp_path, poses=True), ABOUT, interrupted(poses, stop))
    assert outcome.stopped is stop
    assert outcome.log.poses == poses
    assert outcome.log.counts.reps == 1
    assert summary(tmp_path)["source"]["frames"] == 140
    with (tmp_path / "measures.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 141


@STOPS
def test_a_hold_under_way_is_closed_and_kept(stop: BaseException, tmp_path: Path) -> None:
    plan = Plan(find("single-leg-balance"), out=tmp_path)
    perform(plan, ABOUT, interrupted(on_one_leg(5.0), stop))
    assert summary(tmp_path)["hold"]["total_s"] == pytest.approx(5.4, abs=0.3)


@STOPS
def test_where_nothing_was_seen_there_is_nothing_to_keep(stop: BaseException, tmp_path: Path) -> None:
    with pytest.raises(type(stop)):
        perform(Plan(ABDUCTION, out=tmp_path), ABOUT, interrupted([], stop))
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_while_a_sink_works_keeps_the_set(tmp_path: Path) -> None:
    def impatient(frame: Frame | None, update: Update) -> None:
        if update.t > 3.0:
            raise KeyboardInterrupt

    outcome = perform(Plan(ABDUCTION, out=tmp_path), ABOUT, from_recording(repetitions(1)), [impatient])
    assert isinstance(outcome.stopped, KeyboardInterrupt)
    assert summary(tmp_path)["source"]["duration_s"] == pytest.approx(3.0, abs=0.1)


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        perform(Plan(ABDUCTION), ABOUT, interrupted(repetitions(1), ZeroDivisionError()))


def test_results_that_cannot_be_written_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="gone"):
        perform(Plan(ABDUCTION, out=tmp_path / "gone"), ABOUT, from_recording(repetitions(1)))


def pictures(path: Path) -> int:
    """How many pictures a video has; it must be readable to its end."""
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.parametrize("stop", [None, KeyboardInterrupt()], ids=["whole", "Ctrl-C"])
def test_the_annotated_video_shows_all_that_was_analysed(stop: BaseException | None, tmp_path: Path) -> None:
    camera = Camera(repetitions(1)[:20], stop)
    plan = Plan(ABDUCTION, out=tmp_path, video=True)
    outcome = perform(plan, ABOUT, from_source(camera, camera.estimate))
    assert tmp_path / "annotated.mp4" in outcome.written
    assert pictures(tmp_path / "annotated.mp4") == 20
    assert not BLACK.any(), "the source's pictures are not drawn on"


# --- live ---------------------------------------------------------------------------------------------------


def lived(camera: Camera, screen: Screen | None, plan: Plan | None = None) -> Outcome:
    """A live set in front of this camera."""
    return live(plan or Plan(ABDUCTION), ABOUT, camera, camera.estimate, screen)


def test_a_live_set_without_a_window_is_the_same_set() -> None:
    camera = Camera(repetitions(1))
    outcome = lived(camera, None)
    assert outcome.log.counts == perform(Plan(ABDUCTION), ABOUT, from_recording(repetitions(1))).log.counts
    assert camera.closed


def test_the_window_shows_every_picture() -> None:
    camera, screen = Camera(repetitions(1)), Screen()
    outcome = lived(camera, screen)
    assert screen.shown == len(outcome.log.poses) == camera.given
    assert screen.messages == []


def test_quitting_ends_the_set_and_keeps_it(tmp_path: Path) -> None:
    camera, screen = Camera(repetitions(2)), Screen({140: "q"})
    outcome = lived(camera, screen, Plan(ABDUCTION, out=tmp_path))
    assert outcome.stopped is None
    assert len(outcome.log.poses) == 139
    assert summary(tmp_path)["counts"]["reps"] == 1
    assert camera.given == 140
    assert camera.closed


def test_restarting_begins_a_new_set(tmp_path: Path) -> None:
    camera, screen = Camera(repetitions(3)), Screen({225: "r"})
    outcome = lived(camera, screen, Plan(ABDUCTION, out=tmp_path))
    assert outcome.log.counts.reps == 1
    assert len(outcome.log.poses) == camera.given - 225
    assert summary(tmp_path)["counts"]["reps"] == 1
    assert screen.shown == camera.given - 1


def test_restarting_when_the_camera_is_all_but_over_keeps_the_set(tmp_path: Path) -> None:
    ending = list(repetitions(1))
    camera, screen = Camera(ending), Screen({len(ending): "r"})
    outcome = lived(camera, screen, Plan(ABDUCTION, out=tmp_path))
    assert camera.given == len(ending), "nothing came after the restart"
    assert outcome.log.counts.reps == 1
    assert summary(tmp_path)["counts"]["reps"] == 1


def test_a_pause_shows_and_analyses_nothing_until_it_is_over() -> None:
    camera, screen = Camera(repetitions(1)), Screen({30: " ", 60: " "})
    outcome = lived(camera, screen)
    seen = [pose.t for pose in outcome.log.poses]
    assert len(seen) == screen.shown
    assert len(seen) == camera.given - 30
    assert max(b - a for a, b in itertools.pairwise(seen)) == pytest.approx(31 / 15, abs=0.01)
    assert len(screen.messages) == 30
    assert "space" in screen.messages[0]


@pytest.mark.parametrize(
    ("pressed", "key"),
    [(" ", Key.PAUSE), ("r", Key.RESTART), ("R", Key.RESTART), ("q", Key.QUIT), ("\x1b", Key.QUIT), ("x", None)],
)
def test_keys(pressed: str, key: Key | None) -> None:
    assert KEYS.get(pressed) is key


def test_a_paused_set_can_be_quit() -> None:
    screen = Screen({30: " ", 40: "q"})
    assert len(lived(Camera(repetitions(1)), screen).log.poses) == 29


def test_a_hold_does_not_go_on_while_it_is_paused(tmp_path: Path) -> None:
    standing = [balancing(t / 15, Side.LEFT, 0.5 if t > 25 else 0.0) for t in range(400)]
    plan = Plan(find("single-leg-balance"), out=tmp_path)
    lived(Camera(standing), Screen({100: " ", 300: " "}), plan)
    assert summary(tmp_path)["hold"]["total_s"] == pytest.approx((74 + 100) / 15, abs=0.5)


@STOPS
@pytest.mark.parametrize("screen", [None, Screen()], ids=["no window", "window"])
def test_a_camera_that_is_lost_closes_and_keeps_the_set(
    stop: BaseException, screen: Screen | None, tmp_path: Path
) -> None:
    camera = Camera(repetitions(2)[:150], stop)
    outcome = lived(camera, screen, Plan(ABDUCTION, out=tmp_path))
    assert outcome.stopped is stop
    assert summary(tmp_path)["counts"]["reps"] == 1
    assert camera.closed


def test_a_live_set_in_an_empty_room_ends_quietly() -> None:
    outcome = lived(Camera(absent(1.0)), Screen())
    assert outcome.log.events == []
    assert not outcome.log.saw_somebody


def test_the_pose_of_a_picture_is_only_asked_for_once() -> None:
    camera, asked = Camera([lying(t / 10, Side.LEFT) for t in range(10)]), []

    def counting(frame: Frame) -> Pose:
        asked.append(frame.t)
        return camera.estimate(frame)

    live(Plan(ABDUCTION), ABOUT, camera, counting, Screen())
    assert asked == [t / 10 for t in range(10)]


# --- who looks at the picture -------------------------------------------------------------------------------


def test_only_an_exercise_that_reads_what_is_seen_in_the_picture_pays_for_a_look_at_it() -> None:
    def seen(exercise: str, markers: bool) -> dict[str, type[Sight]]:
        return {field: type(sight) for field, sight in sights_for(find(exercise), markers).items()}

    assert seen("squat", markers=False) == {}
    assert seen("single-leg-balance", markers=False) == {"pelvis": Waist}
    assert seen("single-leg-balance", markers=True) == {"pelvis": Stickers}
    assert seen("figure-four", markers=False) == {"flexed": Legs}


def test_stickers_that_nothing_is_read_off_are_refused() -> None:
    with pytest.raises(ExerciseError, match="squat does not look at the pelvis; leave --markers out"):
        sights_for(find("squat"), markers=True)
