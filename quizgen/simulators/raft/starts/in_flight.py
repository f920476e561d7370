"""Rules that messages under way keep: somebody sent them, in some term, with what was in its log (figure 2)."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.raft.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    Message,
    RequestVote,
    RequestVoteReply,
)
from quizgen.simulators.raft.protocol.state import common_prefix
from quizgen.simulators.raft.starts.figure import Broken, Figure
from quizgen.simulators.raft.starts.messages import messages_at_start


def _messages(figure: Figure) -> Iterator[tuple[int, Message]]:
    return enumerate(messages_at_start(figure.scenario, figure.servers))


def message_terms(figure: Figure) -> Iterator[Broken]:
    """A message carries its sender's term, which only rises (section 5.1)."""
    for place, message in _messages(figure):
        reached = figure.servers[message.sender].current_term
        if not 1 <= message.term <= reached:
            yield Broken(
                "message-term",
                ("in_flight", place),
                f"a message of {message.sender} carries term {message.term}, and its sender is in term {reached}: "
                "a message carries the term that its sender was in, and no term falls (section 5.1)",
                f"a term from 1 to {reached}" if reached else f"state a term of {message.sender}",
            )


def message_senders(figure: Figure) -> Iterator[Broken]:
    """Who asks for votes or sends entries voted for itself in that term, and no other led it (section 5.2)."""
    for place, message in _messages(figure):
        sender = figure.servers[message.sender]
        if message.term != sender.current_term:
            continue
        broken = ""
        if isinstance(message, RequestVote | AppendEntries) and sender.voted_for != sender.name:
            broken = f"it did not vote for itself there: only who campaigned sends {type(message).__name__}"
        elif isinstance(message, AppendEntries) and not figure.may_have_led(sender, message.term):
            broken = "it did not lead that term: only a leader sends entries"
        elif isinstance(message, RequestVoteReply) and message.granted and sender.voted_for != message.receiver:
            broken = f"it voted for {sender.voted_for or 'nobody'} there"
        if broken:
            said = f"{message.sender} sends {message.receiver} a {type(message).__name__} of term {message.term}"
            yield Broken("message-sender", ("in_flight", place), f"{said}, and {broken} (section 5.2)")


def message_logs(figure: Figure) -> Iterator[Broken]:
    """A message tells of entries that its sender had (section 5.3)."""
    for place, message in _messages(figure):
        sender, receiver = figure.servers[message.sender], figure.servers[message.receiver]
        broken = ""
        if isinstance(message, AppendEntries):
            asked = figure.scenario.in_flight[place].entries or 0
            latest = max((entry.term for entry in message.entries), default=message.prev_log_term)
            if message.prev_log_index + asked > len(sender.log):
                broken = f"it tells of {message.prev_log_index + asked} entries, and has {len(sender.log)}"
            elif latest > message.term:
                broken = f"it carries entries of term {latest} in a message of term {message.term}"
        elif isinstance(message, RequestVote) and sender.role == "candidate" and message.term == sender.current_term:
            if (message.last_log_index, message.last_log_term) != (len(sender.log), sender.last_log_term):
                broken = "it campaigns in that term with another log: a candidate appends nothing"
        elif isinstance(message, AppendEntriesReply) and message.success and receiver.role == "leader":
            agree = common_prefix(sender.log, receiver.log)
            if message.term == receiver.current_term and message.index > agree:
                broken = f"it says that it has {receiver.name}'s entries up to {message.index}, and has them to {agree}"
        if broken:
            said = f"{message.sender} sends {message.receiver} a {type(message).__name__}"
            yield Broken("message-log", ("in_flight", place), f"{said}, and {broken} (section 5.3)")
