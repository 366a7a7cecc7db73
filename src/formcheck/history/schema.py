"""The tables, and how an older file comes to have them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from formcheck.errors import HistoryError

APPLICATION = 0x666F726D
"""Marks the file as formcheck's own, in SQLite's header (“form”)."""

Migration = Sequence[str]
"""The statements that take a file from one version to the next."""

FIRST: Migration = (
    f"PRAGMA application_id = {APPLICATION}",
    """CREATE TABLE sessions (
        id TEXT PRIMARY KEY, programme TEXT NOT NULL, name TEXT NOT NULL, week INTEGER, day TEXT NOT NULL,
        started_at TEXT NOT NULL, ended_at TEXT, outcome TEXT CHECK (outcome IN ('finished', 'left')))""",
    """CREATE TABLE sets (
        id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, item TEXT NOT NULL,
        stage TEXT, number INTEGER NOT NULL, "of" INTEGER NOT NULL, planned_reps INTEGER, planned_s REAL,
        exercise TEXT NOT NULL, side TEXT CHECK (side IN ('left', 'right', 'both')), started_at TEXT NOT NULL,
        reps INTEGER NOT NULL, good INTEGER NOT NULL, partial INTEGER NOT NULL, hold_total_s REAL, hold_best_s REAL,
        peaks TEXT NOT NULL, peak_unit TEXT NOT NULL, peak_label TEXT NOT NULL, faults TEXT NOT NULL,
        corrected_reps INTEGER CHECK (corrected_reps >= 0), corrected_at TEXT, document TEXT NOT NULL)""",
    "CREATE INDEX sets_by_session ON sets (session)",
    """CREATE TABLE pain (
        id TEXT PRIMARY KEY, session TEXT REFERENCES sessions ON DELETE CASCADE, item TEXT, moment TEXT NOT NULL,
        place TEXT NOT NULL, nrs INTEGER CHECK (nrs BETWEEN 0 AND 10), at TEXT NOT NULL)""",
    """CREATE TABLE answers (
        id TEXT PRIMARY KEY, session TEXT REFERENCES sessions ON DELETE CASCADE, flag TEXT NOT NULL,
        yes INTEGER NOT NULL CHECK (yes IN (0, 1)), at TEXT NOT NULL)""",
)

MIGRATIONS: tuple[Migration, ...] = (FIRST,)
"""The statements number n take a file of version n to n + 1. They are only ever added to."""


def migrate(db: sqlite3.Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the tables up to date, all or nothing.

    Raises HistoryError, having touched nothing, for the file of a newer formcheck and for another program's.
    """
    db.execute("BEGIN")  # or another process makes the tables between two questions about them
    try:
        version = _version(db, path, migrations)
    finally:
        if db.in_transaction:  # an error may have ended it, and is what is to be told
            db.execute("ROLLBACK")
    if version == len(migrations):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for its turn.
        for migration in migrations[_version(db, path, migrations) :]:
            for statement in migration:
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(migrations)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _version(db: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> int:
    [[version]] = db.execute("PRAGMA user_version")
    [[application]] = db.execute("PRAGMA application_id")
    [[tables]] = db.execute("SELECT count(*) FROM sqlite_master")
    if application != APPLICATION and (version or tables):
        raise HistoryError(f"{path} is another program's database. Choose another folder with --data.")
    if version > len(migrations):
        raise HistoryError(
            f"{path} was written by a newer formcheck (history version {version}; this one knows {len(migrations)}). "
            "It was left as it is: update formcheck, or choose another folder with --data."
        )
    return int(version)
