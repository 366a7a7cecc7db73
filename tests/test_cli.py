"""The commands as a person types them: what they print, what they write, and how they refuse."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

import formcheck
from clips import greys, write_clip
from formcheck import cli, voice
from formcheck.assets import demo_clip
from formcheck.capture import estimator
from formcheck.catalogue import exercise_markdown
from formcheck.cli.output import fitted
from formcheck.exercises import EXERCISES
from formcheck.frames import Frame
from formcheck.pose import Pose, Side
from formcheck.spoken import Line
from people import lying

ROOT = Path(__file__).parent.parent
CLIP_POSES = ROOT / "fixtures" / "poses" / "abduction_left_faults.npz"


def run(*words: str) -> int:
    """The exit code of `formcheck words…`."""
    sys.argv = ["formcheck", *words]
    with pytest.raises(SystemExit) as ended:
        cli.main()
    code = ended.value.code
    return code if isinstance(code, int) else 1


class FakeEstimator:
    """Sees somebody lying still in every picture; Ctrl-C comes at `interrupt_at` s."""

    interrupt_at = float("inf")

    def __init__(self, model: Any, pelvis: object = None) -> None:
        pass

    def __enter__(self) -> FakeEstimator:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, frame: Frame) -> Pose:
        if frame.t >= self.interrupt_at:
            raise KeyboardInterrupt
        return lying(frame.t, Side.LEFT, 0.0)


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimator, "Estimator", FakeEstimator)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "clip.mp4", greys(30, (640, 360)))


# --- what need not be loaded is not --------------------------------------------------------------------------


def loaded(*words: str) -> set[str]:
    """Top-level names of all modules that a command has loaded when it is done, in a process of its own."""
    watch = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sorted(sys.modules), sep='\\n', file=sys.stderr))\n"
        f"sys.argv = {['formcheck', *words]!r}\n"
        "from formcheck.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("words", [["--help"], ["analyze", "--help"], ["session", "--help"], ["history", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded(*words) & {"numpy", "scipy", "cv2", "av", "rich", "pydantic", "mediapipe", "sqlite3"} == set()


def test_the_version_is_that_of_the_summaries(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"{formcheck.__version__}\n"


def test_a_list_of_exercises_and_the_programme_need_no_filter() -> None:
    for words in (["exercises", "--json"], ["programme", "core"]):
        assert loaded(*words) & {"scipy", "cv2", "mediapipe"} == set()


# --- what is printed fits a terminal of 80 columns -----------------------------------------------------------


@pytest.mark.parametrize("words", [["setup", "psoas-release"], ["exercises"], ["models"]], ids=lambda words: words[0])
def test_lines_break_between_words(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(*words) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    if words == ["setup", "psoas-release"]:
        placement = EXERCISES["psoas-release"].placement.words
        assert placement in " ".join(told.split())
        assert "[C50]" in told  # no markup of Rich's
    if words == ["exercises"]:
        rows = [line.split("│") for line in told.splitlines() if line.startswith("│")]
        assert {id for id in EXERCISES if id not in {row[1].strip() for row in rows}} == set()
        assert min(len(row[4]) for row in rows) > 25


def test_what_is_said_breaks_between_words_in_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    path = "/a/path/that-is-longer/than/forty/columns"
    text = f"Recent surgery or fracture, osteoporosis, blood thinners or pregnancy?\n\n{path}"
    assert fitted(text) == text
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert fitted(text).splitlines() == [
        "Recent surgery or fracture,",
        "osteoporosis, blood thinners or",
        "pregnancy?",
        "",
        path,
    ]


# --- refusals: one line, exit code 1 -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no file"), (b"", "clip.mp4"), (b"just a text, renamed", "clip.mp4")],
    ids=["missing", "zero bytes", "text"],
)
def test_what_is_no_video_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, says: str
) -> None:
    path = tmp_path / "clip.mp4"
    if content is not None:
        path.write_bytes(content)
    assert run("analyze", str(path), "-e", "squat", "--out", str(tmp_path / "out")) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert not (tmp_path / "out").exists()


def test_a_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("analyze", str(tmp_path), "-e", "squat") == 1
    assert capsys.readouterr().err.startswith("formcheck: ")


def test_an_unknown_exercise_is_answered_with_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("analyze", "clip.mp4", "-e", "hip-abductoin") == 1
    assert "did you mean hip-abduction?" in capsys.readouterr().err


def test_a_side_that_the_exercise_does_not_have_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("replay", str(CLIP_POSES), "-e", "squat", "--side", "left") == 1
    assert "--side" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_refused_before_any_work(
    tmp_path: Path, clip: Path, capsys: pytest.CaptureFixture[str], no_model: None
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    assert run("analyze", str(clip), "-e", "hip-abduction", "--out", str(tmp_path / "taken")) == 1
    assert f"Cannot write to {tmp_path / 'taken'}" in capsys.readouterr().err.replace("\n", " ")
    assert (tmp_path / "taken").read_text() == "a file, not a folder"


def test_a_camera_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("live", "squat", "--camera", "97", "--no-window") == 1
    assert "camera 97" in capsys.readouterr().err


def test_a_recording_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "poses.npz").write_bytes(b"PK not really")
    assert run("replay", str(tmp_path / "poses.npz"), "-e", "squat") == 1
    assert "poses.npz" in capsys.readouterr().err


def test_a_file_without_a_place_for_figures_is_refused_before_any_clip_is_watched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", "--write", str(tmp_path / "figures.md"), "--poses", str(CLIP_POSES.parent)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("formcheck: ")
    assert "figures.md has no place for the figures" in told.err


def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("analyze", "clip.mp4") == 2
    assert run("nonsense") == 2


def test_every_exercise_is_named_to_who_is_far_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("setup", "xyz") == 1
    assert "trendelenburg. `formcheck exercises` lists them all." in capsys.readouterr().err


def test_one_picture_is_refused_and_leaves_no_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], no_model: None
) -> None:
    photo = write_clip(tmp_path / "photo.mp4", greys(1, (640, 360)))
    assert run("analyze", str(photo), "-e", "squat", "--out", str(tmp_path / "out")) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "one picture" in told.err
    assert os.listdir(tmp_path / "out") == []


def test_an_error_stands_alone_where_nothing_was_waited_for(
    tmp_path: Path, clip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, out = tmp_path / "own.task", tmp_path / "out"
    model.write_bytes(b"no model")
    assert run("analyze", str(clip), "-e", "squat", "--out", str(out), "--model", str(model)) == 1
    assert capsys.readouterr().err.startswith("formcheck: ")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_of_few_letters_is_no_error(encoding: str) -> None:
    command = [sys.executable, "-m", "formcheck.cli", "replay", str(CLIP_POSES), "-e", "hip-abduction"]
    surroundings = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=surroundings, check=True)
    assert b"5 repetitions, 1 good" in done.stdout
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_results_that_cannot_be_printed_are_one_line() -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "formcheck.cli", "exercises"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("formcheck: the results cannot be printed: No space left on device.")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
def test_a_name_that_is_no_utf_8_is_no_error(
    tmp_path: Path, clip: Path, capsys: pytest.CaptureFixture[str], no_model: None
) -> None:
    odd = clip.rename(tmp_path / os.fsdecode(b"clip\xff.mp4"))
    assert run("analyze", str(odd), "-e", "squat", "--out", str(tmp_path / "out"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["source"]["name"] == "clip?.mp4"


# --- what is written -----------------------------------------------------------------------------------------


def test_analyze_writes_whole_private_files_and_a_replay_gives_the_same_summary(
    tmp_path: Path, clip: Path, capsys: pytest.CaptureFixture[str], no_model: None
) -> None:
    out = tmp_path / "out"
    assert run("analyze", str(clip), "-e", "hip-abduction", "--out", str(out), "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["schema"] == "formcheck.summary/1"
    assert told.err == ""
    assert sorted(os.listdir(out)) == [
        "annotated.mp4", "events.jsonl", "measures.csv", "poses.npz", "summary.json",
    ]  # fmt: skip
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert (out / "summary.json").read_text() == told.out
    assert run("replay", str(out / "poses.npz"), "-e", "hip-abduction", "--json") == 0
    assert capsys.readouterr().out == told.out


def test_an_interruption_keeps_what_was_analysed_and_is_exit_code_130(
    tmp_path: Path, clip: Path, capsys: pytest.CaptureFixture[str], no_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeEstimator, "interrupt_at", 1.0)
    out = tmp_path / "out"
    assert run("analyze", str(clip), "-e", "hip-abduction", "--out", str(out)) == 130
    summary = json.loads((out / "summary.json").read_text())
    assert summary["source"]["frames"] == 10
    assert (out / "annotated.mp4").stat().st_size > 0
    assert capsys.readouterr().err.endswith("formcheck: interrupted; this is what was seen until then\n")


def test_a_file_played_live_gives_the_same_set_and_writes_nothing_unasked(
    tmp_path: Path, clip: Path, no_model: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("live", "hip-abduction", "--camera", str(clip), "--no-window") == 0
    assert "0 repetitions" in capsys.readouterr().out
    assert os.listdir(tmp_path) == ["clip.mp4"]


class Recorder:
    """A speaker that notes what becomes of it."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes

    def say(self, line: Line) -> None:
        self.notes.append(line.say)

    def stop(self) -> None:
        self.notes.append("(stopped)")


