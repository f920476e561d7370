"""What a server keeps when its role changes: the way to leader, and the way back to follower."""

from __future__ import annotations

from quizgen.simulators.raft.protocol.inputs import Outputs, Timer, note
from quizgen.simulators.raft.protocol.state import Server, replace


def just_elected(server: Server) -> Server:
    """Return a server as a leader upon election: its next_index after its last entry, nothing known to be elsewhere."""
    members = len(server.members)
    return replace(
        server,
        role="leader",
        leader=server.name,
        next_index=(len(server.log) + 1,) * members,
        match_index=(0,) * members,
        pending=(),
        heard_from=(),
    )


def step_down(server: Server, because_of: str) -> tuple[Server, Outputs]:
    """Candidates and leaders: convert to follower, and forget what only those roles keep."""
    follower = replace(server, role="follower", votes=(), next_index=(), match_index=(), pending=(), heard_from=())
    noted = note(follower, "step_down", because_of, was=server.role)
    if server.role == "leader":  # its election timer was not running
        return follower, (noted, Timer.ELECTION)
    return follower, (noted,)
