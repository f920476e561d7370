"""What servers do to one another in one step of the logs model, each found once by asking `step`, and kept.

A state of the logs model names nobody. So a server's state has the same number whoever is in it, and what two servers
do to one another is found for the first two and holds for all. Whoever acts goes by the first name here, and the others
that take part by the following ones.
"""

from __future__ import annotations

from dataclasses import replace

from quizgen.simulators.kit.packing import Numbering, Table
from quizgen.simulators.raft.exploration.changes import broken_by_change
from quizgen.simulators.raft.exploration.model import is_down, restart, stopped
from quizgen.simulators.raft.protocol.inputs import ClientWrite, ElectionTimeout, Input, Outputs, Reachable
from quizgen.simulators.raft.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    Message,
    RequestPreVote,
    RequestPreVoteReply,
    RequestVote,
    RequestVoteReply,
)
from quizgen.simulators.raft.protocol.roles import just_elected
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server, common_prefix
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.scenario.events import Loss

USED = "-"
"""Stands for whoever a server voted for: no candidate has this name, and each campaigns in a new term."""

VOTES = (RequestPreVoteReply, RequestVoteReply)
ANSWERS = (AppendEntriesReply, *VOTES)

Requests = tuple[Message | None, Message | None]
"""What a candidate asks another server: for its word (with pre-votes), and for its vote."""

Answers = tuple[Message | None, Message | None]
"""What it gets: the word, and the vote."""


