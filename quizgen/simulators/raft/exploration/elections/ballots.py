"""The servers' states and the messages of the elections model, numbered, and what each server makes of each message."""

from __future__ import annotations

from dataclasses import replace

from quizgen.simulators.kit.packing import Numbering, Table
from quizgen.simulators.raft.exploration.changes import broken_by_change
from quizgen.simulators.raft.exploration.model import is_down, restart, stopped
from quizgen.simulators.raft.protocol.inputs import ElectionTimeout, Restarted
from quizgen.simulators.raft.protocol.messages import RequestPreVote, RequestPreVoteReply, RequestVote, RequestVoteReply
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.scenario.events import Loss

Ballot = RequestVote | RequestVoteReply | RequestPreVote | RequestPreVoteReply
ElectionInput = Ballot | ElectionTimeout | Restarted
Sent = tuple[tuple[int, int], ...]
"""Messages: position of the receiver, and the message's number there."""

TIME_OUT, RESTART = -1, -2
"""Inputs that are no messages, where a message's number would stand."""

BALLOTS = (RequestVote, RequestVoteReply, RequestPreVote, RequestPreVoteReply)


class Ballots:
    """The numbered states and messages of one cluster under one set of rules.

    Attributes:
        taken: (number of a server's state, number of a message to it, or `TIME_OUT` or `RESTART`)
            -> number of the state after it, and what it sends. `step` is asked once for each.
        changes: (number of a state, number of the next) -> properties that this change breaks by itself.
        messages: how many messages are known.
    """

    def __init__(self, names: tuple[str, ...], rules: Rules, loses: Loss, bits: int) -> None:
        self.taken: Table[tuple[int, int], tuple[int, Sent]] = Table(self._take)
        self.changes: dict[tuple[int, int], int] = {}
        self.messages = 0
        self._rules = replace(rules, leader_no_op=False, check_quorum=False)
        self._loses = loses
        self._positions = {name: position for position, name in enumerate(names)}
        self._servers: Numbering[Server] = Numbering(bits)
        self._inboxes: tuple[Numbering[Ballot], ...] = tuple(Numbering(bits) for _ in names)
        self._forgotten: dict[int, tuple[int, int, int]] = {}

    # --- numbers

    def server(self, number: int) -> Server:
        """Return the state of that number."""
        return self._servers.values[number]

    def number_of(self, server: Server) -> int:
        """Return the number of a state, of which only what matters to elections counts."""
        return self._servers(plain(server))

    def number_at_start(self, server: Server, *, up: bool) -> int:
        """Return the number of a server as it is at the start."""
        return self._servers(plain(server) if up else stopped(plain(server)))

    def message(self, position: int, number: int) -> Ballot:
        """Return the message of that number to the server at that position."""
        return self._inboxes[position].values[number]

    def message_number(self, message: Ballot) -> int:
        """Return the number of a message among those to its receiver."""
        inbox = self._inboxes[self._positions[message.receiver]]
        known = len(inbox.values)
        number = inbox(message)
        self.messages += len(inbox.values) - known
        return number

    def messages_to(self, position: int) -> int:
        """Return how many messages to the server at that position are known."""
        return len(self._inboxes[position].values)

    def input(self, position: int, received: int) -> ElectionInput:
        """Return what a server takes in: a message by its number, or one of the two other inputs."""
        if received >= 0:
            return self.message(position, received)
        return ElectionTimeout() if received == TIME_OUT else Restarted()

    # --- steps

    def requests_of(self, candidate: Server) -> list[RequestVote]:
        """Return what a candidate sent when it began to campaign."""
        before = replace(candidate, role="follower", current_term=candidate.current_term - 1, votes=())
        _, outputs = step(before, ElectionTimeout(), replace(self._rules, pre_vote=False))
        return [output for output in outputs if isinstance(output, RequestVote)]

    def _take(self, key: tuple[int, int]) -> tuple[int, Sent]:
        number, received = key
        before = self._servers.values[number]
        if received == RESTART:
            after, outputs = restart(before, self._loses, self._rules)
        else:
            after, outputs = step(before, self.input(self._positions[before.name], received), self._rules)
        sent = tuple(
            (self._positions[output.receiver], self.message_number(output))
            for output in outputs
            if isinstance(output, BALLOTS)
        )
        became = self._servers(plain(after))
        broken = broken_by_change(before, after)
        if broken:
            self.changes[number, became] = self.changes.get((number, became), 0) | broken
        return became, sent

    # --- messages that no longer matter

    def forgotten(self, number: int) -> tuple[int, int]:
        """Return the messages that can no longer count at a server, and those that change nothing, a bit each."""
        server = self._servers.values[number]
        inbox = self._inboxes[self._positions[server.name]]
        known, useless, idle = self._forgotten.get(number, (0, 0, 0))
        while known < len(inbox.values):  # to take a message in may bring up another
            if self._is_useless(server, inbox.values[known]):
                useless |= 1 << known
            elif is_down(server) or self.taken[number, known] == (number, ()):
                idle |= 1 << known
            known += 1
        self._forgotten[number] = known, useless, idle
        return useless, idle | useless

    def _is_useless(self, server: Server, message: Ballot) -> bool:
        """Tell whether an answer can no longer count."""
        if isinstance(message, RequestVote | RequestPreVote) or message.term > server.current_term:
            return False
        if message.term < server.current_term:
            return self._rules.is_stale(server, message)
        if isinstance(message, RequestPreVoteReply):
            return not message.granted
        return not message.granted or server.role != "candidate" or message.sender in server.votes


def plain(server: Server) -> Server:
    """Return a server without what is no part of a state: who follows whom, and what is replicated."""
    return replace(
        server,
        reachable=server.members,
        leader="",
        leader_is_fresh=False,
        commit_index=0,
        votes=server.votes if server.role in {"candidate", "pre_candidate"} else (),
        next_index=(),
        match_index=(),
        pending=(),
        heard_from=(),
    )
