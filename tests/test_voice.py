"""The thread that speaks, with an engine that does as it is told; and a real engine once, into a file."""

from __future__ import annotations

import queue
import wave
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from formcheck.cueing import Cue, Priority
from formcheck.spoken import Line
from formcheck.voice import Engine, Silent, Talker, best_speaker, choice, sound, speaking
from formcheck.voice.espeak import Espeak
from formcheck.voice.sound import RATE, Samples, tone
from test_spoken import at, rep

PATIENCE_S = 20.0
"""A thread that does not do its part fails the test after this long."""


def line(say: str, priority: Priority = Priority.RANGE, t: float = 0.0, lasts: float = 1.0) -> Line:
    return Line(t, say, priority, t + lasts)


class Scripted:
    """An engine that begins when it is called and ends when the test says so, or when it is cut short."""

    def __init__(self) -> None:
        self.begun: queue.Queue[str] = queue.Queue()
        self.ended: queue.Queue[str] = queue.Queue()
        self.go_on = Event()
        self.now = 0.0
        self.told: list[str] = []
        self.talker = Talker([Engine("script", self.speak)], self.told.append, lambda: self.now)

    def speak(self, line: Line, cut: Event) -> None:
        self.begun.put(line.say)
        while not cut.is_set():
            if self.go_on.wait(0.001):
                self.go_on.clear()
                self.ended.put(f"{line.say}, said")
                return
        self.ended.put(f"{line.say}, cut")

    def begins(self) -> str:
        return self.begun.get(timeout=PATIENCE_S)

    def ends(self) -> str:
        return self.ended.get(timeout=PATIENCE_S)


@pytest.fixture
def script() -> Iterator[Scripted]:
    scripted = Scripted()
    yield scripted
    scripted.talker.stop()


def test_a_line_is_said_in_its_own_thread_while_frames_go_on(script: Scripted) -> None:
    script.talker.say(line("hold"))
    assert script.begins() == "hold"
    for n in range(1000):  # the engine is stuck, nobody waits for it
        script.talker.say(line(f"{n}", Priority.PRAISE))
    script.go_on.set()
    assert script.ends() == "hold, said"
    assert script.begins() == "999"


def test_a_more_important_line_takes_the_place_of_one_that_waits(script: Scripted) -> None:
    script.talker.say(line("now"))
    script.begins()
    script.talker.say(line("3", Priority.PRAISE))
    script.talker.say(line("ribs", Priority.COMPENSATION))
    script.talker.say(line("4", Priority.PRAISE))
    script.go_on.set()
    script.ends()
    assert script.begins() == "ribs"
    script.go_on.set()
    script.ends()
    script.talker.say(line("last"))
    assert script.begins() == "last"


def test_what_is_stale_is_dropped_at_the_moment_of_speaking(script: Scripted) -> None:
    script.talker.say(line("now"))
    script.begins()
    script.talker.say(line("ribs", Priority.COMPENSATION, lasts=1.0))
    script.now = 1.1
    script.go_on.set()
    script.ends()
    script.talker.say(line("next", t=77.0))  # times of the source, another clock than the speaker's
    assert script.begins() == "next"


def test_a_stale_line_does_not_keep_a_less_important_one_out(script: Scripted) -> None:
    script.talker.say(line("now"))
    script.begins()
    script.talker.say(line("ribs", Priority.COMPENSATION, lasts=1.0))
    script.now = 1.1
    script.talker.say(line("5", Priority.PRAISE))
    script.go_on.set()
    script.ends()
    assert script.begins() == "5"


def test_safety_cuts_short_what_is_being_said_and_nothing_cuts_safety_short(script: Scripted) -> None:
    script.talker.say(line("ribs", Priority.COMPENSATION))
    script.begins()
    script.talker.say(line("Pause", Priority.SAFETY))
    assert script.ends() == "ribs, cut"
    assert script.begins() == "Pause"
    script.talker.say(line("Are you OK?", Priority.SAFETY))
    script.go_on.set()
    assert script.ends() == "Pause, said"
    assert script.begins() == "Are you OK?"


def test_a_cue_waits_until_a_number_is_said(script: Scripted) -> None:
    script.talker.say(line("3", Priority.PRAISE))
    script.begins()
    script.talker.say(line("ribs", Priority.COMPENSATION))
    script.go_on.set()
    assert script.ends() == "3, said"
    assert script.begins() == "ribs"


def test_stopping_ends_what_is_said_and_drops_what_waits(script: Scripted) -> None:
    script.talker.say(line("now"))
    script.begins()
    script.talker.say(line("later"))
    script.talker.stop()
    script.talker.say(line("after the end"))
    assert script.ends() == "now, cut"
    assert script.begun.empty()


def broken(line: Line, cut: Event) -> None:
    raise RuntimeError("no such device")


def test_an_engine_that_breaks_is_replaced_and_in_the_end_there_is_silence() -> None:
    heard: queue.Queue[str] = queue.Queue()
    told: queue.Queue[str] = queue.Queue()

    def tones(line: Line, cut: Event) -> None:
        if line.say == "3":
            raise OSError("unplugged")
        heard.put(line.say)

    talker = Talker([Engine("voice", broken), Engine("tones", tones)], told.put)
    talker.say(line("1"))
    assert told.get(timeout=PATIENCE_S) == "The voice stopped working (no such device); going on with tones."
    talker.say(line("2"))
    assert heard.get(timeout=PATIENCE_S) == "2"
    talker.say(line("3"))
    assert told.get(timeout=PATIENCE_S) == "The tones stopped working (unplugged); going on in silence."
    talker.say(line("4"))
    talker.stop()
    assert heard.empty()
    assert told.empty()


