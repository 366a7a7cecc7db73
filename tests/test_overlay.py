"""What is drawn, for every exercise, in every state, at every size: read back from the pixels and the texts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.cueing import Cue, Priority
from formcheck.exercise import Advice, Exercise, Hold, Reps
from formcheck.exercises import EXERCISES, find
from formcheck.frames import Picture
from formcheck.measures import Label
from formcheck.overlay import draw_body, draw_message, draw_panel, look, text
from formcheck.overlay.layout import layout
from formcheck.overlay.look import AMBER, GREEN, INK, SLATE, State
from formcheck.pose import Joint, Pose, Side
from formcheck.position import NOBODY
from formcheck.reps import Phase
from formcheck.update import Counts, Held, Update
from people import lying

SIZES = [(320, 240), (640, 360), (360, 640), (1280, 720), (1920, 1080)]
LONG = "Come nearer: your body should fill half of the height of the picture, and stay there"
POSE = lying(1.0, Side.LEFT, lift=25)

Pixels = NDArray[np.uint8]


def an_update(exercise: Exercise, **changes: Any) -> Update:
    """In the middle of good work, with a two-digit count."""
    held = None
    if isinstance(exercise.work, Hold):
        held = Held(exercise.work.rule.target_s, total_s=41.7, running_s=12.0, best_s=29.7)
    update = Update(
        pose=POSE,
        side=None if exercise.both_sides else Side.LEFT,
        ready=True,
        advice=None,
        reading=dict.fromkeys(exercise.measures, 8.0),
        phase=Phase.HOLD,
        counts=Counts(reps=12, good=9, partial=2),
        held=held,
        hold_left_s=1.3 if isinstance(exercise.work, Reps) else None,
        cue=None,
        wrong=(),
        events=(),
    )
    return replace(update, **changes)


def cue(say: str, priority: Priority = Priority.COMPENSATION) -> Cue:
    return Cue(1.0, "some-fault", say, priority)


def nan_reading(exercise: Exercise) -> dict[Any, float]:
    return dict.fromkeys(exercise.measures, math.nan)


def states(exercise: Exercise) -> dict[str, Update]:
    """One update for everything that the screen can say."""
    says = [limit.say for limit in exercise.limits] + [limit.say for limit in exercise.rep_limits]
    nobody = Pose.nobody(1.0, POSE.size)
    away = {"ready": False, "reading": nan_reading(exercise), "phase": Phase.REST, "hold_left_s": None}
    return {
        **{f"phase-{phase.value}": an_update(exercise, phase=phase) for phase in Phase},
        **{f"cue-{say}": an_update(exercise, cue=cue(say), wrong=("x",)) for say in says},
        "praise": an_update(exercise, cue=cue("Good one", Priority.PRAISE)),
        "held-out": an_update(exercise, hold_left_s=0.0 if isinstance(exercise.work, Reps) else None),
        "nobody": an_update(exercise, pose=nobody, advice=NOBODY, **away),
        "advice": an_update(exercise, advice=Advice("far", LONG), **away),
        "settling": an_update(exercise, **away),
        "unreadable": an_update(exercise, reading=nan_reading(exercise)),
        "beyond": an_update(exercise, reading=dict.fromkeys(exercise.measures, 1e6)),
        "below": an_update(exercise, reading=dict.fromkeys(exercise.measures, -1e6)),
        "many": an_update(exercise, counts=Counts(888, 888, 888)),
        "start": an_update(exercise, counts=Counts(), side=None),
    }


@dataclass(frozen=True)
class Word:
    """A text as it was drawn, with the box of its capitals in pixels."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int

    def overlaps(self, other: Word) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> list[Word]:
    """Everything that is written from here on."""
    written: list[Word] = []
    draw = text._write

    def spy(bgr: Pixels, said: str, foot: tuple[int, int], size: int, colour: Any, weight: int) -> None:
        width = text.text_width(said, size, weight)
        written.append(Word(said, foot[0], foot[1] - round(text.CAP * size), foot[0] + width, foot[1]))
        draw(bgr, said, foot, size, colour, weight)

    monkeypatch.setattr(text, "_write", spy)
    return written


