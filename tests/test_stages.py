"""Single-leg balance in stages: finding one, its gate, what is claimed for it, the directions of a moving leg."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.app import Plan, from_recording, perform
from formcheck.consent import agreed
from formcheck.cueing import Priority
from formcheck.errors import ExerciseError
from formcheck.exercise import Exercise, Tap
from formcheck.exercises import EXERCISES, find
from formcheck.exercises.single_leg_balance import TAPS, foot_up, leg_ahead, leg_behind, leg_out
from formcheck.measures import Body, Label, measure
from formcheck.overlay.look import clock
from formcheck.pose import Joint, Landmark, Pose, Side
from formcheck.programme.model import EYES_CLOSED, EYES_OPEN, MOVING_LEG, OFFERED, STAGES
from formcheck.recording import read_poses
from formcheck.session import Session, analyze
from formcheck.stance import LIFTED
from formcheck.taps import AHEAD, LIFT_S, LONGEST_S, TapCounter, Tapped
from formcheck.update import Update
from formcheck.verification.truth import read_truth
from formcheck.verification.verify import Case, recorded, verify
from people import balancing

POSES = Path(__file__).parent.parent / "fixtures" / "poses"
ID = "single-leg-balance"
BOTH = pytest.mark.parametrize("side", list(Side))


def judged(exercise: Exercise, clip: str, change: Callable[[Pose], Pose] = lambda pose: pose) -> dict[str, Any]:
    """The summary of a recording."""
    recording = read_poses(POSES / f"{clip}.npz")
    poses = from_recording(change(pose) for pose in recording.poses)
    return perform(Plan(exercise), recording.about, poses).log.document(recording.about)


# --- finding a stage ----------------------------------------------------------------------------------------


def test_a_stage_is_found_by_its_name_and_the_first_without_one() -> None:
    assert [find(ID, stage).stage for stage in STAGES] == list(STAGES)
    assert find(ID) is find(ID, EYES_OPEN) is EXERCISES[ID]


def test_the_programme_offers_the_stages_that_there_are() -> None:
    assert {stage.stage for stage in find(ID).stages} == OFFERED


@pytest.mark.parametrize(
    ("id", "stage", "words"),
    [("squat", EYES_CLOSED, "squat has no stages; leave --stage out"), (ID, "blind", f"blind.*{', '.join(STAGES)}")],
)
def test_a_stage_that_is_not_there_is_refused_in_one_line(id: str, stage: str, words: str) -> None:
    with pytest.raises(ExerciseError, match=words) as refused:
        find(id, stage)
    assert "\n" not in str(refused.value)


# --- eyes closed --------------------------------------------------------------------------------------------


def test_eyes_are_closed_only_by_who_has_read_the_cautions() -> None:
    closed = find(ID, EYES_CLOSED)
    with pytest.raises(ExerciseError, match=f"formcheck setup {ID} --stage eyes-closed.*--consent"):
        agreed(closed, False, None, None)
    assert agreed(closed, True, None, None) is closed
    told = " ".join(closed.cautions)
    assert all(word in told for word in ("counter", "izziness", "fall", "nerve", "65", "10 s"))
    assert not find(ID).off
    assert not find(ID, MOVING_LEG).off


def test_eyes_closed_is_judged_as_eyes_open_and_claims_no_more_than_the_person_said() -> None:
    opened, closed = (judged(find(ID, stage), "balance_left_faults") for stage in (EYES_OPEN, EYES_CLOSED))
    assert (opened["stage"], closed["stage"]) == (EYES_OPEN, EYES_CLOSED)
    assert closed["hold"] == {**opened["hold"], "label": "self-declared"}
    assert opened["hold"]["total_s"] > 20
    assert [fault["id"] for fault in closed["faults"]] == [fault["id"] for fault in opened["faults"]]
    said = {cue["id"]: cue["say"] for cue in closed["cues"]}
    assert "open them" in said["close-eyes"].lower()
    assert "close-eyes" not in {cue["id"] for cue in opened["cues"]}


def test_the_word_to_close_the_eyes_comes_when_the_foot_is_up() -> None:
    closed = judged(find(ID, EYES_CLOSED), "balance_left_level")
    begun, _ = closed["hold"]["intervals"][0]
    said_s = next(cue["t_s"] for cue in closed["cues"] if cue["id"] == "close-eyes")
    assert begun + 1.0 <= said_s < begun + 3.0


# --- the ways of a free leg ---------------------------------------------------------------------------------


def _signal(name: str, label: Label) -> Tap:
    @measure("deg", label)
    def read(body: Body) -> float:
        raise AssertionError("tests give the readings")

    return Tap(name, read, 10.0, f"Now {name}")


OUT, BACK = _signal("out", Label.MEASURED), _signal("back", Label.ESTIMATED)
HZ = 15.0


def counted(out: Sequence[float], back: Sequence[float] | None = None) -> list[Tapped]:
    """What is counted in two signals, sampled at 15 Hz after the foot is up."""
    counter, found = TapCounter((OUT, BACK)), []
    hung = [0.0] * math.ceil(LIFT_S * HZ + 1)
    second = [0.0] * len(out) if back is None else back
    for i, (x, y) in enumerate(zip([*hung, *out], [*hung, *second], strict=True)):
        if tapped := counter.update(i / HZ, {OUT.signal: x, BACK.signal: y}):
            found.append(tapped)
    return found


def swing(peak: float, seconds: float, low: float = 0.0) -> list[float]:
    """Out and back along a cosine."""
    t = np.linspace(0.0, 1.0, math.ceil(seconds * HZ))
    return list(low + (peak - low) * (0.5 - 0.5 * np.cos(2 * np.pi * t)))


def test_every_way_out_and_back_counts_once() -> None:
    assert [tapped.id for tapped in counted(swing(14.0, 1.5) * 3)] == ["out"] * 3


def test_it_need_not_come_back_fully() -> None:
    assert len(counted(swing(20.0, 1.5) + swing(20.0, 1.5, low=5.0)[5:] + [0.0] * 5)) == 2


def test_a_little_way_a_pulse_at_the_end_and_another_place_to_hang_are_none() -> None:
    assert not counted(swing(9.0, 1.5) * 3)
    assert len(counted([*np.linspace(0, 20, 10), *swing(20.0, 0.6, low=16.0) * 3, *np.linspace(20, 0, 10)])) == 1
    stays = [20.0] * math.ceil((LONGEST_S + 1.0) * HZ)
    assert not counted([*np.linspace(0, 20, 10), *stays, *np.linspace(20, 0, 10)])


def test_there_is_one_leg_so_that_it_goes_one_way_at_a_time() -> None:
    assert [tapped.id for tapped in counted(swing(30.0, 1.5), swing(12.0, 1.5))] == ["out"]
    # hanging is 12 back, and away from there while the leg is out: to come back is not to go back
    hangs, away = [12.0] * 30, [12.0 - x for x in swing(12.0, 1.5)]
    out, back = [0.0] * 30 + swing(20.0, 1.5) + [0.0] * 20, hangs + away + [12.0] * 20
    assert [tapped.id for tapped in counted([0.0] * 80 + out, [12.0] * 80 + back)] == ["out"]


def test_a_foot_that_touches_down_ends_the_way() -> None:
    counter = TapCounter((OUT, BACK))
    for i, x in enumerate([0.0] * 10 + swing(20.0, 1.5)[:12]):
        counter.update(i / HZ, {OUT.signal: x, BACK.signal: 0.0})
    counter.forget()
    for i, x in enumerate(swing(20.0, 1.5)[12:] + [0.0] * 10):
        assert counter.update(3.0 + i / HZ, {OUT.signal: x, BACK.signal: 0.0}) is None


def test_what_is_not_seen_says_nothing() -> None:
    gap = swing(20.0, 2.0)
    gap[3:6] = gap[18:20] = [math.nan] * 2
    assert len(counted(gap)) == 1
    assert not counted([math.nan] * 30)


def test_a_direction_that_lags_behind_is_asked_for() -> None:
    counter = TapCounter((OUT, BACK))
    wishes = []
    for i, x in enumerate([0.0] * 10 + swing(20.0, 1.5) * AHEAD):
        if tapped := counter.update(i / HZ, {OUT.signal: x, BACK.signal: 0.0}):
            wishes.append(counter.wish(i / HZ, tapped))
    assert wishes[:-1] == [None] * (AHEAD - 1)
    assert wishes[-1] is not None
    assert (wishes[-1].say, wishes[-1].priority) == ("Now back", Priority.PRAISE)


# --- what they are told by ----------------------------------------------------------------------------------


def moved(pose: Pose, landmark: Landmark, by: Sequence[float]) -> Pose:
    """The pose with one landmark at another place: pixels across and down, metres away from the lens."""
    xy, xyz = pose.xy.copy(), pose.xyz.copy()
    xy[landmark] += by[:2]
    xyz[landmark, 2] += by[2]
    return replace(pose, xy=xy, xyz=xyz)


@BOTH
def test_a_leg_to_the_side_ahead_and_behind(side: Side) -> None:
    rest, ankle = balancing(0.0, side), Joint.ANKLE.of(side.other)
    outward = 40.0 * side.other.sign  # pixels; the front of the figure is to the lens, its left on the right
    seen = Body(moved(balancing(1.0, side, 0.3), ankle, (outward, 0.0, 0.0)), side, rest)
    assert leg_out(seen) > 10.0
    assert leg_out(Body(seen.pose.mirrored(), side.other, rest.mirrored())) == pytest.approx(leg_out(seen))
    assert leg_ahead(Body(moved(rest, ankle, (0.0, 10.0, 0.0)), side, rest)) > 0.2  # drawn below the floor
    assert leg_ahead(Body(balancing(1.0, side, 0.3), side, rest)) <= 0.0
    assert leg_ahead(Body(rest, side, rest)) == pytest.approx(LIFTED), "as low as the floor, for a foot in the air"
    assert leg_behind(Body(moved(rest, ankle, (0.0, 0.0, 0.3)), side, rest)) == pytest.approx(0.3)
    assert all(abs(m(Body(rest, side, rest))) < 1e-9 for m in (leg_out, leg_behind))
    assert all(math.isnan(m(Body(rest, side))) for m in (leg_out, leg_ahead, leg_behind))


@BOTH
def test_a_foot_drawn_at_the_floor_is_up_if_its_leg_looks_ahead(side: Side) -> None:
    rest, free = balancing(0.0, side), side.other
    lower = moved(rest, Joint.KNEE.of(free), (0.0, -4.0, 0.0))  # the shank longer, the thigh shorter
    ahead = moved(lower, Joint.FOOT_INDEX.of(free), (0.0, 3.0, 0.0))
    assert foot_up(Body(rest, side, rest)) == pytest.approx(0.0, abs=0.01)
    assert foot_up(Body(ahead, side, rest)) == pytest.approx(LIFTED)


def test_only_the_way_to_the_side_is_called_measured() -> None:
    assert {tap.id: tap.signal.label for tap in TAPS} == {
        "front": Label.ESTIMATED, "side": Label.MEASURED, "back": Label.ESTIMATED,
    }  # fmt: skip


@pytest.mark.parametrize("change", [lambda pose: pose, Pose.mirrored], ids=["as it is", "mirrored"])
def test_directions_are_counted_and_the_foot_ahead_is_no_touch_down(change: Callable[[Pose], Pose]) -> None:
    summary = judged(find(ID, MOVING_LEG), "moving_leg_left_directions", change)
    assert summary["stage"] == MOVING_LEG
    assert summary["directions"] == {"front": 2, "side": 2, "back": 2}
    assert len(summary["hold"]["intervals"]) == 1
    assert summary["faults"] == []
    # the same clip as a plain balance: the foot ahead is drawn on the floor, or the other leg's
    plain = judged(find(ID), "moving_leg_left_directions", change)
    assert plain["hold"]["total_s"] < summary["hold"]["total_s"] - 1.0
    assert "directions" not in plain


def test_a_foot_that_touches_down_stops_the_clock_of_a_moving_leg() -> None:
    summary = judged(find(ID, MOVING_LEG), "moving_leg_right_directions")
    assert [fault["id"] for fault in summary["faults"]] == ["touch-down"]
    assert len(summary["hold"]["intervals"]) == 2


def test_a_way_that_did_not_happen_is_a_miss_and_so_is_one_that_was_not_found() -> None:
    clip = POSES.parent / "videos" / "moving_leg_left_directions.json"
    truth = read_truth(clip)
    assert truth.taps is not None
    first, *others = truth.taps
    wrong = replace(truth, taps=(replace(first, direction="back"), *others))
    (score,) = verify(Case(clip.with_suffix(".mp4"), wrong), recorded(POSES))
    assert score.misses == ("false front tap ×1", "missed back tap ×1")


# --- on the screen ------------------------------------------------------------------------------------------


def last_of(stage: str, clip: str) -> Update:
    """The last update but the closing one."""
    poses = read_poses(POSES / f"{clip}.npz").poses
    return [update for update in analyze(poses, Session(find(ID, stage))) if update.ready][-1]


def test_the_screen_claims_no_closed_eyes_and_counts_estimates_as_about_so_many() -> None:
    beside = {
        stage: clock(last_of(stage, "moving_leg_left_directions"), find(ID, stage))
        for stage in STAGES
    }  # fmt: skip
    claims = {stage: ring.claim for stage, ring in beside.items() if ring is not None}
    assert claims == {
        EYES_OPEN: "", EYES_CLOSED: "eyes self-declared", MOVING_LEG: "front ~2, side 2, back ~2",
    }  # fmt: skip
