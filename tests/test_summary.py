"""The document of a set against the contract, field by field."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from formcheck import __version__
from formcheck.cueing import Cue, Priority
from formcheck.exercises import EXERCISES, find
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.measures import Label
from formcheck.pelvis import PELVIS_UNSEEN
from formcheck.pose import Pose, Side
from formcheck.report import summary_text
from formcheck.session import Session, analyze
from formcheck.summary import SCHEMA, About, SetLog, event_document
from formcheck.update import Event, Partial, Rep
from people import (
    IDEAL,
    SIZE,
    Moves,
    absent,
    act,
    balancing,
    clam,
    clock,
    depth,
    lying,
    one_after_another,
    rep,
    rest,
    squatting,
    then,
    times,
)

ABOUT = About("clip.mp4", "full", "ab" * 32)
LEFT = Side.LEFT


def logged(id: str, poses: Iterable[Pose], side: Side | None = None) -> SetLog:
    """A set from its first pose to its end."""
    log = SetLog(find(id), side)
    for update in analyze(poses, Session(find(id), side)):
        log.add(update)
    return log


def document(log: SetLog) -> dict[str, Any]:
    """The summary of a set, through JSON as a reader gets it."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    read: dict[str, Any] = json.loads(summary_text(log.document(ABOUT)), parse_constant=refuse)
    return read


def mixed_abduction() -> list[Pose]:
    """Two good repetitions, a partial one, a tilted one, a low one; seen from 2 s to the end but for a second."""
    work = then(rest(1.5), times(2, rep(30.0)), rep(14.0))
    bad = then(rest(0.2), rep(30.0), rep(22.0))
    return one_after_another(
        lambda t: absent(2.0, hz=15.0, start=t),
        lambda t: act(lambda at, lift: lying(at, LEFT, lift), work, 15.0, t),
        lambda t: act(lambda at, lift: lying(at, LEFT, lift, tilt=13.0 * lift / 30), bad, 15.0, t),
        lambda t: absent(1.0, hz=15.0, start=t),
        hz=15.0,
    )


def wobbly_balance() -> list[Pose]:
    """Held for 5 s and for 8 s, with the foot down between them and the pelvis dropped in the second."""
    first, second = (Moves(((0.5, 0.6), (0.5, seconds), (0.0, 0.4), (0.0, 0.8))) for seconds in (4.6, 7.6))

    def draw(t: float, foot: float) -> Pose:
        return balancing(t, LEFT, foot, drop=12.0 if t > 10.0 and foot > 0.4 else 0.0)

    return act(draw, then(rest(1.5), first, second), 15.0)


SETS: dict[str, Callable[[], list[Pose]]] = {
    "hip-abduction": mixed_abduction,
    "clamshell": lambda: act(
        lambda t, level: clam(t, LEFT, level, feet=0.4 * level / 30), then(rest(1.5), times(2, rep(30.0))), 15.0
    ),
    "squat": lambda: act(lambda t, knees: squatting(t, depth(knees)), then(rest(1.5), times(2, rep(52.0))), 15.0),
    "single-leg-balance": wobbly_balance,
}


@cache
def log_of(id: str) -> SetLog:
    """What was logged of the set of an exercise."""
    return logged(id, SETS[id]())


@cache
def summary_of(id: str) -> dict[str, Any]:
    """The summary of the set of an exercise."""
    return document(log_of(id))


EACH = pytest.mark.parametrize("id", sorted(SETS))

Number = (int, float)
Maybe = type(None)

# The schema of the contract: for each key what stands there. A dict has these keys, a list has such elements.
SHAPE: dict[str, Any] = {
    "schema": str,
    "version": str,
    "exercise": str,
    "side": str,
    "source": {"name": str, "duration_s": Number, "frames": int, "frames_with_pose": int},
    "model": {"name": str, "sha256": str},
    "counts": {"reps": int, "good": int, "partial": int},
    "hold": (dict, Maybe),
    "reps": [
        {
            "n": int, "start_s": Number, "peak_s": Number, "end_s": Number, "hold_s": Number, "lower_s": Number,
            "peak": Number, "good": bool, "faults": [str],
        }
    ],
    "faults": [{"id": str, "count": int, "seconds": Number, "first_s": Number}],
    "cues": [{"t_s": Number, "id": str, "say": str, "priority": int}],
    "measures": dict,
    "unmeasured": [{"from_s": Number, "to_s": Number, "why": str}],
}  # fmt: skip
HOLD = {"target_s": Number, "total_s": Number, "best_s": Number, "intervals": [[Number]]}
MEASURE = {"unit": str, "label": str, "min": (*Number, Maybe), "max": (*Number, Maybe)}


