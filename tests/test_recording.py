"""Recorded poses come back exactly; what is not a recording is refused in one sentence."""

from __future__ import annotations

import contextlib
import json
import math
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import OutputError, RecordingError
from formcheck.pose import Landmark, Pose, Side
from formcheck.recording import FORMAT, read_poses, write_poses
from formcheck.summary import About
from people import IDEAL, SIZE, lying

ABOUT = About("clip.mp4", "full", "ab" * 32)


def single(pose: Pose) -> Pose:
    """A pose whose numbers are exact in single precision, as the estimator's are."""
    xy, xyz, visibility = (
        array.astype(np.float32).astype(np.float64) for array in (pose.xy, pose.xyz, pose.visibility)
    )
    return replace(pose, xy=xy, xyz=xyz, visibility=visibility)


def some_poses() -> list[Pose]:
    """A movement with a blink in it, a hidden ankle, and times that are no round numbers."""
    poses = [single(pose) for pose in IDEAL["hip-abduction"].poses(1, hz=7.0, start=0.1)]
    poses[3] = Pose.nobody(poses[3].t, SIZE)
    poses[5] = poses[5].without(np.arange(33) == Landmark.LEFT_ANKLE)
    poses[6:8] = [replace(pose, pelvis=tilt) for pose, tilt in zip(poses[6:8], (-3.25, 7.5), strict=True)]
    return poses


