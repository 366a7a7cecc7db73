"""Rolling the outer thigh on a foam roller (spec E02): slowly, on the muscle, never on the band at the side."""

from __future__ import annotations

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Bound, Exercise, Figure, Hold, Limit, Placement, Prompt, Rest, View, only_told
from formcheck.holds import HoldRule
from formcheck.measures import RESTS, Label, stroke_rate, travel
from formcheck.position import in_no, present
from formcheck.posture import Posture
from formcheck.reps import Phase

EXERCISE = Exercise(
    id="lateral-quad-roll",
    title="Foam-roll the outer thigh",
    label=Label.TIMED,
    both_sides=False,
    find_side=only_told,  # in this position the model mixes up left and right [L1]: --side says it
    placement=Placement(
        View.LIE_FRONT,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Prop yourself up on your forearm along the picture, front to "
        "the camera, the roller under the outer front of the lower thigh, whole body in view.",
        figure=Figure.PROPPED,
        side_below=True,
    ),
    position=(
        in_no(
            "not-lying", "Prop yourself up on your side, the roller under your thigh",
            Posture.STANDING, Posture.HALF_KNEELING, Posture.SITTING, Posture.ON_BACK,
        ),
        present,
    ),
    rest=Rest.nowhere(),
    work=Hold(
        signal=travel,
        # enter: 4 cm of a trunk of 0.5 m, ENG; leave: resting hips; target, cap: S1 60–90 s
        rule=HoldRule(enter=0.08, enter_s=0.5, leave=RESTS, leave_s=0.3, target_s=60.0, cap_s=90.0),
        interruption=Wish("not-rolling", "Roll on slowly — the clock waits", Priority.RANGE),
        prompts=(
            Prompt(0.0, Wish("begin", "Roller in front of the side seam", Priority.POSITION)),
            Prompt(30.0, Wish("length", "From just above the knee to mid-thigh", Priority.PRAISE)),
            Prompt(60.0, Wish("done", "That is a minute: change sides", Priority.PRAISE)),
            Prompt(90.0, Wish("enough", "That is enough: change sides", Priority.POSITION)),
        ),
    ),
    words={Phase.REST: "get ready", Phase.OUT: "begin", Phase.HOLD: "roll slowly", Phase.BACK: "leave"},
    limits=(
        Limit(
            "fast-rolling", stroke_rate, Bound(20, 30), "Slow the roll down",
            Priority.RANGE, 2.0, "S1 “roll slowly”; slow 15, fast 30 a minute, own choice 33 ± 10 [C41a]",
            (Phase.HOLD,),
        ),
    ),
    dose="60–90 s each side, daily (S1)",
    cannot_see="the roller, its place and its pressure, muscle or band",
    sources=("S1 fix 2", "spec E02"),
    cautions=(
        "Not over an open wound or a fracture; ask first with inflammation there, a clot, or bone disease [C40].",
        "Not after recent surgery, with osteoporosis, blood thinners or in pregnancy, unless a clinician has cleared "
        "it.",
        "Never hard on the band at the outer side (S1). More than 5 of 10, or anything at the knee: stop.",
    ),
)
