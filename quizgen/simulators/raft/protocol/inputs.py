"""What a server's step takes besides messages, and what it gives: timers, notes for the trace, words to a client."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, final

from quizgen.simulators.raft.protocol.messages import Message
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.trace import Attribute


@dataclass(frozen=True, slots=True)
class ElectionTimeout:
    """The election timer fired."""


@dataclass(frozen=True, slots=True)
class HeartbeatTimeout:
    """It is time for a leader's next heartbeat."""


@dataclass(frozen=True, slots=True)
class LeaderSilence:
    """The shortest election timeout passed without word from the leader."""


@dataclass(frozen=True, slots=True)
class ClientWrite:
    """A client asks for a value to be written. ``hops`` counts how often it was sent on from server to server."""

    value: str
    hops: int = 0


@dataclass(frozen=True, slots=True)
class TakesOffice:
    """The server starts as a leader, as it is stated: it does what is left to do of what a new leader does."""


@dataclass(frozen=True, slots=True)
class Restarted:
    """The server starts again after a crash."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """A failure detector's report: the servers that are up and connected, this one included, in order."""

    servers: tuple[str, ...]


Input = Message | ElectionTimeout | HeartbeatTimeout | LeaderSilence | ClientWrite | TakesOffice | Restarted | Reachable


class Timer(Enum):
    """A timer to be started anew."""

    ELECTION = "election"
    HEARTBEAT = "heartbeat"
    HEARD_LEADER = "heard leader"  # the election timer, and the one that ends in LeaderSilence


@final
class Note(NamedTuple):
    """An event for the trace. Consecutive notes of one step are cause and effect."""

    type: str
    peer: str
    detail: str
    attributes: tuple[Attribute, ...]


@final
@dataclass(frozen=True, slots=True)
class Redirect:
    """The client is told to ask another server."""

    to: str
    write: ClientWrite


Output = Message | Timer | Note | Redirect
Outputs = tuple[Output, ...]


def office(server: Server) -> tuple[Attribute, ...]:
    """Return what every event at a server tells of it: its role and term."""
    return (("role", server.role), ("term", server.current_term))


def note(server: Server, event_type: str, peer: str = "", detail: str = "", **facts: str | int) -> Note:
    """Return an event at a server, with its term and role and further attributes."""
    known = office(server)
    return Note(event_type, peer, detail, tuple(sorted((*facts.items(), *known))) if facts else known)
