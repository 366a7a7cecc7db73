"""Single-leg squat (spec SC2): what knee, trunk and pelvis do while one leg bends."""

from __future__ import annotations

import math

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Limit, Placement, Reps, Rest, View
from formcheck.measures import Body, Label, foot_height, measure, stance_depth, stance_reach, trunk_lean
from formcheck.pelvis import PELVIS_UNSEEN
from formcheck.pose import Joint, Pose, Side
from formcheck.reps import Phase, SwingRule
from formcheck.stance import DOWN, POSITION, from_front, level_since_two_feet, stance, stance_knee_valgus

DEEPEST = 14.0
"""Percent of depth beyond which the picture says nothing of the knee (spec SC1)."""

CLEAR = 0.25
"""Shank lengths by which the free foot is lifted at rest: real feet side by side read up to 0.15 apart."""


@measure("deg", Label.MEASURED)
def bent_knee_valgus(body: Body) -> float:
    """FPPA of the leg stood on, with its gates, and hidden in a deep squat."""
    return math.nan if stance_depth(body) > DEEPEST else stance_knee_valgus(body)


def _crouch(pose: Pose, side: Side) -> float:
    """How far the hips are down, in percent of the picture's long side; only one foot stood on can be rest."""
    lifted = foot_height(Body(pose, side)) > CLEAR
    return -100.0 * stance_reach(pose, side) / max(pose.size) if lifted else math.inf


EXERCISE = Exercise(
    id="single-leg-squat",
    title="Single-leg squat, knee over the foot",
    label=Label.MEASURED,
    both_sides=False,
    find_side=stance,
    placement=Placement(
        View.STAND_FRONT,
        distance_m=2.8,
        lens_height_m=(0.8, 1.0),
        words="Camera 2.8 m away at hip height, level. Stand facing it beside a counter you can touch, one foot on a "
        "mark in the middle of the picture, toes to the lens, hands on your hips. Stand on both feet first, then "
        "lift the other behind you.",
    ),
    position=POSITION,
    rest=Rest(
        effort=_crouch,
        slack=1.5,
        anchors=lambda side: (Joint.ANKLE.of(side),),
    ),
    work=Reps(
        signal=stance_depth,
        # 6 % is 45° of knee flexion, the shallow end of the screen (spec SC1, SC2, [L3]); partial: half of it, ENG;
        # start, back: 25 % of 8–10 % (spec §1.5), people stand up again to within 2 % on the fixture clips
        rule=SwingRule(start=2.0, count=6.0, back=2.5, band=1.5, still=2.5, partial=3.0, back_share=0.2,
            ends=(0.3, 0.7), order=2.0),  # the knee is bent from the start, so the hips sink as it bends further
        target=(6.0, 13.5),
        hold_s=0.0,
    ),
    words={Phase.REST: "stand", Phase.OUT: "down", Phase.HOLD: "bottom", Phase.BACK: "up"},
    limits=(
        Limit(
            "touch-down", from_front(foot_height), Bound.at_least(DOWN), "Tap if you need to, then lift it again",
            Priority.POSITION, 0.2, "spec E04 [C34]: the other foot touches",
        ),
        Limit(
            "knee-valgus", bent_knee_valgus, Bound(8, 12), "Knee over your second toe",
            Priority.COMPENSATION, 0.3, "spec SC2 [C8, C15, C16]", vital=True,
        ),
        Limit(
            "pelvic-drop", level_since_two_feet, Bound(5, 8), "Keep your belt line level",
            Priority.COMPENSATION, 0.5, "spec SC2, as E04: MDC 4° [C4]",
            unseen=PELVIS_UNSEEN,
        ),
        Limit(
            "trunk-lean", from_front(trunk_lean), Bound(8, 12), "Stand tall over your foot",
            Priority.COMPENSATION, 0.5, "spec SC2; degrees ENG",
        ),
        Limit(
            "range-high", stance_depth, Bound(DEEPEST, math.inf), "Half way down is enough",
            Priority.RANGE, 0.5, "deeper, the knee cannot be judged (spec SC1); never a fault",
        ),
    ),
    looks_for=("pelvis",),
    dose="3 slow squats on each leg, at most once a week, never on a day with pain of 3 of 10 or more",
    cannot_see="the pelvis in plain clothes without an edge (stickers help), the knee in a deep squat, the "
    "foot's arch, why a knee drifts in; one camera angle is no diagnosis",
    sources=("spec SC2",),
)
