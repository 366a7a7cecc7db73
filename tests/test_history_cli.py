"""`formcheck history` as a person types it, on a history of two weeks."""

from __future__ import annotations

import csv
import io
import json
import stat
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck import cli
from formcheck.history import Moment, Outcome, PainRecord, Place, Planned, SessionRecord, open_history, set_record
from formcheck.report import FOOTER

AT = datetime(2026, 3, 2, 18, 0, tzinfo=timezone.utc)


def document(exercise: str, side: str, peaks: list[float], label: str) -> dict[str, Any]:
    """A set's summary, as far as the history reads it."""
    return {
        "schema": "formcheck.summary/1", "exercise": exercise, "side": side,
        "counts": {"reps": len(peaks), "good": len(peaks) - 1, "partial": 0}, "hold": None,
        "reps": [{"n": n, "peak": peak} for n, peak in enumerate(peaks, start=1)],
        "faults": [{"id": "short-hold", "count": 1, "seconds": 2.0}],
        "measures": {"signal": {"unit": "deg", "label": label}},
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sessions a week apart, both sides; the left leg goes 12° further."""
    with open_history(tmp_path, pytest.fail) as history:
        for week in range(2):
            at = AT + timedelta(weeks=week)
            session = SessionRecord("Mine", "core", week + 1, at.date(), at, id=f"session-{week}")
            history.begin(session)
            for side, further in (("left", 12.0), ("right", 0.0)):
                for exercise, label in (("hip-abduction", "measured"), ("clamshell", "estimated")):
                    peaks = [20.0 + week + further] * 3
                    history.add_set(
                        set_record(document(exercise, side, peaks, label), session.id,
                                   Planned(exercise, None, 1, 1, 3, None), at, f"set-{week}-{side}-{exercise}")
                    )  # fmt: skip
            history.add_pain(PainRecord(Moment.AFTER_ITEM, Place.KNEE, 2, at, session.id, "hip-abduction"))
            history.end(session.id, Outcome.FINISHED, at)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `formcheck history words…`."""
    sys.argv = ["formcheck", "history", *words, "--data", str(folder)]
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, told.out, told.err


def test_an_empty_history_says_how_it_begins(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for words in ((), ("show",)):
        code, out, err = run(capsys, tmp_path, *words)
        assert (code, out) == (0, "")
        assert "There is no history yet" in err


def test_the_overview_tells_sessions_and_weeks(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    code, out, err = run(capsys, folder)
    assert code == 0
    assert "09 Mar 2026" in out
    assert "33°" in out
    assert "67 %" in out
    assert "the left went further by 12° (±8°)" in out
    assert "Clamshell, week" not in out, "an estimate is no number, and compares no sides"
    assert FOOTER in err


def test_the_plot_is_a_picture(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    png = tmp_path / "plot.png"
    assert run(capsys, folder, "--plot", str(png))[0] == 0
    picture = cv2.imdecode(np.frombuffer(png.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[1] == 1200
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 50


def test_csv_has_a_row_a_set_and_no_estimate(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    _, out, _ = run(capsys, folder, "export")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["set"] for row in rows][:2] == ["set-0-left-hip-abduction", "set-0-left-clamshell"]
    assert (rows[0]["peaks"], rows[0]["pain_after"], rows[0]["faults"]) == ("32 32 32", "2", "short-hold:1")
    assert (rows[1]["peaks"], rows[1]["peak_unit"], rows[1]["pain_after"]) == ("", "", "")


def test_json_has_everything_and_no_estimate(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "all.json"
    assert run(capsys, folder, "export", "--format", "json", "--out", str(out))[0] == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    whole = json.loads(out.read_text(encoding="utf-8"))
    assert [len(whole[part]) for part in ("sessions", "sets", "pain", "answers")] == [2, 8, 2, 0]
    measured, estimated = whole["sets"][:2]
    assert measured["peaks"] == [rep["peak"] for rep in measured["document"]["reps"]] == [32.0] * 3
    assert estimated["peaks"] == []
    assert [rep["peak"] for rep in estimated["document"]["reps"]] == [None] * 3
    assert json.loads(run(capsys, folder, "--json")[1]) == whole


def test_a_count_is_put_right_beside_what_was_measured(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert run(capsys, folder, "edit", "set-1-left-hip", "--reps", "5")[0] == 0
    _, out, _ = run(capsys, folder, "show", "session-1")
    assert "5 (measured 3)" in out
    rows = list(csv.DictReader(io.StringIO(run(capsys, folder, "export")[1])))
    [row] = [row for row in rows if row["set"] == "set-1-left-hip-abduction"]
    assert (row["reps"], row["corrected_reps"]) == ("3", "5")


@pytest.mark.parametrize("words", [("edit", "set-1", "--reps", "5"), ("edit", "nothing", "--reps", "5")])
def test_a_set_that_is_not_clear_is_one_line(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, _, err = run(capsys, folder, *words)
    assert code == 1
    assert err.startswith("formcheck: ")
    assert "formcheck history show" in err
    assert err.count("\n") == 1


def test_pain_can_be_noted(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run(capsys, folder, "pain", "3")[0] == run(capsys, folder, "pain", "4", "--morning")[0] == 0
    with open_history(folder, pytest.fail) as history:
        noted = {pain.moment: (pain.nrs, pain.session) for pain in history.pains(date(2026, 3, 10))}
    assert noted == {Moment.NOTED: (3, None), Moment.NEXT_MORNING: (4, "session-1")}
    assert run(capsys, folder, "pain", "11")[0] == 2


def test_deleting_asks_and_deletes(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left() -> int:
        return len(run(capsys, folder, "export")[1].splitlines()) - 1

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert run(capsys, folder, "delete", "--all")[0] == 0
    assert left() == 8
    assert run(capsys, folder, "delete", "--before", "2026-03-05", "--yes")[0] == 0
    assert left() == 4
    assert run(capsys, folder, "delete", "--session", "session-1", "--yes")[0] == 0
    assert left() == 0
    assert run(capsys, folder, "delete", "--all", "--yes")[0] == 0
    for words in (("delete",), ("delete", "--all", "--before", "2026-03-05"), ("delete", "--before", "soon")):
        assert run(capsys, folder, *words)[0] == 2