def same(one: Pose, other: Pose) -> None:
    """Bit for bit."""
    assert one.t == other.t
    assert one.size == other.size
    np.testing.assert_array_equal(one.xy, other.xy)
    np.testing.assert_array_equal(one.xyz, other.xyz)
    np.testing.assert_array_equal(one.visibility, other.visibility)
    np.testing.assert_array_equal(one.pelvis, other.pelvis)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A recording as it should be."""
    write_poses(tmp_path / "poses.npz", ABOUT, some_poses())
    return tmp_path / "poses.npz"


def test_poses_come_back_bit_for_bit_with_what_is_missing(recording: Path) -> None:
    back = read_poses(recording)
    assert back.about == ABOUT
    assert len(back.poses) == len(some_poses())
    for written, read in zip(some_poses(), back.poses, strict=True):
        same(written, read)
        assert isinstance(read.t, float)


def test_nothing_recorded_is_a_recording_too(tmp_path: Path) -> None:
    write_poses(tmp_path / "empty.npz", About("camera 0"), [])
    back = read_poses(tmp_path / "empty.npz")
    assert back.poses == ()
    assert back.about == About("camera 0", None, None)


def test_a_recording_from_before_the_pelvis_was_looked_at_does_not_know_it(recording: Path) -> None:
    arrays = dict(np.load(recording))
    del arrays["pelvis"]
    np.savez_compressed(recording, **arrays)
    back = read_poses(recording)
    assert len(back.poses) == len(some_poses())
    assert all(math.isnan(pose.pelvis) for pose in back.poses)


def test_the_same_poses_give_the_same_bytes(recording: Path, tmp_path: Path) -> None:
    write_poses(tmp_path / "again.npz", ABOUT, some_poses())
    again, once = (dict(np.load(path)) for path in (tmp_path / "again.npz", recording))
    assert again.keys() == once.keys()
    for name in once:
        np.testing.assert_array_equal(again[name], once[name])


def test_a_recording_is_compact(recording: Path) -> None:
    assert recording.stat().st_size < 400 * len(some_poses())


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_the_owner_may_read_a_recording(recording: Path) -> None:
    assert stat.S_IMODE(recording.stat().st_mode) == 0o600


def test_a_recording_appears_whole_or_not_at_all(
    recording: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = recording.read_bytes()

    def full(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        write_poses(recording, ABOUT, [lying(0.0, Side.LEFT)])
    assert recording.read_bytes() == before
    assert os.listdir(tmp_path) == ["poses.npz"]


# --- what is no recording -----------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"no pose recording at .*gone\.npz.*formcheck analyze"):
        read_poses(tmp_path / "gone.npz")
    with pytest.raises(RecordingError, match="no pose recording"):
        read_poses(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a recording", b"PK\x03\x04 a broken archive"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "poses.npz"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=r"poses\.npz is no readable pose recording"):
        read_poses(path)


def test_an_array_alone_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "poses.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(RecordingError):
        read_poses(tmp_path / "poses.npz")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_recording_cut_short_is_refused(recording: Path, share: float) -> None:
    content = recording.read_bytes()
    recording.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(RecordingError):
        read_poses(recording)


def test_a_recording_with_a_damaged_byte_is_refused_or_no_worse_for_it(recording: Path) -> None:
    content = recording.read_bytes()
    for place in range(0, len(content), 29):
        recording.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with contextlib.suppress(RecordingError):
            for written, read in zip(some_poses(), read_poses(recording).poses, strict=True):
                same(written, read)


def foreign(path: Path, **changes: Any) -> Path:
    """A recording of which something is different. None leaves it out."""
    parts: dict[str, Any] = {
        "format": FORMAT,
        "about": json.dumps({"source": "clip.mp4"}),
        "size": np.array(SIZE),
        "t": np.array([0.0, 0.1]),
        "xy": np.zeros((2, 33, 2)),
        "xyz": np.zeros((2, 33, 3)),
        "visibility": np.ones((2, 33)),
    } | changes
    np.savez(path, **{name: part for name, part in parts.items() if part is not None})
    return path


def test_a_recording_like_this_is_read(tmp_path: Path) -> None:
    assert len(read_poses(foreign(tmp_path / "poses.npz")).poses) == 2


@pytest.mark.parametrize("name", ["format", "about", "size", "t", "xy", "xyz", "visibility"])
def test_a_recording_of_which_a_part_is_missing_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordingError):
        read_poses(foreign(tmp_path / "poses.npz", **{name: None}))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "formcheck.poses/9"},
        {"format": "somebody else's"},
        {"about": "no json"},
        {"about": json.dumps({"source": "clip.mp4", "more": 1})},
        {"about": json.dumps(["clip.mp4"])},
        {"about": json.dumps({"source": 5})},
        {"size": np.array([640])},
        {"size": np.array([0, 360])},
        {"size": np.array([-640, 360])},
        {"size": np.array(["wide", "high"])},
    ],
)
def test_a_recording_of_another_kind_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(RecordingError, match=r"poses\.npz"):
        read_poses(foreign(tmp_path / "poses.npz", **changes))


def test_what_a_recording_brings_along_is_never_run_nor_is_it_advised(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "sprung",)

    with pytest.raises(RecordingError) as refused:
        read_poses(foreign(tmp_path / "poses.npz", xy=np.array([Trap()], dtype=object)))
    assert not (tmp_path / "sprung").exists()
    assert "pickle" not in str(refused.value)


@pytest.mark.parametrize("times", [[0.1, 0.1], [0.2, 0.1], [0.0, np.nan], [0.0, np.inf]])
def test_times_that_do_not_increase_are_refused(tmp_path: Path, times: list[float]) -> None:
    with pytest.raises(RecordingError, match="times do not increase"):
        read_poses(foreign(tmp_path / "poses.npz", t=np.array(times)))


@pytest.mark.parametrize(
    "changes",
    [
        {"xy": np.zeros((2, 17, 2))},
        {"xyz": np.zeros((3, 33, 3))},
        {"visibility": np.zeros((1, 33))},
        {"t": np.array([0.0, 0.1, 0.2])},
        {"t": np.array(["now", "then"])},
        {"t": np.array([[0.0], [0.1]])},
        {"t": np.array(0.0)},
        {"xy": np.zeros((2, 33, 2), complex)},
        {"xy": np.full((2, 33, 2), np.inf)},
    ],
    ids=[
        "fewer landmarks", "more depths", "fewer visibilities", "more times", "words for times", "times in a column",
        "one time", "complex places", "infinite places",
    ],
)
def test_a_recording_of_other_shapes_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(RecordingError, match=r"poses\.npz"):
        read_poses(foreign(tmp_path / "poses.npz", **changes))
