"""Who leads, and whether the cluster can make progress, at one moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.runs.network import Network


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
