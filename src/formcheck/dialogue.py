"""The questions at the keyboard, before a session and after it. Asked until the answer can be understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from formcheck.consent import LONGEST_S
from formcheck.errors import SafetyError
from formcheck.exercise import Exercise
from formcheck.pose import Side
from formcheck.safety import RED_FLAGS, Gate, Verdict, pain_gate, verdict

Ask = Callable[[str], str]
"""Puts a question and gives back what was typed. Raises EOFError when nobody is there to answer."""
Tell = Callable[[str], None]

YES, NO = ("y", "yes"), ("n", "no")
NOTHING = -1
"""Not telling."""
TRIES = 20
"""What is not understood so often was not typed by somebody who wants to answer."""
T = TypeVar("T")


@dataclass(frozen=True)
class CheckIn:
    """What the person said before a session."""

    answers: dict[str, bool]
    """Red flags by id."""
    verdict: Verdict
    knee: int | None = None
    """Pain at the knee, 0 to 10; not asked when a red flag ended it."""
    other: int | None = None

    @property
    def gate(self) -> Gate:
        """What pain leads to: the worse of both places decides."""
        known = [pain for pain in (self.knee, self.other) if pain is not None]
        return pain_gate(max(known, default=None))


def yes(ask: Ask, question: str) -> bool:
    """A yes or a no. Raises SafetyError when there is nobody to answer."""
    return _answer(ask, f"{question} [y/n]", {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}.get)


def have_read(ask: Ask) -> None:
    """Only yes will do. Raises SafetyError when there is nobody to answer, or nobody who says so."""
    _answer(ask, "Have you read this? [y/n]", dict.fromkeys(YES, True).get)


def pain(ask: Ask, question: str) -> int:
    """A number from 0 to 10. Raises SafetyError when there is nobody to answer."""
    return _answer(ask, f"{question} [0 none – 10 worst]", lambda typed: _number(typed, range(11)))


def age(ask: Ask) -> int:
    """In years. Raises SafetyError when there is nobody to answer."""
    question = "Balance with closed eyes is planned. How old are you?"
    return _answer(ask, question, lambda typed: _number(typed, range(1, 121)))


def pain_or_nothing(ask: Ask, question: str) -> int | None:
    """A number from 0 to 10, or None for an empty answer and where nobody answers."""
    told = f"{question} [0 none – 10 worst, Enter: not telling]"
    try:
        answer = _answer(ask, told, lambda typed: _number(typed, range(11)) if typed else NOTHING)
    except SafetyError:
        return None
    return None if answer == NOTHING else answer


def agreed(ask: Ask, tell: Tell, exercise: Exercise) -> bool:
    """Whether the person keeps to the cautions of an exercise that is off by default. Raises SafetyError."""
    tell(f"{exercise.title} is off by default:")
    for caution in exercise.cautions:
        tell(f"- {caution}")
    return yes(ask, "Do you keep to all of this, and is none of it about you?")


def declared(ask: Ask) -> tuple[Side, float]:
    """Side and seconds that only the person can know. Raises SafetyError when there is nobody to answer."""
    sides = {name: side for side in Side for name in (side.value, side.value[0])}
    side = _answer(ask, "Which side, as your clinician set it? [left/right]", sides.get)
    most = round(LONGEST_S)
    seconds = _answer(ask, f"How many seconds? [1–{most}]", lambda typed: _number(typed, range(1, most + 1)))
    return side, float(seconds)


def check_in(ask: Ask, tell: Tell) -> CheckIn:
    """Red flags, then pain. There is no way around it: without answers there is no session.

    Raises SafetyError when there is nobody to answer.
    """
    tell("Before you begin (y or n):")
    answers = {flag.id: yes(ask, f"{n}. {flag.question}") for n, flag in enumerate(RED_FLAGS, start=1)}
    result = verdict(answers)
    if not result.go:
        return CheckIn(answers, result)
    return CheckIn(answers, result, pain(ask, "Pain at the outer knee now?"), pain(ask, "Pain anywhere else now?"))


def _number(typed: str, among: range) -> int | None:
    return int(typed) if typed.isdecimal() and int(typed) in among else None


def _answer(ask: Ask, question: str, meant: Callable[[str], T | None]) -> T:
    """Ask until it is understood; whatever types at random for ever is nobody."""
    for _ in range(TRIES):
        try:
            answer = meant(ask(question).strip().lower())
        except EOFError:
            break
        if answer is not None:
            return answer
    raise SafetyError(
        "The questions about your safety need answers at the keyboard. Start the session from a terminal."
    )
