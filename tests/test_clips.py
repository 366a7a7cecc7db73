"""The whole product on clips: pictures in, judged set out. A chosen third of them; `formcheck verify` does all.

Chosen for short running time, one or more of every exercise and every difficulty: other cameras, low frame rates,
noise, a bystander, an empty room.
"""

from __future__ import annotations

import pytest

from formcheck.estimator import Estimator
from formcheck.models import find
from formcheck.pose import Pose
from formcheck.recording import read_poses
from formcheck.sight import pelvis_sight
from formcheck.sources import VideoFile
from formcheck.truth import read_truth
from formcheck.verify import Case, verify
from test_truth import FIXTURES, KNOWN

CHOSEN = (
    "abduction_left_dim_noisy",
    "abduction_left_idle",
    "abduction_right_bystander",
    "balance_left_level",
    "balance_right_drop",
    "clamshell_left_turned",
    "empty_room",
    "squat_idle",
    "squat_right_knee_in",
)


@pytest.mark.video
@pytest.mark.parametrize("name", CHOSEN)
def test_a_clip_comes_out_as_it_truly_was(name: str) -> None:
    clip = FIXTURES / "videos" / f"{name}.mp4"
    seen: list[Pose] = []

    def watch(case: Case) -> list[Pose]:
        with Estimator(find(), pelvis_sight(case.truth.markers)) as estimator:
            seen.extend(estimator(frame) for frame in VideoFile(case.clip).frames())
        return seen

    for score in verify(Case(clip, read_truth(clip.with_suffix(".json"))), watch):
        assert score.misses == KNOWN.get(name, ())
    recorded = read_poses(FIXTURES / "poses" / f"{name}.npz").poses
    assert [pose.t for pose in seen] == [pose.t for pose in recorded]