def test_a_live_set_is_spoken_unless_muted(
    clip: Path, no_model: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notes: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(voice, "best_speaker", lambda notify: Recorder(notes))
    assert run("live", "squat", "--camera", str(clip), "--no-window", "--mute") == 0
    assert notes == []
    assert run("live", "squat", "--camera", str(clip), "--no-window") == 0
    assert notes[0].startswith("This looks like lying")
    assert notes[-1] == "(stopped)"


# --- what is told --------------------------------------------------------------------------------------------


def test_the_exercises_are_listed_as_json_and_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("exercises", "--json") == 0
    listed = {exercise["id"] for exercise in json.loads(capsys.readouterr().out)}
    assert run("exercises") == 0
    table = capsys.readouterr().out
    assert all(id in table for id in listed)


def test_a_replay_tells_repetitions_and_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("replay", str(CLIP_POSES), "-e", "hip-abduction") == 0
    told = capsys.readouterr().out
    assert "5 repetitions, 1 good, 1 partial" in told
    assert "not for clinical decisions" in told


# --- the README ----------------------------------------------------------------------------------------------

README = (ROOT / "README.md").read_text(encoding="utf-8")


def readme_commands() -> list[str]:
    blocks = README.split("```sh\n")[1:]
    lines = [line for block in blocks for line in block.split("```")[0].splitlines()]
    return [line[line.index("formcheck ") :] for line in lines if "formcheck " in line]


def test_the_readme_lists_the_exercises_as_they_are() -> None:
    assert exercise_markdown() in README


@pytest.mark.parametrize("line", readme_commands())
def test_every_command_of_the_readme_is_one(line: str) -> None:
    _, name, *words = line.split()
    group = typer.main.get_command(cli.app)
    command = group.get_command(None, name)  # type: ignore[attr-defined]
    assert command is not None
    context = command.make_context(name, words)
    if isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        below = command.get_command(context, words[0])
        assert below is not None
        below.make_context(words[0], words[1:], parent=context)


@pytest.mark.video
def test_the_demo_ends_with_a_table_and_the_files_it_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo_clip().is_file()
    assert run("demo", "--out", str(tmp_path / "out")) == 0
    told = capsys.readouterr().out
    assert "5 repetitions, 1 good, 1 partial" in told
    lines = told.replace("\n/", "/").splitlines()
    named = {line.removeprefix("wrote ") for line in lines if line.startswith("wrote")}
    assert {Path(name).name for name in named} == set(os.listdir(tmp_path / "out"))


# --- setting up, and what is off by default ------------------------------------------------------------------


def test_setup_tells_in_words_and_draws_a_private_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "setup.png"
    assert run("setup", "hip-abduction", "--out", str(picture)) == 0
    told = capsys.readouterr().out
    assert "1.8 m away" in told
    assert "0.2–0.5 m" in told
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["setup.png"]


def test_a_picture_that_cannot_be_written_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("setup", "squat", "--out", str(tmp_path / "nowhere" / "setup.png")) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_an_exercise_that_is_off_wants_its_cautions_read_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("replay", str(CLIP_POSES), "-e", "psoas-release") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "formcheck setup psoas-release" in told.err
    assert told.err.count("\n") == 1
    assert run("setup", "psoas-release") == 0
    assert "pregnancy" in capsys.readouterr().out
    assert run("replay", str(CLIP_POSES), "-e", "psoas-release", "--consent", "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["hold"]["target_s"] == 90
    assert "pregnancy" in told.err


def test_a_stage_is_chosen_and_eyes_are_closed_by_consent_only(capsys: pytest.CaptureFixture[str]) -> None:
    recording = str(CLIP_POSES.with_name("balance_left_level.npz"))
    closing = ("-e", "single-leg-balance", "--stage", "eyes-closed")
    assert run("replay", recording, *closing) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "formcheck setup single-leg-balance --stage eyes-closed" in told.err
    assert told.err.count("\n") == 1
    assert run("setup", "single-leg-balance", "--stage", "eyes-closed") == 0
    assert "counter within reach" in capsys.readouterr().out
    assert run("replay", recording, *closing, "--consent") == 0
    told = capsys.readouterr()
    assert "eyes self-declared" in told.out
    assert "counter within reach" in told.err


def test_directions_are_told_with_what_they_may_claim(capsys: pytest.CaptureFixture[str]) -> None:
    recording = str(CLIP_POSES.with_name("moving_leg_left_directions.npz"))
    assert run("replay", recording, "-e", "single-leg-balance", "--stage", "moving-leg") == 0
    assert "front 2 (estimated), side 2 (measured), back 2 (estimated)" in capsys.readouterr().out


@pytest.mark.parametrize(("id", "stage"), [("squat", "eyes-closed"), ("single-leg-balance", "blind")])
def test_a_stage_that_is_not_there_is_one_line(id: str, stage: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("replay", str(CLIP_POSES), "-e", id, "--stage", stage) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "--stage" in told.err or "there are: eyes-open" in told.err
    assert told.err.count("\n") == 1


def test_a_side_that_no_camera_can_tell_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("replay", str(CLIP_POSES.with_name("release_left_still.npz")), "-e", "tfl-release")
    assert run(*words) == 0
    assert "--side left or --side right" in capsys.readouterr().err
    assert run(*words, "--side", "left") == 0
    assert "--side" not in capsys.readouterr().err


def test_a_timed_set_is_told_as_timed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("replay", str(CLIP_POSES), "-e", "tfl-release") == 0
    assert "timed, not measured" in capsys.readouterr().out
