"""Speaking aloud: a thread that says lines, and what it says them with. English only."""

from __future__ import annotations

from formcheck.voice.choice import best_speaker
from formcheck.voice.speaker import Engine, Silent, Speaker, Talker, speaking

__all__ = ["Engine", "Silent", "Speaker", "Talker", "best_speaker", "speaking"]
