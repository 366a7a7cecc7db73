"""Trendelenburg test (spec SC4): 30 s on one leg, and what pelvis and trunk do meanwhile."""

from __future__ import annotations

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Limit, Placement, View
from formcheck.measures import Label, trunk_lean
from formcheck.pelvis import PELVIS_UNSEEN
from formcheck.reps import Phase
from formcheck.stance import HELD, NEAR_FALL, POSITION, TWO_FEET, from_front, level_pelvis, on_one_leg, stance

EXERCISE = Exercise(
    id="trendelenburg",
    title="30 s on one leg, hips level",
    label=Label.MEASURED,
    both_sides=False,
    find_side=stance,
    placement=Placement(
        View.STAND_FRONT,
        distance_m=2.8,
        lens_height_m=(0.8, 1.0),
        words="Camera 2.8 m away at hip height, level. Stand facing it, or with your back to it, beside a counter "
        "you can touch, on a mark in the picture's middle. Stand on both feet first, then lift one, its knee bent.",
    ),
    position=POSITION,
    rest=TWO_FEET,
    work=on_one_leg(30.0),  # [C21]
    words={Phase.REST: "two feet", Phase.OUT: "lift", Phase.HOLD: "stand", Phase.BACK: "down"},
    limits=(
        NEAR_FALL,
        Limit(
            "pelvic-drop", level_pelvis, Bound(5, 8), "Lift the free hip — level your belt line",
            Priority.COMPENSATION, 1.0, "the free side at or above level for 30 s [C21]; MDC 4° [C4]; spec SC4", HELD,
            unseen=PELVIS_UNSEEN,
        ),
        Limit(
            "trunk-lean", from_front(trunk_lean), Bound(8, 12), "Stand tall over your foot",
            Priority.COMPENSATION, 1.0, "the trunk centred over the foot [C21]; degrees as spec E04", HELD,
        ),
    ),
    looks_for=("pelvis",),
    dose="once on each leg, at most once a week, never on a day with pain of 3 of 10 or more",
    cannot_see="the pelvis in plain clothes without an edge (stickers help), which muscle works, how strong it is; "
    "a level hip proves nothing, a dropping one neither",
    sources=("spec SC4",),
)
