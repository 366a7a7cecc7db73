from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from clips import Pixels, corner, cut, greys, noise, turn, with_bright_corner, write_clip, write_sound
from formcheck.capture.camera import Camera, open_capture
from formcheck.capture.sources import Paced, VideoFile, open_source
from formcheck.errors import SourceError
from formcheck.frames import Frame

# ---- files


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "avi"])
def test_times_are_the_files_own_however_irregular(tmp_path: Path, suffix: str) -> None:
    times_ms = [0, 40, 120, 150, 300, 310, 400, 1000, 1010, 1500]
    clip = write_clip(tmp_path / f"clip.{suffix}", greys(10), times_ms)
    frames = list(VideoFile(clip).frames())
    assert [frame.t for frame in frames] == pytest.approx([ms / 1000 for ms in times_ms], abs=1e-6)
    assert [round(float(frame.bgr.mean()) / 8) for frame in frames][2:] == list(range(2, 10))


def test_time_starts_at_zero_wherever_the_file_starts(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mkv", greys(3), [5000, 5100, 5200])
    assert [frame.t for frame in VideoFile(clip).frames()] == pytest.approx([0, 0.1, 0.2])


def test_a_file_tells_its_name_and_length(tmp_path: Path) -> None:
    video = VideoFile(write_clip(tmp_path / "clip.mp4", greys(10)))
    assert video.name == "clip.mp4"
    assert video.duration_s == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("degrees", "bright", "shape"),
    [
        (0, "top left", (48, 64, 3)),
        (90, "top right", (64, 48, 3)),
        (180, "bottom right", (48, 64, 3)),
        (270, "bottom left", (64, 48, 3)),
    ],
)
def test_a_phone_held_upright_gives_upright_pictures(
    tmp_path: Path, degrees: int, bright: str, shape: tuple[int, int, int]
) -> None:
    """OpenCV's own automatic turning of the same files gave the expected corners."""
    clip = turn(write_clip(tmp_path / "clip.mp4", [with_bright_corner()] * 3), degrees)
    frame = next(VideoFile(clip).frames())
    assert corner(frame.bgr) == bright
    assert frame.bgr.shape == shape
    assert frame.bgr.dtype == np.uint8


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_file_cut_short_gives_what_it_has_and_says_so(tmp_path: Path, suffix: str) -> None:
    clip = cut(write_clip(tmp_path / f"clip.{suffix}", noise(40)), 0.6)
    told: list[str] = []
    frames = list(VideoFile(clip, told.append).frames())
    assert 20 < len(frames) < 30
    assert told == [f"clip.{suffix} ends early, at {frames[-1].t + 0.1:.1f} s of 4.0 s: it was cut off."]


def test_a_whole_file_says_nothing(tmp_path: Path) -> None:
    told: list[str] = []
    assert len(list(VideoFile(write_clip(tmp_path / "clip.mp4", greys(10)), told.append).frames())) == 10
    assert not told


def missing(path: Path) -> Path:
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def zero_bytes(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def text(path: Path) -> Path:
    path.write_text("This is not a film. " * 500)
    return path


def pipe(path: Path) -> Path:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with a name here")
    os.mkfifo(path)
    return path


def without_contents(path: Path) -> Path:
    """A recording that was broken off: its table of contents, which comes last, was never written."""
    return cut(write_clip(path.with_suffix(".mov"), noise(20)), 0.6)


def without_picture(path: Path) -> Path:
    return write_sound(path.with_suffix(".m4a"))


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (missing, r"There is no file .*clip\.mp4\. Check"),
        (folder, r"clip\.mp4 is a folder"),
        (zero_bytes, r"clip\.mp4 is empty \(0 bytes\)"),
        (pipe, r"clip\.mp4 is a pipe or a device"),
        (text, r"clip\.mp4 is not a video that can be read"),
        (without_contents, r"clip\.mov is not a video that can be read, or was cut off"),
        (without_picture, r"clip\.m4a has no picture"),
    ],
)
def test_a_bad_file_is_an_error_at_once(tmp_path: Path, bad: Callable[[Path], Path], says: str) -> None:
    clip = bad(tmp_path / "clip.mp4")
    with pytest.raises(SourceError, match=says):
        VideoFile(clip)


def test_one_picture_is_no_clip(tmp_path: Path) -> None:
    frames = VideoFile(write_clip(tmp_path / "photo.mp4", greys(1))).frames()
    with pytest.raises(SourceError, match="has one picture; a clip needs at least two"):
        next(frames)


