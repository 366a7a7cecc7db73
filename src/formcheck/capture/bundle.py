"""A pose model bundle from the two TFLite models of an older MediaPipe: the same bytes on every machine.

The Tasks API wants each model to say how its input picture is scaled, as metadata inside its FlatBuffer. The
detector does; the landmark model, made for the older API, does not. The `flatbuffers` package could write it,
but its releases lay the same content out differently, so that no sha256 of the result could be known
beforehand. Hence the few lines below, which need the standard library alone.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_NORMALIZATION = 1
"""Tag of NormalizationOptions in the union ProcessUnitOptions of metadata_schema.fbs."""
_BUFFERS, _METADATA, _MODEL_FIELDS = 4, 6, 8
"""Of the table Model in TFLite's schema.fbs: the numbers of two fields, and how many fields there are."""


class _FlatBuffer:
    """Just enough of a FlatBuffer writer: parents before children, because its offsets point forward only.

    `slot` is always the position of the offset that is to point at what is written now; 0 is the root's.
    """

    def __init__(self, identifier: bytes) -> None:
        self.data = bytearray(4) + identifier

    def table(self, slot: int, fields: Sequence[int | None]) -> list[int]:
        """Write a table of 32-bit fields, None = absent; the position of each field."""
        places = [4 * (1 + sum(f is not None for f in fields[:i])) for i in range(len(fields) + 1)]
        offsets = [0 if f is None else place for f, place in zip(fields, places, strict=False)]
        self._align(4)
        vtable = len(self.data)
        self.data += struct.pack(f"<{2 + len(fields)}H", 4 + 2 * len(fields), places[-1], *offsets)
        self._align(4)
        start = len(self.data)
        self.point(slot, start)
        self.data += struct.pack("<i", start - vtable)
        self.data += b"".join(struct.pack("<I", f) for f in fields if f is not None)
        return [start + offset for offset in offsets]

    def vector(self, slot: int, count: int, content: bytes, alignment: int = 4) -> int:
        """Write a vector or string; the position of its first element."""
        self._align(alignment, ahead=4)
        self.point(slot, len(self.data))
        self.data += struct.pack("<I", count) + content
        return len(self.data) - len(content)

    def point(self, slot: int, target: int) -> None:
        """Let the offset at `slot` point at `target`."""
        struct.pack_into("<I", self.data, slot, target - slot)

    def finished(self) -> bytes:
        """The whole, of a length that leaves whatever follows it aligned."""
        self._align(16)
        return bytes(self.data)

    def _align(self, size: int, ahead: int = 0) -> None:
        self.data += bytes(-(len(self.data) + ahead) % size)


def normalization(mean: float, std: float) -> bytes:
    """TFLite metadata that says: each channel, 0–255, enters the model as (value - mean) / std."""
    flat = _FlatBuffer(b"M001")
    model = flat.table(0, [None, None, None, 0])
    graph = flat.table(flat.vector(model[3], 1, bytes(4)), [None, None, 0])
    tensor = flat.table(flat.vector(graph[2], 1, bytes(4)), [None, None, None, None, 0])
    unit = flat.table(flat.vector(tensor[4], 1, bytes(4)), [_NORMALIZATION, 0])
    options = flat.table(unit[1], [0, 0])
    flat.vector(options[0], 1, struct.pack("<f", mean))
    flat.vector(options[1], 1, struct.pack("<f", std))
    return flat.finished()


def with_metadata(tflite: bytes, metadata: bytes) -> bytes:
    """A TFLite model that carries `metadata` (normalization) under the name the Tasks API looks for.

    A new root goes in front of the model, with a list of buffers that is one longer; the model itself stays as
    it is behind it, so that its weights keep their alignment.
    """
    old = [_field(tflite, number) for number in range(_MODEL_FIELDS)]
    buffers = _elements(tflite, old[_BUFFERS])
    entries = _elements(tflite, old[_METADATA])
    flat = _FlatBuffer(b"TFL3")
    # Field 0, the version, is a number; all others are offsets, set below.
    version = None if old[0] is None else _u32(tflite, old[0])
    present = [version] + [None if place is None else 0 for place in old[1:]]
    present[_BUFFERS] = present[_METADATA] = 0
    root = flat.table(0, present)
    buffer_slots = flat.vector(root[_BUFFERS], len(buffers) + 1, bytes(4 * len(buffers) + 4))
    entry_slots = flat.vector(root[_METADATA], len(entries) + 1, bytes(4 * len(entries) + 4))
    entry = flat.table(entry_slots + 4 * len(entries), [0, len(buffers)])
    flat.vector(entry[0], len(b"TFLITE_METADATA"), b"TFLITE_METADATA\0")
    buffer = flat.table(buffer_slots + 4 * len(buffers), [0])
    flat.vector(buffer[0], len(metadata), metadata, alignment=16)

    moved = len(flat.finished())
    for number, place in enumerate(old):
        if place is not None and number not in (0, _BUFFERS, _METADATA):
            flat.point(root[number], moved + _target(tflite, place))
    _point_each(flat, buffer_slots, (moved + target for target in buffers))
    _point_each(flat, entry_slots, (moved + target for target in entries))
    return flat.finished() + tflite


def write_bundle(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write the parts, by name, into a zip: uncompressed (MediaPipe maps them), and no byte tells the day."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # By default these two tell the operating system that wrote them.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_STORED)


def _u32(data: bytes, place: int) -> int:
    number: int = struct.unpack_from("<I", data, place)[0]
    return number


def _target(data: bytes, slot: int) -> int:
    return slot + _u32(data, slot)


def _field(tflite: bytes, number: int) -> int | None:
    """Position of a field of the root table, None if absent."""
    root = _target(tflite, 0)
    vtable = root - struct.unpack_from("<i", tflite, root)[0]
    size = struct.unpack_from("<H", tflite, vtable)[0]
    place = 4 + 2 * number
    offset = struct.unpack_from("<H", tflite, vtable + place)[0] if place < size else 0
    return root + offset if offset else None


def _elements(data: bytes, slot: int | None) -> list[int]:
    """Positions of the tables in the vector that the offset at `slot` points at."""
    if slot is None:
        return []
    vector = _target(data, slot)
    return [_target(data, vector + 4 + 4 * i) for i in range(_u32(data, vector))]


def _point_each(flat: _FlatBuffer, first: int, targets: Iterable[int]) -> None:
    for i, target in enumerate(targets):
        flat.point(first + 4 * i, target)
