"""What is true of a clip, as its maker or its owner wrote it down: `formcheck.truth/1`.

Only the schema, the exercise and whatever one knows are needed; everything else may be left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import TruthError
from formcheck.pose import Side

SCHEMA = "formcheck.truth/1"


@dataclass(frozen=True)
class TrueRep:
    """One repetition that happened. What is not known is None."""

    start_s: float
    end_s: float
    peak: float | None
    hold_s: float | None
    lower_s: float | None
    faults: frozenset[str] | None


@dataclass(frozen=True)
class TrueFault:
    """One span in which something was wrong."""

    id: str
    from_s: float
    to_s: float


@dataclass(frozen=True)
class TrueTap:
    """One way of a free leg out and back that happened."""

    direction: str
    from_s: float
    to_s: float


@dataclass(frozen=True)
class Truth:
    """What is known of a clip. None: not known."""

    exercise: str | None
    """None: nobody is in the picture, or nobody exercises."""
    side: Side | None
    counts: Mapping[str, int]
    """Any of reps, good, partial."""
    reps: tuple[TrueRep, ...] | None
    faults: tuple[TrueFault, ...] | None
    held_s: float | None
    markers: bool
    """Whether the person wears stickers on the front hip bones."""
    angles: Mapping[str, NDArray[np.float64]]
    """Times `t_s` and, at those times, angles by name; empty if none were measured."""
    held_out: bool = False
    """Whether nothing in formcheck was fitted to this clip: it was looked at only when all was settled."""
    stage: str | None = None
    """Which stage of the exercise is shown; None: the first, or it has none."""
    taps: tuple[TrueTap, ...] | None = None


def read_truth(path: Path) -> Truth:
    """Read a truth file. Raises TruthError if it is missing or malformed."""
    if not path.is_file():
        raise TruthError(f"There is no truth {path}. Put there what you know: fixtures/videos/README.md.")
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(known, dict) or known.get("schema") != SCHEMA:
            raise TruthError(f'{path} is no truth file: it needs "schema": "{SCHEMA}".')
        return _truth(known)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise TruthError(f"{path} cannot be read as a truth file: {what}. See fixtures/videos/README.md.") from error


def _truth(known: Mapping[str, Any]) -> Truth:
    reps, faults, hold, taps = (known.get(name) for name in ("reps", "faults", "hold", "taps"))
    return Truth(
        exercise=known["exercise"],
        side=Side(known["side"]) if known.get("side") else None,
        counts=known.get("counts", {}),
        reps=None if reps is None else tuple(_rep(rep) for rep in reps),
        faults=None if faults is None else tuple(_fault(fault) for fault in faults),
        held_s=float(hold["total_s"]) if hold else None,
        markers=bool(known.get("markers", False)),
        angles={name: np.array(values, dtype=float) for name, values in known.get("angles", {}).items()},
        held_out=bool(known.get("held_out", False)),
        stage=known.get("stage"),
        taps=None if taps is None else tuple(_tap(tap) for tap in taps),
    )


def _fault(fault: Mapping[str, Any]) -> TrueFault:
    return TrueFault(fault["id"], float(fault["from_s"]), float(fault["to_s"]))


def _tap(tap: Mapping[str, Any]) -> TrueTap:
    return TrueTap(tap["direction"], float(tap["from_s"]), float(tap["to_s"]))


def _rep(rep: Mapping[str, Any]) -> TrueRep:
    return TrueRep(
        start_s=float(rep["start_s"]),
        end_s=float(rep["end_s"]),
        peak=rep.get("peak"),
        hold_s=rep.get("hold_s"),
        lower_s=rep.get("lower_s"),
        faults=frozenset(rep["faults"]) if "faults" in rep else None,
    )