def blank(size: tuple[int, int], level: int = 120) -> Pixels:
    return np.full((size[1], size[0], 3), level, np.uint8)


def drawn(exercise: Exercise, update: Update, size: tuple[int, int] = (640, 360)) -> Pixels:
    bgr = blank(size)
    draw_body(bgr, update, exercise)
    draw_panel(bgr, update, exercise)
    return bgr


all_exercises = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
all_sizes = pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")


# --- text ------------------------------------------------------------------------------------------------


def line_of(said: str) -> Pixels:
    """A line as it is drawn, in white on black."""
    bgr = blank((400, 60), 0)
    text.put(bgr, said, text.Box(0, 0, 400, 60), 40)
    return bgr


@pytest.mark.parametrize(
    "module", ["overlay", "exercises", "coach", "app.py", "capture/camera.py", "capture/sources.py"]
)
def test_the_font_has_every_letter_of_what_may_be_written(module: str) -> None:
    root = Path(text.__file__).parents[1]
    files = [root / module] if module.endswith(".py") else sorted((root / module).glob("*.py"))
    letters = {letter for file in files for letter in file.read_text(encoding="utf-8") if ord(letter) > 127}
    for letter in letters:
        assert (line_of(letter) != line_of("?")).any(), f"{letter} is drawn as a question mark"


def test_a_tick_stands_in_its_place_among_the_letters() -> None:
    ticked, plain = (np.flatnonzero(line_of(said).any(axis=(0, 2))) for said in ("9 ✔ 4", "9 O 4"))
    gaps = [np.flatnonzero(np.diff(columns) > 4) for columns in (ticked, plain)]
    assert [len(gap) for gap in gaps] == [2, 2]  # three signs, well apart
    assert (ticked[0], ticked[-1]) == pytest.approx((plain[0], plain[-1]), abs=2)
    assert line_of("✔").any()


@all_exercises
@all_sizes
def test_every_text_is_inside_the_picture_and_clear_of_the_others(
    exercise: Exercise, size: tuple[int, int], words: list[Word]
) -> None:
    for name, update in states(exercise).items():
        words.clear()
        drawn(exercise, update, size)
        border = layout(*size).border
        for word in words:
            assert border <= word.x0 <= word.x1 <= size[0] - border, (name, word)
            assert 0 <= word.y0 <= word.y1 <= size[1] - border, (name, word)
        for one, other in combinations(words, 2):
            assert not one.overlaps(other), (name, one, other)


@all_sizes
def test_nothing_is_cut_short_that_an_exercise_says(size: tuple[int, int], words: list[Word]) -> None:
    for exercise in EXERCISES.values():
        for name, update in states(exercise).items():
            words.clear()
            drawn(exercise, update, size)
            said = update.cue.say if update.cue else update.advice.say if update.advice else ""
            assert said.replace("0", "O") in " ".join(word.text for word in words), name


@all_sizes
def test_a_cue_can_be_read_from_the_floor(size: tuple[int, int], words: list[Word]) -> None:
    exercise = find("hip-abduction")
    for limit in exercise.limits:
        words.clear()
        drawn(exercise, an_update(exercise, cue=cue(limit.say)), size)
        lines = [word for word in words if word.text in limit.say and len(word.text) > 4]
        # 5 % of 17 cm, a laptop's picture, is 9 mm: what a good eye reads from 3 m and more.
        assert lines
        assert all(line.y1 - line.y0 >= 0.05 * min(size) for line in lines)


@all_sizes
@pytest.mark.parametrize("count", [0, 7, 12, 88])
def test_the_count_is_at_least_a_sixth_of_the_height(size: tuple[int, int], count: int) -> None:
    exercise = find("squat")
    bgr = blank(size, 0)
    draw_panel(bgr, an_update(exercise, counts=Counts(reps=count)), exercise)
    box = layout(*size).number
    rows = np.flatnonzero((bgr[box.y0 : box.y1, box.x0 : box.x1].min(axis=2) > 200).any(axis=1))
    assert rows[-1] + 1 - rows[0] >= size[1] / 6


