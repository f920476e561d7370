"""What a run leads to, in words: each server at its end, and the properties of Raft that broke on the way."""

from __future__ import annotations

from quizgen.simulators.api import ObservationError, Outcome
from quizgen.simulators.raft.exploration.states import ExploredState
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.runs.execution import RaftExecution

_COLUMNS = ("server", "role", "term", "voted for", "commit index", "log (term:value)")


def outcome(execution: RaftExecution | ExploredState) -> Outcome:
    """Return the servers as they are at the end, one that is down as it was when it crashed; ``?`` is not known."""
    cluster = execution.cluster
    return Outcome(_COLUMNS, tuple(_row(server, is_up=server.name not in cluster.down) for server in cluster.servers))


def _row(server: Server, *, is_up: bool) -> tuple[str, ...]:
    log = " ".join(_entry(index, entry) for index, entry in enumerate(server.log, start=1)) or "(empty)"
    role = server.role if is_up else f"down (was {server.role})"
    return (server.name, role, str(server.current_term), _told(server, "voted_for"), _told(server, "commit_index"), log)


def _entry(index: int, entry: Entry) -> str:
    """Return an entry's term and value; one that was stated as a term only is told as it was stated."""
    if entry.value == f"{index}@{entry.term}":
        return str(entry.term)
    return f"{entry.term}:{entry.value or '(no-op)'}"


def _told(server: Server, name: str) -> str:
    """Return a part of a server's state; an explored state does not hold every one."""
    try:
        value = getattr(server, name)
    except ObservationError:
        return "?"
    return "-" if value == "" else str(value)


def broken(execution: RaftExecution | ExploredState) -> tuple[str, ...]:
    """Return the properties that broke, in order, each with how."""
    return tuple(f"{violation.invariant}: {violation.message}" for violation in execution.history.violations)
