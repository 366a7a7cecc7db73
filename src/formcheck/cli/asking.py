"""What is asked at the keyboard before a session, and what is kept of the answers."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from formcheck.cli.output import fitted, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.dialogue import CheckIn
    from formcheck.history import History, SessionRecord
    from formcheck.history.export import Kept
    from formcheck.programme import Item, Person


def now() -> datetime:
    """The one clock of the session."""
    return datetime.now().astimezone()


def ask(question: str) -> str:
    """What is typed in answer. Raises EOFError when nobody is there."""
    typer.echo(f"{fitted(question)} ", err=True, nl=False)
    if sys.stdin is None:  # closed by whoever started this
        raise EOFError
    try:
        return input()
    except UnicodeDecodeError:
        return ""  # no answer to any question
    except (EOFError, KeyboardInterrupt):
        typer.echo(err=True)  # what is said of it gets a line of its own
        raise


def welcome(history: History) -> None:
    """What formcheck is, the first time; and the card that is due after a week without change (spec §5.1, §5.5)."""
    from formcheck.dialogue import have_read
    from formcheck.remembered import pain_by_day
    from formcheck.safety import ABOUT, SEE_A_PHYSIOTHERAPIST, persists

    if not history.sessions():
        say(ABOUT)
    if persists(pain_by_day(history.pains())):
        say(SEE_A_PHYSIOTHERAPIST)
        have_read(ask)


def morning(history: History) -> None:
    """How the morning after the last session was."""
    from formcheck.dialogue import pain_or_nothing
    from formcheck.history import Moment, PainRecord, Place
    from formcheck.remembered import morning_owed

    owed = morning_owed(history, now().date())
    if owed is not None:
        nrs = pain_or_nothing(ask, f"Pain at the knee on the morning after {owed.day:%d %B}?")
        history.add_pain(PainRecord(Moment.NEXT_MORNING, Place.KNEE, nrs, now(), owed.id))


def checked_in(history: History) -> CheckIn | None:
    """Red flags and pain; None if there is to be no exercise today."""
    from formcheck.dialogue import check_in
    from formcheck.history import AnswerRecord
    from formcheck.safety import SEE_SOMEBODY, Gate

    said = check_in(ask, say)
    at = now()
    history.add_answers([AnswerRecord(flag, answer, at) for flag, answer in said.answers.items()])
    for reason in said.verdict.reasons:
        say(reason)
    if said.verdict.card:
        say(said.verdict.card)
        return None
    if said.gate is Gate.STOP:
        say(f"More than 5 of 10: no session today. {SEE_SOMEBODY}")
        return None
    return said


def eyes_may_close(said: CheckIn, past: Kept) -> bool:
    """Whether balance with closed eyes is open to this person today (spec E04); asks only where it might be."""
    from formcheck.dialogue import age, yes
    from formcheck.programme.model import EYES_OPEN
    from formcheck.safety import eyes_closed_locks

    held = [r.hold_best_s or 0.0 for r in past.sets if r.planned.stage == EYES_OPEN]
    best_s, unsteady = max(held, default=None), said.answers["unsteady"]
    if eyes_closed_locks(best_s, 0, unsteady, counter=True):
        return False
    locks = eyes_closed_locks(best_s, age(ask), unsteady, yes(ask, "Is a counter within your reach there?"))
    for lock in locks:
        say(f"Eyes stay open: {lock}.")
    return not locks


def consented(person: Person, off: Sequence[Item], history: History) -> Person:
    """The same with what is off by default and was agreed to: asked every time, for what counts may have changed."""
    from formcheck.dialogue import agreed, declared
    from formcheck.exercises import find
    from formcheck.history import CONSENT, AnswerRecord
    from formcheck.programme import Sides

    asked = [item for item in off if item.exercise not in person.locked | person.stopped]
    answers = {item.id: agreed(ask, say, find(item.exercise)) for item in asked}
    history.add_answers([AnswerRecord(f"{CONSENT}{id}", answer, now()) for id, answer in answers.items()])
    meant = [item for item in asked if answers[item.id]]
    return replace(
        person,
        consented=frozenset(item.id for item in meant),
        declared={item.id: declared(ask) for item in meant if item.sides is Sides.DECLARED},
    )


def goes_on(history: History, begun: SessionRecord) -> bool:
    """Whether the person goes on with what was left today; asked only if something is kept of it."""
    from formcheck.dialogue import yes

    done = len(history.sets_of(begun.id))
    return not done or yes(ask, f"You began this session today; {done} sets are kept. Go on with the rest?")
