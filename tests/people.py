"""Stick figures whose angles are known, and what they do over time.

A figure is drawn upright with its front to the lens, in trunk lengths (mid-shoulder to mid-hip), and then turned and
placed in the picture. Angles are degrees. "Outward" is away from the body's midline, whichever side it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from floor_people import bridging, figure_four, knee_hugged
from formcheck.exercises.clamshell import RADIUS
from formcheck.measures.standing import KNEE_NEARER
from formcheck.pose import N_LANDMARKS, Joint, Landmark, Pose, Side

SIZE = (640, 360)
SHOULDERS, HIPS = 0.30, 0.17
"""Half of the width of shoulders and hips."""
THIGH, SHANK = 0.80, 0.75
LEG = THIGH + SHANK
METRES = 0.5
"""Length of the trunk, for world landmarks."""
LYING_AT, LYING_SCALE = (320.0, 250.0), 150.0
FLOOR, STANDING_SCALE = 335.0, 100.0


# --- the body -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leg:
    """One leg as the picture shows it: two bones, their angles outward from straight down, lengths in trunks."""

    thigh_deg: float = 0.0
    shank_deg: float = 0.0
    thigh: float = THIGH
    shank: float = SHANK
    toe_out: float = 0.0
    """How far the toe points outward, perpendicular to the leg, in shank lengths."""

    @property
    def knee(self) -> tuple[float, float]:
        """From the hip: (outward, down)."""
        return _polar(self.thigh, self.thigh_deg)

    @property
    def ankle(self) -> tuple[float, float]:
        """From the hip: (outward, down)."""
        shank = _polar(self.shank, self.shank_deg)
        return self.knee[0] + shank[0], self.knee[1] + shank[1]


def leg(lift: float = 0.0, valgus: float = 0.0, reach: float | None = None, toe_out: float = 0.0) -> Leg:
    """A leg whose line from hip to ankle points `lift` outward, its knee bent inward by `valgus` in the picture.

    `reach` is the distance from hip to ankle as a share of the straight leg; without it the bones keep their length.
    """
    v = math.radians(valgus)
    across, down = SHANK * math.sin(v), THIGH + SHANK * math.cos(v)
    scale = 1.0 if reach is None else reach * LEG / math.hypot(across, down)
    thigh_deg = lift - math.degrees(math.atan2(across, down))
    return Leg(thigh_deg, thigh_deg + valgus, THIGH * scale, SHANK * scale, toe_out)


@dataclass(frozen=True)
class Figure:
    """A person in the picture."""

    left: Leg = Leg()
    right: Leg = Leg()
    trunk_tilt: float = 0.0
    """The trunk turned about the hips, + anticlockwise on the screen of a figure that faces the lens."""
    hip_tilt: float = 0.0
    """The line of the hips, + the left hip nearer to the head."""
    roll: float = 0.0
    """Shoulders and hips about the trunk's axis, + the left side backward."""
    behind: bool = False
    """The back to the lens instead of the front."""
    turned: float = 0.0
    """The whole body in the picture, + anticlockwise on the screen."""
    at: tuple[float, float] = (320.0, 180.0)
    """Mid-hip, pixels."""
    scale: float = STANDING_SCALE
    """Pixels to a trunk length."""

    def pose(self, t: float = 0.0) -> Pose:
        """This body at one instant, every landmark seen."""
        placed = _about_vertical(180.0 if self.behind else 0.0) @ _about_depth(self.turned)
        seen = self._places() @ placed
        xy = np.array(self.at) + self.scale * seen[:, :2]
        return Pose(t, xy, METRES * seen, np.full(N_LANDMARKS, 0.99), SIZE)

    def _places(self) -> NDArray[np.float64]:
        """(33, 3) trunk lengths from mid-hip: x to the person's left, y down, z backward."""
        at = np.empty((N_LANDMARKS, 3))
        at[: Joint.HIP] = _UPPER_BODY @ (_about_vertical(-self.roll) @ _about_depth(self.trunk_tilt))
        hips = _HIPS @ (_about_depth(self.hip_tilt) @ _about_vertical(-self.roll))
        at[Joint.HIP :: 2] = hips[0] + _leg_places(self.left, 1.0)
        at[Joint.HIP + 1 :: 2] = hips[1] + _leg_places(self.right, -1.0)
        return at


