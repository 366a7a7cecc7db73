"""Counting repetitions in one signal by its timestamps. Knows nothing of bodies or exercises."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from formcheck.smoothing import Signal, low_pass, slope, zero_lag


class Phase(str, Enum):
    """Where in its movement an exercise is; each exercise has its own words for them."""

    REST = "rest"
    OUT = "out"
    """Moving away from rest."""
    HOLD = "hold"
    """Still, at the working end."""
    BACK = "back"
    """Past the furthest point, returning to rest."""


ACTIVE = (Phase.OUT, Phase.HOLD, Phase.BACK)


@dataclass(frozen=True)
class SwingRule:
    """When a swing of a signal is a repetition. Levels are in the signal's unit: above the person's own rest if the
    signal is a change since rest, else as the signal itself has them.
    """

    start: float
    """A swing begins this far above where it last rested (25 % of target, spec §1.5)."""
    count: float
    """It is a repetition if it gets this far."""
    back: float
    """It ends when the signal is below this again."""
    band: float
    """The hold is the time within this of the peak, and leaving it is the way back (5° for angles, spec §1.5)."""
    still: float
    """Slower than this, per second, is holding (8 °/s, spec §1.5)."""
    partial: float
    """A swing that falls short of `count` is shown if it got this far, else it was fidgeting."""
    back_share: float = 0.0
    """It also ends below this share of its own way out: people do not close fully between repetitions."""
    ends: tuple[float, float] = (0.1, 0.4)
    """Where the movement began and ended is read between these shares of the peak…"""
    order: float = 2.0
    """…where the signal grows with this power of time: 2 for an angle, 4 for what grows with an angle's square."""
    floor: float = 0.0
    """Nobody rests lower than this: 0 for a change since rest."""
    min_s: float = 0.8
    """Shorter swings are noise (refractory time, spec §1.5)."""
    max_gap_s: float = 1.0
    """If the signal is lost for longer, the swing is dropped: nobody knows what happened meanwhile."""

    def __post_init__(self) -> None:
        low = self.floor
        if not (low < low + self.start <= self.partial <= self.count and low < self.back < self.count):
            raise ValueError(
                f"SwingRule needs 0 < start, floor + start <= partial <= count and floor < back < count, got {self}"
            )


@dataclass(frozen=True)
class Swing:
    """One trip of the signal away from rest and back. Times in seconds of the source."""

    start_t: float
    peak_t: float
    end_t: float
    peak: float
    """The furthest value, in the signal's unit."""
    hold_s: float
    """Time within the rule's band of the peak."""
    lower_s: float
    """The whole way back: from leaving the top to being at rest."""
    counts: bool
    """Whether it got as far as the count level."""


SLOPE_S = 0.3
"""Speed is judged over this long (spec §1.5: holding is slow for 0.3 s)."""
REMEMBER_S = 2.0
"""How much of a rest is kept, to find where the next movement began."""
SETTLE_S = 2.0
"""A swing is closed at the latest so long after passing the end level: the last degrees take their time."""
BEYOND_S = 0.4
"""So far beyond its samples a movement's end may be read: a swing is closed before the last degree is done."""


