"""Points of a movement screen, from repetitions made up for it."""

from __future__ import annotations

import pytest

from formcheck.exercises import find
from formcheck.pose import Side
from formcheck.report import table
from formcheck.reps import Swing
from formcheck.screening import item_points, screen_document, screen_words
from formcheck.session import Session, analyze
from formcheck.summary import About, SetLog
from formcheck.update import Rep
from people import IDEAL

SHEET = find("step-down").sheet
assert SHEET is not None
ITEMS = {item.id: item for item in SHEET.items}


def rep(*faults: str, warned: tuple[str, ...] = (), unread: tuple[str, ...] = ()) -> Rep:
    """A repetition that was judged so."""
    return Rep(1, Side.LEFT, Swing(0.0, 1.0, 2.0, 12.0, 0.2, 1.0, True), faults, (), unread, warned)


def test_the_published_sheet_goes_from_0_to_6() -> None:
    assert SHEET is not None
    assert SHEET.most == 6
    assert [most for most, _ in SHEET.bands] == [1, 3, 6]


@pytest.mark.parametrize(
    ("reps", "points"),
    [
        ([rep(), rep(), rep()], 0),
        ([rep(warned=("knee-valgus",)), rep(), rep()], 0),
        ([rep(warned=("knee-valgus",)), rep(warned=("knee-valgus",)), rep()], 1),
        ([rep("knee-valgus"), rep(warned=("knee-valgus",)), rep()], 1),
        ([rep("knee-valgus"), rep("knee-valgus"), rep()], 2),
        ([rep(unread=("knee-valgus",))] * 3, None),
        ([], None),
    ],
)
def test_a_knee_is_worth_one_point_past_the_toe_and_two_past_the_border(reps: list[Rep], points: int | None) -> None:
    assert item_points(ITEMS["knee"], reps) == points


def test_an_event_counts_once_and_a_posture_when_seen_again() -> None:
    assert item_points(ITEMS["unsteady"], [rep("unsteady"), rep(), rep()]) == 1
    assert item_points(ITEMS["trunk"], [rep("trunk-lean"), rep(), rep()]) == 0


def test_a_pelvis_off_level_scores_once_whichever_way_it_goes() -> None:
    assert item_points(ITEMS["pelvis"], [rep("pelvic-drop"), rep("hip-hike"), rep()]) == 1
    assert item_points(ITEMS["pelvis"], [rep("pelvic-drop", "hip-hike"), rep(), rep()]) == 0
    assert item_points(ITEMS["pelvis"], [rep(unread=("pelvic-drop", "hip-hike"))] * 3) is None


@pytest.mark.parametrize(("faults", "points", "band"), [
    ((), 0, "good"), (("trunk-lean",), 1, "good"), (("trunk-lean", "knee-valgus"), 3, "medium"),
    (tuple(limit for item in ITEMS.values() for limit in item.limits), 6, "poor"),
])  # fmt: skip
def test_the_points_of_all_lines_make_the_band(faults: tuple[str, ...], points: int, band: str) -> None:
    assert SHEET is not None
    screen = screen_document(SHEET, [rep(*faults)] * 3)
    assert (screen["points"], screen["of"], screen["band"]) == (points, 6, band)
    assert f"{points} of 6" in screen_words(screen)
    assert "no diagnosis" in screen_words(screen)


def test_what_was_not_seen_is_said_and_leaves_no_band() -> None:
    assert SHEET is not None
    screen = screen_document(SHEET, [rep("trunk-lean", unread=("knee-valgus",))] * 2)
    assert (screen["points"], screen["band"]) == (1, None)
    assert "not seen: knee" in screen_words(screen)
    assert "nothing was seen" in screen_words(screen_document(SHEET, []))


def test_a_set_of_steps_ends_with_its_points_and_other_sets_with_none() -> None:
    about = About("clip.mp4")
    documents = {}
    for id in ("step-down", "squat"):
        log = SetLog(find(id))
        for update in analyze(IDEAL[id].poses(2, Side.RIGHT, hz=15.0), Session(find(id))):
            log.add(update)
        documents[id] = log.document(about)
        assert table(log, about)
    assert documents["step-down"]["screen"]["points"] == 0
    assert "screen" not in documents["squat"]