def _upper_body() -> NDArray[np.float64]:
    """(23, 3) head and arms of an upright trunk."""
    at = np.zeros((Joint.HIP.value, 3))
    at[:11] = 0.0, -1.35, -0.1
    hands = (Landmark.LEFT_PINKY, Landmark.LEFT_INDEX, Landmark.LEFT_THUMB)
    for side in Side:
        at[Joint.SHOULDER.of(side)] = side.sign * SHOULDERS, -1.0, 0.0
        at[Joint.ELBOW.of(side)] = side.sign * (SHOULDERS + 0.05), -0.5, 0.0
        for landmark in (Landmark.LEFT_WRIST, *hands):
            at[landmark + (side is Side.RIGHT)] = side.sign * (SHOULDERS + 0.08), -0.1, 0.0
    return at


def _leg_places(limb: Leg, sign: float) -> NDArray[np.float64]:
    """(5, 3) hip, knee, ankle, heel and toe, from the hip; `sign` is +1 for the left leg."""
    knee, ankle = limb.knee, limb.ankle
    long = math.hypot(*ankle)
    out, down = ankle[0] / long, ankle[1] / long
    heel = ankle[0] + 0.08 * out, ankle[1] + 0.08 * down
    aside = limb.toe_out * limb.shank
    toe = heel[0] + 0.05 * out + aside * down, heel[1] + 0.05 * down - aside * out
    return np.array([(sign * x, y, 0.0) for x, y in ((0.0, 0.0), knee, ankle, heel, toe)])


_UPPER_BODY = _upper_body()
_HIPS = np.array([(HIPS, 0.0, 0.0), (-HIPS, 0.0, 0.0)])


def legs(side: Side, own: Leg, other: Leg) -> tuple[Leg, Leg]:
    """The left and the right leg of a figure, told by the working side."""
    return (own, other) if side is Side.LEFT else (other, own)


def _polar(length: float, degrees: float) -> tuple[float, float]:
    return length * math.sin(math.radians(degrees)), length * math.cos(math.radians(degrees))


def _about_depth(degrees: float) -> NDArray[np.float64]:
    """For row vectors with y down: anticlockwise on the screen."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def _about_vertical(degrees: float) -> NDArray[np.float64]:
    """For row vectors: what is on the left of the person comes forward."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


# --- postures -----------------------------------------------------------------------------------------------


def lying(
    t: float,
    top: Side,
    lift: float = 0.0,
    *,
    bend: float = 0.0,
    reach: float | None = None,
    tilt: float = 0.0,
    roll: float = 0.0,
    hike: float = 0.0,
    toe_up: float = 0.0,
    behind: bool = False,
) -> Pose:
    """Lying on the side, legs straight but for what is asked of the top one.

    The line from its hip to its ankle is lifted by `lift`; its knee is bent by `bend`, its length in the picture is
    `reach` of the straight leg's. Trunk and hips: turned by `tilt`, rolled backward by `roll`, the top hip drawn
    towards the ribs by `hike`. The top foot points up by `toe_up` shanks.
    """
    figure = Figure(
        *legs(top, leg(lift, bend, reach, toe_up), Leg()),
        trunk_tilt=tilt,
        roll=roll * top.sign,
        hip_tilt=hike * top.sign,
        behind=behind,
        turned=90.0 * top.sign * (-1.0 if behind else 1.0),
        at=LYING_AT,
        scale=LYING_SCALE,
    )
    return figure.pose(t)


FLEXED = math.cos(math.radians(45.0))
"""How much of a thigh is left in the picture when hips are flexed by 45°."""
CLAM_ARC = RADIUS * math.sqrt(LEG * FLEXED)
"""Trunk lengths; a hip is LEG * FLEXED from its ankle here."""


