"""The command that leads through a day's session: the questions before it, the session, the questions after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.asking import ask, checked_in, consented, eyes_may_close, goes_on, morning, now, welcome
from formcheck.cli.equipment import CameraOption, Wanted, WindowOption, equipment
from formcheck.cli.options import DataOption, MarkersOption, ModelOption, MuteOption, SideChoice
from formcheck.cli.output import INTERRUPTED, console, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from formcheck.dialogue import CheckIn
    from formcheck.history import History, SessionRecord, SetRecord
    from formcheck.history.export import Kept
    from formcheck.lead import Led
    from formcheck.programme import Person, PlannedSet, Programme
    from formcheck.remembered import Memory


def session(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="core, extended …, or your own TOML file.")
    ] = None,
    today: Annotated[bool, typer.Option("--today", help="Only what the plan has for today.")] = False,
    side: Annotated[SideChoice, typer.Option("--side", help="The side that hurts: it goes first.")] = SideChoice.auto,
    consent: Annotated[
        bool, typer.Option("--consent", help="Ask me about what is off by default, with its cautions.")
    ] = False,
    camera: CameraOption = "0",
    data: DataOption = None,
    no_window: WindowOption = False,
    mute: MuteOption = False,
    markers: MarkersOption = False,
    model: ModelOption = None,
) -> None:
    """Be led through a session, hands-free. Any key stops, + and - put a count right, q ends it for now.

    Without a name it is what the plan has for today.
    """
    from formcheck.appointment import appointment, items_of, omitted, sets_of
    from formcheck.cli.programme import named
    from formcheck.history import Outcome, data_folder, open_history
    from formcheck.history.export import kept

    programme, wanted = named(name)
    with open_history(data_folder(data), say) as history:
        sessions, day = history.sessions(), now().date()
        due = appointment(programme, wanted, today, sessions, day)
        if due is None:
            say("Nothing more is planned for today. It is done, or a day off; rest is part of it.")
            return
        person = _known(programme, side, history, day)
        off = [item for item in items_of(programme, due) if item.needs_consent]
        if not (consent and off) and not sets_of(programme, due, person, _done(history, due.begun)):
            _left_out(omitted(programme, due, person))
            say("Nothing of this session is left for today.")
            if due.begun:
                history.end(due.begun.id, Outcome.FINISHED, now())
            return
        welcome(history)
        morning(history)
        said = checked_in(history)
        if said is None:
            return
        person = _today(person, programme, said, kept(history))
        person = consented(person, off, history) if consent else person
        begun = due.begun if due.begun and goes_on(history, due.begun) else None
        _left_out(omitted(programme, due, person))
        if off and not consent:
            say("With --consent you are asked about what is off by default.")
        sets = _eased(sets_of(programme, due, person, _done(history, begun)), said)
        if not sets:
            say("Nothing of this session is open to you today.")
            return
        record = begun or _begun(programme, due.title, due.week)
        history.begin(record)
        led, memory = _led(sets, record, history, said, Wanted(camera, no_window, mute, model), markers)
        memory.end(led.finished.complete)
        _after(memory, programme)
    _farewell(led)


# --- before -------------------------------------------------------------------------------------------------


def _known(programme: Programme, side: SideChoice, history: History, day: date) -> Person:
    """What the plan depends on, before anything is asked: nothing is locked but what hurt earlier today."""
    from formcheck.pose import Side
    from formcheck.programme import Person
    from formcheck.programme.model import OFFERED
    from formcheck.remembered import stopped_on

    affected = None if side is SideChoice.auto else Side(side.value)
    stopped = stopped_on(day, programme, history.sets(day), history.pains(day))
    return Person(affected, stopped=stopped, stages=OFFERED)


def _today(person: Person, programme: Programme, said: CheckIn, past: Kept) -> Person:
    """The same with what was answered, and with what past sessions have earned."""
    from formcheck.programme import earned, levels
    from formcheck.programme.model import EYES_CLOSED, OFFERED
    from formcheck.remembered import facts

    standings = earned(programme, facts(programme, past.sessions, past.sets, past.pains))
    stages = OFFERED if eyes_may_close(said, past) else OFFERED - {EYES_CLOSED}
    return replace(person, locked=said.verdict.locked, levels=levels(standings), stages=stages)


def _done(history: History, begun: SessionRecord | None) -> list[SetRecord]:
    """What is kept of a session that goes on."""
    return history.sets_of(begun.id) if begun else []


def _left_out(omitted: Mapping[str, str]) -> None:
    for item, why in omitted.items():
        say(f"Left out: {item} ({why}).")


def _eased(sets: tuple[PlannedSet, ...], said: CheckIn) -> tuple[PlannedSet, ...]:
    """One set less of everything with pain of 3 to 5 (spec §5.3)."""
    from formcheck.programme import one_set_less
    from formcheck.safety import Gate

    if said.gate is Gate.REDUCE:
        say("With that pain: one set less of everything today.")
        for item in {planned.item for planned in sets}:
            sets = one_set_less(sets, item)
    return sets


def _begun(programme: Programme, title: str, week: int) -> SessionRecord:
    from formcheck.history import SessionRecord

    return SessionRecord(programme.name, title, week, now().date(), now())


# --- the session --------------------------------------------------------------------------------------------


def _led(
    sets: Sequence[PlannedSet],
    record: SessionRecord,
    history: History,
    said: CheckIn,
    wanted: Wanted,
    markers: bool,
) -> tuple[Led, Memory]:
    """Lead through the sets, in front of the camera."""
    from formcheck.coach import Coach
    from formcheck.cueing import CuePolicy
    from formcheck.exercises import find
    from formcheck.lead import lead
    from formcheck.remembered import Memory, practice
    from formcheck.sight import sights

    with equipment(wanted) as used:
        memory = Memory(history, record, used.about, now)
        memory.before(said.knee, said.other)
        done = practice(history.sets(), besides=record.id)
        coach = Coach(sets, find, lambda exercise: CuePolicy(done[exercise]))
        led = lead(
            coach,
            used.source,
            used.eyes,
            lambda coach: sights(coach.exercise.looks_for, markers),
            used.window,
            used.speaker,
            memory,
        )
        return led, memory


# --- after --------------------------------------------------------------------------------------------------


def _after(memory: Memory, programme: Programme) -> None:
    """Ask once more about pain that was not told from the floor."""
    from formcheck.coach import Pain
    from formcheck.dialogue import pain_or_nothing
    from formcheck.exercises import find
    from formcheck.programme import item_gate
    from formcheck.safety import Gate

    waiting = list(dict.fromkeys(memory.untold))
    try:
        while waiting:
            item = programme.items[waiting[0]]
            title = find(item.exercise).title
            nrs = pain_or_nothing(ask, f"Pain after {title}?")
            memory.tell(Pain(waiting.pop(0), nrs))
            if item_gate(item.phase, nrs) is Gate.STOP:
                _no_more(title)
    finally:
        for id in waiting:  # Ctrl-C: asked, and not answered
            memory.tell(Pain(id, None))


def _no_more(title: str) -> None:
    say(f"No more of this today, because it hurt: {title}.")


def _farewell(led: Led) -> None:
    from formcheck.agenda import results_table
    from formcheck.report import FOOTER

    console().print(results_table(led.finished))
    for title in led.finished.stopped:
        _no_more(title)
    say(FOOTER)
    if isinstance(led.stopped, KeyboardInterrupt):
        raise typer.Exit(INTERRUPTED)
    if led.stopped is not None:
        raise led.stopped
