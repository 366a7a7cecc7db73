"""Timed, not measured: who is there and still (or rolls) gets the time, and nothing more is claimed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.consent import agreed
from formcheck.cueing import Cue
from formcheck.errors import ExerciseError
from formcheck.exercise import Exercise, Hold
from formcheck.exercises import EXERCISES, find
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.measures import Body, Label, joint_speed, presence, stroke_rate
from formcheck.pose import Joint, Pose, Side
from formcheck.recording import read_poses
from formcheck.session import Session, analyze
from formcheck.update import Update
from people import clock, lying, rolling, seated, slid, squatting, supine

POSES = Path(__file__).parent.parent / "fixtures" / "poses"
TIMED = [e for e in EXERCISES.values() if e.label in (Label.TIMED, Label.SELF_DECLARED)]
RELEASES = [e for e in TIMED if e.id.endswith("-release")]
each_release = pytest.mark.parametrize("exercise", RELEASES, ids=lambda e: e.id)


def lain(exercise: Exercise, t: float) -> Pose:
    """Somebody in the position of a release."""
    on_back = exercise.off or exercise.id == "glute-max-release"
    return supine(t, Side.LEFT) if on_back else lying(t, Side.LEFT)


def done(exercise: Exercise, seconds: float, at: Callable[[float], float]) -> list[Update]:
    """A release by somebody who is `at` so many trunk lengths along the picture at a time."""
    return list(analyze([slid(lain(exercise, t), at(t)) for t in clock(seconds, 15.0)], Session(exercise)))


def cues(updates: list[Update]) -> list[str]:
    return [event.id for update in updates for event in update.events if isinstance(event, Cue)]


def faults(updates: list[Update]) -> list[str]:
    return [event.id for update in updates for event in update.events if isinstance(event, Fault)]


def held_s(updates: list[Update]) -> float:
    held = updates[-1].held
    assert held is not None
    return held.total_s


# --- releases -----------------------------------------------------------------------------------------------


@each_release
def test_ninety_seconds_of_stillness_are_what_is_asked_for_and_two_minutes_the_end(exercise: Exercise) -> None:
    updates = done(exercise, 135.0, lambda t: 0.0)
    assert held_s(updates) == 120.0
    assert cues(updates) == ["begin", "breathe", "done", "enough"]
    assert faults(updates) == []
    assert isinstance(exercise.work, Hold)
    assert exercise.work.rule.target_s == 90.0


@each_release
def test_rubbing_stops_the_clock_and_is_said(exercise: Exercise) -> None:
    updates = done(exercise, 40.0, lambda t: 0.1 * math.sin(2 * math.pi * t) if 15.0 < t < 25.0 else 0.0)
    assert held_s(updates) == pytest.approx(30.0, abs=1.0)  # once it is stillness, it counts from its beginning
    assert "not-still" in cues(updates)
    [fault] = [event for update in updates for event in update.events if isinstance(event, Fault)]
    assert fault.id == "not-still"
    assert fault.end_t == pytest.approx(25.0, abs=0.5)  # when stillness began, though it is sure only later


@each_release
def test_who_never_lies_still_collects_nothing(exercise: Exercise) -> None:
    assert held_s(done(exercise, 20.0, lambda t: 0.1 * math.sin(2 * math.pi * t))) == 0.0


@each_release
def test_who_stands_collects_nothing_and_is_told_so(exercise: Exercise) -> None:
    updates = list(analyze([squatting(t) for t in clock(6.0, 15.0)], Session(exercise)))
    assert held_s(updates) == 0.0
    assert updates[-1].advice is not None
    assert updates[-1].advice.seen == "standing"


def test_who_sits_on_a_chair_does_not_lie_on_a_ball() -> None:
    poses = [seated(t, Side.LEFT, 0.0) for t in clock(12.0, 15.0)]
    updates = list(analyze(poses, Session(find("glute-max-release"))))
    assert held_s(updates) == 0.0
    assert updates[-1].advice is not None
    assert updates[-1].advice.id == "on-a-chair"


@each_release
def test_a_pause_of_six_seconds_is_no_release(exercise: Exercise) -> None:
    assert held_s(done(exercise, 30.0, lambda t: 0.1 * math.sin(2 * math.pi * t) if t % 9 < 3 else 0.0)) == 0.0


@each_release
def test_a_small_shift_is_no_rubbing(exercise: Exercise) -> None:
    updates = done(exercise, 30.0, lambda t: 0.02 * math.sin(2 * math.pi * t / 4))
    assert held_s(updates) > 25.0


def test_landmarks_of_somebody_who_lies_still_are_still_enough() -> None:
    # Rendered, 12 s, one foot shifted by 5 cm at 7 s: no rubbing.
    updates = list(analyze(read_poses(POSES / "abduction_left_idle.npz").poses, Session(find("glute-med-release"))))
    assert held_s(updates) == pytest.approx(12.0, abs=0.5)


def test_one_ankle_that_jumps_about_is_no_movement() -> None:
    rng = np.random.default_rng(1)
    poses = []
    for t in clock(12.0, 15.0):
        pose = lying(t, Side.LEFT)
        xy = pose.xy.copy()
        xy[27] += rng.uniform(-40, 40, 2)
        poses.append(replace(pose, xy=xy))
    assert held_s(list(analyze(poses, Session(find("tfl-release"))))) > 8.0


def lately(change: Callable[[Pose], Pose], at_s: Callable[[float], bool]) -> Body:
    """A second of lying on the side, changed at some times of it."""
    poses = tuple(change(lying(t, Side.LEFT)) if at_s(t) else lying(t, Side.LEFT) for t in clock(1.01, 15.0))
    return Body(poses[-1], Side.LEFT, lately=poses)


def test_knees_that_tremble_are_no_movement() -> None:
    def trembled(pose: Pose) -> Pose:
        xy = pose.xy.copy()
        xy[Joint.KNEE.of(Side.RIGHT)] += 8.0
        return replace(pose, xy=xy)

    assert joint_speed(lately(trembled, lambda t: t % 0.3 < 0.1)) == 0.0
    assert joint_speed(lately(trembled, lambda t: t > 0.5)) > 0.1


def test_a_speed_needs_a_second_and_is_told_in_trunks_a_second() -> None:
    def moved(pose: Pose) -> Pose:
        return slid(pose, 0.2)

    body = lately(moved, lambda t: t > 0.5)
    assert joint_speed(body) == pytest.approx(0.4)
    assert math.isnan(joint_speed(replace(body, lately=body.lately[-9:])))


def intervals(updates: list[Update]) -> list[tuple[float, float]]:
    return [(e.start_t, e.end_t) for update in updates for e in update.events if isinstance(e, Interval)]


@each_release
def test_who_is_still_from_the_beginning_is_timed_from_the_beginning(exercise: Exercise) -> None:
    held = intervals(done(exercise, 23.0, lambda t: 0.1 * (1 - math.cos(4 * (t - 10.0))) if 10.0 < t < 14.7 else 0.0))
    assert held == [pytest.approx((0.0, 10.0), abs=0.2), pytest.approx((14.7, 23.0), abs=0.2)]


# --- rolling ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("per_min", [10.0, 15.0, 25.0, 40.0])
def test_strokes_are_counted_whatever_the_pace(per_min: float) -> None:
    exercise = find("lateral-quad-roll")
    updates = list(analyze([rolling(t, 1.0, Side.LEFT, per_min) for t in clock(30.0, 15.0)], Session(exercise)))
    rates = [u.reading[stroke_rate] for u in updates if u.t > 18.0 and not math.isnan(u.reading[stroke_rate])]
    assert np.median(rates) == pytest.approx(per_min, abs=1.5)
    assert held_s(updates) > 24.0


@pytest.mark.parametrize("per_min", [15.0, 25.0, 33.0, 40.0])
@pytest.mark.parametrize("way", [0.2, 0.35])
def test_rolling_is_timed_from_leaving_rest_to_coming_to_rest_whatever_the_pace(per_min: float, way: float) -> None:
    end = 3.2 + round(17.0 * per_min / 60) * 60 / per_min

    def at(t: float) -> float:
        return way * (1 - math.cos(2 * math.pi * (t - 3.2) * per_min / 60)) / 2 if 3.2 < t < end else 0.0

    poses = [slid(lying(t, Side.LEFT), at(t)) for t in clock(30.0, 15.0)]
    held = intervals(list(analyze(poses, Session(find("lateral-quad-roll")))))
    assert held == [pytest.approx((3.2, end), abs=0.3)]


@pytest.mark.parametrize("per_min", [15.0, 25.0, 45.0])
def test_rolling_that_stops_for_three_seconds_pauses_and_is_told(per_min: float) -> None:
    stroke_s = 60.0 / per_min
    stop = 2.0 + stroke_s * math.ceil(8.0 / stroke_s)
    on, end = stop + 3.0, stop + 3.0 + stroke_s * math.ceil(8.0 / stroke_s)

    def at(t: float) -> float:
        since = t - 2.0 if t < stop else t - on
        return 0.15 * (1 - math.cos(2 * math.pi * since / stroke_s)) if 2.0 < t < stop or on < t < end else 0.0

    poses = [slid(lying(t, Side.LEFT), at(t)) for t in clock(end + 3.0, 10.0)]
    updates = list(analyze(poses, Session(find("lateral-quad-roll"))))
    assert intervals(updates) == [pytest.approx((2.0, stop), abs=0.3), pytest.approx((on, end), abs=0.3)]
    assert "not-rolling" in cues(updates)
    [pause] = [e for update in updates for e in update.events if isinstance(e, Fault) and e.id == "not-rolling"]
    assert (pause.start_t, pause.end_t) == pytest.approx((stop, on), abs=0.3)


def test_a_quick_roll_is_told_within_fifteen_seconds() -> None:
    poses = [rolling(t, 1.0, Side.LEFT, 40.0) for t in clock(30.0, 10.0)]
    updates = list(analyze(poses, Session(find("lateral-quad-roll"))))
    told = next(u.t for u in updates for e in u.events if isinstance(e, Cue) and e.id == "fast-rolling")
    assert 10.0 < told < 15.0


@pytest.mark.parametrize(("per_min", "said"), [(15.0, False), (25.0, False), (40.0, True)])
def test_a_quick_roll_is_slowed_down(per_min: float, said: bool) -> None:
    exercise = find("lateral-quad-roll")
    updates = list(analyze([rolling(t, 1.0, Side.LEFT, per_min) for t in clock(45.0, 15.0)], Session(exercise)))
    assert ("fast-rolling" in cues(updates)) is said


@pytest.mark.parametrize("way", [0.3, 1.0])
def test_who_shifts_and_does_not_come_back_does_not_roll(way: float) -> None:
    moved = [slid(lying(t, Side.LEFT), way * min(1.0, max(0.0, (t - 5.0) / 4.0))) for t in clock(15.0, 15.0)]
    assert held_s(list(analyze(moved, Session(find("lateral-quad-roll"))))) == 0.0


def test_who_only_lies_on_the_roller_does_not_roll() -> None:
    exercise = find("lateral-quad-roll")
    updates = list(analyze([lying(t, Side.LEFT) for t in clock(15.0, 15.0)], Session(exercise)))
    assert held_s(updates) == 0.0
    recorded = read_poses(POSES / "abduction_left_idle.npz").poses
    assert held_s(list(analyze(recorded, Session(exercise)))) == 0.0


# --- self-declared ------------------------------------------------------------------------------------------


def test_the_share_of_a_body_in_the_picture() -> None:
    assert presence(Body(lying(0.0, Side.LEFT), Side.LEFT)) == 1.0
    assert presence(Body(Pose.nobody(0.0, (640, 360)), Side.LEFT)) == 0.0


def test_what_is_off_is_refused_until_one_agrees() -> None:
    off = {e.id for e in EXERCISES.values() if e.off}
    assert off == {"iliacus-release", "psoas-release", "pelvic-realignment"}
    for id in ("iliacus-release", "psoas-release"):
        with pytest.raises(ExerciseError, match=f"formcheck setup {id}.*--consent"):
            agreed(find(id), False, None, None)
        assert agreed(find(id), True, None, None) is find(id)
        assert find(id).cautions


@pytest.mark.parametrize(
    ("side", "seconds"), [(None, None), (Side.LEFT, None), (None, 30.0), (Side.LEFT, 0.0), (Side.LEFT, math.nan)]
)
def test_side_and_seconds_of_a_realignment_are_the_person_s_to_say(side: Side | None, seconds: float | None) -> None:
    with pytest.raises(ExerciseError, match=r"--side .*--seconds"):
        agreed(find("pelvic-realignment"), True, side, seconds)


def test_a_realignment_takes_the_declared_time_and_suggests_no_side() -> None:
    exercise = agreed(find("pelvic-realignment"), True, Side.LEFT, 30.0)
    *_, last = analyze([supine(t, Side.RIGHT) for t in clock(10.0, 15.0)], Session(exercise))
    assert last.held is not None
    assert last.held.target_s == 30.0
    assert last.held.total_s == pytest.approx(10.0, abs=0.5)
    assert last.side is None


def test_a_realignment_stops_at_the_declared_time_and_says_so() -> None:
    exercise = agreed(find("pelvic-realignment"), True, Side.LEFT, 30.0)
    updates = list(analyze([supine(t, Side.LEFT) for t in clock(45.0, 15.0)], Session(exercise)))
    assert held_s(updates) == 30.0
    assert cues(updates) == ["done"]
    assert faults(updates) == []


def test_seconds_are_not_for_exercises_that_have_a_dose() -> None:
    with pytest.raises(ExerciseError, match="--seconds"):
        agreed(find("tfl-release"), False, None, 30.0)
