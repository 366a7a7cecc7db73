"""Whole sets of stick figures: what is counted, what is called good, what is wrong, and what is said of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from formcheck.cueing import Cue, Priority
from formcheck.errors import ExerciseError
from formcheck.exercises import EXERCISES, find
from formcheck.faults import Fault
from formcheck.holds import Interval
from formcheck.pose import Joint, Pose, Side
from formcheck.session import Session, analyze
from formcheck.update import Event, Partial, Rep, Update
from people import (
    IDEAL,
    SIZE,
    Draw,
    Moves,
    absent,
    act,
    balancing,
    clam,
    clock,
    depth,
    lying,
    lying_down,
    one_after_another,
    raised_cosine,
    rep,
    rest,
    shaken,
    squatting,
    stepping_down,
    then,
    times,
    walking_in,
)

SIDES = pytest.mark.parametrize("side", list(Side))
ALL = pytest.mark.parametrize("id", sorted(EXERCISES))


@dataclass
class Told:
    """All that a session said of a set."""

    updates: list[Update] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        return [event for update in self.updates for event in update.events]

    @property
    def counts(self) -> tuple[int, int, int]:
        last = self.updates[-1].counts
        return last.reps, last.good, last.partial

    @property
    def reps(self) -> list[Rep]:
        return [event for event in self.events if isinstance(event, Rep)]

    @property
    def faults(self) -> list[str]:
        return [event.id for event in self.events if isinstance(event, Fault)]

    @property
    def cues(self) -> list[str]:
        return [event.id for event in self.events if isinstance(event, Cue)]

    @property
    def held_s(self) -> list[float]:
        return [hold.seconds for hold in self.holds]

    @property
    def holds(self) -> list[Interval]:
        return [event for event in self.events if isinstance(event, Interval)]


def told(id: str, poses: Iterable[Pose], side: Side | None = None) -> Told:
    """What a session says of these poses."""
    return Told(list(analyze(poses, Session(find(id), side))))


def seen(draw: Draw, moves: Moves, start: float = 0.0) -> list[Pose]:
    """What a slow camera sees of somebody who moves."""
    return act(draw, moves, hz=15.0, start=start)


def set_of(n: int, draw: Draw, cycle: Moves) -> list[Pose]:
    """A moment of rest, and a cycle so many times."""
    return seen(draw, then(rest(1.5), times(n, cycle)))


# --- done well ----------------------------------------------------------------------------------------------


@SIDES
@pytest.mark.parametrize("id", ["hip-abduction", "clamshell", "squat", "single-leg-squat", "step-down"])
def test_a_set_done_well_is_all_good_and_nothing_is_said(id: str, side: Side) -> None:
    done = told(id, IDEAL[id].poses(2, side))
    assert done.counts == (2, 2, 0)
    assert [rep.n for rep in done.reps] == [1, 2]
    assert (done.faults, done.cues) == ([], [])
    assert {rep.side for rep in done.reps} == {None if EXERCISES[id].both_sides else side}


@SIDES
def test_a_balance_done_well_collects_its_time_and_nothing_is_wrong(side: Side) -> None:
    cycle = IDEAL["single-leg-balance"].cycle
    done = told("single-leg-balance", seen(lambda t, foot: balancing(t, side, foot), cycle))
    [hold] = done.holds
    assert hold.seconds == pytest.approx(6.9, abs=0.3)
    assert done.faults == []
    held = done.updates[-1].held
    assert held is not None
    assert held.total_s == held.best_s == pytest.approx(hold.seconds)


@ALL
def test_the_frame_rate_does_not_matter(id: str) -> None:
    usual, *others = (told(id, IDEAL[id].poses(1, hz=hz)) for hz in (30.0, 10.0, 24.0, 60.0))
    for other in others:
        assert usual.counts == other.counts
        # What is told by a stretch of time begins when enough of it was seen: a picture later or earlier.
        late = 0.6 if EXERCISES[id].work.signal.over_s else 0.3
        assert other.held_s == pytest.approx(usual.held_s, abs=late)


@ALL
def test_a_mirror_exchanges_the_sides_and_nothing_else(id: str) -> None:
    poses = IDEAL[id].poses(1, Side.LEFT, hz=15.0)
    here, there = told(id, poses), told(id, [pose.mirrored() for pose in poses])
    assert here.counts == there.counts
    assert len(here.holds) == len(there.holds)
    sides = [(a.side, b.side) for a, b in zip(here.updates, there.updates, strict=True) if a.side]
    assert all(b is a.other for a, b in sides if b)
    told_apart = any(EXERCISES[id].find_side(pose) for pose in poses if pose.seen)
    assert bool(sides) is (told_apart and not EXERCISES[id].both_sides)


@ALL
def test_when_the_source_started_does_not_matter(id: str) -> None:
    early, late = (told(id, IDEAL[id].poses(1, hz=15.0, start=start)) for start in (0.0, 1000.0))
    assert early.counts == late.counts
    for one, two in zip(early.reps, late.reps, strict=True):
        assert two.swing.start_t - 1000.0 == pytest.approx(one.swing.start_t, abs=0.05)


# --- faults: each alone, as far as a person would take it ---------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One way to do an exercise wrong, and what must be said of it."""

    id: str
    fault: str
    draw: Callable[[float, float, Side], Pose]
    cycle: Moves


