"""Changes of the history as plain values, so that one that cannot be made now can be made later."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from formcheck.history.records import Record
from formcheck.history.rows import TABLES, Row, row_of

Entry = Mapping[str, Any]
"""`{"add": table, "row": {…}}` or `{"change": table, "id": …, "row": {…}}`. Making one twice changes nothing more."""


def added(record: Record) -> Entry:
    """The entry that puts a record in."""
    return {"add": TABLES[type(record)], "row": row_of(record)}


def changed(kind: type[Record], id: str, row: Mapping[str, str | int]) -> Entry:
    """The entry that sets some columns of a record that is there."""
    return {"change": TABLES[kind], "id": id, "row": dict(row)}


def make(db: sqlite3.Connection, entry: Entry) -> None:
    """Make the change, within the transaction that the caller has begun.

    Raises ValueError or sqlite3.IntegrityError, having changed nothing, for an entry that these tables cannot take.
    """
    table, row = entry.get("add") or entry.get("change"), entry.get("row")
    if table not in TABLES.values() or not isinstance(row, dict) or not row:
        raise ValueError(f"This history has no place for {entry}")
    columns = {column["name"] for column in db.execute(f"PRAGMA table_info({table})")}
    if not row.keys() <= columns:
        raise ValueError(f"{table} has no {', '.join(sorted(row.keys() - columns))}")
    names = [f'"{name}"' for name in row]
    if "add" in entry:
        _see_session(db, row)
        marks = ", ".join("?" * len(names))
        db.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING",
            tuple(row.values()),
        )
    else:
        sets = ", ".join(f"{name} = ?" for name in names)
        db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*row.values(), entry.get("id")))


def _see_session(db: sqlite3.Connection, row: Row) -> None:
    """What belongs to a session that is not here (deleted meanwhile, or lost) is kept, under a bare one."""
    if row.get("session") is not None:
        at = str(row.get("started_at") or row.get("at"))
        db.execute(
            "INSERT INTO sessions (id, programme, name, day, started_at) VALUES (?, 'unknown', 'unknown', ?, ?) "
            "ON CONFLICT (id) DO NOTHING",
            (row["session"], at[:10], at),
        )