def test_seconds_held_are_the_big_number(words: list[Word]) -> None:
    exercise = find("single-leg-balance")
    drawn(exercise, an_update(exercise))
    assert max(words, key=lambda word: word.y1 - word.y0).text == "41"


def test_good_and_partial_are_told_apart_from_the_count(words: list[Word]) -> None:
    exercise = find("hip-abduction")
    drawn(exercise, an_update(exercise))
    assert {"12", "✔ 9 good", "2 partial"} <= {word.text for word in words}


def test_text_wraps_shrinks_and_is_cut_only_at_last() -> None:
    one, two = (range(40, 20, -1),), (range(40, 20, -1), range(40, 7, -1))
    assert text.wrapped("short", one, 400) == (("short",), 40)
    lines, size = text.wrapped("a sentence of a few words more", two, 250)
    assert " ".join(lines) == "a sentence of a few words more"
    assert len(lines) == 2
    assert size <= 40
    assert text.wrapped("first — second", (range(20, 15, -1),) * 2, 100)[0][0].endswith("—")
    endless, size = text.wrapped("word " * 200, two, 200)
    assert size == text.SMALLEST
    assert endless[-1].endswith("…")
    assert all(text.text_width(line, size) <= 200 for line in endless)
    assert text.fitting("wide", 40, 3) == ("", text.SMALLEST)


# --- the meter -------------------------------------------------------------------------------------------


def column_texts(words: list[Word], size: tuple[int, int]) -> list[str]:
    box = layout(*size).column
    return [word.text for word in words if word.x0 >= box.x0 and word.y0 >= box.y0]


ESTIMATES = [
    e for e in EXERCISES.values() if isinstance(e.work, Reps) and e.work.signal.label is Label.ESTIMATED
]


@pytest.mark.parametrize("exercise", ESTIMATES, ids=lambda e: e.id)
@all_sizes
def test_an_estimate_is_never_a_number(exercise: Exercise, size: tuple[int, int], words: list[Word]) -> None:
    for update in states(exercise).values():
        words.clear()
        drawn(exercise, update, size)
        beside = column_texts(words, size)
        assert "estimated" in beside
        assert not [said for said in beside if re.search(r"[0-9O°±]", said)]


def test_a_measured_number_comes_with_its_error(words: list[Word]) -> None:
    exercise = find("hip-abduction")
    drawn(exercise, an_update(exercise, reading=dict.fromkeys(exercise.measures, 31.4)))
    assert {"31° ±6", "25°", "35°", "measured"} <= set(column_texts(words, (640, 360)))


def test_a_percentage_comes_with_its_error_too() -> None:
    exercise = find("squat")
    assert look.meter(an_update(exercise), exercise).text == "8% ±4"


def test_the_meter_of_a_hold_shows_what_is_collected() -> None:
    exercise = find("single-leg-balance")
    meter = look.meter(an_update(exercise), exercise)
    assert (meter.value, meter.low, meter.label) == (41.7, 60.0, Label.TIMED)


