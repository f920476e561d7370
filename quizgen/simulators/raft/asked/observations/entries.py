"""Observations about logs and what became of a value."""

from __future__ import annotations

from quizgen.simulators.raft.asked.domains import AnIndex, AServer, ATerm, AValue, LogTerms, LogValues, Servers, Values
from quizgen.simulators.raft.asked.observations.lookup import server_of
from quizgen.simulators.raft.runs.execution import RaftExecution

# Each function without an underscore is an observation; its documentation is a line of the author's reference.


def commit_index(run: RaftExecution, server: AServer) -> AnIndex:
    """The highest index that a server knows to be committed at the end; a restart begins again from 0."""
    return server_of(run, server).commit_index


def log_terms(run: RaftExecution, server: AServer) -> LogTerms:
    """The terms of the entries of a server's log at the end."""
    return tuple(entry.term for entry in server_of(run, server).log)


def log_values(run: RaftExecution, server: AServer) -> LogValues:
    """The values of the entries of a server's log at the end ("" for a leader's entry without value)."""
    return tuple(entry.value for entry in server_of(run, server).log)


def logs_equal(run: RaftExecution) -> bool:
    """Whether all live servers have the same log at the end."""
    return len({server.log for server in run.cluster.live}) <= 1


def in_log(run: RaftExecution, value: AValue, server: AServer) -> bool:
    """Whether a server's log has the value at the end."""
    return value in log_values(run, server)


def holders(run: RaftExecution, value: AValue) -> Servers:
    """How many servers, live or not, have the value in their log at the end."""
    return sum(value in log_values(run, server.name) for server in run.cluster.servers)


def entry_term(run: RaftExecution, value: AValue) -> ATerm:
    """The term in which the value was first appended by a leader, 0 if it never was."""
    return next((term for (_, term), (written, _) in run.history.entries.items() if written == value), 0)


def committed(run: RaftExecution, value: AValue) -> bool:
    """Whether any server ever took the value for committed (in the paper's sense it may be so before: see secured)."""
    return value in committed_values(run)


def secured(run: RaftExecution, value: AValue) -> bool:
    """Whether it, or a later leader's value behind it, ever stood on a majority in its leader's term (5.3, 5.4.2)."""
    return value in run.history.secured


def committed_on(run: RaftExecution, value: AValue, server: AServer) -> bool:
    """Whether a server knows at the end that the value is committed."""
    state = server_of(run, server)
    return any(entry.value == value for entry in state.log[: state.commit_index])


def committed_values(run: RaftExecution) -> Values:
    """The committed values, in order of index; where several were committed at one, in order of time."""
    return tuple(one.entry.value for _, there in sorted(run.history.commitments.items()) for one in there)


def holders_at_commit(run: RaftExecution, value: AValue) -> Servers:
    """How many servers, the leader included, held the value when it was first committed; 0 if it never was."""
    commitments = [one for there in run.history.commitments.values() for one in there if one.entry.value == value]
    return len(min(commitments, key=lambda one: (one.time, one.index)).holders) if commitments else 0


def overwritten(run: RaftExecution, value: AValue) -> bool:
    """Whether the value was deleted from some log and is in no live server's log at the end."""
    return value in run.history.deleted and not any(
        entry.value == value for server in run.cluster.live for entry in server.log
    )


def acknowledged(run: RaftExecution, value: AValue) -> bool:
    """Whether the client was told that its write of the value is committed."""
    return any(event.get("value") == value for event in run.events("client_answered"))


def redirected(run: RaftExecution, value: AValue) -> bool:
    """Whether the client that wrote the value was sent on to another server."""
    return any(event.get("value") == value for event in run.events("client_redirected"))
