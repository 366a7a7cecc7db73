"""What the README shows of the code is run as it stands there."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.exercise import Exercise
from formcheck.pose import Pose
from formcheck.session import Session, analyze
from people import Moves, act, rep, rest, squatting, then, times

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Exercise]:
    """The exercise of “A new exercise is one file”, imported from that text."""
    [code] = [block.split("```")[0] for block in README.split("```python\n")[1:]]
    assert len(code.splitlines()) < 40
    path = tmp_path / "heel_raise.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("heel_raise", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["heel_raise"] = module
    spec.loader.exec_module(module)
    yield module.EXERCISE
    del sys.modules["heel_raise"]


def on_toes(t: float, percent: float) -> Pose:
    """Standing, all but the toes higher by so many percent of a trunk."""
    flat = squatting(t)
    up = np.zeros((33, 2))
    up[:31, 1] = -percent  # a standing trunk is 100 pixels
    return replace(flat, xy=flat.xy + up)


def poses(moves: Moves) -> list[Pose]:
    return act(on_toes, then(rest(1.5), moves))


def test_the_sample_exercise_counts_judges_and_stays_silent(sample: Exercise) -> None:
    slow, quick = rep(13.0, up=1.0, hold=1.2, down=2.4), rep(13.0, up=1.0, hold=1.2, down=0.6)
    *_, last = analyze(poses(then(times(2, slow), quick)), Session(sample))
    assert (last.counts.reps, last.counts.good) == (3, 2)
    *_, idle = analyze(poses(rest(6.0)), Session(sample))
    assert (idle.counts.reps, idle.counts.partial) == (0, 0)
