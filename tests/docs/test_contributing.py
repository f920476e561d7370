"""CONTRIBUTING.md: the files, lists and commands that it sends newcomers to exist."""

from __future__ import annotations

import ast
import re

from tests.docs.pages import ROOT, read, sources

PAGE = read("CONTRIBUTING.md")


def test_the_paths_exist() -> None:
    """A newcomer who is sent to a file that was moved gives up."""
    paths = {path for path in re.findall(r"`([\w./]+/[\w./]*)`", PAGE) if not re.search(r"[A-Z]{4}|my[_-]rule", path)}
    assert len(paths) > 10
    made = {path for path in paths if f"VENV ?= {path.rstrip('/')}\n" in read("Makefile")}
    assert sorted(path for path in paths - made if not (ROOT / path).exists()) == []


def test_the_lists_are_where_it_says() -> None:
    """A check or an output that is added to the wrong list is never run."""
    lists = re.findall(r"`([A-Z]{4,})` in `(quizgen/[\w/]+\.py)`", PAGE)
    assert {name for name, _ in lists} == {"SHIPPED", "KINDS"}
    for name, path in lists:
        assert re.search(rf"^{name}\b", read(path), re.MULTILINE), f"{name} is not in {path}"


def test_the_commands_exist() -> None:
    """The first thing that a newcomer types works."""
    commands = set(re.findall(r"^    make (\w+)", PAGE, re.MULTILINE))
    targets = set(re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE))
    assert commands == targets - {"help"}


def test_functions_fit_on_a_screen() -> None:
    """Whoever reads the code scrolls, and a rule that is not kept is no rule."""
    assert "A function fits on a screen" in PAGE
    functions = [
        (f"{path.name}:{node.lineno}", (node.end_lineno or 0) - node.lineno + 1)
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    assert [place for place, lines in functions if lines >= 50] == []
    assert list((ROOT / "quizgen").rglob("utils.py")) == []


def test_each_test_says_what_is_lost() -> None:
    """Whoever sees a test fail does not know whether it matters."""
    assert "A test tells in its docstring what the *user* loses" in PAGE
    silent = [
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_quick_leaves_out_what_is_slow_and_the_whole_leaves_out_nothing() -> None:
    """A change is taken for tested that only the quick tests have seen."""
    recipes = read("Makefile")
    assert '-m "not slow"' in recipes.partition("\nquick:")[2].partition("\n\n")[0]
    assert "-m " not in recipes.partition("\ntest:")[2].partition("\n\n")[0].partition("pytest")[2]
    assert "exec make test" in read(".ci/run")