def clam(
    t: float,
    top: Side,
    opening: float = 0.0,
    *,
    slide: float = 0.0,
    feet: float = 0.0,
    tilt: float = 0.0,
    roll: float = 0.0,
    behind: bool = False,
) -> Pose:
    """Lying on the side, hips flexed by 45° and knees bent; the top knee opened on its arc about the resting foot.

    The top knee may `slide` along the trunk, and the feet come apart by `feet`, in trunk lengths.
    """
    up = CLAM_ARC * math.sin(math.radians(opening))
    knee, ankle = (up, THIGH * FLEXED + slide), (feet, LEG * FLEXED)
    shank = (ankle[0] - knee[0], ankle[1] - knee[1])
    opened = Leg(_angle(knee), _angle(shank), math.hypot(*knee), math.hypot(*shank))
    figure = Figure(
        *legs(top, opened, Leg(thigh=THIGH * FLEXED, shank=SHANK * FLEXED)),
        trunk_tilt=tilt,
        roll=roll * top.sign,
        behind=behind,
        turned=90.0 * top.sign * (-1.0 if behind else 1.0),
        at=LYING_AT,
        scale=LYING_SCALE,
    )
    return figure.pose(t)


def squatting(
    t: float, depth: float = 0.0, *, left: float = 0.0, right: float = 0.0, behind: bool = False, x: float = 320.0
) -> Pose:
    """Standing on both feet, the hips lowered by `depth` percent, each knee fallen in by so many degrees."""
    reach = 1.0 - depth / 100.0
    return Figure(
        leg(valgus=left, reach=reach),
        leg(valgus=right, reach=reach),
        behind=behind,
        at=(x, FLOOR - STANDING_SCALE * LEG * reach),
    ).pose(t)


def depth(knee_flexion: float) -> float:
    """How far the hips come down in a squat, in percent: 45° of the knee are 7.7, 60° are 13.5 (spec §1.3 DROP)."""
    thigh_deg = 0.45 * knee_flexion
    shank_deg = knee_flexion - thigh_deg
    return 50.0 * (2.0 - math.cos(math.radians(thigh_deg)) - math.cos(math.radians(shank_deg)))


def balancing(
    t: float,
    stance: Side,
    foot: float = 0.0,
    *,
    drop: float = 0.0,
    lean: float = 0.0,
    valgus: float = 0.0,
    sway: float = 0.0,
    sink: float = 0.0,
    behind: bool = False,
    x: float = 320.0,
) -> Pose:
    """Standing on one leg, the other foot `foot` shanks above the floor; on both while that is 0.

    The free side of the pelvis drops by `drop`, the trunk leans towards the stance leg by `lean`, the stance knee
    falls in by `valgus`; the hips have moved over the stance foot by `sway` percent of a leg, + to the right, and
    down by `sink` percent.
    """
    outward = -stance.sign * (-1.0 if behind else 1.0)
    own = leg(outward * math.degrees(math.asin(sway / 100.0)), valgus, 1.0 - sink / 100.0 if sink else None)
    half = HIPS * math.sin(math.radians(drop))
    free = (own.ankle[1] - 2 * half - foot * SHANK) / LEG
    figure = Figure(
        *legs(stance, own, leg(reach=free)),
        trunk_tilt=-lean * stance.sign,
        hip_tilt=drop * stance.sign,
        behind=behind,
        at=(x + STANDING_SCALE * LEG * sway / 100.0, FLOOR - STANDING_SCALE * (own.ankle[1] - half)),
    )
    return replace(figure.pose(t), pelvis=drop * stance.sign)


HANGING = math.degrees(math.acos(1 / KNEE_NEARER))
"""What the formula of a lifted thigh reads of one that hangs."""


def marching(
    t: float,
    lifted: Side,
    up: float = 0.0,
    *,
    foot_out: float = 0.0,
    aside: float = 0.0,
    lean: float = 0.0,
    drop: float = 0.0,
    behind: bool = False,
) -> Pose:
    """Standing with one thigh lifted to `up` degrees (90 is level), its foot `foot_out` by so many.

    The knee is `aside` by so many lengths of a lifted thigh; the trunk leans by `lean` towards the leg stood on; the
    lifted side of the pelvis drops by `drop`.
    """
    down = KNEE_NEARER * THIGH * math.cos(math.radians(max(up, HANGING)))
    knee = (KNEE_NEARER * THIGH * aside, down)
    own = Leg(_angle(knee), foot_out, math.hypot(*knee))
    half = HIPS * math.sin(math.radians(drop))
    figure = Figure(
        *legs(lifted, own, Leg()),
        trunk_tilt=lean * lifted.sign,
        hip_tilt=-drop * lifted.sign,
        behind=behind,
        at=(320.0, FLOOR - STANDING_SCALE * (LEG - half)),
    )
    return replace(figure.pose(t), pelvis=-drop * lifted.sign)


