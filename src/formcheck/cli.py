"""Commands: arguments become objects, results become text. No logic of exercises lives here.

Everything heavy is imported inside the command that needs it, so that help answers at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from formcheck.errors import FormcheckError
from formcheck.options import (
    ConsentOption,
    ExerciseName,
    ExerciseOption,
    JsonOption,
    MarkersOption,
    ModelAction,
    ModelOption,
    OutOption,
    SecondsOption,
    SideChoice,
    SideOption,
    plan_of,
)

if TYPE_CHECKING:
    from formcheck.app import Outcome, Plan
    from formcheck.models import Model
    from formcheck.scoring import Score

app = typer.Typer(
    name="formcheck",
    help="A webcam form checker for exercises that help outer-knee pain. Form feedback, not medical advice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


INTERRUPTED = 130


@app.command()
def demo(
    out: OutOption = None,
    model: ModelOption = None,
) -> None:
    """Analyse a clip that comes with formcheck: annotated video, summary, table. No camera needed."""
    from formcheck.assets import DEMO_EXERCISE, demo_clip

    out = out or Path("formcheck-out/demo")
    plan = plan_of(DEMO_EXERCISE, SideChoice.auto, False, None, out, video=True, poses=True)
    _analyze(demo_clip(), plan, as_json=False, model=model)


@app.command()
def exercises(as_json: JsonOption = False) -> None:
    """List every exercise: view, dose, and what is measured, estimated or only timed."""
    from formcheck.catalogue import exercise_documents, exercise_table

    if as_json:
        _print_json(exercise_documents())
    else:
        _console().print(exercise_table())


@app.command()
def setup(
    exercise: ExerciseName,
    out: Annotated[Path | None, typer.Option("--out", metavar="PNG", help="Also draw it into this picture.")] = None,
) -> None:
    """Tell how to place camera and body for an exercise, in words and, with --out, as a picture."""
    from formcheck.catalogue import setup_text
    from formcheck.exercises import find

    typer.echo(setup_text(found := find(exercise)))
    if out is not None:
        from formcheck import files
        from formcheck.overlay.setup import setup_png

        files.write_whole(out, setup_png(found))
        typer.echo(f"wrote {out}")


@app.command()
def analyze(
    video: Annotated[Path, typer.Argument(metavar="VIDEO", help="A recorded clip.")],
    exercise: ExerciseOption,
    side: SideOption = SideChoice.auto,
    consent: ConsentOption = False,
    seconds: SecondsOption = None,
    out: OutOption = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Do not write annotated.mp4.")] = False,
    as_json: JsonOption = False,
    markers: MarkersOption = False,
    model: ModelOption = None,
) -> None:
    """Check one recorded file: counts, faults, annotated video."""
    plan = plan_of(exercise, side, consent, seconds, out or Path("formcheck-out") / video.stem, not no_video, True)
    _analyze(video, plan, as_json, model, markers)


@app.command()
def live(
    exercise: ExerciseName,
    camera: Annotated[
        str, typer.Option("--camera", metavar="INDEX|URL|FILE", help="A camera, a stream, or a file played live.")
    ] = "0",
    side: SideOption = SideChoice.auto,
    consent: ConsentOption = False,
    seconds: SecondsOption = None,
    out: OutOption = None,
    no_window: Annotated[bool, typer.Option("--no-window", help="Work without a window.")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Also keep the annotated video and the poses (in --out).")
    ] = False,
    markers: MarkersOption = False,
    model: ModelOption = None,
) -> None:
    """Check yourself in front of a camera. Keys: space pause, r restart the set, q quit."""
    from contextlib import ExitStack

    from formcheck import app as loop
    from formcheck.estimator import Estimator
    from formcheck.files import make_folder
    from formcheck.sources import open_source
    from formcheck.summary import About
    from formcheck.terminal import LiveLog
    from formcheck.window import Window

    kept = out or (Path("formcheck-out/live") if record else None)
    plan = plan_of(exercise, side, consent, seconds, kept, record, record)
    if plan.out:
        make_folder(plan.out)
    screens: list[Window] = []

    def notify(text: str) -> None:
        _say(text)
        for screen in screens:
            screen.message(text)

    source = open_source(camera, live=True, notify=notify)
    found = _model(model)
    with ExitStack() as stack:
        estimator = stack.enter_context(Estimator(found, loop.sight_for(plan.exercise, markers)))
        if not no_window:
            screens.append(stack.enter_context(Window()))
        about = About(source.name, found.name, found.sha256)
        outcome = loop.live(plan, about, source, estimator, next(iter(screens), None), [LiveLog(_say)])
    _tell(outcome, as_json=False)


@app.command()
def replay(
    poses: Annotated[Path, typer.Argument(metavar="POSES", help="A poses.npz that `analyze` wrote.")],
    exercise: ExerciseOption,
    side: SideOption = SideChoice.auto,
    consent: ConsentOption = False,
    seconds: SecondsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge recorded poses again, without pictures and without the model."""
    from formcheck import app as loop
    from formcheck.recording import read_poses

    plan = plan_of(exercise, side, consent, seconds, None, False, False)
    recording = read_poses(poses)
    _tell(loop.perform(plan, recording.about, loop.from_recording(recording.poses)), as_json)


