"""Recorded poses: the file that a replay, a test and a bug report share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import RecordingError
from formcheck.files import write_whole
from formcheck.pose import SEEN_IN_THE_PICTURE, Pose
from formcheck.summary import About

FORMAT = "formcheck.poses/1"


@dataclass(frozen=True)
class Recording:
    """All poses of a source in order, with what is known of it."""

    about: About
    poses: tuple[Pose, ...]


def write_poses(path: Path, about: About, poses: Sequence[Pose]) -> None:
    """Write poses as a compressed .npz, float32 (what the estimator gives), whole or not at all, mode 0600.

    Raises OutputError if the file cannot be written.
    """
    size = poses[0].size if poses else (0, 0)
    seen: dict[str, Any] = {
        name: np.array([getattr(pose, name) for pose in poses], dtype=np.float32) for name in SEEN_IN_THE_PICTURE
    }
    empty = np.zeros((0, 33, 3))
    packed = BytesIO()
    np.savez_compressed(
        packed,
        format=np.array(FORMAT),
        about=np.array(json.dumps(asdict(about))),
        size=np.array(size),
        t=np.array([pose.t for pose in poses]),
        xy=np.array([pose.xy for pose in poses] or empty[..., :2], dtype=np.float32),
        xyz=np.array([pose.xyz for pose in poses] or empty, dtype=np.float32),
        visibility=np.array([pose.visibility for pose in poses] or empty[..., 0], dtype=np.float32),
        **seen,
    )
    write_whole(path, packed.getvalue())


def read_poses(path: Path) -> Recording:
    """Read what `write_poses` wrote. Raises RecordingError if it is something else or damaged."""
    if not path.is_file():
        raise RecordingError(f"There is no pose recording at {path}; `formcheck analyze` writes one as poses.npz.")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _recording(arrays)
    except RecordingError as error:
        raise RecordingError(f"{path}: {error}; make it anew with `formcheck analyze`.") from error
    except PermissionError as error:
        raise RecordingError(f"{path} may not be read. Mend its permissions.") from error
    except Exception as error:
        # Whatever NumPy says of it: that would be of its own options, one of which runs what the file brings along.
        raise RecordingError(
            f"{path} is no readable pose recording: it is something else, or damaged; make it anew with "
            "`formcheck analyze`."
        ) from error


def _recording(arrays: Mapping[str, NDArray[Any]]) -> Recording:
    """What the arrays of a file are. Raises RecordingError, without the file's name, if they are something else."""
    if missing := sorted({"format", "about", "size", "t", "xy", "xyz", "visibility"} - set(arrays)):
        raise RecordingError(f"it lacks {', '.join(missing)}")
    if str(arrays["format"]) != FORMAT:
        raise RecordingError(f"it is not a {FORMAT} recording")
    t = arrays["t"]
    n = len(t) if t.ndim else 0
    times = _numbers(arrays, "t", (n,))
    if not np.isfinite(times).all() or not (np.diff(times) > 0).all():
        raise RecordingError("its times do not increase")
    width, height = (int(pixels) for pixels in _numbers(arrays, "size", (2,)))
    if n and min(width, height) < 1:
        raise RecordingError(f"its pictures have a size of {width} x {height}")
    # A recording that was made before somebody looked for it does not have it.
    seen = [_numbers(arrays, name, (n,)) if name in arrays else np.full(n, np.nan) for name in SEEN_IN_THE_PICTURE]
    shapes = {"xy": (n, 33, 2), "xyz": (n, 33, 3), "visibility": (n, 33)}
    landmarks = [_numbers(arrays, name, shape) for name, shape in shapes.items()]
    if any(np.isinf(array).any() for array in landmarks):
        raise RecordingError("a landmark of it is infinitely far away")
    rows = zip(times.tolist(), *landmarks, *(values.tolist() for values in seen), strict=True)
    poses = (
        Pose(t, xy, xyz, visibility, (width, height)).beheld(dict(zip(SEEN_IN_THE_PICTURE, more, strict=True)))
        for t, xy, xyz, visibility, *more in rows
    )
    return Recording(_about(arrays), tuple(poses))


def _numbers(arrays: Mapping[str, NDArray[Any]], name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """One array in double precision. Raises RecordingError unless it is of this shape; NaN is a number here."""
    array = arrays[name]
    if array.dtype.kind not in "fiu" or array.shape != shape:
        raise RecordingError(f"its {name} is not {' x '.join(map(str, shape))} numbers")
    return array.astype(np.float64)


def _about(arrays: Mapping[str, NDArray[Any]]) -> About:
    told = json.loads(str(arrays["about"]))
    known = {field.name for field in fields(About)}
    if not isinstance(told, dict) or not set(told) <= known or not isinstance(told.get("source"), str):
        raise RecordingError("it does not tell where its poses come from")
    return About(**told)
