"""Lateral step-down (spec SC3): from the edge of a low step, the other heel taps the floor; scored 0 to 6."""

from __future__ import annotations

import math

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Figure, Limit, Placement, Reps, Rest, View
from formcheck.measures import (
    Body,
    Label,
    hands_off,
    knee_medial,
    measure,
    stance_depth,
    stance_moved,
    stance_reach,
    trunk_lean,
    trunk_length,
)
from formcheck.pelvis import PELVIS_UNSEEN
from formcheck.pose import Joint, Pose, Side
from formcheck.position import centred, facing_front
from formcheck.reps import Phase, SwingRule
from formcheck.sheet import Item, Sheet
from formcheck.stance import POSITION, from_front, level_since_two_feet

LEFT_THE_STEP = 16.0
"""Percent of the leg: an ankle that moved so far no longer stands where it stood (ENG: the height of a step)."""

BESIDE = 0.15
"""A foot hangs beside the step if it is so much farther from under the hips, in trunk lengths (ENG: 8 cm)."""


@measure("percent", Label.MEASURED, error=5.0)
def step_depth(body: Body) -> float:
    """DROP over the foot on the step; NaN while that foot is not where it stood."""
    return math.nan if stance_moved(body) > LEFT_THE_STEP else stance_depth(body)


@measure("shank", Label.MEASURED)
def knee_over_toe(body: Body) -> float:
    """KMED of the leg stood on, judged only from the front and within 5 % of the lens axis (spec G-centre)."""
    return knee_medial(body.pose, body.side) if facing_front(body) and centred(body, 0.05) else math.nan


def _on_the_step(pose: Pose) -> Side | None:
    """The leg whose ankle is under the hips; None while the weight is on both."""
    hips = float(pose.mid(Joint.HIP)[0])
    left, right = (abs(float(pose[Joint.ANKLE.of(side)][0]) - hips) for side in Side)
    clear = abs(left - right) > BESIDE * trunk_length(pose)
    return None if not clear else Side.LEFT if left < right else Side.RIGHT


def _crouch(pose: Pose, side: Side) -> float:
    """How far the hips are down, in percent of the picture's long side; only standing on this leg can be rest."""
    return -100.0 * stance_reach(pose, side) / max(pose.size) if _on_the_step(pose) is side else math.inf


EXERCISE = Exercise(
    id="step-down",
    title="Lateral step-down, scored 0–6",
    label=Label.MEASURED,
    both_sides=False,
    find_side=_on_the_step,
    placement=Placement(
        View.STAND_FRONT,
        distance_m=3.2,
        lens_height_m=(0.8, 1.0),
        words="Camera 3.2 m away at hip height, level. A step of 15–20 cm against a wall, a rail in reach, in the "
        "middle of the picture. Stand at its edge on one leg, hands on your hips, the other foot beside the step.",
        figure=Figure.ON_STEP,
    ),
    position=POSITION,
    rest=Rest(
        effort=_crouch,
        slack=1.5,
        anchors=lambda side: (Joint.ANKLE.of(side),),
    ),
    work=Reps(
        signal=step_depth,
        # A heel that reaches the floor 15 cm below brings the hips down by 11 % and more; the rest as in the squat
        rule=SwingRule(start=2.0, count=8.0, back=2.5, band=1.5, still=2.5, partial=4.0, back_share=0.2,
            ends=(0.3, 0.7), order=2.0),
        target=(10.0, 20.0),  # of 15–20 cm, ENG
        hold_s=0.0,
    ),
    words={Phase.REST: "stand", Phase.OUT: "down", Phase.HOLD: "tap", Phase.BACK: "up"},
    limits=(
        Limit(
            "unsteady", from_front(stance_moved), Bound.at_most(5), "Hold the rail — foot stays on its mark",
            Priority.POSITION, 0.2, "sheet item “unsteady” [C20]; a hop moves the ankle by 5 % of the leg (spec E04)",
        ),
        Limit(
            "knee-valgus", knee_over_toe, Bound(0.0, 0.1), "Knee over your second toe",
            Priority.COMPENSATION, 0.3, "past the second toe 1, past the inner border 2 [C20]; spec SC3", vital=True,
        ),
        Limit(
            "pelvic-drop", level_since_two_feet, Bound.at_most(5), "Keep your belt line level",
            Priority.COMPENSATION, 0.3, "sheet item “pelvis” [C20]; 5° either way, spec SC3",
            unseen=PELVIS_UNSEEN,
        ),
        Limit(
            "hip-hike", level_since_two_feet, Bound.at_least(-5), "Let both hips be level",
            Priority.COMPENSATION, 0.3, "sheet item “pelvis” [C20]; 5° either way, spec SC3",
        ),
        Limit(
            "trunk-lean", from_front(trunk_lean), Bound.at_most(10), "Stand tall over your foot",
            Priority.COMPENSATION, 0.3, "sheet item “trunk” [C20]; 10° spec SC3",
        ),
        Limit(
            "arms-off", from_front(hands_off), Bound.at_most(0.25), "Hands stay on your hips",
            Priority.COMPENSATION, 0.3, "sheet item “arms” [C20]; a quarter of the trunk spec SC3",
        ),
    ),
    sheet=Sheet(
        items=(
            Item("arms", ("arms-off",), 0, 1, reps=1),
            Item("trunk", ("trunk-lean",), 0, 1, reps=2),
            Item("pelvis", ("pelvic-drop", "hip-hike"), 0, 1, reps=2),
            Item("knee", ("knee-valgus",), 1, 2, reps=2),
            Item("unsteady", ("unsteady",), 0, 1, reps=1),
        ),
        bands=((1, "good"), (3, "medium"), (6, "poor")),
        source="lateral step-down [C20]; in how many repetitions: ENG",
    ),
    looks_for=("pelvis",),
    dose="5 slow steps down on each leg, at most once a week, never on a day with pain of 3 of 10 or more",
    cannot_see="whether the heel touches, the pelvis in plain clothes without an edge (stickers help), the "
    "foot's arch, why a knee drifts in; people scoring the sheet agree in 80–91 % of cases, a camera no better",
    sources=("spec SC3",),
)
