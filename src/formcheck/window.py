"""The window: shows each picture as in a mirror, with what there is to say drawn on it, and listens to keys."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

import cv2
import numpy as np

from formcheck.errors import FormcheckError
from formcheck.frames import Picture
from formcheck.overlay import draw_message

TITLE = "formcheck"
OPENS_WITHIN = (1280, 720)
"""Width and height, pixels, that the window fills when it opens: text for a person on the floor must be large, and
the foot of an upright picture still be on a laptop's screen."""
SETTLE_MS = 50
"""Then a message has to be on the screen: while a camera is waited for, nobody looks after the window."""
_BLANK = (360, 640, 3)
_NO_SCREEN = (
    "There is no screen to open a window on. Work without one: add --no-window "
    "(cues are written in the terminal), or start it from a desktop."
)


CLOSED = "q"
"""Closing the window is as good as pressing this key."""
Draw = Callable[[Picture], None]
"""Draws on a (h, w, 3) uint8 picture in place."""


class Window:
    """A context that owns the window. Use it from one thread, the main one: some systems ask for that."""

    def __init__(self, title: str = TITLE) -> None:
        self._title = title
        self._opened = False
        self._pressed: str | None = None
        # Kept from picture to picture: the body is drawn on the one, the panel on the other, its mirror image.
        self._straight: Picture = np.zeros(_BLANK, np.uint8)
        self._mirrored: Picture = np.zeros(_BLANK, np.uint8)
        self._said: str | None = None

    def __enter__(self) -> Window:
        if not has_screen():
            raise FormcheckError(_NO_SCREEN)
        _quiet()
        try:
            cv2.namedWindow(self._title, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
        except cv2.error as error:  # a build of OpenCV without windows, or a system without a screen
            raise FormcheckError(_NO_SCREEN) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(cv2.error):  # the person may have closed it
            cv2.destroyWindow(self._title)
            cv2.waitKey(1)

    def show(self, bgr: Picture, under: Draw, over: Draw) -> None:
        """Show a picture, (h, w, 3) uint8, as in a mirror: `under` draws before it is turned, `over` after.

        The picture itself is not changed.
        """
        if self._straight.shape != bgr.shape:
            self._straight, self._mirrored = np.empty_like(bgr), np.empty_like(bgr)
        np.copyto(self._straight, bgr)
        under(self._straight)
        cv2.flip(self._straight, 1, self._mirrored)
        over(self._mirrored)
        self._said = None
        self._paint(self._mirrored)

    def message(self, text: str) -> None:
        """Say something over the last picture, until the next one comes."""
        if text != self._said:
            self._said = text
            picture = self._mirrored.copy()
            draw_message(picture, text)
            self._paint(picture)
            self._listen(SETTLE_MS)

    def poll(self) -> str | None:
        """The key pressed since the last call, if any: its character. Keeps the window alive, too."""
        self._listen()
        pressed, self._pressed = self._pressed, None
        if self._opened and not self._visible():
            return CLOSED
        return pressed

    def _paint(self, picture: Picture) -> None:
        if self._opened and not self._visible():
            return  # closed by the person; showing would open it again before `poll` tells
        cv2.imshow(self._title, picture)
        if not self._opened:
            height, width = picture.shape[:2]
            share = min(OPENS_WITHIN[0] / width, OPENS_WITHIN[1] / height)
            cv2.resizeWindow(self._title, round(width * share), round(height * share))
        self._listen()
        self._opened = True

    def _listen(self, patience_ms: int = 1) -> None:
        """Let the window work for a while. A key pressed meanwhile ends that, and is kept until it is asked for."""
        code = cv2.waitKey(patience_ms)
        self._pressed = chr(code & 0xFF) if code >= 0 else self._pressed

    def _visible(self) -> bool:
        with contextlib.suppress(cv2.error):
            return cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) > 0
        return False


def has_screen() -> bool:
    """Whether a window can be opened. On Linux, Qt would end the whole process if it could not."""
    if not sys.platform.startswith("linux"):
        return True
    # OpenCV's wheel speaks X only; under Wayland, Xwayland offers that as well, and sets DISPLAY.
    if not os.environ.get("DISPLAY"):
        return False
    try:
        x11: Any = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True  # not to be told without the library; every desktop has it
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if display:
        x11.XCloseDisplay(display)
    return bool(display)


def _quiet() -> None:
    """Keep Qt from complaining in the terminal about fonts that OpenCV's wheel lacks and nobody here needs."""
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts.warning=false;*.debug=false")
