"""The logs that quizgen explores are those that TLC explores from RaftLogs.tla."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState
from tests.spec.checker import check, members

pytestmark = pytest.mark.slow

BOUNDS = [
    (1, Exhaustive("logs", terms=2, entries=2, crashes=1)),
    (2, Exhaustive("logs", terms=3, entries=2)),
    (3, Exhaustive("logs", terms=3, entries=2)),
    (3, Exhaustive("logs", terms=3, entries=3)),
    (3, Exhaustive("logs", terms=3, entries=3, symmetry=True)),
    (3, Exhaustive("logs", terms=3, entries=2, crashes=1, symmetry=True)),
    (4, Exhaustive("logs", terms=2, entries=2, symmetry=True)),
]


@pytest.mark.parametrize(("servers", "bounds"), BOUNDS, ids=str)
def test_both_find_the_same_states(tmp_path: Path, servers: int, bounds: Exhaustive) -> None:
    """If a state were missed, "never" could be said of something that happens there."""
    constants: dict[str, object] = {"Server": members(servers), "MaxTerm": bounds.terms}
    constants |= {"MaxEntries": bounds.entries, "MaxRestarts": bounds.crashes}
    found = check("RaftLogs", tmp_path, constants, symmetry=bounds.symmetry)
    survey = SIMULATOR.survey(Scenario(servers=servers, explore=bounds), None)
    assert found.violated == ""
    assert survey is not None
    assert survey.exhausted
    assert (survey.states, survey.depth) == (found.states, found.depth)


@pytest.mark.parametrize(
    ("servers", "down", "bounds"),
    [
        (2, ["S2"], Exhaustive("logs", terms=3, entries=2)),
        (3, ["S3"], Exhaustive("logs", terms=2, entries=2)),
        (3, ["S1", "S3"], Exhaustive("logs", terms=2, entries=1, crashes=1)),
    ],
    ids=str,
)
def test_servers_that_are_down_come_back(tmp_path: Path, servers: int, down: list[str], bounds: Exhaustive) -> None:
    """If one that is down at the start stayed so, an entry that it overwrites later would be said to be safe."""
    constants: dict[str, object] = {"Server": members(servers), "Down": "{" + ", ".join(down) + "}"}
    constants |= {"MaxTerm": bounds.terms, "MaxEntries": bounds.entries, "MaxRestarts": bounds.crashes}
    found = check("RaftLogs", tmp_path, constants)
    start = {name: StartState(up=False) for name in down}
    survey = SIMULATOR.survey(Scenario(servers=servers, start=start, explore=bounds), None)
    assert survey is not None
    assert (survey.states, survey.depth) == (found.states, found.depth)


@pytest.mark.parametrize(("rule", "terms"), [("ComparesLogs", 2), ("OnlyCountsOwnTerm", 4)])
def test_a_broken_rule_loses_what_was_committed(tmp_path: Path, rule: str, terms: int) -> None:
    """If the specification held whatever the rules are, its agreement would say nothing about ours."""
    found = check("RaftLogs", tmp_path, {rule: "FALSE", "MaxTerm": terms}, symmetry=True)
    assert found.violated == "LeaderCompleteness"
    assert "Commit" in found.behavior


def test_figure_8_needs_four_terms(tmp_path: Path) -> None:
    """Otherwise an author who explores three terms is told that counting old entries does no harm, and believes it."""
    found = check("RaftLogs", tmp_path, {"OnlyCountsOwnTerm": "FALSE", "MaxTerm": 3}, symmetry=True)
    assert found.violated == ""
