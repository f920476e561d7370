"""``quizgen misconceptions``: the catalogue, and what each leads to."""

from __future__ import annotations

from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.simulators.raft import SIMULATOR


def misconceptions(*arguments: str) -> tuple[int, str, str]:
    """Run the command and return status, standard output, standard error."""
    result = CliRunner().invoke(app, ("misconceptions", *arguments))
    return result.exit_code, result.stdout, result.stderr


def test_all_are_listed() -> None:
    """An author looks for the name of a mistake and does not find it."""
    status, out, _ = misconceptions()
    assert status == 0
    heads = [line for line in out.splitlines() if not line.startswith(" ")]
    assert heads == [f"{one.name} (raft)" for one in SIMULATOR.misconceptions]
    assert all(one.belief in out and one.breaks in out for one in SIMULATOR.misconceptions)


def test_one_is_shown_with_its_run() -> None:
    """A learner is told that a rule is wrong, and not shown why."""
    status, out, _ = misconceptions("vote-twice")
    assert status == 0
    assert "term 1 has the leaders S1, S2" in out
    assert out.count(" become_leader ") == 2


def test_one_that_changes_a_measure() -> None:
    """Of a belief that breaks no guarantee, the learner should still see what it costs."""
    out = misconceptions("all-servers")[1]
    assert "With 3 servers: crashes_survived is 0, and 1 under the true rules.\n" in out


def test_full_shows_every_run() -> None:
    """Whoever prints the catalogue gets half of it."""
    status, out, _ = misconceptions("--full")
    assert status == 0
    assert out.count("    With ") == len(SIMULATOR.misconceptions)
    assert "No counterexample" not in out


def test_unknown_name() -> None:
    """A typing error is told, with what was meant."""
    status, out, err = misconceptions("vote-twise")
    assert (status, out) == (2, "")
    assert "there is no misconception 'vote-twise'; did you mean `vote-twice`?" in err
