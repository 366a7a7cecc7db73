"""Single-leg balance (spec E04 a): stand on one leg, pelvis level, and collect a minute."""

from __future__ import annotations

import math

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Limit, Placement, View
from formcheck.measures import Body, Label, measure, over, stance_offset, trunk_lean
from formcheck.pelvis import PELVIS_UNSEEN
from formcheck.reps import Phase
from formcheck.stance import (
    HELD,
    NEAR_FALL,
    POSITION,
    TWO_FEET,
    level_pelvis,
    on_one_leg,
    stance,
    stance_knee_valgus,
)


@measure("percent", Label.MEASURED)
def upright_offset(body: Body) -> float:
    """Mid-hip beside the stance ankle, percent of the leg; NaN while the trunk leans, which moves the hips too."""
    return stance_offset(body) if not trunk_lean(body) > 5.0 else math.nan


sway = over(5.0, upright_offset, lambda offsets: float(offsets.std()), "sway")

EXERCISE = Exercise(
    id="single-leg-balance",
    title="Balance, level pelvis",
    label=Label.MEASURED,
    both_sides=False,
    find_side=stance,
    placement=Placement(
        View.STAND_FRONT,
        distance_m=2.8,
        lens_height_m=(0.8, 1.0),
        words="Camera 2.8 m away at hip height, level. Stand facing it beside a counter you can touch, barefoot, "
        "on a mark in the middle of the picture. Stand on both feet first, then lift one.",
    ),
    position=POSITION,
    rest=TWO_FEET,
    work=on_one_leg(60.0),
    words={Phase.REST: "two feet", Phase.OUT: "lift", Phase.HOLD: "balance", Phase.BACK: "down"},
    limits=(
        NEAR_FALL,
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
