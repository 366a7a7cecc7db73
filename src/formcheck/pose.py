"""What the camera saw of one person at one instant: the seam between the camera's side and the pure core."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

import numpy as np
from numpy.typing import NDArray

N_LANDMARKS = 33

Point = NDArray[np.float64]
"""(2,) position or direction in image pixels; x right, y down."""


class Landmark(IntEnum):
    """The 33 landmarks, numbered as MediaPipe Pose numbers them. Left is the person's left."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


class Side(str, Enum):
    """A side of the person, never of the picture."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT

    @property
    def sign(self) -> float:
        """+1 left, -1 right: what makes one formula serve both sides."""
        return 1.0 if self is Side.LEFT else -1.0


class Joint(IntEnum):
    """A paired landmark, valued by the left one's number; the right one's number is one more."""

    SHOULDER = 11
    ELBOW = 13
    WRIST = 15
    HIP = 23
    KNEE = 25
    ANKLE = 27
    HEEL = 29
    FOOT_INDEX = 31

    def of(self, side: Side) -> Landmark:
        """This joint's landmark on one side."""
        return _ON_SIDE[self, side]


_ON_SIDE = {(joint, side): Landmark(joint + (side is Side.RIGHT)) for joint in Joint for side in Side}

TRUNK = tuple(joint.of(side) for joint in (Joint.SHOULDER, Joint.HIP) for side in Side)
"""The four landmarks without which nothing is known of a body."""

def _partner(landmark: Landmark) -> Landmark:
    name = landmark.name
    swapped = name.replace("LEFT", "RIGHT") if "LEFT" in name else name.replace("RIGHT", "LEFT")
    return Landmark[swapped]


MIRRORED = tuple(_partner(landmark) for landmark in Landmark)
"""For each landmark, the one that takes its place in a mirror."""


SEEN_IN_THE_PICTURE = ("pelvis", "flexed")
"""The fields of `Pose` that no landmark tells."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person's landmarks at one instant. What was not seen is NaN."""

    t: float
    """Seconds since the source started. Strictly increasing within a source."""
    xy: NDArray[np.float64]
    """(33, 2) image position in pixels; origin top left, x right, y down; never mirrored."""
    xyz: NDArray[np.float64]
    """(33, 3) body position in metres; origin mid-hip, x right, y down, z away from the camera."""
    visibility: NDArray[np.float64]
    """(33,) 0 = certainly hidden, 1 = certainly visible. MediaPipe's is optimistic."""
    size: tuple[int, int]
    """(width, height) of the picture in pixels."""
    pelvis: float = math.nan
    """Degrees that the left side of the pelvis stands higher in space than when the person last stood on both legs;
    NaN where nobody looked or could tell. Read off the picture, because no landmark follows the pelvis."""
    flexed: float = math.nan
    """Degrees by which both hips together have been flexed since somebody began to look, + towards the chest; NaN
    where nobody did. Read off the picture, from one to the next: only changes within some seconds mean anything."""
    guess: NDArray[np.float64] | None = None
    """(33, 2) where the model had put every landmark before some were taken out; None while none was."""

    def __post_init__(self) -> None:
        for name, shape in (("xy", (33, 2)), ("xyz", (33, 3)), ("visibility", (33,))):
            array = getattr(self, name)
            if array.shape != shape:
                raise ValueError(f"Pose.{name} must have shape {shape}, but got {array.shape}")
            array.setflags(write=False)

    @classmethod
    def nobody(cls, t: float, size: tuple[int, int]) -> Pose:
        """The pose of a picture without a person: every landmark is NaN."""
        nan = np.full((N_LANDMARKS, 3), np.nan)
        return cls(t, nan[:, :2].copy(), nan, np.zeros(N_LANDMARKS), size)

    @property
    def seen(self) -> bool:
        """Whether there is a person at all: shoulders and hips are known."""
        return not bool(np.isnan(self.xy[list(TRUNK)]).any())

    def __getitem__(self, landmark: Landmark) -> Point:
        """Image position (2,) of one landmark, in pixels."""
        place: Point = self.xy[landmark]
        return place

    def mid(self, joint: Joint) -> Point:
        """Image position (2,) halfway between the left and the right one of a joint."""
        middle: Point = (self.xy[joint] + self.xy[joint + 1]) * 0.5
        return middle

    @property
    def placed(self) -> NDArray[np.float64]:
        """(33, 2) image positions, pixels; of what was taken out, where the model had put it."""
        return self.xy if self.guess is None else self.guess

    def without(self, landmarks: NDArray[np.bool_]) -> Pose:
        """This pose with the landmarks marked True in a (33,) mask turned to NaN, and a memory of where they were."""
        xy, xyz = self.xy.copy(), self.xyz.copy()
        xy[landmarks], xyz[landmarks] = np.nan, np.nan
        return replace(self, xy=xy, xyz=xyz, guess=self.placed)

    def beheld(self, seen: Mapping[str, float]) -> Pose:
        """This pose with what is seen in the picture, by the names of its fields."""
        return replace(self, pelvis=seen.get("pelvis", self.pelvis), flexed=seen.get("flexed", self.flexed))

    def mirrored(self) -> Pose:
        """The pose of the same person in a mirror: left and right are exchanged, x runs the other way."""
        order = list(MIRRORED)
        flip2, flip3 = np.array([-1.0, 1.0]), np.array([-1.0, 1.0, 1.0])
        edge = np.array([self.size[0], 0.0])
        guess = None if self.guess is None else self.guess[order] * flip2 + edge
        xy = self.xy[order] * flip2 + edge
        mirrored = replace(self, xy=xy, xyz=self.xyz[order] * flip3, visibility=self.visibility[order], guess=guess)
        return replace(mirrored, pelvis=-self.pelvis)