@app.command()
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
    from formcheck import verify as checking
    from formcheck.accuracy import tables, write_markdown
    from formcheck.assets import clip_folder
    from formcheck.terminal import clip_bar

    cases = checking.cases(clips or [clip_folder()])
    watch = checking.recorded(poses) if poses else checking.watched(_model(model, silent=as_json), _say)
    with clip_bar(len(cases), silent=as_json) as done:
        scores: list[Score] = []
        for case in cases:
            scores += checking.verify(case, watch)
            done(case.clip.name)
    if as_json:
        _print_json(checking.document(scores))
    else:
        _console().print(tables(scores))
    if write:
        write_markdown(write, scores)
    if any(score.misses for score in scores):
        raise typer.Exit(1)


@app.command()
def models(
    action: Annotated[ModelAction, typer.Argument(help="list, fetch or path")] = ModelAction.list,
    variant: Annotated[str, typer.Option("--variant", help="lite, full or heavy")] = "full",
) -> None:
    """The pose model: list its variants, fetch it, or print where it lies."""
    from formcheck import models as store
    from formcheck.terminal import model_table, step_bar

    if action is ModelAction.list:
        _console().print(model_table(store.variants()))
        return
    with step_bar() as progress:
        found = store.fetch(variant, progress) if action is ModelAction.fetch else store.find(variant, None, progress)
    typer.echo(found.path)


def _analyze(video: Path, plan: Plan, as_json: bool, model: Path | None, markers: bool = False) -> None:
    from formcheck import app as loop
    from formcheck.files import make_folder
    from formcheck.sources import open_source
    from formcheck.summary import About
    from formcheck.terminal import frame_bar

    assert plan.out is not None
    source = open_source(str(video), live=False, notify=_say)
    make_folder(plan.out)
    found = _model(model, silent=as_json)
    from formcheck.estimator import Estimator

    sight = loop.sight_for(plan.exercise, markers)
    with Estimator(found, sight) as estimator, frame_bar(source.duration_s, silent=as_json) as progress:
        about = About(source.name, found.name, found.sha256)
        outcome = loop.perform(plan, about, loop.from_source(source, estimator), [progress])
    _tell(outcome, as_json)


def _model(override: Path | None, silent: bool = False) -> Model:
    from formcheck.models import find
    from formcheck.terminal import step_bar

    with step_bar(silent) as progress:
        return find("full", override, progress)


def _tell(outcome: Outcome, as_json: bool) -> None:
    from formcheck.report import summary_text, table

    if as_json:
        sys.stdout.write(summary_text(outcome.log.document(outcome.about)))
    else:
        _console().print(table(outcome.log, outcome.about))
        for path in outcome.written:
            typer.echo(f"wrote {path}")
        _advise(outcome)
    if isinstance(outcome.stopped, KeyboardInterrupt):
        raise typer.Exit(INTERRUPTED)
    if outcome.stopped is not None:
        raise outcome.stopped


def _advise(outcome: Outcome) -> None:
    log = outcome.log
    if not log.saw_somebody:
        _say("No body was seen. Put the whole body in the picture, from 2–3 m away, with light from the front.")
    elif log.counts.reps == 0 and not (log.held and log.held.total_s) and log.advice:
        _say(f"Most of the time nothing could be measured: {log.advice}.")


def _print_json(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False)


def main() -> NoReturn:
    """Run a command; what formcheck can explain ends in one line and exit code 1."""
    try:
        app()
    except FormcheckError as error:
        _say(f"formcheck: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        _say("formcheck: interrupted")
        sys.exit(INTERRUPTED)
    sys.exit(0)


if __name__ == "__main__":
    main()
