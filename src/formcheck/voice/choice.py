"""What this machine can speak with: a voice, else tones, else the terminal's bell, else nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Event

from formcheck.spoken import Line
from formcheck.voice.espeak import Espeak
from formcheck.voice.sound import Play, open_output, tone
from formcheck.voice.speaker import Engine, Silent, Speaker, Talker


def best_speaker(notify: Callable[[str], None]) -> Speaker:
    """The best there is here. Tells in one line which, and how to get a better one."""
    try:
        play = open_output()
    except OSError as error:
        return _without_output(notify, error)
    tones = Engine("tones", lambda line, cut: play(tone(line.priority), cut))
    try:
        engines = [voice(Espeak(), play), tones]
        notify("Cues are spoken; --mute turns that off.")
    except ImportError:
        engines = [tones]
        notify("Cues are tones; `pip install 'formcheck[voice]'` makes them words, --mute turns them off.")
    except OSError as error:
        engines = [tones]
        notify(f"Cues are tones, because there is no voice ({error}); --mute turns them off.")
    return Talker(engines, notify)


def voice(words: Espeak, play: Play) -> Engine:
    """Speaks lines."""
    return Engine("voice", lambda line, cut: play(words.samples(line.say), cut))


def _without_output(notify: Callable[[str], None], error: OSError) -> Speaker:
    if not sys.stderr.isatty():
        notify(f"Cues are silent: no sound can be played ({error}).")
        return Silent()
    notify(f"Cues ring the terminal's bell: no sound can be played ({error}). --mute turns it off.")
    return Talker([Engine("bell", _ring)], notify)


def _ring(line: Line, cut: Event) -> None:
    sys.stderr.write("\a")
    sys.stderr.flush()
