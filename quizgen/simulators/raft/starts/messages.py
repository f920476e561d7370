"""The messages that are under way at a start, as they are stated and as what goes without saying fills them in."""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.simulators.raft.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    Message,
    RequestVote,
    RequestVoteReply,
)
from quizgen.simulators.raft.protocol.state import Server, common_prefix
from quizgen.simulators.raft.scenario import Scenario, StatedMessage


def messages_at_start(scenario: Scenario, servers: Mapping[str, Server]) -> tuple[Message, ...]:
    """Return the messages that are under way, given the servers as they start, in order of statement."""
    return tuple(
        _message(stated, servers[stated.sender], servers[stated.receiver])
        for stated in scenario.in_flight
        if stated.sender in servers and stated.receiver in servers
    )


def _message(stated: StatedMessage, sender: Server, receiver: Server) -> Message:
    link, term = (stated.sender, stated.receiver), _or(stated.term, sender.current_term)
    match stated.message:
        case "RequestVote":
            index = _or(stated.last_log_index, len(sender.log))
            return RequestVote(*link, term, index, _or(stated.last_log_term, sender.term_at(index)))
        case "RequestVoteReply":
            return RequestVoteReply(*link, term, granted=stated.granted is not False)
        case "AppendEntries":
            before = _or(stated.prev_log_index, len(sender.log))
            entries = sender.log[before : before + _or(stated.entries, 0)]
            commit = _or(stated.leader_commit, sender.commit_index)
            return AppendEntries(*link, term, before, sender.term_at(before), entries, commit)
        case "AppendEntriesReply":
            index = _or(stated.index, common_prefix(sender.log, receiver.log))
            return AppendEntriesReply(*link, term, success=stated.success is not False, index=index)


def _or(stated: int | None, otherwise: int) -> int:
    return otherwise if stated is None else stated
