"""The messages that servers exchange (figure 2), as values. Each carries its sender's term (section 5.1)."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.simulators.raft.protocol.state import Entry


@dataclass(frozen=True, slots=True)
class RequestVote:
    """A candidate asks for a vote (section 5.2)."""

    sender: str
    receiver: str
    term: int
    last_log_index: int
    last_log_term: int


@dataclass(frozen=True, slots=True)
class RequestVoteReply:
    """The answer to `RequestVote`."""

    sender: str
    receiver: str
    term: int
    granted: bool


@dataclass(frozen=True, slots=True)
class RequestPreVote:
    """A server asks whether it would get a vote, before it campaigns (dissertation, section 9.6).

    ``term`` is the term in which it would campaign: one more than its own.
    """

    sender: str
    receiver: str
    term: int
    last_log_index: int
    last_log_term: int


@dataclass(frozen=True, slots=True)
class RequestPreVoteReply:
    """The answer to `RequestPreVote`. ``term`` is the greater of the two servers' current terms."""

    sender: str
    receiver: str
    term: int
    granted: bool


@dataclass(frozen=True, slots=True)
class AppendEntries:
    """A leader replicates entries; without entries it is a heartbeat (sections 5.2 and 5.3)."""

    sender: str
    receiver: str
    term: int
    prev_log_index: int
    prev_log_term: int
    entries: tuple[Entry, ...]
    leader_commit: int


@dataclass(frozen=True, slots=True)
class AppendEntriesReply:
    """The answer to `AppendEntries`.

    Attributes:
        sender: the follower.
        receiver: the leader.
        term: the follower's term.
        success: its log had the entry before the new ones.
        index: on success the last index known to match the leader's log, otherwise the prev_log_index it refused. The
            paper's calls return to their caller, which knows this; messages have to say it.
    """

    sender: str
    receiver: str
    term: int
    success: bool
    index: int


Message = RequestVote | RequestVoteReply | RequestPreVote | RequestPreVoteReply | AppendEntries | AppendEntriesReply

REQUESTS: frozenset[type[Message]] = frozenset({RequestVote, RequestPreVote, AppendEntries})
"""The messages that ask for something."""

REPLIES: frozenset[type[Message]] = frozenset({RequestVoteReply, RequestPreVoteReply, AppendEntriesReply})
"""Their answers."""
