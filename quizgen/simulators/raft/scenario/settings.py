"""A scenario's numbers, in the simulator's units."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.simulators.kit.durations import microseconds
from quizgen.simulators.raft.scenario import Scenario, server_names
from quizgen.simulators.raft.scenario.events import Loss

OneWay = tuple[str, str]
"""A link in one direction: sender, receiver."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a cluster behaves in time; all times in microseconds.

    Attributes:
        members: names of the servers, in order.
        election_timeout: shortest and longest.
        heartbeat: between a leader's heartbeats.
        latency: shortest and longest.
        links: (sender, receiver) -> shortest and longest latency, of the links that have their own; sorted.
        loss: probability that a message is lost.
        duplication: probability that a message arrives twice.
        restart_loses: what a disk does not keep over a crash.
        pre_vote: see `Rules`.
        check_quorum: see `Rules`.
        leader_no_op: see `Rules`.
        rules: the misconception that is supposed to be true, empty for none.
    """

    members: tuple[str, ...]
    election_timeout: tuple[int, int]
    heartbeat: int
    latency: tuple[int, int]
    links: tuple[tuple[OneWay, tuple[int, int]], ...]
    loss: float
    duplication: float
    restart_loses: Loss
    pre_vote: bool
    check_quorum: bool
    leader_no_op: bool
    rules: str = ""

    @property
    def slowest(self) -> int:
        """The longest latency of any link."""
        return max(self.latency[1], *(latency[1] for _, latency in self.links), 0)

    @property
    def hinders(self) -> bool:
        """Whether messages may be lost, doubled or slower than usual although no script event says so."""
        return bool(self.loss or self.duplication or self.links)


def settings_of(scenario: Scenario) -> Settings:
    """Return the scenario's numbers.

    Raises:
        ValueError: if a duration is none.
    """
    return Settings(
        members=server_names(scenario),
        election_timeout=_span(scenario.election_timeout),
        heartbeat=microseconds(scenario.heartbeat),
        latency=_span(scenario.latency),
        links=tuple(sorted(((link.sender, link.receiver), _span(link.latency)) for link in scenario.links)),
        loss=scenario.loss,
        duplication=scenario.duplication,
        restart_loses=scenario.restart_loses,
        pre_vote=scenario.pre_vote,
        check_quorum=scenario.check_quorum,
        leader_no_op=scenario.leader_no_op,
        rules=scenario.rules,
    )


def _span(bounds: tuple[str, str]) -> tuple[int, int]:
    return microseconds(bounds[0]), microseconds(bounds[1])
