"""When to stop, when to go easy, when to see somebody (spec §5). Pure; what is not answered is never “no”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

ABOUT = (
    "formcheck gives exercise-form feedback from a webcam. It does not diagnose, treat or measure injury. Angles can "
    "be off by 5–10° or more. It does not replace a physiotherapist. Stop if it hurts."
)
"""Spec §5.5."""
FOOTER = "Camera estimate ±; not for clinical decisions."
"""Below every report (spec §5.5)."""
SEE_SOMEBODY = (
    "No exercise today. Please show this to a physiotherapist or a doctor; formcheck cannot judge it. "
    "If it is sudden or severe, or your chest hurts, get medical help now."
)
SEE_A_PHYSIOTHERAPIST = (
    "Seven days of work, and the pain is no lower than on the first. Time to see a physiotherapist. "
    "The programme waits until you have read this."
)
"""Spec §5.1 (S1: persistent for more than a week of daily work)."""
RUNNING = (
    "If you run: cycle or swim in its place for 7 to 10 days, then come back to it a little at a time. That belongs "
    "in your own diary; formcheck plans no running."
)
"""Spec §5.1, §9 (S1)."""
ON_MUSCLE = frozenset({
    "lateral-quad-roll", "tfl-release", "glute-med-release", "glute-max-release", "iliacus-release", "psoas-release",
})  # fmt: skip
"""Exercises that press on muscle: E02, E06, E09, E12, E14, E15."""
EYES_CLOSED_ID = "single-leg-balance/eyes-closed"


@dataclass(frozen=True)
class RedFlag:
    """A question before each session."""

    id: str
    question: str
    reason: str
    """Why a yes matters, for the person."""
    locks: frozenset[str]
    """What a yes locks: exercises, or exercise/stage. Nothing: it ends the session."""
    source: str


RED_FLAGS = (
    RedFlag("sharp-pain", "Is your knee pain sharp, severe or getting worse, or there at rest or at night?",
            "Sharp, worsening or night pain needs to be looked at first.", frozenset(), "spec §5.2.1 (S1; [C45])"),
    RedFlag("swelling", "Is your knee swollen, hot or red, or are you feverish or unwell?",
            "A swollen or hot knee, or fever, needs to be looked at first.", frozenset(), "spec §5.2.2 (S1; [C45])"),
    RedFlag("injury", "Did a fall, twist or blow start this, or can you not take 4 steps or bend the knee to 90°?",
            "After an injury the knee needs to be looked at first.", frozenset(), "spec §5.2.3 [C45b]"),
    RedFlag("locking", "Does your knee lock, catch or give way?",
            "A knee that locks or gives way needs to be looked at first.", frozenset(), "spec §5.2.4 [C45]"),
    RedFlag("nerve-or-clot", "Any numbness, tingling or leg weakness, calf pain or swelling, or chest pain?",
            "These need to be looked at first, and soon.", frozenset(), "spec §5.2.5 [C40]"),
    RedFlag("no-better", "Have you worked daily for more than a week and it is no better?",
            "No better after a week of daily work: somebody should look at it.", frozenset(), "spec §5.2.6 (S1)"),
    RedFlag("pressure", "Recent surgery or fracture, osteoporosis, blood thinners or pregnancy, and nobody medical "
            "has cleared you for rolling or pressing?",
            "Rolling and pressing on muscle are left out.", ON_MUSCLE, "spec §5.2.7 [C40, C50]"),
    RedFlag("unsteady", "Dizziness, a fall in the last 12 months, or nerve trouble in your feet?",
            "Eyes stay open, and a counter stays within reach.", frozenset({EYES_CLOSED_ID}), "spec §5.2.8"),
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What the answers come to."""

    go: bool
    locked: frozenset[str]
    reasons: tuple[str, ...]
    """One for each yes."""
    unanswered: tuple[str, ...]
    """Ids of questions without an answer: they have to be asked again."""
    card: str | None
    """What to show if a yes ended the session."""


def verdict(answers: Mapping[str, bool | None]) -> Verdict:
    """What the answers to the red flags come to, by id. A question left out, or None, stops the session."""
    yes = [flag for flag in RED_FLAGS if answers.get(flag.id) is True]
    unanswered = tuple(flag.id for flag in RED_FLAGS if answers.get(flag.id) is None)
    stops = any(not flag.locks for flag in yes)
    return Verdict(
        go=not stops and not unanswered,
        locked=frozenset().union(*(flag.locks for flag in yes)),
        reasons=tuple(flag.reason for flag in yes),
        unanswered=unanswered,
        card=SEE_SOMEBODY if stops else None,
    )


class Gate(str, Enum):
    """What a pain of 0–10 leads to (spec §5.3 [C44])."""

    GO_ON = "go on"
    REDUCE = "one set less, or a smaller range"
    STOP = "stop"
    ASK = "ask again"


def pain_gate(pain: int | None) -> Gate:
    """Before a session (STOP: none today), and after an item of strength or balance.

    Raises ValueError outside 0–10.
    """
    if pain is None:
        return Gate.ASK
    if not 0 <= pain <= 10:
        raise ValueError(f"pain is 0 to 10, not {pain}")
    if pain > 5:
        return Gate.STOP
    return Gate.REDUCE if pain >= 3 else Gate.GO_ON


def soft_tissue_gate(pain: int | None) -> Gate:
    """After a stretch, a release or rolling: any pain at the knee ends it for the day (spec §5.1, §5.3; S1).

    Raises ValueError outside 0–10.
    """
    gate = pain_gate(pain)
    return Gate.STOP if pain else gate


def no_more(what: str) -> str:
    """What is said when any pain at the knee has ended a “stretch” or a “release” (spec E03, §5.1)."""
    return f"No more of this {what} today: it should never be felt at the knee."


def worse_next_morning(before: int | None, morning: int | None) -> bool | None:
    """Whether to go a step back; None while one of both is not known (spec §5.3)."""
    return None if before is None or morning is None else morning > before


def persists(pains: Sequence[int | None]) -> bool:
    """Whether SEE_A_PHYSIOTHERAPIST is due: seven active days, and pain not lower than on the first (spec §5.1).

    One answer for each active day, the first day first; without an answer the nearest one known counts.
    """
    known = [pain for pain in pains if pain is not None]
    return len(pains) >= 7 and bool(known) and known[-1] > 0 and known[-1] >= known[0]


TIRED = "Rest or finish here — quality first"


def tired(good: Sequence[bool]) -> bool:
    """Whether TIRED is to be said: fewer than half of the last 5 repetitions were good (spec §5.4)."""
    return len(good) >= 5 and sum(good[-5:]) / 5 < 0.5


LOST_S = 3.0


def balance_pauses(near_fall: bool, lost_s: float) -> bool:
    """Whether balance pauses with ARE_YOU_OK: a near fall, or nobody in sight for over 3 s (spec §5.4, E04)."""
    return near_fall or lost_s > LOST_S


def eyes_closed_locks(
    eyes_open_best_s: float | None, age: int | None, unsteady: bool | None, counter: bool | None
) -> tuple[str, ...]:
    """Why eyes stay open: all reasons, none if they may be closed (spec E04 [C33b], ENG). Unknown is a reason."""
    checks = (
        (eyes_open_best_s is not None and eyes_open_best_s >= 10, "first balance 10 s with your eyes open"),
        (age is not None and age < 65, "only below 65 years of age"),
        (unsteady is False, "not with dizziness, a fall in 12 months or nerve trouble in the feet"),
        (counter is True, "only with a counter within reach"),
    )
    return tuple(reason for passed, reason in checks if not passed)
