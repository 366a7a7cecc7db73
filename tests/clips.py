"""Small clips made on the fly, good and bad ones."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def write_clip(path: Path, pictures: Sequence[Pixels], times_ms: Sequence[int] | None = None) -> Path:
    """A clip of BGR pictures, at 10 a second or at the given times; the suffix chooses the format."""
    times_ms = range(0, 100 * len(pictures), 100) if times_ms is None else times_ms
    # The table of contents first, as phones and editors write it: such a file can be read though cut short.
    with av.open(str(path), "w", options={"movflags": "faststart"} if path.suffix == ".mp4" else {}) as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 2_000_000
        stream.codec_context.time_base = Fraction(1, 1000)
        for picture, time_ms in zip(pictures, times_ms, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def greys(count: int, size: tuple[int, int] = (64, 48)) -> list[Pixels]:
    """Pictures that tell their number: 8 levels brighter from one to the next."""
    return [np.full((size[1], size[0], 3), 8 * i, np.uint8) for i in range(count)]


def noise(count: int, size: tuple[int, int] = (64, 48)) -> list[Pixels]:
    """Pictures that do not compress, so that the bytes of a clip are spread over its length."""
    rng = np.random.default_rng(0)
    return [rng.integers(0, 255, (size[1], size[0], 3), np.uint8) for _ in range(count)]


def corner(picture: Pixels) -> str:
    """Which corner is the bright one: how the picture was turned."""
    h, w = picture.shape[0] // 2, picture.shape[1] // 2
    parts = {"top left": picture[:h, :w], "top right": picture[:h, w:]}
    parts |= {"bottom left": picture[h:, :w], "bottom right": picture[h:, w:]}
    return max(parts, key=lambda name: float(parts[name].mean()))


def with_bright_corner(size: tuple[int, int] = (64, 48)) -> Pixels:
    """A black picture with a white top left corner."""
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    picture[: size[1] // 2, : size[0] // 2] = 255
    return picture


def turn(mp4: Path, clockwise_degrees: int) -> Path:
    """Write into an MP4, as a phone does, how a player has to turn it."""
    matrix = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[clockwise_degrees]
    a, b, c, d = (n << 16 for n in matrix)
    content = bytearray(mp4.read_bytes())
    # In the track header the matrix follows 40 bytes of version, times, number, length, layer and volume.
    struct.pack_into(">9i", content, content.index(b"tkhd") + 44, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    mp4.write_bytes(content)
    return mp4


def cut(path: Path, fraction: float) -> Path:
    """Keep the first part of a file's bytes."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * fraction)])
    return path


def write_sound(path: Path) -> Path:
    """A second of silence without any picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
