"""CONTRIBUTING.md: the files, lists and commands that it sends newcomers to exist."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT, read

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
