"""Pelvic realignment (spec E16): a clock and nothing else, for what a clinician has taught. Off by default."""

from __future__ import annotations

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Exercise, Figure, Hold, Placement, Rest, View, only_told
from formcheck.holds import HoldRule
from formcheck.measures import Label, presence
from formcheck.position import present
from formcheck.reps import Phase

NOBODYS = 60.0
"""Seconds that stand here only until the person says their own."""

EXERCISE = Exercise(
    id="pelvic-realignment",
    title="Pelvic realignment, self-declared",
    label=Label.SELF_DECLARED,
    both_sides=False,
    find_side=only_told,  # never suggested: side differences come from the shape of bone alone [C37b]
    placement=Placement(
        View.LIE_SIDE,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Take the position that your clinician taught you, whole body "
        "in view.",
        figure=Figure.FLAT,
    ),
    position=(present,),
    rest=Rest.nowhere(),
    work=Hold(
        signal=presence,
        # half of the landmarks: spec E02's presence; S2 gives no time, so the person has to (consent.agreed)
        rule=HoldRule(enter=0.5, enter_s=0.5, leave=0.4, leave_s=1.0, target_s=NOBODYS),
        interruption=Wish("out-of-view", "The clock waits until you are in view", Priority.POSITION),
    ),
    words={Phase.REST: "wait", Phase.OUT: "begin", Phase.HOLD: "as you were taught", Phase.BACK: "leave"},
    dose="as your clinician set it: you say the side and the seconds (S2 names the step, no technique, no dose)",
    cannot_see="the pelvis's position, and whether anything in it changes",
    sources=("S2 step 2", "spec E16"),
    cautions=(
        "Only what a clinician taught you for yourself: formcheck knows no technique, and times what you declare.",
        "Which side is turned forward cannot be seen by camera, and by hand only unreliably [C38]: formcheck neither "
        "suggests a side nor confirms a result.",
        "Stop at any pain, numbness or tingling.",
    ),
    off=True,
)
