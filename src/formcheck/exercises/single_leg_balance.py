"""Single-leg balance (spec E04): stand on one leg, pelvis level, and collect a minute.

In three stages: eyes open, eyes closed, and the other leg moving.
"""

from __future__ import annotations

import math
from dataclasses import replace

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Bound, Exercise, Limit, Placement, Prompt, Rest, Tap, View
from formcheck.geometry import length, ratio, turn
from formcheck.measures import (
    Body,
    Label,
    Measure,
    change,
    facing,
    foot_height,
    leg,
    measure,
    over,
    shank,
    stance_offset,
    steadily,
    thigh,
    toe_below,
    trunk_down,
    trunk_lean,
)
from formcheck.pelvis import PELVIS_UNSEEN
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.reps import Phase
from formcheck.stance import (
    HELD,
    LIFTED,
    NEAR_FALL,
    POSITION,
    STEADY_S,
    TWO_FEET,
    level_pelvis,
    on_one_leg,
    stance,
    stance_knee_valgus,
    steady_height,
)


def _steady(each: Measure) -> Measure:
    return replace(each, read=steadily(each, STEADY_S))


# --- a) eyes open -------------------------------------------------------------------------------------------


@measure("percent", Label.MEASURED)
def upright_offset(body: Body) -> float:
    """Mid-hip beside the stance ankle, percent of the leg; NaN while the trunk leans, which moves the hips too."""
    return stance_offset(body) if not trunk_lean(body) > 5.0 else math.nan


sway = over(5.0, upright_offset, lambda offsets: float(offsets.std()), "sway")

_ON_ONE_LEG = on_one_leg(60.0)
_TRUNK_LEAN = Limit(
    "trunk-lean", trunk_lean, Bound(8, 12), "Stand tall over your foot",
    Priority.COMPENSATION, 1.0, "“leaning in any direction” scores a fault [C20]; degrees ENG", HELD,
)  # fmt: skip
_KNEE_VALGUS = Limit(
    "knee-valgus", _steady(stance_knee_valgus), Bound(8, 12), "Knee over your second toe",
    Priority.COMPENSATION, 1.0, "spec SC2 [C8, C15, C16]", HELD,
)  # fmt: skip
"""Steady: the angle jitters by .8–2° from picture to picture [L1], and has to be past its level for a second."""
_SWAY = Limit(
    "sway", sway, Bound(2, 4), "Soft knee, eyes on one spot",
    Priority.RANGE, 0.5, "ENG: compare with your own days only", HELD,
)  # fmt: skip
_LEVEL = (
    NEAR_FALL,
    Limit(
        "pelvic-drop", level_pelvis, Bound(5, 8), "Lift the free hip — level your belt line",
        Priority.COMPENSATION, 1.0, "MDC 4° [C4]; Trendelenburg [C21]", HELD, unseen=PELVIS_UNSEEN,
    ),
    Limit(
        "hip-hike", level_pelvis, Bound(-8, -12), "Let both hips be level",
        Priority.RANGE, 1.5, "hitching up is normal in the test [C21]: lenient, ENG", HELD,
    ),
    _TRUNK_LEAN,
    _KNEE_VALGUS,
)

_EYES_OPEN = Exercise(
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
    work=_ON_ONE_LEG,
    words={Phase.REST: "two feet", Phase.OUT: "lift", Phase.HOLD: "balance", Phase.BACK: "down"},
    limits=(*_LEVEL, _SWAY),
    looks_for=("pelvis",),
    dose="collect 60 s on each leg, daily (S1)",
    cannot_see="the pelvis in plain clothes without an edge (stickers help), which muscle works, closed eyes",
    sources=("S1 fix 4", "spec E04"),
    stage="eyes-open",
)

# --- b) eyes closed -----------------------------------------------------------------------------------------

