"""Saying lines on a thread of its own: one at a time, the most important one next, nothing that is stale."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition, Event, Thread
from typing import Protocol

from formcheck.app import Sink
from formcheck.cueing import Priority
from formcheck.frames import Frame
from formcheck.spoken import Announcer, Line
from formcheck.update import Update


class Speaker(Protocol):
    """Whoever says lines."""

    def say(self, line: Line) -> None:
        """Take in one line. Returns at once and never raises."""

    def stop(self) -> None:
        """Be silent from now on."""


@dataclass(frozen=True)
class Engine:
    """One way to make a line heard."""

    name: str
    speak: Callable[[Line, Event], None]
    """Says a line and returns when it is said, or soon after the event is set. May raise whatever it likes."""


class Silent:
    """Says nothing."""

    def say(self, line: Line) -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""


class Talker:
    """Says lines with the first of its engines; when one breaks, with the next, and in the end not at all.

    One line may wait while another is said. A newer one takes its place unless it is less important. A line about
    safety cuts short what is being said.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        notify: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engines = list(engines)
        self._notify = notify
        self._clock = clock
        self._news = Condition()
        self._waiting: tuple[Line, float] | None = None  # a line and when it is stale, by the clock
        self._saying: Line | None = None
        self._cut = Event()
        self._over = False
        self._thread = Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    def say(self, line: Line) -> None:
        """Take in one line. Returns at once and never raises."""
        now = self._clock()
        with self._news:
            if self._waiting is not None:
                other, until = self._waiting
                if now <= until and other.priority < line.priority:
                    return
            self._waiting = (line, now + line.until_t - line.t)
            if line.priority is Priority.SAFETY and self._saying and self._saying.priority is not Priority.SAFETY:
                self._cut.set()
            self._news.notify()

    def stop(self) -> None:
        """Be silent from now on: what is being said is cut short, what waits is dropped."""
        with self._news:
            self._over, self._waiting = True, None
            self._cut.set()
            self._news.notify()
        self._thread.join(timeout=1.0)  # an engine that hangs must not keep the program

    def _work(self) -> None:
        while (line := self._next()) is not None:
            try:
                self._engines[0].speak(line, self._cut)
            except Exception as error:  # noqa: BLE001 - engines are other people's native code: a set goes on without
                self._degrade(error)
            if not self._engines:
                return

    def _next(self) -> Line | None:
        """Wait for a line that is still worth saying; None when all is over."""
        with self._news:
            self._saying = None
            while not self._over:
                if self._waiting is not None:
                    (line, until), self._waiting = self._waiting, None
                    if self._clock() <= until:
                        self._saying = line
                        self._cut.clear()
                        return line
                else:
                    self._news.wait()
            return None

    def _degrade(self, error: Exception) -> None:
        broken = self._engines.pop(0)
        then = f"going on with {self._engines[0].name}" if self._engines else "going on in silence"
        self._notify(f"The {broken.name} stopped working ({error}); {then}.")


def speaking(speaker: Speaker) -> Sink:
    """A sink that has what is due in a live set said aloud."""
    announcer = Announcer()

    def speak(frame: Frame | None, update: Update) -> None:
        for line in announcer.update(update):
            speaker.say(line)

    return speak
