"""``quizgen rules``, and rules in other commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import quizgen
from tests.simulators.rules.models import FOLDER
from tests.small import write


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with rules."""
    for file in FOLDER.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_comes_of_rules_is_told() -> None:
    """An author does not see that a rule of theirs is never taken, or that runs never end."""
    status, out, _ = quizgen("rules", "commit.yaml")
    assert status == 0
    assert out.splitlines() == [
        "commit: Members that commit together, or not at all",
        "421 states, the farthest 11 steps away; in 50 of them nothing more can happen",
        "45,325 runs",
        "never taken: rise",
        "silence-is-no: 654 states, 557,647 runs",
    ]
    assert "runs can go on for ever" in quizgen("rules", "river.yaml")[1]


def test_a_value_that_leaves_its_range_is_told_with_the_run(folder: Path) -> None:
    """An author is told that something is wrong, and not how it came to that."""
    text = (folder / "charge.yaml").read_text("utf-8").replace("is: 0..2", "is: 0..1")
    (folder / "charge.yaml").write_text(text, encoding="utf-8")
    status, out, _ = quizgen("rules", "charge.yaml")
    assert status == 1
    assert "charge.yaml:15:9: error[rules]: `charges` would be `2`; it is from 0 to 1, after look(c1), " in out


def test_what_is_no_file_of_rules_is_refused(folder: Path) -> None:
    """An author who names the wrong file waits for nothing, or reads a traceback."""
    (folder / "other.yaml").write_text("format: lesson/1\n", encoding="utf-8")
    status, out, _ = quizgen("rules", "other.yaml")
    assert status == 1
    assert "other.yaml:1:9: error[file-format]: this is no file of rules" in out
    assert quizgen("rules", "nowhere.yaml")[0] == 2


def test_rules_are_written_as_tla(folder: Path) -> None:
    """Whoever has outgrown the explorer has to write the rules again."""
    status, out, _ = quizgen("rules", "commit.yaml", "--tla", "Commit.tla")
    assert (status, out) == (0, "wrote Commit.tla and Commit.cfg\n")
    assert (folder / "Commit.tla").read_text("utf-8").startswith("---- MODULE Commit ----\n")
    assert "INVARIANT Invariant_together\n" in (folder / "Commit.cfg").read_text("utf-8")


def test_simulate_runs_a_scenario_of_rules(folder: Path) -> None:
    """An author cannot look at a run without writing a question first."""
    (folder / "scenario.yaml").write_text("simulator: charge\nscript: [look(c2)]\n", encoding="utf-8")
    status, out, _ = quizgen("simulate", "scenario.yaml", "--seed", "0")
    assert status == 0
    assert "look (c2 looks for the key)" in out
    (folder / "scenario.yaml").write_text("simulator: charge\nscript: [look(c3)]\n", encoding="utf-8")
    assert "the step `look(c3)` cannot be taken here" in quizgen("simulate", "scenario.yaml")[1]


def test_misconceptions_of_content_are_listed() -> None:
    """An author does not see what the misconceptions of their own rules lead to."""
    status, out, _ = quizgen("misconceptions", "silence-is-no", "--content", ".")
    assert status == 0
    assert "The shortest run has 9 steps, found among 654 states" in out
    assert "silence-is-no" not in quizgen("misconceptions")[1]


def test_a_scenario_may_lie_beside_a_lesson_or_elsewhere(folder: Path) -> None:
    """An author who keeps a scenario in the folder cannot check the lesson, or not simulate it from elsewhere."""
    (folder / "lessons").mkdir()
    write(folder / "lessons", "items: [{id: a, kind: recall, concept: thing, stem: What?, points: [{text: A.}]}]\n")
    (folder / "charge.yaml").rename(folder / "lessons" / "charge.yaml")
    for text in ("simulator: charge\n", "scenario:\n  simulator: charge\n"):
        (folder / "lessons" / "scenario.yaml").write_text(text, encoding="utf-8")
        assert "file-format" not in quizgen("check", "lessons")[1]
        told = " ".join(quizgen("check", "lessons/scenario.yaml")[1].split())
        assert "error[file-format]: this is a scenario, no content" in told
        assert "help: `quizgen simulate lessons/scenario.yaml` shows what comes of it" in told
    (folder / "elsewhere").mkdir()
    (folder / "lessons" / "scenario.yaml").rename(folder / "elsewhere" / "scenario.yaml")
    status, out, _ = quizgen("simulate", "elsewhere/scenario.yaml")
    assert status == 1
    assert "rules in another folder are found with `--content FOLDER`" in " ".join(out.split())
    assert quizgen("simulate", "elsewhere/scenario.yaml", "--content", "lessons")[0] == 0


def test_rules_are_no_scenario() -> None:
    """An author who simulates the rules themselves is told of a key that they lack, not of the right command."""
    status, out, _ = quizgen("simulate", "charge.yaml")
    assert status == 1
    assert "charge.yaml:1:9: error[file-format]: this is a file of rules, no scenario" in out
    assert "`quizgen rules charge.yaml`" in out


def test_misconceptions_of_content_come_first() -> None:
    """An author looks for three names behind those of all that ships, or in a list of them all."""
    heads = [line for line in quizgen("misconceptions", "--content", ".")[1].splitlines() if line.endswith(")")]
    shipped = next(place for place, line in enumerate(heads) if line.endswith("(event-loop)"))
    assert all(f"({file.stem})" not in line for line in heads[shipped:] for file in FOLDER.glob("*.yaml"))
    assert "those of rules are found with `--content PATH`" in " ".join(quizgen("misconceptions", "xyz")[2].split())