def part(share: float, wrong: dict[str, float]) -> dict[str, Any]:
    """So much of everything that goes wrong."""
    return {name: share * amount for name, amount in wrong.items()}


def abducting(**wrong: float) -> Callable[[float, float, Side], Pose]:
    """Lifting a leg to 30° while this much goes wrong at the top."""
    return lambda t, lift, side: lying(t, side, lift, **part(lift / 30.0, wrong))


def opening(**wrong: float) -> Callable[[float, float, Side], Pose]:
    """Opening a clam to 30° while this much goes wrong at the top."""
    return lambda t, level, side: clam(t, side, level, **part(level / 30.0, wrong))


def sinking(**wrong: float) -> Callable[[float, float, Side], Pose]:
    """Bending one knee by 52° while this much goes wrong at the bottom."""
    return lambda t, x, s: balancing(t, s, 0.6, sink=depth(x), **part(x / 52.0, wrong))


def coming_down(**wrong: float) -> Callable[[float, float, Side], Pose]:
    """A step down by a knee's bend of 62° while this much goes wrong at the bottom."""
    return lambda t, x, s: stepping_down(t, s, depth(x), **part(x / 62.0, wrong))


SINK, STEP = IDEAL["single-leg-squat"].cycle, IDEAL["step-down"].cycle
LIFT, OPEN = rep(30.0), rep(30.0, up=1.5, hold=0.8, down=2.4)

