"""Warnings that an author has judged are not told, and why not is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Checked
from tests.cli.commands import quizgen
from tests.small import write

ITEM = """\
  - id: {id}
    kind: recall
    concept: thing
    stem: Is it kept?{n}
    points: [{{text: It is., cite: paper §1}}]
"""
ONE, TWO = ITEM.format(id="one", n=""), ITEM.format(id="two", n=" Is it kept here?")
ALLOW = "    allow: {yes-or-no-stem: The point is what follows.}\n"


def checked(folder: Path, body: str) -> Checked:
    """Return what a check finds in a lesson of these items."""
    return compiler.check(write(folder, body), compiler.Silent(), unread="ignore")


def test_a_warning_is_silenced_where_it_is_allowed(tmp_path: Path) -> None:
    """An author who has judged a warning reads it for ever; or misses the same of another question."""
    found = checked(tmp_path, "items:\n" + ONE + ALLOW + TWO)
    assert [(one.code, "two" in one.message) for one in found.diagnostics] == [("yes-or-no-stem", True)]
    assert [(one.diagnostic.code, one.reason) for one in found.silenced] == [
        ("yes-or-no-stem", "The point is what follows.")
    ]


def test_a_lesson_allows_for_all_its_questions(tmp_path: Path) -> None:
    """The same reason has to be given at each of forty questions."""
    concepts = "concepts: [{id: thing, name: Thing, definition: A thing., cite: paper §1}]\n"
    found = checked(tmp_path, concepts + "allow: {yes-or-no-stem: All do.}\nitems:\n" + ONE + TWO)
    assert (found.diagnostics, len(found.silenced)) == ((), 2)


@pytest.mark.parametrize(
    ("allow", "said"),
    [
        ("    allow: {many-options: So it is.}\n", "no warning `many-options` is given here"),
        ("    allow: {yes-or-no-stm: So it is.}\n", "no warning `yes-or-no-stm` is given here"),
    ],
)
def test_what_is_silenced_in_vain_is_told(tmp_path: Path, allow: str, said: str) -> None:
    """A reason for what is long mended stays, and hides the next one; a misspelt code silences nothing."""
    found = checked(tmp_path, "items:\n" + ONE + allow).diagnostics
    assert any(one.code == "unused-allow" and said in one.message and one.hint for one in found)


def test_a_reason_has_to_be_given(tmp_path: Path) -> None:
    """Nobody knows later why it was silenced."""
    found = checked(tmp_path, "items:\n" + ONE + "    allow: {yes-or-no-stem: ''}\n").diagnostics
    assert "invalid-value" in {one.code for one in found}


def test_errors_cannot_be_silenced(tmp_path: Path) -> None:
    """A wrong answer is built because somebody did not want to read of it."""
    found = checked(
        tmp_path, "items:\n" + ONE.replace("paper §1", "papyrus §1") + ALLOW.replace("yes-or-no-stem", "unknown-source")
    )
    assert "unknown-source" in {one.code for one in found.diagnostics}


def test_check_tells_what_is_silenced_if_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes a lesson over does not see what its author did not want to hear."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "items:\n" + ONE + ALLOW)
    assert "silenced" not in quizgen("check", "small.yaml")[1]
    out = quizgen("check", "small.yaml", "-v")[1]
    assert "small.yaml:16:11: silenced[yes-or-no-stem]: " in out
    assert "(reason: The point is what follows.)" in out
