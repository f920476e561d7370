"""Load balancers: which server gets a request.

Sources: nginx, ngx_http_upstream_round_robin.c (smooth weighted round robin), ngx_http_upstream_least_conn_module.c and
ngx_http_upstream_hash_module.c (a ring of 160 points for each weight, hashed with CRC-32); D. Karger and others,
"Consistent Hashing and Random Trees", 1997.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle
from typing import Literal

from quizgen.simulators.api import Measure, MeasureError, Misconception, Problem
from quizgen.simulators.domains import COUNT
from quizgen.simulators.kit.requests import Answer, Arrival, Request, Requests, Serving, answers
from quizgen.simulators.phrases import Phrase

_POINTS = 160
_MOST_WEIGHT = 100
_MOST_SERVERS = 20
BELIEFS = {
    "hash-modulo": ("A key's server is its hash modulo the number of servers.", "how many keys move"),
    "least-requests-ever": ("The server that got the fewest requests so far is next.", "who gets a request"),
    "weights-in-blocks": ("A server of weight 5 gets 5 requests in a row.", "the order of the servers"),
}


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server.

    Attributes:
        name: its name, such as `a` or `10.0.0.1:80`.
        weight: how much more it gets than one of weight 1.
    """

    name: str
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class Balancing(Requests):
    """Servers, and requests for them.

    Attributes:
        algorithm: who gets a request; `round-robin` heeds weights, smoothly.
        servers: in their order.
        requests: what is asked of them, in the order of time.
        without: the server that `moved` takes away.
    """

    algorithm: Literal["round-robin", "least-connections", "consistent-hash"]
    servers: tuple[Server, ...]
    without: str = ""


_EQUAL = (Server(name="a"), Server(name="b"))
EXAMPLES = {
    "hash-modulo": Balancing(
        algorithm="consistent-hash", servers=(*_EQUAL, Server(name="c")), requests=(Request(key="x"),), without="c"
    ),
    "least-requests-ever": Balancing(
        algorithm="least-connections", servers=_EQUAL, requests=(Request(), Request(lasts="9s"), Request(at="1s"))
    ),
    "weights-in-blocks": Balancing(
        algorithm="round-robin", servers=(Server(name="a", weight=2), Server(name="b")), requests=(Request(number=2),)
    ),
}
"""The belief's name -> what shows that it is wrong."""


class _Smooth:
    """Smooth weighted round robin, among some of the servers at a time."""

    def __init__(self, servers: Iterable[Server]) -> None:
        self.current = {server.name: 0 for server in servers}

    def next(self, among: Iterable[Server]) -> str:
        servers = [*among]
        for server in servers:
            self.current[server.name] += server.weight
        best = max(servers, key=lambda server: self.current[server.name])  # the first of them
        self.current[best.name] -= sum(server.weight for server in servers)
        return best.name


def _least(servers: tuple[Server, ...], *, ever: bool) -> Answer:
    """The server with the fewest requests at work for its weight; of several, smoothly in turn."""
    working: list[tuple[int, str]] = []
    smooth = _Smooth(servers)

    def answer(request: Arrival) -> str:
        busy = Counter(name for until, name in working if ever or until > request.at)
        load = {server: Fraction(busy[server.name], server.weight) for server in servers}
        tied = [server for server in servers if load[server] == min(load.values())]
        chosen = smooth.next(tied) if len(tied) > 1 else tied[0].name
        working.append((request.at + request.lasts, chosen))
        return chosen

    return answer


def _ring(servers: tuple[Server, ...]) -> Answer:
    points: list[tuple[int, str]] = []
    for server in servers:
        host, colon, port = server.name.rpartition(":")
        base = zlib.crc32(f"{host if colon else server.name}\0{port if colon else ''}".encode())
        before = b"\0\0\0\0"
        for _ in range(server.weight * _POINTS):
            point = zlib.crc32(before, base)
            points.append((point, server.name))
            before = point.to_bytes(4, "little")
    points = sorted(dict(reversed(points)).items())

    def answer(request: Arrival) -> str:
        place = bisect_left(points, (zlib.crc32(request.key.encode()), ""))
        return points[place % len(points)][1]

    return answer


def moved(scenario: Balancing, misconception: str | None) -> int:
    """How many requests go to another server if the one named in `without` is taken away."""
    if scenario.without not in {server.name for server in scenario.servers} or len(scenario.servers) < 2:
        raise MeasureError("`without` has to name one of several servers")
    rest = tuple(server for server in scenario.servers if server.name != scenario.without)
    before, after = (
        answers(SIMULATOR.execution(each, 0, misconception)) for each in (scenario, replace(scenario, servers=rest))
    )
    return sum(one != other for one, other in zip(before, after, strict=True))


class LoadBalancer(Serving[Balancing]):
    """Servers behind one address."""

    name, version, scenario = "load-balancer", "1", Balancing
    doc = "Load balancers: smooth weighted round robin, least connections and consistent hashing, as in nginx."
    misconceptions = tuple(Misconception(name, *told) for name, told in BELIEFS.items())
    examples: Mapping[str, Balancing] = EXAMPLES
    measures = (Measure("moved", "int", moved.__doc__ or "", moved, domain=COUNT),)
    phrases: Mapping[str, Phrase | str] = {
        **Serving.phrases,
        "moved": "the number of requests that go to another server",
    }

    def service(self, scenario: Balancing, misconception: str | None, choose: Callable[[int], int]) -> Answer:  # noqa: ARG002  # nothing is open
        """Return what chooses servers."""
        servers = scenario.servers
        if scenario.algorithm == "least-connections":
            return _least(servers, ever=misconception == "least-requests-ever")
        if scenario.algorithm == "consistent-hash":
            names = [server.name for server in servers]
            if misconception == "hash-modulo":
                return lambda request: names[zlib.crc32(request.key.encode()) % len(names)]
            return _ring(servers)
        if misconception == "weights-in-blocks":
            turn = cycle([server.name for server in servers for _ in range(server.weight)])
            return lambda _: next(turn)
        smooth = _Smooth(servers)
        return lambda _: smooth.next(servers)

    def possible(self, scenario: Balancing) -> tuple[str, ...]:
        """Return the servers."""
        return tuple(server.name for server in scenario.servers)

    def problems(self, scenario: Balancing) -> tuple[Problem, ...]:
        """Return what is wrong with the servers, or with the requests."""
        names, found = [server.name for server in scenario.servers], list[Problem]()
        if not 1 <= len(names) <= _MOST_SERVERS:
            found.append(Problem(("servers",), f"there have to be 1 to {_MOST_SERVERS} servers"))
        for index, server in enumerate(scenario.servers):
            if not 1 <= server.weight <= _MOST_WEIGHT:
                found.append(Problem(("servers", index, "weight"), f"a weight is a number from 1 to {_MOST_WEIGHT}"))
            if names.index(server.name) < index:
                found.append(Problem(("servers", index, "name"), f"`{server.name}` stands there twice"))
        return tuple(found) or super().problems(scenario)


SIMULATOR = LoadBalancer()
