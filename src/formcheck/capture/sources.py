"""Where frames come from: files, cameras, streams. Every source promises strictly increasing time from 0."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import numpy as np

from formcheck.capture.camera import Camera
from formcheck.errors import SourceError
from formcheck.frames import Clock, Frame, Notify, Picture, Source, silent

__all__ = ["Camera", "Frame", "Paced", "Source", "VideoFile", "open_source"]

_CUT_S = 0.5
"""A file that ends this much before its own length was cut off; less is rounding."""


def open_source(where: str, live: bool, notify: Notify = silent) -> Source:
    """The source that `where` names.

    Recorded: always a file. Live: digits are a camera's index, a URL is a stream, and a file plays at its own
    pace as a stand-in for a camera.
    """
    if live and where.isdecimal():
        return Camera(int(where), notify)
    if live and "://" in where:
        return Camera(where, notify)
    video = VideoFile(Path(where), notify)
    return Paced(video) if live else video


class VideoFile:
    """Every frame of a file, at the times that the file itself tells, however irregular they are."""

    def __init__(self, path: Path, notify: Notify = silent) -> None:
        self.path = path
        # Summaries are UTF-8; what a file system allows in a name need not be.
        self.name = path.name.encode(errors="replace").decode()
        self._notify = notify
        with self._open() as container:
            self.duration_s = _duration_s(container)

    def frames(self) -> Generator[Frame, None, None]:
        """Every frame that can be read; a file cut short ends early, and says so. Of one picture none comes."""
        with closing(self._frames()) as frames:
            first, second = next(frames, None), next(frames, None)
            if first is None or second is None:
                had = "one picture" if first else "no readable picture"
                raise SourceError(f"{self.path} has {had}; a clip needs at least two. Record it again.")
            yield first
            yield second
            yield from frames

    def _frames(self) -> Generator[Frame, None, None]:
        start = last = None
        end = 0.0
        with self._open() as container:
            for picture in _decoded(container):
                if picture.pts is None:
                    raise SourceError(f"{self.path} does not tell when its pictures were taken. {self._mend}")
                start = picture.pts if start is None else start
                t = float((picture.pts - start) * picture.time_base)
                if last is not None and t <= last:
                    raise SourceError(
                        f"In {self.path} time does not run forward: a picture at {t:.3f} s follows one at "
                        f"{last:.3f} s. {self._mend}"
                    )
                yield Frame(t, _upright(picture))
                last = t
                end = t + float((picture.duration or 0) * picture.time_base)
        if self.duration_s is not None and end < self.duration_s - _CUT_S:
            self._notify(f"{self.name} ends early, at {end:.1f} s of {self.duration_s:.1f} s: it was cut off.")

    @property
    def _mend(self) -> str:
        mended = self.path.with_name(f"{self.path.stem}-mended.mp4")
        return f'Mend it with: ffmpeg -i "{self.path}" -fps_mode cfr "{mended}"'

    def _open(self) -> Any:
        path = self.path
        if path.is_dir():
            raise SourceError(f"{path} is a folder. Name one video file in it.")
        if not path.exists():
            raise SourceError(f"There is no file {path}. Check the spelling, or drag the file into the terminal.")
        if not path.is_file():
            raise SourceError(f"{path} is a pipe or a device. Name a video file; `formcheck live` takes a camera.")
        try:
            if not path.stat().st_size:
                raise SourceError(f"{path} is empty (0 bytes). Copy or record it again.")
            container = av.open(str(path))
        except (av.error.FFmpegError, OSError) as error:
            if isinstance(error, PermissionError):
                raise SourceError(f"{path} may not be read. Mend its permissions.") from error
            raise SourceError(
                f"{path} is not a video that can be read, or was cut off before its table of contents was "
                "written. Copy or record it again, or convert it to MP4."
            ) from error
        if not container.streams.video:
            container.close()
            raise SourceError(f"{path} has no picture, only sound or data. Name a video file.")
        return container


def _decoded(container: Any) -> Generator[Any, None, None]:
    """The pictures of the first video stream. What is damaged is left out, and its time with it."""
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            pictures = packet.decode()
        except av.error.EOFError:
            return
        except av.error.InvalidDataError:
            continue
        yield from (picture for picture in pictures if not picture.is_corrupt)


def _duration_s(container: Any) -> float | None:
    stream = container.streams.video[0]
    if stream.duration:
        return float(stream.duration * stream.time_base)
    # Some formats tell the length of the whole only; with sound in it, that may be the sound's.
    alone = container.duration and not container.streams.audio
    return container.duration / av.time_base if alone else None


def _upright(picture: Any) -> Picture:
    """The pixels as a player would show them: phones store the sensor's rows, and how they were held."""
    bgr: Picture = picture.to_ndarray(format="bgr24")
    # FFmpeg counts degrees anti-clockwise, as numpy does.
    turns = round(picture.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(bgr, turns)) if turns else bgr


class Paced:
    """A recorded source in the place of a camera: at real-time pace, and frames that are late are dropped."""

    def __init__(self, source: Source, clock: Clock = time.perf_counter, sleep: Callable[[float], None] = time.sleep):
        self.name = source.name
        self.duration_s = source.duration_s
        self._source, self._clock, self._sleep = source, clock, sleep

    def frames(self) -> Generator[Frame, None, None]:
        """Each frame when its time has come, unless the next one's has come too."""
        frames = self._source.frames()
        try:
            frame = next(frames, None)
            started = self._clock()
            while frame is not None:
                following = next(frames, None)
                now = self._clock() - started
                if following is None or following.t > now:
                    if frame.t > now:
                        self._sleep(frame.t - now)
                    yield frame
                frame = following
        finally:
            frames.close()
