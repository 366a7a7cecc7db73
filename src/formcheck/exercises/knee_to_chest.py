"""Seated knee-to-chest stretch (spec E11): one leg long, the other foot across it, that knee hugged to the chest.

Arms round a knee and a foot across the other leg are more than the model tells apart: on rendered people it takes
one leg for the other, and puts the hugged knee .7–1.2 trunk lengths from the chest where .2–.5 is true, from every
angle. So nothing here asks which leg is which, and nearness is not judged: the clock runs while somebody who sat
with both legs long has one of them drawn up, and only the trunk is measured. The long leg's knee is not judged
either: on the photo of a real person who sits like this, one straight knee read 10° to 57°, as the photo was
mirrored or scaled. Nor does it help to take whichever leg reaches further: on rendered people that one reads up to
17° straight and from 28° on bent by 40°, but on that photo 15° to 51°, and 80° where it is the wrong one.
"""

from __future__ import annotations

import math

from formcheck.cueing import Priority, Wish
from formcheck.exercise import Advice, Bound, Exercise, Hold, Limit, Placement, Prompt, Rest, View, only_told
from formcheck.geometry import from_vertical, length, ratio
from formcheck.holds import HoldRule
from formcheck.measures import Body, Label, bend, change, leg, measure, thigh, trunk_down, trunk_length
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.position import either, in_view, large_enough, sitting_on_floor
from formcheck.reps import Phase

BENT, STRAIGHT = 45.0, 20.0
"""Degrees that the more bent knee is bent further than at rest when a leg is drawn up, and when it is none. Legs side
by side read 0–11 on rendered people, up to 50 on a real one; a leg drawn up 40–170 more, except where the model takes
the long leg for both. Half way down a leg is read too straight: bent by a true 30°, where the sitting is up, it read
12–26° more than at rest (nine flanks of four rendered bodies, the middle one 20)…"""
SHORT, ALIKE = 0.68, 0.76
"""…and then one of them ends early. The nearer ankle's way from the hip as a share of the further one's: side by side
.79–1."""
UP = 0.1
"""A drawn-up knee stands .5–.7 trunk lengths above the hips, read with arms round it .1 and more (once −.1); one that
is folded flat or long does not."""
HIGH = 0.3
"""A knee this high, trunk lengths, is drawn up though its ankle is hidden; of long legs it reads below the hips."""
FRONTAL, SIDEWAYS = 36.0, 72.0
"""Hips turned out of the picture by less than the one are seen rather from the front, where the legs read anything;
by more than the other from the very side, where the near leg hides the other. On eight rendered bodies sitting with
long legs, from the side to the front: 73–78 side-on, 69–79 at 8°, 60–64 at 20°, 42–56 at 33–38°, 30–40 at 55°, 18–33
at 65°. Nor are the shoulders' breadths of two bodies alike: .45 trunk lengths or .67 at 33°, .65 or .74 at 55°…"""
FRONTAL_AT_WORK = 24.0
"""…and with arms round a knee the hips read down to 32 where they were 45 before."""
HELD = (Phase.HOLD,)


def _reaches(pose: Pose) -> dict[Side, float]:
    """From hip to ankle of every leg that is seen, trunk lengths."""
    reach = {side: ratio(length(leg(pose, side)), trunk_length(pose)) for side in Side}
    return {side: far for side, far in reach.items() if not math.isnan(far)}


def _turned(pose: Pose) -> float:
    """How far the hips are turned out of the picture, degrees, by the model's depth: 0 from the front, 90 side-on."""
    across, _, away = pose.xyz[Landmark.LEFT_HIP] - pose.xyz[Landmark.RIGHT_HIP]
    return math.degrees(math.atan2(abs(away), abs(across)))


def in_three_quarters(body: Body) -> Advice | None:
    """Neither from the very side nor from the front; and who arrives has both legs long."""
    turned, arriving = _turned(body.pose), body.rest is None
    if turned < (FRONTAL if arriving else FRONTAL_AT_WORK):
        return Advice("turned", "Turn away a little: more of your side to the camera")
    if arriving and turned > SIDEWAYS:
        return Advice("turned", "Turn to the camera a little: both legs in view")
    if arriving and any(reach < 1.2 for reach in _reaches(body.pose).values()):
        return Advice("legs-bent", "Start with both legs long")
    return None


