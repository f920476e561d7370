"""The runs behind items: made once, where a statement and a run meet, and shown from there."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import quizgen
from quizgen import compiler
from quizgen.compiler import Silent
from quizgen.crosscheck import Behind, runs
from quizgen.explaining import Run, explanation
from quizgen.simulators import SIMULATORS
from quizgen.system.user_cache import SWITCH
from tests.small import write

ITEMS = """\
items:
  - id: claimed
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads?
    options:
      - {text: S2, rationale: No., sometimes: 'leader() == "S2"'}
      - {text: S1, key: true, never: 'leader() == "S2"'}
  - {id: valued, kind: numeric, concept: thing, scenario: elected, stem: N?, answer: {value: 1, measure: leaders()}}
  - id: ordered
    kind: ordering
    concept: thing
    scenario: elected
    stem: In which order?
    steps:
      - {text: It asks., event: {type: vote_received, actor: S1}}
      - {text: It wins., event: {type: become_leader, actor: S1}}
  - id: measured
    kind: numeric
    concept: thing
    scenario: {simulator: raft, servers: 5, explore: {seeds: 1}}
    stem: How many votes?
    answer: {value: 3, measure: votes_needed}
"""
OF_STATEMENTS_AND_RUNS = ("crosscheck/", "decks/verify/", "simulators/", "guards/", "simulate.py", "testing.py")
"""Where runs are made: with statements, in simulators, and for whoever asks for a run alone."""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a lesson, beside a cache of the test's own; this process does all."""
    monkeypatch.delenv(SWITCH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("QUIZGEN_JOBS", "1")
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", ITEMS)
    return tmp_path / "content"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[Any]:
    """Count from now on how often each run, and each experiment, is made."""
    raft, found = type(SIMULATORS["raft"]), Counter[Any]()
    execution, witness = raft.execution, vars(runs)["witness"]

    def counted(self: Any, scenario: Any, seed: int, misconception: str | None) -> Any:  # noqa: ANN401
        found[scenario, seed, misconception] += 1
        return execution(self, scenario, seed, misconception)

    def shown(*arguments: Any) -> Any:  # noqa: ANN401
        found["a witness"] += 1
        return witness(*arguments)

    monkeypatch.setattr(raft, "execution", counted)
    monkeypatch.setattr(runs, "witness", shown)
    return found


def build(content: Path, out: str) -> dict[str, bytes]:
    """Build a website, and return its files."""
    folder = content.parent / out
    assert compiler.build(content, ["site"], folder, Silent()).sound
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_a_build_makes_each_run_once_and_the_next_one_none(content: Path, made: Counter[Any]) -> None:
    """A build takes twice as long as it has to; or what it shows depends on what was built before."""
    first = build(content, "first")
    assert made
    assert set(made.values()) == {1}
    made.clear()
    assert build(content, "second") == first
    assert made == {}


def test_a_build_after_a_check_makes_what_is_shown(content: Path, made: Counter[Any]) -> None:
    """Whoever checks pays for cards that nobody asked for; or the cards of a checked lesson show other runs."""
    assert compiler.check(content, Silent()).diagnostics == ()
    assert "a witness" not in made
    made.clear()
    after = build(content, "after")
    assert sorted(Counter(what if what == "a witness" else "a run" for what in made.elements()).items()) == [
        ("a run", 1),
        ("a witness", 1),
    ]
    assert build(content, "again") == after


def test_each_item_has_the_run_that_bears_it_out(content: Path) -> None:
    """A card shows a run of another question, or one that contradicts its answer."""
    found = compiler.check(content, Silent(), runs=True).findings
    behind: dict[str, Behind] = {item: run for (_, item), run in found.runs.items()}
    assert sorted(behind) == ["claimed", "measured", "ordered", "valued"]
    assert behind["claimed"].verdict.subject.statement.text == "S1"  # type: ignore[attr-defined]
    assert [(behind[name].verdict.seed, bool(behind[name].digest)) for name in ("claimed", "ordered", "valued")] == [
        (0, True)
    ] * 3
    assert (behind["measured"].digest, "3 votes" in behind["measured"].sentence) == ("", True)


@pytest.mark.parametrize("run", [Run(), Run(seed=2)])
def test_an_explanation_makes_each_run_once(content: Path, made: Counter[Any], run: Run) -> None:
    """An exploration that takes a minute is waited for twice."""
    explained = explanation(content, "claimed", run)
    assert [shown.trace is not None for shown in explained.runs] == [True]
    assert sorted(made.values()) == [1, 1, 1]


def test_nobody_else_makes_runs() -> None:
    """A card shows a run that nothing was asked of; or a statement is judged in two places, by two rules."""
    package = Path(quizgen.__file__).parent
    asking = {"execution", "executions", "measure", "witness", "observe"}
    found = {
        f"{file.relative_to(package).as_posix()}: {node.func.attr}"
        for file in package.rglob("*.py")
        if not file.relative_to(package).as_posix().startswith(OF_STATEMENTS_AND_RUNS)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asking
    }
    assert found == {"explaining.py: execution"}  # the laboratory's, which belongs to the cross-check
