"""One person through one session: which stage follows which, and what the keys do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from formcheck.coach.arriving import CountIn, SetUp
from formcheck.coach.between import AFTER_PAIN, Ask, Fallen, Halt, Pause
from formcheck.coach.placing import Scene
from formcheck.coach.stage import Over, Running, Stage
from formcheck.coach.views import Ended, Finished, SetResult, View
from formcheck.coach.working import Work
from formcheck.cueing import EVERY_CUE, CuePolicy, Priority
from formcheck.exercise import Exercise
from formcheck.pose import Pose
from formcheck.programme import SOFT_TISSUE, PlannedSet, item_gate, one_set_less
from formcheck.safety import Gate, no_more, pain_gate
from formcheck.spoken import Line

QUIT = ("q", "Q", "\x1b")
MORE, FEWER = ("+", "="), ("-", "_")
GO_ON = " "
ENOUGH = "That is a lot. Rest now."
CHANGE_S = 8.0
"""To turn over, or to hear what comes next; getting into place takes the time it takes."""


@dataclass(frozen=True)
class Pain:
    """What the person said of pain after an item; None if nothing."""

    item: str
    nrs: int | None
    during: bool = False
    """Said before it was over, with the key for it: no number, and no more of it today."""


@dataclass(frozen=True)
class Moment:
    """All that the coach makes of one pose."""

    view: View
    lines: tuple[Line, ...] = ()
    result: SetResult | None = None
    """A set that ended just now."""
    pain: Pain | None = None
    """An answer given just now."""


class Coach:
    """Leads through the sets of a session. The same poses and keys always give the same moments."""

    def __init__(
        self,
        plan: Sequence[PlannedSet],
        find: Callable[[str, str | None], Exercise],
        cues: Callable[[str], CuePolicy] = lambda exercise: EVERY_CUE,
    ) -> None:
        """`find` gives the exercise of an id and a stage; `cues`, how freely they are given in that exercise."""
        if not plan:
            raise ValueError("A session needs at least one set")
        self._find = find
        self._cues = cues
        self._ahead = list(plan)
        self._results: list[SetResult] = []
        self._owed: str | None = None
        """The item after which pain was not asked about yet."""
        self._stopped: dict[str, str] = {}
        """Items that hurt: by their ids the titles."""
        self._running = self._next()
        self._stage: Stage | None = None  # before the first pose
        self._complete = False
        self.over = False

    @property
    def exercise(self) -> Exercise:
        """The exercise that is being done or comes next."""
        return self._running.exercise

    @property
    def planned(self) -> PlannedSet:
        """The set that is being done or comes next."""
        return self._running.planned

    @property
    def arriving(self) -> bool:
        """Whether the person is getting into place: then light and company matter."""
        return isinstance(self._stage, SetUp)

    @property
    def watching(self) -> bool:
        """Whether the poses matter now; during a rest and a question nobody needs to look."""
        return not isinstance(self._stage, Pause | Ask | Halt)

    def update(self, pose: Pose, scene: Scene, press: str | None = None) -> Moment:
        """One more pose, and the key pressed since the last one. Times must increase."""
        if self.over:
            return Moment(self._finished())
        if self._stage is None:
            self._stage = SetUp(self._running, pose.t)
        pressed = self._pressed(press, pose) if press else None
        stage = self._stage
        view, lines = stage.update(pose, scene)
        over = pressed or stage.over
        if over is None:
            return Moment(view, lines)
        result, pain = self._follow(stage, over, pose)
        if self.over:
            last = self._no_more(self._running.planned)
            farewell = (Line(pose.t, last, Priority.POSITION, pose.t + 3.0),) if last else ()
            return Moment(self._finished(), (*lines, *farewell), result, pain)
        return Moment(view, lines, result, pain)

    def leave(self, t: float) -> Moment:
        """The camera is gone, or the person quits: what was done is kept. Nothing more happens if it is over."""
        result = self._closed(t, Ended.LEFT) if self._busy and not self.over else None
        self.over = True
        unsaid = Pain(self._owed, None) if self._owed else None
        self._owed = None
        return Moment(self._finished(), result=result, pain=unsaid)

    # --- keys ---------------------------------------------------------------------------------------------------

    def _pressed(self, press: str, pose: Pose) -> Over | None:
        """What a key does to the present stage: how it ends that, if it does."""
        stage = self._stage
        if press in QUIT:
            return Over.QUIT
        match stage:
            case Ask() | Halt():
                stage.press(press)
                return None
            case Pause() if press == GO_ON:
                return Over.ON
            case Work() if press in (*MORE, *FEWER):
                self._running.correction += 1 if press in MORE else -1
                return None
        self._running.pause(pose)
        resting = isinstance(stage, Pause)  # what hurts then is what was just done
        self._stage = Halt(pose.t, self._results[-1].planned if resting and self._results else self._running.planned)
        return None

    # --- what follows what --------------------------------------------------------------------------------------

    def _follow(self, stage: Stage, over: Over, pose: Pose) -> tuple[SetResult | None, Pain | None]:
        """Enter the stage after this one; the set that ended by it, and the answer that was given, if any."""
        t, running = pose.t, self._running
        if over is Over.QUIT or (over is Over.AWAY and not isinstance(stage, Work)):
            self._complete = isinstance(stage, Ask) and not self._ahead
            left = self.leave(t)
            return left.result, left.pain
        match stage, over:
            case SetUp(), _:
                self._stage = CountIn(running, t)
            case CountIn(), Over.ON:
                self._stage = Work(running, t)
            case Work(), Over.FALLEN:
                running.pause(pose)
                self._stage = Fallen(running, t)
            case Work(), _:
                return self._end_set(t, Ended.LEFT if over is Over.AWAY else Ended.DONE), None
            case Halt(), Over.NEXT:
                return self._end_set(t, Ended.STOPPED), None
            case Halt(about=about), Over.ON if about.item in self._stopped:
                self._rest_after(about, t)
            case Halt(about=about), Over.HURTS:
                return self._hurts(about, t), Pain(about.item, None, during=True)
            case Ask(answer=answer), _:
                self._owed = None
                self._heed(answer, t)
                return None, Pain(self._results[-1].planned.item, answer)
            case _:  # a rest is over, or the person gets back into place
                self._stage = SetUp(self._running, t)
        return None, None

    def _end_set(self, t: float, ended: Ended) -> SetResult | None:
        """Close the set; after the last one of an item of which anything was done the person is asked how it felt."""
        result = self._closed(t, ended) if self._busy else None
        item = self._running.planned.item
        if self._owed and not any(planned.item == item for planned in self._ahead[:1]):
            self._stage = Ask(t)
        else:
            self._go_on(t)
        return result

    def _go_on(self, t: float) -> None:
        """To the rest before the next set, or to the end."""
        if not self._ahead:
            self.over = self._complete = True
            return
        before = self._running.planned
        self._running = self._next()
        self._rest_after(before, t)

    def _rest_after(self, before: PlannedSet, t: float) -> None:
        words = f"{self._no_more(before)} {_meanwhile(before, self._running)}".strip()
        self._stage = Pause(max(CHANGE_S, before.rest_s), self._running, words, t)

    def _hurts(self, what: PlannedSet, t: float) -> SetResult | None:
        """The person says so before it is over; or right after, when the next set is about to come."""
        self._stop(what)
        if what.item == self._running.planned.item:
            return self._end_set(t, Ended.HURT)
        self._rest_after(what, t)
        return None

    def _stop(self, what: PlannedSet) -> None:
        """No more of an item today."""
        self._ahead = [planned for planned in self._ahead if planned.item != what.item]
        self._stopped[what.item] = self._find(what.exercise, what.stage).title

    def _no_more(self, planned: PlannedSet) -> str:
        """What is said after a set if it is not done again today; else nothing."""
        if planned.item not in self._stopped:
            return ""
        return no_more(planned.phase.value) if planned.phase in SOFT_TISSUE else "No more of this exercise today."

    def _heed(self, pain: int | None, t: float) -> None:
        """What pain after an item leads to (spec §5.3): no more of it, less of what follows, a halt until a key."""
        done = self._results[-1].planned
        if item_gate(done.phase, pain) is Gate.STOP:
            self._stop(done)
        gate = pain_gate(pain)
        if gate is Gate.REDUCE:
            for item in {planned.item for planned in self._ahead}:
                self._ahead = list(one_set_less(self._ahead, item))
        self._go_on(t)
        if gate is Gate.STOP and not self.over:
            self._stage = Halt(t, done, ENOUGH, AFTER_PAIN)

    def _next(self) -> Running:
        planned = self._ahead.pop(0)
        return Running.of(planned, self._find(planned.exercise, planned.stage), self._cues(planned.exercise))

    @property
    def _busy(self) -> bool:
        """Whether something of the present set was seen and is not told yet."""
        told = self._results and self._results[-1].log is self._running.log
        return bool(self._running.log.poses) and not told

    def _closed(self, t: float, ended: Ended) -> SetResult:
        running = self._running
        if last := running.session.finish():
            running.log.add(last)
        result = SetResult(running.planned, running.log, running.start_t, t, ended, running.correction)
        self._results.append(result)
        self._owed = running.planned.item
        return result

    def _finished(self) -> Finished:
        return Finished(tuple(self._results), self._complete, tuple(self._stopped.values()))


def _meanwhile(before: PlannedSet, following: Running) -> str:
    """What to do in a rest."""
    planned = following.planned
    leg = f", {planned.side.value} leg" if planned.side else ""
    if planned.exercise != before.exercise:
        how = f" {planned.how.capitalize()}." if planned.how else ""
        return f"Next: {following.exercise.title}{leg}.{how}"
    if planned.side is not before.side:
        return f"Change sides{leg}."
    return f"Then set {planned.number} of {planned.of}."
