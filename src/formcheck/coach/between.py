"""What comes between sets: a halt, a possible fall, the question about pain, a rest."""

from __future__ import annotations

import math
from collections.abc import Mapping

from formcheck.coach.arriving import Instructor
from formcheck.coach.placing import Scene
from formcheck.coach.stage import Over, Running
from formcheck.coach.views import Asking, Halted, Resting, View
from formcheck.cueing import ARE_YOU_OK, Priority
from formcheck.pose import Pose
from formcheck.programme import PlannedSet
from formcheck.spoken import Line, aloud

ASK_S = 15.0
"""How long the question about pain stands; no answer is an answer of its own."""
HALT_S = 60.0
"""A halted session ends after this long; it can be gone on with later the same day."""

Choices = Mapping[str, tuple[Over, str]]
"""What a key does, and the words for it."""
AFTER_PAIN: Choices = {" ": (Over.ON, "space: go on"), "q": (Over.QUIT, "q: finish for now")}
CHOICES: Choices = {
    " ": AFTER_PAIN[" "],
    "n": (Over.NEXT, "n: next set"),
    "k": (Over.HURTS, "k: it hurts, no more of this one"),
    "q": AFTER_PAIN["q"],
}


class Halt:
    """Stopped by a key, or because something hurt a lot: goes on by a key only."""

    def __init__(self, t: float, about: PlannedSet, words: str = "Stopped", choices: Choices = CHOICES) -> None:
        self.over: Over | None = None
        self.about = about
        """What hurts, if that is what the person says."""
        self._words, self._choices = words, choices
        self._began_t = t
        self._said = False

    def press(self, key: str) -> None:
        """Take a choice."""
        if key in self._choices:
            self.over = self._choices[key][0]

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        left_s = HALT_S - (pose.t - self._began_t)
        if left_s <= 0:
            self.over = self.over or Over.AWAY
        lines = () if self._said else (Line(pose.t, self._words, Priority.SAFETY, pose.t + 3.0),)
        self._said = True
        choices = tuple(words for _, words in self._choices.values())
        return Halted(self._words, choices, max(0.0, left_s)), lines


class Fallen:
    """After what may have been a fall: goes on by itself once the person stands in place again."""

    BACK_S = 3.0
    """Standing in place for this long says: I am all right."""

    def __init__(self, running: Running, t: float) -> None:
        self.over: Over | None = None
        self._settler = running.settler
        self._began_t = t
        self._fine_t: float | None = None
        self._again = Instructor(t)

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        t = pose.t
        if not self._settler.update(pose).ready:
            self._fine_t = None
        elif self._fine_t is None:
            self._fine_t = t
        left_s = HALT_S - (t - self._began_t)
        if self._fine_t is not None and t - self._fine_t >= self.BACK_S:
            self.over = Over.BACK
        elif left_s <= 0:
            self.over = Over.AWAY
        choices = ("stand in place to go on", "any key: stop")
        lines = tuple(
            Line(line.t, line.say, Priority.SAFETY, line.until_t)
            for line in self._again.update(t, f"{ARE_YOU_OK} Stand in place to go on. Any key stops.")
        )
        return Halted(ARE_YOU_OK, choices, max(0.0, left_s)), lines


class Ask:
    """How much does it hurt, 0 to 10? No answer is an answer of its own: not told."""

    WORDS = "Pain at the knee, 0 to 10?"
    SPOKEN = "How much does the knee hurt, zero to ten? Press a key, or leave it and rest."

    def __init__(self, t: float) -> None:
        self.over: Over | None = None
        self.answer: int | None = None
        self._began_t = t
        self._spoken = False

    def press(self, key: str) -> None:
        """Take an answer: a digit, or t for ten."""
        if key in "0123456789t":
            self.answer = 10 if key == "t" else int(key)
            self.over = Over.ON

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        left_s = ASK_S - (pose.t - self._began_t)
        if left_s <= 0:
            self.over = Over.ON
        lines = () if self._spoken else (Line(pose.t, self.SPOKEN, Priority.POSITION, pose.t + 3.0),)
        self._spoken = True
        return Asking(self.WORDS, max(0.0, left_s)), lines


class Pause:
    """A rest before the next set, with a spoken count-down."""

    MARKS = (10, 3, 2, 1)

    def __init__(self, seconds: float, following: Running, words: str, t: float) -> None:
        self.over: Over | None = None
        self._seconds, self._following, self._words = seconds, following, words
        self._until_t = t + seconds
        self._told = math.inf

    def update(self, pose: Pose, scene: Scene) -> tuple[View, tuple[Line, ...]]:
        """One more pose."""
        left_s = self._until_t - pose.t
        if left_s <= 0:
            self.over = Over.ON
        running = self._following
        view = Resting(max(0.0, left_s), self._seconds, running.planned, running.exercise, self._words)
        return view, self._lines(pose.t, left_s)

    def _lines(self, t: float, left_s: float) -> tuple[Line, ...]:
        if math.isinf(self._told):
            self._told = left_s
            return (Line(t, f"Rest {self._seconds:.0f} seconds. {aloud(self._words)}", Priority.POSITION, t + 3.0),)
        due = [mark for mark in self.MARKS if left_s <= mark < self._told]
        if not due:
            return ()
        self._told = due[-1]
        say = f"{due[-1]} seconds" if due[-1] == 10 else str(due[-1])
        return (Line(t, say, Priority.POSITION, t + 0.7),)
