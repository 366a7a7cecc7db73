"""Write sets as fast as it goes until killed; used by test_history_kill.py and benchmarks/kill_history.py.

    python tests/history_kill.py FOLDER     the child: prints the id of every set once it is committed
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path

from formcheck.history import Planned, SessionRecord, new_id, open_history, set_record
from formcheck.history.place import DATABASE

AT = datetime(2026, 1, 5, 18, 30, tzinfo=timezone.utc)
DOCUMENT = {
    "schema": "formcheck.summary/1", "exercise": "hip-abduction", "side": "left",
    "counts": {"reps": 15, "good": 12, "partial": 1}, "hold": None,
    "reps": [{"n": n, "peak": 30.0 + n / 10, "hold_s": 2.1, "lower_s": 2.4, "good": True} for n in range(15)],
    "faults": [{"id": "roll-back", "count": 2, "seconds": 3.1, "first_s": 12.0}],
    "cues": [{"t_s": 1.0 * n, "id": "roll-back", "say": "Keep your hips stacked", "priority": 2} for n in range(20)],
    "measures": {"hip_abduction": {"unit": "deg", "label": "measured", "min": 0.3, "max": 31.2}},
}  # fmt: skip


@dataclass(frozen=True)
class Round:
    """What one kill left."""

    told: int
    """Sets that the child had told as safe."""
    missing: int
    """Those of them that are not in the database."""
    untold: int
    """Sets in the database that the child had no time to tell."""
    intact: bool


def write_for_ever(folder: Path) -> None:
    """The child."""
    with open_history(folder, lambda text: None) as history:
        history.begin(session := SessionRecord("test", "killed", 1, date(2026, 1, 5), AT))
        while True:
            record = set_record(DOCUMENT, session.id, Planned("abduction", reps=15), AT, new_id())
            history.add_set(record)
            sys.stdout.write(record.id + "\n")
            sys.stdout.flush()


def kill_once(folder: Path, dice: random.Random, longest_s: float = 0.2) -> Round:
    """Let a child write, kill it at a random moment after its first set, and look at what it left."""
    child = subprocess.Popen([sys.executable, __file__, str(folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(dice.uniform(0.0, longest_s))
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    assert child.returncode == -signal.SIGKILL, "the child ended by itself"
    lines = (first + rest).splitlines(keepends=True)
    told = {line.strip() for line in lines if line.endswith("\n")}
    with open_history(folder, lambda text: None) as history:
        last = history.last_session()
        kept = {record.id for record in history.sets_of(last.id)} if last else set()
    db = sqlite3.connect(folder / DATABASE)
    intact = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()
    return Round(len(told), len(told - kept), len(kept - told), intact)


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]))
