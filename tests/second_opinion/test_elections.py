"""Who may lead: with given logs and terms, libraft's servers and ours elect the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Explore, Scenario, StartState
from quizgen.simulators.raft.scenario.events import Run, TimeOut
from tests.second_opinion.conftest import Libraft

pytestmark = pytest.mark.slow

Log = tuple[int, ...]

SHORT: tuple[Log, ...] = tuple(
    (1, *rest) for length in range(3) for rest in combinations_with_replacement((1, 2, 3), length)
)
"""Every log of up to three entries of three terms. The first is in all of them: libraft keeps its members there."""
FEW: tuple[Log, ...] = ((1,), (1, 1, 1), (1, 2), (1, 3))
TERM = 4
"""All servers are in this term, in which nobody has campaigned."""


def _clusters(servers: int, logs: Sequence[Log]) -> list[tuple[Log, ...]]:
    """Return the figures of logs that one cluster could have, as far as quizgen knows."""
    return [cluster for cluster in product(logs, repeat=servers) if not SIMULATOR.problems(_scenario(cluster))]


def _scenario(cluster: tuple[Log, ...]) -> Scenario:
    return Scenario(servers=len(cluster), start=_start(cluster), explore=Explore(1))


def _start(cluster: tuple[Log, ...]) -> dict[str, StartState]:
    return {f"S{number}": StartState(log=log, term=TERM) for number, log in enumerate(cluster, start=1)}


def _questions(clusters: list[tuple[Log, ...]]) -> Iterator[str]:
    for cluster in clusters:
        logs = " ".join("".join(map(str, log)) for log in cluster)
        yield from (f"wins {candidate} {TERM} {logs}" for candidate in range(1, len(cluster) + 1))


def _wins(cluster: tuple[Log, ...], candidate: int, misconception: str | None = None) -> bool:
    """Let one server campaign once, and no other; tell whether it leads."""
    leaders = _leaders(len(cluster), _start(cluster), f"S{candidate}", misconception)
    assert set(leaders) <= {TERM + 1}
    return bool(leaders)


def _leaders(servers: int, start: dict[str, StartState], candidate: str, misconception: str | None) -> list[int]:
    """Return the terms in which somebody came to lead after the candidate's timer fired."""
    scenario = Scenario(
        servers=servers,
        start=start,
        events=(TimeOut(candidate), Run("100ms")),
        election_timeout=("10s", "10s"),
        explore=Explore(1),
    )
    assert SIMULATOR.problems(scenario) == ()
    (run,) = SIMULATOR.executions(scenario, misconception)
    return [int(event.get("term") or 0) for event in run.trace if event.type == "become_leader"]


@pytest.mark.parametrize(("servers", "logs"), [(3, SHORT), (4, FEW), (5, FEW)])
def test_the_same_candidates_win(libraft: Libraft, servers: int, logs: tuple[Log, ...]) -> None:
    """Otherwise the answer to "who can be elected?" under a figure of logs is wrong."""
    clusters = _clusters(servers, logs)
    theirs = libraft(list(_questions(clusters)))
    ours = [_wins(cluster, candidate) for cluster in clusters for candidate in range(1, servers + 1)]
    assert 0 < sum(ours) < len(ours)
    assert ours == [bool(answer) for answer in theirs]


def test_libraft_refuses_older_logs(libraft: Libraft) -> None:
    """If it elected whoever asks, agreement would say nothing about section 5.4.1."""
    clusters = _clusters(3, FEW)
    theirs = libraft(list(_questions(clusters)))
    wrong = [_wins(cluster, candidate, "no-up-to-date-check") for cluster in clusters for candidate in (1, 2, 3)]
    assert wrong != [bool(answer) for answer in theirs]


@pytest.mark.parametrize("servers", [3, 4, 5])
def test_a_candidate_of_an_older_term_is_refused(libraft: Libraft, servers: int) -> None:
    """Otherwise the card on a server that comes back after a long time tells its fate wrongly."""
    terms = {f"S{number}": 1 if number == 1 else 5 for number in range(1, servers + 1)}
    start = {name: StartState(log=(1,), term=term, voted_for=name) for name, term in terms.items()}
    assert _leaders(servers, start, "S1", None) == []
    (won,) = libraft([f"returns {servers}"])
    twice = Scenario(
        servers=servers,
        start=start,
        events=(TimeOut("S1"), Run("100ms"), TimeOut("S1"), Run("100ms")),
        election_timeout=("10s", "10s"),
        explore=Explore(1),
    )
    (run,) = SIMULATOR.executions(twice, None)
    assert [event.get("term") for event in run.trace if event.type == "become_leader"] == [won]
