"""One step of one server: (state, input, rules) -> (state, outputs). Pure: no clock, no network, no randomness.

Each handler is a guard, then an effect, named as in figure 2 of the paper. A state that an input leaves as it was is
returned as the same object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizgen.simulators.raft.protocol import election, replication
from quizgen.simulators.raft.protocol.inputs import (
    ClientWrite,
    ElectionTimeout,
    HeartbeatTimeout,
    Input,
    LeaderSilence,
    Note,
    Outputs,
    Reachable,
    Restarted,
    TakesOffice,
    Timer,
    note,
)
from quizgen.simulators.raft.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    Message,
    RequestPreVote,
    RequestPreVoteReply,
    RequestVote,
    RequestVoteReply,
)
from quizgen.simulators.raft.protocol.roles import step_down
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server, replace

Stepped = tuple[Server, Outputs]
Handler = Callable[[Server, Any, Rules], Stepped]


def step(server: Server, received: Input, rules: Rules) -> Stepped:
    """Return the server after it took in one message, timer, client write or restart, and what it does about it."""
    on_message = _ON_MESSAGE.get(type(received))
    if on_message is None:
        return _ON_OTHER[type(received)](server, received, rules)
    return _on_message(server, received, rules, on_message)  # type: ignore[arg-type]  # the table's keys are messages


def _on_message(server: Server, message: Message, rules: Rules, handler: Handler) -> Stepped:
    """All servers: compare terms first (section 5.1), then obey."""
    if message.term == server.current_term:
        return handler(server, message, rules)
    if message.term < server.current_term:
        if rules.is_stale(server, message):
            return _reject_stale(server, message)
        return handler(server, message, rules)
    if isinstance(message, RequestPreVote):  # asks about a term that has not begun: nothing to adopt
        return handler(server, message, rules)
    if rules.keeps_to_its_leader(server, message) or not rules.adopts_term(server, message):
        return server, (_about(server, message, "message_ignored", "keeps to its own term"),)
    server, adopted = _adopt_term(server, message)
    server, outputs = handler(server, message, rules)
    return server, (*adopted, *outputs)


def _adopt_term(server: Server, message: Message) -> Stepped:
    """All servers: set the current term to the higher one, convert to follower (section 5.1)."""
    newer = replace(server, current_term=message.term, voted_for="", leader="", leader_is_fresh=False)
    follower, stepped_down = (newer, ()) if server.role == "follower" else step_down(newer, message.sender)
    adopted = _about(follower, message, "term_adopted", f"from term {server.current_term}")
    return follower, (adopted, *stepped_down)


def _reject_stale(server: Server, message: Message) -> Stepped:
    """Receiver, rule 1: answer false if term < currentTerm; an answer of an older term is dropped (section 5.1)."""
    reply: Message
    match message:
        case RequestVote():
            reply = RequestVoteReply(server.name, message.sender, server.current_term, granted=False)
        case RequestPreVote():
            reply = RequestPreVoteReply(server.name, message.sender, server.current_term, granted=False)
        case AppendEntries():
            reply = AppendEntriesReply(
                server.name, message.sender, server.current_term, success=False, index=message.prev_log_index
            )
        case _:
            return server, (_about(server, message, "stale_ignored"),)
    return server, (_about(server, message, "stale_rejected"), reply)


def _about(server: Server, message: Message, event_type: str, detail: str = "") -> Note:
    return note(server, event_type, message.sender, detail, message=type(message).__name__, message_term=message.term)


def _on_restart(server: Server, received: Restarted, rules: Rules) -> Stepped:  # noqa: ARG001
    """Start again from what was on disk."""
    restarted = rules.after_restart(server)
    if len(restarted.log) < len(server.log):
        return restarted, (note(restarted, "restart", count=len(restarted.log)), Timer.ELECTION)
    return restarted, (note(restarted, "restart"), Timer.ELECTION)


def _on_reachable(server: Server, received: Reachable, rules: Rules) -> Stepped:  # noqa: ARG001
    """Take in the failure detector's report, which no true rule reads."""
    if server.reachable == received.servers:
        return server, ()
    return replace(server, reachable=received.servers), ()


_ON_MESSAGE: dict[type, Handler] = {
    AppendEntries: replication.on_append_entries,
    AppendEntriesReply: replication.on_append_entries_reply,
    RequestVote: election.on_request_vote,
    RequestVoteReply: election.on_request_vote_reply,
    RequestPreVote: election.on_request_pre_vote,
    RequestPreVoteReply: election.on_request_pre_vote_reply,
}

_ON_OTHER: dict[type, Handler] = {
    ElectionTimeout: election.on_election_timeout,
    HeartbeatTimeout: replication.on_heartbeat_timeout,
    LeaderSilence: election.on_leader_silence,
    ClientWrite: replication.on_client_write,
    TakesOffice: replication.on_takes_office,
    Restarted: _on_restart,
    Reachable: _on_reachable,
}
