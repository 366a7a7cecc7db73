"""Wrong-exercise input is refused: a clip of each exercise as every other one. All clips: fixtures/cross_talk.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from cross_talk import HERE, allowed, overlaps, own, replay, row, thinned

from formcheck.exercises import EXERCISES
from formcheck.recording import read_poses

CLIPS = sorted((HERE / "poses").glob("*.npz"), key=lambda clip: (clip.stat().st_size, clip.stem))
SAMPLE = {own(clip): clip for clip in reversed(CLIPS)}
"""Of each exercise, and of nobody who does any, the smallest recording."""


def test_the_sample_holds_every_exercise_that_clips_show() -> None:
    assert len(SAMPLE) >= 12
    assert None in SAMPLE


@pytest.mark.parametrize("clip", [*SAMPLE.values(), HERE / "poses" / "abduction_left_idle.npz"], ids=lambda c: c.stem)
def test_no_other_exercise_takes_a_clip_for_its_own(clip: Path) -> None:
    cells = row(clip)
    wrong = {id: str(cell) for id, cell in overlaps(clip, cells).items() if allowed(clip.stem, id) is None}
    assert wrong == {}
    mine = own(clip)
    assert mine is None or not cells[mine].silent, "and its own exercise still does"


@pytest.mark.parametrize(
    ("clip", "exercise"),
    [
        ("moving_leg_left_straight", "squat"),  # a foot put ahead, and brought back
        ("step_right_drop", "squat"),  # a foot that hangs beside a step
        ("step_left_held_out", "march"),  # hips that come down to a knee that falls in
        ("balance_pelvis_left_held_5", "single-leg-squat"),  # a pelvis that goes from a hike to a drop
        ("balance_right_drawn_5703", "single-leg-squat"),  # an ankle that is drawn up with the other one
    ],
)
def test_movements_that_look_alike_are_told_apart(clip: str, exercise: str) -> None:
    assert replay(tuple(thinned(read_poses(HERE / "poses" / f"{clip}.npz").poses)), EXERCISES[exercise]).reps == 0


@pytest.mark.parametrize("exercise", ["single-leg-balance", "trendelenburg"])
def test_who_kneels_before_a_low_lens_is_not_on_one_leg(exercise: str) -> None:
    kneels = read_poses(HERE / "poses" / "tfl_right_front_drawn_4603.npz").poses
    assert replay(tuple(thinned(kneels)), EXERCISES[exercise]).held_s == 0.0


def told(clip: str, exercise: str) -> str | None:
    advice = replay(read_poses(HERE / "poses" / f"{clip}.npz").poses[::2], EXERCISES[exercise]).advice
    return None if advice is None else advice.words


def test_the_wrong_exercise_is_told_what_it_looks_like() -> None:
    assert told("clamshell_left_clean", "glute-max-release") == (
        "This looks like lying on your side. Sit or lie back on the ball"
    )
    assert told("bridge_left_clean", "hip-abduction") == (
        "This looks like lying on your back. Turn onto your side, one shoulder above the other"
    )
    assert told("rotation_left_clean", "march") == "This looks like sitting. Stand up facing the camera"
