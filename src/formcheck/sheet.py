"""What a published score sheet is: its items and its bands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One line of a score sheet."""

    id: str
    limits: tuple[str, ...]
    """The ids of the limits that it looks at, any of them…"""
    warned: int
    """…its points where a limit's cue level is passed…"""
    failed: int
    """…and where it is a fault."""
    reps: int
    """In at least so many repetitions: once for an event, twice for a posture, which is read with an error."""


@dataclass(frozen=True)
class Sheet:
    """A published score sheet: more points, more that was seen. It compares one's own days, and is no diagnosis."""

    items: tuple[Item, ...]
    bands: tuple[tuple[int, str], ...]
    """(up to so many points, what the sheet calls it), in order."""
    source: str

    @property
    def most(self) -> int:
        """The most points there are."""
        return sum(item.failed for item in self.items)
