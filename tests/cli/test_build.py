"""``quizgen build --locked``: what CI asks."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from quizgen.cli import app
from tests.small import write

ITEM = "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n"


def run(*arguments: str) -> tuple[int, str]:
    """Run the command; return its status and what it printed."""
    result = CliRunner().invoke(app, ["build", *arguments])
    return result.exit_code, result.output


def test_stale_lockfile_fails_the_build(tmp_path: Path) -> None:
    """CI would pass, and learners would get a deck whose changes never arrive."""
    file, out = str(write(tmp_path, ITEM)), str(tmp_path / "out")
    status, said = run(file, "--to", "anki", "--out", out, "--locked")
    assert status == 1
    assert "the file would change: new: concept.thing, one" in said
    assert "[lock-stale]" in said
    assert "nothing was written" in said
    assert run(file, "--to", "anki", "--out", out)[0] == 0
    assert run(file, "--to", "anki", "--out", out, "--locked")[0] == 0
