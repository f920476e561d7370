"""A scenario's numbers, in the simulator's units."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.simulators.raft.durations import microseconds
from quizgen.simulators.raft.scenario import Scenario, server_names


@dataclass(frozen=True, slots=True)
class Settings:
    """How a cluster behaves in time; all times in microseconds.

    Attributes:
        members: names of the servers, in order.
        election_timeout: shortest and longest.
        heartbeat: between a leader's heartbeats.
        latency: shortest and longest.
        loss: probability that a message is lost.
        pre_vote: see `Rules`.
        check_quorum: see `Rules`.
        leader_no_op: see `Rules`.
    """

    members: tuple[str, ...]
    election_timeout: tuple[int, int]
    heartbeat: int
    latency: tuple[int, int]
    loss: float
    pre_vote: bool
    check_quorum: bool
    leader_no_op: bool


def settings_of(scenario: Scenario) -> Settings:
    """Return the scenario's numbers.

    Raises:
        ValueError: if a duration is none.
    """
    shortest, longest = scenario.election_timeout
    fastest, slowest = scenario.latency
    return Settings(
        members=server_names(scenario),
        election_timeout=(microseconds(shortest), microseconds(longest)),
        heartbeat=microseconds(scenario.heartbeat),
        latency=(microseconds(fastest), microseconds(slowest)),
        loss=scenario.loss,
        pre_vote=scenario.pre_vote,
        check_quorum=scenario.check_quorum,
        leader_no_op=scenario.leader_no_op,
    )