CASES = [
    Case("hip-abduction", "range-low", abducting(), rep(22.5)),
    Case("hip-abduction", "range-high", abducting(), rep(48.0)),
    Case("hip-abduction", "short-hold", abducting(), rep(30.0, up=0.8, hold=0.0, down=2.2)),
    Case("hip-abduction", "fast-lowering", abducting(), rep(30.0, down=0.6)),
    Case("hip-abduction", "knee-bent", abducting(bend=26.0), LIFT),
    Case("hip-abduction", "trunk-tilt", abducting(tilt=12.0), LIFT),
    Case("hip-abduction", "roll-back", abducting(roll=32.0), LIFT),
    Case("hip-abduction", "hip-hike", abducting(hike=17.0), LIFT),
    Case("hip-abduction", "toes-up", abducting(toe_up=0.3), LIFT),
    Case("hip-abduction", "leg-forward", lambda t, x, s: lying(t, s, x, reach=1.0 + 0.14 * x / 30), LIFT),
    Case("hip-abduction", "leg-back", lambda t, x, s: lying(t, s, x, reach=1.0 - 0.19 * x / 30), LIFT),
    Case("clamshell", "range-low", opening(), rep(17.5, up=1.5, hold=0.8, down=2.4)),
    Case("clamshell", "range-high", opening(), rep(60.0, up=1.5, hold=0.8, down=2.4)),
    Case("clamshell", "fast-lowering", opening(), rep(30.0, up=1.5, hold=0.8, down=0.6)),
    Case("clamshell", "roll-back", opening(roll=32.0), OPEN),
    Case("clamshell", "knee-offset", opening(slide=0.22), rep(45.0, up=1.5, hold=0.8, down=2.4)),
    Case("clamshell", "feet-apart", opening(feet=0.4), OPEN),
    Case("clamshell", "trunk-tilt", opening(tilt=12.0), OPEN),
    Case("squat", "knee-valgus", lambda t, x, _: squatting(t, depth(x), left=16 * x / 52, right=16 * x / 52),
         IDEAL["squat"].cycle),
    Case("squat", "knee-valgus", lambda t, x, _: squatting(t, depth(x), right=24 * x / 52), IDEAL["squat"].cycle),
    Case("single-leg-squat", "touch-down",
         lambda t, x, s: balancing(t, s, max(0.0, 0.6 - x / 50), sink=depth(x)), SINK),
    Case("single-leg-squat", "knee-valgus", sinking(valgus=18.0), SINK),
    Case("single-leg-squat", "pelvic-drop", sinking(drop=13.0), SINK),
    Case("single-leg-squat", "trunk-lean", sinking(lean=16.0), SINK),
    Case("step-down", "unsteady", coming_down(hop=9.0), STEP),
    Case("step-down", "knee-valgus", coming_down(valgus=36.0), STEP),
    Case("step-down", "pelvic-drop", coming_down(drop=9.0), STEP),
    Case("step-down", "hip-hike", coming_down(drop=-9.0), STEP),
    Case("step-down", "trunk-lean", coming_down(lean=14.0), STEP),
    Case("step-down", "arms-off", coming_down(hands=0.6), STEP),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id}-{case.fault}")
def test_a_repetition_done_wrong_counts_but_is_not_good_and_it_is_said_why(case: Case) -> None:
    side = (Side.LEFT, Side.RIGHT)[CASES.index(case) % 2]
    done = told(case.id, set_of(2, lambda t, level: case.draw(t, level, side), case.cycle))
    assert done.counts == (2, 0, 0)
    assert [rep.faults for rep in done.reps] == [(case.fault,)] * 2
    assert set(done.faults) == {case.fault}
    assert set(done.cues) == {case.fault}


def test_every_fault_of_counted_work_has_a_case_here() -> None:
    for id in ("hip-abduction", "clamshell", "squat", "single-leg-squat", "step-down"):
        limits = {limit.id for limit in EXERCISES[id].limits if not math.isinf(limit.bound.fault)}
        limits |= {limit.id for limit in EXERCISES[id].rep_limits}
        assert limits == {case.fault for case in CASES if case.id == id}


def test_a_squat_on_two_feet_is_no_single_leg_squat() -> None:
    done = told("single-leg-squat", IDEAL["squat"].poses(2, Side.LEFT, hz=15.0))
    assert done.counts == (0, 0, 0)
    assert done.cues == []


def test_knees_of_a_step_are_not_judged_while_it_is_unknown_which_leg_steps() -> None:
    done = told("step-down", set_of(2, lambda t, x: squatting(t, depth(x), left=25.0, right=25.0), SINK))
    assert done.counts == (0, 0, 0)
    assert done.cues == []


@SIDES
@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("pelvic-drop", {"drop": 11.0}),
        ("hip-hike", {"drop": -14.0}),
        ("trunk-lean", {"lean": 14.0}),
        ("trunk-lean", {"lean": -14.0}),
        ("knee-valgus", {"valgus": 14.0}),
    ],
)
def test_a_balance_held_wrong_is_timed_and_it_is_said_why(fault: str, wrong: dict[str, float], side: Side) -> None:
    def draw(t: float, foot: float) -> Pose:
        amount = raised_cosine(min(1.0, max(0.0, (t - 5.0) / 0.5)) if foot > 0 else 0.0)
        return balancing(t, side, foot, **part(amount, wrong))

    done = told("single-leg-balance", seen(draw, then(rest(1.5), Moves(((0.5, 0.6), (0.5, 12.0))))))
    assert set(done.faults) == {fault}
    assert set(done.cues) == {fault}
    assert [hold.seconds for hold in done.holds] == pytest.approx([12.5], abs=0.3)


