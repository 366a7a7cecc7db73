"""What the database would not take, a line each in a file beside it, until the next start takes it in."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import HistoryError
from formcheck.history.entries import Entry

NAME = "unsaved.jsonl"
STRANGE = "not-understood.jsonl"


@dataclass(frozen=True)
class Line:
    """One line of a side file."""

    path: Path
    text: bytes
    entry: Entry | None
    """None if it cannot be read: whoever wrote it was killed while writing."""


class SideFile:
    """The side file of one data folder: in the folder, else in the home folder, else in the temporary one."""

    def __init__(self, folder: Path) -> None:
        # One name for each data folder, so that what belongs to one is never taken into another.
        name = f"formcheck-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}.jsonl"
        self._strange = folder / STRANGE
        self.places = (folder / NAME, Path(os.path.expanduser("~")) / f".{name}", Path(tempfile.gettempdir()) / name)

    def exists(self) -> bool:
        """Whether anything waits."""
        return any(_own(path) for path in self.places)

    def add(self, entry: Entry) -> Path:
        """Keep an entry in the first place that takes it, safe on disk when this returns; returns the place.

        Raises HistoryError if none does.
        """
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        failures = []
        for path in self.places:
            try:
                _append(path, line)
            except OSError as error:
                failures.append(f"{path}: {error.strerror or error}")
            else:
                return path
        raise HistoryError(f"It could not be kept in a side file either ({'; '.join(failures)}). Make room now.")

    def lines(self) -> list[Line]:
        """All that waits, oldest first."""
        found = []
        for path in filter(_own, self.places):
            try:
                content = path.read_bytes()
            except OSError:
                continue  # it waits on
            found += [Line(path, text, _entry(text)) for text in content.splitlines() if text.strip()]
        return found

    def clear(self, strange: list[Line]) -> None:
        """Forget what waited, for it is in the database; only what is strange to it is set apart. Raises OSError."""
        if strange:
            _append(self._strange, b"".join(line.text + b"\n" for line in strange))
        for path in filter(_own, self.places):
            path.unlink()

    def delete(self) -> None:
        """Remove every trace. Raises OSError."""
        for path in filter(_own, (*self.places, self._strange)):
            path.unlink()


def _entry(text: bytes) -> Entry | None:
    try:
        entry = json.loads(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _own(path: Path) -> bool:
    """Whether a file is there, no link, and nobody else's: the temporary folder belongs to all."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and (os.name != "posix" or found.st_uid == os.geteuid())


def _append(path: Path, lines: bytes) -> None:
    if path.exists() and not _own(path):
        raise PermissionError(0, "belongs to somebody else")
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_a_line(path):
            lines = b"\n" + lines
        try:
            if file.write(lines) != len(lines):
                raise OSError(0, "no room for all of it")
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
