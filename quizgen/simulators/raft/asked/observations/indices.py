"""Observations about logs by index, and about what a leader knows of others' logs."""

from __future__ import annotations

from quizgen.simulators.api import ObservationError
from quizgen.simulators.raft.asked.domains import ANextIndex, AnIndex, APlace, AServer, ATerm, AValueIfAny, Servers
from quizgen.simulators.raft.asked.observations.lookup import server_of
from quizgen.simulators.raft.protocol.state import common_prefix
from quizgen.simulators.raft.runs.execution import RaftExecution

# Each function without an underscore is an observation; its documentation is a line of the author's reference.


def log_length(run: RaftExecution, server: AServer) -> AnIndex:
    """How many entries a server's log has at the end: the index of its last entry."""
    return len(server_of(run, server).log)


def last_log_term(run: RaftExecution, server: AServer) -> ATerm:
    """The term of the last entry of a server's log at the end, 0 for an empty log."""
    return server_of(run, server).last_log_term


def term_at(run: RaftExecution, server: AServer, index: APlace) -> ATerm:
    """The term of the entry at an index of a server's log at the end, 0 if it has none there."""
    return server_of(run, server).term_at(index)


def value_at(run: RaftExecution, server: AServer, index: APlace) -> AValueIfAny:
    """The value of the entry at an index of a server's log at the end, "" if it has none there."""
    log = server_of(run, server).log
    return log[index - 1].value if 1 <= index <= len(log) else ""


def holders_at(run: RaftExecution, index: APlace, term: ATerm) -> Servers:
    """How many servers, live or not, have an entry of that term at that index at the end."""
    return sum(0 < term == server.term_at(index) for server in run.cluster.servers)


def logs_match_up_to(run: RaftExecution, one: AServer, other: AServer) -> AnIndex:
    """The highest index up to which two servers have the same entries at the end, 0 if not even the first is."""
    return common_prefix(server_of(run, one).log, server_of(run, other).log)


def committed_at(run: RaftExecution, index: APlace) -> bool:
    """Whether any server ever took an entry at that index for committed."""
    return index in run.history.commitments


def committed_term_at(run: RaftExecution, index: APlace) -> ATerm:
    """The term of the entry that was committed at that index (the first, should there be several), 0 if none was."""
    return run.history.commitments[index][0].entry.term if index in run.history.commitments else 0


def committed_up_to(run: RaftExecution) -> AnIndex:
    """The highest index that any server ever took for committed, 0 if nothing was."""
    return max(run.history.commitments, default=0)


def next_index(run: RaftExecution, leader: AServer, follower: AServer) -> ANextIndex:
    """The index of the next entry that a leader would send to a server at the end, 0 if it does not lead."""
    return _known(run, leader, follower, "next_index")


def match_index(run: RaftExecution, leader: AServer, follower: AServer) -> AnIndex:
    """The highest index that a leader knows to be on a server at the end, 0 if it knows of none or does not lead."""
    return _known(run, leader, follower, "match_index")


def _known(run: RaftExecution, leader: str, follower: str, name: str) -> int:
    state, member = server_of(run, leader), server_of(run, follower).name
    if state.role != "leader":
        return 0
    indices: tuple[int, ...] = getattr(state, name)
    if not indices:
        raise ObservationError(f"{name} depends on the way, not on the state: use `explore: {{seeds: ...}}`")
    return indices[state.members.index(member)]
