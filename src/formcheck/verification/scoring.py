"""How wrong was formcheck on a clip whose truth is known? Pure: a set and a truth in, figures out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.squat import YAW_SHARE_DEG
from formcheck.exercises.tfl_stretch import SQUARE
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.measures import Measure
from formcheck.reps import Phase
from formcheck.summary import SetLog
from formcheck.taps import Tapped
from formcheck.update import Rep
from formcheck.verification.truth import TrueFault, TrueRep, TrueTap, Truth

Series = NDArray[np.float64]
"""(n,) one value a frame of the clip."""


def _rolling(t: Series, x: Series, seconds: float, reduce: Callable[[Series], float]) -> Series:
    """`reduce` of the last so many seconds at every moment."""
    return np.array([reduce(x[(t > now - seconds) & (t <= now)]) for now in t])


# How each measure is called in a truth file, and how it follows from what stands there.
TRUE: Mapping[str, Callable[[Mapping[str, Series]], Series]] = {
    "hip_abduction": lambda a: a["lift"],
    "hip_hike": lambda a: a["hip_line"],
    "trunk_tilt": lambda a: a["trunk_tilt"],
    "knee_bend": lambda a: a["knee_bend"],
    "leg_length_ratio": lambda a: a["leg_ratio"],
    "roll_back": lambda a: a["pelvis_roll"],
    "clam_roll": lambda a: a["pelvis_roll"],
    "clam_opening": lambda a: a["opening"],
    "judged_opening": lambda a: a["opening"],
    "judged_offset": lambda a: np.abs(a["knee_offset"]),
    "feet_gap": lambda a: a["feet_gap"],
    "leg_out": lambda a: a["leg_out"],
    "level_pelvis": lambda a: a["pelvic_drop"],
    "level_since_two_feet": lambda a: a["pelvic_drop"],
    "trunk_lean": lambda a: np.abs(a["trunk_lean_seen"]),
    "trunk_lean_front": lambda a: np.abs(a["trunk_lean_seen"]),
    "stance_knee_valgus": lambda a: a["fppa"],
    "knee_valgus": lambda a: np.maximum(
        (a["fppa_left"] + a["fppa_right"]) / 2, np.maximum(a["fppa_left"], a["fppa_right"]) - YAW_SHARE_DEG
    ),
    "bent_knee_valgus": lambda a: a["fppa"],
    "knee_over_toe": lambda a: a["knee_medial"],
    "step_depth": lambda a: 100.0 * a["drop"],
    "stance_depth": lambda a: 100.0 * a["drop"],
    "knee_ankle_ratio": lambda a: a["knee_ankle_ratio"],
    "squat_depth": lambda a: 100.0 * a["drop"],
    "bridge_line": lambda a: a["bridge_line"],
    "top_knee_flexion": lambda a: a["knee_bend"],
    "under_flexion": lambda a: a["under_flexion"],
    "thigh_raise": lambda a: a["raise_seen"],
    "foot_out": lambda a: a["hip_rotation_seen"],
    "furthest_out": lambda a: _rolling(a["t_s"], a["hip_rotation_seen"], 3.0, np.max),
    "hip_flexion": lambda a: 180.0 - a["hip_extension_seen"],
    "trunk_fold": lambda a: a["trunk_fold_seen"],
    "kneeling_knee": lambda a: np.abs(a["knee_bend"] - SQUARE),
    "side_shift": lambda a: a["shift"],
    "hip_swing": lambda a: np.abs(a["hip_rotation_seen"]),
    "hip_rotation": lambda a: a["hip_rotation_seen"],
    "seat_hitch": lambda a: a["hip_hike_seen"],
    "seated_knee": lambda a: np.abs(a["knee_aside"]),
    "off_upright": lambda a: a["trunk_upright"],
    "knee_drift": lambda a: _rolling(a["t_s"], a["knee_aside"], 2.0, np.ptp),
}

RANGE_AND_TEMPO = frozenset({"range-low", "range-high", "short-hold", "fast-lowering"})
"""Faults that leave the posture right. With others the furthest point is nothing to tell, so it is not scored."""
LATE_S = 1.0
"""A fault span found within this of a true one is the same: persistence and hysteresis move its ends."""


@dataclass(frozen=True)
class FaultScore:
    """What was found and missed, by id: faults, each repetition (or each span of a hold) counted once per fault, or
    ways of a free leg."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    unjudged: Counter[str] = field(default_factory=Counter)
    """Real faults that the exercise does not look for, because no camera shows them (its `cannot_see`)."""


