"""The annotated video: true times, whole or not at all, and nothing left behind."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.errors import OutputError
from formcheck.video_out import VideoWriter

IRREGULAR = [0.0, 0.033, 0.07, 0.2, 0.5, 1.0, 1.001, 1.13, 2.0]


def picture(level: int, size: tuple[int, int] = (64, 48)) -> NDArray[np.uint8]:
    return np.full((size[1], size[0], 3), level, np.uint8)


def noise(i: int, size: tuple[int, int] = (320, 240)) -> NDArray[np.uint8]:
    return np.random.default_rng(i).integers(0, 255, (size[1], size[0], 3), np.uint8)


def read(path: Path) -> tuple[Any, list[float], list[NDArray[np.uint8]]]:
    """The video stream's description, the times in seconds, and the pictures."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        told = (context.name, context.pix_fmt, stream.width, stream.height, float(stream.duration * stream.time_base))
        frames = list(container.decode(stream))
    return told, [float(f.pts * f.time_base) for f in frames], [f.to_ndarray(format="bgr24") for f in frames]


def write(path: Path, times: list[float], size: tuple[int, int] = (64, 48)) -> None:
    with VideoWriter(path) as video:
        for i, t in enumerate(times):
            video.write(picture(20 * i + 20, size), t)


def test_it_is_what_browsers_play(tmp_path: Path) -> None:
    path = tmp_path / "annotated.mp4"
    write(path, IRREGULAR)
    told, _, _ = read(path)
    assert told[:4] == ("h264", "yuv420p", 64, 48)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat"), "the table of contents comes first"


def test_every_picture_keeps_its_time(tmp_path: Path) -> None:
    write(tmp_path / "v.mp4", IRREGULAR)
    told, times, pictures = read(tmp_path / "v.mp4")
    assert times == pytest.approx(IRREGULAR, abs=1e-5)
    assert [round(float(p.mean())) for p in pictures] == pytest.approx([20 * i + 20 for i in range(9)], abs=3)
    # The last one is shown as long as the one before it.
    assert told[4] == pytest.approx(2.0 + 0.87, abs=0.001)


def test_a_set_that_starts_late_keeps_its_time_too(tmp_path: Path) -> None:
    write(tmp_path / "v.mp4", [62.5, 62.6, 62.7])
    assert read(tmp_path / "v.mp4")[1] == pytest.approx([62.5, 62.6, 62.7], abs=1e-5)


def test_two_times_within_one_tick_are_two_pictures(tmp_path: Path) -> None:
    write(tmp_path / "v.mp4", [0.0, 1e-7, 2e-7, 0.1])
    times = read(tmp_path / "v.mp4")[1]
    assert len(times) == 4
    assert times == sorted(set(times))


def test_time_that_stands_still_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="forward in time"):
        write(tmp_path / "v.mp4", [0.0, 0.1, 0.1])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("size", [(65, 49), (64, 49), (65, 48)])
def test_an_odd_row_or_column_is_left_out(tmp_path: Path, size: tuple[int, int]) -> None:
    write(tmp_path / "v.mp4", [0.0, 0.1], size)
    assert read(tmp_path / "v.mp4")[0][2:4] == (64, 48)


def test_a_stream_that_changes_its_size_is_scaled(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "v.mp4") as video:
        video.write(picture(50), 0.0)
        video.write(picture(200, (128, 96)), 0.1)
    told, _, pictures = read(tmp_path / "v.mp4")
    assert told[2:4] == (64, 48)
    assert float(pictures[1].mean()) == pytest.approx(200, abs=3)


def test_the_picture_is_copied(tmp_path: Path) -> None:
    bgr = picture(200)
    with VideoWriter(tmp_path / "v.mp4") as video:
        for i in range(20):
            bgr[:] = 200
            video.write(bgr, i / 10)
            bgr[:] = 0
    assert min(float(p.mean()) for p in read(tmp_path / "v.mp4")[2]) > 190


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file modes")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    write(tmp_path / "v.mp4", [0.0, 0.1])
    assert stat.S_IMODE((tmp_path / "v.mp4").stat().st_mode) == 0o600


def test_it_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    with VideoWriter(path) as video:
        video.write(picture(100), 0.0)
        assert not path.exists()
        video.write(picture(100), 0.1)
    assert [p.name for p in tmp_path.iterdir()] == ["v.mp4"]


def test_without_pictures_there_is_no_file(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "v.mp4"):
        pass
    assert not list(tmp_path.iterdir())


def test_an_interrupted_set_keeps_what_was_written(tmp_path: Path) -> None:
    def interrupted() -> None:
        with VideoWriter(tmp_path / "v.mp4") as video:
            for i in range(5):
                video.write(picture(100), i / 10)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(read(tmp_path / "v.mp4")[1]) == 5
    assert len(list(tmp_path.iterdir())) == 1


def test_an_error_leaves_the_earlier_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    path.write_bytes(b"earlier")

    def broken() -> None:
        with VideoWriter(path) as video:
            for i in range(30):
                video.write(noise(i), i / 10)
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        broken()
    assert path.read_bytes() == b"earlier"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_second_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    class Interrupted(VideoWriter):
        """Ctrl-C comes just when the end is to be told to the encoder."""

        again = False

        def _hand_over(self, item: Any) -> None:
            if item is None and not self.again:
                self.again = True
                raise KeyboardInterrupt
            super()._hand_over(item)

    def twice() -> None:
        with Interrupted(tmp_path / "v.mp4") as video:
            for i in range(30):
                video.write(noise(i), i / 10)

    with pytest.raises(KeyboardInterrupt):
        twice()
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"Cannot write .*v\.mp4.*place"), VideoWriter(tmp_path / "no" / "v.mp4"):
        pytest.fail("it was opened")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files of this process cannot grow beyond so many bytes: a full disk."""
    resource = pytest.importorskip("resource", reason="POSIX limits")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("pictures", [2, 60], ids=["found at the end", "found on the way"])
def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path: Path, pictures: int) -> None:
    def filled() -> None:
        with VideoWriter(tmp_path / "v.mp4") as video:
            for i in range(pictures):
                video.write(noise(i), i / 30)

    with room_for(10_000), pytest.raises(OutputError, match="Cannot write"):
        filled()
    assert not os.listdir(tmp_path)
