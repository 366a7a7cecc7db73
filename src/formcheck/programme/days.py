"""Which session a day has: so many days a week, spread evenly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from formcheck.programme.model import Programme, Week

DAYS = 7


@dataclass(frozen=True)
class Day:
    """One day of a programme."""

    date: date
    week: int
    """From 1."""
    session: str | None
    """None on a day off."""


def day_plan(programme: Programme, start: date, day: date) -> Day:
    """What a day has, if the programme began on `start`. Raises ValueError for a day before it."""
    since = (day - start).days
    if since < 0:
        raise ValueError(f"{day} is before the programme began, {start}")
    week, of_week = since // DAYS + 1, since % DAYS
    return Day(day, week, _sessions(programme.week(week))[of_week])


def weeks_ahead(programme: Programme, start: date, day: date, weeks: int) -> tuple[tuple[Day, ...], ...]:
    """Whole weeks of the programme, the one that `day` lies in first."""
    first = start + timedelta(days=(day - start).days // DAYS * DAYS)
    return tuple(
        tuple(day_plan(programme, start, first + timedelta(days=DAYS * week + n)) for n in range(DAYS))
        for week in range(weeks)
    )


def _sessions(week: Week) -> list[str | None]:
    """The session of each of the seven days: three a week fall on days 1, 3 and 5."""
    plus = [name for name, times in week.plus.items() for _ in range(times)]
    days: list[str | None] = [week.daily] * DAYS
    for i, name in enumerate(plus):
        days[i * DAYS // len(plus)] = name
    return days
