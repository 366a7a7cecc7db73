"""The drawn set-up: of every exercise, to scale, from the values of its placement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck.exercise import Exercise, Figure, View
from formcheck.exercises import EXERCISES, find
from formcheck.overlay import leading
from formcheck.overlay.figures import FROM_THE_SIDE, SEEN
from formcheck.overlay.look import GREEN
from formcheck.overlay.setup import BODY, TO_CAMERA, draw_setup, setup_png, target_outline
from formcheck.pose import Side


def rows_of(bgr: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], colour: tuple[int, int, int]) -> np.ndarray[
    tuple[int, ...], np.dtype[np.intp]
]:
    """Rows of the left half in which a colour is."""
    return np.flatnonzero((bgr[:, :640] == colour).all(axis=2).any(axis=1))


def placed(**changes: Any) -> Exercise:
    squat = find("squat")
    return replace(squat, placement=replace(squat.placement, **changes))


def test_there_is_a_drawing_for_every_view() -> None:
    assert set(SEEN) == set(FROM_THE_SIDE) == {*View, *Figure}
    assert set(TO_CAMERA) == set(View)


def test_every_figure_is_some_exercise_s() -> None:
    assert {exercise.placement.figure for exercise in EXERCISES.values()} == {None, *Figure}


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
def test_the_body_is_whole_in_the_camera_s_picture(exercise: Exercise) -> None:
    place = exercise.placement
    for width, height in ((1280, 720), (640, 480)):
        for x, y, w, h in map(cv2.boundingRect, target_outline(place, width, height, flipped=False)):
            assert min(x, y) > 2
            assert x + w < width - 2
            assert y + h < height - 2


def test_a_clam_has_bent_knees() -> None:
    def length(id: str) -> int:
        return int(np.ptp(np.concatenate(target_outline(find(id).placement, 1280, 720, flipped=False))[..., 0]))

    assert length("clamshell") < 0.9 * length("hip-abduction")


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.off], ids=lambda e: e.id)
def test_of_what_is_off_by_default_no_technique_is_drawn(exercise: Exercise) -> None:
    assert exercise.placement.figure is Figure.FLAT


@pytest.mark.parametrize("view", [*View, *Figure])
def test_every_view_shows_a_body_beside_and_in_the_camera_s_picture(view: View | Figure) -> None:
    figure = view if isinstance(view, Figure) else None
    bgr = draw_setup(placed(view=View.STAND_FRONT if figure else view, figure=figure))
    body = (bgr == BODY).all(axis=2)
    assert body[:, :640].sum() > 500
    assert body[182:, 660:].sum() > 2000


def test_a_higher_lens_is_drawn_higher_and_its_range_to_scale() -> None:
    low, high = (rows_of(draw_setup(placed(lens_height_m=h)), GREEN) for h in ((0.2, 0.5), (0.8, 1.4)))
    assert high[-1] < low[0]
    assert len(high) == pytest.approx(2 * len(low), abs=3)


def test_who_is_further_away_is_smaller_in_the_picture() -> None:
    def height(distance_m: float) -> int:
        part = (draw_setup(placed(distance_m=distance_m))[182:520, 663:1237] == BODY).all(axis=2)
        return int(np.ptp(np.flatnonzero(part.any(axis=1))))

    assert height(3.6) == pytest.approx(height(2.8) * 2.8 / 3.6, abs=4)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
def test_the_words_of_the_picture_are_all_there(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("formcheck.overlay.setup.put", lambda bgr, text, *_, **__: said.append(text))
    draw_setup(exercise)
    place = exercise.placement
    text = " ".join(said)
    assert place.words in text
    assert f"{place.distance_m:g} m" in said
    assert f"lens {place.lens_height_m[0]:g}–{place.lens_height_m[1]:g} m high" in said


@pytest.mark.parametrize(
    ("id", "side", "head"),
    [
        ("hip-abduction", Side.LEFT, "left"),  # on the right side: the left leg is on top
        ("hip-abduction", Side.RIGHT, "right"),
        ("clamshell", Side.LEFT, "left"),
        ("glute-med-release", Side.LEFT, "right"),  # on the left side: that one is released
        ("tfl-release", Side.LEFT, "right"),
        ("lateral-quad-roll", Side.LEFT, "right"),
        ("lateral-quad-roll", Side.RIGHT, "left"),
        ("glute-bridge", Side.LEFT, "right"),  # the left side near the lens
        ("glute-max-release", Side.RIGHT, "left"),
    ],
)
def test_the_head_lies_where_the_working_side_wants_it(id: str, side: Side, head: str) -> None:
    """In the picture that a camera takes; the window shows its mirror image."""
    exercise = find(id)
    edges = target_outline(exercise.placement, 1280, 720, leading.flipped(exercise, side))
    whole = np.concatenate(edges)[:, 0]
    middle = (whole[:, 0].min() + whole[:, 0].max()) / 2
    high_left = bool(whole[np.argmin(whole[:, 1])][0] < middle)  # a shoulder, or on the back a knee
    head_left = high_left is (exercise.placement.view is View.LIE_FRONT)
    assert ("left" if head_left else "right") == head


def test_the_picture_is_a_png() -> None:
    data = np.frombuffer(setup_png(find("clamshell")), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (720, 1280, 3)
