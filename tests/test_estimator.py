"""Who is followed (pure, exact), and what MediaPipe makes of a few pictures (marked `video`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from formcheck.capture.estimator import Estimator
from formcheck.capture.follower import PATIENCE_S, Follower, alike, box, prominence
from formcheck.capture.models import Model, find
from formcheck.capture.sources import VideoFile
from formcheck.errors import ModelError
from formcheck.frames import Frame
from formcheck.pose import Pose

SIZE = (640, 360)
VIDEOS = Path(__file__).parents[1] / "fixtures" / "videos"

# ---- who is followed


def person(x: float, height: float = 200, t: float = 0, bend: float = 0) -> Pose:
    """Somebody who stands around x, feet 20 px above the picture's lower edge; `bend` moves the hands only."""
    rng = np.random.default_rng(7)
    xy = rng.uniform((-0.15, -1), (0.15, 0), (33, 2))
    xy[15:23] += bend
    return Pose(t, xy * height + (x, 340), np.zeros((33, 3)), np.ones(33), SIZE)


def nobody(t: float) -> Pose:
    return Pose.nobody(t, SIZE)


def nobody_else(pose: Pose) -> Sequence[Pose]:
    return []


def follow(poses: Sequence[Pose], others: Callable[[Pose], Sequence[Pose]] = nobody_else) -> str:
    """A letter a pose: `o` kept, `.` nobody, `w` nobody and only a part of the next picture will be looked at."""
    follower = Follower()
    told = ""
    for pose in poses:
        answer = follower.update(pose, others)
        assert answer is pose or not answer.seen
        assert answer.t == pose.t
        told += "o" if answer.seen else "w" if follower.window else "."
    return told


def times(count: int, start: float = 0) -> Iterator[float]:
    return (start + i / 10 for i in range(count))


def test_the_size_of_a_person_is_the_larger_and_more_central_one() -> None:
    assert prominence(person(320, 300)) > prominence(person(320, 200))
    assert prominence(person(320, 200)) > prominence(person(100, 200))
    assert prominence(person(320, 200)) > prominence(person(60, 300))


def test_one_person_is_kept_and_others_are_asked_for_only_once() -> None:
    asked: list[Pose] = []

    def others(pose: Pose) -> Sequence[Pose]:
        asked.append(pose)
        return []

    assert follow([person(320, 200, t) for t in times(30)], others) == "o" * 30
    assert len(asked) == 1


def test_an_empty_picture_asks_for_nobody() -> None:
    def others(pose: Pose) -> Sequence[Pose]:
        raise AssertionError("nobody to choose from")

    assert follow([nobody(t) for t in times(5)], others) == "....."


def test_the_more_prominent_of_two_is_looked_for_and_then_kept() -> None:
    small, big = person(60, 150), person(330, 250)
    poses = [small, nobody(0.1), person(330, 250, 0.2), person(330, 250, 0.3)]
    follower = Follower()
    assert not follower.update(poses[0], lambda found: [big]).seen
    assert follower.window == box(big)
    assert [follower.update(pose, nobody_else).seen for pose in poses[1:]] == [False, True, True]
    assert follower.window is None


def test_whoever_walks_past_is_not_taken_for_our_person() -> None:
    before = [person(320, 200, t) for t in times(10)]
    past = [person(250 + 40 * i, 290, t) for i, t in enumerate(times(5, 1.0))]
    after = [person(320, 200, t) for t in times(5, 1.5)]
    assert follow([*before, *past, *after]) == "o" * 10 + "w" * 5 + "o" * 5


def test_after_a_rest_in_which_nobody_looked_our_person_may_be_anywhere() -> None:
    before = [person(320, 200, t) for t in times(10)]
    lost = [person(250 + 40 * i, 290, t) for i, t in enumerate(times(2, 1.0))]
    after = [person(180, 300, t) for t in times(5, 9.0)]
    assert follow([*before, *after]) == "o" * 15
    assert follow([*before, *lost, *after]) == "o" * 10 + "w" * 2 + "o" * 5


def test_a_swap_that_takes_three_frames_is_noticed() -> None:
    before = [person(320, 200, t) for t in times(10)]
    mixture = [person(300, 215, 1.0), person(285, 230, 1.1), person(270, 260, 1.2)]
    assert follow([*before, *mixture]) == "o" * 12 + "w"


def test_whoever_is_there_is_adopted_when_our_person_does_not_come_back() -> None:
    before = [person(320, 200, t) for t in times(10)]
    other = [person(200, 290, t) for t in times(30, 1.0)]
    told = follow([*before, *other])
    assert told == "o" * 10 + "w" * 11 + "." + "o" * 18
    assert PATIENCE_S <= 11 / 10


def test_somebody_hidden_for_a_moment_is_kept() -> None:
    hidden = [nobody(t) for t in times(5, 1.0)]
    before, after = [person(320, 200, t) for t in times(10)], [person(330, 205, t) for t in times(5, 1.5)]
    assert follow([*before, *hidden, *after]) == "o" * 10 + "." * 5 + "o" * 5


