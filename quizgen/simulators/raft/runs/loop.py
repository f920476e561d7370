"""The seeded event loop: gives servers their messages and timers in an order that the seed decides.

Simulated time is in integer microseconds, and events of one moment happen in the order in which they were scheduled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from heapq import heappop
from typing import Any, ClassVar

from quizgen.simulators.kit.chances import Chances
from quizgen.simulators.kit.memory import Memory
from quizgen.simulators.raft.protocol.history import History
from quizgen.simulators.raft.protocol.inputs import (
    ClientWrite,
    Input,
    Note,
    Outputs,
    Redirect,
    Restarted,
    Timer,
    office,
)
from quizgen.simulators.raft.protocol.messages import REPLIES, REQUESTS, AppendEntries, AppendEntriesReply, Message
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.runs.availability import Availability
from quizgen.simulators.raft.runs.clocks import Clocks
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.raft.runs.traffic import DELIVERY, WRITE, Traffic
from quizgen.simulators.raft.scenario.settings import Settings
from quizgen.simulators.raft.starts.start import Start, history_at

Effect = Callable[[Any, str, Any, int | None], int | None]
"""Carries out what a server's step gives: loop, server's name, output, cause -> cause of the outputs that follow."""


class EventLoop(Traffic):
    """Servers that take in what arrives, and whose answers are under way in turn.

    Attributes:
        rules: what the servers follow.
        history: facts over time.
        availability: who leads, and how long the cluster had no leader that could make progress.
    """

    def __init__(  # noqa: PLR0913  # what a run depends on
        self,
        settings: Settings,
        rules: Rules,
        seed: int,
        *,
        start: Start | None = None,
        keep_trace: bool = True,
        concern: str = "",
    ) -> None:
        chances = Chances(seed, concern)
        super().__init__(settings, chances, start, keep_trace=keep_trace)
        self.rules = rules
        self.history = history_at(start) if start else History()
        self.availability = Availability()
        self._is_calm = False
        minds_silence = rules.pre_vote or rules.check_quorum
        self._clocks = Clocks(settings, chances["timeouts"], minds_silence=minds_silence)
        self._memory: Memory[list[tuple[Effect, Any]]] = Memory(self.servers)
        self._remembered = self._memory.known
        self._begin(start)

    def _begin(self, start: Start | None) -> None:
        """Write down what each server starts with, and start its timers."""
        for position, (name, server) in enumerate(self.servers.items()):
            words = start.words[position] if start else ""
            event_type = "start_down" if name in self.down else "start"
            self.recorder.record(0, name, event_type, detail=words, attributes=office(server))
            if name in self.down:
                continue
            if server.role != "leader" or self.rules.check_quorum:
                self._start_timer(name, Timer.HEARD_LEADER if server.leader_is_fresh else Timer.ELECTION)
            if server.role == "leader":
                self._start_timer(name, Timer.HEARTBEAT)
        if start:
            for rule, broken in start.breaks:
                self.recorder.record(0, NETWORK, "start_impossible", detail=broken, attributes=(("rule", rule),))
            self._look_for_leaders()
            for message in start.messages:  # sent by what stands first in the trace: the start of its sender
                self._travel(message, self.settings.members.index(message.sender), self._draw())
        self._is_calm = self._is_unhindered and not self.down

    def run_until(self, deadline: int, done: Callable[[], bool] | None = None) -> bool:
        """Let time pass until ``done()`` holds after an event, or until the deadline; tell whether it holds."""
        if done is not None and done():
            return True
        heap, take = self._heap, self._take
        while heap and heap[0][0] <= deadline:
            self.now, _, kind, name, content, cause = heappop(heap)
            if kind == DELIVERY:
                if self._is_calm:
                    take(name, content, cause)  # type: ignore[arg-type]  # a delivery comes with a message
                else:
                    self._deliver(name, content, cause)  # type: ignore[arg-type]  # as above
            elif kind == WRITE:
                self._client_arrives(name, content, cause)  # type: ignore[arg-type]  # it comes with a write
            else:
                fired = self._clocks.wake(kind, name, self.now, self.schedule)
                if fired is not None:
                    take(name, fired, None)
            if done is not None and done():
                return True
        self.now = deadline
        return False

    def _look_for_leaders(self) -> int:
        """Take in who leads and whether the cluster can make progress; return how many live servers lead."""
        return self.availability.look(self.now, self.servers, self.down, self.network, self.rules)

    # --- one step of one server

    def _take(self, name: str, received: Input, cause: int | None) -> None:
        """Let a server take something in, and carry out what it does about it.

        Of an input that changed nothing, such as a heartbeat, what it gave is remembered.
        """
        known = self._remembered.get(id(received))
        if known is not None:
            for effect, output in known:
                cause = effect(self, name, output, cause)
            return
        old = self.servers[name]
        new, outputs = step(old, received, self.rules)
        if new is old:
            self._memory.remember(name, received, self._shortest_way(outputs))
        else:
            self._replace(name, new)
            self.history.observe(self.now, old, new, self.servers, restart=type(received) is Restarted)
            if new.role != old.role or new.current_term != old.current_term:
                self.history.most_leaders = max(self.history.most_leaders, self._look_for_leaders())
        effects = self._EFFECTS
        for output in outputs:
            cause = effects[type(output)](self, name, output, cause)

    def _replace(self, name: str, server: Server) -> None:
        self.servers[name] = server
        self._memory.forget(name)

    def _shortest_way(self, outputs: Outputs) -> list[tuple[Effect, Any]]:
        """Return what carries outputs out: those of heartbeats, which most steps are about, in few calls."""
        record, answer, start_timer = self._OF_HEARTBEATS
        match outputs:
            case (Timer.HEARD_LEADER, AppendEntriesReply() as reply) if not self._clocks.minds_silence:
                return [(answer, reply)]
            case (Note() as told, *appends, Timer.HEARTBEAT as timer) if all(map(_is_empty, appends)):
                return [(record, told), (Traffic.send, appends), (start_timer, timer)]
            case _:
                return [(self._EFFECTS[type(output)], output) for output in outputs]

    # --- what comes of a step

    def _record(self, name: str, told: Note, cause: int | None) -> int:
        return self.recorder.record(self.now, name, told.type, cause, told.peer, told.detail, told.attributes)

    def _redirect(self, name: str, redirect: Redirect, cause: int | None) -> int | None:  # noqa: ARG002  # an `Effect`
        self.schedule(self.now + self.latency(), WRITE, redirect.to, redirect.write, cause)
        return cause

    def _request(self, name: str, message: Message, cause: int | None) -> int | None:
        self.send_one(name, message, self.recorder.sent(self.now, self.servers[name], message, cause))
        return cause

    def _answer(self, name: str, reply: Message, cause: int | None) -> int | None:
        """Start the election timer anew and reply, as followers do about heartbeats."""
        self._clocks.start_election(name, self.now, self.schedule)
        return self.send_one(name, reply, cause)

    def _start_timer(self, name: str, timer: Timer, cause: int | None = None) -> int | None:
        self._clocks.start(name, timer, self.now, self.schedule)
        return cause

    _EFFECTS: ClassVar[Mapping[type, Effect]] = {
        Timer: _start_timer,
        Note: _record,
        Redirect: _redirect,
        **dict.fromkeys(REPLIES, Traffic.send_one),
        **dict.fromkeys(REQUESTS, _request),
    }
    _OF_HEARTBEATS: ClassVar[tuple[Effect, ...]] = (_record, _answer, _start_timer)

    # --- what arrives

    def _deliver(self, name: str, message: Message, cause: int | None) -> None:
        if name in self.down:
            self.recorder.lost(self.now, self.servers[message.sender], message, cause, f"{name} is down")
        elif not self._is_unhindered and not self.network.passes(message.sender, name):
            self.recorder.lost(self.now, self.servers[message.sender], message, cause, "the link is cut")
        else:
            self._take(name, message, cause)

    def _client_arrives(self, name: str, write: ClientWrite, cause: int | None) -> None:
        if name in self.down:
            facts = (("value", write.value),)
            self.recorder.record(self.now, NETWORK, "write_refused", cause, name, f"{name} is down", facts)
        else:
            self._take(name, write, cause)


def _is_empty(message: object) -> bool:
    return type(message) is AppendEntries and not message.entries
