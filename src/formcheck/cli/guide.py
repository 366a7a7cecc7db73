"""Commands that tell what there is: exercises, setup, models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import ExerciseName, JsonOption, ModelAction, StageOption
from formcheck.cli.output import console, print_json


def exercises(as_json: JsonOption = False) -> None:
    """List every exercise: view, dose, and what is measured, estimated or only timed."""
    from formcheck.catalogue import exercise_documents, exercise_table

    if as_json:
        print_json(exercise_documents())
    else:
        console().print(exercise_table())


def setup(
    exercise: ExerciseName,
    stage: StageOption = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="PNG", help="Also draw it into this picture.")] = None,
) -> None:
    """Tell how to place camera and body for an exercise, in words and, with --out, as a picture."""
    from formcheck.catalogue import setup_text
    from formcheck.exercises import find

    console().print(setup_text(found := find(exercise, stage)), markup=False)
    if out is not None:
        from formcheck import files
        from formcheck.overlay.setup import setup_png

        files.write_whole(out, setup_png(found))
        typer.echo(f"wrote {out}")


def models(
    action: Annotated[ModelAction, typer.Argument(help="list, fetch or path")] = ModelAction.list,
    variant: Annotated[str, typer.Option("--variant", help="lite, full or heavy")] = "full",
) -> None:
    """The pose model: list its variants, fetch it, or print where it lies."""
    from formcheck.capture import models as store
    from formcheck.terminal import model_table, step_bar

    if action is ModelAction.list:
        console().print(model_table(store.variants()))
        return
    with step_bar() as progress:
        found = store.fetch(variant, progress) if action is ModelAction.fetch else store.find(variant, None, progress)
    typer.echo(found.path)
