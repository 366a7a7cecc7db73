"""The window: its logic with a pretended screen, and itself on a real one (or on one made by Xvfb)."""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck import window
from formcheck.errors import FormcheckError
from formcheck.exercises import find
from formcheck.overlay import draw_body, draw_panel
from formcheck.session import Session
from formcheck.update import Update
from formcheck.window import Draw, Window
from people import squatting

EXERCISE = find("squat")
Pixels = NDArray[np.uint8]


def an_update(t: float = 0.0) -> Update:
    return Session(EXERCISE).update(squatting(t))


def a_picture() -> Pixels:
    """Grey, but for a white bar on the left."""
    bgr = np.full((360, 640, 3), 90, np.uint8)
    bgr[200:280, 110:150] = 255
    return bgr


def drawn(update: Update) -> tuple[Draw, Draw]:
    """What a live set draws of an update, under and over."""
    return lambda bgr: draw_body(bgr, update, EXERCISE), lambda bgr: draw_panel(bgr, update, EXERCISE)


class Screen:
    """Stands in for OpenCV's windows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shown: list[Pixels] = []
        self.keys: list[int] = []
        self.open = False
        self.visible = 1.0
        self.size = (0, 0)
        monkeypatch.setattr(window, "has_screen", lambda: True)
        for name in ("namedWindow", "destroyWindow"):
            monkeypatch.setattr(cv2, name, lambda *_, now=name == "namedWindow": setattr(self, "open", now))
        monkeypatch.setattr(cv2, "resizeWindow", lambda title, w, h: setattr(self, "size", (w, h)))
        monkeypatch.setattr(cv2, "imshow", lambda title, bgr: self.shown.append(bgr.copy()))
        monkeypatch.setattr(cv2, "waitKey", lambda ms: self.keys.pop(0) if self.keys else -1)
        monkeypatch.setattr(cv2, "getWindowProperty", lambda title, what: self.visible)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    return Screen(monkeypatch)


def test_the_body_is_mirrored_and_the_text_is_not(screen: Screen) -> None:
    update, picture = an_update(), a_picture()
    with Window() as shown:
        shown.show(picture, *drawn(update))
    expected = a_picture()
    draw_body(expected, update, EXERCISE)
    expected = expected[:, ::-1].copy()
    draw_panel(expected, update, EXERCISE)
    assert np.array_equal(screen.shown[0], expected)
    assert np.array_equal(picture, a_picture()), "the picture itself is not touched"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (ord(" "), " "), (ord("R"), "R"), (27, "\x1b"), (ord("+"), "+"), (-1, None), (ord(" ") | 0x100000, " "),
    ],
)
def test_keys(screen: Screen, code: int, key: str | None) -> None:
    with Window() as shown:
        screen.keys = [code]
        assert shown.poll() == key
        assert shown.poll() is None


@pytest.mark.parametrize(
    ("picture", "opens"),
    [((640, 360), (1280, 720)), ((1920, 1080), (1280, 720)), ((640, 480), (960, 720)), ((360, 640), (405, 720))],
)
def test_the_window_opens_as_large_as_a_laptop_s_screen_allows(
    screen: Screen, picture: tuple[int, int], opens: tuple[int, int]
) -> None:
    with Window() as shown:
        shown.show(np.zeros((picture[1], picture[0], 3), np.uint8), *drawn(an_update()))
    assert screen.size == opens


def test_a_key_pressed_while_a_picture_is_shown_is_not_lost(screen: Screen) -> None:
    with Window() as shown:
        screen.keys = [ord("r")]
        shown.show(a_picture(), *drawn(an_update()))
        assert shown.poll() == "r"


def test_a_closed_window_means_quit_and_is_not_opened_again(screen: Screen) -> None:
    with Window() as shown:
        assert shown.poll() is None, "before the first picture there is nothing to close"
        shown.show(a_picture(), *drawn(an_update()))
        screen.visible = 0.0
        shown.show(a_picture(), *drawn(an_update()))
        assert len(screen.shown) == 1
        assert shown.poll() == "q"
    assert not screen.open


def test_a_message_lies_over_the_last_picture_until_the_next(screen: Screen) -> None:
    with Window() as shown:
        for _ in range(2):
            shown.show(a_picture(), *drawn(an_update()))
            for _ in range(3):
                shown.message("No picture from camera 0; trying again for 10 s.")
    first, told, after, told_again = screen.shown
    assert np.array_equal(first, after)
    assert np.array_equal(told, told_again)
    changed = (first != told).any(axis=(1, 2))
    assert changed.any()
    assert not changed[:180].any()


def test_a_message_can_come_before_any_picture(screen: Screen) -> None:
    with Window() as shown:
        shown.message("Opening the camera…")
        shown.show(np.zeros((480, 640, 3), np.uint8), *drawn(an_update()))
    assert [bgr.shape for bgr in screen.shown] == [(360, 640, 3), (480, 640, 3)]


def test_an_opencv_without_windows_is_explained(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise cv2.error("The function is not implemented")

    monkeypatch.setattr(cv2, "namedWindow", refuse)
    with pytest.raises(FormcheckError, match="--no-window"), Window():
        pytest.fail("it was opened")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
@pytest.mark.parametrize("display", [None, "", ":987"])
def test_without_a_screen_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, display: str | None) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    if display is not None:
        monkeypatch.setenv("DISPLAY", display)
        if display and not _has_libx11():
            pytest.skip("libX11 is not installed, so a dead display cannot be told from a living one")
    with pytest.raises(FormcheckError, match="--no-window"), Window():
        pytest.fail("it was opened")


def _has_libx11() -> bool:
    try:
        ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    return True


# --- on a real screen --------------------------------------------------------------------------------------


@contextmanager
def xvfb(folder: Path) -> Iterator[str]:
    """A screen of 1400 x 900 pixels that exists in a file only; yields its name."""
    binary = shutil.which("Xvfb")
    if binary is None:
        pytest.skip("no Xvfb on this machine: install it to test the window itself (apt-get install xvfb)")
    told, tell = os.pipe()
    place = ["-displayfd", str(tell), "-fbdir", str(folder), "-nolisten", "tcp"]
    command = [binary, "-screen", "0", "1400x900x24", *place]
    server = subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL)
    os.close(tell)
    try:
        with os.fdopen(told) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def screenshot(folder: Path) -> Pixels:
    """What Xvfb shows, (h, w, 3): its frame buffer is a file in the format of xwd."""
    content = (folder / "Xvfb_screen0").read_bytes()
    header = struct.unpack(">25I", content[:100])
    width, height, row, colours = header[4], header[5], header[12], header[19]
    start = header[0] + 12 * colours
    pixels = np.frombuffer(content, np.uint8, row * height, start).reshape(height, row // 4, 4)
    return pixels[:, :width, :3]


def on_screen(folder: Path) -> None:
    """Run in a process of its own, since Qt ends the whole process with its screen: a set, and a picture of it."""
    with Window() as shown:
        for i in range(30):
            shown.show(a_picture(), *drawn(an_update(i / 30)))
            assert shown.poll() is None
        np.save(folder / "shown.npy", screenshot(folder))
        before = screenshot(folder)
        shown.message("No picture from camera 0; trying again for 10 s.")
        until = time.monotonic() + 10
        while (screenshot(folder) == before).all() and time.monotonic() < until:  # a busy machine takes its time
            assert shown.poll() is None
        np.save(folder / "message.npy", screenshot(folder))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Xvfb is for Linux")
def test_a_window_opens_shows_and_closes(tmp_path: Path) -> None:
    with xvfb(tmp_path) as display:
        run = subprocess.run(
            [sys.executable, __file__, str(tmp_path)],
            env={**os.environ, "DISPLAY": display, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    shown, message = (np.load(tmp_path / name) for name in ("shown.npy", "message.npy"))
    # The window is as large as it may be, and the white bar of the left is on the right.
    assert (shown.max(axis=2) > 0).any(axis=0).sum() >= 1280
    white = (shown[420:520] == 255).all(axis=(0, 2))
    assert white[990:1050].all()
    assert not white[:600].any()
    assert (shown != message).any()


if __name__ == "__main__":
    on_screen(Path(sys.argv[1]))