def half_kneeling(
    t: float, knee: Side, up: float = 1.0, *, shift: float = 0.0, arm_up: bool = True, behind: bool = False
) -> Pose:
    """On one knee, seen from the front: the shin on the floor and the thigh in front point at the lens.

    `up` is 1 with the thigh upright, 0 sitting back on the heel. The hips have moved by `shift` hip widths towards
    the kneeling side.
    """
    high = THIGH * (0.5 + 0.5 * up)
    to_knee = (-2 * HIPS * shift, high)
    own = Leg(_angle(to_knee), 0.0, math.hypot(*to_knee), 0.02)
    to_front = (2 * HIPS * shift, high - SHANK)
    other = Leg(_angle(to_front), 0.0, math.hypot(*to_front), SHANK)
    x = 320.0 + STANDING_SCALE * 2 * HIPS * shift * knee.sign * (-1.0 if behind else 1.0)
    pose = Figure(
        *legs(knee, own, other), behind=behind, at=(x, FLOOR - STANDING_SCALE * (high + 0.05))
    ).pose(t)
    xy = pose.xy.copy()
    xy[Joint.WRIST.of(knee), 1] -= 180.0 if arm_up else 0.0
    return replace(pose, xy=xy)


def kneeling_from_side(t: float, knee: Side, *, glide: float = 0.0, fold: float = 0.0) -> Pose:
    """On one knee, seen from that side: the thigh's slope and the trunk's fold, + forward, in degrees.

    Knee and feet stay where they are.
    """
    thigh, trunk = _polar(THIGH, -glide), _polar(1.0, fold)
    ahead = float(thigh[0]) + 0.8
    at = np.zeros((N_LANDMARKS, 2))  # from the hip: forward, down
    at[: Joint.HIP] = trunk[0], -trunk[1]
    at[:11] = 1.35 * trunk[0] + 0.1, -1.35 * trunk[1]
    own, front = knee, knee.other
    for joint, place in (
        (Joint.KNEE, thigh),
        (Joint.ANKLE, (thigh[0] - SHANK, thigh[1])),
        (Joint.HEEL, (thigh[0] - SHANK, thigh[1])),
        (Joint.FOOT_INDEX, (thigh[0] - SHANK - 0.2, thigh[1])),
    ):
        at[joint.of(own)] = place
    for joint, place in (
        (Joint.KNEE, (ahead, thigh[1] - SHANK)),
        (Joint.ANKLE, (ahead, thigh[1])),
        (Joint.HEEL, (ahead - 0.05, thigh[1] + 0.05)),
        (Joint.FOOT_INDEX, (ahead + 0.2, thigh[1] + 0.05)),
    ):
        at[joint.of(front)] = place
    to_right = np.array([-own.sign, 1.0])  # the left side is the near one of somebody who faces the left
    hip = np.array([320.0, FLOOR - 5.0]) - STANDING_SCALE * np.array(thigh) * to_right
    xy = hip + STANDING_SCALE * at * to_right
    world = np.column_stack([METRES * at * to_right, np.zeros(N_LANDMARKS)])
    return Pose(t, xy, world, np.full(N_LANDMARKS, 0.99), SIZE)


def seated(
    t: float, side: Side, swing: float = 0.0, *, aside: float = 0.0, hitch: float = 0.0, behind: bool = False
) -> Pose:
    """Sitting with the thighs towards the lens, one shin swung out by so many degrees.

    Its knee is `aside` by so many shanks, its side of the pelvis `hitch`ed by so many degrees.
    """
    to_knee = (aside * SHANK, 0.12)
    own = Leg(_angle(to_knee), swing, math.hypot(*to_knee))
    return Figure(
        *legs(side, own, Leg(thigh=0.12)), hip_tilt=hitch * side.sign, behind=behind, at=(320.0, 220.0)
    ).pose(t)


