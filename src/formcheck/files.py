"""Files that appear whole or not at all, and that only their owner can read: they show a person's body."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from formcheck.errors import OutputError


def make_folder(folder: Path) -> Path:
    """The folder, made if it is not there, mode 0700. Raises OutputError if it cannot be made or written to."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def write_whole(path: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, mode 0600. Raises OutputError; then nothing has changed."""
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:  # also when Ctrl-C comes in between
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"Cannot write to {path}: {reason}. Choose another place for it, or make room.")
