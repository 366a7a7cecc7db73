"""kill -9 at random moments while sets are written: what is lost?

    python benchmarks/kill_history.py [ROUNDS]     200 unless told

One database for all rounds, so that each opens what the last kill left. Takes some minutes; exit 1 if a set is lost.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from rich.console import Console

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from history_kill import kill_once


def main(rounds: int = 200) -> int:
    """Run the rounds and tell the figures."""
    dice = random.Random()
    with tempfile.TemporaryDirectory() as folder:
        found = [kill_once(Path(folder), dice) for _ in range(rounds)]
    told, missing = sum(each.told for each in found), sum(each.missing for each in found)
    damaged = sum(not each.intact for each in found)
    Console().print(
        f"{rounds} kills, {told} sets told as safe, {missing} of them missing, {damaged} databases damaged; "
        f"{sum(each.untold for each in found)} sets were safe and not yet told "
        f"(at most {max(each.untold for each in found)} a kill)"
    )
    return 1 if missing or damaged else 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
