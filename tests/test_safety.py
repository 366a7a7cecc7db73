"""When to stop and when to see somebody: silence is never a no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck import safety
from formcheck.exercises import EXERCISES
from formcheck.safety import RED_FLAGS, Gate

NO = {flag.id: False for flag in RED_FLAGS}
STOPS = [flag.id for flag in RED_FLAGS if not flag.locks]


def test_eight_noes_let_the_session_go() -> None:
    found = safety.verdict(NO)
    assert (found.go, found.locked, found.unanswered, found.card) == (True, frozenset(), (), None)


def test_six_questions_stop_and_two_lock() -> None:
    assert [flag.id for flag in RED_FLAGS[:6]] == STOPS
    assert safety.verdict({**NO, "pressure": True}).locked == safety.ON_MUSCLE
    assert safety.verdict({**NO, "unsteady": True}).locked == {"single-leg-balance/eyes-closed"}
    assert safety.verdict({**NO, "pressure": True, "unsteady": True}).go


@pytest.mark.parametrize("id", STOPS)
def test_a_red_flag_ends_the_session_with_reason_and_card(id: str) -> None:
    found = safety.verdict({**NO, id: True})
    assert not found.go
    assert found.card is not None
    assert "physiotherapist or a doctor" in found.card
    assert len(found.reasons) == 1


@pytest.mark.parametrize("id", list(NO))
def test_silence_is_not_a_no(id: str) -> None:
    left_out = {key: answer for key, answer in NO.items() if key != id}
    for answers in (left_out, {**NO, id: None}):
        found = safety.verdict(answers)
        assert not found.go
        assert found.unanswered == (id,)


@given(st.fixed_dictionaries({id: st.sampled_from([True, False, None]) for id in NO}))
def test_a_session_goes_only_if_all_is_answered_and_no_stop_is_a_yes(answers: dict[str, bool | None]) -> None:
    clean = None not in answers.values() and not any(answers[id] for id in STOPS)
    assert safety.verdict(answers).go is clean


def test_what_is_locked_exists() -> None:
    assert set(EXERCISES) >= safety.ON_MUSCLE
    assert {id for id in EXERCISES if id.endswith(("-release", "-roll"))} == safety.ON_MUSCLE


@pytest.mark.parametrize(
    ("pain", "gate"),
    [(0, Gate.GO_ON), (2, Gate.GO_ON), (3, Gate.REDUCE), (5, Gate.REDUCE), (6, Gate.STOP), (10, Gate.STOP),
     (None, Gate.ASK)],
)  # fmt: skip
def test_the_pain_gate(pain: int | None, gate: Gate) -> None:
    assert safety.pain_gate(pain) is gate


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_is_0_to_10(pain: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        safety.pain_gate(pain)


def test_any_pain_at_the_knee_stops_a_stretch() -> None:
    assert {safety.soft_tissue_gate(pain) for pain in range(1, 11)} == {Gate.STOP}
    assert safety.soft_tissue_gate(0) is Gate.GO_ON
    assert safety.soft_tissue_gate(None) is Gate.ASK
    with pytest.raises(ValueError, match="0 to 10"):
        safety.soft_tissue_gate(11)


def test_worse_on_the_next_morning() -> None:
    assert safety.worse_next_morning(2, 3) is True
    assert safety.worse_next_morning(2, 2) is False
    assert safety.worse_next_morning(None, 3) is None
    assert safety.worse_next_morning(2, None) is None


@pytest.mark.parametrize(
    ("pains", "due"),
    [
        ((4, 4, 4, 4, 4, 4, 4), True),
        ((4, 5, 6, 5, 5, 4), False),
        ((4, 4, 4, 4, 4, 4, 3), False),
        ((4, 3, 3, 3, 3, 3, 5), True),
        ((0, 0, 0, 0, 0, 0, 0), False),
        ((4, 4, 4, 4, 4, None, None), True),
        ((None,) * 7, False),
    ],
)
def test_seven_days_and_no_better_is_a_reason_to_see_somebody(pains: tuple[int | None, ...], due: bool) -> None:
    assert safety.persists(pains) is due


def test_tired_is_fewer_than_half_of_the_last_five() -> None:
    assert safety.tired([True] * 5 + [False, True, False, False, True])
    assert not safety.tired([False] * 5 + [True, True, True, False, False])
    assert not safety.tired([False] * 4)


def test_balance_pauses() -> None:
    assert safety.balance_pauses(near_fall=True, lost_s=0)
    assert safety.balance_pauses(near_fall=False, lost_s=3.1)
    assert not safety.balance_pauses(near_fall=False, lost_s=3.0)


def test_eyes_close_only_if_everything_is_known_and_right() -> None:
    assert safety.eyes_closed_locks(10, 64, unsteady=False, counter=True) == ()
    assert len(safety.eyes_closed_locks(None, None, None, None)) == 4
    assert len(safety.eyes_closed_locks(9.9, 64, unsteady=False, counter=True)) == 1
    assert len(safety.eyes_closed_locks(30, 65, unsteady=True, counter=True)) == 2


def test_no_text_promises_or_diagnoses() -> None:
    texts = [safety.ABOUT, safety.FOOTER, safety.SEE_SOMEBODY, safety.SEE_A_PHYSIOTHERAPIST, safety.RUNNING]
    texts += [text for flag in RED_FLAGS for text in (flag.question, flag.reason)]
    for word in ("cure", "heal", "you have a", "you suffer", "itbs", "syndrome", "will be gone", "tendin", "torn"):
        assert not any(word in text.lower() for text in texts), word
    assert all(flag.source for flag in RED_FLAGS)
