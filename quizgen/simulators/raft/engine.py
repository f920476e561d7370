"""The seeded event loop: gives servers their messages and timers in an order that the seed decides.

Simulated time is in integer microseconds, and events of one moment happen in the order in which they were scheduled.
Each concern has its own random numbers, so that more of one leave the others as they were.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable
from typing import NamedTuple

from quizgen.simulators.raft.disk import after_loss, words_of
from quizgen.simulators.raft.history import History
from quizgen.simulators.raft.inputs import (
    ClientWrite,
    ElectionTimeout,
    HeartbeatTimeout,
    Input,
    LeaderSilence,
    Note,
    Reachable,
    Redirect,
    Restarted,
    Timer,
)
from quizgen.simulators.raft.messages import REQUESTS, AppendEntries, Message
from quizgen.simulators.raft.network import Cluster, Network, OneWay
from quizgen.simulators.raft.recorder import NETWORK, Recorder
from quizgen.simulators.raft.rules import Rules
from quizgen.simulators.raft.script_events import Loss
from quizgen.simulators.raft.settings import Settings
from quizgen.simulators.raft.stalls import Stalls
from quizgen.simulators.raft.start import Start, empty_servers, history_at
from quizgen.simulators.raft.step import step
from quizgen.simulators.raft.timers import Timers
from quizgen.simulators.raft.transit import Transit, is_on

_DELIVER, _ELECTION, _HEARTBEAT, _SILENCE, _WRITE = range(5)
_FIRED: dict[int, Input] = {_ELECTION: ElectionTimeout(), _HEARTBEAT: HeartbeatTimeout(), _SILENCE: LeaderSilence()}


class _Kept(NamedTuple):
    """A message that its link keeps back, with the number of its sending and its cause."""

    sequence: int
    message: Message
    cause: int | None


def random_stream(seed: int, concern: str) -> random.Random:
    """Return a concern's own random numbers. A string seeds alike in every process."""
    return random.Random(f"{seed}:{concern}")  # noqa: S311  # a simulation has to be repeatable, not secret


