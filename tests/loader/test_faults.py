"""Each fault is told at its place, in words a person understands, with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.crosscheck import equipped
from quizgen.diagnostics import Diagnostic, Paper, render_diagnostics
from quizgen.diagnostics.fixes import fixable, lines_of, mended
from tests.conftest import Golden
from tests.loader.faults import CHANGES, FILES, FINE, changed

FILE = "electing.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _found(content: bytes) -> tuple[Diagnostic, ...]:
    Path(FILE).write_bytes(content)
    return compiler.check(Path(FILE), compiler.Silent(), equipped(Path(FILE)), unread="ignore").diagnostics


def _told(content: bytes) -> str:
    lines = lines_of(content.decode("utf-8-sig", "replace"))
    return render_diagnostics(_found(content), "text", Paper(80, lines=lambda _: lines))


def test_each_fault_is_told(golden: Golden) -> None:
    """An author who slipped would be left with the parser's words, or sent to another line."""
    told = {name: _told(changed(name)) for name in CHANGES} | {name: _told(content) for name, content in FILES.items()}
    golden("told.txt", "\n".join(f"# {name}\n\n{text or 'Nothing is said.'}" for name, text in told.items()))


MENDED = [
    "tab as indentation",
    "one space too few",
    "one space too many",
    "stemm",
    "question for stem",
    "correct for key",
    "choices for options",
    "single_choice",
    "claim in quotes that end early",
    "colon in a stem",
    "stem begins with a quoted word",
    "quote never closed",
    "single quote inside single quotes",
    "bracket never closed",
    "brace never closed",
    "comma missing",
    "curly quotes around a text",
    "scenario of broken YAML",
    "scenario of the wrong shape",
    "date written in words",
    "date as in Germany",
    "items renamed",
    "unknown word at the top",
]


@pytest.mark.parametrize("name", MENDED)
def test_what_is_plainly_meant_is_mended(name: str) -> None:
    """An author mends by hand what a program sees; or it is mended so that something else is wrong."""
    content = changed(name)
    for _ in range(3):
        found = _found(content)
        content = mended(content.decode(), fixable(found).get(FILE, [])).text.encode()
    assert _found(content) == ()


@pytest.mark.parametrize("name", [*CHANGES, *FILES])
def test_each_has_a_place_and_a_remedy(name: str) -> None:
    """An author is told that something is wrong, and left alone with it."""
    found = _found(changed(name) if name in CHANGES else FILES[name])
    assert found
    assert all((one.hint or one.edit) and one.span.file == FILE for one in found), name
    assert len(found) <= 3, "one diagnostic for each cause"


@pytest.mark.parametrize("name", FINE)
def test_what_is_not_wrong_is_not_told(name: str) -> None:
    """A file that an editor of Windows saved could not be used."""
    assert _found(FINE[name]) == ()