def stepping_down(
    t: float, stance: Side, sink: float = 0.0, *, valgus: float = 0.0, lean: float = 0.0, hands: float = 0.0,
    hop: float = 0.0, drop: float = 0.0,
) -> Pose:  # fmt: skip
    """Standing on a step with one leg, the other straight beside it: the hips sink by `sink` percent of a leg.

    The stance knee falls in by `valgus`, the trunk leans towards the stance leg by `lean`, both hands leave the hips
    by `hands` trunk lengths, the foot hops by `hop` percent of a leg to the right, the free side of the pelvis
    drops by `drop`.
    """
    own = leg(-6.0, valgus, 1.0 - sink / 100.0)
    hips = FLOOR - 40.0 - STANDING_SCALE * own.ankle[1]
    pose = Figure(
        *legs(stance, own, leg(4.0)),
        trunk_tilt=-lean * stance.sign,
        hip_tilt=drop * stance.sign,
        at=(320.0 + STANDING_SCALE * LEG * hop / 100.0, hips),
    ).pose(t)
    xy = pose.xy.copy()
    for side in Side:
        away = side.sign * STANDING_SCALE * (0.3 + hands)
        xy[Joint.WRIST.of(side)] = pose[Joint.HIP.of(side)] + (away, -0.2 * STANDING_SCALE)
    return replace(pose, xy=xy, pelvis=drop * stance.sign)


def _angle(v: tuple[float, float]) -> float:
    return math.degrees(math.atan2(v[0], v[1]))


# --- time ---------------------------------------------------------------------------------------------------


def clock(seconds: float, hz: float = 30.0, start: float = 0.0, jitter: float = 0.0, seed: int = 0) -> list[float]:
    """When a camera takes its pictures: at `hz`, each early or late by up to `jitter` of the interval."""
    even = np.arange(0.0, seconds, 1.0 / hz)
    late = np.random.default_rng(seed).uniform(-jitter / 2, jitter / 2, len(even)) / hz
    return [float(t) for t in start + even + late]


def raised_cosine(share: float) -> float:
    """From 0 to 1 as a pendulum swings."""
    return (1.0 - math.cos(math.pi * share)) / 2.0


def minimum_jerk(share: float) -> float:
    """From 0 to 1 as an arm reaches: gentler at both ends."""
    return share**3 * (10.0 - 15.0 * share + 6.0 * share**2)


Course = Callable[[float], float]
"""How far along a movement is, by the seconds since it began."""


@dataclass(frozen=True)
class Moves:
    """A level over time: from one to the next, smoothly; it starts at 0."""

    steps: tuple[tuple[float, float], ...]
    """(level to reach, seconds to take), in order."""
    shape: Course = raised_cosine

    @property
    def seconds(self) -> float:
        """How long it all takes."""
        return sum(seconds for _, seconds in self.steps)

    def __call__(self, t: float) -> float:
        """The level after so many seconds."""
        level = 0.0
        for target, seconds in self.steps:
            if t < seconds:
                return level + (target - level) * self.shape(max(0.0, t) / seconds)
            t, level = t - seconds, target
        return level


def rep(peak: float, up: float = 1.5, hold: float = 2.3, down: float = 2.4, rest: float = 1.0) -> Moves:
    """One repetition and the rest after it."""
    return Moves(((peak, up), (peak, hold), (0.0, down), (0.0, rest)))


def rest(seconds: float) -> Moves:
    """Nothing happens."""
    return Moves(((0.0, seconds),))


def then(*parts: Moves) -> Moves:
    """One after the other."""
    return Moves(tuple(step for part in parts for step in part.steps), parts[0].shape)


def times(n: int, part: Moves) -> Moves:
    """The same again and again."""
    return then(*[part] * n)


Draw = Callable[[float, float], Pose]
"""The pose at a time, given the level of the movement."""


def act(draw: Draw, moves: Moves, hz: float = 30.0, start: float = 0.0, jitter: float = 0.0) -> list[Pose]:
    """What a camera sees of somebody who moves."""
    return [draw(t, moves(t - start)) for t in clock(moves.seconds, hz, start, jitter)]


