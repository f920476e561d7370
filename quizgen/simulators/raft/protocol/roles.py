"""The way back to follower, which elections and replication share."""

from __future__ import annotations

from quizgen.simulators.raft.protocol.inputs import Outputs, Timer, note
from quizgen.simulators.raft.protocol.state import Server, replace


def step_down(server: Server, because_of: str) -> tuple[Server, Outputs]:
    """Candidates and leaders: convert to follower, and forget what only those roles keep."""
    follower = replace(server, role="follower", votes=(), next_index=(), match_index=(), pending=(), heard_from=())
    noted = note(follower, "step_down", because_of, was=server.role)
    if server.role == "leader":  # its election timer was not running
        return follower, (noted, Timer.ELECTION)
    return follower, (noted,)
