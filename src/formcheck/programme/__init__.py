"""A programme as data, and what follows from it: today's sets, the weeks ahead, what has been earned. Pure."""

from __future__ import annotations

from formcheck.programme.days import Day, day_plan, weeks_ahead
from formcheck.programme.model import (
    SOFT_TISSUE,
    Block,
    Item,
    Key,
    Person,
    Phase,
    PlannedSet,
    Programme,
    Progression,
    Session,
    Sides,
    Step,
    Week,
)
from formcheck.programme.plan import evening, item_gate, left_out, minutes, one_set_less, plan, remaining
from formcheck.programme.progress import Change, SessionFact, Standing, earned, levels

__all__ = [
    "SOFT_TISSUE",
    "Block",
    "Change",
    "Day",
    "Item",
    "Key",
    "Person",
    "Phase",
    "PlannedSet",
    "Programme",
    "Progression",
    "Session",
    "SessionFact",
    "Sides",
    "Standing",
    "Step",
    "Week",
    "day_plan",
    "earned",
    "evening",
    "item_gate",
    "left_out",
    "levels",
    "minutes",
    "one_set_less",
    "plan",
    "remaining",
    "weeks_ahead",
]