def test_the_marker_rises_with_the_signal() -> None:
    exercise = find("hip-abduction")
    track = layout(640, 360).track

    def filled(value: float) -> int:
        bgr = drawn(exercise, an_update(exercise, reading=dict.fromkeys(exercise.measures, value)))
        column = bgr[track.y0 : track.y1, (track.x0 + track.x1) // 2]
        return int((column == GREEN).all(axis=1).sum())

    levels = [filled(value) for value in (0, 10, 20, 30, 60)]
    assert levels == sorted(levels)
    assert levels[0] < 5
    assert levels[-1] > 0.85 * track.height
    assert filled(1e9) == filled(60)


# --- states ----------------------------------------------------------------------------------------------


def frame_of(bgr: Pixels) -> tuple[set[tuple[int, ...]], Pixels]:
    """The colours of the outermost rows, and where the lower one is dark."""
    return {tuple(map(int, c)) for c in np.vstack((bgr[0], bgr[-1]))}, (bgr[-1] == INK).all(axis=1)


@all_exercises
@all_sizes
def test_the_frame_tells_the_state_by_colour_and_by_pattern(exercise: Exercise, size: tuple[int, int]) -> None:
    all_states = states(exercise)
    good, good_dark = frame_of(drawn(exercise, all_states["phase-out"], size))
    adjust, adjust_dark = frame_of(drawn(exercise, an_update(exercise, cue=cue("So")), size))
    unseen, unseen_dark = frame_of(drawn(exercise, all_states["nobody"], size))
    assert (good, adjust, unseen) == ({GREEN}, {AMBER, INK}, {SLATE, INK})
    assert not good_dark.any()
    assert (adjust_dark != unseen_dark).mean() > 0.2


@all_exercises
def test_every_state_has_its_word(exercise: Exercise, words: list[Word]) -> None:
    for name, word in (
        ("phase-hold", "good"), ("praise", "good"), ("nobody", "can't see you"), ("advice", "get in place"),
        ("settling", "stay still"), ("unreadable", "can't judge"),
    ):
        words.clear()
        drawn(exercise, states(exercise)[name])
        assert [said.text for said in words if said.text.endswith(word)], name


def test_what_is_wrong_outweighs_what_cannot_be_read() -> None:
    exercise = find("squat")
    update = an_update(exercise, reading=nan_reading(exercise), wrong=("knee-valgus",))
    assert look.status(update, exercise).state is State.ADJUST


def test_a_repetition_that_cannot_be_judged_is_not_called_good() -> None:
    exercise = find("squat")
    vital = next(limit.measure for limit in exercise.limits if limit.vital)
    update = an_update(exercise)
    reading = {**update.reading, vital: math.nan}
    assert look.status(replace(update, reading=reading), exercise).state is State.UNSEEN


def test_advice_goes_before_a_stale_cue_but_not_before_safety() -> None:
    away = an_update(find("squat"), ready=False, advice=NOBODY)
    for priority, said in ((Priority.RANGE, NOBODY.say), (Priority.SAFETY, "Stop")):
        shown = look.banner(replace(away, cue=cue("Stop", priority)), find("squat"))
        assert shown is not None
        assert shown.text == said


def test_what_comes_next_by_the_clock_is_not_told_as_a_mistake() -> None:
    exercise = find("lateral-quad-roll")
    assert isinstance(exercise.work, Hold)
    wish = exercise.work.prompts[0].wish
    update = an_update(exercise, cue=Cue(1.0, wish.id, wish.say, wish.priority))
    shown = look.banner(update, exercise)
    assert shown is not None
    assert (shown.text, shown.sign) == (wish.say, "i")
    assert look.status(update, exercise).state is State.GOOD
    broken = exercise.work.interruption
    corrected = replace(update, cue=Cue(1.0, broken.id, broken.say, broken.priority))
    assert look.status(corrected, exercise).state is State.ADJUST


def test_the_phase_has_the_exercise_s_own_word(words: list[Word]) -> None:
    exercise = find("hip-abduction")
    for phase, word in exercise.words.items():
        words.clear()
        drawn(exercise, an_update(exercise, phase=phase))
        assert word in {said.text for said in words}


def test_the_hold_is_counted_down(words: list[Word]) -> None:
    exercise = find("hip-abduction")
    for left, said in ((1.9, "2"), (0.4, "1"), (0.0, "✔")):
        words.clear()
        drawn(exercise, an_update(exercise, hold_left_s=left))
        assert said in {word.text for word in words}
    assert look.hold_left(an_update(find("squat"), hold_left_s=0.0), find("squat")) is None


@all_sizes
def test_the_state_stands_clear_of_the_frame(words: list[Word], size: tuple[int, int]) -> None:
    exercise, at = find("hip-abduction"), layout(*size)
    drawn(exercise, replace(an_update(exercise), pose=Pose.nobody(1.0, size)), size)
    [state] = [word for word in words if word.text.endswith("can't see you")]
    assert state.x1 <= at.width - at.border - at.gap + 1
    assert state.y0 > at.border


# --- the picture -----------------------------------------------------------------------------------------


@all_sizes
def test_the_picture_stays_visible(size: tuple[int, int]) -> None:
    exercise = find("hip-abduction")
    bgr = blank(size)
    draw_panel(bgr, an_update(exercise, hold_left_s=None), exercise)
    assert float((bgr == 120).all(axis=2).mean()) > 0.4
    draw_panel(bgr, an_update(exercise, cue=cue(LONG)), exercise)
    assert float((bgr == 120).all(axis=2).mean()) > 0.2


@all_exercises
def test_drawing_changes_nothing_but_the_picture(exercise: Exercise) -> None:
    update = an_update(exercise, cue=cue("So"))
    pose, reading = update.pose, dict(update.reading)
    before = [array.copy() for array in (pose.xy, pose.xyz, pose.visibility)]
    one, other = drawn(exercise, update), drawn(exercise, update)
    after = pose.xy, pose.xyz, pose.visibility
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(before, after, strict=True))
    assert reading == update.reading
    assert np.array_equal(one, other)


