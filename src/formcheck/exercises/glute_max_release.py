"""Gluteus-maximus release with a ball (spec E12): sitting or on the back, and stay still on one spot."""

from __future__ import annotations

from formcheck.exercise import Advice, Placement, View
from formcheck.measures import Body
from formcheck.position import in_no, sitting
from formcheck.posture import Posture
from formcheck.release import release

_on_the_ball = in_no(
    "not-sitting", "Sit or lie back on the ball",
    Posture.STANDING, Posture.HALF_KNEELING, Posture.ON_SIDE, Posture.PRONE,
)  # fmt: skip


def sitting_or_on_back(body: Body) -> Advice | None:
    """Not on a chair: who swings a foot there keeps hips and knees as still as a release asks for."""
    if advice := _on_the_ball(body):
        return advice
    return Advice("on-a-chair", "Sit on the floor or lie back, the ball under you") if sitting(body) is None else None


EXERCISE = release(
    "glute-max-release",
    "Buttock release with a ball",
    Placement(
        View.LIE_SIDE,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Sit on the ball or lie on it, the back of the pelvis on the "
        "ball, the side to release nearest to the camera, head in view.",
    ),
    sitting_or_on_back,
    sources=("S2", "spec E12"),
)
