"""Who leads, and whether the cluster can make progress."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from quizgen.simulators.kit.timers import Stalls
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.runs.network import Network


class Availability:
    """Who leads now, and for how long nobody could make progress.

    Attributes:
        leader: the live leader of the highest term, or empty.
        stalls: the times without a leader in touch with a quorum.
    """

    def __init__(self) -> None:
        self.leader = ""
        self.stalls = Stalls()

    def look(
        self, now: int, servers: Mapping[str, Server], down: Collection[str], network: Network, rules: Rules
    ) -> int:
        """Take in how things are from now on; return how many live servers lead."""
        leaders = live_leaders(servers, down)
        self.leader = newest(leaders)
        self.stalls.update(now, available=can_progress(leaders, servers, down, network, rules))
        return len(leaders)


def live_leaders(servers: Mapping[str, Server], down: Collection[str]) -> list[Server]:
    """Return the servers that lead and are up, in order of name."""
    return [server for name, server in servers.items() if server.role == "leader" and name not in down]


def newest(leaders: Sequence[Server]) -> str:
    """Return the leader of the highest term, the last in order of name if several lead it; an empty text if none."""
    return max((leader.current_term, leader.name) for leader in leaders)[1] if leaders else ""


def can_progress(
    leaders: Sequence[Server], servers: Mapping[str, Server], down: Collection[str], network: Network, rules: Rules
) -> bool:
    """Tell whether a live leader is in touch with a quorum of live servers that are in its term."""
    for leader in leaders:
        following = tuple(
            name
            for name, server in servers.items()
            if server.current_term == leader.current_term
            and name not in down
            and (name == leader.name or network.connects(leader.name, name))
        )
        if rules.is_quorum(leader, following):
            return True
    return False
