"""Where the history lies, and that nobody but its owner reads it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from formcheck.errors import HistoryError

ENVIRONMENT = "FORMCHECK_DATA"
"""Name of the environment variable that points at the folder, like `--data` does."""
DATABASE = "history.db"


def data_folder(given: Path | None = None) -> Path:
    """The folder given, else $FORMCHECK_DATA, else the user's own data folder. It need not be there."""
    if chosen := given or os.environ.get(ENVIRONMENT):
        return Path(chosen)
    from platformdirs import user_data_path  # noqa: PLC0415 (only where nobody chose)

    return user_data_path("formcheck", appauthor=False)


def private_file(path: Path) -> None:
    """See that the file is there, empty if it is new, mode 0600, in a folder that is 0700 if it is new.

    A folder that was there keeps its mode: it may serve other things too. Raises HistoryError.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.chmod(0o700)  # whatever the umask
        # SQLite gives its -wal and -shm files the mode of the file that they stand beside.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) != 0o600:
            for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
                if each.exists():
                    each.chmod(0o600)
    except OSError as error:
        raise HistoryError(
            f"The history {path} cannot be opened: {error.strerror or error}. "
            "Mend the permissions, make room, or choose another folder with --data."
        ) from error
