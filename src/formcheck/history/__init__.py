"""What a person did, day by day, in a file of their own: records, the store, trends, tables, plots and exports."""

from formcheck.history.place import data_folder
from formcheck.history.records import (
    CONSENT,
    AnswerRecord,
    FaultCount,
    Moment,
    Outcome,
    PainRecord,
    Place,
    Planned,
    SessionRecord,
    SetRecord,
    new_id,
    set_record,
)
from formcheck.history.store import History, has_history, open_history

__all__ = [
    "CONSENT",
    "AnswerRecord",
    "FaultCount",
    "History",
    "Moment",
    "Outcome",
    "PainRecord",
    "Place",
    "Planned",
    "SessionRecord",
    "SetRecord",
    "data_folder",
    "has_history",
    "new_id",
    "open_history",
    "set_record",
]
