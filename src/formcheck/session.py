"""The whole analysis as one fold: poses in, updates out. No clock, no camera, no window."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from formcheck.cueing import EVERY_CUE, STALE_S, CueDesk, CuePolicy, Wish
from formcheck.errors import ExerciseError
from formcheck.exercise import Advice, Exercise, Hold, RepLimit, Reps
from formcheck.faults import Fault, LimitWatch
from formcheck.holds import HoldClock, Interval
from formcheck.measures import Body, Reading
from formcheck.pose import Pose, Side
from formcheck.reading import Reader
from formcheck.reps import Phase, Swing, SwingCounter
from formcheck.settling import Settler
from formcheck.taps import TapCounter
from formcheck.update import Counts, Event, Held, Partial, Rep, Update

PROMPT_S = 5.0
"""A prompt in the course of a hold waits its turn for this long, and so does the word to one who has left it."""


class Session:
    """One person doing one set of one exercise. The same poses always give the same updates."""

    def __init__(
        self,
        exercise: Exercise,
        side: Side | None = None,
        policy: CuePolicy = EVERY_CUE,
        settler: Settler | None = None,
    ) -> None:
        """`settler` may already have seen the person into place."""
        if side is not None and exercise.both_sides:
            raise ExerciseError(f"{exercise.id} works both legs at once; leave --side out")
        self.exercise = exercise
        self.counts = Counts()
        self._t = -math.inf
        self._settler = settler or Settler(exercise, side)
        self._work: SwingCounter | HoldClock = (
            SwingCounter(exercise.work.rule) if isinstance(exercise.work, Reps) else HoldClock(exercise.work.rule)
        )
        self._taps = TapCounter(exercise.taps)
        self._watches = tuple(LimitWatch(limit) for limit in exercise.limits)
        self._reader = Reader(exercise.measures)
        self._desk = CueDesk(policy)
        self._late_wishes: list[Wish] = []  # about what is over, while it is worth a word
        self._side: Side | None = None  # the last that was known
        self._rest: Pose | None = None
        self._broken_t = math.nan
        self._prompts = deque(exercise.work.prompts if isinstance(exercise.work, Hold) else ())
        self._swing_faults: list[Fault] = []
        self._last: Update | None = None

    def update(self, pose: Pose) -> Update:
        """What one more pose means. Times must increase."""
        if not pose.t > self._t:
            raise ValueError(f"Poses must move forward in time: {pose.t} s came after {self._t} s")
        self._t = t = pose.t
        place = self._settler.update(pose)
        events: list[Event] = []
        if place.ready:
            for earlier in place.replayed:
                self._fed(earlier.t, self._settler.body(earlier))
            side = self._settler.side or self._side
            if self._side is not None and side is not self._side:
                events += self._done(self._work.finish())  # what was under way belongs to the old side
            self._side = side
            if place.moved_rest:
                self._rebase()
            self._rest = self._settler.rest
            reading, over = self._fed(t, place.body)
            events += self._done(over)
            events += self._resumed()
            events += self._tapped(reading)
            self._prompt()
        else:
            self._reader.forget()
            reading = self._reader.nothing()
            self._taps.forget()
            events += self._done(self._work.finish())
        self._last = self._judged(pose, place.ready, place.advice, reading, events)
        return self._last

    def _rebase(self) -> None:
        """Tell the work under way how much higher its signal reads now that rest lies lower."""
        if isinstance(self._work, SwingCounter) and self._settler.rest is not None and self._rest is not None:
            signal, side = self.exercise.work.signal, self._settler.read_by
            lower = self._settler.rest
            self._work.rebase(signal(Body(lower, side, lower)) - signal(Body(lower, side, self._rest)))

    @property
    def _working_side(self) -> Side | None:
        return None if self.exercise.both_sides else self._settler.side

    def finish(self) -> Update | None:
        """The source has ended: close what is nearly done. None if there is nothing to add."""
        events = self._done(self._work.finish())
        events += self._owned([fault for watch in self._watches if (fault := watch.finish())])
        if self._last is None or not events:
            return None
        return self._judged(self._last.pose, False, None, self._last.reading, events)

    def _fed(self, t: float, body: Body | None) -> tuple[Reading, Swing | Interval | None]:
        """What a body reads, and what of the work it brings to an end."""
        working, work = self._work.phase is not Phase.REST, self.exercise.work
        reading = self._reader.read(body, working) if body else self._reader.nothing()
        if isinstance(self._work, SwingCounter):
            return reading, self._work.update(t, reading[work.signal])
        since_t = self._reader.since_t(work.signal) if body else math.nan
        flank = reading[work.flank] if isinstance(work, Hold) and work.flank else None
        return reading, self._work.update(t, reading[work.signal], since_t, flank)

    def _judged(
        self, pose: Pose, ready: bool, advice: Advice | None, reading: Reading, events: list[Event]
    ) -> Update:
        t, phase = pose.t, self._work.phase
        faults = [watch.update(t, reading[watch.limit.measure], phase, ready) for watch in self._watches]
        events += self._owned([fault for fault in faults if fault])
        wishes = [watch.wish for watch in self._watches if watch.wants]
        self._late_wishes = [wish for wish in self._late_wishes if t <= wish.until_t]
        reps = self.counts.reps if isinstance(self.exercise.work, Reps) else None
        if cue := self._desk.update(t, reps, [*wishes, *self._late_wishes]):
            events.append(cue)
        return Update(
            pose=pose,
            side=self._working_side,
            ready=ready,
            advice=advice,
            reading=reading,
            phase=phase,
            counts=self.counts,
            held=self._held(),
            hold_left_s=self._hold_left(),
            cue=self._desk.shown(t),
            wrong=tuple(w.limit.id for w in self._watches if w.wants and not w.limit.advisory),
            events=tuple(events),
            taps=dict(self._taps.counts),
        )

    def _done(self, done: Swing | Interval | None) -> list[Event]:
        if done is None:
            return []
        if isinstance(done, Interval):
            if done.broken and isinstance(self.exercise.work, Hold):
                self._broken_t = done.end_t
                self._late_wishes.append(replace(self.exercise.work.interruption, until_t=self._t + PROMPT_S))
            return [done]
        if not done.counts:
            self.counts = Counts(self.counts.reps, self.counts.good, self.counts.partial + 1)
            self._wish(done, [limit for limit in self.exercise.rep_limits if limit.partial_too])
            return [Partial(done)]
        failed = [limit.id for limit in self.exercise.rep_limits if limit.bound.fails(limit.read(done))]
        shown = [w.limit.id for w in self._watches if w.failed_between(done.start_t, self._t)]
        unread = [w.limit for w in self._watches if not w.read_between(done.start_t, done.end_t)]
        warned = [w.limit.id for w in self._watches if w.warned_between(done.start_t, self._t)]
        faults = tuple(dict.fromkeys(shown + failed))
        rep = Rep(
            n=self.counts.reps + 1,
            side=None if self.exercise.both_sides else self._side,
            swing=done,
            faults=faults,
            unjudged=tuple(limit.id for limit in unread if limit.vital),
            unread=tuple(limit.id for limit in unread),
            warned=tuple(warned),
        )
        self.counts = Counts(rep.n, self.counts.good + rep.good, self.counts.partial)
        self._wish(done, self.exercise.rep_limits)
        spans = [*self._swing_faults, *(fault for w in self._watches if (fault := w.finish()))]
        self._swing_faults = []
        return [
            rep,
            *(fault for fault in spans if fault.id in shown),
            *(Fault(id, done.start_t, done.end_t, 0.0) for id in failed),
        ]

    def _tapped(self, reading: Reading) -> list[Event]:
        """The way of the free leg that ended, and the word for one that lags behind."""
        if self._work.phase is not Phase.HOLD:
            self._taps.forget()
            return []
        tapped = self._taps.update(self._t, reading)
        if tapped is None:
            return []
        if wish := self._taps.wish(self._t, tapped):
            self._late_wishes.append(wish)
        return [tapped]

    def _prompt(self) -> None:
        """Ask for the words that are due by the clock."""
        while self._prompts and isinstance(self._work, HoldClock) and self._work.total_s >= self._prompts[0].after_s:
            self._late_wishes.append(replace(self._prompts.popleft().wish, until_t=self._t + PROMPT_S))

    def _resumed(self) -> list[Event]:
        """A hold that was given up was interrupted if a new one began, and until then: the last one ends the set."""
        work, clock = self.exercise.work, self._work
        if not (isinstance(work, Hold) and isinstance(clock, HoldClock) and clock.phase is Phase.HOLD):
            return []
        if math.isnan(self._broken_t):
            return []
        start_t, self._broken_t = self._broken_t, math.nan
        self._late_wishes = [wish for wish in self._late_wishes if wish.id != work.interruption.id]
        return [Fault(work.interruption.id, start_t, clock.start_t, clock.start_t - start_t)]

    def _wish(self, swing: Swing, limits: Iterable[RepLimit]) -> None:
        self._late_wishes += [
            Wish(limit.id, limit.say, limit.priority, swing.end_t + STALE_S)
            for limit in limits
            if limit.bound.warns(limit.read(swing))
        ]

    def _owned(self, faults: list[Fault]) -> list[Event]:
        """The faults that count now: those of a hold at once, those of a swing when it turns out a repetition."""
        if isinstance(self.exercise.work, Hold):
            return list(faults)
        self._swing_faults = [*self._swing_faults, *faults] if self._work.phase is not Phase.REST else []
        return []

    def _held(self) -> Held | None:
        clock = self._work
        if not isinstance(clock, HoldClock):
            return None
        return Held(clock.rule.target_s, clock.total_s, clock.running_s, clock.best_s)

    def _hold_left(self) -> float | None:
        work = self.exercise.work
        if not (isinstance(work, Reps) and isinstance(self._work, SwingCounter) and self._work.phase is Phase.HOLD):
            return None
        return max(0.0, work.hold_s - self._work.elapsed_hold_s)


def analyze(poses: Iterable[Pose], session: Session) -> Iterator[Update]:
    """Every pose's update in order, and what the end of the source closes."""
    for pose in poses:
        yield session.update(pose)
    if last := session.finish():
        yield last
