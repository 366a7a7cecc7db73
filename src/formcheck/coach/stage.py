"""What stages of a session have in common, and the set that several of them are about."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Protocol

from formcheck.coach.placing import Scene
from formcheck.coach.views import View
from formcheck.cueing import CuePolicy
from formcheck.exercise import Bound, Exercise, Hold, Reps
from formcheck.pose import Pose
from formcheck.programme import PlannedSet
from formcheck.session import Session
from formcheck.settling import Settler
from formcheck.spoken import Announcer, Line
from formcheck.summary import SetLog


class Over(Enum):
    """How a stage ended."""

    ON = auto()
    """Go on to what comes next."""
    BACK = auto()
    """Back to getting into place."""
    AWAY = auto()
    """The person went away."""
    FALLEN = auto()
    """The person may have fallen."""
    NEXT = auto()
    """On to the next set, whatever was done of this one."""
    HURTS = auto()
    """It hurts: no more of this exercise today."""
    QUIT = auto()
    """The person ends the session."""


class Stage(Protocol):
    """A part of a session: fed every pose until `over` is set. Its clock is the poses'."""

    over: Over | None

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """What to show and to say at this pose."""


@dataclass
class Running:
    """A set from its set-up to its end, however often it is halted."""

    planned: PlannedSet
    exercise: Exercise
    settler: Settler
    """Shared by the set-up and the set, so that the rest found there is the rest of the set."""
    session: Session
    log: SetLog
    announcer: Announcer
    start_t: float = math.nan
    correction: int = 0

    @classmethod
    def of(cls, planned: PlannedSet, exercise: Exercise, cues: CuePolicy) -> Running:
        """A set of which nothing is done yet."""
        side = None if exercise.both_sides else planned.side
        exercise = _held_up(_dosed(exercise, planned.seconds), planned.top_hold_s)
        settler = Settler(exercise, side)
        session = Session(exercise, side, cues, settler)
        return cls(planned, exercise, settler, session, SetLog(exercise, side), Announcer())

    @property
    def reached(self) -> bool:
        """Whether what was planned is done; a repetition is done when it has come back to rest."""
        held = self.log.held
        enough = self.planned.reps is not None and self.log.counts.reps + self.correction >= self.planned.reps
        return enough or bool(self.planned.seconds and held and held.total_s >= self.planned.seconds)

    def pause(self, pose: Pose) -> None:
        """Close what is under way: nobody is looked at for a while."""
        if self.log.poses:
            later = math.nextafter(pose.t, math.inf)  # the session may have seen this very pose
            self.log.add(self.session.update(Pose.nobody(later, pose.size)))


def _held_up(exercise: Exercise, seconds: float | None) -> Exercise:
    """The exercise with so long a stay at the top asked for and judged; half of it is a fault (spec E01, E13)."""
    if not isinstance(exercise.work, Reps) or seconds is None:
        return exercise
    limits = tuple(
        replace(limit, bound=Bound(seconds, seconds / 2), say=f"Stay at the top for {seconds:g} s")
        if limit.id == "short-hold"
        else limit
        for limit in exercise.rep_limits
    )
    return replace(exercise, work=replace(exercise.work, hold_s=seconds), rep_limits=limits)


def _dosed(exercise: Exercise, seconds: float | None) -> Exercise:
    """The exercise with so many seconds to collect; others than holds count, and stay as they are."""
    if not isinstance(exercise.work, Hold) or seconds is None:
        return exercise
    rule = exercise.work.rule
    return replace(exercise, work=replace(exercise.work, rule=replace(rule, target_s=seconds)))
