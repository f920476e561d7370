"""Orders: which event a step stands for, and whether the steps could have come in another order."""

from __future__ import annotations

from quizgen.crosscheck.orders import ObservedOrder, Pattern, observe_order
from quizgen.model.scenario import bind
from quizgen.simulators import SIMULATORS
from quizgen.simulators.trace import Trace, TraceEvent


def pattern(kind: str, actor: str | None = None, peer: str | None = None, **attributes: int | str) -> Pattern:
    """Return a pattern."""
    return Pattern(kind, actor, peer, tuple(attributes.items()))


TRACE = Trace(
    ("A", "B", "C"),
    (
        TraceEvent(0, 0, "A", "start"),
        TraceEvent(1, 1, "A", "send", cause=0, peer="B", attributes=(("term", 1),)),
        TraceEvent(2, 2, "A", "send", cause=0, peer="C", attributes=(("term", 1),)),
        TraceEvent(3, 3, "B", "receive", cause=1, peer="A", attributes=(("term", 1),)),
        TraceEvent(4, 4, "C", "receive", cause=2, peer="A", attributes=(("term", 2),)),
    ),
)


def test_order_that_causes_make_is_as_stated() -> None:
    """A chain of cause and effect is the only order there is."""
    found = observe_order(TRACE, (pattern("start"), pattern("send", peer="B"), pattern("receive", "B")))
    assert found == ObservedOrder((0, 1, 2), (), ())
    assert found.as_stated


def test_swapped_steps_are_seen() -> None:
    """Two steps in the wrong order would be learnt in the wrong order."""
    found = observe_order(TRACE, (pattern("receive", "B"), pattern("start")))
    assert (found.order, found.as_stated) == ((1, 0), False)


def test_step_that_never_happens_is_missing() -> None:
    """A step that only the author imagined is no step."""
    found = observe_order(TRACE, (pattern("start"), pattern("receive", "B", term=9)))
    assert (found.missing, found.as_stated) == ((1,), False)


def test_independent_steps_are_free() -> None:
    """B and C could have received in either order: to mark one of them wrong would be unjust."""
    found = observe_order(TRACE, (pattern("receive", "B"), pattern("receive", "C")))
    assert (found.order, found.free, found.as_stated) == ((0, 1), (0,), False)


def test_two_steps_that_are_one_event_have_no_order() -> None:
    """Two patterns that the same event fits say nothing about which comes first."""
    found = observe_order(TRACE, (pattern("send"), pattern("send", "A")))
    assert (found.free, found.as_stated) == ((0,), False)


def test_pattern_asks_for_all_that_is_given() -> None:
    """A pattern with a peer or a term must not match the message to somebody else."""
    assert pattern("send", peer="C").matches(TRACE.events[2])
    assert not pattern("send", peer="C").matches(TRACE.events[1])
    assert pattern("receive", term=2).matches(TRACE.events[4])
    assert not pattern("receive", term="2").matches(TRACE.events[4])


def test_what_one_server_does_in_one_step_has_no_order() -> None:
    """The order of a loop in the simulator is taught as the protocol's: "first it asks S2, then S3"."""
    elected = bind({"simulator": "raft", "servers": 3, "events": [{"elect": "S1"}]})
    execution = SIMULATORS["raft"].execution(elected.scenario, 0, None)
    first = Pattern("request_vote_sent", "S1", "S2", ())
    second = Pattern("request_vote_sent", "S1", "S3", ())
    assert observe_order(execution.trace, (first, second)).free == (0,)
    raised, voted = Pattern("term_increment", "S1", None, ()), Pattern("vote_self", "S1", None, ())
    assert observe_order(execution.trace, (raised, voted)).as_stated