class Recorder:
    """A speaker that writes down."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, line: Line) -> None:
        self.said.append(line.say)

    def stop(self) -> None:
        self.said.append("(stopped)")


def test_a_live_set_is_said_by_whatever_speaker_there_is() -> None:
    recorder = Recorder()
    sink = speaking(recorder)
    sink(None, at(1.0, events=(rep(1),)))
    sink(None, at(2.0, events=(rep(2), Cue(2.0, "range-low", "Higher", Priority.RANGE, 3.0))))
    assert recorder.said == ["1", "Higher", "2"]


# --- which it is --------------------------------------------------------------------------------------------


def test_without_any_output_it_is_silent_and_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> sound.Play:
        raise OSError("PortAudio library not found")

    told: list[str] = []
    monkeypatch.setattr(choice, "open_output", nothing)
    assert isinstance(best_speaker(told.append), Silent)
    assert told == ["Cues are silent: no sound can be played (PortAudio library not found)."]


@pytest.mark.parametrize(
    ("error", "says"), [(ImportError("espeakng_loader"), "formcheck[voice]"), (OSError("no data"), "no data")]
)
def test_without_a_voice_there_are_tones(
    monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    def missing() -> Espeak:
        raise error

    played: queue.Queue[Samples] = queue.Queue()
    told: list[str] = []
    monkeypatch.setattr(choice, "open_output", lambda: lambda samples, cut: played.put(samples))
    monkeypatch.setattr(choice, "Espeak", missing)
    speaker = best_speaker(told.append)
    speaker.say(line("Pause", Priority.SAFETY))
    np.testing.assert_array_equal(played.get(timeout=PATIENCE_S), tone(Priority.SAFETY))
    speaker.stop()
    assert len(told) == 1
    assert says in told[0]


def test_the_terminal_rings_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    choice._ring(line("3"), Event())
    assert capsys.readouterr().err == "\a"


# --- sounds -------------------------------------------------------------------------------------------------


def test_tones_are_short_and_differ_by_what_they_mean() -> None:
    safety, cue, number = (tone(p) for p in (Priority.SAFETY, Priority.COMPENSATION, Priority.PRAISE))
    assert len(number) < len(cue) < len(safety) < RATE
    assert len({each.tobytes() for each in (safety, cue, number)}) == 3
    for each in (safety, cue, number):
        assert np.abs(each).max() > 5000
        assert abs(int(each[0])) < 500
        assert abs(int(each[-1])) < 500


def test_samples_are_handed_out_in_order_and_then_nothing() -> None:
    samples = np.arange(10, dtype=np.int16)
    fed = sound._fed(samples)
    parts = [fed.send(4) for _ in range(5)]
    assert b"".join(parts) == samples.tobytes()
    assert parts[3:] == [b"", b""]


def test_a_device_asks_for_all_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    miniaudio = pytest.importorskip("miniaudio", reason="needs the extra: pip install 'formcheck[voice]'")
    handed = bytearray()
    feed = sound._fed

    def noted(samples: Samples):  # type: ignore[no-untyped-def]
        inner = feed(samples)
        wanted = yield b""
        while True:
            part = inner.send(wanted)
            handed.extend(part)
            wanted = yield part

    def started(samples: Samples):  # type: ignore[no-untyped-def]
        generator = noted(samples)
        next(generator)
        return generator

    monkeypatch.setattr(sound, "_fed", started)
    play = sound.miniaudio_output(backends=[miniaudio.Backend.NULL])
    for priority in (Priority.PRAISE, Priority.RANGE):  # and once more: the device is used again and again
        handed.clear()
        play(tone(priority), Event())
        assert bytes(handed) == tone(priority).tobytes()
    handed.clear()
    cut = Event()
    cut.set()
    play(np.ones(600 * RATE, np.int16), cut)  # ten minutes, if nothing cut it short
    assert len(handed) < 2 * RATE


# --- a real voice -------------------------------------------------------------------------------------------


def test_a_real_voice_speaks_into_a_file(tmp_path: Path) -> None:
    pytest.importorskip("espeakng_loader", reason="needs the extra: pip install 'formcheck[voice]'")
    done = Event()

    def to_file(samples: Samples, cut: Event) -> None:
        with wave.open(str(tmp_path / f"{len(list(tmp_path.iterdir()))}.wav"), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(samples.tobytes())
        done.set()

    talker = Talker([choice.voice(Espeak(), to_file)], pytest.fail)
    lengths = []
    for i, say in enumerate(("3", "Keep your ribs heavy on the mat", "Hold… two… and down")):
        talker.say(line(say))
        assert done.wait(PATIENCE_S)
        done.clear()
        with wave.open(str(tmp_path / f"{i}.wav")) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            lengths.append(len(samples) / file.getframerate())
        assert np.abs(samples).max() > 3000
        assert np.sqrt(np.mean(samples.astype(float) ** 2)) > 300
    talker.stop()
    assert 0.2 < lengths[0] < 0.7
    assert 1.2 < lengths[1] < 3.0
    assert 1.2 < lengths[2] < 3.0
