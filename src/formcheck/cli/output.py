"""How commands speak: results on stdout, all else on stderr."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from formcheck.models import Model

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


def model_bundle(override: Path | None, silent: bool = False) -> Model:
    """The pose model, fetched or built if it is not here. Raises ModelError."""
    from formcheck.models import find
    from formcheck.terminal import step_bar

    with step_bar(silent) as progress:
        return find("full", override, progress)


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def say(text: str) -> None:
    """A line for the person, on stderr: stdout carries results only."""
    typer.echo(text, err=True)


def console() -> Any:
    """Where tables go."""
    from rich.console import Console

    return Console(highlight=False)
