"""The actions of the logs model, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """A server campaigns, reaches these others, and wins."""

    server: str
    reached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteEntry:
    """A server appends an entry for a client."""

    server: str
    value: str


@dataclass(frozen=True, slots=True)
class Append:
    """A leader sends a follower the entries after ``previous`` up to ``last``."""

    leader: str
    follower: str
    previous: int
    last: int


@dataclass(frozen=True, slots=True)
class Commit:
    """A leader hears from these servers how far their logs agree with its own."""

    leader: str
    heard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestartServer:
    """A server crashes and starts again."""

    server: str


Action = Lead | WriteEntry | Append | Commit | RestartServer
