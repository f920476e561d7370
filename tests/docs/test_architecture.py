"""docs/architecture.md: names what there is, and draws the layers that are kept."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT, blocks, code, read, sources, table

PAGE = read("docs/architecture.md")


def test_every_package_and_module_is_named() -> None:
    """Whoever looks for a thing in the code starts here, and finds it."""
    listed = {code(row[0]) for row in table(PAGE, "| Name | What it is |")}
    here = {path.name for path in (ROOT / "quizgen").glob("*.py") if path.name != "__init__.py"}
    here |= {f"{path.parent.name}/" for path in (ROOT / "quizgen").glob("*/__init__.py")}
    assert listed == here


def test_the_layers_are_those_that_are_kept() -> None:
    """A picture of layers that nobody keeps is worse than none."""
    project = tomllib.loads(read("pyproject.toml"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = [each for each in contracts if each["name"] == "Imports run downward only"]
    (drawn,) = blocks(PAGE, "layers")
    assert drawn.splitlines() == contract["layers"]


def test_the_places_to_look_exist() -> None:
    """A pointer to a file that was moved costs a newcomer an hour."""
    places = {
        place
        for row in table(PAGE, "| If you want to change | look at |")
        for place in re.findall(r"`([\w./]+)`", row[1])
    }
    assert len(places) > 10
    missing = [place for place in places if not (ROOT / "quizgen" / place).exists() and not (ROOT / place).exists()]
    assert missing == []


def _modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield the modules, each with its path below the package."""
    for path, tree in sources():
        yield path.relative_to(ROOT / "quizgen").as_posix(), tree


def _imported(tree: ast.Module) -> set[str]:
    """Return the modules of which anything is imported."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def _called(tree: ast.Module) -> set[str]:
    """Return the names of functions and methods that are called."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def test_only_the_commands_print() -> None:
    """A program that builds on quizgen finds words of it in its own output."""
    assert "Only `cli` prints" in PAGE
    assert [path for path, tree in _modules() if "print" in _called(tree) and not path.startswith("cli/")] == []


def test_of_the_phases_only_export_writes() -> None:
    """A check of a stranger's lesson leaves files behind."""
    assert "only `export` writes" in PAGE
    rows = table(PAGE, "| Phase | Package | Takes | Gives |")
    phases = tuple(f"{code(row[1])}/" for row in rows if row[0] != "export")
    assert len(phases) == 5
    writing = {"write_text", "write_bytes", "replace_file", "publish", "staging", "mkdir"}
    assert [path for path, tree in _modules() if path.startswith(phases) and writing & _called(tree)] == []


def test_no_phase_knows_a_simulator() -> None:
    """Whoever adds a simulator has to change the core, which knows the first one by name.

    What reads files of rules, and tells of them, is no phase: an author wrote what it knows. Nor is what records
    programs, and keeps what came of them.
    """
    ours = {path.parent.name for path in (ROOT / "quizgen" / "simulators").glob("*/__init__.py")} - {"api", "kit"}
    known = [
        (path, name)
        for path, tree in _modules()
        for name in _imported(tree)
        if re.match(rf"quizgen\.simulators\.({'|'.join(ours)})\b", name)
        and not path.startswith(("simulators/", "loader/rules.py", "cli/authoring/rules.py", "recording/"))
        and path != "loader/recordings.py"
    ]
    assert ours
    assert known == []


def test_the_tests_mirror_the_package() -> None:
    """A newcomer who changes a package does not find what guards it."""
    (said,) = re.findall(r"of the whole are ([^)]+)\)", " ".join(PAGE.split()))
    whole = set(re.findall(r"`(\w+)`", said))
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert {folder.as_posix() for folder in folders if not _is_of_a_package(folder)} == whole


def _is_of_a_package(folder: Path) -> bool:
    return (ROOT / "quizgen" / folder).is_dir()
