"""What is said aloud, and until when it is worth saying. Pure: it decides, whoever speaks obeys."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from formcheck.cueing import Cue, Priority
from formcheck.update import Rep, Update

ADVICE_S = 1.0
"""Advice is said once it has been the same for this long: getting into position goes through many postures."""
ADVICE_SPACING_S = 6.0
"""…and not more often than this."""
NUMBER_S = 1.0
"""A repetition's number is stale after this long…"""
COUNT_S = 0.5
"""…and a count-down after this long."""
LAST_S = (5, 4, 3, 2, 1)
"""The seconds of a count-down that are said."""
SOON_S = 10
"""Also said before the end of a hold, if the hold is three times as long."""
LONG_S = 40.0
"""From this long on, half way is worth a word."""


@dataclass(frozen=True)
class Line:
    """One thing to say, in English."""

    t: float
    say: str
    priority: Priority
    """Of two that wait, the more important one is said; numbers and count-downs are the least important."""
    until_t: float
    """When it is too late to begin, in seconds of the source like t."""


class Announcer:
    """Turns the updates of one set into lines."""

    def __init__(self) -> None:
        self._hold_left: float | None = None
        self._target_left = math.nan
        self._praised = True
        self._advice: str | None = None
        self._advised_since = math.nan
        self._told: str | None = None
        self._told_t = -math.inf

    def update(self, update: Update) -> tuple[Line, ...]:
        """The lines that are due at this instant, the most important first."""
        cues = [
            Line(cue.t, aloud(cue.say), cue.priority, cue.until_t) for cue in update.events if isinstance(cue, Cue)
        ]
        advice = self._advised(update)
        counts = [self._number(event, update.t) for event in update.events if isinstance(event, Rep)]
        clock = [*self._at_the_top(update), *self._towards_target(update)]
        return (*cues, *advice, *counts, *clock)

    def _number(self, rep: Rep, t: float) -> Line:
        """The number of a repetition; praise when it is the first good one after others that were not."""
        praise = rep.good and not self._praised
        self._praised = rep.good
        return Line(t, f"{rep.n}, good" if praise else f"{rep.n}", Priority.PRAISE, t + NUMBER_S)

    def _at_the_top(self, update: Update) -> list[Line]:
        """Hold, two, one, and back."""
        before, self._hold_left = self._hold_left, update.hold_left_s
        left = update.hold_left_s
        if left is None:
            return []
        if before is None:
            return [_short(update.t, "Hold")] if left > 0 else []
        if left == 0 < before:
            return [_short(update.t, "And back")]
        return [_short(update.t, f"{n}") for n in LAST_S if left <= n < before][-1:]

    def _towards_target(self, update: Update) -> list[Line]:
        """Half way, ten seconds, five to one, done."""
        if update.held is None:
            return []
        target_s = update.held.target_s
        before, self._target_left = self._target_left, target_s - update.held.total_s
        left = self._target_left
        marks: dict[float, str] = {0: "Done", **{float(n): f"{n}" for n in LAST_S}}
        if target_s >= LONG_S:
            marks[target_s / 2] = "Half way"
        if target_s >= 3 * SOON_S:
            marks[SOON_S] = f"{SOON_S} seconds"
        passed = [mark for mark in marks if left <= mark < before]
        return [_short(update.t, marks[min(passed)])] if passed else []

    def _advised(self, update: Update) -> list[Line]:
        """What to change, once it is clear, and again only when something else was to change in between."""
        advice = update.advice
        if advice is None or advice.id != self._advice:
            self._advice, self._advised_since = (advice.id, update.t) if advice else (None, math.nan)
        if update.ready:
            self._told = None
        steady = update.t - self._advised_since >= ADVICE_S
        spaced = update.t - self._told_t >= ADVICE_SPACING_S
        if advice is None or advice.id == self._told or not (steady and spaced):
            return []
        self._told, self._told_t = advice.id, update.t
        return [Line(update.t, aloud(advice.words), Priority.POSITION, update.t + NUMBER_S)]


def aloud(text: str) -> str:
    """A text as it is to be read: units in full."""
    return re.sub(r"(?<=\d) s\b", " seconds", re.sub(r"(?<=\d) m\b", " metres", text))


def _short(t: float, say: str) -> Line:
    return Line(t, say, Priority.PRAISE, t + COUNT_S)
