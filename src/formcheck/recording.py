"""Recorded poses: the file that a replay, a test and a bug report share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

from formcheck.errors import RecordingError
from formcheck.files import write_whole
from formcheck.pose import Pose
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
        pelvis=np.array([pose.pelvis for pose in poses], dtype=np.float32),
    )
    write_whole(path, packed.getvalue())


def read_poses(path: Path) -> Recording:
    """Read what `write_poses` wrote. Raises RecordingError if it is something else or damaged."""
    if not path.is_file():
        raise RecordingError(f"There is no pose recording at {path}; `formcheck analyze` writes one as poses.npz.")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            if str(arrays["format"]) != FORMAT:
                raise RecordingError(f"{path} is not a {FORMAT} recording; make it anew with `formcheck analyze`.")
            about = About(**json.loads(str(arrays["about"])))
            t = arrays["t"]
            width, height = (int(n) for n in arrays["size"])
            xy, xyz, visibility = (arrays[name].astype(np.float64) for name in ("xy", "xyz", "visibility"))
            # Recordings made before anybody looked at the pelvis do not have it.
            pelvis = arrays["pelvis"] if "pelvis" in arrays else np.full(len(t), np.nan)
            rows = list(zip(t.astype(float).tolist(), xy, xyz, visibility, strict=True))
            tilts = pelvis.astype(float).tolist()
            poses = tuple(Pose(*row, (width, height), tilt) for row, tilt in zip(rows, tilts, strict=True))
    except RecordingError:
        raise
    except Exception as error:
        raise RecordingError(
            f"{path} is no readable pose recording ({error}); make it anew with `formcheck analyze`."
        ) from error
    if not np.isfinite(t).all() or not (np.diff(t) > 0).all():
        raise RecordingError(f"{path}: its times do not increase; it was not written by formcheck.")
    return Recording(about, poses)