def test_somebody_else_seen_while_ours_is_hidden_is_looked_past() -> None:
    before, after = [person(320, 200, t) for t in times(10)], [person(320, 200, t) for t in times(5, 1.4)]
    between = [nobody(1.0), person(500, 290, 1.1), nobody(1.2), nobody(1.3)]
    assert follow([*before, *between, *after]) == "o" * 10 + ".www" + "o" * 5


def test_a_quick_squat_or_a_step_is_no_swap() -> None:
    squat = [person(320, 200 - 14 * i, t) for i, t in enumerate(times(3, 1.0))]
    step = [person(320 + 50 * i, 172, t) for i, t in enumerate(times(3, 1.3))]
    assert follow([*(person(320, 200, t) for t in times(10)), *squat, *step]) == "o" * 16


def test_hands_do_not_change_who_somebody_is() -> None:
    assert alike(person(320, 200), person(330, 205, bend=0.3))
    assert not alike(person(320, 200), person(320, 260))
    assert not alike(person(320, 200), person(500, 200))


def test_a_box_holds_the_body_and_stays_in_the_picture() -> None:
    left, top, right, bottom = box(person(320, 200))
    xy = person(320, 200).xy
    assert left < xy[:, 0].min()
    assert top < xy[:, 1].min()
    assert right > xy[:, 0].max()
    assert bottom == SIZE[1]
    assert box(person(-50, 200))[0] == 0


# ---- MediaPipe


@pytest.fixture(scope="module")
def model() -> Model:
    return find()


@pytest.fixture(scope="module")
def lying() -> list[Frame]:
    """The first frames of a clip of somebody lying on their side."""
    return list(islice(VideoFile(VIDEOS / "abduction_left_clean.mp4").frames(), 10))


@pytest.fixture(scope="module")
def standing() -> list[Frame]:
    """The first frames of a clip of somebody standing, seen from the front."""
    return list(islice(VideoFile(VIDEOS / "balance_left_level.mp4").frames(), 10))


def estimate(model: Model, frames: Sequence[Frame]) -> list[Pose]:
    with Estimator(model) as estimator:
        return [estimator(frame) for frame in frames]


@pytest.mark.video
def test_two_runs_give_the_same_poses_and_single_precision_keeps_them(
    model: Model, lying: list[Frame], capfd: pytest.CaptureFixture[str]
) -> None:
    first, second = estimate(model, lying), estimate(model, lying)
    for pose, again, frame in zip(first, second, lying, strict=True):
        assert pose.seen
        assert (pose.t, pose.size) == (frame.t, (frame.bgr.shape[1], frame.bgr.shape[0]))
        for name in ("xy", "xyz", "visibility"):
            array = getattr(pose, name)
            assert np.array_equal(array, getattr(again, name))
            assert np.array_equal(array, array.astype(np.float32).astype(np.float64))
    assert capfd.readouterr() == ("", "")


@pytest.mark.video
def test_frames_closer_than_a_millisecond_are_fine(model: Model, lying: list[Frame]) -> None:
    crowded = [Frame(i * 1e-4, frame.bgr) for i, frame in enumerate(lying[:3])]
    assert [pose.t for pose in estimate(model, crowded)] == [0, 1e-4, 2e-4]


@pytest.mark.video
def test_an_empty_picture_shows_nobody(model: Model) -> None:
    grey = np.full((360, 640, 3), 90, np.uint8)
    assert not any(pose.seen for pose in estimate(model, [Frame(i / 10, grey) for i in range(3)]))


@pytest.mark.video
def test_of_two_people_the_larger_one_is_followed(model: Model, lying: list[Frame], standing: list[Frame]) -> None:
    """MediaPipe alone takes the standing one, whom the lying one exceeds twice in size and place."""
    both = [Frame(a.t, np.hstack([a.bgr, b.bgr])) for a, b in zip(standing, lying, strict=True)]
    poses = estimate(model, both)
    # The first frames go by until MediaPipe has let go of the one it happened upon.
    assert [pose.seen for pose in poses[3:]] == [True] * 7
    assert all(pose.xy[:, 0].mean() > lying[0].bgr.shape[1] for pose in poses if pose.seen)


@pytest.mark.video
def test_who_has_turned_over_in_a_rest_is_seen_as_by_a_fresh_look(model: Model, lying: list[Frame]) -> None:
    """A rest of half a minute without a frame: the track of before it used to be gone on with, for 40 s."""
    right = islice(VideoFile(VIDEOS / "abduction_right_clean.mp4").frames(), 10)
    turned = [Frame(frame.t + 30.0, frame.bgr) for frame in right]
    after = estimate(model, [*lying, *turned])[len(lying) :]
    for pose, fresh in zip(after, estimate(model, turned), strict=True):
        assert pose.seen
        assert np.abs(pose.xy - fresh.xy).max() < 0.02 * turned[0].bgr.shape[1]


@pytest.mark.video
def test_a_file_that_mediapipe_does_not_take_is_a_model_error(tmp_path: Path) -> None:
    path = tmp_path / "other.task"
    path.write_bytes(b"PK nothing")
    with pytest.raises(ModelError, match=r"MediaPipe cannot use the model .*other\.task"):
        Estimator(Model("other", path, ""))
