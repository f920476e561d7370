"""What two servers, side by side, can break."""

from __future__ import annotations

from quizgen.simulators.raft.exploration.changes import bits_for
from quizgen.simulators.raft.protocol import invariants
from quizgen.simulators.raft.protocol.state import Server


def broken_by_pair(one: Server, other: Server) -> int:
    """Return whether two servers lead one term (Election Safety), or their logs break Log Matching."""
    broken = 0
    if one.role == other.role == "leader" and one.current_term == other.current_term:
        broken |= bits_for(invariants.election_safety(one.current_term, (one.name, other.name)))
    seen: dict[tuple[int, int], tuple[str, int]] = {}
    for server in (one, other):
        for index in range(1, len(server.log) + 1):
            broken |= bits_for(invariants.log_matching(seen, server, index))
    return broken
