"""How far both legs have been drawn up, by how the picture between hips and knees flows.

A pose model misplaces the knees of legs that lie across each other, by up to 9° for a whole clip, and late or early
while they move. What is seen of the legs moves with them, whatever is taken for a knee. So the landmarks only say
where to look, and the movement itself is read from picture to picture, as optical flow (DIS: Kroeger et al. 2016).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.frames import Picture
from formcheck.geometry import length, turn
from formcheck.measures import thigh, trunk_down
from formcheck.pose import Joint, Pose, Side

SHARPNESS = 40.0
"""Pixels of a thigh that is looked at. On 45 rendered clips 32–48 read alike; sharper pictures show folds of the
clothes and the far leg beside the near one, and less of the whole."""
WHERE, AROUND = 0.8, 0.35
"""Looked at is this share of the way from the hips to the knees, and so far around it, in thighs."""
MARGIN = 0.8
"""So far around the knees the flow is followed, in thighs: what is looked at, and where it may have gone."""
STEP_S = 0.06
"""Pictures nearer to each other than this are held against the same earlier one: what has hardly moved is not seen to
move, and of a quick camera that would be so in every picture."""
LOST_S = 0.5
"""After as long without a body nothing is known of what the legs did meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A picture that later ones are held against."""

    pose: Pose
    grey: NDArray[np.uint8]
    flexed: float
    """What was read by then, degrees."""


class Legs:
    """A `Sight` of hip flexion: of both legs together, as far as they show, + towards the chest, since it began."""

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._seen: _Seen | None = None
        self._flexed = 0.0

    def __call__(self, bgr: Picture, pose: Pose) -> float:
        """See `Sight`. Errors of many pictures add up: only changes within some seconds mean anything."""
        if not pose.seen:
            return self._flexed
        grey = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
        before = self._seen
        if before is not None and pose.t - before.pose.t <= LOST_S:
            self._flexed = before.flexed + self._turned(before, grey)
        if before is None or pose.t - before.pose.t >= STEP_S:
            self._seen = _Seen(pose, grey, self._flexed)
        return self._flexed

    def _turned(self, before: _Seen, grey: NDArray[np.uint8]) -> float:
        """Degrees by which the legs turned about the hips since, + is flexion."""
        pose = before.pose
        hips, knees = pose.mid(Joint.HIP), pose.mid(Joint.KNEE)
        size = max(length(thigh(pose, side)) for side in Side)
        corner = np.clip(np.floor(knees - MARGIN * size), 0, pose.size).astype(int)
        end = np.clip(np.ceil(knees + MARGIN * size), 0, pose.size).astype(int)
        scale = min(1.0, SHARPNESS / size)
        if min(end - corner) * scale < 16:  # outside the picture, or too small: DIS asks for so many pixels
            return 0.0
        then, now = (_part(picture, corner, end, scale) for picture in (before.grey, grey))
        flow = np.asarray(self._flow.calc(then, now, None), np.float64) / scale  # type: ignore[call-overload]
        rows, columns = np.indices(then.shape)
        at = np.dstack([columns, rows]) / scale + corner
        looked_at = np.hypot(*np.moveaxis(at - hips - WHERE * (knees - hips), 2, 0)) <= AROUND * size
        arm, moved = (at - hips)[looked_at], flow[looked_at]
        turned = (arm[:, 0] * moved[:, 1] - arm[:, 1] * moved[:, 0]) / (arm**2).sum(axis=1)
        # By how much it moves: what stands still there is the room behind.
        weight = (moved**2).sum(axis=1)
        if not weight.sum() > 0:
            return 0.0
        clockwise = math.degrees(float((weight * turned).sum() / weight.sum()))
        return -math.copysign(clockwise, clockwise * turn(trunk_down(pose), knees - hips))


def _part(picture: NDArray[np.uint8], corner: NDArray[np.int_], end: NDArray[np.int_], scale: float) -> Picture:
    part = picture[corner[1] : end[1], corner[0] : end[0]]
    return np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
