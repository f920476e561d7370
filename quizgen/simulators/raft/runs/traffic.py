"""What is under way: messages and wake-up calls of timers, in the order in which they will arrive."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappush
from typing import NamedTuple

from quizgen.simulators.kit.chances import Chances
from quizgen.simulators.raft.protocol.inputs import ClientWrite
from quizgen.simulators.raft.protocol.messages import Message
from quizgen.simulators.raft.runs.network import Network, Transit, is_on
from quizgen.simulators.raft.runs.recorder import Recorder
from quizgen.simulators.raft.scenario.settings import OneWay, Settings
from quizgen.simulators.raft.starts.start import Start, empty_servers

DELIVERY, ELECTION, HEARTBEAT, SILENCE, WRITE = range(5)
"""What arrives: a message; the wake-up call of a timer of one of three kinds; a client's write that was sent on."""

_Arrival = tuple[int, int, int, str, Message | ClientWrite | None, int | None]
"""Time, number, what arrives, at which server, the message or the write, id of the event that caused it."""


class _Kept(NamedTuple):
    """A message that its link keeps back, with the number of its sending and its cause."""

    sequence: int
    message: Message
    cause: int | None


class Traffic:
    """A cluster's network in motion.

    Attributes:
        settings: how the cluster behaves in time.
        now: simulated time in microseconds.
        servers: name -> state; a server that is down keeps its last.
        down: names of the servers that are down, as keys in order of crashing.
        network: which links work.
        recorder: the trace so far.
    """

    def __init__(self, settings: Settings, chances: Chances, start: Start | None, *, keep_trace: bool) -> None:
        self.settings = settings
        self.now = 0
        self.servers = {s.name: s for s in (start.servers if start else empty_servers(settings.members))}
        self.down: dict[str, None] = dict.fromkeys(start.down if start else ())
        self.network = Network()
        self.recorder = Recorder(settings.members, keep=keep_trace)
        self._chances = chances
        self._heap: list[_Arrival] = []
        self._sequence = 0
        self._held: dict[OneWay, list[_Kept]] = {}
        self._links = dict(settings.links)
        self._is_unhindered = not settings.hinders
        self._draw = chances["latency"]
        self._fastest = settings.latency[0]
        self._span = settings.latency[1] - settings.latency[0] + 1

    def schedule(
        self, time: int, what: int, name: str, content: Message | ClientWrite | None = None, cause: int | None = None
    ) -> None:
        """Let something arrive at a server at some time."""
        self._sequence += 1
        heappush(self._heap, (time, self._sequence, what, name, content, cause))

    # --- sending

    def send(self, sender: str, messages: Sequence[Message], cause: int | None) -> int | None:
        """Send a server's messages; return the cause."""
        if not self._is_unhindered:
            for message in messages:
                self._send_hindered(sender, message, cause, self._draw())
            return cause
        heap, draw, earliest, span = self._heap, self._draw, self.now + self._fastest, self._span
        sequence = self._sequence
        for message in messages:
            sequence += 1
            heappush(heap, (earliest + int(draw() * span), sequence, DELIVERY, message.receiver, message, cause))
        self._sequence = sequence
        return cause

    def send_one(self, sender: str, message: Message, cause: int | None) -> int | None:
        """Send one message; return the cause."""
        drawn = self._draw()
        if self._is_unhindered:
            self._sequence = sequence = self._sequence + 1
            arrival = self.now + self._fastest + int(drawn * self._span)
            heappush(self._heap, (arrival, sequence, DELIVERY, message.receiver, message, cause))
        else:
            self._send_hindered(sender, message, cause, drawn)
        return cause

    def latency(self) -> int:
        """Draw how long a message travels, in microseconds."""
        return self._fastest + int(self._draw() * self._span)

    def _send_hindered(self, sender: str, message: Message, cause: int | None, drawn: float) -> None:
        """Send where links are cut, lossy, held, slow or double messages; ``drawn`` is random, from 0 to 1."""
        if not self.network.passes(sender, message.receiver):
            self.recorder.lost(self.now, self.servers[sender], message, cause, "the link is cut")
        elif self.settings.loss and self._chances["loss"]() < self.settings.loss:
            self.recorder.lost(self.now, self.servers[sender], message, cause, "")
        else:
            self._travel(message, cause, drawn)
            if self.settings.duplication and self._chances["duplication"]() < self.settings.duplication:
                self._travel(message, cause, self._chances["duplication"]())

    def _travel(self, message: Message, cause: int | None, drawn: float) -> None:
        link = (message.sender, message.receiver)
        if link in self.network.held:
            self._keep_back(message, cause)
            return
        fastest, slowest = self._links.get(link, self.settings.latency)
        arrival = self.now + fastest + int(drawn * (slowest - fastest + 1))
        self.schedule(arrival + self.network.delay(link), DELIVERY, message.receiver, message, cause)

    def _keep_back(self, message: Message, cause: int | None) -> None:
        self._sequence += 1
        link = (message.sender, message.receiver)
        self._held.setdefault(link, []).append(_Kept(self._sequence, message, cause))

    def let_go(self, links: Sequence[OneWay]) -> None:
        """Let arrive what links have kept back, now and in the order in which it was sent."""
        kept = [one for link in links for one in self._held.pop(link, ())]
        for one in sorted(kept, key=lambda one: one.sequence):
            self.schedule(self.now, DELIVERY, one.message.receiver, one.message, one.cause)

    # --- single messages

    def find(self, link: OneWay, kind: str, nth: int = 1) -> Transit | None:
        """Return the nth message of a kind on a link: those under way in order of arrival, then those kept back."""
        found = [
            Transit(message, cause, time, sequence)  # type: ignore[arg-type]  # a delivery has a message
            for time, sequence, what, _, message, cause in sorted(self._heap, key=lambda item: item[:2])
            if what == DELIVERY and is_on(message, link, kind)
        ]
        kept = (one for one in self._held.get(link, ()) if is_on(one.message, link, kind))
        found += (Transit(one.message, one.cause, None, one.sequence) for one in kept)
        return found[nth - 1] if nth <= len(found) else None

    def take_out(self, transit: Transit) -> None:
        """Take a message that was found out of the network."""
        if transit.arrives is None:
            link = (transit.message.sender, transit.message.receiver)
            self._held[link] = [one for one in self._held[link] if one.sequence != transit.sequence]
        else:
            self._heap = [item for item in self._heap if item[1] != transit.sequence]
            heapify(self._heap)

    def put_in(self, transit: Transit, arrives: int | None) -> None:
        """Put a message, or a copy of it, into the network: to arrive at some time, or kept back (None)."""
        message = transit.message
        if arrives is None:
            self._keep_back(message, transit.cause)
        else:
            self.schedule(arrives, DELIVERY, message.receiver, message, transit.cause)

    # --- all of it

    def under_way(self) -> tuple[Message, ...]:
        """Return the messages sent and not yet delivered, in order of arrival, without those held back."""
        scheduled = sorted(self._heap, key=lambda item: item[:2])
        return tuple(message for _, _, what, _, message, _ in scheduled if what == DELIVERY)  # type: ignore[misc]  # as above

    def kept_back(self) -> tuple[Message, ...]:
        """Return the messages that links keep back, link by link."""
        return tuple(one.message for link in sorted(self._held) for one in self._held[link])
