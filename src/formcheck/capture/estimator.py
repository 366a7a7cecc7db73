"""Frames to poses: the only file that imports MediaPipe. Importing it takes seconds, so commands do it late."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import TracebackType

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from formcheck.capture.follower import PATIENCE_S, Box, Follower, box
from formcheck.capture.models import Model
from formcheck.errors import ModelError
from formcheck.frames import Frame, Picture
from formcheck.pose import Pose
from formcheck.sight import Sights

XY_STEPS, XYZ_STEPS, VISIBILITY_STEPS, DEGREE_STEPS = 64, 4096, 256, 64
"""Steps per pixel, metre, unit and degree that poses are rounded to, far below the noise. A power of two, so that a
recording in single precision gives back the very same pose, and takes a third of the space."""
_GREY = 127
_MOST_PEOPLE = 4


class Estimator:
    """One person's pose in each frame; nobody when they are not there. Frames must come in order.

    Two runs over the same frames give identical poses. Use it in a `with`: it holds native memory and threads.
    """

    def __init__(self, model: Model, sights: Sights | None = None) -> None:
        """`sights` tell what else is looked for in the picture; of a pose without them, that is not known."""
        self._follower = Follower()
        self._sights = sights or {}
        self._last_ms = -1
        # Follows one body from frame to frame, which is quick.
        self._tracker = _landmarker(model, vision.RunningMode.VIDEO)
        # Looks at one picture afresh; only asked who else is there, when a person is chosen.
        self._looker = _landmarker(model, vision.RunningMode.IMAGE)
        _hear_out(model)

    def __enter__(self) -> Estimator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the native memory and threads now: at interpreter's end MediaPipe would complain."""
        self._tracker.close()
        self._looker.close()

    def look_with(self, sights: Sights) -> None:
        """Look for what these see from now on: another set begins."""
        self._sights = sights

    def __call__(self, frame: Frame) -> Pose:
        """The pose in this frame: positions in its pixels, numbers exact in single precision."""
        if frame.t * 1000 - self._last_ms > PATIENCE_S * 1000:
            self._forget(frame)
        # MediaPipe wants whole milliseconds that never repeat; a camera may be quicker than that.
        self._last_ms = max(round(frame.t * 1000), self._last_ms + 1)
        image = _image(_only(frame.bgr, self._follower.window))
        pose = _pose(self._tracker.detect_for_video(image, self._last_ms), frame)
        pose = self._follower.update(pose, lambda found: self.others(frame, found))
        return _beheld(frame.bgr, pose, self._sights)

    def _forget(self, frame: Frame) -> None:
        """Lose the track, as after a rest in which no frame came: MediaPipe would go on where the body was before.

        Somebody who has turned over meanwhile was then misread for 40 s; an empty picture makes it look everywhere.
        """
        self._last_ms += 1
        self._tracker.detect_for_video(_image(np.full_like(frame.bgr, _GREY)), self._last_ms)

    def others(self, frame: Frame, found: Pose) -> list[Pose]:
        """Who is in the picture beside `found`: everybody seen is painted over until no more are."""
        bgr = frame.bgr.copy()
        others: list[Pose] = []
        while found.seen and len(others) < _MOST_PEOPLE:
            left, top, right, bottom = box(found, margin=0.1)
            bgr[top:bottom, left:right] = _GREY
            found = _pose(self._looker.detect(_image(bgr)), frame)
            others.append(found)
        return [other for other in others if other.seen]


def _beheld(bgr: Picture, pose: Pose, sights: Sights) -> Pose:
    """The pose with what these see of it in the picture, exact in single precision."""
    seen = {field: sight(bgr, pose) for field, sight in sights.items()}
    exact = {field: round(x * DEGREE_STEPS) / DEGREE_STEPS if math.isfinite(x) else x for field, x in seen.items()}
    return pose.beheld(exact)


def _only(bgr: Picture, window: Box | None) -> Picture:
    """The picture with everything outside the window painted over."""
    if window is None:
        return bgr
    left, top, right, bottom = window
    shown = np.full_like(bgr, _GREY)
    shown[top:bottom, left:right] = bgr[top:bottom, left:right]
    return shown


def _image(bgr: Picture) -> mp.Image:
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))


def _pose(result: vision.PoseLandmarkerResult, frame: Frame) -> Pose:
    height, width = frame.bgr.shape[:2]
    size = (width, height)
    if not result.pose_landmarks:
        return Pose.nobody(frame.t, size)
    seen = np.array([(p.x, p.y, p.visibility) for p in result.pose_landmarks[0]])
    world = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[0]])
    xy = _exact(seen[:, :2] * size, XY_STEPS)
    return Pose(frame.t, xy, _exact(world, XYZ_STEPS), _exact(seen[:, 2], VISIBILITY_STEPS), size)


def _exact(values: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    """Values on a grid of so many steps a unit."""
    rounded: NDArray[np.float64] = np.round(values * steps) / steps
    return rounded


def _landmarker(model: Model, mode: vision.RunningMode, detection_confidence: float = 0.5) -> vision.PoseLandmarker:
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model.path)),
        running_mode=mode,
        min_pose_detection_confidence=detection_confidence,
    )
    try:
        with _quiet():
            return vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"MediaPipe cannot use the model {model.path}: {error}. Run `formcheck models fetch`, or leave out "
            "--model."
        ) from error


@cache
def _hear_out(model: Model) -> None:
    """Have MediaPipe say, unheard, the warning it gives once a process, when it first looks closely at a body.

    Without any confidence it takes an empty picture for one. (0.2 s; later it would be said in the middle.)
    """
    gullible = _landmarker(model, vision.RunningMode.IMAGE, detection_confidence=0.0)
    with _quiet():
        gullible.detect(_image(np.full((32, 32, 3), _GREY, np.uint8)))
    gullible.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that native code writes to the terminal meanwhile is seen; it has no switch for all of it."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
