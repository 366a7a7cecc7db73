"""The whole product on clips: pictures in, judged set out. `formcheck verify` does all of them, in half an hour.

Here, one clip in three. Those in WHOLE are watched to their end and judged: one or more of the first exercises and of
every difficulty, other cameras, low frame rates, noise, a bystander, an empty room. Of the others the beginning is
watched, and held to be what was recorded: the exact tier judges the recordings of all clips, whole.
"""

from __future__ import annotations

from contextlib import closing
from itertools import islice

import numpy as np
import pytest

from formcheck.capture.estimator import Estimator
from formcheck.capture.models import find
from formcheck.capture.sources import VideoFile
from formcheck.pose import SEEN_IN_THE_PICTURE, Pose
from formcheck.recording import read_poses
from formcheck.sight import sights
from formcheck.verification.truth import read_truth
from formcheck.verification.verify import Case, verify
from test_truth import FIXTURES, KNOWN

WHOLE = (
    "abduction_left_dim_noisy",
    "abduction_left_idle",
    "abduction_right_bystander",
    "balance_right_drop",
    "clamshell_left_turned",
    "empty_room",
    "squat_idle",
    "squat_right_knee_in",
)
THIRD = [name for name in sorted(path.stem for path in (FIXTURES / "poses").glob("*.npz"))[::3] if name not in WHOLE]
BEGINNING_S = 4.0
CLOSE = 3.0
"""Pixels, for half of the landmarks of a pose: other processors round otherwise, and the model follows itself. On a
second kind of processor half of the landmarks differed by up to 1.1, and 53 of 54 clips were judged alike."""
CLOSE_DEGREES = 6.0
"""Of what is read off the picture, summed over four seconds: it looks where the landmarks say. On that second kind of
processor the sums of 22 clips differed by up to 3.4°."""


@pytest.mark.video
@pytest.mark.parametrize("name", WHOLE)
def test_a_clip_comes_out_as_it_truly_was(name: str) -> None:
    clip = FIXTURES / "videos" / f"{name}.mp4"
    seen: list[Pose] = []

    def watch(case: Case) -> list[Pose]:
        with Estimator(find(), sights(SEEN_IN_THE_PICTURE, case.truth.markers)) as estimator:
            seen.extend(estimator(frame) for frame in VideoFile(case.clip).frames())
        return seen

    for score in verify(Case(clip, read_truth(clip.with_suffix(".json"))), watch):
        assert score.misses == KNOWN.get(name, ())
    recorded = read_poses(FIXTURES / "poses" / f"{name}.npz").poses
    assert [pose.t for pose in seen] == [pose.t for pose in recorded]


@pytest.mark.video
@pytest.mark.parametrize("name", THIRD)
def test_a_clip_is_seen_as_it_was_recorded(name: str) -> None:
    clip = FIXTURES / "videos" / f"{name}.mp4"
    recorded = read_poses(FIXTURES / "poses" / f"{name}.npz").poses
    beginning = [pose for pose in recorded if pose.t <= BEGINNING_S]
    frames = VideoFile(clip).frames()
    seeing = sights(SEEN_IN_THE_PICTURE, read_truth(clip.with_suffix(".json")).markers)
    with closing(frames), Estimator(find(), seeing) as estimator:
        seen = [estimator(frame) for frame in islice(frames, len(beginning))]
    assert [pose.t for pose in seen] == [pose.t for pose in beginning]
    assert [pose.seen for pose in seen] == [pose.seen for pose in beginning]
    for pose, before in zip(seen, beginning, strict=True):
        if before.seen:
            assert float(np.median(np.abs(pose.xy - before.xy))) < CLOSE, f"at {pose.t:.2f} s"
    if read_truth(clip.with_suffix(".json")).exercise == "figure-four":
        assert [pose.flexed for pose in seen] == pytest.approx([pose.flexed for pose in beginning], abs=CLOSE_DEGREES)
