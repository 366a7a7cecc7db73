"""The files of a set, and its table in the terminal."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from formcheck.errors import OutputError
from formcheck.exercises import EXERCISES, find
from formcheck.pose import Joint, Pose, Side
from formcheck.recording import read_poses
from formcheck.report import FOOTER, summary_text, table, write_set
from formcheck.session import Session, analyze
from formcheck.summary import About, SetLog, event_document
from people import IDEAL, Moves, absent, act, balancing, clam, lying, rep, rest, shaken, then, times

ABOUT = About("clip.mp4", "full", "ab" * 32)
LEFT = Side.LEFT


def logged(id: str, poses: Iterable[Pose]) -> SetLog:
    """A set from its first pose to its end."""
    log = SetLog(find(id))
    for update in analyze(poses, Session(find(id))):
        log.add(update)
    return log


def a_set() -> list[Pose]:
    """Somebody comes, lifts a leg three times, the last time low and dropped; an ankle is lost for a while."""

    def draw(t: float, lift: float) -> Pose:
        pose = lying(t, LEFT, lift)
        return pose.without(np.arange(33) == Joint.ANKLE.of(LEFT)) if 5.0 < t < 6.0 else pose

    moves = then(rest(1.5), times(2, rep(30.0)), rep(22.0, down=0.6))
    return [*absent(1.0, hz=15.0), *act(draw, moves, 15.0, start=1.0)]


@cache
def a_log() -> SetLog:
    """What is known of that set."""
    return logged("hip-abduction", a_set())


def printed(log: SetLog, width: int = 100) -> str:
    """The table as a terminal shows it."""
    console = Console(width=width, file=io.StringIO())
    with console.capture() as capture:
        console.print(table(log, ABOUT))
    return capture.get()


# --- files --------------------------------------------------------------------------------------------------


def test_a_set_is_a_folder_of_files_that_only_the_owner_may_read(tmp_path: Path) -> None:
    written = write_set(tmp_path, a_log(), ABOUT, poses=True)
    assert [path.name for path in written] == ["summary.json", "measures.csv", "events.jsonl", "poses.npz"]
    assert sorted(os.listdir(tmp_path)) == sorted(path.name for path in written)
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_poses_are_only_kept_when_asked_for(tmp_path: Path) -> None:
    write_set(tmp_path, a_log(), ABOUT, poses=False)
    assert not (tmp_path / "poses.npz").exists()


def test_the_summary_file_is_the_document_readable_by_a_person(tmp_path: Path) -> None:
    log = a_log()
    write_set(tmp_path, log, ABOUT, poses=False)
    text = (tmp_path / "summary.json").read_text(encoding="utf-8")
    assert json.loads(text) == log.document(ABOUT)
    assert text.endswith("}\n")
    assert len(text.splitlines()) > 50


def test_no_summary_holds_what_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="JSON"):
        summary_text({"peak": math.nan})


def test_a_folder_that_is_gone_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="gone"):
        write_set(tmp_path / "gone", logged("squat", absent(0.2)), ABOUT, poses=True)


@pytest.mark.parametrize("id", sorted(EXERCISES))
def test_a_replay_of_the_recorded_poses_gives_the_same_summary_byte_for_byte(id: str, tmp_path: Path) -> None:
    single = [  # as exact as the estimator's
        replace(pose, xy=pose.xy.astype(np.float32).astype(float), xyz=pose.xyz.astype(np.float32).astype(float))
        for pose in shaken(IDEAL[id].poses(1, hz=15.0), px=1.0)
    ]
    trusted = [replace(p, visibility=p.visibility.astype(np.float32).astype(float)) for p in single]
    write_set(tmp_path, logged(id, trusted), ABOUT, poses=True)
    recording = read_poses(tmp_path / "poses.npz")
    again = summary_text(logged(id, list(recording.poses)).document(recording.about))
    assert again == (tmp_path / "summary.json").read_text(encoding="utf-8")


# --- measures.csv -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", sorted(EXERCISES))
def test_the_columns_are_time_phase_and_every_measure_with_its_unit(id: str, tmp_path: Path) -> None:
    write_set(tmp_path, logged(id, absent(0.5)), ABOUT, poses=False)
    with (tmp_path / "measures.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["t_s", "phase", *(f"{m.name}_{m.unit}" for m in EXERCISES[id].measures)]
    assert len(rows) == 15
    assert all(value == "" for row in rows for value in row[1:])


def test_a_row_a_pose_and_an_empty_field_where_nothing_was_read(tmp_path: Path) -> None:
    write_set(tmp_path, a_log(), ABOUT, poses=False)
    with (tmp_path / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["t_s"]) for row in rows] == pytest.approx([pose.t for pose in a_set()], abs=0.0006)
    lifts = [float(row["hip_abduction_deg"]) for row in rows if row["hip_abduction_deg"]]
    assert max(lifts) == pytest.approx(30.0, abs=0.01)
    assert {row["phase"] for row in rows} == {"", "rest", "raise", "hold", "lower"}
    lost = [row for row in rows if 5.3 < float(row["t_s"]) < 6.0]
    assert all(row["knee_bend_deg"] == "" and row["hip_abduction_deg"] for row in lost)
    assert "nan" not in (tmp_path / "measures.csv").read_text(encoding="utf-8")


# --- events.jsonl -------------------------------------------------------------------------------------------


def test_a_line_an_event_in_the_order_they_happened(tmp_path: Path) -> None:
    log = a_log()
    write_set(tmp_path, log, ABOUT, poses=False)
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [event_document(t, event) for t, event in log.events]
    assert [line["t_s"] for line in lines] == sorted(line["t_s"] for line in lines)
    assert [line["n"] for line in lines if line["event"] == "rep"] == [1, 2, 3]
    assert {line["id"] for line in lines if line["event"] == "fault"} == {"range-low", "fast-lowering"}


def test_a_set_in_which_nothing_happened_has_no_lines(tmp_path: Path) -> None:
    write_set(tmp_path, logged("squat", absent(0.5)), ABOUT, poses=False)
    assert (tmp_path / "events.jsonl").read_bytes() == b""


# --- the table ----------------------------------------------------------------------------------------------


def test_the_table_tells_a_person_what_happened() -> None:
    text = printed(a_log())
    assert "Side-lying abduction · left · clip.mp4" in text
    assert "3 repetitions, 2 good, 0 partial" in text
    rows = [line for line in text.splitlines() if line.startswith("│")]
    assert len(rows) == 3
    assert "30" in rows[0]
    assert "good" in rows[0]
    assert "22" in rows[2]
    assert "range-low, fast-lowering" in rows[2]
    assert "Faults: range-low ×1, fast-lowering ×1" in text
    assert FOOTER in text


def test_an_estimate_is_not_shown_as_a_number() -> None:
    poses = act(lambda t, level: clam(t, LEFT, level), then(rest(1.5), rep(33.0)), 15.0)
    text = printed(logged("clamshell", poses))
    assert "1 repetition, 1 good" in text
    assert "estimated" in text
    assert "33" not in text


def test_sides_that_take_turns_are_told_with_every_repetition() -> None:
    poses = read_poses(Path(__file__).parents[1] / "fixtures" / "poses" / "march_alternating.npz").poses
    text = printed(logged("march", poses))
    assert "March, foot out · left and right · clip.mp4" in text
    rows = [line.split("│")[2].strip() for line in text.splitlines() if line.startswith("│")]
    assert rows == ["left", "right", "left"]


def test_a_hold_is_told_in_seconds() -> None:
    moves = then(rest(1.5), Moves(((0.5, 0.6), (0.5, 5.0), (0.0, 0.6))), rest(1.0))
    log = logged("single-leg-balance", act(lambda t, foot: balancing(t, LEFT, foot), moves, 15.0))
    [[start, end]] = log.document(ABOUT)["hold"]["intervals"]
    text = " ".join(printed(log).split())
    assert f"{end - start:.1f} of 60 s held, longest {end - start:.1f} s" in text
    assert f"│ 1 │ {start:.1f} s │ {end:.1f} s │ {end - start:.1f} s │" in text


def test_a_knee_that_could_not_be_judged_is_told() -> None:
    aside = [replace(pose, xy=pose.xy + np.array([130.0, 0.0])) for pose in IDEAL["squat"].poses(1, hz=15.0)]
    text = printed(logged("squat", aside))
    assert "1 repetition, 0 good" in text
    assert "knee-valgus not seen" in text


def test_a_set_without_anybody_has_a_table_too() -> None:
    assert "0 repetitions, 0 good, 0 partial" in printed(logged("hip-abduction", absent(0.5)))
    assert "side unknown" in printed(logged("hip-abduction", absent(0.5)))
