"""The elections that quizgen explores are those that TLC explores from RaftElections.tla."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState
from tests.spec.checker import check, members

pytestmark = pytest.mark.slow

BOUNDS = [
    (1, Exhaustive("elections", terms=3, crashes=1)),
    (2, Exhaustive("elections", terms=3)),
    (3, Exhaustive("elections", terms=2)),
    (3, Exhaustive("elections", terms=3)),
    (3, Exhaustive("elections", terms=2, crashes=1)),
    (3, Exhaustive("elections", terms=3, symmetry=True)),
    (4, Exhaustive("elections", terms=1, crashes=1)),
    (4, Exhaustive("elections", terms=2, symmetry=True)),
    (5, Exhaustive("elections", terms=1, symmetry=True)),
]


@pytest.mark.parametrize(("servers", "bounds"), BOUNDS, ids=str)
def test_both_find_the_same_states(tmp_path: Path, servers: int, bounds: Exhaustive) -> None:
    """If a state were missed, "never" could be said of something that happens there."""
    constants = {"Server": members(servers), "MaxTerm": bounds.terms, "MaxRestarts": bounds.crashes}
    found = check("RaftElections", tmp_path, constants, symmetry=bounds.symmetry)
    survey = SIMULATOR.survey(Scenario(servers=servers, explore=bounds), None)
    assert found.violated == ""
    assert survey is not None
    assert survey.exhausted
    assert (survey.states, survey.depth) == (found.states, found.depth)


@pytest.mark.parametrize(
    ("servers", "down", "bounds"),
    [
        (2, ["S2"], Exhaustive("elections", terms=3)),
        (3, ["S3"], Exhaustive("elections", terms=2)),
        (3, ["S1", "S3"], Exhaustive("elections", terms=1, crashes=1)),
    ],
    ids=str,
)
def test_servers_that_are_down_come_back(tmp_path: Path, servers: int, down: list[str], bounds: Exhaustive) -> None:
    """If one that is down at the start stayed so, what it does later would be said never to happen."""
    constants: dict[str, object] = {"Server": members(servers), "Down": "{" + ", ".join(down) + "}"}
    constants |= {"MaxTerm": bounds.terms, "MaxRestarts": bounds.crashes}
    found = check("RaftElections", tmp_path, constants)
    start = {name: StartState(up=False) for name in down}
    survey = SIMULATOR.survey(Scenario(servers=servers, start=start, explore=bounds), None)
    assert survey is not None
    assert (survey.states, survey.depth) == (found.states, found.depth)


def test_a_lost_vote_elects_two_leaders(tmp_path: Path) -> None:
    """If the specification held whatever the rules are, its agreement would say nothing about ours."""
    found = check("RaftElections", tmp_path, {"MaxTerm": 1, "MaxRestarts": 1, "VoteSurvives": "FALSE"})
    assert found.violated == "ElectionSafety"
    assert found.behavior.count("Restart") == 1
