"""What releases with a ball have in common: lie still on one spot, and the clock runs (spec E06, E09, E12, E14, E15).

Where the ball is, how hard it presses and on what, no camera sees: timed, not measured. One set is one spot.
"""

from __future__ import annotations

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Check, Exercise, Figure, Hold, Placement, Prompt, Rest, View, only_told
from formcheck.holds import HoldRule
from formcheck.measures import Label, stillness
from formcheck.position import in_no, present
from formcheck.posture import Posture
from formcheck.reps import Phase

CAUTIONS = (
    "Not after recent surgery or a fracture, with osteoporosis, blood thinners or in pregnancy, unless a clinician "
    "has cleared it.",
    "More than 7 of 10, numb or tingling: ease off or stop.",
)
"""Spec §5.2 question 7, E06."""
ABDOMEN_CAUTIONS = (
    "Not in pregnancy, after recent surgery of abdomen or pelvis, with a hernia, an aneurysm or vascular disease, "
    "disease of bowel or bladder, or with blood thinners [C50].",
    "Not where you feel a pulse or numbness under the pressure: stop at anything sharp, electric or pulsing, and at "
    "numbness of groin or leg.",
    "formcheck gives no technique: do it only as your clinician or the instructions of your tool taught you.",
)
"""Spec E14, E15."""

# enter: STILL, spec §1.3 and E06; leave: E06 has 0.12, of which speeds between medians show 0.1 of slow cameras;
# looks_back_s, ends_back_s: a speed tells of the middle of its second, and of the 2 s of STILL four fifths have to be
# calm for the one, and one fifth not for the other; enter_s: with the first of them 7 s, longer than the pauses in
# other exercises, 5 s between two rolls on the fixture clips (once over, they count); leave_s: E06 "for 2 s", with
# the fifth of them, so that a knee that shifts once is no rubbing;
# target: S2 "at least 90 s"; cap: spec §5.1
RULE = HoldRule(
    enter=-0.05, enter_s=4.8, leave=-0.1, leave_s=1.6, target_s=90.0, cap_s=120.0, looks_back_s=2.2,
    ends_back_s=0.8,
)


def release(
    id: str,
    title: str,
    placement: Placement,
    posture: Check,
    sources: tuple[str, ...],
    cautions: tuple[str, ...] = CAUTIONS,
) -> Exercise:
    """A release in this posture; on the abdomen (ABDOMEN_CAUTIONS) it is off until the person agrees."""
    return Exercise(
        id=id,
        title=title,
        label=Label.TIMED,
        both_sides=False,
        find_side=only_told,  # which side lies on a ball cannot be told from landmarks: --side says it
        placement=placement,
        position=(posture, present),
        rest=Rest.nowhere(),
        work=Hold(
            signal=stillness,
            rule=RULE,
            interruption=Wish("not-still", "Don't rub — just stay there", Priority.RANGE),
            prompts=(
                Prompt(0.0, Wish("begin", "Find a tight spot, then stay still", Priority.RANGE)),
                Prompt(45.0, Wish("breathe", "Slow breath out", Priority.PRAISE)),
                Prompt(90.0, Wish("done", "That is 90 s: done, or a little more", Priority.PRAISE)),
                Prompt(120.0, Wish("enough", "Two minutes are enough: move on", Priority.POSITION)),
            ),
        ),
        words={Phase.REST: "find a spot", Phase.OUT: "settle", Phase.HOLD: "stay still", Phase.BACK: "leave"},
        dose="90 s or more on each spot, at most 120 s, both sides (S2)",
        cannot_see="the ball, its place and its pressure, what it does to the muscle",
        sources=sources,
        cautions=cautions,
        off=cautions is ABDOMEN_CAUTIONS,
    )


def abdominal_release(id: str, title: str, sources: tuple[str, ...]) -> Exercise:
    """A release on the abdomen, on the front or the back: no technique is given, and it is off by default."""
    placement = Placement(
        View.LIE_SIDE,
        distance_m=1.8,
        lens_height_m=(0.2, 0.5),
        words="Camera 1.8 m away on a low stool, level. Lie along the picture, on your front or on your back, as "
        "your clinician or the instructions of your tool taught you, head in view.",
        figure=Figure.FLAT,
    )
    posture = in_no(
        "not-lying", "Lie down on your front or on your back",
        Posture.STANDING, Posture.HALF_KNEELING, Posture.SITTING, Posture.ON_SIDE,
    )
    return release(id, title, placement, posture, sources, ABDOMEN_CAUTIONS)
