"""The seeded event loop: gives servers their messages and timers in an order that the seed decides.

Simulated time is in integer microseconds, and events of one moment happen in the order in which they were scheduled.
Each concern has its own random numbers, so that more of one leave the others as they were.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable

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
from quizgen.simulators.raft.messages import REQUESTS, Message
from quizgen.simulators.raft.network import Cluster, Network, OneWay
from quizgen.simulators.raft.recorder import NETWORK, Recorder
from quizgen.simulators.raft.rules import Rules
from quizgen.simulators.raft.settings import Settings
from quizgen.simulators.raft.stalls import Stalls
from quizgen.simulators.raft.state import Server
from quizgen.simulators.raft.step import step
from quizgen.simulators.raft.timers import Timers

_DELIVER, _ELECTION, _HEARTBEAT, _SILENCE, _WRITE = range(5)
_FIRED: dict[int, Input] = {_ELECTION: ElectionTimeout(), _HEARTBEAT: HeartbeatTimeout(), _SILENCE: LeaderSilence()}


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

    def __init__(
        self, settings: Settings, rules: Rules, seed: int, *, keep_trace: bool = True, concern: str = ""
    ) -> None:
        self.settings = settings
        self.rules = rules
        self.now = 0
        members = settings.members
        self.servers = {name: Server(name=name, members=members, reachable=members) for name in members}
        self.down: dict[str, None] = {}
        self.network = Network()
        self._is_unhindered = not settings.loss
        self.history = History()
        self.stalls = Stalls()
        self.recorder = Recorder(members, keep=keep_trace)
        self._heap: list[tuple[int, int, int, str, Message | ClientWrite | None, int | None]] = []
        self._sequence = 0
        self._held: dict[OneWay, list[tuple[Message, int | None]]] = {}
        self._latency = random_stream(seed, f"{concern}latency").random
        self._loss = random_stream(seed, f"{concern}loss").random
        self._timeouts = random_stream(seed, f"{concern}timeouts").random
        self._fastest = settings.latency[0]
        self._latency_span = settings.latency[1] - settings.latency[0] + 1
        self._shortest_timeout = settings.election_timeout[0]
        self._timeout_span = settings.election_timeout[1] - settings.election_timeout[0] + 1
        self._elections = Timers()
        self._heartbeats = Timers()
        self._silences = Timers()
        self._timers = {_ELECTION: self._elections, _HEARTBEAT: self._heartbeats, _SILENCE: self._silences}
        for name in members:
            self.recorder.record(0, name, "start", attributes=(("role", "follower"), ("term", 0)))
            self._start_election_timer(name)

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

    def restart(self, names: Iterable[str]) -> None:
        """Start servers again that are down."""
        for name in names:
            del self.down[name]
            self._take(name, Restarted(), None)
        self._connections_changed()

    def change_network(self, network: Network) -> None:
        """Change which links work. Messages under way on a link that is cut when they would arrive are lost."""
        self.network = network
        self._is_unhindered = network == Network() and not self.settings.loss
        self._connections_changed()

    def release(self, link: OneWay) -> None:
        """Deliver what a link has kept back, now and in order."""
        for message, cause in self._held.pop(link, ()):
            self._schedule(self.now, _DELIVER, message.receiver, message, cause)
        self.run_until(self.now)

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
        arrival = self.now + self._fastest + int(self._latency() * self._latency_span)
        if self._is_unhindered:
            self._sequence += 1
            heapq.heappush(self._heap, (arrival, self._sequence, _DELIVER, message.receiver, message, cause))
        else:
            self._send_hindered(message, cause, arrival)

    def _send_hindered(self, message: Message, cause: int | None, arrival: int) -> None:
        """Send where links are cut, lossy, held or slow."""
        network, link = self.network, (message.sender, message.receiver)
        if not network.passes(*link):
            self.recorder.lost(self.now, self.servers[message.sender], message, cause, "the link is cut")
        elif self.settings.loss and self._loss() < self.settings.loss:
            self.recorder.lost(self.now, self.servers[message.sender], message, cause, "")
        elif link in network.held:
            self._held.setdefault(link, []).append((message, cause))
        else:
            self._schedule(arrival + network.delay(link), _DELIVER, message.receiver, message, cause)

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
        held = tuple(message for link in sorted(self._held) for message, _ in self._held[link])
        in_flight = (*self.under_way(), *held)
        return Cluster(tuple(self.servers.values()), tuple(sorted(self.down)), self.network, in_flight)
