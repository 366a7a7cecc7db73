"""Writes pictures as a video that every browser plays: H.264, yuv420p, each picture at its own time."""

from __future__ import annotations

import math
import os
import queue
import tempfile
import threading
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import av

from formcheck.errors import OutputError
from formcheck.frames import Picture

TICK = Fraction(1, 90_000)
"""The unit of time in the file, seconds; every usual frame rate is a whole number of them."""
FIRST_TICKS = 3000
"""How long an only picture is shown. Any other is shown until the next; the last, as long as the one before it."""
AHEAD = 8
"""Pictures that may wait for the encoder; a caller that is faster still has to wait with them."""
QUALITY = {"crf": "23", "preset": "veryfast", "bf": "0"}
"""No B-frames: with irregular times they make the file tell a wrong length."""
_BT709 = 1
"""Rows of the standard's tables of colour spaces and of limited range: what players take for granted."""


class VideoWriter:
    """A context that writes an MP4 on a thread of its own, so that encoding hides behind the analysis.

    The file appears whole or not at all, readable by its owner only: it shows a person's body. Interrupted by Ctrl-C
    it holds what was written until then. Raises OutputError, from any call, if it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._temporary: Path | None = None
        self._waiting: queue.Queue[tuple[Any, int] | None] = queue.Queue(AHEAD)
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None
        self._size = (0, 0)
        self._t, self._ticks = -math.inf, -1

    def __enter__(self) -> VideoWriter:
        try:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.stem}.", suffix=".mp4")
            os.close(handle)
        except OSError as error:
            raise self._failed(error) from error
        self._temporary = Path(name)
        return self

    def write(self, bgr: Picture, t: float) -> None:
        """Add a picture, (h, w, 3) uint8, at `t` seconds, later than the last. It is copied.

        The first one sets the size; a stream that changes its size is scaled to it.
        """
        self._check()
        if t <= self._t:
            raise ValueError(f"Pictures must move forward in time: {t} s came after {self._t} s")
        # Two times so near that they share a tick still are two pictures.
        self._t, self._ticks = t, max(round(t / TICK), self._ticks + 1)
        if self._thread is None:
            # yuv420p halves both sides: the last row or column of an odd size has no partner.
            self._size = (bgr.shape[1] // 2 * 2, bgr.shape[0] // 2 * 2)
            self._thread = threading.Thread(target=self._encode, name="video", daemon=True)
            self._thread.start()
        even = bgr[: bgr.shape[0] // 2 * 2, : bgr.shape[1] // 2 * 2]
        self._hand_over((av.VideoFrame.from_ndarray(even, format="bgr24"), self._ticks))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        keep = kind is None or issubclass(kind, KeyboardInterrupt)
        try:
            if self._thread is None:
                return
            if not keep:
                self._error = self._error or error
            self._hand_over(None)
            self._thread.join()
            if keep:
                self._check()
                self._publish()
        except BaseException as interrupted:
            # A second Ctrl-C while the rest was encoded: the thread gives up before its file is taken from under it.
            self._error = self._error or interrupted
            raise
        finally:
            self._stop()

    def _hand_over(self, item: tuple[Any, int] | None) -> None:
        """Wait for a place in the queue, but not for an encoder that has given up."""
        assert self._thread is not None
        while self._thread.is_alive():
            try:
                self._waiting.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def _stop(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            self._hand_over(None)
            self._thread.join()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)

    def _check(self) -> None:
        if self._error is not None:
            raise self._failed(self._error) from self._error

    def _failed(self, error: BaseException) -> OutputError:
        reason = getattr(error, "strerror", None) or str(error)
        return OutputError(f"Cannot write {self.path}: {reason}. Choose another place for it, or make room.")

    def _publish(self) -> None:
        assert self._temporary is not None
        try:
            with self._temporary.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(self._temporary, self.path)
        except OSError as error:
            raise self._failed(error) from error

    def _encode(self) -> None:
        """On the thread: until the end, or until something goes wrong anywhere."""
        try:
            self._encode_all()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again where the pictures come from
            self._error = self._error or error

    def _encode_all(self) -> None:
        width, height = self._size
        with av.open(str(self._temporary), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            stream = _stream(container, width, height)
            last: int | None = None
            ended = False
            while not ended and self._error is None:
                item = self._waiting.get()
                ended = item is None
                for packet in stream.encode(None if item is None else _frame(*item, width, height)):
                    packet.duration = FIRST_TICKS if last is None else packet.pts - last
                    last = packet.pts
                    container.mux(packet)


def _frame(picture: Any, ticks: int, width: int, height: int) -> Any:
    frame = picture.reformat(width, height, format="yuv420p", dst_colorspace="ITU709")
    frame.pts, frame.time_base = ticks, TICK
    return frame


def _stream(container: Any, width: int, height: int) -> Any:
    stream = container.add_stream("libx264", options=QUALITY)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.time_base = stream.codec_context.time_base = TICK
    context = stream.codec_context
    context.color_range = context.colorspace = context.color_primaries = context.color_trc = _BT709
    return stream