def _most_bent(pose: Pose, _: Side) -> float:
    """Knee flexion of the leg that is bent more, of those that are seen."""
    return max((bent for side in Side if not math.isnan(bent := bend(pose, side))), default=math.nan)


def _knee_height(pose: Pose, side: Side) -> float:
    """A knee above its hip, trunk lengths."""
    return ratio(-float(thigh(pose, side)[1]), trunk_length(pose))


def _knee_up(pose: Pose) -> bool:
    """Whether a knee stands above the hips."""
    return any(_knee_height(pose, side) > UP for side in Side)


def _ankle_behind(pose: Pose) -> bool:
    """Whether a knee stands high whose ankle something hides: the arms, or the other leg as the trunk leans back."""
    return any(_knee_height(pose, side) > HIGH and math.isnan(bend(pose, side)) for side in Side)


@measure("share", Label.TIMED)
def drawn_up(body: Body) -> float:
    """One leg drawn up, whichever it is: 1 and more it is, 0 and less it is not.

    At most half while no knee stands up: a hold begins with a knee that is seen to, but arms may then hide it.
    """
    pose = body.pose
    share = (change(_most_bent, body) - STRAIGHT) / (BENT - STRAIGHT)
    reaches = _reaches(pose).values()
    if len(reaches) == len(Side):
        share = max(share, (ALIKE - ratio(min(reaches), max(reaches))) / (ALIKE - SHORT))
    if _ankle_behind(pose):
        share = max(share, 1.0)
    return share if _knee_up(pose) else min(share, 0.5)


@measure("deg", Label.MEASURED)
def off_upright(body: Body) -> float:
    """The trunk from the vertical, to whichever side."""
    return abs(from_vertical(-trunk_down(body.pose)))


EXERCISE = Exercise(
    id="knee-to-chest",
    title="Seated knee to chest",
    label=Label.TIMED,
    both_sides=False,
    find_side=only_told,  # the model swaps crossed legs: the person says which
    placement=Placement(
        View.FLOOR_SIDE,
        distance_m=2.1,
        lens_height_m=(0.3, 0.5),
        words="Camera 2.1 m away on a low stool, level. Sit on the floor with both legs long, side-on, then turn "
        "a third of the way to the camera: both legs in view. The leg that stays long is the one nearest to it.",
    ),
    position=(
        sitting_on_floor,
        in_view("Move until your shoulders, hips and feet are in the picture", Joint.KNEE, Joint.ANKLE, legs=either),
        in_three_quarters,
        large_enough(1, 0.33, "Come nearer: your body should fill a third of the height of the picture"),
    ),
    rest=Rest(effort=_most_bent, slack=math.inf, anchors=lambda side: (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)),
    work=Hold(
        signal=drawn_up,
        rule=HoldRule(enter=1.0, enter_s=0.3, leave=0.0, leave_s=0.8, target_s=30.0),
        interruption=Wish("let-go", "Draw the knee up again — timer waits", Priority.POSITION),
        prompts=(
            Prompt(3.0, Wish("hug", "Hug the knee close, the other leg long", Priority.PRAISE)),
            Prompt(9.0, Wish("turn", "Turn gently toward the bent knee", Priority.PRAISE)),
            Prompt(18.0, Wish("breathe", "Slow, deep breath", Priority.PRAISE)),
        ),
    ),
    words={Phase.REST: "ready", Phase.OUT: "draw up", Phase.HOLD: "hold", Phase.BACK: "release"},
    limits=(
        Limit(
            "trunk-fold", off_upright, Bound.at_most(30), "Sit tall first",
            Priority.COMPENSATION, 2.0, "ENG (spec E11)", HELD,
        ),
    ),
    dose="30–60 s, twice on each side, deep breaths (S2)",
    cannot_see="how near the knee comes to the chest, which leg is crossed (say it), a long leg that bends, the turn "
    "of the trunk",
    sources=("S2", "spec E11"),
    cautions=("If you feel it at the knee, stop.",),
)