@dataclass(frozen=True)
class Errors:
    """Measured less true, in the measure's unit, one value a frame or a repetition."""

    values: Series
    true: Series = field(default_factory=lambda: np.zeros(0))
    """(n,) what they are the errors of, where that is known frame by frame; else (0,)."""

    @property
    def slope(self) -> float:
        """How much of a true change is read: 1 is all of it. NaN if there was next to none, or it is not known."""
        n = len(self.true)
        if n < 2 or np.ptp(self.true) < 1e-6:
            return math.nan
        away = self.true - self.true.mean()
        return 1.0 + float(away @ (self.values - self.values.mean()) / (away @ away))

    @property
    def mae(self) -> float:
        """Mean absolute error; NaN for none."""
        return float(np.abs(self.values).mean()) if len(self.values) else math.nan

    @property
    def p95(self) -> float:
        """What 95 % of the absolute errors keep within; NaN for none."""
        return float(np.quantile(np.abs(self.values), 0.95)) if len(self.values) else math.nan

    @property
    def bias(self) -> float:
        """Mean error; NaN for none."""
        return float(self.values.mean()) if len(self.values) else math.nan


@dataclass(frozen=True)
class Score:
    """How one clip came out. None: the truth does not say."""

    clip: str
    exercise: str | None
    reps: int
    reps_off: int | None
    good_off: int | None
    partial_off: int | None
    judged: int
    """Repetitions whose goodness is known…"""
    judged_right: int
    """…and was found."""
    faults: FaultScore
    hold_off_s: float | None
    peak: Errors
    """Furthest points of repetitions whose posture was right."""
    boundary_s: Errors
    """Starts and ends of repetitions."""
    lower_s: Errors
    measures: Mapping[str, Errors]
    without_pose: int
    """Frames in which nobody was seen."""
    held_out: bool
    """Whether nothing was fitted to this clip."""
    taps: FaultScore = field(default_factory=FaultScore)
    """Ways of a free leg found and missed, by direction."""

    @property
    def misses(self) -> tuple[str, ...]:
        """What is out of tolerance."""
        found = []
        if self.reps_off:
            found.append(f"reps {self.reps_off:+d}")
        if self.good_off:
            found.append(f"good {self.good_off:+d}")
        found += [f"false {id} ×{n}" for id, n in sorted(self.faults.false.items())]
        found += [f"missed {id} ×{n}" for id, n in sorted(self.faults.missed.items())]
        found += [f"not judged {id} ×{n}" for id, n in sorted(self.faults.unjudged.items())]
        found += [f"false {way} tap ×{n}" for way, n in sorted(self.taps.false.items())]
        found += [f"missed {way} tap ×{n}" for way, n in sorted(self.taps.missed.items())]
        if self.hold_off_s is not None and abs(self.hold_off_s) > 0.3:
            found.append(f"hold {self.hold_off_s:+.2f} s")
        return tuple(found)


def score(clip: str, log: SetLog, truth: Truth) -> Score:
    """Hold a finished set against the truth of its clip."""
    pairs = _pairs(log.reps, truth.reps or ())
    judged = [(rep, true) for rep, true in pairs if true.faults is not None]
    counts = {"reps": log.counts.reps, "good": log.counts.good, "partial": log.counts.partial}
    off = {name: counts[name] - n for name, n in truth.counts.items() if name in counts}
    by_rep = truth.held_s is None
    return Score(
        clip=clip,
        exercise=truth.exercise,
        reps=log.counts.reps,
        reps_off=off.get("reps"),
        good_off=off.get("good"),
        partial_off=off.get("partial"),
        judged=len(judged),
        judged_right=sum(rep.good == (not true.faults) for rep, true in judged),
        faults=_rep_faults(log, judged) if by_rep else _span_faults(log, truth.faults or ()),
        hold_off_s=None if truth.held_s is None else _held_s(log) - truth.held_s,
        peak=_errors(
            (rep.swing.peak, _true_peak(log, truth, true))
            for rep, true in pairs
            if (true.faults or frozenset()) <= RANGE_AND_TEMPO
        ),
        boundary_s=_errors(
            pair
            for rep, true in pairs
            for pair in ((rep.swing.start_t, true.start_s), (rep.swing.end_t, true.end_s))
        ),
        lower_s=_errors((rep.swing.lower_s, true.lower_s) for rep, true in pairs),
        measures=_measures(log, truth.angles),
        without_pose=sum(not pose.seen for pose in log.poses),
        held_out=truth.held_out,
        taps=FaultScore() if truth.taps is None else _taps(log, truth.taps),
    )


