"""The options that commands share, and what they come to. Heavy imports stay inside, so that help answers at once."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from formcheck.app import Plan
    from formcheck.history.export import Kept
    from formcheck.pose import Side


class SideChoice(str, Enum):
    """Which side works."""

    auto = "auto"
    left = "left"
    right = "right"


class ModelAction(str, Enum):
    """What to do about the model."""

    list = "list"
    fetch = "fetch"
    path = "path"


ExerciseName = Annotated[str, typer.Argument(metavar="EXERCISE", help="See `formcheck exercises`.")]
ExerciseOption = Annotated[str, typer.Option("-e", "--exercise", help="See `formcheck exercises`.")]
SideOption = Annotated[SideChoice, typer.Option("--side", help="The working side; found by itself unless told.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results.")]
StageOption = Annotated[
    str | None, typer.Option("--stage", help="Which of its stages, where it has some; else the first.")
]
ConsentOption = Annotated[
    bool, typer.Option("--consent", help="I have read this exercise's cautions (for those that are off by default).")
]
SecondsOption = Annotated[
    float | None, typer.Option("--seconds", help="How long, where the exercise leaves that to you.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
MarkersOption = Annotated[bool, typer.Option("--markers", help="You wear a sticker on either front hip bone.")]
DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Folder of your history, in place of the usual one.")
]
MuteOption = Annotated[bool, typer.Option("--mute", help="Say nothing aloud.")]
ModelOption = Annotated[Path | None, typer.Option("--model", metavar="PATH", help="Use this pose model bundle.")]


def plan_of(
    exercise: str,
    side: SideChoice,
    stage: str | None,
    consent: bool,
    seconds: float | None,
    out: Path | None,
    video: bool,
    poses: bool,
) -> Plan:
    """What a set is to be, as the options say it. Raises ExerciseError for what the exercise does not offer."""
    from formcheck.app import Plan
    from formcheck.cli.output import say
    from formcheck.consent import agreed
    from formcheck.exercises import find
    from formcheck.session import Session

    found = agreed(find(exercise, stage), consent, _side(side), seconds)
    plan = Plan(found, _side(side), out, video, poses)
    for caution in found.cautions:
        say(caution)
    Session(plan.exercise, plan.side)  # a side that the exercise does not have is said before any work begins
    return plan


def _side(choice: SideChoice) -> Side | None:
    from formcheck.pose import Side

    return None if choice is SideChoice.auto else Side(choice.value)


def past_of(data: Path | None) -> Kept:
    """All that the history keeps; nothing where there is none, and none is made. Raises HistoryError."""
    from formcheck.cli.output import say
    from formcheck.history import data_folder, has_history, open_history
    from formcheck.history.export import Kept, kept

    folder = data_folder(data)
    if not has_history(folder):
        return Kept()
    with open_history(folder, say) as history:
        return kept(history)