def hidden(pose: Pose, *landmarks: Landmark) -> Pose:
    """The same pose, but the model does not trust these landmarks."""
    visibility = pose.visibility.copy()
    visibility[list(landmarks)] = 0.1
    return replace(pose, visibility=visibility)


def shaken(poses: Iterable[Pose], px: float, seed: int = 0) -> list[Pose]:
    """Somebody who does not lie still: the whole body wanders about by so many pixels, ten times a second."""
    moved = []
    for pose in poses:
        to = np.random.default_rng([seed, int(pose.t * 10)]).uniform(-px, px, 2)
        moved.append(replace(pose, xy=pose.xy + to))
    return moved


def absent(seconds: float, hz: float = 30.0, start: float = 0.0) -> list[Pose]:
    """An empty room."""
    return [Pose.nobody(t, SIZE) for t in clock(seconds, hz, start)]


def walking_in(seconds: float = 2.0, hz: float = 30.0, start: float = 0.0) -> list[Pose]:
    """Somebody who comes from the left edge to the middle of the picture, side on."""

    def step(t: float) -> Pose:
        share, swing = (t - start) / seconds, 25.0 * math.sin(2 * math.pi * (t - start))
        figure = Figure(leg(swing), leg(swing), at=(-40.0 + 360.0 * share, FLOOR - STANDING_SCALE * LEG))
        narrow = figure.pose(t)
        middle = figure.at[0]
        return replace(narrow, xy=np.column_stack([middle + 0.3 * (narrow.xy[:, 0] - middle), narrow.xy[:, 1]]))

    return [step(t) for t in clock(seconds, hz, start)]


def lying_down(
    top: Side, seconds: float = 2.0, hz: float = 30.0, start: float = 0.0, up_again: bool = False
) -> list[Pose]:
    """Somebody who goes from standing in the middle to lying on the side, or back."""

    def moment(t: float) -> Pose:
        share = raised_cosine((t - start) / seconds)
        share = 1.0 - share if up_again else share
        crouch = 1.0 - 0.5 * math.sin(math.pi * share)
        upright = (320.0, FLOOR - STANDING_SCALE * LEG)
        return Figure(
            leg(reach=crouch),
            leg(reach=crouch),
            turned=90.0 * top.sign * share,
            at=(upright[0] + share * (LYING_AT[0] - upright[0]), upright[1] + share * (LYING_AT[1] - upright[1])),
            scale=STANDING_SCALE + share * (LYING_SCALE - STANDING_SCALE),
        ).pose(t)

    return [moment(t) for t in clock(seconds, hz, start)]


def one_after_another(*scenes: Callable[[float], Sequence[Pose]], hz: float = 30.0) -> list[Pose]:
    """Scenes in a row: each is told when it starts."""
    poses: list[Pose] = []
    for scene in scenes:
        poses += scene(poses[-1].t + 1 / hz if poses else 0.0)
    return poses


# --- whole sets, done well ----------------------------------------------------------------------------------

ABDUCTION = rep(30.0)
CLAM = rep(30.0, up=1.5, hold=0.6, down=2.4)
SQUAT = rep(52.0, up=1.5, hold=0.5, down=1.5)
BRIDGE = rep(45.0, up=1.5, hold=1.4, down=2.4)
STRETCH = then(Moves(((1.0, 1.2), (1.0, 6.0), (0.0, 1.0))), rest(1.0))
MARCH = rep(1.0, up=1.2, hold=5.5, down=1.2)
KNEEL = then(Moves(((1.0, 0.8), (1.0, 6.0), (0.0, 0.8))), rest(1.5))
SWING = rep(36.0, up=1.2, hold=0.7, down=1.2)
STEP = rep(62.0, up=1.5, hold=0.3, down=1.5)
BALANCE = then(Moves(((0.5, 0.6), (0.5, 6.0), (0.0, 0.6))), rest(1.0))


@dataclass(frozen=True)
class Ideal:
    """How an exercise is done well, once."""

    draw: Callable[[float, float, Side], Pose]
    cycle: Moves

    def poses(self, n: int, side: Side = Side.LEFT, hz: float = 30.0, start: float = 0.0) -> list[Pose]:
        """Done so many times, after a moment of rest."""
        moves = then(rest(1.5), times(n, self.cycle))
        return act(lambda t, level: self.draw(t, level, side), moves, hz, start)


