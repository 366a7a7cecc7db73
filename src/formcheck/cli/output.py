"""How commands speak: results on stdout, all else on stderr."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from formcheck.capture.models import Model

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


def model_bundle(override: Path | None, silent: bool = False) -> Model:
    """The pose model, fetched or built if it is not here. Raises ModelError."""
    from formcheck.capture.models import find
    from formcheck.terminal import step_bar

    with step_bar(silent) as progress:
        return find("full", override, progress)


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def say(text: str) -> None:
    """A line for the person, on stderr: stdout carries results only."""
    typer.echo(fitted(text), err=True)


def fitted(text: str) -> str:
    """Lines for stderr; for a terminal they are broken between words, which terminals themselves do not."""
    if not sys.stderr.isatty():
        return text
    width = max(20, shutil.get_terminal_size().columns - 4)  # an answer stands behind its question
    lines = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(map(lines.fill, text.split("\n")))


def console() -> Any:
    """Where tables go."""
    from rich.console import Console

    return Console(highlight=False)
