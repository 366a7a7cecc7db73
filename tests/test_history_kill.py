"""Killed while writing: the database opens, and no finished set is missing."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from history_kill import kill_once


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_no_finished_set_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    dice = random.Random(1)
    rounds = [kill_once(tmp_path / str(n), dice) for n in range(4)]
    for each in rounds:
        assert each.told >= 1
        assert each.intact
        assert each.missing == 0
        assert each.untold <= 1
