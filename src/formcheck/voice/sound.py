"""Sounds as samples: short tones, and playing them through whatever the machine has."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Generator
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.cueing import Priority

Samples = NDArray[np.int16]
"""One channel, at RATE samples a second."""
Play = Callable[[Samples, Event], None]
"""Plays samples and returns when they are heard, or as soon as the event is set."""
RATE = 22050
TAIL_S = 0.15
"""What has left us is heard this much later: devices buffer."""


def tone(priority: Priority) -> Samples:
    """What stands for a line: three high beeps for safety, two falling ones for a cue, a short one for a number."""
    if priority is Priority.SAFETY:
        return np.concatenate([_beep(1320, 0.15), _beep(0, 0.06)] * 3)
    if priority < Priority.PRAISE:
        return np.concatenate([_beep(880, 0.12), _beep(0, 0.04), _beep(587, 0.18)])
    return _beep(660, 0.08)


def _beep(hz: float, seconds: float) -> Samples:
    t = np.arange(int(seconds * RATE)) / RATE
    fade = np.clip(np.minimum(t, seconds - t) / 0.01, 0.0, 1.0)  # without it every beep clicks
    return np.asarray(9000 * fade * np.sin(2 * np.pi * hz * t), np.int16)


def open_output() -> Play:
    """A way to play sounds: miniaudio (of the extra "voice"), else sounddevice (which mediapipe brings).

    Raises OSError, with the reason, if there is none.
    """
    reasons = []
    for opened in (miniaudio_output, _sounddevice_output):
        try:
            return opened()
        except ImportError:
            continue
        except Exception as error:  # noqa: BLE001 - each library has errors of its own, and all mean: not this way
            reasons.append(str(error))
    raise OSError(reasons[0] if reasons else "no library that plays sounds")


def miniaudio_output(**device: Any) -> Play:
    """Plays with miniaudio, which brings all it needs. Raises ImportError, OSError."""
    import miniaudio

    _hush_alsa()
    try:
        output = miniaudio.PlaybackDevice(nchannels=1, sample_rate=RATE, buffersize_msec=40, **device)
    except miniaudio.MiniaudioError as error:
        raise OSError("no sound device answers") from error

    def play(samples: Samples, cut: Event) -> None:
        output.start(_fed(samples))
        try:
            cut.wait(len(samples) / RATE + TAIL_S)
        finally:
            output.stop()

    return play


def _fed(samples: Samples) -> Generator[bytes, int, None]:
    """Hands out samples as they are asked for, then nothing; started already, as miniaudio wants it."""

    def feed() -> Generator[bytes, int, None]:
        wanted = yield b""
        at = 0
        while True:
            part = samples[at : at + wanted].tobytes()
            at += wanted
            wanted = yield part

    fed = feed()
    next(fed)
    return fed


def _sounddevice_output() -> Play:
    """Raises OSError if the PortAudio library is missing, sounddevice.PortAudioError if there is no device."""
    import sounddevice

    sounddevice.check_output_settings(samplerate=RATE, channels=1, dtype="int16")

    def play(samples: Samples, cut: Event) -> None:
        sounddevice.play(samples, RATE)
        cut.wait(len(samples) / RATE + TAIL_S)
        sounddevice.stop()

    return play


# What ALSA is to do with its messages; kept, because ALSA holds only its address.
_Handler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
_IGNORE = _Handler(lambda *_: None)


def _hush_alsa() -> None:
    """Keep ALSA from writing a page on stderr where there is no sound card; one line of ours says it."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_IGNORE)
        except (OSError, AttributeError):
            return
