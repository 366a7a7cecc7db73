"""The coach, led through whole sessions by recorded people: nobody touches a key unless the test does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from formcheck.coach import Coach, Ended, Moment, Pain, Scene
from formcheck.coach.placing import camera_check
from formcheck.coach.views import Asking, CountingIn, Finished, Halted, Resting, SettingUp, Working
from formcheck.cueing import PRACTISED, CuePolicy
from formcheck.exercise import Bound, Exercise, Hold
from formcheck.exercises import EXERCISES, find
from formcheck.measures import Body, Label
from formcheck.overlay.leading import draw_over, draw_under
from formcheck.overlay.look import hold_left
from formcheck.pose import Pose, Side
from formcheck.programme import Person, PlannedSet, Step, plan
from formcheck.programme_file import standard
from formcheck.update import Rep
from people import SIZE, balancing, lying, squatting
from understudy import FIT, POSES, Part, Understudy, led, recorded

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def abduction(side: Side = LEFT, number: int = 1, of: int = 1, reps: int = 2) -> PlannedSet:
    """A planned set of hip abduction."""
    return PlannedSet("side_lying_abd", "hip-abduction", side, number, of, reps, None, 30.0 if number < of else 0.0)


def balance(side: Side = LEFT, seconds: float = 8.0) -> PlannedSet:
    """A planned stand on one leg."""
    return PlannedSet("balance", "single-leg-balance", side, 1, 1, None, seconds, 0.0, "eyes-open")


def a_coach(*plan: PlannedSet) -> Coach:
    """A coach with this plan."""
    return Coach(plan, find)


def kinds(moments: Iterable[Moment]) -> list[type]:
    """The kinds of screens, each once until it changes."""
    seen: list[type] = []
    for moment in moments:
        if not seen or type(moment.view) is not seen[-1]:
            seen.append(type(moment.view))
    return seen


def words(moments: Iterable[Moment]) -> list[str]:
    """Everything that was said."""
    return [line.say for moment in moments for line in moment.lines]


def poses(*parts: tuple[float, Callable[[float], Pose]], rate: float = 15.0) -> Iterable[Pose]:
    """One after the other: so many seconds of what a function of time gives."""
    n = 0
    for seconds, shown in parts:
        for _ in range(round(seconds * rate)):
            yield replace(shown(n / rate), t=n / rate)
            n += 1


def still(t: float) -> Pose:
    """Lying in place."""
    return lying(t, LEFT)


def stand(t: float) -> Pose:
    """On both feet."""
    return balancing(t, LEFT, 0.0)


def gone(t: float) -> Pose:
    """Nobody."""
    return Pose.nobody(t, SIZE)


def watched(
    coach: Coach, seen: Iterable[Pose], keys: dict[float, str] | None = None, scene: Scene = FIT
) -> list[Moment]:
    """What a coach makes of poses, with keys pressed at their times."""
    waiting = dict(keys or {})
    moments = []
    for pose in seen:
        due = next((t for t in sorted(waiting) if t <= pose.t), None)
        moments.append(coach.update(pose, scene, waiting.pop(due) if due is not None else None))
        if coach.over:
            break
    return moments


# --- whole sessions -----------------------------------------------------------------------------------------


def test_a_session_runs_from_set_up_to_farewell_without_a_key() -> None:
    plan = [abduction(LEFT, 1, 2), abduction(RIGHT, 1, 2), abduction(LEFT, 2, 2), abduction(RIGHT, 2, 2),
            balance(LEFT), balance(RIGHT)]  # fmt: skip
    moments = list(led(a_coach(*plan), Understudy()))
    results = [moment.result for moment in moments if moment.result]
    assert [result.planned for result in results] == plan
    assert {result.ended for result in results} == {Ended.DONE}
    assert [result.reps for result in results[:4]] == [2, 2, 2, 2]
    assert all(result.log.counts.good == 2 for result in results[:4])
    assert all(result.log.held and 8.0 <= result.log.held.total_s < 8.3 for result in results[4:])
    a_set = [SettingUp, CountingIn, Working]
    between = [*a_set, Resting]
    assert kinds(moments) == [*between * 3, *a_set, Asking, Resting, *between, *a_set, Asking, Finished]
    assert moments[-1].view == Finished(tuple(results), complete=True)
    spoken = Counter(words(moments))
    assert spoken["Go"] == 6
    assert spoken["Good. Stay still."] == 6
    assert spoken["Rest 30 seconds. Change sides, right leg."] == 1
    assert spoken["Rest 8 seconds. Next: Balance, level pelvis, left leg."] == 1
    assert spoken["10 seconds"] >= 2


def test_a_whole_core_session_of_the_standard_programme_is_done_without_a_key() -> None:
    sets = plan(standard(), "core", 1, Person())
    moments = list(led(Coach(sets, find), Understudy()))
    results = [moment.result for moment in moments if moment.result]
    assert [result.planned for result in results] == list(sets)
    assert {result.ended for result in results} == {Ended.DONE}
    for result in results:
        if result.planned.reps is not None:
            assert result.reps == result.log.counts.good == result.planned.reps
        else:
            assert result.log.held is not None
            assert result.planned.seconds is not None
            work = result.log.exercise.work
            assert isinstance(work, Hold)
            over_s = result.log.held.total_s - result.planned.seconds
            assert 0.0 <= over_s < 0.2 + work.rule.looks_back_s
    asked = [moment.pain.item for moment in moments if moment.pain]
    assert asked == list(dict.fromkeys(planned.item for planned in sets))
    assert isinstance(moments[-1].view, Finished)
    assert moments[-1].view.complete


def test_getting_down_and_settling_counts_nothing_before_the_set_begins() -> None:
    coach = a_coach(abduction(reps=9))
    began_t = None
    for pose in recorded("settle_abduction"):
        moment = coach.update(pose, FIT)
        if isinstance(moment.view, Working):
            began_t = began_t or pose.t
            reps = [event for event in moment.view.update.events if isinstance(event, Rep)]
            assert all(rep.swing.start_t >= began_t for rep in reps)
        else:
            assert isinstance(moment.view, SettingUp | CountingIn)
    truth = json.loads((POSES.parent / "videos" / "settle_abduction.json").read_text(encoding="utf-8"))
    assert began_t is not None
    assert began_t > truth["rest_s"][0]


@pytest.mark.parametrize(
    ("clip", "planned", "words"),
    [
        ("abduction_left_clean", balance(), "This looks like lying on your side. Stand up facing the camera"),
        ("balance_left_level", abduction(),
         "This looks like standing. Lie on your side, the front of your body to the camera"),
        ("abduction_left_clean", abduction(RIGHT), "Change over: this set works your right leg"),
    ],
)  # fmt: skip
def test_the_wrong_view_or_side_is_refused_with_the_right_instruction(
    clip: str, planned: PlannedSet, words: str
) -> None:
    coach = a_coach(planned)
    moments = [coach.update(pose, FIT) for pose in recorded(clip)]
    assert kinds(moments) == [SettingUp]
    said = [line.say for moment in moments for line in moment.lines]
    assert said
    assert set(said) == {words}


def test_the_same_session_is_the_same_again() -> None:
    def told() -> list[tuple[type, tuple[object, ...]]]:
        return [(type(moment.view), moment.lines) for moment in led(a_coach(abduction()), Understudy())]

    assert told() == told()


def test_a_hold_asks_for_the_seconds_that_were_planned() -> None:
    [view] = [m.view for m in led(a_coach(balance(LEFT, 7.0)), Understudy()) if isinstance(m.view, Working)][-1:]
    assert view.update.held is not None
    assert view.update.held.target_s == 7.0


def test_nothing_counts_before_the_set_begins() -> None:
    """Somebody lifts the leg again and again while another is in the picture: no set, no repetition."""
    lifting = poses((9.0, lambda t: lying(t, LEFT, 30.0 if t % 4 > 2 else 0.0)))
    moments = watched(a_coach(abduction()), lifting, scene=Scene(light=120.0, others=1))
    assert kinds(moments) == [SettingUp]
    assert all(moment.result is None for moment in moments)


# --- getting into place -------------------------------------------------------------------------------------


def advice(moments: list[Moment]) -> list[str]:
    """The ids of what was advised, each once until it changes."""
    ids = [m.view.advice.id if m.view.advice else "" for m in moments if isinstance(m.view, SettingUp)]
    return [b for a, b in pairwise([None, *ids]) if a != b and b]


def test_one_instruction_at_a_time_and_again_if_nothing_comes_of_it() -> None:
    moments = watched(a_coach(abduction()), poses((20.0, lambda t: squatting(0.0))))
    assert advice(moments) == ["not-lying"]
    said = [line for moment in moments for line in moment.lines]
    assert [round(line.t) for line in said] == [1, 9, 17]
    assert said[0].say == "This looks like standing. Lie on your side, the front of your body to the camera"


@pytest.mark.parametrize(
    ("scene", "wanted"), [(Scene(light=20.0), "dark"), (Scene(light=120.0, others=2), "others")]
)
def test_light_and_company_are_gates(scene: Scene, wanted: str) -> None:
    moments = watched(a_coach(abduction()), poses((6.0, still)), scene=scene)
    assert advice(moments) == [wanted]


def test_somebody_who_stays_does_not_stop_the_session_for_ever() -> None:
    moments = watched(a_coach(abduction()), poses((16.0, still)), scene=Scene(light=120.0, others=1))
    assert kinds(moments) == [SettingUp, CountingIn, Working]


@pytest.mark.parametrize(("rows", "wanted"), [(0, None), (140, "lens-high"), (-140, "lens-low")])
def test_the_lens_is_level_and_at_the_height_of_the_placement(rows: float, wanted: str | None) -> None:
    pose = balancing(0.0, LEFT, 0.0)
    moved = replace(pose, xy=pose.xy + np.array([0.0, rows]))
    found = camera_check(find("single-leg-balance"))(Body(moved, LEFT))
    assert (found.id if found else None) == wanted


@pytest.mark.parametrize("exercise", [stage for each in EXERCISES.values() for stage in each.stages or (each,)])
def test_every_exercise_can_be_set_up(exercise: Exercise) -> None:
    planned = PlannedSet(exercise.id, exercise.id, LEFT, 1, 1, 1, 10.0, 0.0, exercise.stage or None)
    for moment in watched(a_coach(planned), poses((1.0, still), (1.0, stand))):
        picture = np.full((360, 640, 3), 90, np.uint8)
        draw_under(picture, moment.view)
        draw_over(picture, moment.view)
        assert isinstance(moment.view, SettingUp)


def test_a_tilted_camera_is_told_for_who_stands() -> None:
    pose = balancing(0.0, LEFT, 0.0)
    middle = pose.xy.mean(axis=0)
    turned = (pose.xy - middle) @ np.array([[0.9962, 0.0872], [-0.0872, 0.9962]]) + middle  # 5°
    found = camera_check(find("single-leg-balance"))(Body(replace(pose, xy=turned), LEFT))
    assert found is not None
    assert found.id == "tilted"


def test_who_moves_away_while_counted_in_gets_into_place_again() -> None:
    moments = watched(a_coach(abduction()), poses((3.5, still), (2.0, gone), (6.0, still)))
    assert kinds(moments) == [SettingUp, CountingIn, SettingUp, CountingIn, Working]


# --- ends of a set ------------------------------------------------------------------------------------------


def test_who_goes_away_is_waited_for_and_then_the_set_ends() -> None:
    moments = watched(a_coach(abduction()), poses((8.0, still), (20.0, gone)))
    [result] = [m.result for m in moments if m.result]
    assert result.ended is Ended.LEFT
    left = [m.view.ends_in_s for m in moments if isinstance(m.view, Working) and m.view.ends_in_s is not None]
    assert left[0] == pytest.approx(12.0, abs=0.1)
    assert left[-1] < 0.1
    assert "Paused. Come back into place, or the set ends." in words(moments)
    assert isinstance(moments[-1].view, Asking)


def test_nobody_in_sight_while_balancing_is_asked_after_and_can_go_on() -> None:
    coach = a_coach(balance())
    moments = watched(coach, poses((8.0, stand), (5.0, gone), (12.0, stand)))
    assert kinds(moments) == [SettingUp, CountingIn, Working, Halted, SettingUp, CountingIn, Working]
    assert words(moments).count("Pause. Are you OK? Stand in place to go on. Any key stops.") == 1


def test_who_does_not_come_back_ends_the_session() -> None:
    coach = a_coach(balance(), balance(RIGHT))
    moments = watched(coach, poses((8.0, stand), (90.0, gone)))
    assert isinstance(moments[-1].view, Finished)
    assert not moments[-1].view.complete
    assert len(moments[-1].view.results) == 1
    assert coach.over


# --- keys ---------------------------------------------------------------------------------------------------


def test_any_key_stops_and_space_goes_on_with_the_same_set() -> None:
    moments = watched(a_coach(abduction()), poses((20.0, still)), {8.0: "x", 10.0: " "})
    assert kinds(moments) == [SettingUp, CountingIn, Working, Halted, SettingUp, CountingIn, Working]
    choices = next(m.view.choices for m in moments if isinstance(m.view, Halted))
    assert [choice.split(":")[0] for choice in choices] == ["space", "n", "k", "q"]
    assert "Stopped" in words(moments)


def test_quitting_keeps_the_set_and_ends_the_session() -> None:
    moments = watched(a_coach(abduction(), balance()), poses((20.0, still)), {8.0: "q"})
    assert moments[-1].result is not None
    assert moments[-1].result.ended is Ended.LEFT
    assert moments[-1].view == Finished((moments[-1].result,), complete=False)


def test_what_hurts_is_not_done_again_today() -> None:
    coach = a_coach(abduction(LEFT, 1, 2), abduction(RIGHT, 1, 2), balance())
    moments = watched(coach, poses((20.0, still)), {8.0: "x", 9.0: "k", 10.0: "6"})
    [result] = [m.result for m in moments if m.result]
    assert result.ended is Ended.HURT
    assert [m.pain for m in moments if m.pain] == [
        Pain("side_lying_abd", None, during=True), Pain("side_lying_abd", 6)
    ]
    assert coach.planned == balance()


def test_the_next_exercise_can_be_asked_for() -> None:
    coach = a_coach(abduction(LEFT, 1, 2), abduction(RIGHT, 1, 2), balance())
    moments = watched(coach, poses((12.0, still)), {8.0: "x", 9.0: "n"})
    assert [m.result.ended for m in moments if m.result] == [Ended.STOPPED]
    assert coach.planned == abduction(RIGHT, 1, 2)


def test_a_wrong_count_is_put_right_beside_what_was_measured() -> None:
    coach = a_coach(abduction(LEFT, reps=3))
    moments = watched(coach, poses((12.0, still)), {7.0: "+", 8.0: "+", 9.0: "-", 10.0: "q"})
    [result] = [m.result for m in moments if m.result]
    assert (result.reps, result.log.counts.reps, result.correction) == (1, 0, 1)


def test_enough_repetitions_added_end_the_set() -> None:
    moments = watched(a_coach(abduction()), poses((12.0, still)), {7.0: "+", 8.0: "+"})
    [result] = [m.result for m in moments if m.result]
    assert result.ended is Ended.DONE


@pytest.mark.parametrize(("key", "nrs"), [("0", 0), ("7", 7), ("t", 10), ("x", None), (None, None)])
def test_pain_is_asked_after_an_item_and_no_answer_is_none(key: str | None, nrs: int | None) -> None:
    keys = {7.0: "+", 8.0: "+", **({9.5: key} if key else {})}
    coach = a_coach(abduction())
    moments = watched(coach, poses((40.0, still)), keys)
    assert [m.pain.nrs for m in moments if m.pain] == [nrs]
    assert isinstance(moments[-1].view, Finished)


def test_a_rest_can_be_cut_short() -> None:
    coach = a_coach(abduction(LEFT, 1, 2, reps=1), abduction(LEFT, 2, 2))
    moments = watched(coach, poses((20.0, still)), {7.0: "+", 10.0: " "})
    [rest] = [i for i, kind in enumerate(kinds(moments)) if kind is Resting]
    assert kinds(moments)[rest + 1] is SettingUp
    assert sum(isinstance(m.view, Resting) for m in moments) < 15 * 4


def test_finer_cues_fade_in_the_exercise_that_was_practised_and_in_no_other() -> None:
    past = {"hip-abduction": PRACTISED, "clamshell": PRACTISED - 1}
    cast: dict[Part, str] = {("hip-abduction", None, LEFT): "abduction_left_faults"}

    def said(known: str) -> set[str]:
        coach = Coach([abduction(reps=7)], find, lambda exercise: CuePolicy(past[known]))
        return {*words(led(coach, Understudy(cast)))} & {limit.say for limit in find("hip-abduction").rep_limits}

    hold = next(limit.say for limit in find("hip-abduction").rep_limits if limit.id == "short-hold")
    assert said("clamshell") - said("hip-abduction") == {hold}, "one hold was short; the others came twice in a row"


def test_what_was_agreed_to_and_declared_is_a_set_like_others() -> None:
    person = Person(consented=frozenset({"pelvic-realignment"}), declared={"pelvic-realignment": (RIGHT, 5.0)})
    [planned] = [one for one in plan(standard(), "full", 1, person) if one.item == "pelvic-realignment"]
    moments = watched(a_coach(planned), poses((16.0, still)))
    [result] = [m.result for m in moments if m.result]
    assert (result.ended, result.planned.side, result.log.exercise.label) == (Ended.DONE, RIGHT, Label.SELF_DECLARED)
    assert result.log.held is not None
    assert result.log.held.target_s == 5.0


# --- what was earned ----------------------------------------------------------------------------------------


def bridges(*steps: Step) -> PlannedSet:
    """A set of glute bridges with what was earned."""
    return PlannedSet("glute-bridge", "glute-bridge", None, 1, 1, 2, None, 0.0, steps=frozenset(steps))


@pytest.mark.parametrize(("steps", "seconds", "cued"), [((), 1.0, False), ((Step.HOLD,), 2.0, True)])
def test_two_seconds_at_the_top_are_asked_for_counted_down_and_judged(
    steps: tuple[Step, ...], seconds: float, cued: bool
) -> None:
    """The person of the clip stays for 1.8 s: more than enough to begin with, a little short of what was earned."""
    cast: dict[Part, str] = {("glute-bridge", None, None): "bridge_left_clean"}
    moments = list(led(a_coach(bridges(*steps)), Understudy(cast)))
    views = [m.view for m in moments if isinstance(m.view, Working)]
    left = [hold for view in views if (hold := hold_left(view.update, view.exercise))]
    assert {whole for _, whole in left} == {seconds}
    most = max(still_s for still_s, _ in left)
    assert most == pytest.approx(seconds - 1 / 3, abs=0.1), "staying is seen after 0.3 s, which count"
    assert ("Stay at the top for 2 seconds" in words(moments)) is cued
    [result] = [m.result for m in moments if m.result]
    assert result.log.counts.good == 2, "half a second short is worth a word, no fault"


def test_less_than_half_of_what_was_earned_is_a_fault() -> None:
    limits = {limit.id: limit for limit in a_coach(bridges(Step.HOLD)).exercise.rep_limits}
    assert limits["short-hold"].bound == Bound(2.0, 1.0)
    assert limits["range-low"] in find("glute-bridge").rep_limits


def test_a_band_is_told_before_the_set_and_in_the_rest_before_it() -> None:
    coach = a_coach(abduction(LEFT, reps=1), bridges(Step.BAND, Step.HOLD))
    moments = watched(coach, poses((11.0, still), (0.5, still), (20.0, still)), {7.0: "+", 9.0: "0"})
    said = "With the light band, 2 seconds at the top."
    assert f"Rest 8 seconds. Next: Glute bridge. {said}" in words(moments)
    assert words(moments).count(said) == 1
    assert next(m.view.words for m in moments if isinstance(m.view, Resting)).endswith("band, 2 s at the top.")