def fits(value: Any, shape: Any, where: str = "document") -> None:
    """The value has the shape; more keys than asked for may be there."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert shape.keys() <= value.keys(), where
        for key, inner in shape.items():
            fits(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for i, each in enumerate(value):
            fits(each, shape[0], f"{where}[{i}]")
    else:
        assert isinstance(value, shape), f"{where}: {value!r}"
        assert shape is bool or not isinstance(value, bool), f"{where}: {value!r}"


# --- the schema ---------------------------------------------------------------------------------------------


@EACH
def test_every_field_is_there_and_of_its_kind(id: str) -> None:
    summary = summary_of(id)
    fits(summary, SHAPE)
    for name, measure in summary["measures"].items():
        fits(measure, MEASURE, name)
    if summary["hold"] is not None:
        fits(summary["hold"], HOLD)
    assert [key for key in summary if key != "stage"] == list(SHAPE), "the fields come in the contract's order"
    assert ("stage" in summary) == bool(find(id).stages)


@EACH
def test_the_sets_here_show_something_in_every_list(id: str) -> None:
    summary = summary_of(id)
    assert summary["unmeasured"]
    assert summary["reps"] or summary["hold"]["intervals"]
    if id != "squat":
        assert summary["faults"]
        assert summary["cues"]


@EACH
def test_an_empty_set_is_a_document_too(id: str) -> None:
    log = SetLog(find(id))
    summary = json.loads(summary_text(log.document(About("camera 0"))))
    fits(summary, SHAPE | {"side": (str, Maybe), "model": Maybe})
    assert summary["source"] == {"name": "camera 0", "duration_s": 0.0, "frames": 0, "frames_with_pose": 0}
    assert summary["counts"] == {"reps": 0, "good": 0, "partial": 0}


@EACH
def test_who_what_and_where_from(id: str) -> None:
    summary = summary_of(id)
    poses = log_of(id).poses
    assert summary["schema"] == SCHEMA == "formcheck.summary/1"
    assert summary["version"] == __version__
    assert summary["exercise"] == id
    assert summary["side"] == ("both" if id == "squat" else "left")
    assert summary["model"] == {"name": "full", "sha256": "ab" * 32}
    assert summary["source"] == {
        "name": "clip.mp4",
        "duration_s": round(poses[-1].t, 3),
        "frames": len(poses),
        "frames_with_pose": sum(pose.seen for pose in poses),
    }


def test_the_side_is_the_one_asked_for_even_if_it_was_never_seen() -> None:
    assert logged("hip-abduction", absent(1.0), Side.RIGHT).side == "right"
    assert logged("hip-abduction", absent(1.0)).side is None
    assert logged("squat", absent(1.0)).side == "both"


# --- repetitions --------------------------------------------------------------------------------------------


def test_repetitions_are_told_one_by_one() -> None:
    summary = summary_of("hip-abduction")
    assert summary["counts"] == {"reps": 4, "good": 2, "partial": 1}
    assert [each["n"] for each in summary["reps"]] == [1, 2, 3, 4]
    assert [each["good"] for each in summary["reps"]] == [True, True, False, False]
    assert [each["faults"] for each in summary["reps"]] == [[], [], ["trunk-tilt"], ["range-low"]]
    assert [each["peak"] for each in summary["reps"]] == pytest.approx([30.0, 30.0, 30.0, 22.0], abs=0.3)
    first = summary["reps"][0]
    assert first["start_s"] == pytest.approx(2.0 + 1.5, abs=0.15)
    assert 2.0 + 3.0 <= first["peak_s"] <= 2.0 + 5.4
    assert first["end_s"] == pytest.approx(2.0 + 1.5 + 6.2, abs=0.2)
    assert first["lower_s"] == pytest.approx(2.4, abs=0.2)
    assert first["hold_s"] == pytest.approx(2.3 + 0.27 * (1.5 + 2.4), abs=0.15)
    assert summary["hold"] is None


@EACH
def test_repetitions_are_in_order_and_agree_with_the_counts(id: str) -> None:
    summary = summary_of(id)
    reps = summary["reps"]
    assert len(reps) == summary["counts"]["reps"]
    assert sum(each["good"] for each in reps) == summary["counts"]["good"]
    for each in reps:
        assert each["start_s"] < each["peak_s"] < each["end_s"]
        assert each["lower_s"] <= each["end_s"] - each["peak_s"]
    for before, after in itertools.pairwise(reps):
        assert before["end_s"] <= after["start_s"]


# --- holds --------------------------------------------------------------------------------------------------


def test_a_hold_is_told_by_its_intervals() -> None:
    summary = summary_of("single-leg-balance")
    hold = summary["hold"]
    assert summary["reps"] == []
    assert summary["counts"] == {"reps": 0, "good": 0, "partial": 0}
    assert hold["target_s"] == 60.0
    lengths = [end - start for start, end in hold["intervals"]]
    assert lengths == pytest.approx([5.4, 8.4], abs=0.4)
    assert hold["total_s"] == pytest.approx(sum(lengths), abs=0.01)
    assert hold["best_s"] == pytest.approx(max(lengths), abs=0.01)


@pytest.mark.parametrize("id", ["hip-abduction", "clamshell", "squat"])
def test_counted_work_has_no_hold(id: str) -> None:
    assert summary_of(id)["hold"] is None


# --- faults and cues ----------------------------------------------------------------------------------------


@EACH
def test_faults_are_added_up_by_id(id: str) -> None:
    events = [event for _, event in log_of(id).events if isinstance(event, Fault)]
    summary = summary_of(id)["faults"]
    assert len({fault["id"] for fault in summary}) == len(summary)
    for fault in summary:
        own = [event for event in events if event.id == fault["id"]]
        assert fault["count"] == len(own)
        assert fault["seconds"] == pytest.approx(sum(event.seconds for event in own), abs=0.001)
        assert fault["first_s"] == pytest.approx(min(event.start_t for event in own), abs=0.001)
    assert {fault["id"] for fault in summary} == {event.id for event in events}
    assert [fault["first_s"] for fault in summary] == sorted(fault["first_s"] for fault in summary)


def test_a_fault_lasts_as_long_as_it_was_wrong() -> None:
    tilt, low = summary_of("hip-abduction")["faults"]
    assert (tilt["id"], tilt["count"]) == ("trunk-tilt", 1)
    assert 2.3 < tilt["seconds"] < 4.5
    assert (low["id"], low["count"], low["seconds"]) == ("range-low", 1, 0.0)


@EACH
def test_cues_are_told_in_order_in_the_words_that_were_said(id: str) -> None:
    cues = summary_of(id)["cues"]
    words = {limit.id: limit.say for limit in EXERCISES[id].limits}
    words |= {limit.id: limit.say for limit in EXERCISES[id].rep_limits}
    assert [cue["t_s"] for cue in cues] == sorted(cue["t_s"] for cue in cues)
    for cue in cues:
        assert cue["say"] == words.get(cue["id"], "Tap and go again — timer waits")
        assert cue["priority"] in set(Priority)


# --- measures -----------------------------------------------------------------------------------------------


@EACH
def test_every_measure_tells_its_unit_and_what_it_may_claim(id: str) -> None:
    measures = summary_of(id)["measures"]
    assert list(measures) == [m.name for m in EXERCISES[id].measures]
    for m in EXERCISES[id].measures:
        assert measures[m.name]["unit"] == m.unit
        assert measures[m.name]["label"] == m.label.value


@EACH
def test_an_estimate_carries_no_number_and_a_measure_does(id: str) -> None:
    for measure in summary_of(id)["measures"].values():
        if measure["label"] == Label.MEASURED.value:
            assert measure["min"] <= measure["max"]
        else:
            assert measure["min"] is measure["max"] is None


def test_the_range_of_a_measure_is_what_was_reached() -> None:
    measure = summary_of("hip-abduction")["measures"]["hip_abduction"]
    assert measure["max"] == pytest.approx(30.0, abs=0.1)
    assert measure["min"] == pytest.approx(0.0, abs=0.1)


def test_a_measure_that_was_never_read_has_no_range() -> None:
    summary = document(logged("hip-abduction", absent(2.0)))
    assert summary["measures"]["hip_abduction"]["max"] is None


# --- what was not measured ----------------------------------------------------------------------------------


def test_what_was_not_measured_is_told_with_the_reason() -> None:
    spans = summary_of("hip-abduction")["unmeasured"]
    assert [span["why"] for span in spans] == [
        "I can't see you: step into the picture",
        "settling in",
        "I can't see you: step into the picture",
    ]
    away, settling, gone = spans
    assert away["from_s"] == 0.0
    assert away["to_s"] == pytest.approx(2.0, abs=0.1)
    assert settling["from_s"] == away["to_s"]
    assert 0.8 < settling["to_s"] - settling["from_s"] < 1.2
    assert gone["to_s"] == summary_of("hip-abduction")["source"]["duration_s"]


def test_a_blink_is_not_worth_a_line() -> None:
    poses = IDEAL["hip-abduction"].poses(1, hz=15.0)
    blinks = [Pose.nobody(pose.t, SIZE) if 4.0 < pose.t < 4.4 else pose for pose in poses]
    assert [span["why"] for span in document(logged("hip-abduction", blinks))["unmeasured"]] == ["settling in"]
    looks_away = [Pose.nobody(pose.t, SIZE) if 4.0 < pose.t < 4.7 else pose for pose in poses]
    assert {span["why"] for span in document(logged("hip-abduction", looks_away))["unmeasured"]} == {"settling in"}


def test_a_hold_whose_pelvis_could_not_be_seen_says_so_and_counts() -> None:
    poses = [replace(pose, pelvis=math.nan) for pose in IDEAL["single-leg-balance"].poses(1, hz=15.0)]
    summary = document(logged("single-leg-balance", poses))
    [unjudged] = [span for span in summary["unmeasured"] if span["why"] == PELVIS_UNSEEN]
    [(start, end)] = summary["hold"]["intervals"]
    assert (unjudged["from_s"], unjudged["to_s"]) == pytest.approx((start, end), abs=0.5)
    seen = document(logged("single-leg-balance", IDEAL["single-leg-balance"].poses(1, hz=15.0)))
    assert seen["hold"] == summary["hold"]
    assert PELVIS_UNSEEN not in {span["why"] for span in seen["unmeasured"]}


def test_what_kept_somebody_from_being_measured_for_longest_is_the_advice() -> None:
    poses = one_after_another(
        lambda t: absent(1.0, start=t),
        lambda t: [squatting(at) for at in clock(2.0, start=t)],
        lambda t: absent(0.5, start=t),
    )
    log = logged("hip-abduction", poses)
    assert log.saw_somebody
    assert log.advice == "This looks like standing. Lie on your side, the front of your body to the camera"
    assert not logged("hip-abduction", absent(1.0)).saw_somebody


def test_who_was_measured_for_half_of_the_time_gets_no_such_advice() -> None:
    assert logged("hip-abduction", IDEAL["hip-abduction"].poses(1, hz=15.0)).advice is None


# --- events -------------------------------------------------------------------------------------------------


def test_every_kind_of_event_has_a_line_of_its_own() -> None:
    events = [event for id in sorted(SETS) for _, event in log_of(id).events]
    first: dict[type, Event] = {type(event): event for event in reversed(events)}
    lines = {kind: event_document(12.3456, event) for kind, event in first.items()}
    assert {kind: line["event"] for kind, line in lines.items()} == {
        Rep: "rep", Partial: "partial", Interval: "hold", Fault: "fault", Cue: "cue"
    }  # fmt: skip
    for line in lines.values():
        assert line["t_s"] == 12.346
        json.dumps(line, allow_nan=False)
    assert lines[Rep].keys() >= SHAPE["reps"][0].keys()
    assert lines[Cue].keys() >= SHAPE["cues"][0].keys()
    assert lines[Fault].keys() >= {"id", "start_s", "end_s"}
    assert lines[Interval].keys() >= {"start_s", "end_s"}
    assert lines[Partial].keys() >= {"peak", "start_s"}


def test_the_closing_update_adds_its_events_and_no_row() -> None:
    poses = act(lambda t, foot: balancing(t, LEFT, foot), then(rest(1.5), Moves(((0.5, 0.6), (0.5, 4.0)))), 15.0)
    log = logged("single-leg-balance", poses)
    assert len(log.rows) == len(log.poses) == len(poses)
    assert [type(event) for _, event in log.events] == [Interval]


def test_a_row_a_pose_with_its_phase_in_the_exercises_own_words() -> None:
    log = log_of("hip-abduction")
    words = [phase for _, phase, _ in log.rows]
    assert set(words) == {"", "rest", "raise", "hold", "lower"}
    assert all(math.isnan(value) for _, phase, values in log.rows if not phase for value in values)
