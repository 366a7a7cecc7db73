"""Zero-lag smoothing of a finished stretch of signal.

There is no live filter here, on purpose: MediaPipe's VIDEO mode already runs a 1 euro filter over its landmarks
(measured lag 67/27/13 ms at 5/15/45 °/s), and stacking a second one costs latency and flattens peaks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]
"""(n,) times in seconds, or values at those times."""

RATE_HZ = 100.0
"""The even grid that a finished signal is put on: cameras are not even, filters must be."""
CUTOFF_HZ = 6.0
"""The field's standard for human movement (Appl Sci 2025 15:2177)."""


@cache
def low_pass() -> Callable[[Signal], Signal]:
    """The filter, for values at RATE_HZ: 6 Hz, without lag.

    SciPy takes a second to load. A set calls this before it begins; who only lists exercises need not wait.
    """
    from scipy.signal import butter, sosfiltfilt

    # 2nd order run forward and backward: 4th order, no lag.
    sections = butter(2, CUTOFF_HZ, fs=RATE_HZ, output="sos")

    def smooth(even: Signal) -> Signal:
        padding = min(len(even) - 1, round(RATE_HZ / CUTOFF_HZ) * 3)
        return np.asarray(sosfiltfilt(sections, even, padtype="odd", padlen=padding))

    return smooth


def zero_lag(times: Signal, values: Signal) -> tuple[Signal, Signal]:
    """An uneven signal on an even 100 Hz grid, single-sample spikes removed, low-passed at 6 Hz without lag.

    `times` must increase; the grid starts at `times[0]`.
    """
    grid = np.arange(times[0], times[-1] + 0.5 / RATE_HZ, 1 / RATE_HZ)
    beside = np.pad(values, 1, mode="edge")
    calm = np.median((beside[:-2], values, beside[2:]), axis=0)
    return grid, low_pass()(np.interp(grid, times, calm))


def slope(times: Signal, values: Signal) -> float:
    """Least-squares slope, units per second; 0 for fewer than two samples."""
    if len(times) < 2:
        return 0.0
    t = times - times.mean()
    spread = float(t @ t)
    return float(t @ values) / spread if spread else 0.0
