"""Words as samples: eSpeak NG, from the wheel that carries its library and data (the extra "voice").

Called through its C interface (speak_lib.h), which hands over samples instead of playing them: so nothing runs a
loop of its own, a word is ready within some 10 ms, and it can be cut short.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from formcheck.voice.sound import RATE, Samples

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: hand over samples, return when all are made
DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: without it, missing data end the process
WORDS_A_MINUTE = 165  # its own 175 is fast for somebody out of breath
UTF8, RATE_PARAMETER, CHARACTERS = 1, 1, 1
_TakeSamples = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The one eSpeak NG of this process; not to be used from two threads at a time.

    Raises ImportError if the extra is not installed, OSError if its library does not load or finds no voice.
    """

    def __init__(self) -> None:
        import espeakng_loader

        self._lib: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        rate = self._lib.espeak_Initialize(SYNCHRONOUS, 0, data, DONT_EXIT)
        if rate != RATE or self._lib.espeak_SetVoiceByName(b"en") != 0:
            raise OSError("eSpeak NG does not find its data")
        self._lib.espeak_SetParameter(RATE_PARAMETER, WORDS_A_MINUTE, 0)
        self._parts: list[bytes] = []
        self._take = _TakeSamples(self._taken)  # kept: the library holds only its address
        self._lib.espeak_SetSynthCallback(self._take)

    def samples(self, text: str) -> Samples:
        """A text, spoken. Raises OSError if the library refuses."""
        self._parts = []
        encoded = text.encode()
        failed = self._lib.espeak_Synth(
            encoded, ctypes.c_size_t(len(encoded) + 1), 0, CHARACTERS, 0, UTF8, None, None
        )
        if failed:
            raise OSError(f"eSpeak NG refused “{text}” ({failed})")
        return np.frombuffer(b"".join(self._parts), np.int16)

    def _taken(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._parts.append(ctypes.string_at(samples, 2 * count))
        return 0
