"""On which line of a TOML text a key stands. The library that reads TOML does not say."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Path = Sequence[str | int]
"""Keys, and indices of arrays: ("items", "clamshell", "reps")."""


def read_toml(text: str) -> dict[str, Any]:
    """The data in a TOML text. Raises ValueError, with the line, if it is none."""
    return tomllib.loads(text)


def resolve(data: Any, path: Path) -> Any:
    """The value there. Raises KeyError if there is none."""
    for part in path:
        inside = isinstance(data, dict) if isinstance(part, str) else isinstance(data, list) and part < len(data)
        if not inside:
            raise KeyError(part)
        data = data[part]
    return data


def line_of(text: str, path: Path) -> int:
    """The line, from 1, on which the statement begins that brings this path about; of a missing key its table's.

    `text` must be valid TOML. The reader itself tells: it reads ever more lines, and the statement after which the
    path is there begins with the first written line that it did not yet understand. Quadratic, and only for errors.
    """
    if not path:
        return 1
    lines = [line + "\n" for line in text.replace("\r\n", "\n").split("\n")]
    begun = 0
    for n in range(len(lines)):
        try:
            data = read_toml("".join(lines[: n + 1]))
        except ValueError:
            continue  # in the middle of a value
        try:
            resolve(data, path)
        except KeyError:
            begun = n + 1
            continue
        while not lines[begun].strip() or lines[begun].lstrip().startswith("#"):
            begun += 1
        return begun + 1
    return line_of(text, path[:-1])
