"""What the exercises on one leg share: which leg is stood on, and the measures of it with their gates."""

from __future__ import annotations

import math
from dataclasses import replace

from formcheck.cueing import ARE_YOU_OK, Priority, Wish
from formcheck.exercise import Bound, Hold, Limit, Rest
from formcheck.holds import HoldRule
from formcheck.measures import (
    Body,
    Label,
    Measure,
    foot_above_toes,
    foot_height,
    hips_above_foot,
    knee_in,
    measure,
    over,
    steadily,
)
from formcheck.pelvis import obliquity, pelvic_drop
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import centred, either, facing_front, in_view, large_enough, standing
from formcheck.reps import Phase

LIFTED = 0.10
"""A foot is up when its ankle is this many shank lengths above the other (spec E04)."""
DOWN = 0.05
"""…and down again below this."""

POSITION = (
    standing,
    in_view("Step back until your whole body is in the picture", Joint.ANKLE, legs=either),
    large_enough(1, 0.45, "Come nearer: your body should fill half the height of the picture"),
)
"""Standing before the lens, whole."""


def stance(pose: Pose) -> Side | None:
    """The leg that is stood on; None while neither foot is up."""
    height = foot_height(Body(pose, Side.LEFT))
    return None if not abs(height) > LIFTED else Side.LEFT if height > 0 else Side.RIGHT


def _feet_uneven(pose: Pose, _: Side) -> float:
    return abs(foot_height(Body(pose, Side.LEFT)))


TWO_FEET = Rest(
    effort=_feet_uneven,
    slack=math.inf,
    anchors=lambda side: (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    below=DOWN,
    needed=False,
)
"""Rest of a hold on one leg: standing on both feet."""

HELD = (Phase.HOLD,)

STEADY_S, LATE_S = 0.3, 0.13
"""The clock goes by the median height of so long, which tells of so long ago: at 2.8 m a pixel of 360 is 0.015
shanks, and a foot that stood was read as up for 0.6 s more where both ankles shook by one."""


steady_height = steadily(foot_above_toes, STEADY_S)
_height = replace(foot_height, read=steady_height)


def on_one_leg(target_s: float) -> Hold:
    """Standing on one leg for so long in all; a foot that touches down stops the clock."""
    return Hold(
        signal=_height,
        rule=HoldRule(enter=LIFTED, enter_s=0.3, leave=DOWN, leave_s=0.2, target_s=target_s,
            looks_back_s=LATE_S, ends_back_s=LATE_S),
        interruption=Wish("touch-down", "Tap and go again — timer waits", Priority.POSITION),
    )


_fall = over(0.6, hips_above_foot, lambda heights: float(heights.max() - heights[-1]), "hip_fall")

NEAR_FALL = Limit(
    "near-fall", _fall, Bound.at_most(0.35 * 1.6), ARE_YOU_OK,
    Priority.SAFETY, 0.0, "spec E04: the hips drop by 0.35 leg within 0.6 s; a leg is 1.6 trunks", HELD,
)  # fmt: skip


def from_front(base: Measure) -> Measure:
    """The same measure, judged only from the front (spec G-yaw): from the side, bending forward reads as leaning."""
    return replace(
        base, name=f"{base.name}_front", read=lambda body: base(body) if facing_front(body) else math.nan
    )


@measure("deg", Label.ESTIMATED)
def level_pelvis(body: Body) -> float:
    """Pelvic drop, judged only from the front and near the lens axis (spec G-yaw, G-centre)."""
    return pelvic_drop(body) if facing_front(body) and centred(body, 0.15) else math.nan


@measure("deg", Label.ESTIMATED)
def level_since_two_feet(body: Body) -> float:
    """The same where rest is on one leg: what has dropped by then shows, as against two feet (spec §1.3)."""
    return -obliquity(body.pose, body.side) if facing_front(body) and centred(body, 0.15) else math.nan


@measure("deg", Label.MEASURED)
def stance_knee_valgus(body: Body) -> float:
    """FPPA of the leg stood on, judged only from the front and within 5 % of the lens axis (spec G-centre)."""
    return knee_in(body.pose, body.side) if facing_front(body) and centred(body, 0.05) else math.nan
