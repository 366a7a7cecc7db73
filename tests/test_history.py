"""The history: what is added is there, is private, and is never lost."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from formcheck.errors import HistoryError
from formcheck.history import (
    AnswerRecord,
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
from formcheck.history.aside import NAME, STRANGE
from formcheck.history.place import DATABASE
from formcheck.history.rows import row_of
from formcheck.history.schema import MIGRATIONS, migrate
from formcheck.measures import Label
from history_kill import AT, DOCUMENT

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
SESSION = SessionRecord("itb", "core daily", 1, date(2026, 1, 5), AT, id="session-1")
SAID: list[str] = []


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes to the home folder; what was said is forgotten."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    SAID.clear()


def opened(folder: Path, patience_s: float = 0.05) -> History:
    return open_history(folder, SAID.append, patience_s=patience_s)


def a_set(id: str = "set-1") -> SetRecord:
    return set_record(DOCUMENT, SESSION.id, Planned("abduction", "no band", 1, 2, reps=15), AT, id)


def ids(folder: Path) -> list[str]:
    with opened(folder) as history:
        return [record.id for record in history.sets()]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A history of one session and one set."""
    folder = tmp_path / "data"
    with opened(folder) as history:
        history.begin(SESSION)
        history.add_set(a_set())
    return folder


# --- what is kept -------------------------------------------------------------------------------------------


def test_what_was_added_is_read_back_equal(data: Path) -> None:
    pain = PainRecord(Moment.AFTER_ITEM, Place.KNEE, 3, AT, SESSION.id, "abduction")
    unanswered = PainRecord(Moment.BEFORE, Place.OTHER, None, AT)
    answer = AnswerRecord("swollen", False, AT, SESSION.id)
    with opened(data) as history:
        for each in (pain, unanswered):
            history.add_pain(each)
        history.add_answers([answer])
        history.end(SESSION.id, Outcome.FINISHED, AT)
    with opened(data) as history:
        assert history.last_session(SESSION.day) == replace(SESSION, ended_at=AT, outcome=Outcome.FINISHED)
        assert history.last_session(date(2026, 1, 6)) is None
        assert history.sets_of(SESSION.id) == [a_set()]
        assert history.pains() == [pain, unanswered]
        assert history.answers() == [answer]
        assert history.sets(since=date(2026, 1, 6)) == []


def test_a_set_is_made_of_its_summary() -> None:
    record = a_set()
    assert (record.exercise, record.side, record.reps, record.good, record.partial) == (
        "hip-abduction", "left", 15, 12, 1,
    )  # fmt: skip
    assert record.shown_peaks == tuple(30.0 + n / 10 for n in range(15))
    assert [(fault.id, fault.count, fault.seconds) for fault in record.faults] == [("roll-back", 2, 3.1)]
    assert replace(record, peak_label=Label.ESTIMATED).shown_peaks == ()
    with pytest.raises(HistoryError, match=r"formcheck\.summary/1"):
        set_record({"schema": "other/1"}, "s", Planned("x"), AT)


def test_a_correction_stands_beside_what_was_measured(data: Path) -> None:
    with opened(data) as history:
        history.correct("set-1", 13, AT)
        [record] = history.sets()
        assert (record.reps, record.corrected_reps, record.counted, record.corrected_at) == (15, 13, 13, AT)
        assert record.good_share == 12 / 15
        with pytest.raises(HistoryError, match="-1"):
            history.correct("set-1", -1, AT)


def test_a_set_is_found_by_the_beginning_of_its_id(data: Path) -> None:
    with opened(data) as history:
        assert history.find_set("se").id == "set-1"
        history.add_set(a_set("set-2"))
        for id in ("se", "nothing", "", "s%"):
            with pytest.raises(HistoryError, match="history show"):
                history.find_set(id)


def test_what_is_deleted_is_gone_from_the_disk(data: Path) -> None:
    with opened(data) as history:
        history.delete_session(SESSION.id)
        assert history.sets() == []
        assert all(b"Keep your hips stacked" not in path.read_bytes() for path in data.iterdir())
        history.begin(SESSION)
        history.add_set(a_set())
        history.delete_before(date(2026, 1, 5))
        assert len(history.sets()) == 1
        history.delete_before(date(2026, 1, 6))
        assert (history.sets(), history.sessions()) == ([], [])


