"""Each fault is told at its place, in words a person understands, with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.crosscheck import equipped
from quizgen.diagnostics import Diagnostic, Paper, render_diagnostics
from quizgen.diagnostics.fixes import lines_of
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


@pytest.mark.parametrize("name", FINE)
def test_what_is_not_wrong_is_not_told(name: str) -> None:
    """A file that an editor of Windows saved could not be used."""
    assert _found(FINE[name]) == ()
