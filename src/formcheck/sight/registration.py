"""How far a small picture has moved, turned and grown since another: robust inverse-compositional registration.

Baker & Matthews, "Lucas-Kanade 20 years on" (2004), with the weights of Huber, a brightness and a contrast that may
change, and the standard error of the turn that follows from the picture's own edges. cv2.findTransformECC does
the first part only: it knows no outliers (a hand, the bending belly) and no standard error.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]
Weights = NDArray[np.float32]
"""(n,) one weight a pixel of a template."""
ITERATIONS = 8
_HUBER = 1.345
"""Residuals beyond so many robust standard deviations count less (Huber's usual value)."""
_SCALE_SD = 0.03
"""A person who stands does not come much nearer: prior of the logarithm of the scale."""
_FURTHEST = 0.08
"""No step goes further than this, in template units: beyond it the gradients say nothing."""


@dataclass(frozen=True, slots=True)
class Move:
    """A similarity: where the middle of the template is now, how it has turned and grown. Template units, y down."""

    x: float = 0.0
    y: float = 0.0
    turn: float = 0.0
    """Radians, clockwise as seen."""
    growth: float = 0.0
    """Natural logarithm of the scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """How well a template was found again."""

    move: Move
    likeness: float
    """Weighted correlation of template and picture, −1…1."""
    turn_sd: float
    """Standard error of the turn, radians, were every pixel independent (they are not: compare only)."""
    seen: float
    """Share of the template that nothing covers."""
    patch: Image
    """The picture as the template would see it."""


class Template:
    """A small picture to be found again. `weight` (h, w) ≥ 0: which of its pixels matter; `step`: units a pixel."""

    def __init__(self, picture: Image, weight: Image, step: float) -> None:
        self.picture, self.weight, self.step = picture, weight, step
        h, w = picture.shape
        self._use = np.flatnonzero(weight > 0.05)
        self._weight = weight.ravel()[self._use]
        x, y = np.meshgrid((np.arange(w) - (w - 1) / 2) * step, (np.arange(h) - (h - 1) / 2) * step)
        self.at = np.stack([x.ravel(), y.ravel()], 1)[self._use]
        """(n, 2) where the pixels that matter lie, from the middle."""
        gx, gy = (cv2.Sobel(picture, cv2.CV_32F, dx, 1 - dx, ksize=3) / (8 * step) for dx in (1, 0))
        self._value = picture.ravel()[self._use]
        ones = np.ones_like(self._value)
        slopes = [columns.ravel()[self._use] for columns in (gx, gy, x * gy - y * gx, x * gx + y * gy)]
        self._slopes = np.stack([*slopes, ones, self._value - self._value.mean()], 1).astype(np.float32)

    def find(self, see: Callable[[Move], Image], uncovered: Weights, start: Move) -> Match:
        """Where the template is, searched from `start`.

        `see` samples the picture as a template moved so would; `uncovered` (n,) is 0 where something is before it.
        """
        p = np.array([start.x, start.y, start.turn, start.growth])
        weight = self._weight * uncovered
        shown = weight > 0
        robust: Weights = np.ones_like(weight)
        for _ in range(ITERATIONS):
            patch = see(Move(*p))
            values = patch.ravel()[self._use]
            rest = self._less_light(values - self._value, weight * robust)
            spread = 1.4826 * float(np.median(np.abs(rest[shown]))) + 0.05 if shown.any() else 1e3
            robust = np.minimum(1.0, _HUBER * spread / np.maximum(np.abs(rest), 1e-6)).astype(np.float32)
            weighted = self._slopes * (weight * robust)[:, None]
            hessian = (weighted.T @ self._slopes).astype(float) + 1e-3 * np.eye(6)
            pull = 30.0 * (spread / _SCALE_SD) ** 2
            hessian[3, 3] += pull
            slope = (weighted.T @ rest).astype(float)
            slope[3] += pull * p[3]
            step = np.linalg.solve(hessian, slope)
            p, moved = _less(p, step)
            if not moved:
                break
        return Match(
            move=Move(*p),
            likeness=_correlation(values, self._value, weight),
            turn_sd=spread * math.sqrt(max(float(np.linalg.inv(hessian)[2, 2]), 0.0)),
            seen=float(weight.sum() / self._weight.sum()),
            patch=patch,
        )

    def _less_light(self, rest: Image, weight: Weights) -> Image:
        """Residuals without what a change of brightness and contrast explains."""
        light = self._slopes[:, 4:]
        weighted = light * weight[:, None]
        change = np.linalg.solve(weighted.T @ light + 1e-3 * np.eye(2, dtype=np.float32), weighted.T @ rest)
        less: Image = rest - light @ change
        return less


def _less(p: NDArray[np.float64], step: NDArray[np.float64]) -> tuple[NDArray[np.float64], bool]:
    """The move `p` with a step of the template taken back, and whether that was a step at all."""
    dx, dy, turn, growth = step[:4] * min(1.0, _FURTHEST / max(math.hypot(step[0], step[1]), 1e-9))
    scale = math.exp(p[3])
    across, along = math.cos(p[2]) * scale, math.sin(p[2]) * scale
    turn = min(max(turn, -0.15), 0.15)
    after = p - np.array([across * dx - along * dy, along * dx + across * dy, turn, growth])
    after[3] = min(max(after[3], -0.2), 0.2)
    return after, math.hypot(dx, dy) > 5e-4 or abs(turn) > 1e-3


def _correlation(a: Image, b: Image, weight: Weights) -> float:
    total = float(weight.sum())
    if total <= 0:
        return 0.0
    a, b = a - float(weight @ a) / total, b - float(weight @ b) / total
    return float((weight * a) @ b / math.sqrt(float((weight * a) @ a) * float((weight * b) @ b) + 1e-9))
