"""`formcheck history` as a person types it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from formcheck.history import (
    History,
    Moment,
    Outcome,
    PainRecord,
    Place,
    Planned,
    SessionRecord,
    SetRecord,
    open_history,
    set_record,
)
from formcheck.history.export import Kept, kept
from formcheck.history.trends import Difference, Known, beyond_error
from formcheck.measures import Label
from formcheck.programme_file import standard
from history_kill import DOCUMENT
from test_cli import run

ESTIMATE = {**DOCUMENT, "measures": {"opening": {"unit": "deg", "label": "estimated", "min": None, "max": None}}}
Text = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sessions, three weeks ago and yesterday; left far ahead of right, and an estimated exercise."""
    return filled(tmp_path / "data", (21, 1))


def filled(folder: Path, days_ago: tuple[int, ...]) -> Path:
    with open_history(folder, lambda text: None) as history:
        for days in days_ago:
            session(history, datetime.now().astimezone() - timedelta(days=days))
    return folder


def session(history: History, at: datetime) -> None:
    record = SessionRecord(standard().name, "core", 1, at.date(), at)
    history.begin(record)
    left = set_record(DOCUMENT, record.id, Planned("hip-abduction", reps=15), at)
    history.add_set(left)
    history.add_set(replace(left, id=f"right-{at.date()}", side="right", peaks=(12.0,)))
    history.add_set(set_record({**ESTIMATE, "exercise": "clamshell"}, record.id, Planned("clamshell"), at))
    history.add_pain(PainRecord(Moment.AFTER_ITEM, Place.KNEE, 2, at, record.id, "hip-abduction"))
    history.end(record.id, Outcome.FINISHED, at)


def everything(folder: Path) -> Kept:
    with open_history(folder, lambda text: None) as history:
        return kept(history)


def test_an_empty_history_is_said_kindly_and_none_is_made(tmp_path: Path, capsys: Text) -> None:
    for words in ([], ["show"], ["delete", "--all"]):
        assert run("history", "--data", str(tmp_path / "none"), *words) == 0
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
    assert not (tmp_path / "none").exists()


def test_the_overview_tells_sides_apart_and_the_footer(folder: Path, capsys: Text) -> None:
    assert run("history", "--data", str(folder)) == 0
    out = capsys.readouterr().out
    assert re.search(r"Side-lying +left +31 31° ±6 +80 80 +2 2", out.replace("abduction", " "))
    assert "the left went 19° further than the right" in " ".join(out.split())
    assert "not for clinical decisions" in out


def test_a_difference_within_the_error_of_a_difference_is_not_told() -> None:
    known = {"a": Known("A", 6.0), "undeclared": Known("U", float("nan"))}
    day = datetime(2026, 1, 5).date()
    found = [Difference(id, day, peak, "deg", None, None) for id, peak in
             (("a", 8.4), ("a", -8.6), ("undeclared", 50.0), ("unheard-of", 50.0))]  # fmt: skip
    assert [one.peak for one in beyond_error(found, known)] == [-8.6]


@pytest.mark.parametrize("days", [(0,), (56, 55, 30, 2)])
def test_the_picture_is_private_and_whole(tmp_path: Path, days: tuple[int, ...]) -> None:
    picture = tmp_path / "weeks.png"
    assert run("history", "--data", str(filled(tmp_path / "data", days)), "--plot", str(picture)) == 0
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600


def test_an_export_is_private_and_has_no_number_of_an_estimate(folder: Path, tmp_path: Path, capsys: Text) -> None:
    out = tmp_path / "history.json"
    assert run("history", "export", "--format", "json", "--out", str(out), "--data", str(folder)) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    document = json.loads(out.read_text(encoding="utf-8"))
    estimated = [one for one in document["sets"] if one["peak_label"] == Label.ESTIMATED.value]
    assert len(estimated) == 2
    assert all(one["peaks"] == [] for one in estimated)
    assert {rep["peak"] for one in estimated for rep in one["document"]["reps"]} == {None}
    assert len(document["sets"][0]["document"]["reps"]) == len(document["sets"][0]["peaks"]) == 15
    capsys.readouterr()
    assert run("history", "export", "--data", str(folder)) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["exercise"], row["knee_pain_after_item"], bool(row["peaks"])) for row in rows[:3]] == [
        ("hip-abduction", "2", True), ("hip-abduction", "2", True), ("clamshell", "", False)
    ]  # fmt: skip


def test_an_edit_is_kept_beside_and_an_unknown_id_is_one_line(folder: Path, capsys: Text) -> None:
    record: SetRecord = everything(folder).sets[0]
    assert run("history", "edit", record.id[:13], "--reps", "11", "--data", str(folder)) == 0
    edited = everything(folder).sets[0]
    assert (edited.reps, edited.counted) == (15, 11)
    capsys.readouterr()
    assert run("history", "show", "--data", str(folder), everything(folder).sessions[0].id) == 0
    assert "15 (you say 11)" in capsys.readouterr().out
    assert run("history", "edit", "nobody", "--reps", "1", "--data", str(folder)) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_deleting_asks_and_takes_what_it_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = everything(folder).sessions
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run("history", "delete", "--all", "--data", str(folder)) == 1
    assert len(everything(folder).sessions) == 2
    assert run("history", "delete", "--before", str(last.day), "--yes", "--data", str(folder)) == 0
    assert [session.id for session in everything(folder).sessions] == [last.id] != [first.id]
    assert run("history", "delete", "--yes", "--data", str(folder)) == 2
    assert run("history", "delete", "--session", last.id, "--yes", "--data", str(folder)) == 0
    assert everything(folder).empty


def test_pain_of_the_morning_belongs_to_the_last_session_once(folder: Path, capsys: Text) -> None:
    assert run("history", "pain", "3", "--morning", "--data", str(folder)) == 0
    told = everything(folder).pains[-1]
    assert (told.nrs, told.moment, told.session) == (3, Moment.NEXT_MORNING, everything(folder).sessions[-1].id)
    assert run("history", "pain", "3", "--morning", "--data", str(folder)) == 1
    capsys.readouterr()
    assert run("history", "pain", "8", "--data", str(folder)) == 0
    assert "physiotherapist" in capsys.readouterr().err


def test_the_programme_counts_its_weeks_from_the_history(folder: Path, tmp_path: Path, capsys: Text) -> None:
    weeks = []
    for data in (folder, tmp_path / "none"):
        assert run("programme", "--json", "--data", str(data)) == 0
        weeks.append(json.loads(capsys.readouterr().out)["week"])
    assert weeks == [4, 1]


def test_a_locked_history_is_one_line_before_anything_begins(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Text
) -> None:
    monkeypatch.setattr("formcheck.history.store.open_history.__kwdefaults__", {
        **(open_history.__kwdefaults__ or {}), "patience_s": 0.1})  # fmt: skip
    new = tmp_path / "locked"
    new.mkdir()
    other = sqlite3.connect(new / "history.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert run("session", "--data", str(new)) == 1
    other.close()
    err = capsys.readouterr().err
    assert "Close the other program" in err
    assert err.count("\n") == 1


def test_processes_that_open_a_new_history_at_once_all_get_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from formcheck.history import open_history; print(flush=True); "
        "sys.stdin.readline(); open_history(Path(sys.argv[1]), print).close()"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "new")]
    pipe = subprocess.PIPE
    racers = [subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(3)]
    for racer in racers:
        assert racer.stdout is not None
        racer.stdout.readline()
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    assert [racer.communicate(timeout=30)[1] for racer in racers] == ["", "", ""]
