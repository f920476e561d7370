"""All elections of a figure together: what is found impossible is, and of small figures nothing else passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Scenario
from quizgen.simulators.raft.starts.problems import start_breaks
from tests.simulators.raft.figures import figure, logs, told, with_state

UNNOTICED: set[tuple[str, ...]] = set()
"""Sets of logs that no cluster of three has, and that the judgement lets pass: there are none so small."""


def _all_logs(entries: int, terms: int) -> list[str]:
    return sorted(
        "".join(log) for length in range(entries + 1) for log in combinations_with_replacement("123456"[:terms], length)
    )


def _reached(explored: Exhaustive) -> Iterator[tuple[str, ...]]:
    """Yield the logs of three servers in every state, sorted."""
    for state in SIMULATOR.executions(Scenario(servers=3, explore=explored), None):
        servers = state.cluster.servers
        yield tuple(sorted("".join(str(entry.term) for entry in server.log) for server in servers))


def test_the_judgement_agrees_with_the_exploration() -> None:
    """Otherwise logs that do arise are called impossible, or the right option of an exam is one that cannot be.

    In a term after the last, and with a crash, leaders without entries spread or cut what there is.
    """
    reached = set(_reached(Exhaustive("logs", terms=4, entries=2, crashes=2, symmetry=True)))
    passed = {
        chosen
        for chosen in combinations_with_replacement(_all_logs(2, 3), 3)
        if start_breaks(figure(3, logs(**dict(zip(("S1", "S2", "S3"), chosen, strict=True))), judge=True)) == ()
    }
    assert len(passed) == 139
    assert passed - reached == UNNOTICED
    assert {one for one in reached if "4" not in "".join(one)} == passed - UNNOTICED


@pytest.mark.parametrize(
    ("one", "other", "third"),
    [("1", "2", "3"), ("11", "12", "13"), ("11", "13", "2"), ("11", "22", "33")],
)
def test_leaders_who_cannot_all_have_been_elected_are_noticed(one: str, other: str, third: str) -> None:
    """Otherwise an exam's set of logs passes in which each election looks possible by itself."""
    start = logs(S1=one, S2=other, S3=third)
    assert start_breaks(figure(3, start, judge=True)) != ()
    stated = {name: replace(state, term=9) for name, state in start.items()}
    assert start_breaks(figure(3, stated)) == ("elections-in-turn",)


@pytest.mark.parametrize(
    "state",
    [
        {"term": 1},
        {"term": 2, "voted_for": "S2"},
        {"term": 3, "role": "leader"},
    ],
    ids=["term", "vote", "leader"],
)
def test_what_is_stated_beside_logs_counts(state: dict[str, object]) -> None:
    """Otherwise a figure with terms, votes and a leader is only judged by its logs.

    S1 led term 1. S3 led term 2 with S2's vote, for S1 has too much. If S2 never was in term 2, or voted for itself,
    nobody elected S3; and nobody elects S2 in term 3, for S3 then has an entry of term 2.
    """
    start = {one: replace(its, term=9) for one, its in logs(S1="11", S2="1", S3="12").items()}
    assert start_breaks(figure(3, start)) == ()
    assert start_breaks(figure(3, with_state(start, "S2", **state))) == ("elections-in-turn",)


def test_a_search_that_takes_too_long_lets_the_figure_pass() -> None:
    """Otherwise a large figure hangs the build."""
    terms = {f"S{number}": "".join(str(term) for term in range(1, 10)) for number in range(1, 10)}
    assert told(9, logs(**terms)) == ()
