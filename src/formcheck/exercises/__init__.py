"""One exercise per file. A file here that defines EXERCISE is an exercise; there is nothing else to edit."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

from formcheck.errors import ExerciseError
from formcheck.exercise import Exercise

EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise
    for module in sorted(m.name for m in iter_modules(__path__))
    for exercise in [import_module(f"{__name__}.{module}").EXERCISE]
}


def find(id: str, stage: str | None = None) -> Exercise:
    """The exercise of this id, in one of its stages if it has any (None: the first).

    Raises ExerciseError, naming the nearest id or the stages that there are, if there is no such thing.
    """
    if id in EXERCISES:
        return _in_stage(EXERCISES[id], stage)
    near = get_close_matches(id, EXERCISES, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(EXERCISES)}."
    raise ExerciseError(f"No exercise is called “{id}”; {hint} `formcheck exercises` lists them all.")


def _in_stage(exercise: Exercise, stage: str | None) -> Exercise:
    if stage is None:
        return exercise
    if not exercise.stages:
        raise ExerciseError(f"{exercise.id} has no stages; leave --stage out.")
    for one in exercise.stages:
        if one.stage == stage:
            return one
    there = ", ".join(one.stage for one in exercise.stages)
    raise ExerciseError(f"{exercise.id} has no stage “{stage}”; there are: {there}.")
