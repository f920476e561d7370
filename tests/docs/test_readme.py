"""README.md: its example does what it says."""

from __future__ import annotations

from pathlib import Path

from quizgen.compiler import Silent, check
from quizgen.diagnostics import render_diagnostics
from tests.docs.pages import ROOT, blocks, read

PAGE = read("README.md")
HEAD = """\
format: lesson/1
id: example
title: Example
subject: distributed-systems
level: junior
license: CC-BY-4.0
released: 2026-01-31
sources: {raft: {title: In Search of an Understandable Consensus Algorithm}}
concepts: [{id: majority, name: Majority, definition: More than half., cite: raft §5.1}]
items:
"""


START, ITEM = blocks(PAGE, "yaml")


def _lesson(folder: Path, item: str) -> Path:
    file = folder / "lesson.yaml"
    file.write_text(HEAD + "".join(f"  {line}\n" for line in item.splitlines()), encoding="utf-8")
    return file


def _words(text: str) -> str:
    return " ".join(text.split())


def test_the_example_is_sound(tmp_path: Path) -> None:
    """The first thing that a newcomer copies fails."""
    checked = check(_lesson(tmp_path, ITEM), Silent())
    assert checked.diagnostics == ()
    assert checked.tally == {"computed": 1, "cited": 0, "unverified": 0}


def test_the_first_lesson_is_that_of_its_page() -> None:
    """Two beginnings that differ, of which a test follows one."""
    assert blocks(read("docs/first-lesson.md"), "yaml")[0] == START


def test_swapped_options_are_told_as_shown(tmp_path: Path) -> None:
    """The README promises messages that nobody ever sees."""
    key, misconception = "      key: true\n", "      misconception: majority-of-reachable\n"
    swapped = ITEM.replace(key, "").replace(misconception, key)
    swapped = swapped.replace("elects nobody.\n", "elects nobody.\n      rationale: It has three of five.\n")
    checked = check(_lesson(tmp_path, swapped), Silent())
    told = _words(render_diagnostics(checked.diagnostics, "text")).replace(f"{tmp_path}/", "")
    shown = PAGE.partition("$ quizgen check lesson.yaml")[2].partition("There are seven kinds")[0]
    for line in _words(shown).split("lesson.yaml:")[1:]:
        message = line.partition(": ")[2].partition(" help:")[0]
        assert message in told


def test_the_picture_is_there() -> None:
    """The page opens with a broken image."""
    assert (ROOT / "docs" / "card.png").read_bytes().startswith(b"\x89PNG")
