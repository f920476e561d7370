"""Measures: what is found by trying agrees with what can be proved."""

from __future__ import annotations

from math import comb

import pytest

from quizgen.simulators.api import MeasureError
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.asked.experiments import subsets, survived
from quizgen.simulators.raft.runs.engine import Engine
from quizgen.simulators.raft.scenario import Exhaustive, Scenario
from quizgen.simulators.raft.scenario.events import Crash, Elect, Run
from tests.simulators.raft.scripts import seeds

_MEASURES = {measure.name: measure.measure for measure in SIMULATOR.measures}


def measure(name: str, servers: int, rules: str | None = None) -> object:
    return _MEASURES[name](Scenario(servers=servers, explore=seeds(1)), rules)


@pytest.mark.parametrize("servers", range(1, 10))
def test_crashes_survived_is_what_can_be_proved(servers: int) -> None:
    """Otherwise the deck's best-known number, how many servers may fail, is wrong."""
    assert measure("crashes_survived", servers) == (servers - 1) // 2


@pytest.mark.parametrize("servers", range(1, 8))
def test_quorums_found_by_trying_are_majorities(servers: int) -> None:
    """Otherwise the cards on votes, copies and overlap have wrong numbers; overlap is 2 for even sizes."""
    quorum = servers // 2 + 1
    assert measure("votes_needed", servers) == quorum
    assert measure("acks_needed", servers) == quorum
    assert measure("election_quorums", servers) == comb(servers, quorum)
    assert measure("quorum_pairs", servers) == comb(comb(servers, quorum), 2)
    assert measure("smallest_overlap", servers) == 2 * quorum - servers
    assert measure("disjoint_pairs", servers) == 0


@pytest.mark.parametrize(
    ("name", "servers", "rules", "expected"),
    [
        ("disjoint_pairs", 5, "fixed-quorum-of-two", 15),
        ("quorum_pairs", 5, "fixed-quorum-of-two", 45),
        ("smallest_overlap", 5, "fixed-quorum-of-two", 0),
        ("crashes_survived", 5, "fixed-quorum-of-two", 3),
        ("crashes_survived", 5, "all-servers", 0),
        ("crashes_survived", 5, "any-survivor", 4),
        ("crashes_survived", 4, "half-is-enough", 2),
        ("crashes_survived", 5, "half-is-enough", 2),
        ("crashes_survived", 5, "half-rounded-down", 3),
        ("crashes_survived", 5, "majority-of-reachable", 4),
        ("crashes_survived", 3, "vote-before-term", 0),
        ("acks_needed", 5, "commit-on-write", 1),
        ("acks_needed", 5, "commit-needs-all", 5),
        ("votes_needed", 5, "newest-term-rules", 1),
    ],
)
def test_a_misconception_measures_another_number(name: str, servers: int, rules: str, expected: int) -> None:
    """Otherwise a numeric distractor is the right answer, or is not what the wrong rule gives."""
    assert measure(name, servers, rules) == expected


def test_a_cluster_that_never_works_has_no_number() -> None:
    """Otherwise a card says that a cluster survives -1 crashes."""
    for name in ("crashes_survived", "votes_needed", "acks_needed", "smallest_overlap"):
        with pytest.raises(MeasureError, match=name):
            measure(name, 2, "vote-before-term")


def test_crashes_are_survived_only_after_s1_has_led() -> None:
    """Otherwise "S1, the leader, crashed" is said of runs in which it never led, and the number means another thing."""
    lonely = Scenario(servers=3, loss=1.0, explore=seeds(1))
    with pytest.raises(MeasureError, match="crashes_survived: S1 is not elected"):
        _MEASURES["crashes_survived"](lonely, None)


@pytest.mark.parametrize("no_op", [False, True])
def test_crashes_are_survived_only_after_a_first_write(no_op: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """Otherwise a cluster that never committed a write, or only a leader's empty entry, counts as one at work."""
    monkeypatch.setattr(Engine, "client_writes", lambda *_: None)
    scenario = Scenario(servers=3, explore=seeds(1), leader_no_op=no_op)
    survived.cache_clear()
    with pytest.raises(MeasureError, match="crashes_survived: S1 leads but commits nothing"):
        _MEASURES["crashes_survived"](scenario, None)


def test_a_lossy_network_has_a_number_all_the_same() -> None:
    """Otherwise a first write that has to be sent again makes the measure fail."""
    scenario = Scenario(servers=3, loss=0.1, explore=seeds(3))
    assert _MEASURES["crashes_survived"](scenario, None) == 1


def test_disagreeing_seeds_are_an_error_that_lists_them() -> None:
    """Otherwise a card states a number that holds in some runs only."""
    scenario = Scenario(servers=4, explore=seeds(3))
    with pytest.raises(MeasureError, match=r"acks_needed has no single value.*seed 0.*seed 1.*seed 2"):
        _MEASURES["acks_needed"](scenario, "vote-before-term")


@pytest.mark.parametrize("name", ["votes_needed", "worst_stall_ms", "terms"])
def test_explored_states_are_no_runs_to_measure(name: str) -> None:
    """Otherwise `quizgen check` stops with a traceback, or states the sum of no runs."""
    explored = Scenario(servers=3, explore=Exhaustive("logs", terms=1, entries=1))
    with pytest.raises(MeasureError, match=f"{name} needs runs, and this scenario explores states"):
        _MEASURES[name](explored, None)


def test_measures_of_the_script_combine_its_runs() -> None:
    """Otherwise the numbers on split votes and stalls are those of one run only."""
    events = (Elect("S1"), Crash("S1"), Run("1s"))
    scenario = Scenario(servers=3, events=events, explore=seeds(9))
    stalls = [run.longest_stall // 1000 for run in SIMULATOR.executions(scenario, None)]
    assert _MEASURES["worst_stall_ms"](scenario, None) == max(stalls)
    assert _MEASURES["median_stall_ms"](scenario, None) == sorted(stalls)[4]
    terms, leaderless = (_MEASURES[name](scenario, None) for name in ("terms", "leaderless_terms"))
    assert isinstance(terms, int)
    assert isinstance(leaderless, int)
    assert terms - leaderless >= 18


def test_every_set_of_servers_is_tried() -> None:
    """Otherwise a number is called certain although only some failures were tried."""
    assert len(set(subsets(("S1", "S2", "S3", "S4")))) == 16
