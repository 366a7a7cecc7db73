"""From an arriving body to one that can be judged: position, working side, the person's own rest."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace

import numpy as np

from formcheck.exercise import Advice, Exercise
from formcheck.measures import Body, trunk_length
from formcheck.pose import Pose, Side
from formcheck.position import NOBODY, plausible, visible

ARRIVE_S = 1.0
"""The position must be right, and the anchors quiet, for this long before anything counts (spec E01: 1 s of rest)."""
LOSE_S = 0.5
"""A position that is wrong for less than this is a wobble; for longer, nothing is measured (spec G-vis)."""
FORGET_S = 3.0
"""After so long out of position the person has to settle anew."""
QUIET = 0.08
"""Anchors are quiet while they stay within this many trunk lengths of their middle: landmarks of the hip drift by
0.03 with a lifted leg, people who are still lying down move by much more."""
ADRIFT = 0.35
"""Anchors that left their place by this many trunk lengths: the person has moved. A 10° tilt moves a shoulder .17."""
REANCHOR_S = 0.2
"""A new rest is the median of the poses of this long."""


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """What is known of the person's place at one instant."""

    body: Body | None
    """None while there is nothing to measure."""
    advice: Advice | None
    """What to change; None while the person is in place."""
    ready: bool
    """Whether this instant may be measured."""
    replayed: tuple[Pose, ...] = ()
    """The poses since the person came to rest, given once, when the set begins: people start without waiting."""
    moved_rest: bool = False
    """Rest was found to lie lower than thought: what was measured from the old one is void."""