class Exchanges:
    """The numbered states of servers, and what each does when it meets another. -1 stands for what cannot happen.

    Attributes:
        names: of the servers.
        leads: number -> whether it leads.
        down: number -> whether it is down.
        term: number -> its current term.
        logs: number -> its log.
        written: (number, mark) -> number after a client's write, the value of which has so many marks.
        appended: (leader, follower) -> (leader after, follower after, (previous index, last index)) for each
            AppendEntries that makes a difference.
        asked: (candidate before its campaign, other) -> (other after it was asked, number of the answer, whether that
            makes a difference).
        elected: (candidate before its campaign, numbers of the answers it gets) -> leader.
        heard: (leader, other) -> length of the common prefix of their logs, -1 if the leader hears nothing.
        counted: (leader, lengths of its common prefixes with those it hears) -> index up to which it commits.
        restarted: number -> number after a restart.
        changes: (number, number after) -> properties that this change breaks by itself.
    """

    def __init__(self, names: tuple[str, ...], rules: Rules, loses: Loss, bits: int) -> None:
        self.leads: list[bool] = []
        self.down: list[bool] = []
        self.term: list[int] = []
        self.logs: list[tuple[Entry, ...]] = []
        self.written = Table(self._write)
        self.appended = Table(self._append)
        self.asked = Table(self._ask)
        self.elected = Table(self._elect)
        self.heard = Table(self._hear)
        self.counted = Table(self._count)
        self.restarted = Table(self._restart)
        self.changes: dict[tuple[int, int], int] = {}
        self.names = names
        self._rules = replace(rules, check_quorum=False)
        self._loses = loses
        self._servers: Numbering[Server] = Numbering(bits)
        self._seconds: Table[int, Server] = Table(lambda number: self.server(number, 1))
        self._answers: Numbering[Answers] = Numbering(bits)
        self._campaigns: Table[int, Requests] = Table(self._campaign)
        self._taken: Table[tuple[int, Message], tuple[int, Message | None]] = Table(self._take)
        self._told: Table[tuple[int, Message], int] = Table(self._tell)

    # --- states

    def server(self, number: int, position: int = 0) -> Server:
        """Return the state of that number, of the server at a position."""
        server = self._servers.values[number]
        return replace(server, name=self.names[position]) if position else server

    def pair(self, key: tuple[int, int]) -> tuple[Server, Server]:
        """Return the states of these numbers, of the first and the second server."""
        return self._servers.values[key[0]], self._seconds[key[1]]

    def number_at_start(self, server: Server, *, up: bool) -> int:
        """Return the number of a server as it is at the start. A vote that is left is only kept if it can be given."""
        begun = plain(server, self.names[0], USED if server.voted_for else "")
        return self._number(begun if up else stopped(begun))

    def _number(self, server: Server) -> int:
        number = self._servers(server)
        if number == len(self.leads):
            self.leads.append(server.role == "leader")
            self.down.append(is_down(server))
            self.term.append(server.current_term)
            self.logs.append(server.log)
        return number

    def _became(self, number: int, after: Server) -> int:
        """Return the number of a server after a step, and remember what that step broke.

        Who voted, campaigned or heard of a higher term has no vote left in that term. Only a rule that forgets votes
        gives it back.
        """
        before = self._servers.values[number]
        forgot = not after.voted_for and after.current_term in {before.current_term, 0}
        became = self._number(plain(after, self.names[0], "" if forgot else USED))
        broken = broken_by_change(before, after)
        if broken:
            self.changes[number, became] = self.changes.get((number, became), 0) | broken
        return became

    def _step(self, server: Server, received: Input) -> tuple[Server, Outputs]:
        return step(server, received, self._rules)

    # --- actions

    def _write(self, key: tuple[int, int]) -> int:
        number, mark = key
        before = self._servers.values[number]
        value = f"{len(before.log) + 1}@{before.current_term}" + "'" * mark
        after, _ = self._step(_in_office(before), ClientWrite(value))
        return -1 if len(after.log) <= len(before.log) else self._became(number, after)

    def _restart(self, number: int) -> int:
        after, _ = restart(self._servers.values[number], self._loses, self._rules)
        return self._became(number, after)

    def _take(self, key: tuple[int, Message]) -> tuple[int, Message | None]:
        """Let the second server take a message in; return its number after that, and its answer."""
        number, message = key
        before = self._seconds[number]
        after, outputs = self._step(before, message)
        became = number if after is before else self._became(number, after)
        return became, next((output for output in outputs if isinstance(output, ANSWERS)), None)

    def _tell(self, key: tuple[int, Message]) -> int:
        """Let a leader take an answer in."""
        number, answer = key
        return self._became(number, self._step(_in_office(self._servers.values[number]), answer)[0])

    def _append(self, key: tuple[int, int]) -> tuple[tuple[int, int, tuple[int, int]], ...]:
        leader, follower = self.pair(key)
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for previous in range(common_prefix(leader.log, follower.log), -1, -1):
            for last in range(previous, len(leader.log) + 1):
                message = append_entries(leader, follower.name, previous, last)
                theirs, answer = self._taken[key[1], message]
                arrives = answer is not None and answer.term > leader.current_term
                mine = self._told[key[0], answer] if answer is not None and arrives else key[0]
                found.setdefault((mine, theirs), (previous, last))
        found.pop(key, None)
        return tuple((mine, theirs, span) for (mine, theirs), span in found.items())

    # --- campaigns

    def _campaign(self, number: int) -> Requests:
        """Return what a server that campaigns asks the second one; with pre-votes, as if it had the word of enough."""
        server = self._servers.values[number]
        candidate, outputs = self._step(server, ElectionTimeout())
        poll: Message | None = None
        if candidate.role == "pre_candidate":
            poll = _request_to(self.names[1], outputs)
            _, outputs = step(server, ElectionTimeout(), replace(self._rules, pre_vote=False))
        return poll, _request_to(self.names[1], outputs)

    def _ask(self, key: tuple[int, int]) -> tuple[int, int, bool]:
        number, theirs = key
        poll, request = self._campaigns[number]
        _, word = self._taken[theirs, poll] if poll else (theirs, None)
        became, vote = self._taken[theirs, request] if request else (theirs, None)
        helps = any(isinstance(answer, VOTES) and answer.granted for answer in (word, vote))
        return became, self._answers((word, vote)), became != theirs or helps

    def _elect(self, key: tuple[int, tuple[int, ...]]) -> int:
        number, numbers = key
        before = self._servers.values[number]
        answers = [self._answers.values[answer] for answer in numbers]
        voters = self.names[1 : len(answers) + 1]
        server, _ = self._step(before, Reachable((before.name, *voters)))
        server, _ = self._step(server, ElectionTimeout())
        for voter, (poll, _) in zip(voters, answers, strict=True):
            if poll is not None:
                server, _ = self._step(server, replace(poll, sender=voter))
        for voter, (_, vote) in zip(voters, answers, strict=True):
            if vote is not None:
                server, _ = self._step(server, replace(vote, sender=voter))
        return self._became(number, server) if server.role == "leader" else -1

    # --- commits

    def _hear(self, key: tuple[int, int]) -> int:
        leader, other = self.pair(key)
        if leader.current_term != other.current_term:
            return -1
        match = common_prefix(leader.log, other.log)
        _, answer = self._taken[key[1], append_entries(leader, other.name, match, match)]
        return match if isinstance(answer, AppendEntriesReply) and answer.success else -1

    def _count(self, key: tuple[int, tuple[int, ...]]) -> int:
        """Let a leader write its last entry again, if it is its own, and hear from the others what they have."""
        number, matches = key
        server = self._servers.values[number]
        heard = self.names[1 : len(matches) + 1]
        leader, _ = self._step(server, Reachable((server.name, *heard)))
        if server.log and server.log[-1].term == server.current_term:
            leader = _in_office(replace(leader, log=server.log[:-1]))
            leader, _ = self._step(leader, ClientWrite(server.log[-1].value))
        else:
            leader = _in_office(leader)
        for name, match in zip(heard, matches, strict=True):
            reply = AppendEntriesReply(name, server.name, server.current_term, success=True, index=match)
            leader, _ = self._step(leader, reply)
        return leader.commit_index


def append_entries(leader: Server, receiver: str, previous: int, last: int) -> AppendEntries:
    """Return the message with a leader's entries after one index up to another."""
    return AppendEntries(
        leader.name,
        receiver,
        leader.current_term,
        previous,
        leader.term_at(previous),
        leader.log[previous:last],
        min(leader.commit_index, last),
    )


def _request_to(name: str, outputs: Outputs) -> RequestVote | RequestPreVote | None:
    """Return the request among a candidate's messages that goes to a server."""
    requests = (output for output in outputs if isinstance(output, RequestVote | RequestPreVote))
    return next((request for request in requests if request.receiver == name), None)


def plain(server: Server, name: str, voted_for: str) -> Server:
    """Return a server of some name with nothing but what is part of a state of the logs model."""
    return Server(
        name=name,
        members=server.members,
        reachable=server.members,
        current_term=server.current_term,
        voted_for=voted_for,
        log=server.log,
        role="leader" if server.role == "leader" else "follower",
    )


def _in_office(server: Server) -> Server:
    """Return a leader with what it keeps of the others, as one that was just elected; others as they are."""
    return just_elected(server) if server.role == "leader" else server
