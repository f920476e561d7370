"""Load balancers: who gets a request, as published; second_opinion/ compares with nginx."""

from __future__ import annotations

from typing import Any

import pytest

from quizgen.simulators.api import MeasureError
from quizgen.simulators.kit.requests import Request, answers
from quizgen.simulators.load_balancer import SIMULATOR, Balancing, Server, moved
from quizgen.testing import conforms

WEIGHTED = Balancing(
    algorithm="round-robin",
    servers=(Server(name="a", weight=5), Server(name="b"), Server(name="c")),
    requests=(Request(number=7),),
)
KEYS = tuple(Request(key=f"user{number}") for number in range(100))
RING = Balancing(
    algorithm="consistent-hash", servers=tuple(Server(name=name) for name in "abcd"), requests=KEYS, without="d"
)
BUSY = Balancing(
    algorithm="least-connections",
    servers=(Server(name="a"), Server(name="b")),
    requests=(Request(lasts="10s"), Request(at="1s", lasts="1s"), Request(at="3s", lasts="1s"), Request(at="5s")),
)


def sequence(scenario: Balancing, belief: str | None = None) -> str:
    """Return the servers in order."""
    assert SIMULATOR.problems(scenario) == ()
    return " ".join(answers(SIMULATOR.execution(scenario, 0, belief)))


def test_weights_are_heeded_smoothly() -> None:
    """A learner is told another order than nginx's own example of weights 5, 1, 1."""
    assert sequence(WEIGHTED) == "a a b a c a a"
    assert sequence(WEIGHTED, "weights-in-blocks") == "a a a a a b c"


def test_the_least_busy_is_next() -> None:
    """A learner is told that a server gets work that is busy, while another is free."""
    assert sequence(BUSY) == "a b b b"
    assert sequence(BUSY, "least-requests-ever") == "a b b a"


def test_few_keys_move_on_a_ring() -> None:
    """A learner is told that most keys move when one of four servers goes, as with a modulo."""
    lost = answers(SIMULATOR.execution(RING, 0, None)).count("d")
    assert moved(RING, None) == lost < 40
    assert moved(RING, "hash-modulo") > 60
    with pytest.raises(MeasureError, match="without"):
        moved(WEIGHTED, None)


def test_it_conforms() -> None:
    """An answer would not be what the next build computes."""
    conforms(SIMULATOR, [WEIGHTED, RING, BUSY])


@pytest.mark.parametrize(
    ("servers", "path"),
    [
        ((), ("servers",)),
        ((Server(name="a", weight=0),), ("servers", 0, "weight")),
        ((Server(name="a", weight=10**6),), ("servers", 0, "weight")),
        ((Server(name="a"), Server(name="a")), ("servers", 1, "name")),
    ],
)
def test_what_cannot_be_is_told(servers: tuple[Server, ...], path: tuple[Any, ...]) -> None:
    """An author looks for a slip; or a stranger's lesson asks for a million points on a ring."""
    scenario = Balancing(algorithm="round-robin", servers=servers, requests=(Request(),))
    assert SIMULATOR.problems(scenario)[0].path == path
