"""Single-leg balance (spec E04 a): stand on one leg, pelvis level, and collect a minute."""

from __future__ import annotations

import math

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Bound, Exercise, Hold, Limit, Placement, Rest, View
from formcheck.holds import HoldRule
from formcheck.measures import (
    Body,
    Label,
    foot_height,
    hips_above_foot,
    knee_in,
    measure,
    over,
    stance_offset,
    trunk_lean,
)
from formcheck.pelvis import PELVIS_UNSEEN, pelvic_drop
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import centred, either, facing_front, in_view, large_enough, standing
from formcheck.reps import Phase

LIFTED = 0.10
"""A foot is up when its ankle is this many shank lengths above the other (spec E04)."""
DOWN = 0.05
"""…and down again below this."""
HELD = (Phase.HOLD,)


def _feet_uneven(pose: Pose, _: Side) -> float:
    return abs(foot_height(Body(pose, Side.LEFT)))


def _stance(pose: Pose) -> Side | None:
    """The leg that is stood on; None while both feet are down."""
    height = foot_height(Body(pose, Side.LEFT))
    return None if not abs(height) > DOWN else Side.LEFT if height > 0 else Side.RIGHT


@measure("deg", Label.ESTIMATED)
def level_pelvis(body: Body) -> float:
    """Pelvic drop, judged only from the front and near the lens axis (spec G-yaw, G-centre)."""
    return pelvic_drop(body) if facing_front(body) and centred(body, 0.15) else math.nan


@measure("deg", Label.MEASURED)
def stance_knee_valgus(body: Body) -> float:
    """FPPA of the leg stood on, judged only from the front and within 5 % of the lens axis (spec G-centre)."""
    return knee_in(body.pose, body.side) if facing_front(body) and centred(body, 0.05) else math.nan


@measure("percent", Label.MEASURED)
def upright_offset(body: Body) -> float:
    """Mid-hip beside the stance ankle, percent of the leg; NaN while the trunk leans, which moves the hips too."""
    return stance_offset(body) if not trunk_lean(body) > 5.0 else math.nan


sway = over(5.0, upright_offset, lambda offsets: float(offsets.std()), "sway")
fall = over(0.6, hips_above_foot, lambda heights: float(heights.max() - heights[-1]), "hip_fall")

EXERCISE = Exercise(
    id="single-leg-balance",
    title="Balance, level pelvis",
    label=Label.MEASURED,
    both_sides=False,
    find_side=_stance,
    placement=Placement(
        View.STAND_FRONT,
        distance_m=2.8,
        lens_height_m=(0.8, 1.0),
        words="Camera 2.8 m away at hip height, level. Stand facing it beside a counter you can touch, barefoot, "
        "on a mark in the middle of the picture. Stand on both feet first, then lift one.",
    ),
    position=(
        standing,
        in_view("Step back until your whole body is in the picture", Joint.ANKLE, legs=either),
        large_enough(1, 0.45, "Come nearer: your body should fill half the height of the picture"),
    ),
    rest=Rest(
        effort=_feet_uneven,
        slack=math.inf,
        anchors=lambda side: (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
        below=DOWN,
        needed=False,
    ),
    work=Hold(
        signal=foot_height,
        rule=HoldRule(enter=LIFTED, enter_s=0.3, leave=DOWN, leave_s=0.2, target_s=60.0),
        interruption=Wish("touch-down", "Tap and go again — timer waits", Priority.POSITION),
    ),
    words={Phase.REST: "two feet", Phase.OUT: "lift", Phase.HOLD: "balance", Phase.BACK: "down"},
    limits=(
        Limit(
            "near-fall", fall, Bound.at_most(0.35 * 1.6), "Pause. Are you OK?",
            Priority.SAFETY, 0.0, "spec E04: the hips drop by 0.35 leg within 0.6 s; a leg is 1.6 trunks", HELD,
        ),
        Limit(
            "pelvic-drop", level_pelvis, Bound(5, 8), "Lift the free hip — level your belt line",
            Priority.COMPENSATION, 1.0, "MDC 4° [C4]; Trendelenburg [C21]", HELD, unseen=PELVIS_UNSEEN,
        ),
        Limit(
            "hip-hike", level_pelvis, Bound(-8, -12), "Let both hips be level",
            Priority.RANGE, 1.5, "hitching up is normal in the test [C21]: lenient, ENG", HELD,
        ),
        Limit(
            "trunk-lean", trunk_lean, Bound(8, 12), "Stand tall over your foot",
            Priority.COMPENSATION, 1.0, "“leaning in any direction” scores a fault [C20]; degrees ENG", HELD,
        ),
        Limit(
            "knee-valgus", stance_knee_valgus, Bound(8, 12), "Knee over your second toe",
            Priority.COMPENSATION, 1.0, "spec SC2 [C8, C15, C16]", HELD,
        ),
        Limit(
            "sway", sway, Bound(2, 4), "Soft knee, eyes on one spot",
            Priority.RANGE, 0.5, "ENG: compare with your own days only", HELD,
        ),
    ),
    sees_pelvis=True,
    dose="collect 60 s on each leg, daily (S1)",
    cannot_see="the pelvis in plain clothes without an edge (stickers help), which muscle works, closed eyes",
    sources=("S1 fix 4", "spec E04"),
)
