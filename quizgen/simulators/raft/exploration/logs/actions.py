"""The actions of the logs model, as values."""

from __future__ import annotations

from typing import NamedTuple


class Lead(NamedTuple):
    """A server campaigns, reaches these others, and wins."""

    server: str
    reached: tuple[str, ...]


class WriteEntry(NamedTuple):
    """A server appends an entry for a client."""

    server: str
    value: str


class Append(NamedTuple):
    """A leader sends a follower the entries after ``previous`` up to ``last``."""

    leader: str
    follower: str
    previous: int
    last: int


class Commit(NamedTuple):
    """A leader hears from these servers how far their logs agree with its own."""

    leader: str
    heard: tuple[str, ...]


class RestartServer(NamedTuple):
    """A server crashes and starts again."""

    server: str


Action = Lead | WriteEntry | Append | Commit | RestartServer