class Settler:
    """Follows one person into position. Feed it every pose, in order."""

    def __init__(self, exercise: Exercise, forced: Side | None) -> None:
        self._exercise = exercise
        self._forced = forced
        self.side = forced
        self.read_by = forced or Side.LEFT
        """The side that measures go by: who puts the foot down is still read by the leg that worked last."""
        self.rest: Pose | None = None
        self._ready = False
        self._good_t = self._in_place_t = -math.inf
        self._recent: deque[Pose] = deque()

    def update(self, pose: Pose) -> Settled:
        """Where the person is now."""
        pose = visible(pose)
        side = self._side(pose)
        self.read_by = side or self.read_by
        body = self.body(pose)
        advice = self._advice(body, side)
        if advice is None:
            self._good_t = pose.t
            return self._in_place(body)
        there_t = self._in_place_t if self._ready else self._good_t  # who walks out of view has left before that
        if self._ready and pose.t - there_t <= LOSE_S:
            return Settled(body if pose.seen else None, None, ready=True)
        self._leave(forget=pose.t - there_t > FORGET_S or there_t < self._good_t)
        return Settled(None, advice, ready=False)

    def body(self, pose: Pose) -> Body:
        """What measures look at in this pose."""
        return Body(pose, self.read_by, self.rest, side_known=self.side is not None)

    def _side(self, pose: Pose) -> Side | None:
        if self._forced is not None or not pose.seen:
            return self.side
        seen, rest = self._exercise.find_side(pose), self._exercise.rest
        if seen is not None and (not self._ready or self.side is None):
            self.side = seen
        elif seen is None and not rest.needed and rest.effort(pose, Side.LEFT) < rest.below:
            self.side = None
        return self.side

    def _advice(self, body: Body, side: Side | None) -> Advice | None:
        if not body.pose.seen:
            return NOBODY
        failed = next((a for check in (plausible, *self._exercise.position) if (a := check(body))), None)
        if failed is None and side is not None:
            shown = self._exercise.find_side(body.pose)
            if not self._exercise.both_sides and shown is not None and shown is not side:
                return Advice("wrong-side", f"Change over: this set works your {side.value} leg")
        return failed

    def _in_place(self, body: Body) -> Settled:
        pose = body.pose
        self._recent.append(pose)
        if self._ready:
            if self.rest is None or not self._adrift(body):
                self._in_place_t = pose.t
            elif pose.t - self._in_place_t > LOSE_S:
                self._leave(forget=True)
                return Settled(None, None, ready=False)
            return self._at_work(body)
        while not self._quiet(body.side):
            self._recent.popleft()
        if pose.t - self._recent[0].t < ARRIVE_S and not self._resumes(pose):
            return Settled(body, None, ready=False)
        self._ready, self._in_place_t = True, pose.t
        if self.rest is None:
            self.rest = self._lowest(body.side)
        body = replace(body, rest=self.rest)
        return Settled(body, None, ready=True, replayed=tuple(self._recent)[:-1])

    def _resumes(self, pose: Pose) -> bool:
        return self.rest is not None and pose.t - self._recent[0].t >= ARRIVE_S / 2

    def _at_work(self, body: Body) -> Settled:
        """Keep looking for a truer rest: lower than the one taken, or the first one if none was seen yet."""
        rest_of, pose = self._exercise.rest, body.pose
        effort = rest_of.effort(pose, body.side)
        if self.rest is None and rest_of.needed and not effort < rest_of.below:
            self._recent.clear()  # a rest is a second of nothing else
            return Settled(body, None, ready=True)
        if self.rest is None:
            quiet = self._quiet(body.side) and pose.t - self._recent[0].t >= ARRIVE_S
            while self._recent and (not self._quiet(body.side) or self._recent[0].t < pose.t - 1.5 * ARRIVE_S):
                self._recent.popleft()
            if quiet and effort < rest_of.below:
                self.rest = self._lowest(body.side)
            return Settled(replace(body, rest=self.rest), None, ready=True)
        while self._recent[0].t < pose.t - REANCHOR_S:
            self._recent.popleft()
        lower = effort < rest_of.effort(self.rest, body.side) - rest_of.slack
        if lower:
            self.rest = _median(self._recent)
        return Settled(replace(body, rest=self.rest), None, ready=True, moved_rest=lower)

    def _leave(self, forget: bool) -> None:
        self._ready = False
        self._recent.clear()
        if forget:
            self.rest, self.side = None, self._forced

    def _anchors(self, side: Side) -> list[int]:
        return [int(landmark) for landmark in self._exercise.rest.anchors(side)]

    def _quiet(self, side: Side) -> bool:
        anchors = self._anchors(side)
        if not anchors:
            return True
        places = np.array([pose.xy[anchors] for pose in self._recent])
        spread = np.linalg.norm(places - np.median(places, axis=0), axis=2)
        return len(places) == 1 or not bool((spread > QUIET * trunk_length(self._recent[-1])).any())

    def _adrift(self, body: Body) -> bool:
        assert body.rest is not None
        anchors = self._anchors(body.side)
        moved = np.linalg.norm(body.pose.xy[anchors] - body.rest.xy[anchors], axis=1)
        return bool((moved > ADRIFT * trunk_length(body.rest)).any())

    def _lowest(self, side: Side) -> Pose | None:
        """The median of the third of the recent poses with the least effort."""
        effort = self._exercise.rest.effort
        ranked = sorted(
            (p for p in self._recent if effort(p, side) < self._exercise.rest.below), key=lambda p: effort(p, side)
        )
        return _median(ranked[: max(1, len(ranked) // 3)]) if ranked else None


def _median(poses: deque[Pose] | list[Pose]) -> Pose:
    """The landmark-wise median of some poses, at the time of the last."""
    last = max(poses, key=lambda pose: pose.t)

    def middle(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        stack = np.array([getattr(pose, name) for pose in poses])
        known = ~np.isnan(stack).all(axis=0)
        result = np.full(stack.shape[1:], np.nan)
        result[known] = np.nanmedian(stack[:, known], axis=0)
        return result

    tilts = [pose.pelvis for pose in poses if not math.isnan(pose.pelvis)]
    pelvis = float(np.median(tilts)) if tilts else math.nan
    return Pose(last.t, middle("xy"), middle("xyz"), middle("visibility"), last.size, pelvis, guess=middle("placed"))
