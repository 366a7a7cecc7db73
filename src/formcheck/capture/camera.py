"""A camera or a stream: whatever comes, when it comes, stamped by the clock."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator
from typing import Any, Protocol
from urllib.parse import urlsplit

import cv2

from formcheck.errors import SourceError
from formcheck.frames import Clock, Frame, Notify, Picture, silent

RETRY_S = 10.0
"""A lost camera is waited for this long: time to push a plug back in or to wake a phone."""
_QUIET_S = 1.0
"""Without a picture for this long a camera counts as lost: the slowest take a few a second."""


class Capture(Protocol):
    """The part of cv2.VideoCapture that is used."""

    def grab(self) -> bool:
        """Take the next picture; False when there is none."""

    def retrieve(self) -> tuple[bool, Picture]:
        """Decode the picture taken."""

    def release(self) -> None:
        """Let the device go."""


def open_capture(where: int | str) -> Capture | None:
    """The camera or stream, or None if it cannot be opened."""
    # What OpenCV and FFmpeg write to the terminal by themselves is said better by the SourceError.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    # A phone that is out of reach would else be waited for half a minute.
    patience = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 5000]
    by_index = isinstance(where, int)
    capture: Any = cv2.VideoCapture(where) if by_index else cv2.VideoCapture(where, cv2.CAP_FFMPEG, patience)
    return capture if capture.isOpened() else None


class Camera:
    """A camera by index, or a stream by URL: the newest frame, stamped by the clock when it was taken.

    A thread of its own empties the camera's queue, so that a slow analysis sees the present, not the past.
    """

    duration_s = None

    def __init__(
        self,
        where: int | str,
        notify: Notify = silent,
        opener: Callable[[int | str], Capture | None] = open_capture,
        clock: Clock = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = f"camera {where}" if isinstance(where, int) else _without_password(where)
        self._where, self._notify = where, notify
        self._opener, self._clock, self._sleep = opener, clock, sleep
        self._capture = opener(where)
        if self._capture is None:
            raise SourceError(f"{self.name} cannot be opened. {self._advice}")

    @property
    def _advice(self) -> str:
        if isinstance(self._where, int):
            return "Is it plugged in, allowed, and free of other programs? The first camera is number 0."
        return "Is the phone's camera app running, and on the same network? Try the address in a browser."

    def frames(self) -> Generator[Frame, None, None]:
        """The newest frame, each time; ends when the camera has been lost for RETRY_S."""
        newest = _Newest()
        reader = threading.Thread(target=self._read, args=(newest,), daemon=True, name=self.name)
        reader.start()
        try:
            yield from self._newest_frames(newest)
        finally:
            newest.stop.set()
            # A device that hangs in its driver cannot be interrupted: then the process' end has to do it.
            reader.join(timeout=2)

    def _newest_frames(self, newest: _Newest) -> Generator[Frame, None, None]:
        started = seen = None
        heard, warned = self._clock(), False
        while True:
            taken = newest.take()
            if taken is not None and (seen is None or taken[0] > seen):
                seen, picture = taken
                started = seen if started is None else started
                yield Frame(seen - started, picture)
                heard, warned = self._clock(), False
            quiet_s = self._clock() - heard
            if quiet_s > _QUIET_S and not warned:
                self._notify(f"No picture from {self.name}; trying again for {RETRY_S:.0f} s.")
                warned = True
            if quiet_s > RETRY_S:
                if started is None:
                    raise SourceError(f"{self.name} opens but gives no picture. {self._advice}")
                self._notify(f"{self.name} is lost: no picture for {RETRY_S:.0f} s. The set ends here.")
                return

    def _read(self, newest: _Newest) -> None:
        """Keep the newest picture in `newest` until told to stop; open the camera again when it is lost."""
        capture, self._capture = self._capture, None
        while not newest.stop.is_set():
            if capture is None:
                self._sleep(0.5)
                capture = self._opener(self._where)
            if capture is not None:
                grabbed, t = capture.grab(), self._clock()
                whole, picture = capture.retrieve() if grabbed else (False, None)
                if whole and picture is not None:
                    newest.put(t, picture)
                else:
                    capture.release()
                    capture = None
        if capture is not None:
            capture.release()


class _Newest:
    """One place for one picture, between the thread that reads and the one that analyses."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._changed = threading.Condition()
        self._picture: tuple[float, Picture] | None = None

    def put(self, t: float, picture: Picture) -> None:
        """Replace what was not fetched."""
        with self._changed:
            self._picture = (t, picture)
            self._changed.notify()

    def take(self, patience_s: float = 0.1) -> tuple[float, Picture] | None:
        """The picture if there is a new one within `patience_s`."""
        with self._changed:
            self._changed.wait_for(lambda: self._picture is not None, patience_s)
            picture, self._picture = self._picture, None
            return picture


def _without_password(url: str) -> str:
    """The URL without user and password: it is written into summaries, which people share."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
