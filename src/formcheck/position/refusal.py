"""What somebody is told who is in another posture than the one that is wanted."""

from __future__ import annotations

from formcheck.exercise import Advice, Check
from formcheck.geometry import from_vertical
from formcheck.measures import Body, trunk_down
from formcheck.pose import Pose
from formcheck.posture import UPRIGHT, Posture, posture


def instead(id: str, say: str, pose: Pose, *wanted: Posture) -> Advice:
    """Advice that also says what the posture looks like, if it is known and another one than is wanted."""
    seen = posture(pose)
    return Advice(id, say, seen.value if seen is not None and seen not in wanted else "")


def in_no(id: str, say: str, *unwanted: Posture) -> Check:
    """None of these postures, nor an upright one that is not known.

    For positions on the floor that are too crooked to be told, only to be told from others.
    """

    def check(body: Body) -> Advice | None:
        seen = posture(body.pose)
        unknown = seen is None and abs(from_vertical(-trunk_down(body.pose))) < UPRIGHT
        return instead(id, say, body.pose) if unknown or seen in unwanted else None

    return check
