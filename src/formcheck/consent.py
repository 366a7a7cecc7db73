"""What an exercise asks of the person before it begins: to have read its cautions, to say what no camera can know."""

from __future__ import annotations

from dataclasses import replace

from formcheck.cueing import Priority, Wish
from formcheck.errors import ExerciseError
from formcheck.exercise import Exercise, Hold, Prompt
from formcheck.measures import Label
from formcheck.pose import Side


def agreed(exercise: Exercise, consent: bool, side: Side | None, seconds: float | None) -> Exercise:
    """The exercise as it may be done, with the person's own seconds if it leaves them to the person.

    Raises ExerciseError if it is off and the person has not agreed, or if what only they can say is missing.
    """
    if exercise.off and not consent:
        name = f"{exercise.id} --stage {exercise.stage}" if exercise.stage else exercise.id
        raise ExerciseError(
            f"{name} is off by default. Read its cautions with `formcheck setup {name}`; if you keep to all of them "
            "and none is about you, add --consent."
        )
    if exercise.label is not Label.SELF_DECLARED or not isinstance(exercise.work, Hold):
        if seconds is not None:
            raise ExerciseError(f"{exercise.id} has its own dose ({exercise.dose}); leave --seconds out.")
        return exercise
    if side is None or seconds is None or not 0 < seconds <= LONGEST_S:
        raise ExerciseError(
            f"{exercise.id} is timed as you declare it: say --side left or right, and --seconds 1 to {LONGEST_S:.0f}."
        )
    done = Prompt(seconds, Wish("done", "That is the time you set", Priority.PRAISE))
    rule = replace(exercise.work.rule, target_s=seconds, cap_s=seconds)
    return replace(exercise, work=replace(exercise.work, rule=rule, prompts=(done,)))


LONGEST_S = 600.0
"""A slip of the keyboard is no dose."""
