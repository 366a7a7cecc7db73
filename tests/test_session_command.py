"""`formcheck session` up to the camera: its questions, what ends it there, what is kept of it."""

from __future__ import annotations

import io
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from formcheck import cli
from formcheck.cli import session as command
from formcheck.coach import Pain
from formcheck.exercises import find
from formcheck.history import CONSENT, Moment, Outcome, PainRecord, Place, SessionRecord, open_history
from formcheck.programme_file import standard
from formcheck.remembered import Memory
from formcheck.safety import ABOUT, RED_FLAGS, SEE_A_PHYSIOTHERAPIST, SEE_SOMEBODY
from formcheck.summary import About

NO_FLAGS = ["n"] * len(RED_FLAGS)
AT = datetime.now().astimezone()


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *answers: str, args: tuple[str, ...] = ("core",)) -> int:
    """The exit code of `formcheck session` with these answers typed; then the keyboard is gone."""
    monkeypatch.setattr(sys, "argv", ["formcheck", "session", *args, "--data", str(folder), "--camera", "/no/camera"])
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def past(folder: Path, *sessions: SessionRecord, pains: tuple[PainRecord, ...] = ()) -> None:
    """Put sessions into the history."""
    with open_history(folder, pytest.fail) as history:
        for session in sessions:
            history.begin(session)
            if session.outcome:
                history.end(session.id, session.outcome, session.started_at)
        for pain in pains:
            history.add_pain(pain)


def a_session(days_ago: int, name: str = "core", outcome: Outcome = Outcome.FINISHED) -> SessionRecord:
    """A session of the past."""
    day = date.today() - timedelta(days=days_ago)
    return SessionRecord(standard().name, name, 1, day, AT - timedelta(days=days_ago), outcome=outcome)


@pytest.mark.parametrize("n", range(6))
def test_a_red_flag_ends_it_with_the_reason_and_the_card(
    n: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path, *NO_FLAGS[:n], "y", *NO_FLAGS[n + 1 :]) == 0
    said = capsys.readouterr().err
    assert RED_FLAGS[n].reason in said
    assert SEE_SOMEBODY in said
    assert "/no/camera" not in said, "nobody was filmed"
    with open_history(tmp_path, pytest.fail) as history:
        assert [answer.yes for answer in history.answers()] == [i == n for i in range(len(RED_FLAGS))]
        assert history.sessions() == []


def test_without_answers_there_is_no_session(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path, "n", "n") == 1
    assert "formcheck: The questions about your safety need answers at the keyboard." in capsys.readouterr().err


def test_where_there_is_no_keyboard_at_all_there_is_no_session(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["formcheck", "session", "core", "--data", str(tmp_path), "--camera", "/no"])
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "need answers at the keyboard" in capsys.readouterr().err


def test_much_pain_before_it_ends_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path, *NO_FLAGS, "0", "6") == 0
    assert "More than 5 of 10: no session today." in capsys.readouterr().err


def test_who_is_well_gets_to_the_camera_and_is_told_what_this_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path, *NO_FLAGS, "3", "0") == 1
    said = capsys.readouterr().err
    assert ABOUT in said
    assert "one set less of everything today" in said
    assert "formcheck: There is no file /no/camera." in said


def test_the_morning_after_is_asked_about_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    past(tmp_path, a_session(1))
    assert run(monkeypatch, tmp_path, "4", "y", *NO_FLAGS[1:]) == 0
    assert "Pain at the knee on the morning after" in capsys.readouterr().err
    with open_history(tmp_path, pytest.fail) as history:
        [pain] = history.pains()
        assert (pain.moment, pain.nrs, pain.session) == (Moment.NEXT_MORNING, 4, history.sessions()[0].id)


def test_after_a_week_without_change_the_card_has_to_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sessions = [a_session(days) for days in range(8, 0, -1)]
    pains = [PainRecord(Moment.BEFORE, Place.KNEE, 4, session.started_at, session.id) for session in sessions]
    past(tmp_path, *sessions, pains=tuple(pains))
    assert run(monkeypatch, tmp_path, "n", "n", "y", "", "y", *NO_FLAGS[1:]) == 0
    said = capsys.readouterr().err
    assert SEE_A_PHYSIOTHERAPIST in said
    assert said.count("Have you read this?") == 3


def test_when_all_is_done_for_today_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    past(tmp_path, a_session(0), a_session(0, "core evening"))
    assert run(monkeypatch, tmp_path) == 0
    assert "Nothing more is planned for today." in capsys.readouterr().err


