"""What `live` and `session` work with: camera, eyes, window and voice, all of it closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.output import model_bundle, say

if TYPE_CHECKING:
    from formcheck.capture.estimator import Estimator
    from formcheck.frames import Source
    from formcheck.sight import Sights
    from formcheck.summary import About
    from formcheck.voice import Speaker
    from formcheck.window import Window

CameraOption = Annotated[
    str, typer.Option("--camera", metavar="INDEX|URL|FILE", help="A camera, a stream, or a file played live.")
]
WindowOption = Annotated[bool, typer.Option("--no-window", help="Work without a window.")]


@dataclass(frozen=True)
class Wanted:
    """What of it is wanted, as the options say."""

    camera: str
    no_window: bool
    mute: bool
    model: Path | None


@dataclass(frozen=True)
class Equipment:
    """All of it, open."""

    source: Source
    eyes: Estimator
    window: Window | None
    speaker: Speaker
    about: About


@contextmanager
def equipment(wanted: Wanted, sights: Sights | None = None) -> Iterator[Equipment]:
    """Open it. `sights` see what no landmark tells. Raises SourceError, ModelError; FormcheckError without screen."""
    from formcheck.capture.estimator import Estimator
    from formcheck.capture.sources import open_source
    from formcheck.summary import About
    from formcheck.voice import Silent, best_speaker
    from formcheck.window import Window

    windows: list[Window] = []

    def notify(text: str) -> None:
        say(text)
        for window in windows:
            window.message(text)

    source = open_source(wanted.camera, live=True, notify=notify)
    found = model_bundle(wanted.model)
    with ExitStack() as stack:
        eyes = stack.enter_context(Estimator(found, sights))
        if not wanted.no_window:
            windows.append(stack.enter_context(Window()))
        speaker = Silent() if wanted.mute else best_speaker(say)
        stack.callback(speaker.stop)
        about = About(source.name, found.name, found.sha256)
        yield Equipment(source, eyes, next(iter(windows), None), speaker, about)
