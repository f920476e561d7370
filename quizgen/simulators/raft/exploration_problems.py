"""Finds explorations that cannot be made: bounds out of range, and settings that mean nothing without runs."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Problem
from quizgen.simulators.raft.scenario import Exhaustive, Scenario

MOST_EXPLORED_SERVERS = 7
_BOUNDS = {"terms": (1, 8), "entries": (0, 6), "crashes": (0, 4)}
_OF_RUNS = (
    "election_timeout",
    "heartbeat",
    "latency",
    "links",
    "loss",
    "duplication",
    "restart_loses",
    "check_quorum",
    "judge_start",
)
"""Settings that only runs have: an exploration has no clock, and lets every message be late or lost as it is."""


def exploration_problems(scenario: Scenario, bounds: Exhaustive) -> Iterator[Problem]:
    """Judge the bounds, and what else the scenario says."""
    if scenario.servers > MOST_EXPLORED_SERVERS:
        yield Problem(
            ("servers",), f"every state is explored of 1 to {MOST_EXPLORED_SERVERS} servers, not {scenario.servers}"
        )
    for name, (lowest, highest) in _BOUNDS.items():
        number = getattr(bounds, name)
        if not lowest <= number <= highest:
            yield Problem(("explore", name), f"{name} are from {lowest} to {highest}, not {number}")
    if scenario.events:
        yield Problem(
            ("events",),
            "there is no script where every state is explored: everything happens that can happen",
            "state where it begins with start:, or use explore: {seeds: 20}",
        )
    if bounds.symmetry and scenario.start:
        yield Problem(
            ("explore", "symmetry"), "symmetry needs servers that all start alike", "leave out symmetry, or the start"
        )
    for name in _OF_RUNS:
        if getattr(scenario, name) != getattr(_DEFAULTS, name):
            yield Problem(
                (name,),
                f"{name} means nothing where every state is explored",
                "leave it out, or use explore: {seeds: 20}",
            )


_DEFAULTS = Scenario(servers=1)
