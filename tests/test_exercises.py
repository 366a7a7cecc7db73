"""What every exercise must keep to, whichever there are: found from the package, not listed here."""

from __future__ import annotations

import math
import re

import pytest

from formcheck.catalogue import NOT_MEASURABLE, exercise_documents, exercise_markdown, exercise_table
from formcheck.errors import ExerciseError
from formcheck.exercise import Exercise, Hold, Limit, RepLimit, Reps
from formcheck.exercises import EXERCISES, find
from formcheck.measures import Label
from formcheck.pose import SEEN_IN_THE_PICTURE, Side
from formcheck.reps import Phase
from formcheck.session import Session, analyze
from people import IDEAL, absent

EVERY = [stage for exercise in EXERCISES.values() for stage in exercise.stages or (exercise,)]
EACH = pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: f"{exercise.id}/{exercise.stage}".strip("/"))

# Other programs rely on these names: the same exercise and the same fault are called the same everywhere.
EXERCISE_IDS = {
    "hip-abduction", "clamshell", "single-leg-balance", "squat", "glute-bridge", "figure-four", "tfl-stretch",
    "march", "knee-to-chest", "lateral-quad-roll", "tfl-release", "glute-med-release", "glute-max-release",
    "iliacus-release", "psoas-release", "pelvic-realignment", "single-leg-squat", "step-down", "trendelenburg",
    "hip-rotation",
}  # fmt: skip
FAULT_IDS = {
    "range-low", "range-high", "short-hold", "fast-lowering", "knee-bent", "leg-forward", "leg-back", "toes-up",
    "hip-hike", "trunk-tilt", "roll-back", "knee-offset", "feet-apart", "trunk-lean", "pelvic-drop", "knee-valgus",
    "sway", "touch-down", "over-arch", "knee-angle", "hip-wobble", "knee-drift", "trunk-fold", "hip-bent",
    "not-still", "near-fall", "not-rolling", "fast-rolling", "out-of-view", "let-go",
    "rotation-low", "out-of-position", "shift-away", "arm-low", "arms-off", "unsteady",
}  # fmt: skip
# A cue speaks of the movement. What is wrong with the person, and what will become of it, no camera knows.
DIAGNOSIS = re.compile(
    r"weak|injur|pain|cure|heal|treat|diagnos|syndrome|patholog|inflam|muscle|glute|medi(us|cal)|therap|trendelenburg"
    r"|valgus|itb|tendon|correct your|fix your|damage|wrong with",
    re.IGNORECASE,
)


def spoken(exercise: Exercise) -> list[str]:
    """Every cue the exercise may say."""
    work = exercise.work
    in_hold = [work.interruption, *(prompt.wish for prompt in work.prompts)] if isinstance(work, Hold) else []
    return [one.say for one in (*rules(exercise), *in_hold, *exercise.taps)]


def rules(exercise: Exercise) -> list[Limit | RepLimit]:
    """Every row of its fault tables."""
    return [*exercise.limits, *exercise.rep_limits]


@EACH
@pytest.mark.parametrize("field", SEEN_IN_THE_PICTURE)
def test_an_exercise_that_reads_what_is_seen_in_the_picture_asks_to_have_it_looked_for(
    exercise: Exercise, field: str
) -> None:
    def read(value: float) -> list[dict[str, float]]:
        poses = [pose.beheld({field: value}) for pose in IDEAL[exercise.id].poses(1, hz=10.0)]
        return [{m.name: v for m, v in u.reading.items()} for u in analyze(poses, Session(exercise))]

    assert (repr(read(math.nan)) != repr(read(3.0))) == (field in exercise.looks_for)


# --- names and words ----------------------------------------------------------------------------------------


def test_there_are_the_exercises_that_the_product_is_named_for() -> None:
    assert {"hip-abduction", "clamshell", "single-leg-balance", "squat"} <= EXERCISES.keys()


@EACH
def test_ids_are_those_that_other_programs_rely_on(exercise: Exercise) -> None:
    assert exercise.id in EXERCISE_IDS
    assert find(exercise.id, exercise.stage or None) is exercise
    assert {rule.id for rule in rules(exercise)} <= FAULT_IDS
    if isinstance(exercise.work, Hold):
        assert exercise.work.interruption.id in FAULT_IDS


@EACH
def test_no_two_rules_share_an_id(exercise: Exercise) -> None:
    ids = [rule.id for rule in rules(exercise)]
    assert len(ids) == len(set(ids))


@EACH
def test_no_two_measures_share_a_name(exercise: Exercise) -> None:
    names = [measure.name for measure in exercise.measures]
    assert len(names) == len(set(names))
    assert exercise.measures[0] is exercise.work.signal


@EACH
def test_cues_are_short_and_never_a_diagnosis(exercise: Exercise) -> None:
    for say in spoken(exercise):
        assert 0 < len(say) <= 60
        assert not DIAGNOSIS.search(say), say


@EACH
def test_nothing_an_exercise_says_promises_a_cure(exercise: Exercise) -> None:
    promise = re.compile(r"cure|heal|guarantee|diagnos(?!is\b)|pain.free", re.IGNORECASE)
    for text in (exercise.title, exercise.placement.words, exercise.dose, exercise.cannot_see):
        assert not promise.search(text), text


@EACH
def test_every_phase_has_a_word(exercise: Exercise) -> None:
    assert set(exercise.words) == set(Phase)
    assert all(exercise.words.values())
    assert len(set(exercise.words.values())) == len(Phase)