@SIDES
def test_hips_that_wander_over_the_foot_sway(side: Side) -> None:
    def draw(t: float, foot: float) -> Pose:
        return balancing(t, side, foot, sway=7.0 * math.sin(2.0 * t) if t > 4.0 else 0.0)

    done = told("single-leg-balance", seen(draw, then(rest(1.5), Moves(((0.5, 0.6), (0.5, 15.0))))))
    assert set(done.faults) == set(done.cues) == {"sway"}


@SIDES
def test_getting_onto_one_leg_is_no_sway(side: Side) -> None:
    def draw(t: float, foot: float) -> Pose:
        return balancing(t, side, foot, sway=side.sign * 10.0 * raised_cosine(min(1.0, max(0.0, t - 1.5))))

    done = told("single-leg-balance", seen(draw, then(rest(2.5), Moves(((0.5, 0.6), (0.5, 10.0))))))
    assert (done.faults, done.cues) == ([], [])


@SIDES
def test_a_foot_that_touches_down_pauses_the_clock_and_is_told(side: Side) -> None:
    moves = then(rest(1.5), Moves(((0.5, 0.6), (0.5, 5.0), (0.0, 0.4), (0.0, 0.8), (0.5, 0.6), (0.5, 6.0))))
    done = told("single-leg-balance", seen(lambda t, foot: balancing(t, side, foot), moves))
    assert len(done.holds) == 2
    assert sum(hold.seconds for hold in done.holds) == pytest.approx(5.8 + 6.4, abs=0.4)
    assert done.faults == done.cues == ["touch-down"]


def test_a_fall_is_asked_about_at_once() -> None:
    def draw(t: float, foot: float) -> Pose:
        return balancing(t, Side.LEFT, foot, sink=48.0 * raised_cosine(min(1.0, max(0.0, (t - 6.0) / 0.4))))

    done = told("single-leg-balance", seen(draw, then(rest(1.5), Moves(((0.5, 0.6), (0.5, 5.0))))))
    falls = [event for event in done.events if isinstance(event, Cue) and event.id == "near-fall"]
    assert [cue.priority for cue in falls] == [Priority.SAFETY]
    assert 6.0 < falls[0].t < 6.6


# --- what is said, and when ---------------------------------------------------------------------------------


def test_what_is_nearly_wrong_is_worth_a_word_but_no_fault() -> None:
    done = told("hip-abduction", set_of(2, lambda t, lift: lying(t, Side.LEFT, lift), rep(39.0, hold=1.5)))
    assert done.counts == (2, 2, 0)
    assert done.cues == ["range-high"]
    assert done.faults == []


def test_the_same_cue_is_not_said_in_two_repetitions_running_however_slow_they_are() -> None:
    done = told("hip-abduction", set_of(2, lambda t, lift: lying(t, Side.LEFT, lift), rep(39.0, hold=5.0)))
    assert done.cues == ["range-high"]


def test_a_hold_that_is_nearly_long_enough_is_worth_a_word_too() -> None:
    done = told("hip-abduction", set_of(1, lambda t, lift: lying(t, Side.LEFT, lift), rep(30.0, up=0.8, hold=0.7)))
    assert done.counts == (1, 1, 0)
    assert done.cues == ["short-hold"]
    assert done.faults == []


def test_a_partial_repetition_is_encouraged_but_not_counted() -> None:
    done = told("hip-abduction", set_of(2, lambda t, lift: lying(t, Side.LEFT, lift), rep(15.0)))
    assert done.counts == (0, 0, 2)
    assert [round(event.swing.peak) for event in done.events if isinstance(event, Partial)] == [15, 15]
    assert done.cues == ["range-low"]
    assert done.faults == []


def test_a_deep_squat_is_worth_a_word_and_never_a_fault() -> None:
    done = told("squat", set_of(2, lambda t, knees: squatting(t, depth(knees)), rep(75.0, hold=1.0)))
    assert done.counts == (2, 2, 0)
    assert set(done.cues) == {"range-high"}