class SwingCounter:
    """Turns a timed signal into swings, one sample at a time."""

    def __init__(self, rule: SwingRule) -> None:
        low_pass()  # loaded now: a second's pause would spoil the first repetition
        self.rule = rule
        self.phase = Phase.REST
        self._trace: list[tuple[float, float]] = []
        self._peak = self._low = self._rested = -math.inf
        self._crest = -math.inf  # the furthest since it last turned outwards
        self._closing_t: float | None = None
        self._ended_t = math.nan  # of the last swing; before the first one, when the signal was first known

    def update(self, t: float, x: float) -> Swing | None:
        """Feed one sample; returns the swing that it ends, if any. A NaN says nothing."""
        if self._trace and t - self._trace[-1][0] > self.rule.max_gap_s:
            self.drop()
        if math.isnan(x):
            return None
        self._ended_t = t if math.isnan(self._ended_t) else self._ended_t
        self._trace.append((t, x))
        if self.phase is Phase.REST:
            self._rest(t, x)
            return None
        self._move(t, x)
        return self._close() if self._closing_t is not None and self._settled(t) else None

    def rebase(self, higher: float) -> None:
        """Rest was found to lie lower than thought: a swing that is all but over went higher by so much.

        One that is still under way is forgotten: so begins nobody's set, but many a settling in.
        """
        if self._closing_t is None:
            self.drop()
            return
        self._trace = [(t, x + higher) for t, x in self._trace]
        self._peak, self._crest, self._low = self._peak + higher, self._crest + higher, self._low + higher
        self._rested += higher

    def finish(self) -> Swing | None:
        """The signal ends here: close the swing if it was all but over, forget it otherwise."""
        if self._closing_t is not None:
            return self._close()
        self.drop()
        return None

    def drop(self) -> None:
        """Forget the swing under way: what was measured is not to be trusted."""
        self.phase, self._trace, self._closing_t = Phase.REST, [], None

    @property
    def elapsed_hold_s(self) -> float:
        """How long the signal has been within the band of the peak so far, for the count-down on the screen."""
        if self.phase is not Phase.HOLD:
            return 0.0
        held = [t for t, x in self._trace if x >= self._peak - self.rule.band]
        return held[-1] - held[0]

    def _rest(self, t: float, x: float) -> None:
        while self._trace[0][0] < t - REMEMBER_S:
            self._trace.pop(0)
        self._rested = max(self.rule.floor, min(value for _, value in self._trace))
        if x > self._rested + self.rule.start:
            self.phase, self._peak, self._crest, self._low = Phase.OUT, x, x, self._rested

    def _move(self, t: float, x: float) -> None:
        rule = self.rule
        self._peak, self._crest = max(self._peak, x), max(self._crest, x)
        if self.phase is Phase.BACK:
            self._low = min(self._low, self._calm)
            if self._closing_t is None and x > self._low + rule.band:
                self.phase, self._crest = Phase.OUT, x
        elif x < self._crest - rule.band:
            self.phase, self._low = Phase.BACK, x
        else:
            speed = self._speed()
            stays = abs(speed) < rule.still or (self.phase is Phase.HOLD and speed < 0)  # leaving is not moving out
            self.phase = Phase.HOLD if stays and x >= rule.count else Phase.OUT
        rested, far = self._rested, self._peak - self._rested
        over = min(max(rule.back, rested + rule.back_share * far), rested + 0.8 * far)
        if self._closing_t is None and max(x, self._calm) < over:
            self.phase, self._closing_t, self._low = Phase.BACK, t, self._calm

    @property
    def _calm(self) -> float:
        """The middle one of the last three samples: one frame that jumps down and back ends no way back."""
        last = sorted(value for _, value in self._trace[-3:])
        return last[len(last) // 2]

    def _settled(self, t: float) -> bool:
        """Whether the way back is over: slow, turning, or long enough."""
        assert self._closing_t is not None
        turning = self._calm > self._low + self.rule.start / 3
        slow = abs(self._speed()) < self.rule.still / 4 and t - self._closing_t > SLOPE_S / 2
        return turning or slow or t - self._closing_t > SETTLE_S

    def _speed(self) -> float:
        since = self._trace[-1][0] - SLOPE_S
        recent = np.array([sample for sample in self._trace[-60:] if sample[0] >= since])
        return slope(recent[:, 0], recent[:, 1])

    def _close(self) -> Swing | None:
        ending = [i for i, (t, _) in enumerate(self._trace) if self._closing_t is not None and t >= self._closing_t]
        lowest = min(ending, key=lambda i: self._trace[i][1])
        times, values = np.array(self._trace[: lowest + 1]).T
        swing = measure_swing(times, values, self.rule)
        swing = replace(swing, start_t=max(swing.start_t, self._ended_t))
        self._ended_t = swing.end_t
        left_over = self._trace[lowest:]
        self.drop()
        self._trace = left_over
        long_enough = swing.end_t - swing.start_t >= self.rule.min_s
        return swing if long_enough and swing.peak >= self.rule.partial else None


def measure_swing(times: Signal, values: Signal, rule: SwingRule) -> Swing:
    """What one swing was: its true beginning, top, hold and way back, from all its samples and without lag.

    The ends are where the movement began and ended, not where thresholds were crossed: near its turning points a
    smooth movement is a parabola, so the square root of the distance is a straight line that is followed to zero
    (the fourth root where the signal grows with the square of the movement).
    """
    t, x = zero_lag(times, values)
    top = int(np.argmax(x))
    peak = float(x[top])
    near = np.flatnonzero(x >= peak - rule.band)
    before, after = (max(rule.floor, float(part.min())) for part in (x[: top + 1], x[top:]))
    start_t = t[0] + _onset(t[: top + 1] - t[0], x[: top + 1] - before, rule.ends, rule.order)
    end_t = t[-1] - _onset(t[-1] - t[top:][::-1], x[top:][::-1] - after, rule.ends, rule.order)
    left_top = _onset(t[top:] - t[top], peak - x[top:], (0.1, 0.4), 2.0)
    return Swing(
        start_t=float(start_t),
        peak_t=float(t[top]),
        end_t=float(end_t),
        peak=peak,
        hold_s=float(len(near)) / 100.0,
        lower_s=float(end_t - t[top] - left_top),
        counts=peak >= rule.count,
    )


def _onset(t: Signal, rise: Signal, ends: tuple[float, float], order: float) -> float:
    """When a rise began: `rise` (n,) goes from about 0 to its largest at the end; times `t` start at 0.

    Follows the line through the last crossings of two shares of the rise, in roots of `order`, down to zero.
    """
    full = rise[-1]
    if full <= 0:
        return 0.0
    low, high = (_last_below(rise, share * full) for share in ends)
    if high <= low:
        return float(t[low])
    low_root, high_root = (share ** (1 / order) for share in ends)
    speed = (high_root - low_root) / (t[high] - t[low])
    return float(max(-BEYOND_S, t[low] - low_root / speed))


def _last_below(rise: Signal, level: float) -> int:
    below = np.flatnonzero(rise < level)
    return int(below[-1]) if len(below) else 0
