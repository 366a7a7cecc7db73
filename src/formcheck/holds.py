"""Timing a position by timestamps: what was held counts, interruptions pause the clock."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from statistics import median

from formcheck.flanks import FLANK_S, passing
from formcheck.reps import Phase


@dataclass(frozen=True)
class HoldRule:
    """When a signal says that the position is held."""

    leave: float
    """A hold begins where the signal rises above this and ends where it falls below…"""
    enter: float
    """…but only if it also gets above this,"""
    enter_s: float
    """lasts for this long,"""
    leave_s: float
    """and a dip is the end only if it lasts for this long."""
    target_s: float
    """What to collect in all, seconds."""
    min_s: float = 2.0
    """What was held for less is a step or a slip and is not collected (ENG)."""
    max_gap_s: float = 0.5
    """If the signal is lost for longer, the hold ends where it was last seen."""
    looks_back_s: float = 0.0
    """The position was held so long before the signal rose already, because it tells of a stretch of time…"""
    ends_back_s: float = 0.0
    """…and given up so long before it fell."""
    rise: float = 0.0
    """If positive, a hold lasts while the flank is this far above where the movement itself came from and went to:
    not where rest was once read."""
    cap_s: float = math.inf
    """So much in all is enough: there the clock stops for good."""


@dataclass(frozen=True)
class Interval:
    """One unbroken hold, seconds of the source."""

    start_t: float
    end_t: float
    broken: bool
    """Whether the position was given up; False if it was only lost from sight or the source ended."""

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end_t - self.start_t


class HoldClock:
    """Turns a timed signal into held intervals, one sample at a time."""

    def __init__(self, rule: HoldRule) -> None:
        self.rule = rule
        self.phase = Phase.REST
        self._finished_s = self._best_s = 0.0
        self._start_t = self._crossed_t = self._last_t = self._since_t = math.nan
        self._ended_t = self._fed_t = self._here_t = -math.inf
        self._began = math.nan
        """The flank's value when the hold under way began."""
        self._trace: deque[tuple[float, float]] = deque()

    @property
    def total_s(self) -> float:
        """Seconds held so far, the running hold included."""
        return self._finished_s + self.running_s

    @property
    def start_t(self) -> float:
        """When the hold under way began; meaningless while there is none."""
        return self._start_t

    @property
    def running_s(self) -> float:
        """Seconds of the hold under way, as far as they are collected.

        A dip that may be its end counts once it is over, so that nobody is told of a time that is taken back.
        """
        if self.phase is not Phase.HOLD:
            return 0.0
        until_t = self._last_t if math.isnan(self._crossed_t) else self._crossed_t
        return min(until_t - self._start_t, self._room_s)

    @property
    def _room_s(self) -> float:
        """Seconds that may still be collected."""
        return self.rule.cap_s - self._finished_s

    @property
    def best_s(self) -> float:
        """The longest unbroken hold so far."""
        return max(self._best_s, self.running_s)

    def update(
        self, t: float, x: float, since_t: float = math.nan, flank: float | None = None
    ) -> Interval | None:
        """Feed one sample; returns the interval that it ends, if any. A NaN says nothing.

        `since_t` is when that which the signal tells of began or ended, if it looks at a stretch of time and knows;
        `flank` what the ends are looked for in, if that is not the signal.
        """
        if t - self._fed_t > self.rule.max_gap_s:
            self._here_t = t
        self._fed_t, self._since_t = t, since_t
        if self.phase is not Phase.REST and t - self._last_t > self.rule.max_gap_s:
            return self.finish()
        if math.isnan(x):
            return None
        self._last_t = t
        self._trace.append((t, x if flank is None else flank))
        while self._trace[0][0] < t - 2 * FLANK_S:
            self._trace.popleft()
        if self.phase is Phase.HOLD:
            return self._holding(t, x)
        self._waiting(t, x)
        return None

    def finish(self) -> Interval | None:
        """End the hold under way: where it was being given up, else where it was last seen."""
        if self.phase is Phase.HOLD:
            if math.isnan(self._crossed_t):
                return self._end(self._last_t, broken=False)
            return self._leave(self._end_t(1))
        self.drop()
        return None

    def drop(self) -> None:
        """Forget a beginning that was not yet a hold."""
        self.phase, self._crossed_t = Phase.REST, math.nan

    def _waiting(self, t: float, x: float) -> None:
        if x <= self.rule.leave or self._room_s <= 0:
            self.drop()
            return
        if self.phase is Phase.REST:
            self.phase, self._crossed_t = Phase.OUT, t
        lasts = t - self._crossed_t >= self.rule.enter_s
        if lasts and x > self.rule.enter and math.isfinite(taken_t := self._end_t(-1)):
            self.phase = Phase.HOLD
            self._start_t = max(self._ended_t, self._here_t, taken_t)
            self._began = next((value for moment, value in self._trace if moment >= self._start_t), math.nan)
            self._crossed_t = math.nan

    def _holding(self, t: float, x: float) -> Interval | None:
        if math.isnan(self._crossed_t) and t - self._start_t >= self._room_s:
            return self._end(t, broken=False)
        left = not math.isnan(self._crossed_t) and t - self._crossed_t >= self.rule.leave_s
        if x >= self.rule.leave:
            # A signal that was lost and is back, of a body that has not moved, was no end.
            if left and self.rule.rise and self._moved:
                return self._leave(self._end_t(1))
            self._crossed_t = math.nan
        elif math.isnan(self._crossed_t):
            self._crossed_t = t
        elif left and math.isfinite(left_t := self._end_t(1)):
            return self._leave(left_t)
        return None

    def _leave(self, left_t: float) -> Interval | None:
        """End the hold where the position was given up; if that is unknown, at the last crossing."""
        return self._end(self._crossed_t if math.isnan(left_t) else max(self._start_t, left_t), broken=True)

    def _end_t(self, way: int) -> float:
        """When the position was taken (way -1) or given up (1), by the last crossing; NaN while that is unknown."""
        if not math.isnan(self._since_t):
            return self._since_t
        if not self.rule.rise:
            return self._left_level_t() - (self.rule.looks_back_s if way < 0 else self.rule.ends_back_s)
        times, values = zip(*self._trace, strict=True)
        below = math.inf if way < 0 else self._low
        passed_t = passing(times, values, self._crossed_t, way, self.rule.rise, below)
        late = self._last_t - self._crossed_t > FLANK_S
        return self._crossed_t if late and math.isnan(passed_t) else passed_t

    @property
    def _moved(self) -> bool:
        """Whether the flank has gone down since the last crossing."""
        return min(value for moment, value in self._trace if moment >= self._crossed_t) <= self._low

    @property
    def _low(self) -> float:
        """Half of the way down from where the flank lay to where it lay when the hold began: higher is no end."""
        lay = median(value for moment, value in self._trace if moment <= self._crossed_t)
        return (lay + self._began) / 2

    def _left_level_t(self) -> float:
        """When the signal passed the level of leaving: at the last crossing, or between it and the sample before."""
        times = [moment for moment, _ in self._trace]
        if self._crossed_t <= times[0]:
            return self._crossed_t
        at = times.index(self._crossed_t)
        (before_t, before), (t, x) = self._trace[at - 1], self._trace[at]
        share = (self.rule.leave - before) / (x - before) if x != before else 1.0
        return before_t + share * (t - before_t) if 0 <= share <= 1 and t - before_t <= self.rule.max_gap_s else t

    def _end(self, end_t: float, broken: bool) -> Interval | None:
        full = end_t - self._start_t >= self._room_s
        interval = Interval(self._start_t, min(end_t, self._start_t + self._room_s), broken and not full)
        if interval.seconds < self.rule.min_s and not full:
            self.drop()
            return None
        self._finished_s = self.rule.cap_s if full else self._finished_s + interval.seconds
        self._ended_t = interval.end_t
        self._best_s = max(self._best_s, interval.seconds)
        self.drop()
        return interval
