"""Psoas release (spec E15): as somebody competent taught it, for no technique is given here. Off by default."""

from __future__ import annotations

from formcheck.release import abdominal_release

EXERCISE = abdominal_release("psoas-release", "Psoas release", ("S2 step 1", "spec E15"))
