"""What a running command shows in the terminal: bars on stderr, live news, the list of models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from formcheck.app import Sink
from formcheck.capture import models
from formcheck.cueing import Cue
from formcheck.frames import Frame
from formcheck.holds import Interval
from formcheck.taps import Tapped
from formcheck.update import Partial, Rep, Update


class _FramesPerSecond(ProgressColumn):
    """Frames done per second of waiting."""

    def render(self, task: Task) -> Text:
        frames = task.fields.get("frames", 0)
        return Text(f"{frames / task.elapsed:4.0f} frames/s" if task.elapsed else "")


@contextmanager
def frame_bar(duration_s: float | None, silent: bool) -> Iterator[Sink]:
    """A sink that shows how far the source has been worked through."""
    bar = Progress(
        TextColumn("analysing"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        _FramesPerSecond(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=silent,
    )
    with bar:
        task = bar.add_task("", total=duration_s, frames=0)
        frames, reached_s = 0, 0.0

        def advance(frame: Frame | None, update: Update) -> None:
            nonlocal frames, reached_s
            frames, reached_s = frames + 1, update.t
            bar.update(task, completed=reached_s, frames=frames)

        yield advance
        if duration_s is None or reached_s > 0.98 * duration_s:  # the last picture begins before the end
            bar.update(task, completed=duration_s)


@contextmanager
def step_bar(silent: bool = False) -> Iterator[models.Progress]:
    """A progress callback for work in named steps, each from 0 to 1; nothing appears before the first step."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"),
        console=Console(stderr=True), disable=silent,
    )
    tasks: dict[str, TaskID] = {}

    def step(what: str, done: float | None) -> None:
        if not tasks:
            bar.start()
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=1.0)
        bar.update(tasks[what], total=None if done is None else 1.0, completed=done or 0.0)

    try:
        yield step
    finally:
        if tasks:  # one that never began would leave an empty line
            bar.stop()


@contextmanager
def clip_bar(clips: int, silent: bool) -> Iterator[Callable[[str], None]]:
    """Told the name of each clip that is done."""
    bar = Progress(
        TextColumn("{task.completed:.0f} of {task.total:.0f} clips"), BarColumn(), TimeRemainingColumn(),
        TextColumn("{task.description}"), console=Console(stderr=True), disable=silent,
    )
    with bar:
        task = bar.add_task("", total=clips)
        yield lambda name: bar.update(task, advance=1, description=name)


class LiveLog:
    """Tells in words what happens in a live set."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._advice: str | None = None

    def __call__(self, frame: Frame | None, update: Update) -> None:
        """Take in one update."""
        advice = update.advice.id if update.advice else None
        if update.advice is not None and advice != self._advice:
            self._say(update.advice.words)
        self._advice = advice
        for event in update.events:
            match event:
                case Rep():
                    self._say(f"{event.n} {'good' if event.good else ', '.join((*event.faults, *event.unjudged))}")
                case Partial():
                    self._say("partial, not counted")
                case Interval():
                    self._say(f"held {event.seconds:.1f} s")
                case Tapped():
                    self._say(f"{event.id} {update.taps[event.id]}")
                case Cue():
                    self._say(event.say)
                case _:
                    pass


def model_table(variants: tuple[models.Variant, ...]) -> Table:
    """The variants of the pose model."""
    table = Table(show_lines=True)
    for column in ("variant", "here", "licence", "its file, and where it comes from"):
        table.add_column(column, overflow="fold")
    for v in variants:
        table.add_row(v.name, "yes" if v.present else "no", v.licence, Text(f"{v.path}\n{v.source}", overflow="fold"))
    return table
