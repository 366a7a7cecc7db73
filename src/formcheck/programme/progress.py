"""What a person has earned: from the facts of past sessions to steps of the dose, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from formcheck.programme.model import Item, Programme, Progression
from formcheck.safety import worse_next_morning


@dataclass(frozen=True)
class SessionFact:
    """What is known of one session. None: not asked or not answered, which earns nothing."""

    day: date
    session: str
    good_fraction: Mapping[str, float]
    """By item that was done: good ones of the repetitions asked for, or the share of the seconds collected; 0…1."""
    pain_before: int | None
    """0–10, like all pain."""
    pain_during_max: int | None
    pain_next_morning: int | None
    knee_pain: frozenset[str] = field(default_factory=frozenset)
    """Items that were stopped for pain at the knee."""


class Change(str, Enum):
    """What the latest session of an item led to."""

    ADVANCE = "advance"
    HOLD = "hold"
    REGRESS = "regress"


@dataclass(frozen=True)
class Standing:
    """Where a person stands with one item."""

    level: int
    """How many of its steps are earned."""
    change: Change
    reason: str
    """One sentence for the person."""


def earned(programme: Programme, facts: Iterable[SessionFact]) -> dict[str, Standing]:
    """Where the person stands with each item, after sessions in any order of telling; they count by their day."""
    past = sorted(facts, key=lambda fact: fact.day)
    return {
        item.id: _standing(item, [fact for fact in past if item.id in fact.good_fraction], programme.progression)
        for item in programme.items.values()
    }


def levels(standings: Mapping[str, Standing]) -> dict[str, int]:
    """Only the levels, as `Person` takes them."""
    return {item: standing.level for item, standing in standings.items()}


def _standing(item: Item, past: list[SessionFact], rules: Progression) -> Standing:
    level, streak, before_low = 0, 0, False
    change, reason = Change.HOLD, "Not done yet: the dose to begin with."
    for fact in past:
        low = fact.good_fraction[item.id] < rules.back_below_fraction
        if why := _why_back(item, fact, rules, low and before_low):
            level, streak, before_low = max(0, level - 1), 0, False
            change, reason = Change.REGRESS, why
            continue
        before_low = low
        if why := _why_stay(item, fact, rules):
            streak, change, reason = 0, Change.HOLD, why
            continue
        streak += 1
        if streak < rules.sessions_in_a_row:
            change, reason = Change.HOLD, f"A good session: {rules.sessions_in_a_row - streak} more like it in a row."
        elif level == len(item.steps):
            change, reason = Change.HOLD, "All of it is earned: keep it up."
        else:
            level, streak = level + 1, 0
            change, reason = Change.ADVANCE, f"{rules.sessions_in_a_row} good sessions in a row: one step on."
    return Standing(level, change, reason)


def _why_back(item: Item, fact: SessionFact, rules: Progression, low_twice: bool) -> str | None:
    if item.id in fact.knee_pain:
        return "It hurt at the knee: one step back."
    if fact.pain_during_max is not None and fact.pain_during_max > rules.back_above_pain:
        return f"Pain of {fact.pain_during_max} of 10: one step back."
    if worse_next_morning(fact.pain_before, fact.pain_next_morning):
        return "More pain on the morning after: one step back."
    return "Few good repetitions, twice in a row: one step back." if low_twice else None


def _why_stay(item: Item, fact: SessionFact, rules: Progression) -> str | None:
    if fact.pain_during_max is None or fact.pain_before is None:
        return "The question about pain was not answered: the dose stays."
    if fact.pain_during_max > rules.pain_at_most:
        return f"Pain of {fact.pain_during_max} of 10: the dose stays, or is reduced."
    if fact.pain_next_morning is None:
        return "How it was on the morning after is not known: the dose stays."
    share = fact.good_fraction[item.id]
    if share < rules.good_fraction:
        return f"{share:.0%} good: the dose stays until it is {rules.good_fraction:.0%}."
    return None
