"""The one loop. A file, a camera and a replay differ only in where the poses come from."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from enum import Enum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol

from formcheck.cueing import EVERY_CUE, CuePolicy
from formcheck.errors import ExerciseError, SourceError
from formcheck.exercise import Exercise
from formcheck.frames import Frame, Picture, Source
from formcheck.pose import Pose, Side
from formcheck.report import write_set
from formcheck.session import Session
from formcheck.sight import Sights, sights
from formcheck.summary import About, SetLog
from formcheck.update import Update

Shot = tuple[Frame | None, Pose]
Sink = Callable[[Frame | None, Update], None]
"""Shows, says or writes one update. The closing update of a set comes without a frame."""
Estimate = Callable[[Frame], Pose]


@dataclass(frozen=True)
class Plan:
    """What a set is to be: everything but where it comes from."""

    exercise: Exercise
    side: Side | None = None
    """The working side; None lets the pictures tell."""
    out: Path | None = None
    """The folder for results; None writes nothing."""
    video: bool = False
    """Whether to write annotated.mp4."""
    poses: bool = False
    """Whether to write poses.npz."""
    cues: CuePolicy = EVERY_CUE
    """How freely cues are given."""


@dataclass(frozen=True)
class Outcome:
    """A set that is over."""

    log: SetLog
    about: About
    written: tuple[Path, ...] = ()
    stopped: BaseException | None = None
    """What ended it before its source did: Ctrl-C, or a source that broke. All until then is in the log."""


def run(shots: Iterable[Shot], session: Session, sinks: Iterable[Sink]) -> None:
    """Feed every shot to the session and every update to the sinks."""
    sinks = tuple(sinks)
    for frame, pose in shots:
        update = session.update(pose)
        for sink in sinks:
            sink(frame, update)
    if last := session.finish():
        for sink in sinks:
            sink(None, last)


def perform(plan: Plan, about: About, shots: Iterable[Shot], sinks: Iterable[Sink] = ()) -> Outcome:
    """One set from its first shot to its files. Whatever ends it early, what was seen until then is written.

    Raises OutputError if results cannot be written.
    """
    log = SetLog(plan.exercise, plan.side)
    session = Session(plan.exercise, plan.side, plan.cues)
    written: list[Path] = []
    stopped: BaseException | None = None
    with ExitStack() as stack:
        own: list[Sink] = [lambda _, update: log.add(update)]
        if plan.out and plan.video:
            own.append(_annotator(plan, stack))
            written.append(plan.out / "annotated.mp4")
        try:
            run(shots, session, (*own, *sinks))
        except (KeyboardInterrupt, SourceError) as error:
            stopped = error
            if last := session.finish():
                log.add(last)
    if stopped is not None and not log.poses:
        raise stopped
    if plan.out:
        written = [*write_set(plan.out, log, about, plan.poses), *(path for path in written if path.exists())]
    return Outcome(log, about, tuple(written), stopped)


def _annotator(plan: Plan, stack: ExitStack) -> Sink:
    from formcheck.overlay import draw_body, draw_panel
    from formcheck.video_out import VideoWriter

    assert plan.out is not None
    writer = stack.enter_context(VideoWriter(plan.out / "annotated.mp4"))
    began_t: float | None = None  # a set that was restarted begins late; players show black until the first picture

    def annotate(frame: Frame | None, update: Update) -> None:
        nonlocal began_t
        if frame is not None:
            began_t = frame.t if began_t is None else began_t
            picture = frame.bgr.copy()
            draw_body(picture, update, plan.exercise)
            draw_panel(picture, update, plan.exercise)
            writer.write(picture, frame.t - began_t)

    return annotate


def from_source(source: Source, estimate: Estimate) -> Iterator[Shot]:
    """Every frame of a source with its pose."""
    with closing(source.frames()) as frames:
        for frame in frames:
            yield frame, estimate(frame)


def from_recording(poses: Iterable[Pose]) -> Iterator[Shot]:
    """Recorded poses: no pictures, no model."""
    return ((None, pose) for pose in poses)


def sights_for(exercise: Exercise, markers: bool) -> Sights:
    """What else looks at the picture for an exercise. `markers`: the person wears stickers on the front hip bones.

    Raises ExerciseError if there are stickers and nothing to read off them.
    """
    if markers and "pelvis" not in exercise.looks_for:
        raise ExerciseError(f"{exercise.id} does not look at the pelvis; leave --markers out")
    return sights(exercise.looks_for, markers)


class Key(Enum):
    """What the person asks for in a live set."""

    PAUSE = "pause"
    RESTART = "restart"
    QUIT = "quit"


KEYS = {" ": Key.PAUSE, "r": Key.RESTART, "R": Key.RESTART} | dict.fromkeys(("q", "Q", "\x1b"), Key.QUIT)


class Screen(Protocol):
    """What a set needs of a window."""

    def show(self, bgr: Picture, under: Callable[[Picture], None], over: Callable[[Picture], None]) -> None:
        """Show one picture as in a mirror; `under` draws on it before it is turned, `over` after."""

    def poll(self) -> str | None:
        """The key that was pressed since the last time."""

    def message(self, text: str) -> None:
        """Say something over the last picture."""


def live(
    plan: Plan, about: About, source: Source, estimate: Estimate, screen: Screen | None, sinks: Iterable[Sink] = ()
) -> Outcome:
    """A set from a camera, until the camera ends or the person quits; "restart" begins it anew."""
    last: Outcome | None = None
    with closing(source.frames()) as frames:
        while True:
            if screen is None:
                return perform(plan, about, ((frame, estimate(frame)) for frame in frames), sinks)
            steered = _Steered(screen, plan.exercise)
            shots = steered.shots(frames, estimate)
            first = next(shots, None)
            if first is None and last is not None:  # nothing came after the restart: the set before it stands
                if steered.restart:
                    continue
                return last
            last = perform(plan, about, chain([first] if first else [], shots), (steered.show, *sinks))
            if not steered.restart:
                return last


class _Steered:
    """A live set that the person's keys steer."""

    def __init__(self, screen: Screen, exercise: Exercise) -> None:
        from formcheck.overlay import draw_body, draw_panel

        self._screen = screen
        self._under = lambda update, bgr: draw_body(bgr, update, exercise)
        self._over = lambda update, bgr: draw_panel(bgr, update, exercise)
        self.restart = False

    def show(self, frame: Frame | None, update: Update) -> None:
        if frame is not None:
            self._screen.show(frame.bgr, partial(self._under, update), partial(self._over, update))

    def shots(self, frames: Generator[Frame, None, None], estimate: Estimate) -> Iterator[Shot]:
        paused = False
        for frame in frames:
            key = KEYS.get(self._screen.poll() or "")
            if key in (Key.QUIT, Key.RESTART):
                self.restart = key is Key.RESTART
                return
            paused = paused is not (key is Key.PAUSE)
            if paused:
                self._screen.message("Paused — space goes on")
            else:
                yield frame, estimate(frame)
