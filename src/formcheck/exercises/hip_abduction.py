"""Side-lying hip abduction (spec E01): the straight top leg lifted to about 30°, held, and lowered slowly."""

from __future__ import annotations

from formcheck.cueing import Priority
from formcheck.exercise import Bound, Exercise, Limit, Placement, RepLimit, Reps, Rest, View
from formcheck.measures import (
    Label,
    hip_abduction,
    hip_hike,
    knee_bend,
    leg_length_ratio,
    leg_to_trunk,
    roll_back,
    toe_up,
    trunk_tilt,
)
from formcheck.pose import TRUNK, Joint
from formcheck.position import in_view, large_enough, lying_on_side, top_leg_straight, top_side, working
from formcheck.reps import Phase, SwingRule

EXERCISE = Exercise(
    id="hip-abduction",
    title="Side-lying abduction",
    label=Label.MEASURED,
    both_sides=False,
    find_side=top_side,
    placement=Placement(
        View.LIE_FRONT,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Lie on your side along the picture, front to the camera, "
        "the leg to train on top and straight, head and feet in view.",
    ),
    position=(
        lying_on_side,
        in_view("Move until your hips, knees and feet are in the picture", Joint.KNEE, legs=working),
        large_enough(0, 0.5, "Come nearer: your body should fill half the width of the picture"),
        top_leg_straight,
    ),
    rest=Rest(
        effort=leg_to_trunk,
        slack=3.0,  # ENG: three times the noise of a resting leg's angle over seconds (≤ 1°)
        anchors=lambda side: TRUNK,
    ),
    work=Reps(
        signal=hip_abduction,
        # start: 25 % of 30°; count, back: spec E01; band, still: spec §1.5; partial: half the count level, ENG
        rule=SwingRule(start=7.5, count=20.0, back=8.0, band=5.0, still=8.0, partial=10.0),
        target=(25.0, 35.0),  # S1 "about 30°", ±5 a goniometer's tolerance [C1, A1]
        hold_s=2.0,  # S1
    ),
    words={Phase.REST: "rest", Phase.OUT: "raise", Phase.HOLD: "hold", Phase.BACK: "lower"},
    limits=(
        Limit(
            "range-high", hip_abduction, Bound(35, 45), "A little lower — no need to go that high",
            Priority.COMPENSATION, 0.3, "beyond ~35° the pelvis does the work [C24]",
        ),
        Limit(
            "hip-hike", hip_hike, Bound(10, 14), "Lift from the hip, not the waist",
            Priority.COMPENSATION, 0.5, "between stabilised and free pelvic tilt [C24]; S1",
        ),
        Limit(
            "trunk-tilt", trunk_tilt, Bound(5, 10), "Keep your ribs heavy on the mat",
            Priority.COMPENSATION, 0.5, "rated item of the Active Hip Abduction test [C25]; degrees ENG",
        ),
        Limit(
            "roll-back", roll_back, Bound(15, 25), "Keep your hips stacked",
            Priority.COMPENSATION, 0.5, "[C27]; 15° is twice the inconsistency of world angles [L1]",
        ),
        Limit(
            "leg-forward", leg_length_ratio, Bound(1.06, 1.10), "Take your leg slightly back",
            Priority.COMPENSATION, 0.5, "20° of flexion lengthen the leg to 1.10 [L3]",
        ),
        Limit(
            "leg-back", leg_length_ratio, Bound(0.92, 0.85), "Bring your leg back in line",
            Priority.RANGE, 0.5, "ENG on [L3]",
        ),
        Limit(
            "knee-bent", knee_bend, Bound(10, 15), "Straighten your top knee",
            Priority.RANGE, 0.5,
            "S1 “top leg straight”; a lying knee is seen straighter than it is: on the fixture clips 32° reads as "
            "20–31°, a straight one as 5° at most",
        ),
        Limit(
            "toes-up", toe_up, Bound(0.10, 0.20), "Point your toes forward, not up",
            Priority.RANGE, 1.0, "S1 “foot pointing slightly forward”; [C26]; 0.15 is about 16°, ENG",
        ),
    ),
    rep_limits=(
        # Below 20° nothing is counted, so every counted repetition below the good band is the fault (spec E01).
        RepLimit(
            "range-low", lambda swing: swing.peak, Bound.at_least(25), "Lift a little higher",
            Priority.RANGE, "S1 “about 30°”", partial_too=True,
        ),
        RepLimit(
            "short-hold", lambda swing: swing.hold_s, Bound(2, 1), "Hold… two… and down",
            Priority.RANGE, "S1 hold 2 s",
        ),
        RepLimit(
            "fast-lowering", lambda swing: swing.lower_s, Bound(2, 1), "Lower more slowly",
            Priority.RANGE, "S1 “lower slowly”; seconds ENG",
        ),
    ),
    dose="15 repetitions each side, hold 2 s, 2–3 sets a day (S1)",
    cannot_see="which muscle works, turning of the straight thigh, the leg swinging towards the camera (estimated)",
    sources=("S1 fix 1", "spec E01"),
)
