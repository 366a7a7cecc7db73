"""The command that leads through a day's session: the questions before it, the session, the questions after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

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
    from formcheck.appointment import appointment, omitted, sets_of
    from formcheck.cli.programme import named
    from formcheck.history import Outcome, data_folder, open_history
    from formcheck.history.export import kept

    programme, wanted = named(name)
    with open_history(data_folder(data), say) as history:
        sessions, day = history.sessions(), _now().date()
        due = appointment(programme, wanted, today, sessions, day)
        if due is None:
            say("Nothing more is planned for today. It is done, or a day off; rest is part of it.")
            return
        person = _known(programme, side, history, day)
        if not sets_of(programme, due, person, _done(history, due.begun)):
            _left_out(omitted(programme, due, person))
            say("Nothing of this session is left for today.")
            if due.begun:
                history.end(due.begun.id, Outcome.FINISHED, _now())
            return
        _welcome(history)
        _morning(history)
        said = _check_in(history)
        if said is None:
            return
        person = _today(person, programme, said, kept(history))
        begun = due.begun if due.begun and _goes_on(history, due.begun) else None
        _left_out(omitted(programme, due, person))
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


def _now() -> datetime:
    """The one clock of the session."""
    return datetime.now().astimezone()


def _ask(question: str) -> str:
    typer.echo(f"{question} ", err=True, nl=False)
    try:
        return input()
    except (EOFError, KeyboardInterrupt):
        typer.echo(err=True)  # what is said of it gets a line of its own
        raise


# --- before -------------------------------------------------------------------------------------------------


def _welcome(history: History) -> None:
    """What formcheck is, the first time; and the card that is due after a week without change (spec §5.1, §5.5)."""
    from formcheck.dialogue import have_read
    from formcheck.remembered import pain_by_day
    from formcheck.safety import ABOUT, SEE_A_PHYSIOTHERAPIST, persists

    if not history.sessions():
        say(ABOUT)
    if persists(pain_by_day(history.pains())):
        say(SEE_A_PHYSIOTHERAPIST)
        have_read(_ask)


def _morning(history: History) -> None:
    """How the morning after the last session was."""
    from formcheck.dialogue import pain_or_nothing
    from formcheck.history import Moment, PainRecord, Place
    from formcheck.remembered import morning_owed

    owed = morning_owed(history, _now().date())
    if owed is not None:
        nrs = pain_or_nothing(_ask, f"Pain at the knee on the morning after {owed.day:%d %B}?")
        history.add_pain(PainRecord(Moment.NEXT_MORNING, Place.KNEE, nrs, _now(), owed.id))


def _check_in(history: History) -> CheckIn | None:
    """Red flags and pain; None if there is to be no exercise today."""
    from formcheck.dialogue import check_in
    from formcheck.history import AnswerRecord
    from formcheck.safety import SEE_SOMEBODY, Gate

    said = check_in(_ask, say)
    at = _now()
    history.add_answers([AnswerRecord(flag, answer, at) for flag, answer in said.answers.items()])
    for reason in said.verdict.reasons:
        say(reason)
    if said.verdict.card:
        say(said.verdict.card)
        return None
    if said.gate is Gate.STOP:
        say(f"More than 5 of 10: no session today. {SEE_SOMEBODY}")
        return None
    return said


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
    stages = OFFERED if _eyes_may_close(said, past) else OFFERED - {EYES_CLOSED}
    return replace(person, locked=said.verdict.locked, levels=levels(standings), stages=stages)


def _done(history: History, begun: SessionRecord | None) -> list[SetRecord]:
    """What is kept of a session that goes on."""
    return history.sets_of(begun.id) if begun else []


def _left_out(omitted: Mapping[str, str]) -> None:
    for item, why in omitted.items():
        say(f"Left out: {item} ({why}).")


def _eyes_may_close(said: CheckIn, past: Kept) -> bool:
    """Whether balance with closed eyes is open to this person today (spec E04); asks only where it might be."""
    from formcheck.dialogue import age, yes
    from formcheck.programme.model import EYES_OPEN
    from formcheck.safety import eyes_closed_locks

    held = [r.hold_best_s or 0.0 for r in past.sets if r.planned.stage == EYES_OPEN]
    best_s, unsteady = max(held, default=None), said.answers["unsteady"]
    if eyes_closed_locks(best_s, 0, unsteady, counter=True):
        return False
    locks = eyes_closed_locks(best_s, age(_ask), unsteady, yes(_ask, "Is a counter within your reach there?"))
    for lock in locks:
        say(f"Eyes stay open: {lock}.")
    return not locks


def _goes_on(history: History, begun: SessionRecord) -> bool:
    """Whether the person goes on with what was left today; asked only if something is kept of it."""
    from formcheck.dialogue import yes

    done = len(history.sets_of(begun.id))
    return not done or yes(_ask, f"You began this session today; {done} sets are kept. Go on with the rest?")


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

    return SessionRecord(programme.name, title, week, _now().date(), _now())


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
    from formcheck.sight import pelvis_sight

    with equipment(wanted) as used:
        memory = Memory(history, record, used.about, _now)
        memory.before(said.knee, said.other)
        done = practice(history.sets(), besides=record.id)
        coach = Coach(sets, find, lambda exercise: CuePolicy(done[exercise]))
        led = lead(
            coach,
            used.source,
            used.eyes,
            lambda coach: pelvis_sight(markers) if coach.exercise.sees_pelvis else None,
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
            nrs = pain_or_nothing(_ask, f"Pain after {title}?")
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
