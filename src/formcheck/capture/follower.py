"""Which of the people in the picture is ours: pure, from poses and time alone.

MediaPipe follows a body well, but takes the first it finds, and follows whoever walks through the picture. The
follower chooses the person when there is a choice, notices a swap by a body that changes place and size at once,
and then looks only where its person was until they are seen again.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from formcheck.pose import TRUNK, Landmark, Pose

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels, inside the picture; right and bottom are outside the box."""

PATIENCE_S = 1.0
"""How long our person is expected back before whoever else is there is adopted: a walk past takes less."""
_MEMORY_S = 0.3
"""A swap is complete within this time: its first frames are a mixture of both people."""
_SWAP_SIZE, _SWAP_MOVE = 1.2, 0.1
"""A swap changes the size by this factor and moves the body by this share of its extent. In 20 recordings of real
and rendered people exercising, nothing but gross misreadings did both within _MEMORY_S; in composed crossings
the swaps did."""
_NEAR = 0.5
"""Our person, when seen again, is this near to where they were, as a share of their extent."""
_MARGIN = 0.25
"""Around the landmarks, as a share of the extent: crown, fingertips, and what a body moves in _MEMORY_S."""

_LIMBS = np.array(
    [
        (Landmark[start], Landmark[end])
        for side in ("LEFT", "RIGHT")
        for start, end in (
            (f"{side}_SHOULDER", f"{side}_HIP"),
            (f"{side}_SHOULDER", f"{side}_ELBOW"),
            (f"{side}_HIP", f"{side}_KNEE"),
            (f"{side}_KNEE", f"{side}_ANKLE"),
            ("LEFT_SHOULDER", "RIGHT_SHOULDER") if side == "LEFT" else ("LEFT_HIP", "RIGHT_HIP"),
        )
    ]
)


class Follower:
    """Keeps to one person. Feed it every pose in order, and show MediaPipe no more than `window` of the picture."""

    def __init__(self) -> None:
        self.window: Box | None = None
        """Where alone to look in the next picture; None = everywhere."""
        self._recent: deque[Pose] = deque()
        """Our person's poses of the last _MEMORY_S, oldest first; while they are lost, the last good one."""
        self._lost_since: float | None = None
        self._looked_t = -math.inf

    def update(self, pose: Pose, others: Callable[[Pose], Sequence[Pose]]) -> Pose:
        """The pose if it is our person's, else nobody. `others` tells who else is in the picture."""
        if pose.t - self._looked_t > PATIENCE_S:
            self._forget()  # nobody looked, as in a rest: our person may be anywhere by now
        self._looked_t = pose.t
        if not self._recent:
            return self._choose(pose, others)
        ours = self._recent[0]
        if self._lost_since is None:
            if pose.seen and not _swapped(ours, pose):
                return self._keep(pose)
        elif pose.seen and alike(ours, pose):
            self._recent.clear()
            return self._keep(pose)
        elif pose.t - self._lost_since > PATIENCE_S:
            return self._give_up(pose)
        return self._lose(ours, pose)

    def _choose(self, pose: Pose, others: Callable[[Pose], Sequence[Pose]]) -> Pose:
        if not pose.seen:
            return pose
        best = max([pose, *others(pose)], key=prominence)
        return self._keep(pose) if best is pose else self._lose(best, pose)

    def _keep(self, pose: Pose) -> Pose:
        self.window, self._lost_since = None, None
        self._recent.append(pose)
        while self._recent[0].t < pose.t - _MEMORY_S:
            self._recent.popleft()
        return pose

    def _lose(self, person: Pose, pose: Pose) -> Pose:
        """Expect `person` back; `pose` is not theirs."""
        self._recent = deque([person])
        self._lost_since = pose.t if self._lost_since is None else self._lost_since
        if pose.seen:  # Somebody else is: look past them. An empty picture hides nobody.
            self.window = box(person)
        return Pose.nobody(pose.t, pose.size)

    def _forget(self) -> None:
        self._recent.clear()
        self.window, self._lost_since = None, None

    def _give_up(self, pose: Pose) -> Pose:
        self._forget()
        return Pose.nobody(pose.t, pose.size)


def prominence(pose: Pose) -> float:
    """How much a person is the subject of the picture: large and central. Pixels, less towards the corners."""
    middle = np.array(pose.size) / 2
    off = float(np.linalg.norm(_centre(pose) - middle) / np.linalg.norm(middle))
    return _extent(pose) * (1 - off)


def alike(before: Pose, after: Pose) -> bool:
    """Whether two poses, up to about a second apart, can be of the same person."""
    return _growth(before, after) < _SWAP_SIZE and _move(before, after) < _NEAR


def box(pose: Pose, margin: float = _MARGIN) -> Box:
    """The part of the picture that holds a person."""
    grown = margin * _extent(pose)
    left, top = np.clip(pose.xy.min(axis=0) - grown, 0, pose.size).astype(int)
    right, bottom = np.clip(np.ceil(pose.xy.max(axis=0) + grown), 0, pose.size).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _swapped(before: Pose, after: Pose) -> bool:
    return _move(before, after) > _SWAP_MOVE and _growth(before, after) > _SWAP_SIZE


def _growth(before: Pose, after: Pose) -> float:
    """Ratio of sizes, at least 1: the median over limbs, which one bent or foreshortened limb does not change."""
    ratios = np.log(np.maximum(_lengths(after), 1.0) / np.maximum(_lengths(before), 1.0))
    return float(np.exp(abs(np.median(ratios))))


def _move(before: Pose, after: Pose) -> float:
    """How far the trunk moved, as a share of the extent before."""
    return float(np.linalg.norm(_centre(after) - _centre(before)) / max(_extent(before), 1.0))


def _lengths(pose: Pose) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.linalg.norm(pose.xy[_LIMBS[:, 0]] - pose.xy[_LIMBS[:, 1]], axis=1)
    return lengths


def _centre(pose: Pose) -> NDArray[np.float64]:
    centre: NDArray[np.float64] = pose.xy[list(TRUNK)].mean(axis=0)
    return centre


def _extent(pose: Pose) -> float:
    """The longer side of the landmarks' bounding box, in pixels."""
    return float((pose.xy.max(axis=0) - pose.xy.min(axis=0)).max())
