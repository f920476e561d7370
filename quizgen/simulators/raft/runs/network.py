"""The network, the whole cluster, and what is under way in it, as immutable, hashable values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from quizgen.simulators.raft.protocol.messages import Message
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.scenario.settings import OneWay

ANY = "any"
"""The kind of every message."""


@dataclass(frozen=True, slots=True)
class Network:
    """Which links work.

    Attributes:
        severed: links cut by a partition or an isolation.
        dropped: links that lose what is sent.
        held: links that keep back what is sent.
        delays: links that are slower, with the microseconds added.
    """

    severed: frozenset[OneWay] = frozenset()
    dropped: frozenset[OneWay] = frozenset()
    held: frozenset[OneWay] = frozenset()
    delays: tuple[tuple[OneWay, int], ...] = ()

    def passes(self, sender: str, receiver: str) -> bool:
        """Tell whether messages get through in that direction (perhaps late)."""
        return (sender, receiver) not in self.severed and (sender, receiver) not in self.dropped

    def delay(self, link: OneWay) -> int:
        """Return how much slower a link is, in microseconds."""
        return dict(self.delays).get(link, 0)

    def connects(self, one: str, other: str) -> bool:
        """Tell whether messages get through in both directions."""
        return self.passes(one, other) and self.passes(other, one)

    def partitioned(self, members: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> Network:
        """Return the network fallen apart into groups; a server in none of them is alone."""
        group_of = {server: group for group, servers in groups.items() for server in servers}
        severed = frozenset(
            (sender, receiver)
            for sender in members
            for receiver in members
            if sender != receiver and (sender not in group_of or group_of[sender] != group_of.get(receiver))
        )
        return replace(self, severed=severed)

    def isolated(self, members: tuple[str, ...], server: str) -> Network:
        """Return the network with every link of that server cut."""
        cut = {pair for other in members if other != server for pair in ((server, other), (other, server))}
        return replace(self, severed=self.severed | cut)

    def healed(self) -> Network:
        """Return the network with every link whole and fast; held links stay held."""
        return Network(held=self.held)

    def with_dropped(self, link: OneWay) -> Network:
        """Return the network with one direction of a link losing everything."""
        return replace(self, dropped=self.dropped | {link})

    def with_held(self, links: Iterable[OneWay], *, held: bool) -> Network:
        """Return the network with links keeping messages back, or no longer doing so."""
        return replace(self, held=self.held | {*links} if held else self.held - {*links})

    def delayed(self, link: OneWay, by: int) -> Network:
        """Return the network with one direction of a link slower by so many microseconds."""
        return replace(self, delays=tuple(sorted({**dict(self.delays), link: by}.items())))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Everything at one moment.

    Attributes:
        servers: in order of name; a server that is down shows what it had in memory when it crashed.
        down: names of the servers that are down, in order.
        network: which links work.
        in_flight: messages sent and not yet delivered, in order of arrival; those held back come last.
    """

    servers: tuple[Server, ...]
    down: tuple[str, ...]
    network: Network
    in_flight: tuple[Message, ...]

    @property
    def live(self) -> tuple[Server, ...]:
        """The servers that are up."""
        return tuple(server for server in self.servers if server.name not in self.down)


@dataclass(frozen=True, slots=True)
class Transit:
    """A message in the network.

    Attributes:
        message: the message.
        cause: id of the event that sent it.
        arrives: when, in microseconds; None if its link keeps it back.
        sequence: the number that tells it from others.
    """

    message: Message
    cause: int | None
    arrives: int | None
    sequence: int


def is_on(message: object, link: OneWay, kind: str) -> bool:
    """Tell whether a message is of a kind and goes from the link's sender to its receiver."""
    if not isinstance(message, Message) or (message.sender, message.receiver) != link:
        return False
    return kind in {ANY, type(message).__name__}
