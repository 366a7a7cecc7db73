"""Commands that watch or judge one set: demo, analyze, live, replay."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.equipment import CameraOption, Wanted, WindowOption, equipment
from formcheck.cli.options import (
    ConsentOption,
    ExerciseName,
    ExerciseOption,
    JsonOption,
    MarkersOption,
    ModelOption,
    MuteOption,
    OutOption,
    SecondsOption,
    SideChoice,
    SideOption,
    StageOption,
    plan_of,
)
from formcheck.cli.output import INTERRUPTED, console, model_bundle, say

if TYPE_CHECKING:
    from formcheck.app import Outcome, Plan


def demo(
    out: OutOption = None,
    model: ModelOption = None,
) -> None:
    """Analyse a clip that comes with formcheck: annotated video, summary, table. No camera needed."""
    from formcheck.assets import DEMO_EXERCISE, demo_clip

    out = out or Path("formcheck-out/demo")
    plan = plan_of(DEMO_EXERCISE, SideChoice.auto, None, False, None, out, video=True, poses=True)
    _analyze(demo_clip(), plan, as_json=False, model=model)


def analyze(
    video: Annotated[Path, typer.Argument(metavar="VIDEO", help="A recorded clip.")],
    exercise: ExerciseOption,
    side: SideOption = SideChoice.auto,
    stage: StageOption = None,
    consent: ConsentOption = False,
    seconds: SecondsOption = None,
    out: OutOption = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Do not write annotated.mp4.")] = False,
    as_json: JsonOption = False,
    markers: MarkersOption = False,
    model: ModelOption = None,
) -> None:
    """Check one recorded file: counts, faults, annotated video."""
    kept = out or Path("formcheck-out") / video.stem
    plan = plan_of(exercise, side, stage, consent, seconds, kept, not no_video, True)
    _analyze(video, plan, as_json, model, markers)


def live(
    exercise: ExerciseName,
    camera: CameraOption = "0",
    side: SideOption = SideChoice.auto,
    stage: StageOption = None,
    consent: ConsentOption = False,
    seconds: SecondsOption = None,
    out: OutOption = None,
    no_window: WindowOption = False,
    record: Annotated[
        bool, typer.Option("--record", help="Also keep the annotated video and the poses (in --out).")
    ] = False,
    markers: MarkersOption = False,
    mute: MuteOption = False,
    model: ModelOption = None,
) -> None:
    """Check yourself in front of a camera. Keys: space pause, r restart the set, q quit."""
    from formcheck import app as loop
    from formcheck.files import make_folder
    from formcheck.terminal import LiveLog
    from formcheck.voice import speaking

    kept = out or (Path("formcheck-out/live") if record else None)
    plan = plan_of(exercise, side, stage, consent, seconds, kept, record, record)
    if plan.out:
        make_folder(plan.out)
    with equipment(Wanted(camera, no_window, mute, model), loop.sights_for(plan.exercise, markers)) as used:
        sinks: list[loop.Sink] = [LiveLog(say), speaking(used.speaker)]
        outcome = loop.live(plan, used.about, used.source, used.eyes, used.window, sinks)
    _tell(outcome, as_json=False)


def replay(
    poses: Annotated[Path, typer.Argument(metavar="POSES", help="A poses.npz that `analyze` wrote.")],
    exercise: ExerciseOption,
    side: SideOption = SideChoice.auto,
    stage: StageOption = None,
    consent: ConsentOption = False,
    seconds: SecondsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge recorded poses again, without pictures and without the model."""
    from formcheck import app as loop
    from formcheck.recording import read_poses

    plan = plan_of(exercise, side, stage, consent, seconds, None, False, False)
    recording = read_poses(poses)
    _tell(loop.perform(plan, recording.about, loop.from_recording(recording.poses)), as_json)


def _analyze(video: Path, plan: Plan, as_json: bool, model: Path | None, markers: bool = False) -> None:
    from formcheck import app as loop
    from formcheck.capture.sources import open_source
    from formcheck.files import make_folder
    from formcheck.summary import About
    from formcheck.terminal import frame_bar

    assert plan.out is not None
    source = open_source(str(video), live=False, notify=say)
    make_folder(plan.out)
    found = model_bundle(model, silent=as_json)
    from formcheck.capture.estimator import Estimator

    sights = loop.sights_for(plan.exercise, markers)
    with Estimator(found, sights) as estimator, frame_bar(source.duration_s, silent=as_json) as progress:
        about = About(source.name, found.name, found.sha256)
        outcome = loop.perform(plan, about, loop.from_source(source, estimator), [progress])
    _tell(outcome, as_json)


def _tell(outcome: Outcome, as_json: bool) -> None:
    from formcheck.report import summary_text, table

    if as_json:
        sys.stdout.write(summary_text(outcome.log.document(outcome.about)))
    else:
        console().print(table(outcome.log, outcome.about))
        for path in outcome.written:
            typer.echo(f"wrote {path}")
        _advise(outcome)
    if isinstance(outcome.stopped, KeyboardInterrupt):
        say("formcheck: interrupted; this is what was seen until then")
        raise typer.Exit(INTERRUPTED)
    if outcome.stopped is not None:
        raise outcome.stopped


def _advise(outcome: Outcome) -> None:
    log = outcome.log
    if not log.saw_somebody:
        say("No body was seen. Put the whole body in the picture, from 2–3 m away, with light from the front.")
    elif log.counts.reps == 0 and not (log.held and log.held.total_s) and log.advice:
        say(f"Most of the time nothing could be measured: {log.advice}.")
    elif log.side is None:
        say("Which side it was the camera cannot tell here: say it with --side left or --side right.")
