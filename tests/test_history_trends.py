"""Days and weeks of sets, added up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from formcheck.history import Moment, PainRecord, Place, Planned, SetRecord, set_record
from formcheck.history.trends import by_week, differences, pain_trend, trends
from formcheck.measures import Label
from history_kill import AT, DOCUMENT


def on(day: int, side: str = "left", **more: object) -> SetRecord:
    record = set_record(DOCUMENT, f"session-{day}", Planned("abduction"), AT + timedelta(days=day))
    return replace(record, side=side, **more)  # type: ignore[arg-type]


def pain(day: int, nrs: int | None, moment: Moment = Moment.AFTER_ITEM) -> PainRecord:
    return PainRecord(moment, Place.KNEE, nrs, AT + timedelta(days=day), f"session-{day}", "abduction")


def test_a_day_is_added_up_and_its_peaks_are_the_median() -> None:
    [row] = trends([on(0, peaks=(10.0, 20.0)), on(0, peaks=(60.0,), reps=5, good=0)], [pain(0, 2), pain(0, 4)])
    assert (row.sets, row.reps, row.peak, row.unit, row.hold_s, row.pain) == (2, 20, 20.0, "deg", None, 4)
    assert row.good_share == 12 / 20


def test_a_corrected_count_holds_and_one_of_none_is_not_judged() -> None:
    [row] = trends([on(0, corrected_reps=13), on(0, corrected_reps=0)], [])
    assert (row.reps, row.good_share) == (13, 12 / 15)


def test_an_estimate_has_no_number() -> None:
    [row] = trends([on(0, peak_label=Label.ESTIMATED)], [])
    assert row.peak is None
    assert row.good_share is not None


def test_held_time_is_added_up() -> None:
    held = [on(0, reps=0, good=0, peaks=(), hold_total_s=seconds) for seconds in (20.5, 9.5)]
    [row] = trends(held, [])
    assert (row.hold_s, row.good_share, row.peak) == (30.0, None, None)


def test_a_week_begins_on_monday_and_gaps_have_no_row() -> None:
    rows = trends([on(0), on(6), on(21)], [], by_week)  # day 0 is a Monday
    assert [(row.period, row.sets) for row in rows] == [(date(2026, 1, 5), 2), (date(2026, 1, 26), 1)]


def test_sides_are_kept_apart_and_compared_where_both_worked() -> None:
    rows = trends([on(0, peaks=(30.0,)), on(0, "right", peaks=(24.0,), good=15), on(1)], [])
    [difference] = differences(rows)
    assert (difference.period, difference.peak, difference.hold_s) == (date(2026, 1, 5), 6.0, None)
    assert difference.good_share == 12 / 15 - 1


def test_pain_is_told_by_moment_and_an_answer_not_given_is_none() -> None:
    [row] = pain_trend([pain(0, 3), pain(0, 0, Moment.NEXT_MORNING), pain(0, 1), pain(1, None)])
    assert row.worst == {Moment.AFTER_ITEM: 3, Moment.NEXT_MORNING: 0}