def test_what_is_off_by_default_is_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, tmp_path, *NO_FLAGS, "0", "0", args=("full",))
    said = capsys.readouterr().err
    for item in ("iliacus-release", "psoas-release", "pelvic-realignment"):
        assert f"Left out: {item} (off until" in said
    assert "With --consent you are asked about what is off by default." in said


def test_with_consent_the_cautions_are_read_out_and_each_is_asked_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = ("y", "n", "y", "middle", "r", "0", "45")  # iliacus, psoas, realignment, which side, how long
    run(monkeypatch, tmp_path, *NO_FLAGS, "0", "0", *answers, args=("full", "--consent"))
    said = capsys.readouterr().err
    for item in ("iliacus-release", "psoas-release", "pelvic-realignment"):
        assert all(caution in said for caution in find(item).cautions)
    assert "Left out: psoas-release (off until you have read its cautions and agree)." in said
    assert "Left out: iliacus-release" not in said
    assert "Left out: pelvic-realignment" not in said
    assert said.count("Which side, as") == said.count("How many seconds") == 2, "asked until understood"
    with open_history(tmp_path, pytest.fail) as history:
        kept = {answer.flag: answer.yes for answer in history.answers() if answer.flag.startswith(CONSENT)}
        assert kept == {
            "consent:iliacus-release": True, "consent:psoas-release": False, "consent:pelvic-realignment": True,
        }


def test_consent_is_no_way_around_a_red_flag(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = ["y" if flag.id == "pressure" else "n" for flag in RED_FLAGS]
    run(monkeypatch, tmp_path, *flags, "0", "0", "n", args=("full", "--consent"))
    said = capsys.readouterr().err
    assert "Iliacus release is off by default" not in said
    assert "Left out: iliacus-release (not for you today: your answers before the session)." in said


def hurt(session: SessionRecord) -> PainRecord:
    """It hurt at the knee after the stretch, this minute."""
    return PainRecord(Moment.AFTER_ITEM, Place.KNEE, 1, datetime.now().astimezone(), session.id, "figure-four")


def test_what_hurt_in_the_morning_is_left_out_of_other_sessions_of_the_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = a_session(0)
    past(tmp_path, session, pains=(hurt(session),))
    run(monkeypatch, tmp_path, *NO_FLAGS, "0", "0", args=("short",))
    assert "Left out: figure-four (it hurt today: no more of it until tomorrow)." in capsys.readouterr().err


def test_an_evening_of_what_hurt_in_the_morning_is_none_and_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = a_session(0)
    past(tmp_path, session, pains=(hurt(session),))
    assert run(monkeypatch, tmp_path) == 0
    said = capsys.readouterr().err
    assert said == (
        "Left out: figure-four (it hurt today: no more of it until tomorrow).\n"
        "Nothing of this session is left for today.\n"
    )


@pytest.mark.parametrize(
    ("args", "told"),
    [(("nonsense",), "No session is called “nonsense”"), (("maintenance", "--today"), "Leave --today out")],
)
def test_what_does_not_exist_or_is_not_due_is_one_line(
    args: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert run(monkeypatch, tmp_path, args=args) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_the_programme_tells_of_no_evening_with_what_hurt_and_of_running_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = a_session(0)
    for hurts in (False, True):
        folder = tmp_path / f"{hurts}"
        past(folder, session, pains=(hurt(session),) if hurts else ())
        monkeypatch.setattr(sys, "argv", ["formcheck", "programme", "core", "--data", str(folder)])
        with pytest.raises(SystemExit):
            cli.main()
        told = capsys.readouterr()
        assert ("In the evening once more" in told.out) is not hurts
        assert ("all but the evening's repeat" in told.err) is not hurts
        assert told.out.count("If you run") == 1


@pytest.mark.parametrize(("typed", "kept"), [("1", [1, None]), ("0", [0, None])])
def test_what_was_not_told_from_the_floor_is_asked_and_ctrl_c_is_no_answer(
    typed: str, kept: list[int | None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    answers = iter([typed])

    def ask(question: str) -> str:
        if (answer := next(answers, None)) is None:
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(command, "ask", ask)
    with open_history(tmp_path, pytest.fail) as history:
        session = a_session(0)
        history.begin(session)
        memory = Memory(history, session, About("camera 0"), lambda: AT)
        for item in ("figure-four", "hip-abduction"):
            memory.felt(Pain(item, None))
        with pytest.raises(KeyboardInterrupt):
            command._after(memory, standard())
        assert [pain.nrs for pain in history.pains()] == kept
    told = "No more of this today, because it hurt: Figure-four stretch." in capsys.readouterr().err
    assert told is (typed == "1"), "a stretch is stopped by any pain"
