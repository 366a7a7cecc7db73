"""From a programme to the sets of one session. Pure: the same facts give the same sets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

from formcheck.pose import Side
from formcheck.programme.model import HOW, SOFT_TISSUE, Item, Key, Person, Phase, PlannedSet, Programme, Sides, Step
from formcheck.safety import Gate, pain_gate, soft_tissue_gate

SET_UP_S = 20.0
"""Getting into place, for each item (spec §9)."""


def plan(programme: Programme, session: str, week: int, person: Person) -> tuple[PlannedSet, ...]:
    """The sets of a session in their order: phase by phase, both sides of an item in turn, the affected one first."""
    return _sets(programme, session, programme.sessions[session].items, week, person)


def evening(programme: Programme, session: str, week: int, person: Person) -> tuple[PlannedSet, ...]:
    """What of a session is done once more in the evening; often nothing."""
    return _sets(programme, session, programme.sessions[session].second_daily, week, person)


def left_out(programme: Programme, session: str, person: Person) -> dict[str, str]:
    """Items, and item/stage, of a session that this person is not given, each with the reason."""
    found: dict[str, str] = {}
    for item in _in_order(programme, programme.sessions[session].items):
        if reason := _why_not(item, person):
            found[item.id] = reason
        else:
            stages = ((block.stage, _why_no_stage(item, block.stage, person)) for block in item.blocks)
            found |= {f"{item.id}/{stage}": reason for stage, reason in stages if reason}
    return found


def remaining(planned: Sequence[PlannedSet], done: Collection[Key]) -> tuple[PlannedSet, ...]:
    """What is still to do of a plan, when the sets of these keys are done: how a session is taken up again."""
    return tuple(one for one in planned if one.key not in done)


def one_set_less(planned: Sequence[PlannedSet], item: str) -> tuple[PlannedSet, ...]:
    """The plan with the last set of an item dropped on every side (pain of 3–5); of one set nothing is dropped."""
    return tuple(
        _shorter(one) if one.item == item and one.of > 1 else one
        for one in planned
        if one.item != item or one.of == 1 or one.number < one.of
    )


def item_gate(phase: Phase, pain: int | None) -> Gate:
    """What a pain of 0–10 leads to for the item after which it was told (spec §5.3)."""
    return soft_tissue_gate(pain) if phase in SOFT_TISSUE else pain_gate(pain)


def _shorter(one: PlannedSet) -> PlannedSet:
    return replace(one, of=one.of - 1, rest_s=one.rest_s if one.number < one.of - 1 else 0.0)


def minutes(programme: Programme, planned: Sequence[PlannedSet]) -> float:
    """About how long it takes: work, rests, and 20 s to get into place for each item."""
    items = [id for id, _ in groupby(one.item for one in planned)]
    work = sum(
        one.seconds if one.seconds is not None else (one.reps or 0) * programme.items[one.item].rep_s
        for one in planned
    )
    return (work + sum(one.rest_s for one in planned) + SET_UP_S * len(items)) / 60.0


def _in_order(programme: Programme, items: Sequence[str]) -> list[Item]:
    order = list(Phase)
    return sorted((programme.items[id] for id in items), key=lambda item: order.index(item.phase))


def _sets(
    programme: Programme, session: str, items: Sequence[str], week: int, person: Person
) -> tuple[PlannedSet, ...]:
    now = programme.week(week)
    most = {**programme.sessions[session].sets, **now.sets}
    return tuple(
        one
        for item in _in_order(programme, items)
        if _why_not(item, person) is None
        for one in _of_item(item, most.get(item.id, item.sets[1]), now.band, person)
    )


def _of_item(item: Item, most: int, band: bool, person: Person) -> list[PlannedSet]:
    earned = frozenset(item.steps[: person.levels.get(item.id, 0)])
    of = min(item.sets[Step.SETS in earned], most)
    how = frozenset(step for step in earned if step in HOW and (band or step is not Step.BAND))
    reps = None if item.reps is None else item.reps[Step.REPS in earned]
    doses: list[tuple[str | None, float | None]]
    if item.blocks:
        doses = [
            (block.stage, block.seconds[Step.EYES_CLOSED in earned])
            for block in item.blocks
            if _why_no_stage(item, block.stage, person) is None
        ]
    elif item.sides is Sides.DECLARED:
        doses = [(None, person.declared[item.id][1])]
    else:
        doses = [(None, item.seconds[0] if item.seconds else None)]
    return [
        PlannedSet(
            item.id,
            item.exercise,
            side,
            number,
            of,
            reps,
            seconds,
            item.rest_s if number < of else 0.0,
            stage,
            how,
            item.phase,
        )
        for stage, seconds in doses
        for number in range(1, of + 1)
        for side in _sides(item, person)
    ]


def _sides(item: Item, person: Person) -> tuple[Side | None, ...]:
    first = person.affected or Side.LEFT
    if item.sides is Sides.BOTH:
        return first, first.other
    return (None,) if item.sides is Sides.BILATERAL else (person.declared[item.id][0],)


def _why_not(item: Item, person: Person) -> str | None:
    if item.exercise in person.locked:
        return "not for you today: your answers before the session"
    if item.exercise in person.stopped:
        return "it hurt today: no more of it until tomorrow"
    if item.needs_consent and item.id not in person.consented:
        return "off until you have read its cautions and agree"
    if item.sides is Sides.DECLARED and item.id not in person.declared:
        return "you say the side and the seconds, as your clinician set them"
    if item.blocks and all(_why_no_stage(item, block.stage, person) for block in item.blocks):
        return "none of its stages is open to you today"
    return None


def _why_no_stage(item: Item, stage: str, person: Person) -> str | None:
    if f"{item.exercise}/{stage}" in person.locked:
        return "locked, so that nobody falls"
    return None if stage in person.stages else "not open to you yet"