def test_the_worked_leg_stands_out() -> None:
    exercise = find("hip-abduction")
    bgr = blank((640, 360))
    draw_body(bgr, an_update(exercise), exercise)

    def coloured(side: Side) -> bool:
        """Whether the middle of this side's thigh has the colour of the state."""
        x, y = (POSE[Joint.HIP.of(side)] + POSE[Joint.KNEE.of(side)]) / 2
        return bool((bgr[round(y), round(x)] == GREEN).all())

    assert coloured(Side.LEFT)
    assert not coloured(Side.RIGHT)


def test_the_body_follows_the_size_of_the_picture() -> None:
    exercise = find("hip-abduction")
    small, large = (blank(size) for size in ((640, 360), (1280, 720)))
    for bgr in (small, large):
        draw_body(bgr, an_update(exercise), exercise)
    rows = [np.flatnonzero((bgr != 120).any(axis=(1, 2))) for bgr in (small, large)]
    assert abs(2 * rows[0][0] - rows[1][0]) <= 8
    assert abs(2 * rows[0][-1] - rows[1][-1]) <= 8


def test_nobody_is_not_drawn() -> None:
    exercise = find("squat")
    bgr = blank((640, 360))
    draw_body(bgr, states(exercise)["nobody"], exercise)
    assert (bgr == 120).all()


@all_exercises
@pytest.mark.parametrize("wild", [math.nan, math.inf, -math.inf, 1e12, -1e12, 1e300])
def test_landmarks_in_impossible_places_are_left_out(exercise: Exercise, wild: float) -> None:
    xy = POSE.xy.copy()
    xy[::2] = wild
    drawn(exercise, an_update(exercise, pose=replace(POSE, xy=xy)))


@all_exercises
def test_no_number_at_all_is_drawn_without_complaint(exercise: Exercise) -> None:
    update = an_update(exercise, reading={}, side=None, phase=Phase.REST)
    if update.held is not None:
        update = replace(update, held=Held(60.0, math.nan, math.nan, math.nan))
    for ready in (False, True):
        drawn(exercise, replace(update, ready=ready))


@all_sizes
def test_a_message_lies_over_the_picture(size: tuple[int, int], words: list[Word]) -> None:
    bgr = blank(size)
    draw_message(bgr, "No picture from camera 1; trying again for 9 s.")
    assert "No picture from camera 1; trying again for 9 s." in " ".join(word.text for word in words)
    assert (bgr[: size[1] // 3] == 120).all()


@pytest.mark.parametrize("sign", "✔·…–—±°“”!i")
def test_every_sign_that_is_drawn_is_in_the_font(sign: str) -> None:
    """OpenCV draws a question mark where its font has nothing."""

    def drawn(shown: str) -> Picture:
        picture: Picture = np.zeros((80, 80, 3), np.uint8)
        text.put(picture, shown, text.Box(0, 0, 80, 80), 60)
        return picture

    assert not np.array_equal(drawn(sign), drawn("?"))
    assert drawn(sign).any()