def _pairs(reps: list[Rep], true: Iterable[TrueRep]) -> list[tuple[Rep, TrueRep]]:
    """Each true repetition with the counted one that overlaps it most."""
    found = []
    for t in true:
        overlaps = [(min(r.swing.end_t, t.end_s) - max(r.swing.start_t, t.start_s), r) for r in reps]
        best = max(overlaps, key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] > 0:
            found.append((best[1], t))
    return found


def _rep_faults(log: SetLog, judged: list[tuple[Rep, TrueRep]]) -> FaultScore:
    result = FaultScore()
    matched = {rep.n for rep, _ in judged}
    for rep, true in judged:
        found, real = set(rep.faults), true.faults or frozenset()
        result.right.update(found & real)
        result.false.update(found - real)
        result.missed.update((real & log.exercise.judges) - found)
        result.unjudged.update(real - log.exercise.judges)
    for rep in log.reps:
        if rep.n not in matched:
            result.false.update(rep.faults)
    return result


def _span_faults(log: SetLog, true: Iterable[TrueFault]) -> FaultScore:
    result = FaultScore()
    found = [event for _, event in log.events if isinstance(event, Fault)]
    real = list(true)

    def meet(f: Fault, t: TrueFault) -> bool:
        return f.id == t.id and f.start_t <= t.to_s + LATE_S and f.end_t >= t.from_s - LATE_S

    for t in real:
        missed = result.missed if t.id in log.exercise.judges else result.unjudged
        (result.right if any(meet(f, t) for f in found) else missed)[t.id] += 1
    for f in found:
        if not any(meet(f, t) for t in real):
            result.false[f.id] += 1
    return result


def _taps(log: SetLog, true: Iterable[TrueTap]) -> FaultScore:
    """Each true way pairs with one found in its direction that was furthest out in the course of it."""
    result, left = FaultScore(), [event for _, event in log.events if isinstance(event, Tapped)]
    for tap in true:
        same = [f for f in left if f.id == tap.direction and tap.from_s <= f.t <= tap.to_s]
        (result.right if same else result.missed)[tap.direction] += 1
        left = [f for f in left if f not in same[:1]]
    result.false.update(tapped.id for tapped in left)
    return result


def _held_s(log: SetLog) -> float:
    return sum(event.seconds for _, event in log.events if isinstance(event, Interval))


def _errors(pairs: Iterable[tuple[float, float | None]]) -> Errors:
    return Errors(np.array([value - true for value, true in pairs if true is not None], dtype=float))


def _true_peak(log: SetLog, truth: Truth, true: TrueRep) -> float | None:
    """The furthest the exercise's own signal went in this repetition, if the truth tells."""
    told = _told(log.exercise.work.signal, truth.angles)
    if told is None:
        return true.peak
    during = (truth.angles["t_s"] >= true.start_s) & (truth.angles["t_s"] <= true.end_s)
    return float(told[during].max())


def _told(m: Measure, angles: Mapping[str, Series]) -> Series | None:
    """What the measure truly was at the times of the truth; None where the truth does not tell."""
    try:
        return TRUE[m.name](angles) if "t_s" in angles else None
    except KeyError:
        return None


def _measures(log: SetLog, angles: Mapping[str, Series]) -> dict[str, Errors]:
    """Every measure's error at every frame of the work whose truth is known."""
    result: dict[str, Errors] = {}
    if not log.rows:
        return result
    times = np.array([t for t, _, _ in log.rows])
    rest = log.exercise.words[Phase.REST]
    at_work = np.array([phase not in ("", rest) for _, phase, _ in log.rows])
    for i, m in enumerate(log.exercise.measures):
        if (told := _told(m, angles)) is not None:
            values = np.array([row[i] for _, _, row in log.rows])
            true = np.interp(times, angles["t_s"], told)
            known = ~np.isnan(values) & at_work
            result[m.name] = Errors((values - true)[known], true[known])
    return result
