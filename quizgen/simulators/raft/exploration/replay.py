"""Carries out the steps of a way through the states again, with whole servers, and writes down what happens."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from quizgen.simulators.raft.exploration.elections.ballots import BALLOTS, Ballot, ElectionInput
from quizgen.simulators.raft.exploration.logs.actions import Action, Append, Commit, Lead, RestartServer, WriteEntry
from quizgen.simulators.raft.exploration.logs.exchanges import append_entries
from quizgen.simulators.raft.protocol.disk import after_loss
from quizgen.simulators.raft.protocol.history import History
from quizgen.simulators.raft.protocol.inputs import (
    ClientWrite,
    ElectionTimeout,
    Input,
    LeaderSilence,
    Note,
    Reachable,
    Restarted,
    office,
)
from quizgen.simulators.raft.protocol.messages import REQUESTS, AppendEntries, AppendEntriesReply, Message
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server, common_prefix
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.runs.recorder import Recorder
from quizgen.simulators.raft.scenario.events import Loss

STEP = 10_000
"""Microseconds from one step to the next."""

_HOP = 1_000
"""Microseconds that a message takes within a step."""

Sent = list[tuple[Message, int | None]]
"""Messages, each with the event that caused it."""


class Replay:
    """A run in the making.

    Attributes:
        servers: name -> state, with everything that the states of an exploration leave out.
        history: facts over time.
        recorder: the trace so far.
    """

    def __init__(
        self, servers: Iterable[Server], down: tuple[str, ...], history: History, rules: Rules, loses: Loss
    ) -> None:
        self.servers = {server.name: server for server in servers}
        self.history = history
        self.recorder = Recorder(tuple(self.servers), keep=True)
        self._rules = rules
        self._loses = loses
        self._down = set(down)
        self._time = 0
        self._sendings: dict[Message, int | None] = {}
        for name, server in self.servers.items():
            begins = "start_down" if name in down else "start"
            self.recorder.record(0, name, begins, None, "", _words(server), office(server))

    def next_step(self) -> None:
        """Let time pass until the next step."""
        self._time += STEP - self._time % STEP

    # --- the elections model

    def election_step(self, name: str, received: ElectionInput) -> None:
        """Carry out a step of the elections model."""
        if isinstance(received, Restarted):
            self._restart(name)
            return
        cause = self._sendings[received] if isinstance(received, BALLOTS) else None
        for message, its_cause in self._take(name, received, cause):
            if isinstance(message, BALLOTS) and message not in self._sendings:
                self._sendings[message] = self._send(message, its_cause)

    def requested(self, request: Ballot) -> None:
        """Put a request under way that was sent before the start."""
        self._sendings[request] = None

    # --- the logs model

    def log_step(self, action: Action) -> None:
        """Carry out an action of the logs model."""
        match action:
            case WriteEntry(name, value):
                self._take(name, ClientWrite(value), None)
            case RestartServer(name):
                self._restart(name)
            case Lead(name, reached):
                self._lead(name, reached)
            case Append(leader, follower, previous, last):
                self._append(leader, follower, previous, last)
            case Commit(leader, heard):
                self._commit(leader, heard)

    def _lead(self, name: str, reached: tuple[str, ...]) -> None:
        self._report(name, reached)
        for one in (name, *reached):  # with pre_vote: they have not heard from a leader for long enough
            self._take(one, LeaderSilence(), None)
        under_way = deque((1, *sent) for sent in self._send_all(name, ElectionTimeout(), None, reached))
        begun = self._time
        while under_way:
            hops, message, cause = under_way.popleft()
            self._time = begun + hops * _HOP
            answers = self._send_all(message.receiver, message, cause, (name, *reached))
            under_way.extend((hops + 1, *sent) for sent in answers)

    def _send_all(self, name: str, received: Input, cause: int | None, reached: tuple[str, ...]) -> Sent:
        """Let a server take something in; return the ballots that it sends to those that are reached."""
        arriving: Sent = []
        for message, its_cause in self._take(name, received, cause):
            if isinstance(message, BALLOTS):
                sending = self._send(message, its_cause)
                if message.receiver in reached:
                    arriving.append((message, sending))
                else:
                    self.recorder.lost(self._time, self.servers[name], message, sending, "not reached")
        return arriving

    def _append(self, leader: str, follower: str, previous: int, last: int) -> None:
        sender = self.servers[leader]
        message = append_entries(sender, follower, previous, last)
        sending = self._send(message, None)
        if sending is None:
            sending = self._heartbeat(sender)
        self._time += _HOP
        for answer, cause in self._take(follower, message, sending):
            if isinstance(answer, AppendEntriesReply) and answer.term > sender.current_term:
                self._time += _HOP
                self._take(leader, answer, cause)

    def _commit(self, leader: str, heard: tuple[str, ...]) -> None:
        self._report(leader, heard)
        sender = self.servers[leader]
        sending = self._heartbeat(sender)
        self._time += _HOP
        answers: Sent = []
        for name in heard:
            match = common_prefix(sender.log, self.servers[name].log)
            asked = append_entries(sender, name, match, match)
            if step(self.servers[name], asked, self._rules)[0].log == self.servers[name].log:
                answers += self._take(name, asked, sending)
            else:  # a wrong rule makes a log shorter; here an earlier answer is heard
                earlier = AppendEntriesReply(name, leader, sender.current_term, success=True, index=match)
                answers.append((earlier, sending))
        self._time += _HOP
        for answer, cause in answers:
            if isinstance(answer, AppendEntriesReply):
                self._take(leader, answer, cause if cause is not None else sending)
        self._recount(leader, sending)

    def _recount(self, name: str, cause: int) -> None:
        """Let a leader count the copies of its last entry once more, as when it wrote it.

        Under the true rules it learns nothing new. Under a rule that asks for fewer copies if fewer servers are
        reached, it does, without anybody's answer.
        """
        leader = self.servers[name]
        if not leader.log or leader.log[-1].term != leader.current_term:
            return
        waiting = tuple(index for index in leader.pending if index < len(leader.log))
        before = replace(leader, log=leader.log[:-1], pending=waiting)
        after, outputs = step(before, ClientWrite(leader.log[-1].value), self._rules)
        if after.commit_index > leader.commit_index:
            self.servers[name] = after
            self.history.observe(self._time, leader, after, self.servers, restart=False)
            for output in outputs:
                if isinstance(output, Note) and output.type in {"commit", "client_answered"}:
                    cause = self._record(name, output, cause)

    # --- one server

    def _report(self, name: str, reached: tuple[str, ...]) -> None:
        """Let a server's failure detector say whom it reaches."""
        self._take(name, Reachable(tuple(one for one in self.servers if one == name or one in reached)), None)

    def _restart(self, name: str) -> None:
        old = self.servers[name]
        if name in self._down:
            self._down.remove(name)
        else:
            self.recorder.record(self._time, name, "crash", attributes=office(old))
        kept = after_loss(old, self._loses, 0)
        if kept is not old:
            self.servers[name] = kept
            self.history.observe(self._time, old, kept, self.servers, restart=True)
            self.recorder.disk_lost(self._time, old, kept)
        self._take(name, Restarted(), None)

    def _heartbeat(self, sender: Server) -> int:
        return self.recorder.record(self._time, sender.name, "heartbeat_sent", attributes=office(sender))

    def _record(self, name: str, told: Note, cause: int | None) -> int:
        return self.recorder.record(self._time, name, told.type, cause, told.peer, told.detail, told.attributes)

    def _send(self, message: Message, cause: int | None) -> int | None:
        """Record the sending of a message; return the event that its arrival is to name as its cause."""
        if type(message) not in REQUESTS:
            return cause
        return self.recorder.sent(self._time, self.servers[message.sender], message, cause)

    def _take(self, name: str, received: Input, cause: int | None) -> Sent:
        """Let a server take something in, and record what it does; return what it sends.

        What leaders send of their own accord is not part of the models: there it is an action of its own.
        """
        old = self.servers[name]
        new, outputs = step(old, received, self._rules)
        if new is not old:
            self.servers[name] = new
            self.history.observe(self._time, old, new, self.servers, restart=isinstance(received, Restarted))
        sent: Sent = []
        for output in outputs:
            if isinstance(output, Note):
                cause = self._record(name, output, cause)
            elif isinstance(output, (*BALLOTS, AppendEntriesReply, AppendEntries)):
                sent.append((output, cause))
        return sent


def _words(server: Server) -> str:
    return f"log {' '.join(str(entry.term) for entry in server.log)}" if server.log else ""
