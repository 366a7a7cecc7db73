"""The set itself, and what may end it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from formcheck.coach.placing import Scene
from formcheck.coach.stage import Over, Running
from formcheck.coach.views import View, Working
from formcheck.cueing import Priority
from formcheck.pose import Pose
from formcheck.reps import Phase
from formcheck.session import Rep, Update
from formcheck.spoken import Line

AWAY_S, GONE_S = 3.0, 15.0
"""Out of place for this long a set pauses, and for this long it ends."""
IDLE_S = 45.0
"""Nothing done for this long: the set is over for the person."""
LOST_S = 3.0
"""In an exercise in which one may fall, somebody who is not seen for this long is asked after (spec §5.4)."""


class Work:
    """The set itself. It ends when enough is done, and when the person is away or does nothing more."""

    def __init__(self, running: Running, t: float) -> None:
        self.over: Over | None = None
        self._running = running
        self._there_t = self._seen_t = self._busy_t = t
        self._warned = False
        self._may_fall = any(limit.priority is Priority.SAFETY for limit in running.exercise.limits)
        if math.isnan(running.start_t):
            running.start_t = t

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        running, t = self._running, pose.t
        update = running.session.update(pose)
        running.log.add(update)
        lines = running.announcer.update(update)
        self._seen_t = t if pose.seen else self._seen_t
        self._there_t = t if update.ready else self._there_t
        self._busy_t = t if _busy(update) else self._busy_t
        away_s = t - self._there_t
        if any(limit in update.wrong for limit in self._dangers) or (self._may_fall and t - self._seen_t > LOST_S):
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

    @property
    def _dangers(self) -> Iterable[str]:
        return (limit.id for limit in self._running.exercise.limits if limit.priority is Priority.SAFETY)


def _busy(update: Update) -> bool:
    """Whether something is being done: out of rest, or holding."""
    return update.phase is not Phase.REST or any(isinstance(event, Rep) for event in update.events)
