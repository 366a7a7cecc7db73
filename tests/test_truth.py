"""The recorded poses of every fixture clip, judged and held against the truth of the clip."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import SourceError, TruthError
from formcheck.exercises import EXERCISES
from formcheck.measures import Label
from formcheck.pelvis import obliquity
from formcheck.recording import read_poses
from formcheck.verification.scoring import Errors, Score
from formcheck.verification.truth import read_truth
from formcheck.verification.verify import ALL, Case, cases, totals, verify

FIXTURES = Path(__file__).parent.parent / "fixtures"
CLIPS = sorted((FIXTURES / "videos").glob("*.mp4"))

# What the camera does not show today, and the reason. A clip listed here must miss exactly this: when it no longer
# does, the line goes.
KNOWN: dict[str, tuple[str, ...]] = {
    # A leg 26° forward lengthens by 1.13 in the picture and by 1.08 in the landmarks; good lifts reach 1.06 there.
    "abduction_right_faults": ("good +1", "missed leg-forward ×1"),
    # An opening is estimated to ±9 %: by its landmarks 18° looks like 23°, and 66° like 55°.
    "clamshell_right_drawn_206": ("good +1", "missed range-high ×1"),
    "clamshell_right_drawn_208": ("good +1", "missed range-low ×1"),
    # Held out: nothing was changed for what came out on these.
    "abduction_left_drawn_101": ("good +1", "false hip-hike ×1", "missed leg-back ×1"),
    "abduction_right_drawn_103": ("good +1", "missed leg-back ×1"),
    "clamshell_left_drawn_205": ("good +1", "false knee-offset ×1", "false roll-back ×1", "missed range-low ×1"),
    # A pelvis turned by 25° about the trunk leaves the model's hips where they were (±3° on stills of six bodies), so
    # that neither its roll nor the near hip's sag is seen. The roll is not judged; the sag, 12° here, would be.
    "bridge_right_uneven": ("good +1", "missed range-low ×1", "not judged hip-wobble ×1"),
    # Held out: both lie near their limits. A lowering of 1.25 s is read as .99–1.35 s on nine bridges, 1.00 here, and
    # a hold of .4 s as .40–.52 s.
    "bridge_left_held_out": ("false fast-lowering ×1", "missed short-hold ×1"),
    # The knee of the long leg is not judged: crossed legs are muddled.
    "knee_to_chest_left_drawn_3201": ("not judged knee-bent ×1",),
    "knee_to_chest_left_faults": ("not judged knee-bent ×1",),
    # A lean that is 30.3° in the picture, just past its level of 30, read 29°.
    "knee_to_chest_right_held_out": ("missed trunk-fold ×1", "not judged knee-bent ×1"),
    # With the thigh up, too little of the waistband is left to see in these clothes: not judged, as the summary says.
    "march_left_pelvis": ("good +1", "missed pelvic-drop ×1"),
    # 15° of valgus are drawn as 6.6°, less than on any of 16 clips rendered to find out: read as 10°, it is told in a
    # cue and is no fault.
    "moving_leg_left_drawn_3509": ("missed knee-valgus ×1",),
    # Held out. That a leg is behind rests on the model's depth alone.
    "moving_leg_right_drawn_4503": ("missed back tap ×1",),
    "knee_to_chest_right_drawn_2207": ("not judged knee-bent ×1",),
    "knee_to_chest_left_drawn_4201": ("not judged knee-bent ×1",),
    "knee_to_chest_right_drawn_4203": ("not judged knee-bent ×1",),
}
PARTIALS = {"march_right_faults": -1}
"""Swings not shown as having fallen short. A thigh lifted to 54° reads 39.9°, and below 40° it is fidgeting."""


NOT_JUDGED = {("glute-bridge", "hip-wobble"), ("knee-to-chest", "knee-bent")}
"""Faults that happen in clips and that no exercise looks for; what hides them stands in its `cannot_see`."""


@cache
def scores(clip: Path) -> tuple[Score, ...]:
    case = Case(clip, read_truth(clip.with_suffix(".json")))
    return tuple(verify(case, lambda c: read_poses(FIXTURES / "poses" / f"{c.clip.stem}.npz").poses))


def test_there_is_a_clip_of_every_exercise_with_truth_and_poses() -> None:
    exercises = {read_truth(clip.with_suffix(".json")).exercise for clip in CLIPS}
    judged = {e.id for e in EXERCISES.values() if e.label in (Label.MEASURED, Label.ESTIMATED)}
    assert {*judged, None} <= exercises
    assert {clip.stem for clip in CLIPS} == {path.stem for path in (FIXTURES / "poses").glob("*.npz")}


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.stem)
def test_repetitions_good_ones_faults_and_holds_are_as_they_truly_were(clip: Path) -> None:
    for score in scores(clip):
        assert score.misses == KNOWN.get(clip.stem, ())
        assert score.partial_off in (PARTIALS.get(clip.stem, 0), None)


def test_only_what_is_known_to_be_hidden_is_not_judged() -> None:
    every = [score for clip in CLIPS for score in scores(clip)]
    assert {(score.exercise, fault) for score in every for fault in score.faults.unjudged} == NOT_JUDGED


def test_angles_and_times_are_within_their_targets() -> None:
    found = {total.exercise: total for total in totals(score for clip in CLIPS for score in scores(clip))}
    assert found[ALL].precision >= 0.95
    assert found[ALL].recall >= 0.9
    assert found[ALL].judged_right >= 0.95 * found[ALL].judged
    assert found["hip-abduction"].peak.mae <= 2.5
    assert found["squat"].measures["knee_valgus"].mae <= 2.5
    assert found["single-leg-balance"].hold_mae_s <= 0.25
    assert found["figure-four"].hold_mae_s <= 0.1
    assert all(found[e].hold_mae_s <= 0.2 for e in ("knee-to-chest", "lateral-quad-roll", "tfl-stretch"))
    assert found["clamshell"].peak.mae <= 4.0
    assert found["glute-bridge"].measures["bridge_line"].mae <= 4.0
    assert found["glute-bridge"].measures["top_knee_flexion"].mae <= 4.0
    assert found["single-leg-squat"].measures["bent_knee_valgus"].mae <= 4.0
    assert found["step-down"].measures["knee_over_toe"].mae <= 0.05
    assert found["trendelenburg"].hold_mae_s <= 0.25
    for exercise in ("hip-abduction", "clamshell", "squat", "glute-bridge", "single-leg-squat", "step-down"):
        assert found[exercise].boundary_s.mae <= 0.25, exercise
    for exercise, total in found.items():
        for m in EXERCISES[exercise].measures if exercise != ALL else ():
            if m.name in total.measures and not math.isnan(m.error):
                assert total.measures[m.name].p95 <= m.error, f"the ± shown for {m.name} is a hope"


PELVIS = [clip for clip in CLIPS if clip.stem.startswith("balance_pelvis")]
PLAIN = ("balance_pelvis_right_held_4",)
"""A long loose shirt without an edge in the band that is looked at: rightly not judged."""


@pytest.mark.parametrize("clip", PELVIS, ids=lambda clip: clip.stem)
def test_the_tilt_of_the_pelvis_is_read_off_the_picture(clip: Path) -> None:
    truth = read_truth(clip.with_suffix(".json"))
    assert truth.side is not None
    poses = read_poses(FIXTURES / "poses" / f"{clip.stem}.npz").poses
    t = np.array([pose.t for pose in poses])
    true = np.interp(t, truth.angles["t_s"], truth.angles["pelvic_drop_seen"])
    read = np.array([-obliquity(pose, truth.side) for pose in poses])
    on_one_leg = (t > 4.2) & (t < 13.4)
    known = on_one_leg & ~np.isnan(read)
    if clip.stem in PLAIN:
        assert known.sum() < 0.05 * on_one_leg.sum()
        return
    assert known.sum() > 0.95 * on_one_leg.sum()
    rest = np.nanmedian(read[t < 2.2])
    off = Errors((read - rest - true)[known], true[known])
    assert off.mae <= (1.5 if truth.markers else 2.5)
    if np.ptp(true[known]) > 5.0:
        assert (0.9 if truth.markers else 0.75) < off.slope < 1.1
    level = known & (np.abs(true) < 2.0)
    assert np.abs(read - rest)[level].max() < 5.0, "a level pelvis called a drop"


def test_a_truth_file_needs_only_what_one_knows(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(
        '{"schema": "formcheck.truth/1", "exercise": "hip-abduction", "side": "left", "counts": {"reps": 8}}'
    )
    truth = read_truth(tmp_path / "mine.json")
    assert truth.counts == {"reps": 8}
    assert truth.reps is None
    assert truth.faults is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "other"}', '{"schema": "formcheck.truth/1"}'])
def test_a_malformed_truth_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "clip.json").write_text(text)
    with pytest.raises(TruthError, match=r"clip\.json") as refused:
        read_truth(tmp_path / "clip.json")
    assert not any(word in str(refused.value) for word in ("Error(", "object"))


def test_a_folder_without_clips_is_named(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match=tmp_path.name):
        cases([tmp_path])


def test_a_clip_that_is_not_there_and_one_without_truth_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no clip or folder .*clip\.mp4"):
        cases([tmp_path / "clip.mp4"])
    (tmp_path / "clip.mp4").touch()
    with pytest.raises(TruthError, match=r"no truth .*clip\.json"):
        cases([tmp_path / "clip.mp4"])
