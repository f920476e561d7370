"""Finds what an observation's arguments name, or says what there is instead."""

from __future__ import annotations

from collections.abc import Iterable

from quizgen.simulators.api import ObservationError
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.runs.execution import RaftExecution


def server_of(run: RaftExecution, name: str) -> Server:
    """Return a server's state at the end.

    Raises:
        ObservationError: if there is no such server.
    """
    for server in run.cluster.servers:
        if server.name == name:
            return server
    raise unknown("server", name, (server.name for server in run.cluster.servers))


def group_of(run: RaftExecution, name: str) -> tuple[str, ...]:
    """Return the servers of a group.

    Raises:
        ObservationError: if no partition has such a group.
    """
    if name not in run.groups:
        raise unknown("group", name, run.groups)
    return run.groups[name]


def unknown(kind: str, name: str, known: Iterable[str]) -> ObservationError:
    """Return the error for a name that does not exist, with those that do."""
    names = ", ".join(known)
    return ObservationError(f"there is no {kind} {name!r}; there is {names}" if names else f"there is no {kind} at all")
