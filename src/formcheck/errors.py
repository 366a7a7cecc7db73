"""Every error a person can meet. The text says what happened, to which thing, and what to do next."""

from __future__ import annotations


class FormcheckError(Exception):
    """Base of all errors that formcheck explains itself; the command line prints it in one line and exits 1."""


class SourceError(FormcheckError):
    """A video, camera or stream could not be opened or read."""


class ModelError(FormcheckError):
    """The pose model is missing, damaged or could not be made."""


class RecordingError(FormcheckError):
    """A file of recorded poses could not be read."""


class ExerciseError(FormcheckError):
    """No such exercise, or a choice that the exercise does not offer."""


class OutputError(FormcheckError):
    """A result could not be written."""


class TruthError(FormcheckError):
    """The truth of a clip is missing or malformed."""


class ProgrammeError(FormcheckError):
    """A programme of one's own has a mistake, or there is no such session."""
