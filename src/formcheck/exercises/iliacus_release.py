"""Iliacus release (spec E14): as somebody competent taught it, for no technique is given here. Off by default."""

from __future__ import annotations

from formcheck.release import abdominal_release

EXERCISE = abdominal_release("iliacus-release", "Iliacus release", ("S2 step 1", "spec E14"))
