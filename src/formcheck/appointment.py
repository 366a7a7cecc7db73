"""Which session a day asks for: the plan's or a chosen one, whole, from where it was left, or the evening's repeat.

No clock: what is remembered and the day come in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from formcheck.errors import ProgrammeError
from formcheck.history.records import Outcome, SessionRecord, SetRecord
from formcheck.programme import Item, Person, PlannedSet, Programme, day_plan, evening, left_out, plan
from formcheck.remembered import still_due

EVENING = "evening"
"""After the name of a session: what of it is done once more."""


@dataclass(frozen=True)
class Appointment:
    """A session of a day."""

    name: str
    """Of the programme's session."""
    week: int
    again: bool = False
    """The evening's repeat."""
    begun: SessionRecord | None = None
    """Begun and left earlier on the same day."""

    @property
    def title(self) -> str:
        """As the history calls it."""
        return f"{self.name} {EVENING}" if self.again else self.name


def day_one(own: Sequence[SessionRecord], today: date) -> date:
    """The first day of a programme, from its own sessions; without any it begins today."""
    return min((session.day for session in own), default=today)


def appointment(
    programme: Programme, wanted: str | None, today_only: bool, sessions: Sequence[SessionRecord], day: date
) -> Appointment | None:
    """What is due: `wanted`, or what the week has for the day; None on a day off, and when all is done.

    Raises ProgrammeError if `today_only` and the week has something else than `wanted`.
    """
    own = [session for session in sessions if session.programme == programme.name]
    planned = day_plan(programme, day_one(own, day), day)
    if today_only and wanted is not None and wanted != planned.session:
        raise ProgrammeError(
            f"Today's plan is {planned.session or 'a day off'}, not {wanted}. Leave --today out to do it anyway."
        )
    name = wanted or planned.session
    if name is None:
        return None
    todays = [session for session in own if session.day == day]
    for again in (False, True):
        due = Appointment(name, planned.week, again)
        same = [session for session in todays if session.name == due.title]
        if not same:
            nothing = again and not programme.sessions[name].second_daily
            return None if nothing else due
        if same[-1].outcome is not Outcome.FINISHED:
            return Appointment(name, planned.week, again, same[-1])
    return None


def items_of(programme: Programme, due: Appointment) -> tuple[Item, ...]:
    """What belongs to it."""
    session = programme.sessions[due.name]
    return tuple(programme.items[id] for id in (session.second_daily if due.again else session.items))


def omitted(programme: Programme, due: Appointment, person: Person) -> dict[str, str]:
    """Items, and item/stage, that belong to it and that this person is not given, each with the reason."""
    meant = {item.id for item in items_of(programme, due)}
    reasons = left_out(programme, due.name, person)
    return {what: why for what, why in reasons.items() if what.split("/")[0] in meant}


def sets_of(
    programme: Programme, due: Appointment, person: Person, done: Sequence[SetRecord]
) -> tuple[PlannedSet, ...]:
    """The sets that are still to be done, for this person."""
    whole = (evening if due.again else plan)(programme, due.name, due.week, person)
    return still_due(whole, done)
