"""How it went over days or weeks, exercise by exercise and side by side. Pure: no file, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median

from formcheck.history.records import Moment, PainRecord, SetRecord

Period = Callable[[date], date]
"""The first day of the period that a day belongs to."""


def by_day(day: date) -> date:
    """Every day is its own period."""
    return day


def by_week(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Trend:
    """One exercise, one side, one period."""

    exercise: str
    side: str | None
    period: date
    sets: int
    reps: int
    """Corrected counts where there are any."""
    good_share: float | None
    """Of the repetitions that were judged, 0 to 1; None without any."""
    peak: float | None
    """Median of the peaks that may be shown, in `unit`; None where they are estimated or there are none."""
    unit: str
    hold_s: float | None
    """Held in all; None for work that is counted."""
    pain: int | None
    """The worst answer after one of its sets; None if nobody answered."""


@dataclass(frozen=True)
class Difference:
    """Left less right, of one exercise in one period; None where a side is missing."""

    exercise: str
    period: date
    peak: float | None
    unit: str
    good_share: float | None
    hold_s: float | None


@dataclass(frozen=True)
class PainTrend:
    """The worst answers of a period, by moment; a moment at which nobody answered is not there."""

    period: date
    worst: dict[Moment, int]


def trends(sets: Iterable[SetRecord], pains: Iterable[PainRecord], period: Period = by_day) -> list[Trend]:
    """Every exercise and side in every period that has a set of it, by exercise, side and time."""
    hurt: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for pain in pains:
        if pain.nrs is not None and pain.moment is Moment.AFTER_ITEM:
            hurt[pain.session, pain.item].append(pain.nrs)
    groups: dict[tuple[str, str, date], list[SetRecord]] = defaultdict(list)
    for record in sets:
        groups[record.exercise, record.side or "", period(record.day)].append(record)
    return [_trend(group, start, hurt) for (_, _, start), group in sorted(groups.items(), key=lambda item: item[0])]


def _trend(
    group: Sequence[SetRecord], start: date, hurt: dict[tuple[str | None, str | None], list[int]]
) -> Trend:
    judged = [record for record in group if record.good_share is not None]
    peaks = [peak for record in group for peak in record.shown_peaks]
    held = [record.hold_total_s for record in group if record.hold_total_s is not None]
    pain = [nrs for record in group for nrs in hurt.get((record.session, record.planned.item), ())]
    return Trend(
        exercise=group[0].exercise,
        side=group[0].side,
        period=start,
        sets=len(group),
        reps=sum(record.counted for record in group),
        good_share=sum(r.good for r in judged) / sum(r.reps for r in judged) if judged else None,
        peak=median(peaks) if peaks else None,
        unit=group[0].peak_unit,
        hold_s=sum(held) if held else None,
        pain=max(pain, default=None),
    )


def differences(rows: Iterable[Trend]) -> list[Difference]:
    """Left less right wherever both sides worked in the same period."""
    sides: dict[tuple[str, date], dict[str | None, Trend]] = defaultdict(dict)
    for row in rows:
        sides[row.exercise, row.period][row.side] = row
    return [
        Difference(
            exercise,
            period,
            _less(found["left"].peak, found["right"].peak),
            found["left"].unit,
            _less(found["left"].good_share, found["right"].good_share),
            _less(found["left"].hold_s, found["right"].hold_s),
        )
        for (exercise, period), found in sides.items()
        if found.keys() >= {"left", "right"}
    ]


def _less(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left - right


def pain_trend(pains: Iterable[PainRecord], period: Period = by_day) -> list[PainTrend]:
    """The worst answers of every period in which somebody answered, oldest first."""
    found: dict[date, dict[Moment, int]] = defaultdict(dict)
    for pain in pains:
        if pain.nrs is not None:
            worst = found[period(pain.at.date())]
            worst[pain.moment] = max(pain.nrs, worst.get(pain.moment, 0))
    return [PainTrend(start, worst) for start, worst in sorted(found.items())]


@dataclass(frozen=True)
class Known:
    """What the catalogue says of an exercise."""

    title: str
    error: float
    """The ± of one peak, in its unit; NaN: none is declared."""


def beyond_error(found: Iterable[Difference], known: Mapping[str, Known]) -> list[Difference]:
    """The differences of peaks that are larger than the error of a difference: √2 times that of either side.

    Where no error is declared nothing can be said, and it is left out.
    """
    return [
        one
        for one in found
        if one.peak is not None and one.exercise in known and abs(one.peak) > sqrt(2) * known[one.exercise].error
    ]


def weeks_between(first: date, last: date) -> list[date]:
    """Every Monday from the week of one day to the week of another, also those without work."""
    start = by_week(first)
    return [start + timedelta(weeks=n) for n in range((by_week(last) - start).days // 7 + 1)]
