"""``quizgen mutate``: its statuses and streams."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from tests.small import write

VOTES = (
    "items:\n  - {id: votes, kind: numeric, concept: thing, scenario: elected, stem: %s,"
    " answer: {value: %d, measure: votes_needed}}\n"
)
STATED = VOTES % ("Three servers. Votes?", 2)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project with a sound lesson in ./content."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", STATED)
    return tmp_path


def mutate(*arguments: str) -> tuple[int, str, str]:
    """Run the command and return status, standard output, standard error."""
    result = CliRunner().invoke(app, ("mutate", *arguments))
    return result.exit_code, result.stdout, result.stderr


def test_sound_deck() -> None:
    """The table goes to standard output, progress does not."""
    status, out, err = mutate()
    assert status == 0
    assert out.startswith("misconception ")
    assert "mutating: misconceptions" in err
    assert "mutating: assumptions" in err
    assert "\nleader_crashes " in out


def test_unstated_assumption(project: Path) -> None:
    """A continuous build would not stop for a stem that misleads."""
    write(project / "content", VOTES % ("Votes?", 2))
    status, out, _ = mutate("--format", "github")
    assert status == 1
    assert out.startswith("::error file=content/small.yaml,line=13,col=")
    assert ",title=unstated-assumption::" in out
    assert out.count("\n") == 1


def test_deck_with_errors(project: Path) -> None:
    """The author would mend the deck's blind spots before its wrong answers."""
    write(project / "content", VOTES % ("Three servers. Votes?", 3))
    status, out, _ = mutate()
    assert status == 1
    assert "[value-differs]" in out
    assert "misconception" not in out


def test_json_is_all_that_a_tool_reads() -> None:
    """A line that is no object would break the tool."""
    status, out, _ = mutate("--format", "json")
    assert status == 0
    assert len([json.loads(line) for line in out.splitlines()]) > 20


def test_quiet_prints_diagnostics_only() -> None:
    """A script wants to hear of mistakes, and else nothing."""
    assert mutate("--quiet") == (0, "", "")
