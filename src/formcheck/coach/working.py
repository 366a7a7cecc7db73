"""The set itself, and what may end it."""

from __future__ import annotations

import math

from formcheck.coach.placing import Scene
from formcheck.coach.stage import Over, Running
from formcheck.coach.views import View, Working
from formcheck.cueing import Priority
from formcheck.pose import Pose
from formcheck.reps import Phase
from formcheck.safety import TIRED, balance_pauses, tired
from formcheck.spoken import Line
from formcheck.update import Rep, Update

AWAY_S, GONE_S = 3.0, 15.0
"""Out of place for this long a set pauses, and for this long it ends."""
IDLE_S = 45.0
"""Nothing done for this long: the set is over for the person."""


class Work:
    """The set itself. It ends when enough is done, and when the person is away or does nothing more."""

    def __init__(self, running: Running, t: float) -> None:
        self.over: Over | None = None
        self._running = running
        self._there_t = self._seen_t = self._busy_t = t
        self._warned = False
        self._told_tired = False
        self._dangers = {limit.id for limit in running.exercise.limits if limit.priority is Priority.SAFETY}
        if math.isnan(running.start_t):
            running.start_t = t

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        running, t = self._running, pose.t
        update = running.session.update(pose)
        running.log.add(update)
        lines = (*running.announcer.update(update), *self._tired(update))
        self._seen_t = t if pose.seen else self._seen_t
        self._there_t = t if update.ready else self._there_t
        self._busy_t = t if _busy(update) else self._busy_t
        away_s = t - self._there_t
        if self._dangers and balance_pauses(not self._dangers.isdisjoint(update.wrong), t - self._seen_t):
            self.over = Over.FALLEN
        elif running.reached:
            self.over = Over.ON
        elif away_s > GONE_S or t - self._busy_t > IDLE_S:
            self.over = Over.AWAY
        if away_s > AWAY_S and not self._warned:
            lines = (*lines, Line(t, "Paused. Come back into place, or the set ends.", Priority.POSITION, t + 2.0))
        self._warned = away_s > AWAY_S
        ends_in_s = GONE_S - away_s if away_s > AWAY_S else None
        return Working(running.planned, running.exercise, update, running.correction, ends_in_s), lines

    def _tired(self, update: Update) -> tuple[Line, ...]:
        """Offered once: to rest, or to end here. The set goes on, because the person decides."""
        counted = any(isinstance(event, Rep) for event in update.events)
        if self._told_tired or not counted or not tired([rep.good for rep in self._running.log.reps]):
            return ()
        self._told_tired = True
        return (Line(update.t, TIRED, Priority.POSITION, update.t + 3.0),)


def _busy(update: Update) -> bool:
    """Whether something is being done: out of rest, or holding."""
    return update.phase is not Phase.REST or any(isinstance(event, Rep) for event in update.events)