class Engine:
    """A running cluster.

    Attributes:
        now: simulated time in microseconds.
        servers: name -> state; a server that is down keeps its last.
        down: names of the servers that are down, as keys in order of crashing.
        network: which links work.
        history: facts over time.
        stalls: how long the cluster had no leader that could make progress.
        recorder: the trace so far.
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
        self.settings = settings
        self.rules = rules
        self.now = 0
        members = settings.members
        self.servers = {server.name: server for server in (start.servers if start else empty_servers(members))}
        self.down: dict[str, None] = dict.fromkeys(start.down if start else ())
        self.network = Network()
        self._is_unhindered = not settings.hinders
        self.history = history_at(start) if start else History()
        self.stalls = Stalls()
        self.recorder = Recorder(members, keep=keep_trace)
        self._heap: list[tuple[int, int, int, str, Message | ClientWrite | None, int | None]] = []
        self._sequence = 0
        self._held: dict[OneWay, list[_Kept]] = {}
        self._links = dict(settings.links)
        self._latency = random_stream(seed, f"{concern}latency").random
        self._loss = random_stream(seed, f"{concern}loss").random
        self._timeouts = random_stream(seed, f"{concern}timeouts").random
        self._duplication = random_stream(seed, f"{concern}duplication").random
        self._fastest = settings.latency[0]
        self._latency_span = settings.latency[1] - settings.latency[0] + 1
        self._shortest_timeout = settings.election_timeout[0]
        self._timeout_span = settings.election_timeout[1] - settings.election_timeout[0] + 1
        self._elections = Timers()
        self._heartbeats = Timers()
        self._silences = Timers()
        self._timers = {_ELECTION: self._elections, _HEARTBEAT: self._heartbeats, _SILENCE: self._silences}
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
            for broken in start.breaks:
                self.recorder.record(0, NETWORK, "start_impossible", detail=broken)
            self.stalls.update(0, available=self.is_available())

    # --- time passes

    def run_until(self, deadline: int, done: Callable[[], bool] | None = None) -> bool:
        """Let time pass until ``done()`` holds after an event, or until the deadline; tell whether it holds."""
        if done is not None and done():
            return True
        heap = self._heap
        while heap and heap[0][0] <= deadline:
            self.now, _, kind, name, content, cause = heapq.heappop(heap)
            if kind == _DELIVER:
                self._deliver(name, content, cause)  # type: ignore[arg-type]  # _send puts a message here
            elif kind == _WRITE:
                self._client_arrives(name, content, cause)  # type: ignore[arg-type]  # _redirect puts a write here
            else:
                timers = self._timers[kind]
                if timers.pops(name, self.now):
                    self._take(name, _FIRED[kind], None)
                else:
                    self._schedule_timer(kind, name, timers.rearm(name, self.now))
            if done is not None and done():
                return True
        self.now = deadline
        return False

    def _schedule(
        self, time: int, kind: int, name: str, content: Message | ClientWrite | None = None, cause: int | None = None
    ) -> None:
        self._sequence += 1
        heapq.heappush(self._heap, (time, self._sequence, kind, name, content, cause))

    def _schedule_timer(self, kind: int, name: str, time: int | None) -> None:
        if time is not None:
            self._schedule(time, kind, name)

    # --- what happens to the cluster

    def fire_election_timeout(self, name: str) -> None:
        """Make a server's election timer fire now."""
        self._take(name, _FIRED[_ELECTION], None)

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
                self.servers[name] = kept
                self.history.observe(self.now, old, kept, self.servers, restart=True)
                facts = (("role", kept.role), ("term", kept.current_term))
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
        kept = [one for link in sorted(links) for one in self._held.pop(link, ())]
        for one in sorted(kept, key=lambda one: one.sequence):
            self._schedule(self.now, _DELIVER, one.message.receiver, one.message, one.cause)
        self.run_until(self.now)

    # --- single messages

    def send_append(self, sender: str, receiver: str) -> bool:
        """Make a leader send AppendEntries to one server now; tell whether it does."""
        old = self.servers[sender]
        self.servers[sender], outputs = step(old, _FIRED[_HEARTBEAT], self.rules)
        for output in outputs:
            if isinstance(output, AppendEntries) and output.receiver == receiver:
                cause = self.recorder.sent_alone(self.now, self.servers[sender], output)
                self._send(output, cause)
                return True
        return False

    def find(self, link: OneWay, kind: str) -> Transit | None:
        """Return the first message of a kind to arrive on a link, or else the first kept back."""
        for time, sequence, what, _, message, cause in sorted(self._heap, key=lambda item: item[:2]):
            if what == _DELIVER and is_on(message, link, kind):
                return Transit(message, cause, time, sequence)  # type: ignore[arg-type]  # _DELIVER comes with a message
        for one in self._held.get(link, ()):
            if is_on(one.message, link, kind):
                return Transit(one.message, one.cause, None, one.sequence)
        return None

    def take_out(self, transit: Transit) -> None:
        """Take a message that was found out of the network."""
        if transit.arrives is None:
            link = (transit.message.sender, transit.message.receiver)
            self._held[link] = [one for one in self._held[link] if one.sequence != transit.sequence]
        else:
            self._heap = [item for item in self._heap if item[1] != transit.sequence]
            heapq.heapify(self._heap)

    def put_in(self, transit: Transit, arrives: int | None) -> None:
        """Put a message, or a copy of it, into the network: to arrive at some time, or kept back (None)."""
        message = transit.message
        if arrives is None:
            self._keep_back(message, transit.cause)
        else:
            self._schedule(arrives, _DELIVER, message.receiver, message, transit.cause)

    def deliver(self, transit: Transit) -> None:
        """Let a message arrive now that was taken out."""
        self._deliver(transit.message.receiver, transit.message, transit.cause)

    def _connections_changed(self) -> None:
        for name in self.settings.members:
            if name not in self.down:
                reachable = tuple(
                    other
                    for other in self.settings.members
                    if other == name or (other not in self.down and self.network.connects(name, other))
                )
                self._take(name, Reachable(reachable), None)
        self.stalls.update(self.now, available=self.is_available())

    # --- one step of one server

    def _take(self, name: str, received: Input, cause: int | None) -> None:
        old = self.servers[name]
        new, outputs = step(old, received, self.rules)
        if new is not old:
            self.servers[name] = new
            self.history.observe(self.now, old, new, self.servers, restart=type(received) is Restarted)
            if new.role != old.role or new.current_term != old.current_term:
                self._offices_changed()
        for output in outputs:
            if isinstance(output, Timer):
                self._start_timer(name, output)
            elif type(output) is Note:
                cause = self.recorder.record(
                    self.now, name, output.type, cause, output.peer, output.detail, output.attributes
                )
            elif type(output) is Redirect:
                self._schedule(self.now + self._draw_latency(), _WRITE, output.to, output.write, cause)
            else:
                self._send(output, cause)

    def _start_timer(self, name: str, timer: Timer) -> None:
        if timer is Timer.HEARTBEAT:
            at = self.now + self.settings.heartbeat
            self._schedule_timer(_HEARTBEAT, name, self._heartbeats.start(name, at))
            return
        self._start_election_timer(name)
        if timer is Timer.HEARD_LEADER and (self.rules.pre_vote or self.rules.check_quorum):
            at = self.now + self.settings.election_timeout[0]
            self._schedule_timer(_SILENCE, name, self._silences.start(name, at))

    def _start_election_timer(self, name: str) -> None:
        at = self.now + self._shortest_timeout + int(self._timeouts() * self._timeout_span)
        scheduled = self._elections.start(name, at)
        if scheduled is not None:
            self._schedule(scheduled, _ELECTION, name)

    def _draw_latency(self) -> int:
        return self._fastest + int(self._latency() * self._latency_span)

    # --- messages

    def _send(self, message: Message, cause: int | None) -> None:
        if type(message) in REQUESTS:
            cause = self.recorder.sent(self.now, self.servers[message.sender], message, cause)
        drawn = self._latency()
        if self._is_unhindered:
            self._sequence += 1
            arrival = self.now + self._fastest + int(drawn * self._latency_span)
            heapq.heappush(self._heap, (arrival, self._sequence, _DELIVER, message.receiver, message, cause))
        else:
            self._send_hindered(message, cause, drawn)

    def _send_hindered(self, message: Message, cause: int | None, drawn: float) -> None:
        """Send where links are cut, lossy, held, slow or double messages; ``drawn`` is random, from 0 to 1."""
        network, link = self.network, (message.sender, message.receiver)
        if not network.passes(*link):
            self.recorder.lost(self.now, self.servers[message.sender], message, cause, "the link is cut")
        elif self.settings.loss and self._loss() < self.settings.loss:
            self.recorder.lost(self.now, self.servers[message.sender], message, cause, "")
        else:
            self._travel(message, cause, drawn)
            if self.settings.duplication and self._duplication() < self.settings.duplication:
                self._travel(message, cause, self._duplication())

    def _travel(self, message: Message, cause: int | None, drawn: float) -> None:
        link = (message.sender, message.receiver)
        if link in self.network.held:
            self._keep_back(message, cause)
            return
        fastest, slowest = self._links.get(link, self.settings.latency)
        arrival = self.now + fastest + int(drawn * (slowest - fastest + 1))
        self._schedule(arrival + self.network.delay(link), _DELIVER, message.receiver, message, cause)

    def _keep_back(self, message: Message, cause: int | None) -> None:
        self._sequence += 1
        link = (message.sender, message.receiver)
        self._held.setdefault(link, []).append(_Kept(self._sequence, message, cause))

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
        leaders = [
            (server.current_term, name)
            for name, server in self.servers.items()
            if server.role == "leader" and name not in self.down
        ]
        return max(leaders)[1] if leaders else ""

    def is_available(self) -> bool:
        """Tell whether a live leader is in touch with a quorum of live servers that are in its term."""
        for name, server in self.servers.items():
            if server.role == "leader" and name not in self.down:
                following = tuple(
                    other
                    for other, its in self.servers.items()
                    if other not in self.down
                    and its.current_term == server.current_term
                    and (other == name or self.network.connects(name, other))
                )
                if self.rules.is_quorum(server, following):
                    return True
        return False

    def _offices_changed(self) -> None:
        self.stalls.update(self.now, available=self.is_available())
        leading = sum(server.role == "leader" and name not in self.down for name, server in self.servers.items())
        self.history.most_leaders = max(self.history.most_leaders, leading)

    def under_way(self) -> tuple[Message, ...]:
        """Return the messages sent and not yet delivered, in order of arrival, without those held back."""
        scheduled = sorted(self._heap, key=lambda item: item[:2])
        return tuple(content for _, _, kind, _, content, _ in scheduled if kind == _DELIVER)  # type: ignore[misc]  # as in run_until

    def cluster(self) -> Cluster:
        """Return everything as it is now, as a value."""
        held = tuple(one.message for link in sorted(self._held) for one in self._held[link])
        in_flight = (*self.under_way(), *held)
        return Cluster(tuple(self.servers.values()), tuple(sorted(self.down)), self.network, in_flight)