# --- numbers ------------------------------------------------------------------------------------------------


@EACH
def test_every_rule_names_where_its_numbers_come_from(exercise: Exercise) -> None:
    for rule in rules(exercise):
        assert re.search(r"\bS1\b|\bS2\b|\[[ACLT]\d|ENG|spec |“", rule.source), f"{rule.id}: {rule.source!r}"
    assert exercise.sources


@EACH
def test_what_the_camera_cannot_see_is_said(exercise: Exercise) -> None:
    assert len(exercise.cannot_see) > 10
    assert exercise.dose


@EACH
def test_a_rule_warns_before_it_fails(exercise: Exercise) -> None:
    for rule in rules(exercise):
        good, fault = rule.bound.good, rule.bound.fault
        assert good != fault, rule.id
        assert not rule.bound.warns(good)
        assert math.isinf(fault) or rule.bound.warns(fault), rule.id


@EACH
def test_rules_watch_phases_in_which_there_is_work(exercise: Exercise) -> None:
    for limit in exercise.limits:
        assert limit.phases
        assert Phase.REST not in limit.phases, limit.id
        assert limit.persist_s >= 0.0


@EACH
def test_the_range_to_reach_is_one_that_counts_and_is_good(exercise: Exercise) -> None:
    if not isinstance(exercise.work, Reps):
        return
    low, high = exercise.work.target
    assert exercise.work.rule.count <= low < high
    for limit in exercise.limits:
        if limit.measure is exercise.work.signal:
            assert not limit.bound.warns(low)
            assert not limit.bound.warns(high)


@EACH
def test_its_main_number_claims_no_more_than_its_signal_may(exercise: Exercise) -> None:
    assert exercise.label is exercise.work.signal.label


@EACH
def test_the_camera_has_a_place(exercise: Exercise) -> None:
    low, high = exercise.placement.lens_height_m
    assert 1.0 <= exercise.placement.distance_m <= 4.0
    assert 0.0 < low <= high <= 1.5
    assert exercise.placement.words.endswith(".")


# --- behaviour ----------------------------------------------------------------------------------------------


@EACH
def test_an_empty_room_is_quiet(exercise: Exercise) -> None:
    updates = list(analyze(absent(4.0, hz=15.0), Session(exercise)))
    assert [update.events for update in updates] == [()] * len(updates)


@EACH
def test_an_exercise_has_an_ideal_and_counts_it(exercise: Exercise) -> None:
    assert exercise.id in IDEAL, f"draw {exercise.id} in people.IDEAL"
    *_, last = analyze(IDEAL[exercise.id].poses(2, Side.RIGHT, hz=15.0), Session(exercise))
    if isinstance(exercise.work, Reps):
        assert (last.counts.reps, last.counts.good, last.counts.partial) == (2, 2, 0)
    else:
        assert last.held is not None
        ideal = sum(seconds for level, seconds in IDEAL[exercise.id].cycle.steps if level)
        # What is told by a stretch of time is told late, at the beginning and at the end.
        assert last.held.total_s == pytest.approx(2 * ideal, abs=1.0 + 2 * (exercise.work.signal.over_s + 0.5))


# --- finding one --------------------------------------------------------------------------------------------


@EACH
def test_an_exercise_is_found_by_its_id(exercise: Exercise) -> None:
    assert find(exercise.id, exercise.stage or None) is exercise


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hip-abducton", "hip-abduction"),
        ("abduction", "hip-abduction"),
        ("clamshel", "clamshell"),
        ("clam", "clamshell"),
        ("single-leg-balence", "single-leg-balance"),
        ("squats", "squat"),
    ],
)
def test_the_nearest_name_is_suggested(written: str, meant: str) -> None:
    with pytest.raises(ExerciseError, match=f"“{written}”.*{meant}"):
        find(written)


def test_where_nothing_is_near_all_are_named() -> None:
    with pytest.raises(ExerciseError) as caught:
        find("zzzz")
    assert all(id in str(caught.value) for id in EXERCISES)


# --- the catalogue ------------------------------------------------------------------------------------------


def test_the_catalogue_tells_every_exercise_and_its_measures_by_label() -> None:
    documents = {document["id"]: document for document in exercise_documents()}
    assert documents.keys() == EXERCISES.keys()
    for id, exercise in EXERCISES.items():
        document = documents[id]
        told = document["measured"] + document["estimated"] + document["timed"]
        assert sorted(told) == sorted(measure.name for measure in exercise.measures)
        assert document["sides"] == (["both"] if exercise.both_sides else ["left", "right"])
        assert document["label"] == exercise.label.value
        assert document["label"] in {label.value for label in Label}
        assert {rule.id for rule in rules(exercise)} <= set(document["faults"])


def test_the_catalogue_lists_the_fault_of_an_interruption() -> None:
    documents = {document["id"]: document for document in exercise_documents()}
    assert "touch-down" in documents["single-leg-balance"]["faults"]


def test_every_exercise_has_a_line_in_the_tables() -> None:
    assert exercise_table().row_count == len(EXERCISES) + len(NOT_MEASURABLE)
    lines = exercise_markdown().splitlines()
    assert len(lines) == 2 + len(EXERCISES) + len(NOT_MEASURABLE)
    for id, line in zip(EXERCISES, lines[2:], strict=False):
        assert line.startswith(f"| `{id}` |")
    for what, line in zip(NOT_MEASURABLE, lines[2 + len(EXERCISES) :], strict=True):
        assert line.startswith(f"| – | {what} |")
        assert "not measurable" in line
