"""The questions at the keyboard: asked until understood, and no session without answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from formcheck.dialogue import check_in, have_read, pain, pain_or_nothing, yes
from formcheck.errors import SafetyError
from formcheck.safety import RED_FLAGS, Gate

NOTHING = ["n"] * len(RED_FLAGS)


def typing(answers: Iterable[str]) -> tuple[Callable[[str], str], list[str]]:
    """A keyboard at which these answers are given, and the questions it was asked; then nobody is there."""
    waiting, asked = list(answers), []

    def ask(question: str) -> str:
        asked.append(question)
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return ask, asked


@pytest.mark.parametrize(("typed", "meant"), [("y", True), ("YES", True), (" n ", False), ("No", False)])
def test_yes_and_no(typed: str, meant: bool) -> None:
    assert yes(typing([typed])[0], "Really?") is meant


def test_what_is_not_understood_is_asked_again() -> None:
    ask, asked = typing(["", "maybe", "1", "n"])
    assert yes(ask, "Really?") is False
    assert len(asked) == 4
    ask, asked = typing(["", "-1", "11", "3.5", "ten", "10"])
    assert pain(ask, "Pain?") == 10
    assert len(asked) == 6


def test_nobody_at_the_keyboard_is_no_answer() -> None:
    for question in (yes, pain):
        with pytest.raises(SafetyError, match="Start the session from a terminal"):
            question(typing([])[0], "Well?")
    assert pain_or_nothing(typing([])[0], "Pain?") is None


def test_who_answers_all_with_no_and_little_pain_goes_on() -> None:
    ask, asked = typing([*NOTHING, "2", "0"])
    told: list[str] = []
    said = check_in(ask, told.append)
    assert said.answers == {flag.id: False for flag in RED_FLAGS}
    assert (said.verdict.go, said.knee, said.other, said.gate) == (True, 2, 0, Gate.GO_ON)
    assert len(asked) == len(RED_FLAGS) + 2
    assert all(flag.question in question for flag, question in zip(RED_FLAGS, asked, strict=False))


@pytest.mark.parametrize("n", range(6))
def test_each_of_the_first_six_flags_ends_it_after_all_were_asked(n: int) -> None:
    ask, asked = typing([*NOTHING[:n], "y", *NOTHING[n + 1 :], "0", "0"])
    said = check_in(ask, lambda text: None)
    assert not said.verdict.go
    assert said.verdict.card
    assert len(asked) == len(RED_FLAGS), "with a red flag nobody is asked about pain"


def test_the_worse_pain_decides() -> None:
    assert check_in(typing([*NOTHING, "1", "6"])[0], lambda text: None).gate is Gate.STOP
    assert check_in(typing([*NOTHING, "4", "0"])[0], lambda text: None).gate is Gate.REDUCE


def test_questions_that_nobody_answers_are_no_way_around_the_flags() -> None:
    with pytest.raises(SafetyError):
        check_in(typing(NOTHING[:5])[0], lambda text: None)


def test_an_empty_answer_after_the_session_is_no_answer() -> None:
    ask, asked = typing(["", "x", "4"])
    assert (pain_or_nothing(ask, "Pain?"), pain_or_nothing(ask, "Pain?")) == (None, 4)
    assert len(asked) == 3


def test_who_types_at_random_for_ever_is_nobody() -> None:
    for question in (yes, pain):
        with pytest.raises(SafetyError):
            question(lambda question: "perhaps", "Well?")
    with pytest.raises(SafetyError):
        have_read(lambda question: "n")
    assert pain_or_nothing(lambda question: "n", "Pain?") is None
