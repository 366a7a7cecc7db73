"""Getting into place, hands-free: one instruction at a time, then three, two, one."""

from __future__ import annotations

import math

from formcheck.coach.placing import Scene, alone, camera_check, lit
from formcheck.coach.stage import Over, Running
from formcheck.coach.views import CountingIn, SettingUp, View
from formcheck.cueing import Priority
from formcheck.exercise import Advice, Rest
from formcheck.measures import Body
from formcheck.pose import Pose, Side
from formcheck.position import visible
from formcheck.spoken import Line, aloud

GREEN_S = 1.0
"""All must be right for this long before the count-in."""
AGAIN_S = 8.0
"""An instruction that is not followed is repeated this often."""
STEADY_S = 0.7
"""An instruction stands for this long before it is spoken: who walks through the picture breaks many rules."""
FELLOW_S = 10.0
"""After so long of somebody else in the picture the set goes on: the follower keeps to one person anyway."""
MOST_S = 300.0
"""Nobody who takes longer to get into place is still at it."""
COUNT_IN = 3


class SetUp:
    """Until every gate is green for a second: the analysis' own checks, and those of the camera's place."""

    def __init__(self, running: Running, t: float) -> None:
        self.over: Over | None = None
        self._running = running
        self._camera = camera_check(running.exercise)
        self._began_t = t
        self._green_t: float | None = None
        self._others_t: float | None = None
        self._instructor = Instructor(t)
        self._how = running.planned.how if math.isnan(running.start_t) else ""

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        t = pose.t
        advice, ready = self._check(pose, scene)
        if not ready:
            self._green_t = None
        elif self._green_t is None:
            self._green_t = t
        green_s = 0.0 if self._green_t is None else t - self._green_t
        if green_s >= GREEN_S:
            self.over = Over.ON
        elif t - self._began_t > MOST_S:
            self.over = Over.AWAY
        words = advice.words if advice else "Good. Stay still."
        view = SettingUp(self._running.planned, self._running.exercise, advice, min(1.0, green_s / GREEN_S))
        return view, (*self._told_how(t), *self._instructor.update(t, words))

    def _told_how(self, t: float) -> tuple[Line, ...]:
        """With a band, or how long to stay at the top: said once, before the set."""
        how, self._how = self._how, ""
        return (Line(t, f"{aloud(how).capitalize()}.", Priority.POSITION, t + 3.0),) if how else ()

    def _check(self, pose: Pose, scene: Scene) -> tuple[Advice | None, bool]:
        """What is to be changed first; else whether the person's rest is known."""
        place = self._running.settler.update(pose)
        if advice := lit(scene) or place.advice or self._fellow(pose.t, scene):
            return advice, False
        body = place.body or Body(visible(pose), self._running.settler.side or Side.LEFT)
        if pose.seen and (advice := self._camera(body)):
            return advice, False
        needed = self._running.exercise.rest.below > Rest.nowhere().below
        return None, place.ready and not (needed and self._running.settler.rest is None)

    def _fellow(self, t: float, scene: Scene) -> Advice | None:
        advice = alone(scene)
        if advice is None:
            return None
        self._others_t = t if self._others_t is None else self._others_t
        return advice if t - self._others_t < FELLOW_S else None


class CountIn:
    """Three, two, one; whoever leaves the place meanwhile gets back into it first."""

    def __init__(self, running: Running, t: float) -> None:
        self.over: Over | None = None
        self._running = running
        self._began_t = t
        self._told = COUNT_IN + 1

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        left_s = COUNT_IN - (pose.t - self._began_t)
        left = max(1, math.ceil(left_s))
        lines: tuple[Line, ...] = ()
        if left < self._told:
            self._told = left
            lines = (Line(pose.t, str(left), Priority.POSITION, pose.t + 0.6),)
        if self._running.settler.update(pose).advice is not None and left_s > 0:
            self.over = Over.BACK
        elif left_s <= 0:
            self.over = Over.ON
            lines = (Line(pose.t, "Go", Priority.POSITION, pose.t + 0.6),)
        return CountingIn(self._running.planned, self._running.exercise, left), lines


class Instructor:
    """Says an instruction when it has stood for a moment, and again when nothing comes of it."""

    def __init__(self, t: float) -> None:
        self._words = ""
        self._since_t = t
        self._said_t = -math.inf

    def update(self, t: float, words: str) -> tuple[Line, ...]:
        """What to say of the present instruction, if anything."""
        if words != self._words:
            self._words, self._since_t, self._said_t = words, t, -math.inf
        if not words or t - self._since_t < STEADY_S or t - self._said_t < AGAIN_S:
            return ()
        self._said_t = t
        return (Line(t, words, Priority.POSITION, t + 2.0),)
