"""Finds explorations that cannot be made: bounds out of range, and settings that mean nothing without runs."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Problem
from quizgen.simulators.kit.search import MOST_STATES
from quizgen.simulators.raft.scenario import Exhaustive, Scenario
from quizgen.simulators.raft.starts.start import latest_term, start_servers

MOST_EXPLORED_SERVERS = 7
_BOUNDS = {"terms": (1, 8), "entries": (0, 6), "crashes": (0, 4), "states": (1, MOST_STATES)}
"""The lowest, and by how much the highest is above what there is at the start."""
_OF_RUNS = (
    "election_timeout",
    "heartbeat",
    "latency",
    "links",
    "loss",
    "duplication",
    "check_quorum",
    "in_flight",
    "judge_start",
)
"""Settings that only runs have: an exploration has no clock, and lets every message be late or lost as it is."""


def exploration_problems(scenario: Scenario, bounds: Exhaustive) -> Iterator[Problem]:
    """Judge the bounds, and what else the scenario says."""
    if scenario.servers > MOST_EXPLORED_SERVERS:
        yield Problem(
            ("servers",), f"every state is explored of 1 to {MOST_EXPLORED_SERVERS} servers, not {scenario.servers}"
        )
    yield from _bound_problems(scenario, bounds)
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
    for name, state in scenario.start.items():
        for field in ("next_index", "match_index"):
            if getattr(state, field):
                yield Problem(
                    ("start", name, field),
                    f"{field} means nothing where every state is explored: a leader may send any of its entries",
                    "leave it out, or use explore: {seeds: 20}",
                )
    for name in _OF_RUNS:
        if getattr(scenario, name) != getattr(_DEFAULTS, name):
            yield Problem(
                (name,),
                f"{name} means nothing where every state is explored",
                "leave it out, or use explore: {seeds: 20}",
            )


def _bound_problems(scenario: Scenario, bounds: Exhaustive) -> Iterator[Problem]:
    """Judge the numbers; terms and entries count from those at the start."""
    longest = max((len(state.log) for state in scenario.start.values()), default=0)
    already = {"terms": latest_term(scenario), "entries": longest, "crashes": 0, "states": 0}
    for name, (lowest, most) in _BOUNDS.items():
        number, highest = getattr(bounds, name), most + already[name]
        if not lowest <= number <= highest:
            yield Problem(("explore", name), f"{name} are from {lowest} to {highest:,}, not {number:,}")


def stillness_problems(scenario: Scenario, bounds: Exhaustive) -> Iterator[Problem]:
    """Refuse bounds within which nobody acts: in the one state that there is then, all that never happens is true.

    A leader acts in its own term, by copying its log, and the requests of a candidate are under way.
    """
    servers, _ = start_servers(scenario)
    at_work = "candidate" if bounds.exhaustive == "elections" else "leader"
    if any(one.role == at_work or (one.role != "leader" and one.current_term < bounds.terms) for one in servers):
        return
    highest = max(server.current_term for server in servers)
    yield Problem(
        ("explore", "terms"),
        f"nothing can happen: nobody campaigns in a term above {bounds.terms}, and the start is in term {highest}",
        f"terms: {highest + 1} or more",
    )


_DEFAULTS = Scenario(servers=1)
