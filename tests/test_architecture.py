"""Who may import whom: imports run one way, and the core knows no cameras, clocks, files or screens."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

import formcheck

ROOT = Path(formcheck.__file__).parent

# The pure core, from the bottom up. A module may import from its own line's left and from the lines above it.
LAYERS = (
    ("errors",),
    ("pose",),
    ("geometry", "smoothing", "cueing", "flanks"),
    ("measures", "reps"),
    ("pelvis", "holds", "posture", "sheet"),
    ("exercise",),
    ("position",),
    ("release", "stance"),
    ("exercises.*",),
    ("exercises",),
    ("settling", "faults", "reading", "taps"),
    ("update",),
    ("session",),
    ("screening", "consent", "spoken"),
    ("safety", "programme"),
    ("summary",),
    ("coach",),
)
CORE = [module for layer in LAYERS for module in layer]
THIRD_PARTY = {"numpy", "scipy"}
# Where there is a clock, a die, a file, a wire or another thread, the same poses need not give the same answer.
IMPURE = {
    "time", "datetime", "random", "secrets", "uuid", "logging", "threading", "multiprocessing", "concurrent",
    "asyncio", "os", "io", "pathlib", "shutil", "tempfile", "socket", "http", "urllib", "subprocess", "sqlite3",
}  # fmt: skip
LONGEST = 320
"""Lines of a file: what is longer is two things."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its name within it; packages by theirs."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "formcheck"] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    """The parsed source of a module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """Full names of all that a module imports, wherever in it; what only the type checker reads is included."""
    names: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            inner = {f"{node.module}.{alias.name}".removeprefix("formcheck.") for alias in node.names}
            found = {f"formcheck.{name}" for name in inner if name in modules()}
            names |= found or {node.module}
    return frozenset(names)


def own(module: str) -> set[str]:
    """Modules of the package that a module imports; the package itself (its version) is nobody's secret."""
    return {name.removeprefix("formcheck.") for name in imports(module) if name.startswith("formcheck.")}


def layer(module: str) -> str:
    """The entry of LAYERS that stands for a module: for a room of several files the room, for an exercise all."""
    return "exercises.*" if module.startswith("exercises.") else module.split(".", maxsplit=1)[0]


def core() -> list[str]:
    """Every module of the pure core."""
    return [module for module in modules() if layer(module) in CORE]


# --- the core -----------------------------------------------------------------------------------------------


def test_the_core_is_all_there() -> None:
    assert {layer(module) for module in core()} == set(CORE)


@pytest.mark.parametrize("module", core())
def test_the_core_imports_only_numbers_the_standard_library_and_itself(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(module)}
    assert roots - sys.stdlib_module_names <= THIRD_PARTY | {"formcheck"}
    assert roots & IMPURE <= ({"datetime"} if layer(module) == "programme" else set())  # days, given from outside
    assert not any(name.startswith("numpy.random") for name in imports(module))
    assert {layer(name) for name in own(module)} <= set(CORE)


@pytest.mark.parametrize("module", core())
def test_the_core_asks_no_calendar_for_today(module: str) -> None:
    asked = {node.attr for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)}
    assert asked & {"today", "now", "utcnow", "fromtimestamp"} == set()


@pytest.mark.parametrize("module", core())
def test_imports_run_one_way(module: str) -> None:
    floor = next(i for i, names in enumerate(LAYERS) if layer(module) in names)
    below = {name for names in LAYERS[:floor] for name in names}
    left = set(LAYERS[floor][: LAYERS[floor].index(layer(module))])
    room = {layer(module)} if (ROOT / layer(module)).is_dir() else set()
    assert {layer(name) for name in own(module)} - below - left - room == set()


def test_exercises_do_not_know_each_other() -> None:
    for module in modules():
        if module.startswith("exercises."):
            assert not any(name.startswith("exercises") for name in own(module)), module


def test_the_core_does_not_import_which_exercises_exist() -> None:
    for module in core():
        if not module.startswith("exercises"):
            assert not any(name.startswith("exercises") for name in own(module)), module


# --- the shells ---------------------------------------------------------------------------------------------


def test_no_import_goes_round_in_a_circle() -> None:
    seen: dict[str, bool] = {}

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join([*path, module])
        if module not in seen:
            for name in sorted(own(module)):
                visit(name, (*path, module))
            seen[module] = True

    for module in modules():
        visit(module, ())


def test_only_the_estimator_and_the_models_maker_import_mediapipe() -> None:
    users = {module for module in modules() if any(name.split(".")[0] == "mediapipe" for name in imports(module))}
    assert "capture.estimator" in users
    assert users <= {"capture.estimator", "capture.bundle"}


@pytest.mark.parametrize(
    ("shell", "strangers"),
    [
        ("capture.estimator", {"exercise", "exercises", "session", "summary"}),
        ("sight", {"exercise", "exercises", "session", "summary", "capture"}),
        ("capture.sources", {"pose", "exercise", "session", "capture.estimator"}),
        ("capture.camera", {"pose", "exercise", "session", "capture.estimator"}),
        ("recording", {"capture", "exercises", "app"}),
        ("window", {"capture", "exercises", "summary", "report"}),
        ("report", {"capture", "window"}),
        ("voice", {"capture", "window", "exercises", "report", "overlay"}),
    ],
)
def test_a_shell_knows_nothing_of_what_is_not_its_business(shell: str, strangers: set[str]) -> None:
    assert strangers <= set(modules())
    assert (own(shell) | {layer(name) for name in own(shell)}) & strangers == set()


def test_what_is_drawn_is_decided_before() -> None:
    judges = {
        "session", "faults", "settling", "reps", "holds", "recording", "report", "window", "capture", "exercises",
    }  # fmt: skip
    assert judges <= set(modules())
    for module in modules():
        if module.split(".")[0] == "overlay":
            assert {layer(name) for name in own(module)} & judges == set(), module


def test_the_history_knows_no_camera_and_its_files_are_the_store_s_business() -> None:
    strangers = {"capture", "window", "app", "exercises", "session", "overlay"}
    assert strangers <= set(modules())
    for module in modules():
        if module.split(".")[0] == "history":
            assert {layer(name) for name in own(module)} & strangers == set(), module
    for module in ("history.records", "history.trends"):
        assert imports(module) & (IMPURE - {"datetime", "uuid"}) == set(), module
        assert {name for name in own(module) if name.startswith("history")} <= {"history.records"}, module


def test_nobody_imports_the_command_line() -> None:
    outside = [module for module in modules() if layer(module) != "cli"]
    assert [module for module in outside if "cli" in {layer(name) for name in own(module)}] == []


# --- the house ----------------------------------------------------------------------------------------------


def calls(module: str, name: str) -> bool:
    """Whether a module calls a function of this name."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(tree(module))
    )


def test_nothing_is_printed_outside_the_command_line() -> None:
    assert [module for module in modules() if calls(module, "print")] == []


@pytest.mark.parametrize("module", sorted(modules()))
def test_no_file_is_long(module: str) -> None:
    assert len(modules()[module].read_text(encoding="utf-8").splitlines()) <= LONGEST