def test_a_squat_whose_knees_could_not_be_judged_counts_but_is_not_called_good() -> None:
    off_axis = 320.0 + 0.2 * SIZE[0]
    done = told("squat", set_of(2, lambda t, knees: squatting(t, depth(knees), x=off_axis), rep(52.0)))
    assert done.counts == (2, 0, 0)
    assert [rep.unjudged for rep in done.reps] == [("knee-valgus",)] * 2
    assert done.faults == []


def test_a_set_of_good_and_bad_repetitions_is_told_apart() -> None:
    cycle = then(LIFT, rep(22.0), rep(13.0), rep(30.0, down=0.6), LIFT)
    done = told("hip-abduction", set_of(1, lambda t, lift: lying(t, Side.RIGHT, lift), cycle))
    assert done.counts == (4, 2, 1)
    assert [rep.faults for rep in done.reps] == [(), ("range-low",), ("fast-lowering",), ()]


def test_one_thing_is_said_at_a_time_and_not_too_often() -> None:
    poses = set_of(4, lambda t, lift: lying(t, Side.LEFT, lift, tilt=15 * lift / 30, bend=25 * lift / 30), LIFT)
    done = told("hip-abduction", poses)
    cues = [event for event in done.events if isinstance(event, Cue)]
    assert all(sum(isinstance(event, Cue) for event in update.events) <= 1 for update in done.updates)
    assert all(b.t - a.t >= 4.0 for a, b in itertools.pairwise(cues))
    assert cues[0].id == "trunk-tilt"
    assert {cue.id for cue in cues} == {"trunk-tilt", "knee-bent"}


def test_a_cue_stays_on_the_screen_for_three_seconds() -> None:
    done = told("hip-abduction", set_of(1, lambda t, lift: lying(t, Side.LEFT, lift), then(rep(39.0), rest(4.0))))
    shown = [update.t for update in done.updates if update.cue]
    assert shown[-1] - shown[0] == pytest.approx(3.0, abs=0.1)


def test_what_is_wrong_now_is_told_while_it_is_wrong() -> None:
    done = told("hip-abduction", set_of(1, lambda t, lift: lying(t, Side.LEFT, lift, tilt=12 * lift / 30), LIFT))
    wrong = [update.t for update in done.updates if update.wrong]
    assert {id for update in done.updates for id in update.wrong} == {"trunk-tilt"}
    assert 2.0 < wrong[0] < 3.5
    assert 5.3 < wrong[-1] < 7.7


def test_the_count_down_of_a_hold_runs_to_zero() -> None:
    done = told("hip-abduction", set_of(1, lambda t, lift: lying(t, Side.LEFT, lift), rep(30.0, hold=3.0)))
    left = [update.hold_left_s for update in done.updates if update.hold_left_s is not None]
    assert left[0] > 1.0
    assert left[-1] == 0.0
    assert all(after <= before for before, after in itertools.pairwise(left))


# --- what is not the exercise -------------------------------------------------------------------------------


@ALL
def test_an_empty_room_is_silent(id: str) -> None:
    done = told(id, absent(5.0))
    assert done.events == []
    assert all(update.cue is None and not update.wrong and not update.ready for update in done.updates)
    assert {update.advice.id for update in done.updates if update.advice} == {"no-body"}
    assert all(math.isnan(value) for update in done.updates for value in update.reading.values())


@SIDES
def test_walking_in_lying_down_and_fidgeting_count_nothing(side: Side) -> None:
    poses = one_after_another(
        lambda t: absent(1.0, start=t),
        lambda t: walking_in(2.0, start=t),
        lambda t: lying_down(side, 2.5, start=t),
        lambda t: shaken([lying(at, side) for at in clock(3.0, start=t)], px=30.0),
        lambda t: IDEAL["hip-abduction"].poses(1, side, start=t),
        lambda t: lying_down(side, 2.5, start=t, up_again=True),
        lambda t: absent(1.0, start=t),
    )
    done = told("hip-abduction", poses)
    assert done.counts == (1, 1, 0)
    assert (done.faults, done.cues) == ([], [])


