"""The history itself: a SQLite file in which every finished set is safe as soon as it is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from formcheck.errors import HistoryError
from formcheck.history.aside import SideFile
from formcheck.history.entries import Entry, added, changed, make
from formcheck.history.place import DATABASE, private_file
from formcheck.history.records import AnswerRecord, Outcome, PainRecord, SessionRecord, SetRecord
from formcheck.history.rows import answer_of, pain_of, session_of, set_of
from formcheck.history.schema import MIGRATIONS, Migration, migrate

Tell = Callable[[str], None]
"""Told, in one line, what the person should know."""
R = TypeVar("R")
DAMAGED = ("malformed", "not a database")


def has_history(folder: Path) -> bool:
    """Whether anything was ever kept there."""
    return (folder / DATABASE).exists() or SideFile(folder).exists()


def open_history(
    folder: Path, tell: Tell, *, patience_s: float = 5.0, migrations: Sequence[Migration] = MIGRATIONS
) -> History:
    """The history of a data folder, made if it is not there; takes in what a side file holds.

    `patience_s` is how long to wait for another program that writes. Raises HistoryError: a folder that cannot be
    written, a damaged file, another program's, a newer formcheck's. None of them is changed.
    """
    path = folder / DATABASE
    private_file(path)
    with _explained(path):
        db = sqlite3.connect(path, timeout=patience_s, isolation_level=None)
    try:
        with _explained(path):
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            migrate(db, path, migrations)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")  # a set that was told is on the disk, whatever fails then
    except BaseException:
        db.close()
        raise
    history = History(db, path, SideFile(folder), tell)
    history.take_in()
    return history


class History:
    """Sessions, sets, pain and answers. What is added is kept: if not in the database, in a side file.

    Everything that reads or deletes raises HistoryError if the file is locked, damaged or gone.
    """

    def __init__(self, db: sqlite3.Connection, path: Path, aside: SideFile, tell: Tell) -> None:
        self._db = db
        self.path = path
        self._aside = aside
        self._tell = tell

    def __enter__(self) -> History:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- adding ---------------------------------------------------------------------------------------------

    def begin(self, session: SessionRecord) -> None:
        """A session begins. Beginning it again, to resume it, changes nothing."""
        self._keep(added(session), "The session")

    def add_set(self, record: SetRecord) -> None:
        """Keep a finished set, in one transaction."""
        self._keep(added(record), "The set")

    def end(self, session: str, outcome: Outcome, at: datetime) -> None:
        """A session ends. A resumed one may end again."""
        row = {"ended_at": at.isoformat(), "outcome": outcome.value}
        self._keep(changed(SessionRecord, session, row), "The end of the session")

    def add_pain(self, pain: PainRecord) -> None:
        """Keep an answer about pain."""
        self._keep(added(pain), "The answer about pain")

    def add_answers(self, answers: Sequence[AnswerRecord]) -> None:
        """Keep the answers to the red-flag questions."""
        self._keep_all([added(answer) for answer in answers], "The answers")

    def correct(self, set_id: str, reps: int, at: datetime) -> None:
        """The person says how many repetitions it was; kept beside what was measured."""
        if reps < 0:
            raise HistoryError(f"A set has 0 repetitions or more; {reps} is no count.")
        row: dict[str, str | int] = {"corrected_reps": reps, "corrected_at": at.isoformat()}
        self._keep(changed(SetRecord, set_id, row), "The correction")

    def take_in(self) -> None:
        """Move what waits in a side file into the database, if it takes it now. Doing it twice does no harm."""
        lines = self._aside.lines()
        if not lines:
            return
        strange = []
        try:
            with self._transaction():
                for line in lines:
                    try:
                        make(self._db, line.entry or {})
                    except (ValueError, sqlite3.IntegrityError, sqlite3.ProgrammingError):
                        strange.append(line)
            self._aside.clear(strange)
        except (sqlite3.DatabaseError, OSError) as error:
            self._tell(f"{lines[0].path} waits to be taken into the history: {error}. The next start tries again.")
            return
        if taken := len(lines) - len(strange):
            entries = "entry" if taken == 1 else "entries"
            self._tell(f"Taken into the history from {lines[0].path}: {taken} unsaved {entries}.")
        if strange:
            self._tell(
                f"{len(strange)} line{'s' if len(strange) > 1 else ''} of {lines[0].path} could not be read (the "
                f"program may have been killed while writing); set apart in {self.path.parent}, and left out."
            )

    def _keep(self, entry: Entry, what: str) -> None:
        self._keep_all([entry], what)

    def _keep_all(self, entries: Sequence[Entry], what: str) -> None:
        if self._aside.exists():
            self.take_in()  # what waits is older
        try:
            with self._transaction():
                for entry in entries:
                    make(self._db, entry)
        except sqlite3.IntegrityError as error:
            raise HistoryError(f"{what} cannot be kept: {error}.") from error
        except sqlite3.DatabaseError as error:
            failed = f"{what} could not be written to {self.path} ({error})"
            try:
                places = [self._aside.add(entry) for entry in entries]
            except HistoryError as worse:
                raise HistoryError(f"{failed}. {worse}") from error
            if places:
                self._tell(f"{failed}; kept in {places[-1]}, and the next start takes it in. {_next_step(error)}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # --- reading --------------------------------------------------------------------------------------------

    def last_session(self, day: date | None = None) -> SessionRecord | None:
        """The latest session, of that day or at all."""
        where, given = ("WHERE day = ?", (day.isoformat(),)) if day else ("", ())
        return next(iter(self._read(session_of, f"sessions {where}", given)[-1:]), None)

    def sessions(self, since: date | None = None) -> list[SessionRecord]:
        """Sessions from that day on, oldest first."""
        return self._read(session_of, "sessions WHERE day >= ?", (_day(since),))

    def sets(self, since: date | None = None) -> list[SetRecord]:
        """Sets from that day on, oldest first."""
        return self._read(set_of, "sets WHERE substr(started_at, 1, 10) >= ?", (_day(since),))

    def sets_of(self, session: str) -> list[SetRecord]:
        """The sets of a session, oldest first."""
        return self._read(set_of, "sets WHERE session = ?", (session,))

    def pains(self, since: date | None = None) -> list[PainRecord]:
        """Answers about pain from that day on, oldest first."""
        return self._read(pain_of, "pain WHERE substr(at, 1, 10) >= ?", (_day(since),))

    def answers(self, since: date | None = None) -> list[AnswerRecord]:
        """Answers to the red-flag questions from that day on, oldest first."""
        return self._read(answer_of, "answers WHERE substr(at, 1, 10) >= ?", (_day(since),))

    def find_set(self, id: str) -> SetRecord:
        """The one set whose id begins so. Raises HistoryError if there is none, or more than one."""
        return self._find(set_of, "sets", "set", id)

    def find_session(self, id: str) -> SessionRecord:
        """The one session whose id begins so. Raises HistoryError if there is none, or more than one."""
        return self._find(session_of, "sessions", "session", id)

    def _find(self, make_record: Callable[[sqlite3.Row], R], table: str, what: str, id: str) -> R:
        found = self._read(make_record, f"{table} WHERE substr(id, 1, ?) = ?", (len(id), id)) if id else []
        if len(found) != 1:
            many = f"{len(found)} {what}s have ids that begin with '{id}'; give more of it" if found else ""
            raise HistoryError(f"{many or f'There is no {what} {id!r}'}. `formcheck history show` tells the ids.")
        return found[0]

    def _read(self, make_record: Callable[[sqlite3.Row], R], where: str, given: tuple[Any, ...]) -> list[R]:
        # julianday, for UTC offsets change with the season.
        when = "at" if where.startswith(("pain", "answers")) else "started_at"
        with _explained(self.path):
            rows = self._db.execute(f"SELECT * FROM {where} ORDER BY julianday({when}), rowid", given).fetchall()
        return [make_record(row) for row in rows]

    # --- deleting -------------------------------------------------------------------------------------------

    def delete_session(self, id: str) -> None:
        """Delete a session with its sets, pain and answers."""
        self._delete(("DELETE FROM sessions WHERE id = ?", (id,)))

    def delete_before(self, day: date) -> None:
        """Delete all that is older than a day."""
        given = (day.isoformat(),)
        self._delete(
            ("DELETE FROM sessions WHERE day < ?", given),
            ("DELETE FROM pain WHERE substr(at, 1, 10) < ?", given),
            ("DELETE FROM answers WHERE substr(at, 1, 10) < ?", given),
        )

    def delete_all(self) -> None:
        """Delete everything, side files too. The empty database stays."""
        self._delete(*((f"DELETE FROM {table}", ()) for table in ("sets", "pain", "answers", "sessions")))
        try:
            self._aside.delete()
        except OSError as error:
            raise HistoryError(f"{error.filename} could not be deleted: {error.strerror}. Remove it.") from error

    def _delete(self, *statements: tuple[str, tuple[str, ...]]) -> None:
        with _explained(self.path):
            with self._transaction():
                for statement, given in statements:
                    self._db.execute(statement, given)
            # The log still holds the old pages: empty it too.
            with closing(self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as cursor:
                cursor.fetchall()


def _day(since: date | None) -> str:
    return since.isoformat() if since else ""


def _next_step(error: sqlite3.DatabaseError) -> str:
    said = str(error)
    if any(word in said for word in DAMAGED):
        return (
            "Move the file away to begin a new history; `sqlite3 history.db .recover` brings back what can be read."
        )
    if "locked" in said or "busy" in said:
        return "Close the other program that has it open."
    if "full" in said or "I/O" in said:
        return "Make room on the disk."
    return "Mend the permissions, or choose another folder with --data."


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        damaged = any(word in str(error) for word in DAMAGED)
        trouble = "is damaged and was left as it is" if damaged else "cannot be used"
        raise HistoryError(f"The history {path} {trouble} ({error}). {_next_step(error)}") from error
