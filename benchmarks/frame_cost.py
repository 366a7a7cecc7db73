"""What one frame costs beside inference: analysis and drawing, exercise by exercise.

    python benchmarks/frame_cost.py                         stick figures
    python benchmarks/frame_cost.py --poses out/poses.npz   a recording
    python benchmarks/frame_cost.py -e squat --inference clip.mp4
                                                            also against MediaPipe alone, in the same run

The table tells milliseconds of processor time a frame at 640x360, which a busy machine does not change: the mean, and
the 95th percentile. The goal is under 4 ms in all. Against inference it is the time on the clock that counts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from formcheck.exercise import Exercise
from formcheck.exercises import EXERCISES, find
from formcheck.overlay import draw_body, draw_panel
from formcheck.pose import Pose
from formcheck.recording import read_poses
from formcheck.session import Session

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from people import IDEAL

WIDTH, HEIGHT = 640, 360
WARM_UP = 10
"""Frames at the beginning that are not counted: fonts are loaded, texts are measured."""

@dataclass(frozen=True)
class Cost:
    """Milliseconds of every frame, (n,) each."""

    analysis: NDArray[np.float64]
    drawing: NDArray[np.float64]


def cost(exercise: Exercise, poses: Sequence[Pose]) -> Cost:
    """Run a session over poses and draw every update on a grey picture."""
    session = Session(exercise)
    grey = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    moments = []
    for pose in poses:
        picture = grey.copy()
        began = time.thread_time()
        update = session.update(pose)
        analysed = time.thread_time()
        draw_body(picture, update, exercise)
        draw_panel(picture, update, exercise)
        moments.append((began, analysed, time.thread_time()))
    analysis, drawing = np.diff(np.array(moments[WARM_UP:])).T * 1000.0
    return Cost(analysis, drawing)


def table(costs: dict[str, Cost]) -> Table:
    """A row an exercise."""
    shown = Table("exercise", title="ms of processor time a frame: mean (95th percentile)")
    for column in ("frames", "analysis", "drawing", "both"):
        shown.add_column(column, justify="right")
    for name, spent in costs.items():
        both = spent.analysis + spent.drawing
        cells = (f"{np.mean(x):.2f} ({np.percentile(x, 95):.2f})" for x in (spent.analysis, spent.drawing, both))
        shown.add_row(name, str(len(both)), *cells)
    return shown


def against_inference(clip: Path, exercise: Exercise) -> Iterator[str]:
    """The whole loop over a clip against the estimator alone, frame by frame, so that both bear the same load."""
    from formcheck.app import sight_for  # noqa: PLC0415
    from formcheck.capture import models  # noqa: PLC0415 - only this needs MediaPipe, which takes seconds to import
    from formcheck.capture.estimator import Estimator  # noqa: PLC0415
    from formcheck.capture.sources import VideoFile  # noqa: PLC0415

    session = Session(exercise)
    inference, ours = [], []
    sight = sight_for(exercise, markers=False)
    looking = []
    with Estimator(models.find()) as estimator:
        for frame in VideoFile(clip).frames():
            started = time.perf_counter()
            pose = estimator(frame)
            found = time.perf_counter()
            if sight:
                spent = time.thread_time()
                sight(frame.bgr, pose)
                looking.append((time.thread_time() - spent) * 1000.0)
            update = session.update(pose)
            draw_body(frame.bgr, update, exercise)
            draw_panel(frame.bgr, update, exercise)
            inference.append((found - started) * 1000.0)
            ours.append((time.perf_counter() - found) * 1000.0)
    alone, beside = float(np.mean(inference[WARM_UP:])), float(np.mean(ours[WARM_UP:]))
    yield f"{clip.name}, {len(ours)} frames: inference {alone:.1f} ms, analysis and drawing {beside:.2f} ms a frame"
    if looking:
        seen, slow = float(np.mean(looking[WARM_UP:])), float(np.percentile(looking[WARM_UP:], 95))
        yield f"of these, looking at the pelvis takes {seen:.2f} ms of processor time a frame (95 %: {slow:.2f})"
    yield f"the whole loop takes {(alone + beside) / alone:.3f} times as long as inference alone"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-e", "--exercise", choices=list(EXERCISES), help="only this one")
    parser.add_argument("--poses", type=Path, help="recorded poses instead of stick figures")
    parser.add_argument("--inference", type=Path, metavar="CLIP", help="also run MediaPipe over this clip")
    asked = parser.parse_args()
    if asked.inference and not asked.exercise:
        parser.error("--inference needs --exercise: which one does the clip show?")
    cv2.setNumThreads(1)  # else what other threads draw would not be seen
    chosen = [find(asked.exercise)] if asked.exercise else list(EXERCISES.values())
    recorded = read_poses(asked.poses).poses if asked.poses else None
    console = Console()
    console.print(table({e.id: cost(e, recorded or IDEAL[e.id].poses(3)) for e in chosen}))
    if asked.inference:
        cv2.setNumThreads(-1)
        for line in against_inference(asked.inference, chosen[0]):
            console.print(line)


if __name__ == "__main__":
    main()
