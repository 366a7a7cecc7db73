"""What happened in a set: updates in, one document out. Knows no files."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from formcheck import __version__
from formcheck.cueing import Cue
from formcheck.exercise import Exercise
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.measures import Label, Measure
from formcheck.pose import Pose, Side
from formcheck.screening import screen_document
from formcheck.taps import Tapped
from formcheck.update import Counts, Event, Held, Partial, Rep, Update

SCHEMA = "formcheck.summary/1"
SETTLING = "settling in"
"""Why nothing is measured yet of somebody who is in place."""
BE_STILL = "hold still for a second in the starting position before you begin"
"""What to do about it."""
SHORTEST_GAP_S = 0.5
"""Shorter stretches without measurement are not worth a line."""


@dataclass(frozen=True)
class About:
    """Where poses came from; travels with them, so that a replay can say it too."""

    source: str
    """Name of the clip or camera, without its folder."""
    model: str | None = None
    model_sha256: str | None = None


class SetLog:
    """Collects the updates of one set."""

    def __init__(self, exercise: Exercise, side: Side | None = None) -> None:
        self.exercise = exercise
        self.poses: list[Pose] = []
        self.rows: list[tuple[float, str, tuple[float, ...]]] = []
        """A row a pose: time, phase word, one value a measure of the exercise."""
        self.events: list[tuple[float, Event]] = []
        self.counts = Counts()
        self.held: Held | None = None
        self._forced = side
        self._sides: Counter[Side] = Counter()
        self._ranges: dict[Measure, tuple[float, float]] = {}
        self._advised_ms: Counter[str] = Counter()
        self._gaps: list[tuple[float, float, str]] = []
        """When nothing was measured: from, to, why."""
        self._unseen: dict[str, list[tuple[float, float, str]]] = {}
        """When a limit of a hold could not be read, by limit: the same."""

    def add(self, update: Update) -> None:
        """Take in one update. The closing one repeats the last pose and brings events only."""
        self.counts, self.held = update.counts, update.held
        self.events += [(update.t, event) for event in update.events]
        if self.poses and update.t <= self.poses[-1].t:
            return
        self.poses.append(update.pose)
        values = tuple(update.reading[m] for m in self.exercise.measures)
        self.rows.append((update.t, self.exercise.words[update.phase] if update.ready else "", values))
        if not update.ready:
            why = update.advice.say if update.advice else SETTLING
            spent_s = update.t - self.rows[-2][0] if len(self.rows) > 1 else 0.0
            self._advised_ms[update.advice.words if update.advice else BE_STILL] += round(1000 * spent_s)
            self._add_gap(self._gaps, update.t, why)
            return
        for limit in self.exercise.limits:
            if limit.unseen and update.phase in limit.phases and math.isnan(update.reading[limit.measure]):
                self._add_gap(self._unseen.setdefault(limit.id, []), update.t, limit.unseen)
        if update.side is not None:
            self._sides[update.side] += 1
        for m, value in update.reading.items():
            if not math.isnan(value):
                low, high = self._ranges.get(m, (value, value))
                self._ranges[m] = (min(low, value), max(high, value))

    @property
    def saw_somebody(self) -> bool:
        """Whether there was a body in any frame."""
        return any(pose.seen for pose in self.poses)

    @property
    def side(self) -> str | None:
        """The working side: the one asked for, else the one seen most; "both" for exercises of both sides."""
        if self.exercise.both_sides:
            return "both"
        found = self._forced or next((side for side, _ in self._sides.most_common(1)), None)
        return found.value if found else None

    @property
    def reps(self) -> list[Rep]:
        """The counted repetitions."""
        return [event for _, event in self.events if isinstance(event, Rep)]

    @property
    def advice(self) -> str | None:
        """What kept the person from being measured for longest, if they were not for more than half of the time."""
        if not self.poses or 2 * self._advised_ms.total() <= 1000 * (self.poses[-1].t - self.poses[0].t):
            return None
        return next((why for why, _ in self._advised_ms.most_common(1)), None)

    def document(self, about: About) -> dict[str, Any]:
        """The summary as `formcheck.summary/1`: plain values, times rounded to milliseconds."""
        return {
            "schema": SCHEMA,
            "version": __version__,
            "exercise": self.exercise.id,
            **({"stage": self.exercise.stage} if self.exercise.stage else {}),
            "side": self.side,
            "source": {
                "name": about.source,
                "duration_s": _time(self.poses[-1].t if self.poses else 0.0),
                "frames": len(self.poses),
                "frames_with_pose": sum(pose.seen for pose in self.poses),
            },
            "model": {"name": about.model, "sha256": about.model_sha256} if about.model else None,
            "counts": {"reps": self.counts.reps, "good": self.counts.good, "partial": self.counts.partial},
            "hold": self._hold(),
            **({"directions": self._directions()} if self.exercise.taps else {}),
            "reps": [_rep(rep) for rep in self.reps],
            "faults": list(self._faults()),
            "cues": [
                {"t_s": _time(t), "id": cue.id, "say": cue.say, "priority": int(cue.priority)}
                for t, cue in self.events
                if isinstance(cue, Cue)
            ],
            "measures": {m.name: self._range(m) for m in self.exercise.measures},
            **({"screen": screen_document(self.exercise.sheet, self.reps)} if self.exercise.sheet else {}),
            "unmeasured": [
                {"from_s": _time(start), "to_s": _time(end), "why": why}
                for start, end, why in sorted([*self._gaps, *(gap for gaps in self._unseen.values() for gap in gaps)])
                if end - start >= SHORTEST_GAP_S
            ],
        }

    def _add_gap(self, gaps: list[tuple[float, float, str]], t: float, why: str) -> None:
        previous = self.rows[-2][0] if len(self.rows) > 1 else t
        if gaps and gaps[-1][1] == previous and gaps[-1][2] == why:
            gaps[-1] = (gaps[-1][0], t, why)
        else:
            gaps.append((previous, t, why))

    def _hold(self) -> dict[str, Any] | None:
        if self.held is None:
            return None
        intervals = [event for _, event in self.events if isinstance(event, Interval)]
        return {
            "target_s": self.held.target_s,
            "total_s": _time(sum(interval.seconds for interval in intervals)),
            "best_s": _time(max((interval.seconds for interval in intervals), default=0.0)),
            "intervals": [[_time(interval.start_t), _time(interval.end_t)] for interval in intervals],
            **({"label": Label.SELF_DECLARED.value} if self.exercise.declared else {}),
        }

    def _directions(self) -> dict[str, int]:
        """How often a free leg went where."""
        counts = Counter(event.id for _, event in self.events if isinstance(event, Tapped))
        return {tap.id: counts[tap.id] for tap in self.exercise.taps}

    def _faults(self) -> Iterator[dict[str, Any]]:
        spans: dict[str, list[Fault]] = {}
        for _, event in self.events:
            if isinstance(event, Fault):
                spans.setdefault(event.id, []).append(event)
        for id, faults in sorted(spans.items(), key=lambda item: item[1][0].start_t):
            yield {
                "id": id,
                "count": len(faults),
                "seconds": _time(sum(fault.seconds for fault in faults)),
                "first_s": _time(faults[0].start_t),
            }

    def _range(self, m: Measure) -> dict[str, Any]:
        low, high = self._ranges.get(m, (math.nan, math.nan))
        told = m.label is Label.MEASURED and not math.isnan(low)
        return {
            "unit": m.unit,
            "label": m.label.value,
            "min": _number(low) if told else None,
            "max": _number(high) if told else None,
        }


def event_document(t: float, event: Event) -> dict[str, Any]:
    """One event as a line of events.jsonl."""
    match event:
        case Rep():
            what = {"event": "rep", **_rep(event)}
        case Partial():
            what = {"event": "partial", "peak": _number(event.swing.peak), "start_s": _time(event.swing.start_t)}
        case Interval():
            what = {"event": "hold", "start_s": _time(event.start_t), "end_s": _time(event.end_t)}
        case Tapped():
            what = {"event": "tap", "direction": event.id, "peak_s": _time(event.t)}
        case Fault():
            what = {"event": "fault", "id": event.id, "start_s": _time(event.start_t), "end_s": _time(event.end_t)}
        case Cue():
            what = {"event": "cue", "id": event.id, "say": event.say, "priority": int(event.priority)}
    return {"t_s": _time(t), **what}


def _rep(rep: Rep) -> dict[str, Any]:
    swing = rep.swing
    return {
        "n": rep.n,
        "side": rep.side.value if rep.side else "both",
        "start_s": _time(swing.start_t),
        "peak_s": _time(swing.peak_t),
        "end_s": _time(swing.end_t),
        "hold_s": _time(swing.hold_s),
        "lower_s": _time(swing.lower_s),
        "peak": _number(swing.peak),
        "good": rep.good,
        "faults": list(rep.faults),
        "unjudged": list(rep.unjudged),
    }


def _time(seconds: float) -> float:
    return round(seconds, 3)


def _number(value: float) -> float:
    return round(value, 2)
