"""The seeded event loop: gives servers their messages and timers in an order that the seed decides.

Simulated time is in integer microseconds, and events of one moment happen in the order in which they were scheduled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop
from typing import Any, ClassVar

from quizgen.simulators.kit.chances import Chances
from quizgen.simulators.kit.stalls import Stalls
from quizgen.simulators.kit.timers import Timers
from quizgen.simulators.raft.protocol.disk import after_loss, words_of
from quizgen.simulators.raft.protocol.history import History
from quizgen.simulators.raft.protocol.inputs import (
    ClientWrite,
    ElectionTimeout,
    HeartbeatTimeout,
    Input,
    LeaderSilence,
    Note,
    Outputs,
    Reachable,
    Redirect,
    Restarted,
    TakesOffice,
    Timer,
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
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.runs.availability import can_progress, live_leaders, newest
from quizgen.simulators.raft.runs.network import Cluster, Network
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.raft.runs.traffic import DELIVERY, ELECTION, HEARTBEAT, SILENCE, WRITE, Traffic
from quizgen.simulators.raft.runs.transit import Transit
from quizgen.simulators.raft.scenario.events import Loss
from quizgen.simulators.raft.scenario.settings import OneWay, Settings
from quizgen.simulators.raft.starts.start import Start, history_at

_MOST_REMEMBERED = 100
"""So many steps are remembered for each server."""

Effect = Callable[[Any, str, Any, int | None], int | None]
"""Carries out what a server's step gives: engine, server's name, output, cause -> cause of the outputs that follow."""


class Engine(Traffic):
    """A running cluster.

    Attributes:
        rules: what the servers follow.
        history: facts over time.
        stalls: how long the cluster had no leader that could make progress.
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
        self.stalls = Stalls()
        self._leader = ""
        self._is_calm = False
        self._heartbeat = settings.heartbeat
        self._draw_timeout = chances.timeout
        self._shortest_timeout = settings.election_timeout[0]
        self._timeout_span = settings.election_timeout[1] - settings.election_timeout[0] + 1
        self._minds_silence = rules.pre_vote or rules.check_quorum
        self._elections = Timers()
        self._heartbeats = Timers()
        self._silences = Timers()
        self._timers = {ELECTION: self._elections, HEARTBEAT: self._heartbeats, SILENCE: self._silences}
        self._fired: dict[int, dict[str, Input]] = {
            ELECTION: {name: ElectionTimeout() for name in self.servers},
            HEARTBEAT: {name: HeartbeatTimeout() for name in self.servers},
            SILENCE: {name: LeaderSilence() for name in self.servers},
        }
        self._remembered: dict[int, list[tuple[Effect, Any]]] = {}
        self._remembered_of: dict[str, list[Input]] = {name: [] for name in self.servers}
        self._begin(start)

    def _begin(self, start: Start | None) -> None:
        """Write down what each server starts with, and start its timers."""
        for position, (name, server) in enumerate(self.servers.items()):
            facts = (("role", server.role), ("term", server.current_term))
            words = start.words[position] if start else ""
            event_type = "start_down" if name in self.down else "start"
            self.recorder.record(0, name, event_type, detail=words, attributes=facts)
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
        self._is_calm = self._is_unhindered and not self.down

    def take_office(self) -> None:
        """Let leaders that are stated do what is left to do of what a new leader does."""
        for name, server in tuple(self.servers.items()):
            if server.role == "leader":
                self._take(name, TakesOffice(), None)

    # --- time passes

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
                timers = self._timers[kind]
                if timers.pops(name, self.now):
                    self._take(name, self._fired[kind][name], None)
                else:
                    self._schedule_timer(kind, name, timers.rearm(name, self.now))
            if done is not None and done():
                return True
        self.now = deadline
        return False

    def _schedule_timer(self, kind: int, name: str, time: int | None) -> None:
        if time is not None:
            self.schedule(time, kind, name)

    # --- what happens to the cluster

    def fire_election_timeout(self, name: str) -> None:
        """Make a server's election timer fire now."""
        self._take(name, self._fired[ELECTION][name], None)

    def client_writes(self, name: str, value: str) -> None:
        """A client sends a write to a server."""
        self._client_arrives(name, ClientWrite(value), None)

    def crash(self, names: Iterable[str]) -> None:
        """Stop servers, all at this moment."""
        for name in names:
            server = self.servers[name]
            facts = (("role", server.role), ("term", server.current_term))
            self.recorder.record(self.now, name, "crash", attributes=facts)
            self.down[name] = None
            for timers in self._timers.values():
                timers.stop(name)
        self._connections_changed()

    def restart(self, names: Iterable[str], loses: Loss = "nothing", loses_last: int = 0) -> None:
        """Start servers again that are down, without what their disks lost; see `after_loss`."""
        for name in names:
            del self.down[name]
            old = self.servers[name]
            kept = after_loss(old, loses, loses_last)
            if kept is not old:
                self._replace(name, kept)
                self.history.observe(self.now, old, kept, self.servers, restart=True)
                facts = (("count", len(kept.log)), ("role", kept.role), ("term", kept.current_term))
                self.recorder.record(self.now, name, "disk_lost", detail=words_of(old, kept), attributes=facts)
            self._take(name, Restarted(), None)
        self._connections_changed()

    def change_network(self, network: Network) -> None:
        """Change which links work. Messages under way on a link that is cut when they would arrive are lost."""
        self.network = network
        self._is_unhindered = network == Network() and not self.settings.hinders
        self._connections_changed()

    def release(self, links: Iterable[OneWay]) -> None:
        """Deliver what links have kept back, now and in the order in which it was sent."""
        self.let_go(sorted(links))
        self.run_until(self.now)

    # --- single messages

    def send_append(self, sender: str, receiver: str) -> bool:
        """Make a leader send AppendEntries to one server now; tell whether it does."""
        old = self.servers[sender]
        new, outputs = step(old, self._fired[HEARTBEAT][sender], self.rules)
        if new is not old:
            self._replace(sender, new)
        for output in outputs:
            if isinstance(output, AppendEntries) and output.receiver == receiver:
                cause = self.recorder.sent_alone(self.now, self.servers[sender], output)
                self._request(sender, output, cause)
                return True
        return False

    def deliver(self, transit: Transit) -> None:
        """Let a message arrive now that was taken out."""
        self._deliver(transit.message.receiver, transit.message, transit.cause)

    def _connections_changed(self) -> None:
        self._is_calm = self._is_unhindered and not self.down
        for name in self.settings.members:
            if name not in self.down:
                reachable = tuple(
                    other
                    for other in self.settings.members
                    if other == name or (other not in self.down and self.network.connects(name, other))
                )
                self._take(name, Reachable(reachable), None)
        self._look_for_leaders()

    # --- one step of one server

    def _take(self, name: str, received: Input, cause: int | None) -> None:
        """Let a server take something in, and carry out what it does about it.

        A step is pure. So of an input that changed nothing, such as a heartbeat, what it gave is remembered for as long
        as the server's state stays what it is; the next of its kind is the same object, for it was remembered as well.
        """
        known = self._remembered.get(id(received))
        if known is not None:
            for effect, output in known:
                cause = effect(self, name, output, cause)
            return
        old = self.servers[name]
        new, outputs = step(old, received, self.rules)
        if new is old:
            self._remember(name, received, outputs)
        else:
            self._replace(name, new)
            self.history.observe(self.now, old, new, self.servers, restart=type(received) is Restarted)
            if new.role != old.role or new.current_term != old.current_term:
                self._offices_changed()
        effects = self._EFFECTS
        for output in outputs:
            cause = effects[type(output)](self, name, output, cause)

    def _replace(self, name: str, server: Server) -> None:
        self.servers[name] = server
        self._forget(name)

    def _forget(self, name: str) -> None:
        for received in self._remembered_of[name]:
            del self._remembered[id(received)]
        self._remembered_of[name].clear()

    def _remember(self, name: str, received: Input, outputs: Outputs) -> None:
        """Remember a step. The input is kept as well, so that no other object gets its identity."""
        if len(self._remembered_of[name]) == _MOST_REMEMBERED:
            self._forget(name)
        self._remembered[id(received)] = self._shortest_way(outputs)
        self._remembered_of[name].append(received)

    def _shortest_way(self, outputs: Outputs) -> list[tuple[Effect, Any]]:
        """Return what carries outputs out: those of heartbeats, which most steps are about, in few calls."""
        record, answer, start_timer = self._OF_HEARTBEATS
        match outputs:
            case (Timer.HEARD_LEADER, AppendEntriesReply() as reply) if not self._minds_silence:
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
        self._start_election_timer(name)
        return self.send_one(name, reply, cause)

    def _start_timer(self, name: str, timer: Timer, cause: int | None = None) -> int | None:
        if timer is Timer.HEARTBEAT:
            self._schedule_timer(HEARTBEAT, name, self._heartbeats.start(name, self.now + self._heartbeat))
            return cause
        self._start_election_timer(name)
        if timer is Timer.HEARD_LEADER and self._minds_silence:
            self._schedule_timer(SILENCE, name, self._silences.start(name, self.now + self._shortest_timeout))
        return cause

    def _start_election_timer(self, name: str) -> None:
        at = self.now + self._shortest_timeout + int(self._draw_timeout() * self._timeout_span)
        scheduled = self._elections.start(name, at)
        if scheduled is not None:
            self.schedule(scheduled, ELECTION, name)

    _EFFECTS: ClassVar[Mapping[type, Effect]] = {
        Timer: _start_timer,
        Note: _record,
        Redirect: _redirect,
        AppendEntries: _request,
        RequestVote: _request,
        RequestPreVote: _request,
        AppendEntriesReply: Traffic.send_one,
        RequestVoteReply: Traffic.send_one,
        RequestPreVoteReply: Traffic.send_one,
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

    # --- the whole

    def leader(self) -> str:
        """Return the live leader of the highest term, or an empty string."""
        return self._leader

    def _look_for_leaders(self) -> int:
        """Take in who leads and whether the cluster can make progress; return how many live servers lead."""
        leaders = live_leaders(self.servers, self.down)
        self._leader = newest(leaders)
        available = can_progress(leaders, self.servers, self.down, self.network, self.rules)
        self.stalls.update(self.now, available=available)
        return len(leaders)

    def _offices_changed(self) -> None:
        self.history.most_leaders = max(self.history.most_leaders, self._look_for_leaders())

    def cluster(self) -> Cluster:
        """Return everything as it is now, as a value."""
        in_flight = (*self.under_way(), *self.kept_back())
        return Cluster(tuple(self.servers.values()), tuple(sorted(self.down)), self.network, in_flight)


def _is_empty(message: object) -> bool:
    return type(message) is AppendEntries and not message.entries
