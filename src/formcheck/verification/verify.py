"""How wrong are we? The product run on clips whose truth is known, and the table of what came out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.capture.models import Model
from formcheck.capture.sources import VideoFile
from formcheck.errors import SourceError, TruthError
from formcheck.exercise import Exercise, only_told
from formcheck.exercises import EXERCISES, find
from formcheck.frames import Notify
from formcheck.pose import SEEN_IN_THE_PICTURE, Pose
from formcheck.recording import read_poses
from formcheck.session import Session, analyze
from formcheck.sight import sights
from formcheck.summary import SetLog
from formcheck.verification.scoring import Errors, Score, score
from formcheck.verification.truth import Truth, read_truth

TRUTH_SUFFIX = ".json"


@dataclass(frozen=True)
class Case:
    """A clip with its truth."""

    clip: Path
    truth: Truth


Poses = Callable[[Case], Iterable[Pose]]
"""The poses of a clip: by MediaPipe, or from a recording."""


def cases(paths: Sequence[Path]) -> list[Case]:
    """The clips that paths name: a clip (its truth beside it) or a folder of them. Raises TruthError, SourceError."""
    found: list[Case] = []
    for path in paths:
        if not path.exists():
            raise SourceError(f"There is no clip or folder {path}. Check the spelling.")
        clips = sorted(path.glob("*.mp4")) if path.is_dir() else [path]
        found += [Case(clip, read_truth(clip.with_suffix(TRUTH_SUFFIX))) for clip in clips]
    if not found:
        raise TruthError(f"There are no clips in {', '.join(map(str, paths))}; give clips with a truth file beside.")
    return found


def watched(model: Model, notify: Notify) -> Poses:
    """By MediaPipe, with all that any exercise looks at."""
    from formcheck.capture.estimator import Estimator  # takes seconds; recordings do without

    def watch(case: Case) -> list[Pose]:
        with Estimator(model, sights(SEEN_IN_THE_PICTURE, case.truth.markers)) as estimator:
            return [estimator(frame) for frame in VideoFile(case.clip, notify).frames()]

    return watch


def recorded(folder: Path) -> Poses:
    """From recordings NAME.npz in this folder, which `analyze` writes as poses.npz; exactly what `watched` gives."""
    return lambda case: read_poses(folder / f"{case.clip.stem}.npz").poses


def verify(case: Case, poses: Poses) -> Iterator[Score]:
    """How the clip came out; one whose exercise is nobody's comes out once for every exercise, and must be silent."""
    recorded = list(poses(case))
    if case.truth.exercise is not None:
        yield _score(case, find(case.truth.exercise, case.truth.stage), recorded)
        return
    for exercise in EXERCISES.values():
        for stage in exercise.stages or (exercise,):
            yield _score(case, stage, recorded)


def _score(case: Case, exercise: Exercise, poses: Iterable[Pose]) -> Score:
    log = SetLog(exercise)
    told = case.truth.side if exercise.find_side is only_told else None
    for update in analyze(poses, Session(exercise, told)):
        log.add(update)
    return score(case.clip.stem, log, case.truth)


@dataclass(frozen=True)
class Total:
    """Many clips of one exercise together."""

    exercise: str
    clips: int
    reps_exact: int
    """Clips with the right number of repetitions."""
    judged: int
    judged_right: int
    precision: float
    """Faults found that were real; NaN if none was found."""
    recall: float
    """Real faults that were found, of those that the exercise looks for; NaN if there was none."""
    unjudged: int
    """Real faults that it does not look for."""
    hold_mae_s: float
    peak: Errors
    boundary_s: Errors
    measures: dict[str, Errors]


ALL = "all"
"""What the total over all exercises is called."""


def totals(scores: Iterable[Score]) -> list[Total]:
    """One total an exercise, in the order they come, and one over all of them. Nothing for no clips."""
    by_exercise: dict[str, list[Score]] = {}
    for s in scores:
        if s.exercise is not None:
            by_exercise.setdefault(s.exercise, []).append(s)
    found = [_total(exercise, group) for exercise, group in by_exercise.items()]
    return [*found, _total(ALL, [s for group in by_exercise.values() for s in group])] if found else []


def _total(exercise: str, group: list[Score]) -> Total:
    right, false, missed, unjudged = (
        sum((getattr(s.faults, kind) for s in group), Counter()).total() for kind in _KINDS
    )
    held = [abs(s.hold_off_s) for s in group if s.hold_off_s is not None]
    names = dict.fromkeys(name for s in group for name in s.measures)
    return Total(
        exercise=exercise,
        clips=len(group),
        reps_exact=sum(not s.reps_off for s in group),
        judged=sum(s.judged for s in group),
        judged_right=sum(s.judged_right for s in group),
        precision=right / (right + false) if right + false else math.nan,
        recall=right / (right + missed) if right + missed else math.nan,
        unjudged=unjudged,
        hold_mae_s=sum(held) / len(held) if held else math.nan,
        peak=_together(s.peak for s in group),
        boundary_s=_together(s.boundary_s for s in group),
        measures={n: _together(s.measures[n] for s in group if n in s.measures) for n in names},
    )


_KINDS = ("right", "false", "missed", "unjudged")


def _together(errors: Iterable[Errors]) -> Errors:
    found = list(errors)
    return Errors(np.concatenate([e.values for e in found]), np.concatenate([e.true for e in found]))


def document(scores: Sequence[Score]) -> dict[str, Any]:
    """All figures as plain values, for `--json`."""
    return {
        "schema": "formcheck.verification/1",
        "clips": [
            {
                "clip": s.clip,
                "exercise": s.exercise,
                "reps_off": s.reps_off,
                "good_off": s.good_off,
                "partial_off": s.partial_off,
                "faults": {kind: dict(getattr(s.faults, kind)) for kind in _KINDS},
                "taps": {kind: dict(getattr(s.taps, kind)) for kind in _KINDS[:3]},
                "hold_off_s": _plain(s.hold_off_s),
                "peak": _errors(s.peak),
                "boundary_s": _errors(s.boundary_s),
                "lower_s": _errors(s.lower_s),
                "measures": {name: _errors(e) for name, e in s.measures.items()},
                "without_pose": s.without_pose,
                "misses": list(s.misses),
                "held_out": s.held_out,
            }
            for s in scores
        ],
        "exercises": [_total_document(t) for t in totals(scores)],
        "held_out": [_total_document(t) for t in totals(s for s in scores if s.held_out)],
    }


def _total_document(t: Total) -> dict[str, Any]:
    return {
        "exercise": t.exercise,
        "clips": t.clips,
        "reps_exact": t.reps_exact,
        "judged": t.judged,
        "judged_right": t.judged_right,
        "precision": _plain(t.precision),
        "recall": _plain(t.recall),
        "unjudged": t.unjudged,
        "hold_mae_s": _plain(t.hold_mae_s),
        "peak": _errors(t.peak),
        "boundary_s": _errors(t.boundary_s),
        "measures": {name: _errors(e) for name, e in t.measures.items()},
    }


def _errors(e: Errors) -> dict[str, float | None]:
    return {"mae": _plain(e.mae), "bias": _plain(e.bias), "slope": _plain(e.slope), "n": len(e.values)}


def _plain(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 3)
