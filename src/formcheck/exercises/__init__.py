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


def find(id: str) -> Exercise:
    """The exercise of this id. Raises ExerciseError, naming the nearest one, if there is none."""
    if id in EXERCISES:
        return EXERCISES[id]
    near = get_close_matches(id, EXERCISES, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(EXERCISES)}"
    raise ExerciseError(f"No exercise is called “{id}”; {hint} `formcheck exercises` lists them all.")