@pytest.mark.parametrize("id", ["squat", "single-leg-balance"])
def test_walking_about_counts_nothing(id: str) -> None:
    there = walking_in(3.0)
    back = [replace(pose, t=3.0 + i / 30) for i, pose in enumerate(reversed(there))]
    done = told(id, [*there, *back])
    assert done.events == []


def test_the_first_repetition_counts_though_it_begins_at_once() -> None:
    done = told("hip-abduction", seen(lambda t, lift: lying(t, Side.LEFT, lift), times(2, LIFT)))
    assert done.counts == (2, 2, 0)
    assert done.reps[0].swing.start_t == pytest.approx(0.0, abs=0.15)


def test_a_set_that_begins_with_the_leg_up_is_measured_from_the_true_rest() -> None:
    moves = then(Moves(((20.0, 0.0), (20.0, 2.0), (0.0, 1.5), (0.0, 1.0))), times(2, LIFT))
    done = told("hip-abduction", [lying(t, Side.LEFT, moves(t + 1e-9)) for t in clock(moves.seconds)])
    assert done.counts == (2, 2, 0)
    assert [rep.swing.peak for rep in done.reps] == pytest.approx([30.0, 30.0], abs=3.5)


@pytest.mark.parametrize(
    "moves",
    [
        Moves(((12.0, 0.0), (30.0, 1.0), (30.0, 2.0), (0.0, 2.4), (0.0, 2.0))),
        Moves(((15.0, 0.0), (15.0, 1.5), (40.0, 1.5), (40.0, 2.0), (0.0, 2.4), (0.0, 2.0))),
    ],
    ids=["begun on the way up", "begun with the leg held up"],
)
def test_what_was_measured_from_a_false_rest_is_not_told(moves: Moves) -> None:
    done = told("hip-abduction", [lying(t, Side.LEFT, moves(t + 1e-9)) for t in clock(moves.seconds, 20.0)])
    peaks = [event.swing.peak for event in done.events if isinstance(event, Rep | Partial)]
    assert all(peak == pytest.approx(max(level for level, _ in moves.steps), abs=3.5) for peak in peaks)
    assert "range-low" not in done.cues


def test_a_repetition_half_out_of_sight_is_not_counted() -> None:
    poses = set_of(3, lambda t, lift: lying(t, Side.LEFT, lift), LIFT)
    second_top = 1.5 + LIFT.seconds + 2.0
    gone = [Pose.nobody(p.t, SIZE) if second_top < p.t < second_top + 1.5 else p for p in poses]
    assert told("hip-abduction", gone).counts == (2, 2, 0)


def test_a_blink_of_the_model_changes_nothing() -> None:
    poses = set_of(2, lambda t, lift: lying(t, Side.LEFT, lift), LIFT)
    blinks = [Pose.nobody(pose.t, SIZE) if pose.t % 1.7 < 0.15 else pose for pose in poses]
    assert told("hip-abduction", blinks).counts == (2, 2, 0)


def test_a_landmark_that_is_lost_for_a_moment_keeps_its_reading_and_no_longer() -> None:
    def drawn(t: float, lift: float) -> Pose:
        pose = lying(t, Side.LEFT, lift)
        lost = np.isin(np.arange(33), [Joint.ANKLE.of(Side.LEFT)])
        return pose.without(lost) if 3.0 <= t < 3.65 else pose

    done = told("hip-abduction", set_of(1, drawn, LIFT))
    [knee_bend] = [m for m in find("hip-abduction").measures if m.name == "knee_bend"]
    read = [(update.t, math.isfinite(update.reading[knee_bend])) for update in done.updates]
    assert all(known for t, known in read if 3.0 <= t < 3.1)
    assert not any(known for t, known in read if 3.3 < t < 3.6)
    assert all(known for t, known in read if 3.7 < t < 5.0)


def test_somebody_who_turns_over_works_the_other_side() -> None:
    poses = one_after_another(
        lambda t: IDEAL["hip-abduction"].poses(1, Side.LEFT, start=t),
        lambda t: lying_down(Side.RIGHT, 2.0, start=t),
        lambda t: IDEAL["hip-abduction"].poses(1, Side.RIGHT, start=t),
    )
    done = told("hip-abduction", poses)
    assert [rep.side for rep in done.reps] == [Side.LEFT, Side.RIGHT]
    assert done.counts == (2, 2, 0)


