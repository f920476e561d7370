"""How many servers it takes: libraft's clusters and ours agree."""

from __future__ import annotations

from itertools import combinations

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Explore, Scenario
from tests.second_opinion.conftest import Libraft

pytestmark = pytest.mark.slow

SIZES = (1, 2, 3, 4, 5, 6)


def _measured(name: str, servers: int, misconception: str | None = None) -> int:
    (measure,) = (measure.measure for measure in SIMULATOR.measures if measure.name == name)
    value = measure(Scenario(servers=servers, explore=Explore(1)), misconception)
    assert isinstance(value, int)
    return value


def _crashes_survived(libraft: Libraft, servers: int) -> int:
    """Crash every set of servers of a size; return the largest size before the first that is not survived."""
    for size in range(1, servers + 1):
        crashed = [sum(1 << server for server in down) for down in combinations(range(servers), size)]
        if not all(libraft([f"survives {servers} {down}" for down in crashed])):
            return size - 1
    return servers


@pytest.mark.parametrize("servers", SIZES)
def test_crashes_survived(libraft: Libraft, servers: int) -> None:
    """Otherwise a learner plans a cluster that stops with fewer crashes than the card said."""
    assert libraft([f"survives {servers} 0"]) == [1]
    assert _measured("crashes_survived", servers) == _crashes_survived(libraft, servers)


@pytest.mark.parametrize("servers", SIZES)
def test_votes_needed(libraft: Libraft, servers: int) -> None:
    """Otherwise the card's number of votes elects nobody in a real cluster."""
    elected = libraft([f"elected {servers} {voters}" for voters in range(1, servers + 1)])
    assert elected == sorted(elected)
    assert _measured("votes_needed", servers) == 1 + elected.index(1)


def test_wrong_quorums_are_told_apart(libraft: Libraft) -> None:
    """If libraft agreed with a wrong quorum as well, its agreement with the true one would mean nothing."""
    assert _measured("crashes_survived", 4, "half-is-enough") != _crashes_survived(libraft, 4)
    assert _measured("votes_needed", 5, "fixed-quorum-of-two") != 1 + libraft(
        [f"elected 5 {voters}" for voters in range(1, 6)]
    ).index(1)
