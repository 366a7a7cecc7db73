"""The questions at the keyboard, before a session and after it. Asked until the answer can be understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from formcheck.errors import SafetyError
from formcheck.safety import RED_FLAGS, Gate, Verdict, pain_gate, verdict

Ask = Callable[[str], str]
"""Puts a question and gives back what was typed. Raises EOFError when nobody is there to answer."""
Tell = Callable[[str], None]

YES, NO = ("y", "yes"), ("n", "no")


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
    while True:
        typed = _typed(ask, f"{question} [y/n]").lower()
        if typed in (*YES, *NO):
            return typed in YES


def pain(ask: Ask, question: str) -> int:
    """A number from 0 to 10. Raises SafetyError when there is nobody to answer."""
    while True:
        typed = _typed(ask, f"{question} [0 none – 10 worst]")
        if typed.isdecimal() and int(typed) <= 10:
            return int(typed)


def age(ask: Ask) -> int:
    """In years. Raises SafetyError when there is nobody to answer."""
    while True:
        typed = _typed(ask, "Balance with closed eyes is planned. How old are you?")
        if typed.isdecimal() and 0 < int(typed) <= 120:
            return int(typed)


def pain_or_nothing(ask: Ask, question: str) -> int | None:
    """A number from 0 to 10, or None for an empty answer and where nobody answers."""
    while True:
        try:
            typed = ask(f"{question} [0 none – 10 worst, Enter: not telling]").strip()
        except EOFError:
            return None
        if not typed:
            return None
        if typed.isdecimal() and int(typed) <= 10:
            return int(typed)


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


def after(ask: Ask, titles: Iterable[str]) -> dict[str, int | None]:
    """Pain after those items that the person had not told of when asked from the floor."""
    return {title: pain_or_nothing(ask, f"Pain after {title}?") for title in titles}


def _typed(ask: Ask, question: str) -> str:
    try:
        return ask(question).strip()
    except EOFError:
        raise SafetyError(
            "The questions about your safety need answers at the keyboard. Start the session from a terminal."
        ) from None
