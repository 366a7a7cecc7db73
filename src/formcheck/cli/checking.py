"""The command that holds formcheck against the truth: verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.options import JsonOption, ModelOption
from formcheck.cli.output import console, model_bundle, print_json, say

if TYPE_CHECKING:
    from formcheck.verification.scoring import Score


def verify(
    clips: Annotated[
        list[Path] | None, typer.Argument(metavar="[CLIPS]...", help="Clips or folders of clips, truth beside each.")
    ] = None,
    as_json: JsonOption = False,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FILE", help="Also put the tables into this Markdown file.")
    ] = None,
    poses: Annotated[
        Path | None, typer.Option("--poses", metavar="DIR", help="Judge its recordings NAME.npz, watch no clip.")
    ] = None,
    model: ModelOption = None,
) -> None:
    """Hold formcheck against clips whose truth is known: how far off is it? Exit 1 if a clip misses its tolerance."""
    from formcheck.assets import clip_folder
    from formcheck.terminal import clip_bar
    from formcheck.verification import verify as checking
    from formcheck.verification.accuracy import around_figures, tables, write_markdown

    if write:
        around_figures(write)  # half an hour is too late to hear of it
    cases = checking.cases(clips or [clip_folder()])
    watch = checking.recorded(poses) if poses else checking.watched(model_bundle(model, silent=as_json), say)
    with clip_bar(len(cases), silent=as_json) as done:
        scores: list[Score] = []
        for case in cases:
            scores += checking.verify(case, watch)
            done(case.clip.name)
    if as_json:
        print_json(checking.document(scores))
    else:
        console().print(tables(scores))
    if write:
        write_markdown(write, scores)
    if any(score.misses for score in scores):
        raise typer.Exit(1)