def test_a_clip_without_a_readable_picture_is_an_error(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", noise(2))
    content = clip.read_bytes()
    clip.write_bytes(content[: content.index(b"mdat") + 4])
    with pytest.raises(SourceError, match="has no readable picture"):
        list(VideoFile(clip).frames())


def test_time_that_runs_backwards_is_an_error_with_its_remedy(tmp_path: Path) -> None:
    """Two recordings one after the other in a file, as some cameras split and some people join them."""
    first = write_clip(tmp_path / "a.ts", greys(5), range(500, 1000, 100))
    second = write_clip(tmp_path / "b.ts", greys(5))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    frames = VideoFile(joined).frames()
    assert len(list(islice(frames, 5))) == 5
    with pytest.raises(
        SourceError, match=r"at -0\.500 s follows one at 0\.400 s\. Mend .* ffmpeg -i \".*joined\.ts\""
    ):
        next(frames)


def test_damage_in_the_middle_is_left_out(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mkv", noise(40))
    content = bytearray(clip.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 3000] = bytes(3000)
    clip.write_bytes(content)
    frames = list(VideoFile(clip).frames())
    assert 20 < len(frames) < 40
    assert frames[-1].t == pytest.approx(3.9)


def test_closing_the_frames_closes_the_file(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", greys(10))
    frames = VideoFile(clip).frames()
    next(frames)
    frames.close()
    clip.unlink()  # Windows refuses while a file is open


# ---- a file in place of a camera


class Clock:
    """Time that passes only when somebody sleeps, or when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(tmp_path: Path, clock: Clock) -> Paced:
    return Paced(VideoFile(write_clip(tmp_path / "clip.mp4", greys(10))), clock, clock.sleep)


def test_a_paced_file_keeps_its_own_time(tmp_path: Path) -> None:
    clock = Clock()
    source = paced(tmp_path, clock)
    assert source.name == "clip.mp4"
    assert source.duration_s == pytest.approx(1.0)
    for frame in source.frames():
        assert clock.now - 100 == pytest.approx(frame.t)
    assert clock.now == pytest.approx(100.9)


def test_a_paced_file_drops_what_a_slow_analysis_is_too_late_for(tmp_path: Path) -> None:
    clock = Clock()
    times = []
    for frame in paced(tmp_path, clock).frames():
        times.append(frame.t)
        clock.now += 0.25
    assert times == pytest.approx([0.0, 0.2, 0.5, 0.7, 0.9])


def test_a_paced_file_loses_nothing_while_the_clock_stands_still(tmp_path: Path) -> None:
    source = Paced(VideoFile(write_clip(tmp_path / "clip.mp4", greys(10))), lambda: 0.0, lambda s: None)
    assert len(list(source.frames())) == 10


# ---- cameras


class FakeCapture:
    """A camera that gives these pictures, then nothing; `before` is called ahead of each grab."""

    def __init__(self, pictures: list[Pixels], before: Callable[[int], None] = lambda grabs: None) -> None:
        self.pictures, self.before = pictures, before
        self.grabs, self.released = 0, False

    def grab(self) -> bool:
        self.before(self.grabs)
        self.grabs += 1
        return self.grabs <= len(self.pictures)

    def retrieve(self) -> tuple[bool, Pixels]:
        return True, self.pictures[self.grabs - 1]

    def release(self) -> None:
        self.released = True


class Opener:
    """Opens these captures one after the other, then none."""

    def __init__(self, *captures: FakeCapture | None) -> None:
        self.captures = list(captures)
        self.asked: list[int | str] = []

    def __call__(self, where: int | str) -> FakeCapture | None:
        self.asked.append(where)
        return self.captures.pop(0) if self.captures else None


def number(frame: Frame) -> int:
    return round(float(frame.bgr.mean()) / 8)


def test_a_camera_stamps_by_the_clock_from_zero() -> None:
    clock = Clock()
    step = threading.Semaphore(0)

    def before(grabs: int) -> None:
        if grabs:
            step.acquire()
            clock.now += 0.04

    capture = FakeCapture(greys(4), before)
    frames = Camera(0, opener=Opener(capture), clock=clock, sleep=clock.sleep).frames()
    seen = []
    for _ in range(4):
        seen.append(next(frames))
        step.release()
    assert [frame.t for frame in seen] == pytest.approx([0, 0.04, 0.08, 0.12])
    assert [number(frame) for frame in seen] == [0, 1, 2, 3]
    frames.close()
    assert capture.released


def test_a_camera_delivers_the_newest_and_drops_the_rest() -> None:
    clock = Clock()
    first_taken, all_there, over = threading.Event(), threading.Event(), threading.Event()

    def before(grabs: int) -> None:
        clock.now += 0.04
        if grabs == 1:
            first_taken.wait()
        if grabs == 4:
            all_there.set()
            over.wait()

    frames = Camera(0, opener=Opener(FakeCapture(greys(9), before)), clock=clock).frames()
    assert number(next(frames)) == 0
    first_taken.set()
    all_there.wait()
    newest = next(frames)
    assert number(newest) == 3
    assert newest.t == pytest.approx(0.12)
    over.set()
    frames.close()


def test_a_camera_that_does_not_exist_is_an_error_at_once() -> None:
    with pytest.raises(SourceError, match=r"camera 7 cannot be opened\. Is it plugged in"):
        Camera(7, opener=Opener())


def test_a_stream_that_does_not_answer_is_an_error_at_once_without_its_password() -> None:
    with pytest.raises(SourceError, match=r"^http://phone:8080/video cannot be opened\. Is the phone's") as caught:
        Camera("http://me:secret@phone:8080/video", opener=Opener())
    assert "secret" not in str(caught.value)


def test_a_real_camera_that_does_not_exist_is_silent_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert open_capture(97) is None
    assert open_capture("http://127.0.0.1:9/video") is None
    assert capfd.readouterr() == ("", "")


def test_a_lost_camera_is_waited_for_and_goes_on_in_its_own_time() -> None:
    clock = Clock()
    first_taken, over = threading.Event(), threading.Event()

    def sleep(seconds: float) -> None:
        first_taken.wait()
        clock.now += seconds

    def before(grabs: int) -> None:
        if grabs:
            over.wait()

    opener = Opener(FakeCapture(greys(1)), None, None, FakeCapture(greys(2), before))
    frames = Camera(0, opener=opener, clock=clock, sleep=sleep).frames()
    assert next(frames).t == 0
    first_taken.set()
    assert next(frames).t == pytest.approx(1.5)  # three tries half a second apart, of which two fail
    over.set()
    frames.close()


def test_a_camera_lost_for_good_is_told_of_and_ends_the_frames() -> None:
    clock = Clock()
    told: list[str] = []
    opener = Opener(FakeCapture(greys(1)))
    frames = list(Camera(3, told.append, opener, clock, clock.sleep).frames())
    assert len(frames) == 1
    assert told == [
        "No picture from camera 3; trying again for 10 s.",
        "camera 3 is lost: no picture for 10 s. The set ends here.",
    ]
    assert opener.asked[:3] == [3, 3, 3]


def test_a_camera_that_never_gives_a_picture_is_an_error() -> None:
    clock = Clock()
    camera = Camera(0, opener=Opener(FakeCapture([])), clock=clock, sleep=clock.sleep)
    with pytest.raises(SourceError, match="opens but gives no picture"):
        next(camera.frames())


def test_a_slow_analysis_is_not_taken_for_a_lost_camera() -> None:
    clock = Clock()
    told: list[str] = []
    step = threading.Semaphore(0)

    def before(grabs: int) -> None:
        if grabs:
            step.acquire()

    frames = Camera(0, told.append, Opener(FakeCapture(greys(5), before)), clock, clock.sleep).frames()
    next(frames)
    clock.now += 60  # a pause
    step.release()
    next(frames)
    assert not told
    step.release(9)
    frames.close()


# ---- which source


def test_what_is_named_decides_the_source(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", greys(3))
    assert isinstance(open_source(str(clip), live=False), VideoFile)
    assert isinstance(open_source(str(clip), live=True), Paced)
    with pytest.raises(SourceError, match="camera 97 cannot be opened"):
        open_source("97", live=True)
    with pytest.raises(SourceError, match=r"http://127\.0\.0\.1:9/video cannot be opened"):
        open_source("http://127.0.0.1:9/video", live=True)


def test_a_recording_may_be_named_like_a_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_clip(tmp_path / "0.mp4", greys(3)).rename(tmp_path / "0")
    assert open_source("0", live=False).name == "0"


def test_frames_are_generators_so_that_whoever_stops_early_can_close_them(tmp_path: Path) -> None:
    source = open_source(str(write_clip(tmp_path / "clip.mp4", greys(3))), live=True)
    assert isinstance(source.frames(), Generator)