STILL = Moves(((1.0, 0.01), (1.0, 10.0), (0.0, 0.01), (0.0, 4.0)))
"""Still on one spot, then on the way to another."""
ROLL = Moves(((1.0, 0.01), (1.0, 16.0), (0.0, 0.01), (0.0, 9.0)))
STAY = Moves(((1.0, 0.01), (1.0, 6.0), (0.0, 0.01), (0.0, 4.0)))
"""In the picture, and out of it."""


def fidgeting(t: float, still: float, side: Side) -> Pose:
    """Lying on the side; unless `still`, the whole body moves to and fro along itself by 10 cm, once a second."""
    return slid(lying(t, side), 0.0 if still > 0.5 else 0.1 * math.sin(2 * math.pi * t))


def rolling(t: float, going: float, side: Side, per_min: float = 15.0) -> Pose:
    """Lying on the side; while `going`, to and fro along the body by 10 cm, so many times a minute."""
    return slid(lying(t, side), 0.1 * math.sin(2 * math.pi * t * per_min / 60) if going > 0.5 else 0.0)


def supine(t: float, side: Side) -> Pose:
    """Lying on the back, legs straight, this side to the lens."""
    upright = Figure(turned=90.0 * side.sign, at=LYING_AT, scale=LYING_SCALE).pose(t)
    flat = upright.xyz @ np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    return replace(upright, xyz=flat, xy=np.array(LYING_AT) + LYING_SCALE / METRES * flat[:, :2])


def fidgeting_supine(t: float, still: float, side: Side) -> Pose:
    """The same on the back."""
    return slid(supine(t, side), 0.0 if still > 0.5 else 0.1 * math.sin(2 * math.pi * t))


def slid(pose: Pose, trunks: float) -> Pose:
    """The same body further along the picture by so many lengths of a lying trunk."""
    return replace(pose, xy=pose.xy + np.array([trunks * LYING_SCALE, 0.0]))


IDEAL = {
    "hip-abduction": Ideal(lambda t, level, side: lying(t, side, level), ABDUCTION),
    "clamshell": Ideal(lambda t, level, side: clam(t, side, level), CLAM),
    "squat": Ideal(lambda t, level, _: squatting(t, depth(level)), SQUAT),
    "tfl-release": Ideal(fidgeting, STILL),
    "glute-med-release": Ideal(fidgeting, STILL),
    "glute-max-release": Ideal(fidgeting_supine, STILL),
    "iliacus-release": Ideal(fidgeting_supine, STILL),
    "psoas-release": Ideal(fidgeting_supine, STILL),
    "lateral-quad-roll": Ideal(rolling, ROLL),
    "pelvic-realignment": Ideal(lambda t, here, side: supine(t, side) if here > 0.5 else Pose.nobody(t, SIZE), STAY),
    "glute-bridge": Ideal(lambda t, level, side: bridging(t, side, level - 45.0 + 2.5), BRIDGE),
    "figure-four": Ideal(
        lambda t, level, side: figure_four(t, side, 50.0 * level, crossed=min(1.0, 4.0 * level)), STRETCH
    ),
    "single-leg-squat": Ideal(lambda t, level, side: balancing(t, side, 0.6, sink=depth(level)), SQUAT),
    "step-down": Ideal(lambda t, level, side: stepping_down(t, side, depth(level)), STEP),
    "trendelenburg": Ideal(lambda t, level, side: balancing(t, side, level), BALANCE),
    "single-leg-balance": Ideal(lambda t, level, side: balancing(t, side, level), BALANCE),
    "march": Ideal(lambda t, level, side: marching(t, side, 85.0 * level, foot_out=25.0 * level), MARCH),
    "knee-to-chest": Ideal(lambda t, level, side: knee_hugged(t, side, level), STRETCH),
    "tfl-stretch": Ideal(lambda t, level, side: half_kneeling(t, side, level), KNEEL),
    "hip-rotation": Ideal(lambda t, level, side: seated(t, side, level), SWING),
}
"""By exercise id. A new exercise adds its own here."""
