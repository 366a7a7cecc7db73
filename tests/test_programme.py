"""The programme as data: what a day holds, what is earned, and how a file with a mistake is refused."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck import cli
from formcheck.errors import ProgrammeError
from formcheck.exercises import EXERCISES
from formcheck.pose import Side
from formcheck.programme import (
    Change,
    Person,
    Phase,
    PlannedSet,
    SessionFact,
    Sides,
    Step,
    day_plan,
    earned,
    evening,
    left_out,
    levels,
    minutes,
    one_set_less,
    plan,
    remaining,
    weeks_ahead,
)
from formcheck.programme.model import STAGES
from formcheck.programme_file import parse, read_programme, standard
from formcheck.toml_lines import line_of

START = date(2024, 1, 1)
SCREENS = {"squat", "hip-rotation", "single-leg-squat", "step-down", "trendelenburg"}
PROTOCOLS = {
    "hip-abduction", "clamshell", "single-leg-balance", "glute-bridge", "figure-four", "tfl-stretch", "march",
    "knee-to-chest", "lateral-quad-roll", "tfl-release", "glute-med-release", "glute-max-release", "iliacus-release",
    "psoas-release", "pelvic-realignment",
}  # fmt: skip
"""Every exercise of the two source protocols."""
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
[OWN] = [block.split("```")[0] for block in README.split("```toml\n")[1:]]

people = st.builds(
    Person,
    affected=st.sampled_from([None, *Side]),
    locked=st.frozensets(st.sampled_from([*sorted(PROTOCOLS), "single-leg-balance/eyes-closed"]), max_size=5),
    consented=st.frozensets(st.sampled_from(["iliacus-release", "psoas-release", "pelvic-realignment"])),
    declared=st.sampled_from([{}, {"pelvic-realignment": (Side.RIGHT, 30.0)}]),
    levels=st.dictionaries(st.sampled_from(sorted(PROTOCOLS)), st.integers(0, 4)),
    stages=st.frozensets(st.sampled_from(STAGES)),
)
sessions = st.sampled_from(sorted(standard().sessions))
weeks = st.integers(1, 9)


def of(planned: tuple[PlannedSet, ...], item: str) -> list[PlannedSet]:
    return [one for one in planned if one.item == item]


# --- the programme that ships -------------------------------------------------------------------------------


def test_no_exercise_of_the_two_protocols_is_forgotten() -> None:
    shipped = {item.exercise for item in standard().items.values()}
    assert shipped == PROTOCOLS & set(EXERCISES)
    assert set(EXERCISES) <= PROTOCOLS | SCREENS
    assert set(standard().sessions["full"].items) == set(standard().items)


def test_every_item_and_session_says_where_it_comes_from() -> None:
    assert all(item.source for item in standard().items.values())
    assert all(session.source for session in standard().sessions.values())


def test_the_core_session_is_the_first_protocol() -> None:
    planned = plan(standard(), "core", 1, Person(affected=Side.RIGHT))
    told = [(one.item, one.side, one.reps or one.seconds) for one in planned]
    assert told == [
        ("lateral-quad-roll", Side.RIGHT, 60), ("lateral-quad-roll", Side.LEFT, 60),
        ("figure-four", Side.RIGHT, 60), ("figure-four", Side.LEFT, 60),
        ("hip-abduction", Side.RIGHT, 15), ("hip-abduction", Side.LEFT, 15),
        ("hip-abduction", Side.RIGHT, 15), ("hip-abduction", Side.LEFT, 15),
        ("single-leg-balance", Side.RIGHT, 60), ("single-leg-balance", Side.LEFT, 60),
        ("single-leg-balance", Side.RIGHT, 60), ("single-leg-balance", Side.LEFT, 60),
    ]  # fmt: skip
    assert [one.item for one in evening(standard(), "core", 1, Person())] == ["figure-four"] * 2


def test_the_minutes_of_the_specification() -> None:
    everybody = Person(stages=frozenset(STAGES))
    for session, low, high in (("core", 16, 22), ("extended", 42, 58), ("maintenance", 26, 37), ("short", 14, 19)):
        about = minutes(standard(), plan(standard(), session, 2, everybody))
        assert low - 5 <= about <= high, session  # below: the sets to be earned are not there


# --- any plan -----------------------------------------------------------------------------------------------


@given(sessions, weeks, people)
def test_both_sides_get_the_same_and_the_affected_one_goes_first(session: str, week: int, person: Person) -> None:
    planned = plan(standard(), session, week, person)
    for item in {one.item for one in planned}:
        mine = of(planned, item)
        if standard().items[item].sides is Sides.BOTH:
            first, second = mine[::2], mine[1::2]
            assert {one.side for one in first} == {person.affected or Side.LEFT}
            assert [replace(one, side=None) for one in first] == [replace(one, side=None) for one in second]
        elif standard().items[item].sides is Sides.BILATERAL:
            assert {one.side for one in mine} == {None}


@given(sessions, weeks, people)
def test_phases_come_in_order_items_in_one_piece_and_nothing_locked(session: str, week: int, person: Person) -> None:
    planned = plan(standard(), session, week, person)
    order = [list(Phase).index(standard().items[one.item].phase) for one in planned]
    assert order == sorted(order)
    pieces = [b.item for a, b in pairwise([None, *planned]) if b and (a is None or a.item != b.item)]
    assert len(pieces) == len(set(pieces))
    assert not {one.exercise for one in planned} & person.locked
    assert not {f"{one.exercise}/{one.stage}" for one in planned} & person.locked
    assert {one.stage for one in planned if one.stage} <= person.stages
    assert {one.item for one in planned if standard().items[one.item].needs_consent} <= person.consented


@given(sessions, weeks, people)
def test_what_is_not_planned_is_told_with_a_reason(session: str, week: int, person: Person) -> None:
    planned = {one.item for one in plan(standard(), session, week, person)}
    missing = {item for item in left_out(standard(), session, person) if "/" not in item}
    assert planned | missing == set(standard().sessions[session].items)
    assert not planned & missing


@given(sessions, weeks, people, st.data())
def test_a_session_is_taken_up_where_it_was_left(
    session: str, week: int, person: Person, data: st.DataObject
) -> None:
    planned = plan(standard(), session, week, person)
    assert len({one.key for one in planned}) == len(planned)
    done = data.draw(st.sets(st.sampled_from(planned)) if planned else st.just(set()))
    keys = {one.key for one in done}
    left = remaining(planned, keys)
    assert Counter(left) + Counter(done) == Counter(planned)
    grown = plan(standard(), session, week, replace(person, levels={}))  # the doses changed meanwhile
    assert not {one.key for one in remaining(grown, keys)} & keys


@given(sessions, weeks, people)
def test_one_set_less_takes_one_from_each_side(session: str, week: int, person: Person) -> None:
    planned = plan(standard(), session, week, person)
    less = one_set_less(planned, "hip-abduction")
    assert len(of(planned, "hip-abduction")) - len(of(less, "hip-abduction")) in {0, 2}
    assert [one for one in less if one.item != "hip-abduction"] == [
        one for one in planned if one.item != "hip-abduction"
    ]
    assert all(one.number <= one.of for one in less)
    assert all((one.rest_s > 0) == (one.number < one.of) for one in of(less, "hip-abduction"))
    if of(planned, "hip-abduction"):
        assert of(less, "hip-abduction")


def test_what_is_earned_waits_for_its_week() -> None:
    strong = Person(levels={"hip-abduction": 1, "clamshell": 3})
    assert of(plan(standard(), "core", 2, strong), "hip-abduction")[0].of == 2
    assert of(plan(standard(), "core", 3, strong), "hip-abduction")[0].of == 3
    assert of(plan(standard(), "core", 3, Person()), "hip-abduction")[0].of == 2  # a week gives nothing by itself
    assert of(plan(standard(), "extended", 2, strong), "clamshell")[0].steps == frozenset()
    clam = of(plan(standard(), "extended", 3, strong), "clamshell")[0]
    assert (clam.of, clam.reps, clam.steps) == (3, 15, frozenset({Step.BAND}))


def test_eyes_stay_open_unless_somebody_says_they_may_close() -> None:
    assert "eyes-closed" not in Person().stages
    all_stages = plan(standard(), "core", 1, Person(stages=frozenset(STAGES)))
    assert [(one.stage, one.seconds) for one in of(all_stages, "single-leg-balance")[::2]] == [
        ("eyes-open", 60), ("eyes-closed", 30), ("moving-leg", 60),
    ]  # fmt: skip


# --- days and weeks -----------------------------------------------------------------------------------------


def days(week: int) -> list[str | None]:
    first = START + timedelta(weeks=week - 1)
    return [day_plan(standard(), START, first + timedelta(days=n)).session for n in range(7)]


def test_the_weeks_of_the_specification() -> None:
    core, more = "core", "extended"
    assert days(1) == [more, core, core, more, core, core, core]
    for week in (2, 3, 4):
        assert days(week) == [more, core, more, core, more, core, core]
    for week in (5, 6, 99):
        assert days(week) == ["maintenance", None, None, "maintenance", None, None, None]


def test_the_weeks_ahead_begin_with_this_one() -> None:
    ahead = weeks_ahead(standard(), START, START + timedelta(days=10), 3)
    assert [week[0].week for week in ahead] == [2, 3, 4]
    assert [day.date for week in ahead for day in week] == [START + timedelta(days=7 + n) for n in range(21)]


def test_a_day_before_the_first_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        day_plan(standard(), START, START - timedelta(days=1))


# --- what is earned -----------------------------------------------------------------------------------------


def fact(day: int, good: float = 1.0, before: int | None = 1, during: int | None = 1, morning: int | None = 1,
         knee: frozenset[str] = frozenset()) -> SessionFact:  # fmt: skip
    return SessionFact(START + timedelta(days=day), "core", {"glute-bridge": good}, before, during, morning, knee)


GOOD = [fact(0), fact(1)]


@pytest.mark.parametrize(
    ("facts", "level", "change"),
    [
        ([], 0, Change.HOLD),
        ([fact(0)], 0, Change.HOLD),
        (GOOD, 1, Change.ADVANCE),
        (GOOD[::-1], 1, Change.ADVANCE),
        ([fact(n) for n in range(20)], 4, Change.HOLD),
        ([fact(0), fact(1, 0.89), fact(2)], 0, Change.HOLD),
        ([fact(0, 0.9), fact(1, 0.9)], 1, Change.ADVANCE),
        ([*GOOD, fact(2, during=3)], 1, Change.HOLD),
        ([*GOOD, fact(2, during=6)], 0, Change.REGRESS),
        ([*GOOD, fact(2, morning=2)], 0, Change.REGRESS),
        ([*GOOD, fact(2, knee=frozenset({"glute-bridge"}))], 0, Change.REGRESS),
        ([*GOOD, fact(2, 0.5)], 1, Change.HOLD),
        ([*GOOD, fact(2, 0.5), fact(3, 0.59)], 0, Change.REGRESS),
        ([*GOOD, fact(2, 0.5), fact(3, 0.6)], 1, Change.HOLD),
        ([fact(0, during=9)], 0, Change.REGRESS),
        ([fact(0, before=None), fact(1, during=None), fact(2, morning=None)], 0, Change.HOLD),
    ],
)
def test_steps_are_earned_and_lost(facts: list[SessionFact], level: int, change: Change) -> None:
    standing = earned(standard(), facts)["glute-bridge"]
    assert (standing.level, standing.change) == (level, change)
    assert standing.reason.endswith(".")


@given(st.lists(st.builds(fact, st.integers(0, 60), st.floats(0, 1), *[st.none() | st.integers(0, 10)] * 3)))
def test_a_level_is_always_one_there_is_and_no_answer_earns_nothing(facts: list[SessionFact]) -> None:
    standings = earned(standard(), facts)
    assert all(0 <= level <= len(standard().items[item].steps) for item, level in levels(standings).items())
    silent = [replace(one, pain_next_morning=None) for one in facts]
    assert earned(standard(), silent)["glute-bridge"].level == 0


# --- a programme of one's own -------------------------------------------------------------------------------


def test_the_programme_of_the_readme_is_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    mine = read_programme(path)
    assert [one.item for one in plan(mine, "hips", 1, Person())] == ["figure-four"] * 2 + ["clamshell"] * 4
    assert [day_plan(mine, START, START + timedelta(days=n)).session is None for n in range(7)].count(False) == 3


LINES = {text: n for n, text in enumerate(OWN.splitlines(), 1)}


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("reps = [10, 15]", "reps = 0", "items.clamshell.reps: 0 is not a number of repetitions; 1 to 50"),
        ("reps = [10, 15]", "reps = [10, 99]", "items.clamshell.reps.1: 99 is not a number of repetitions"),
        ("reps = [10, 15]", 'reps = "ten"', "items.clamshell.reps: 'ten' is not a number of repetitions"),
        ("reps = [10, 15]", "reps = true", "items.clamshell.reps: True is not a number of repetitions"),
        ("reps = [10, 15]", "reps = [1, 2, 3]", "items.clamshell.reps: [1, 2, 3] is not a number of repetitions"),
        ("reps = [10, 15]", "reps = [15, 10]", "items.clamshell.reps: [15, 10] goes down"),
        ("rest_s = 30", "rest = 30", "items.clamshell.rest: unknown key; did you mean rest_s?"),
        ("[items.clamshell]", "[items.clamshel]", "no exercise is called “clamshel”; did you mean clamshell?"),
        ('sides = "both"', 'sides = "bilateral"', "items.clamshell.sides: 'bilateral' is not possible"),
        ('sides = "both"', 'sides = "lefty"', "items.clamshell.sides: 'lefty' is not a choice of sides"),
        ('phase = "strengthen"', 'phase = "stretch"', "items.clamshell.phase: 'stretch' is not where clamshell"),
        ("seconds = 60", "seconds = 60\nreps = 3", "items.figure-four.reps: leave it out"),
        ('items = ["figure-four", "clamshell"]', "items = []", "sessions.hips.items: [] is not a list of items"),
        ('items = ["figure-four", "clamshell"]', 'items = ["figure-for"]', "did you mean figure-four?"),
        ("plus = { hips = 3 }", "plus = { hip = 3 }", "weeks.0.plus: no session is called “hip”; did you mean hips?"),
        ("plus = { hips = 3 }", "plus = { hips = 8 }", "weeks.0.plus.hips: 8 is not how often a week"),
        ('steps = ["sets", "reps"]', 'steps = ["set"]', "items.clamshell.steps.0: 'set' does not belong in a list"),
        ("[items.clamshell]", "[items]\nclamshell = 3\n[x]", "items.clamshell: 3 is not a table like the others"),
        ("reps = [10, 15]", "reps = []", "items.clamshell.reps: [] is not a number of repetitions"),
        ("seconds = 60", "seconds = nan", "items.figure-four.seconds: nan is not a time in seconds"),
        ('name = "Hips, three times a week"', "name = 3", "name: 3 is not a name, in quotes"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_key(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(OWN.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        read_programme(path)
    told = str(refused.value)
    line = OWN[: OWN.index(was)].count("\n") + (becomes.count("\n") > 0) + 1
    assert told.startswith(f"my.toml:{line}: ")
    assert says in told
    assert "\n" not in told


def test_a_missing_key_is_looked_for_in_its_table() -> None:
    with pytest.raises(ProgrammeError, match=rf"x:{LINES['[items.clamshell]']}: items.clamshell.reps: missing"):
        parse(OWN.replace("reps = [10, 15]\n", "").replace('steps = ["sets", "reps"]\n', ""), "x")
    with pytest.raises(ProgrammeError, match=r"x:1: weeks: missing"):
        parse(OWN.split("[[weeks]]")[0], "x")


def test_a_step_that_leads_nowhere_is_refused() -> None:
    line = LINES['steps = ["sets", "reps"]']
    with pytest.raises(ProgrammeError, match=rf"x:{line}: items.clamshell.steps: “sets” leads nowhere"):
        parse(OWN.replace("sets = [2, 3]", "sets = 2"), "x")
    lifts = OWN.replace("[items.clamshell]", "[items.hip-abduction]").replace('"clamshell"', '"hip-abduction"')
    with pytest.raises(ProgrammeError, match=r"“hold” leads nowhere: hip-abduction is not held at the top for less"):
        parse(lifts.replace('steps = ["sets", "reps"]', 'steps = ["hold"]'), "x")


def test_own_rules_may_be_stricter_never_laxer() -> None:
    assert parse(OWN + "\n[progression]\npain_at_most = 1\n", "x").progression.pain_at_most == 1
    with pytest.raises(ProgrammeError, match=r"progression\.pain_at_most: 7 is not a pain; 0 to 2"):
        parse(OWN + "\n[progression]\npain_at_most = 7\n", "x")


def test_consent_cannot_be_written_away() -> None:
    own = OWN.replace("[items.figure-four]", "[items.mine]\nexercise = 'psoas-release'")
    own = own.replace('"stretch"', '"release"').replace("figure-four", "mine")
    mine = parse(own, "x")
    assert mine.items["mine"].needs_consent
    assert of(plan(mine, "hips", 1, Person()), "mine") == []


@pytest.mark.parametrize("content", [b"\xff\xfe", b"name = ", None])
def test_what_is_no_programme_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "my.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProgrammeError, match=r"my\.toml"):
        read_programme(path)


TRICKY = '''# a comment
top.dotted.key = 1   # [items]

[a.b]   # x = 1
text = """
x = 2
[not.a.table]
"""
list = [
    1,  # one
    { y = 3 },
]
"quoted key" = 4
[[many]]
n = 1

# before the second
[[many]]

n = 2
inline = { p.q = 5 }
[a]
c = 6
'''


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top", "dotted", "key"), 2), (("a", "b"), 4), (("a", "b", "text"), 5), (("a", "b", "list"), 9),
        (("a", "b", "list", 1, "y"), 9), (("a", "b", "quoted key"), 13), (("many", 0), 14), (("many", 0, "n"), 15),
        (("many", 1), 18), (("many", 1, "n"), 20), (("many", 1, "inline", "p", "q"), 21), (("a", "c"), 23),
        (("many", 1, "absent"), 18), (("a", "b", "x"), 4), (("nowhere",), 1), ((), 1),
    ],
)  # fmt: skip
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int, ends: str) -> None:
    assert line_of(TRICKY.replace("\n", ends), path) == line


# --- the command --------------------------------------------------------------------------------------------


def run(*words: str) -> int:
    sys.argv = ["formcheck", "programme", *words]
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_command_tells_the_plan_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extended", "--week", "3", "--side", "right", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["week"], told["session"]) == ("formcheck.programme/1", 3, "extended")
    assert told["sets"][0]["side"] == "right"
    assert [week["week"] for week in told["weeks"]] == [3, 4, 5, 6, 7]
    assert len(told["weeks"][0]["days"]) == 7


def test_the_command_shows_a_file_of_ones_own_and_says_what_it_assumes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace("Hips,", "Hips [/red],"), encoding="utf-8")
    assert run(str(path)) == 0
    told = capsys.readouterr()
    assert "Hips [/red]" in told.out
    assert "2 × 10 repetitions" in told.out
    assert "taken to be today" in told.err


def test_an_unknown_name_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extnded") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "extended" in told.err
