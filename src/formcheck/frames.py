"""A picture with its time, and what every source of them promises."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(h, w, 3) blue-green-red, upright, never mirrored."""
Notify = Callable[[str], None]
"""Told in a sentence what the person should know while the work goes on."""
Clock = Callable[[], float]
"""Seconds since any moment; never goes back."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture and when it was taken."""

    t: float
    """Seconds since the source started. Strictly increasing."""
    bgr: Picture
    """(h, w, 3) uint8, blue-green-red, never mirrored."""


class Source(Protocol):
    """Anything that frames come from."""

    @property
    def name(self) -> str:
        """What to call it in messages and summaries."""

    @property
    def duration_s(self) -> float | None:
        """Its length in seconds; None if it has no end or does not tell."""

    def frames(self) -> Generator[Frame, None, None]:
        """The frames as they come. Closing the generator releases what it holds."""


def silent(message: str) -> None:
    """Notify nobody."""