def test_the_other_legs_hold_is_a_hold_of_its_own() -> None:
    moves = then(rest(1.5), Moves(((0.5, 0.6), (0.5, 5.0), (0.0, 0.5), (0.0, 1.0))))
    poses = one_after_another(
        lambda t: seen(lambda at, foot: balancing(at, Side.LEFT, foot), moves, start=t),
        lambda t: seen(lambda at, foot: balancing(at, Side.RIGHT, foot), moves, start=t),
    )
    done = told("single-leg-balance", poses)
    assert len(done.holds) == 2
    during = [{u.side for u in done.updates if hold.start_t + 0.2 < u.t < hold.end_t - 0.2} for hold in done.holds]
    assert during == [{Side.LEFT}, {Side.RIGHT}]


def test_hopping_from_one_leg_to_the_other_ends_the_hold() -> None:
    moves = then(rest(1.5), Moves(((0.5, 0.6), (0.5, 4.0), (0.0, 0.3), (0.0, 0.1))))
    poses = one_after_another(
        lambda t: act(lambda at, foot: balancing(at, Side.LEFT, foot), moves, start=t),
        lambda t: act(lambda at, foot: balancing(at, Side.RIGHT, foot), Moves(((0.5, 0.3), (0.5, 4.0))), start=t),
    )
    assert told("single-leg-balance", poses).held_s == pytest.approx([4.8, 4.2], abs=0.4)


@SIDES
def test_a_side_that_was_asked_for_is_the_only_one_that_counts(side: Side) -> None:
    poses = IDEAL["hip-abduction"].poses(1, side)
    assert told("hip-abduction", poses, side).counts == (1, 1, 0)
    other = told("hip-abduction", poses, side.other)
    assert other.counts == (0, 0, 0)
    assert {update.advice.id for update in other.updates if update.advice} == {"wrong-side"}


# --- rules of the fold --------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [1.0, 0.5, math.nan])
def test_time_must_move_forward(again: float) -> None:
    session = Session(find("squat"))
    session.update(squatting(1.0))
    with pytest.raises(ValueError, match="forward in time"):
        session.update(squatting(again))


def test_an_exercise_of_both_legs_has_no_side_to_force() -> None:
    with pytest.raises(ExerciseError, match="--side"):
        Session(find("squat"), Side.LEFT)


@ALL
def test_the_same_poses_give_the_same_updates(id: str) -> None:
    def run() -> list[str]:
        done = told(id, shaken(IDEAL[id].poses(1, hz=15.0), px=2.0))
        return [
            repr((u.t, u.side, u.ready, u.advice, u.phase, u.counts, u.held, u.cue, u.wrong, u.events, u.hold_left_s))
            + repr([(m.name, value) for m, value in u.reading.items()])
            for u in done.updates
        ]

    assert run() == run()


def test_the_end_of_the_source_closes_a_repetition_that_is_all_but_over() -> None:
    poses = [pose for pose in set_of(1, lambda t, lift: lying(t, Side.LEFT, lift), LIFT) if pose.t < 7.3]
    session = Session(find("hip-abduction"))
    for pose in poses:
        assert not session.update(pose).counts.reps
    last = session.finish()
    assert last is not None
    assert last.counts.reps == 1
    assert session.finish() is None


def test_a_session_without_poses_ends_without_a_word() -> None:
    assert Session(find("squat")).finish() is None


def test_the_closing_update_is_not_a_measurement() -> None:
    session = Session(find("single-leg-balance"))
    poses = seen(lambda t, foot: balancing(t, Side.LEFT, foot), then(rest(1.5), Moves(((0.5, 0.6), (0.5, 5.0)))))
    *_, before = (session.update(pose) for pose in poses)
    last = session.finish()
    assert last is not None
    assert last.pose is before.pose
    assert not last.ready
    assert [type(event) for event in last.events] == [Interval]