@posix
def test_only_the_owner_reads_any_of_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = tmp_path / "data"
        with opened(folder) as history:
            history.begin(SESSION)
            history._aside.add({})
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys((DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", NAME), 0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


# --- versions and damage ------------------------------------------------------------------------------------


def test_an_older_file_is_brought_up_to_date_and_keeps_its_sets(data: Path) -> None:
    more = (*MIGRATIONS, ("ALTER TABLE sessions ADD COLUMN mood TEXT",))
    with open_history(data, SAID.append, migrations=more) as history:
        assert history.sets() == [a_set()]
        assert history._db.execute("PRAGMA user_version").fetchone()[0] == len(more)
        assert history._db.execute("SELECT mood FROM sessions").fetchone()[0] is None


def test_a_migration_that_fails_changes_nothing(data: Path) -> None:
    broken = (*MIGRATIONS, ("DROP TABLE pain", "ALTER TABLE nothing ADD COLUMN x"))
    with pytest.raises(HistoryError):
        open_history(data, SAID.append, migrations=broken)
    with opened(data) as history:
        assert (history.pains(), history.sets()) == ([], [a_set()])


def spoil(path: Path, how: str) -> None:
    if how == "text":
        path.write_bytes(b"not a database at all, just words. " * 50)
        return
    if how == "torn":
        content = bytearray(path.read_bytes())
        content[100:4096] = b"\xff" * 3996
        path.write_bytes(content)
        return
    db = sqlite3.connect(path)
    db.execute("PRAGMA application_id = 7" if how == "foreign" else "PRAGMA user_version = 99")
    db.close()


@pytest.mark.parametrize(
    ("how", "says"),
    [("text", "damaged"), ("torn", "damaged"), ("foreign", "another program"), ("newer", "newer formcheck")],
)
def test_a_file_that_is_not_ours_to_use_is_told_and_left_as_it_is(data: Path, how: str, says: str) -> None:
    spoil(data / DATABASE, how)
    before = (data / DATABASE).read_bytes()
    with pytest.raises(HistoryError, match=says) as refused:
        opened(data)
    assert str(data / DATABASE) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (data / DATABASE).read_bytes() == before


# --- when the database refuses ------------------------------------------------------------------------------


def test_a_set_is_kept_aside_while_the_file_is_locked_and_taken_in_later(data: Path) -> None:
    other = sqlite3.connect(data / DATABASE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with opened(data) as history:
        history.add_set(a_set("set-2"))
        [said] = SAID
        assert "locked" in said
        assert str(data / NAME) in said
        history.add_set(a_set("set-3"))
    other.close()
    assert ids(data) == ["set-1", "set-2", "set-3"]
    assert not (data / NAME).exists()


def test_taking_in_twice_does_no_harm(data: Path) -> None:
    with opened(data) as history:
        history.close()
        for _ in range(2):
            history._aside.add({"add": "sets", "row": row_of(a_set("set-2"))})
    assert ids(data) == ["set-1", "set-2"]


def test_a_half_written_line_is_told_and_what_is_whole_is_taken_in(data: Path) -> None:
    other = sqlite3.connect(data / DATABASE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with opened(data) as history:
        history.add_set(a_set("set-2"))
        with (data / NAME).open("ab") as file:
            file.write(b'{"add": "sets", "row": {"id": "set-3", "sess')
        history.add_set(a_set("set-4"))
    other.close()
    SAID.clear()
    assert ids(data) == ["set-1", "set-2", "set-4"]
    assert any("1 line of" in said for said in SAID)
    assert not (data / NAME).exists()
    assert b"set-3" in (data / STRANGE).read_bytes()


def test_a_full_database_is_told_and_the_set_is_kept(data: Path) -> None:
    with opened(data) as history:
        [[pages]] = history._db.execute("PRAGMA page_count")
        history._db.execute(f"PRAGMA max_page_count = {pages}")
        for n in range(2, 6):
            history.add_set(a_set(f"set-{n}"))
    assert any("database or disk is full" in said and "Make room" in said for said in SAID)
    assert ids(data) == [f"set-{n}" for n in range(1, 6)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB, where the system lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_on_a_full_disk_the_history_opens_with_one_line_and_nothing_is_lost(small_disk: Path) -> None:
    with opened(small_disk) as history:
        history.begin(SESSION)
        history.add_set(a_set())
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(bytes(256 * 1024))
    for folder in (small_disk, small_disk / "new"):
        with pytest.raises(HistoryError, match=r"[Mm]ake room") as refused:
            opened(folder)
        assert "\n" not in str(refused.value)
        assert str(folder / DATABASE) in str(refused.value)
    filler.unlink()
    assert ids(small_disk) == ["set-1"]


def test_on_a_disk_that_is_only_read_the_history_opens_with_one_line(small_disk: Path) -> None:
    opened(small_disk).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for folder in (small_disk, small_disk / "new"):
        with pytest.raises(HistoryError, match=r"cannot be opened: Read-only file system\. Mend the permissions"):
            opened(folder)


def test_an_error_of_the_disk_is_told_and_not_what_comes_of_it(data: Path) -> None:
    """SQLite ends a transaction by itself when the disk fails: there is nothing left to roll back."""

    class Failing(sqlite3.Connection):
        def execute(self, sql: str, *given: object) -> sqlite3.Cursor:
            if sql == "PRAGMA user_version":
                super().execute("ROLLBACK")
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(sql, *given)  # type: ignore[arg-type]

    db = sqlite3.connect(data / DATABASE, isolation_level=None, factory=Failing)
    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        migrate(db, data / DATABASE)
    db.close()


def test_on_a_disk_that_is_really_full_no_set_is_lost(small_disk: Path) -> None:
    names = [f"set-{n}" for n in range(80)]
    with opened(small_disk) as history:
        history.begin(SESSION)
        for name in names:
            history.add_set(a_set(name))
        kept = [record.id for record in history.sets()]
    assert 0 < len(kept) < len(names), "the disk filled up on the way"
    assert any("kept in" in said for said in SAID)
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    assert ids(small_disk) == names