_EYES_CLOSED = replace(
    _EYES_OPEN,
    title="Balance, eyes closed",
    work=replace(
        _ON_ONE_LEG,
        interruption=Wish("touch-down", "Open your eyes, tap, go again — timer waits", Priority.POSITION),
        prompts=(
            Prompt(0.0, Wish("lift", "Lift a foot and stand still, your eyes open", Priority.PRAISE)),
            # A cue is a spoken line or a tone, so this is the tone of spec E04; by then the foot is up.
            Prompt(1.0, Wish("close-eyes", "Close your eyes now; open them any time you wobble", Priority.PRAISE)),
        ),
    ),
    limits=(*_LEVEL, replace(_SWAY, say="Soft knee; open your eyes if you wobble")),
    dose="collect 30 s on each leg, 60 s later on (S1); 60 s at one go is more than most people hold [C33]",
    cannot_see="whether your eyes are closed (an eye is some 10 pixels wide); the pelvis in plain clothes without an "
    "edge (stickers help), which muscle works",
    cautions=(
        "Only with a counter within reach: touch it, or open your eyes, as soon as you wobble.",
        "Not with dizziness, a fall in the last 12 months or nerve trouble in the feet, and not from 65 years on.",
        "Only once you have stood on that leg for 10 s with your eyes open [C33b].",
    ),
    off=True,
    stage="eyes-closed",
    declared="eyes self-declared",
)

# --- c) the other leg moving --------------------------------------------------------------------------------

UNEVEN = 0.5
"""One foot carries if the hips are three times as near to it as to the other across the picture. On the fixture
clips: 0.13 at most on two feet, 0.6 and more on one."""


def _carried(pose: Pose) -> float:
    """Which foot the hips are over: −1 the right one, 0 both, +1 the left one."""
    hips = pose.mid(Joint.HIP)[0]
    left, right = (abs(float(pose[Joint.ANKLE.of(side)][0] - hips)) for side in (Side.LEFT, Side.RIGHT))
    return ratio(right - left, right + left)


def _stood_on(pose: Pose) -> Side | None:
    """The leg that is stood on: the one whose foot is lower, unless the hips are over the other one.

    A foot that goes ahead, towards the lens, comes to lie lower in the picture than the one that is stood on.
    """
    lower = stance(pose)
    return None if lower is None or lower.sign * _carried(pose) < -UNEVEN else lower


def _on_two_feet(pose: Pose, _: Side) -> float:
    """Near 0 with both feet down and the hips between them."""
    return max(abs(foot_height(Body(pose, Side.LEFT))), TWO_FEET.below / UNEVEN * abs(_carried(pose)))


def _free_abduction(pose: Pose, side: Side) -> float:
    free = side.other
    return facing(pose) * free.sign * turn(trunk_down(pose), leg(pose, free))


def _shank_to_thigh(pose: Pose, side: Side) -> float:
    return ratio(length(shank(pose, side.other)), length(thigh(pose, side.other)))


def _free_depth(pose: Pose, side: Side) -> float:
    return float(pose.xyz[Joint.ANKLE.of(side.other), 2] - pose.xyz[Joint.ANKLE.of(side), 2])


@measure("deg", Label.MEASURED)
def leg_out(body: Body) -> float:
    """ABD of the free leg since standing on two feet: against the trunk's axis, + outwards."""
    return change(_free_abduction, body)


def _longer(body: Body) -> float:
    """By how much the free shank is longer against its thigh than on two feet."""
    if body.rest is None:
        return math.nan
    return ratio(_shank_to_thigh(body.pose, body.side), _shank_to_thigh(body.rest, body.side)) - 1.0


@measure("share", Label.ESTIMATED)
def leg_ahead(body: Body) -> float:
    """How far ahead the leg of a foot in the air looks: nearer to the lens, its shank is longer and its ankle lower.

    In shanks below LIFTED. On eight clips of six bodies a leg ahead gets to 0.23–1.1, one at the side or behind to
    0.07 at most, a hanging one to 0.
    """
    return _longer(body) + max(0.0, LIFTED - foot_height(body))


@measure("m", Label.ESTIMATED)
def leg_behind(body: Body) -> float:
    """How far the free ankle is behind the other one by the model's depth, since standing on two feet.

    On three rendered bodies a leg behind reads 0.15–0.45, a hanging one 0.08 at most, one ahead or at the side less.
    """
    return change(_free_depth, body)


def _toe_below(pose: Pose, side: Side) -> float:
    return ratio(toe_below(pose, side.other), length(shank(pose, side)))


def _off_floor_ahead(body: Body) -> float:
    """What tells a foot in the air ahead from one that stands, by the picture alone.

    Its shank is longer, its ankle drawn below the floor, and its toes hang, or are nearer to a lens that is above
    them. On eight clips 0.13 and more in all of the middle of a way to the front, 0.1 at most on two feet.
    """
    return _longer(body) + max(0.0, -foot_height(body)) + change(_toe_below, body)


NEAR, SURELY_NEAR = 0.1, 0.14
"""A foot that is drawn as low as the floor is in the air from the one on while the hips are over the other foot, and
from the other on wherever they are."""

_steady_near, _steady_over = (
    steadily(read, STEADY_S) for read in (_off_floor_ahead, lambda body: body.side.sign * _carried(body.pose))
)


@measure("shank", Label.ESTIMATED)
def foot_up(body: Body) -> float:
    """The free foot's height, as in the other stages; at least LIFTED while the leg is ahead.

    There the picture draws a foot 10 cm and more above the floor level with the other one, or below it. Weight that
    is put on it moves the hips between the feet.
    """
    seen, over_one = steady_height(body), _steady_over(body) > UNEVEN
    return max(seen, LIFTED) if _steady_near(body) > (NEAR if over_one else SURELY_NEAR) else seen


TAPS = (
    Tap("front", _steady(leg_ahead), 0.15, "Now to the front"),
    Tap("side", _steady(leg_out), 15.0, "Now to the side"),
    Tap("back", _steady(leg_behind), 0.12, "Now behind you"),
)
"""Spec E04 for the side; ahead and behind: between a leg that is there and one that is not, on the fixture clips."""

_MOVING_LEG = replace(
    _EYES_OPEN,
    title="Balance, the other leg moving",
    label=Label.ESTIMATED,
    find_side=_stood_on,
    placement=replace(
        _EYES_OPEN.placement,
        words="Camera 2.8 m away at hip height, level. Stand facing it beside a counter you can touch, barefoot, on "
        "a mark in the middle of the picture. Stand on both feet first, then hold one a hand's width above the floor "
        "with the knee almost straight, and move that leg to the front, the side and the back without touching down.",
    ),
    rest=Rest(
        effort=_on_two_feet,
        slack=math.inf,
        anchors=lambda side: (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
        below=TWO_FEET.below,
        needed=False,
    ),
    work=replace(
        _ON_ONE_LEG,
        signal=foot_up,
        # on its way ahead a foot is drawn at the height of the floor for 0.2 s, which spec E04 gives a touch-down
        rule=replace(_ON_ONE_LEG.rule, leave_s=0.4),
        prompts=(Prompt(0.0, Wish("move", "Front, side, back — the foot stays off the floor", Priority.PRAISE)),),
        taps=TAPS,
    ),
    limits=(
        NEAR_FALL,
        Limit(
            "pelvic-drop", level_pelvis, Bound(8, 12), "Keep your hips level while the leg moves",
            Priority.COMPENSATION, 1.5, "spec E04 c: the hip line follows the moving leg [L2]", HELD,
            unseen=PELVIS_UNSEEN,
        ),
        _TRUNK_LEAN,
        _KNEE_VALGUS,
    ),
    dose="collect 60 s on each leg, daily, in every direction (S1)",
    cannot_see="how far the leg goes to the front and the back (counted by estimate), the pelvis in plain clothes "
    "without an edge (stickers help), which muscle works",
    stage="moving-leg",
)

EXERCISE = replace(_EYES_OPEN, later=(_EYES_CLOSED, _MOVING_LEG))
