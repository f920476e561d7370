"""The network in motion: what was sent arrives, in the order that the seed decides."""

from __future__ import annotations

from quizgen.simulators.kit.chances import Chances
from quizgen.simulators.raft.protocol.messages import RequestVote
from quizgen.simulators.raft.runs.network import Network
from quizgen.simulators.raft.runs.traffic import Traffic
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.settings import settings_of

LINK = ("S1", "S2")


def traffic(loss: float = 0.0) -> Traffic:
    """Return the traffic of three servers."""
    return Traffic(settings_of(Scenario(servers=3, loss=loss)), Chances(0), None, keep_trace=True)


def ask(term: int, receiver: str = "S2") -> RequestVote:
    """Return a message, one of many."""
    return RequestVote("S1", receiver, term, 0, 0)


def test_messages_sent_together_travel_as_if_sent_one_by_one() -> None:
    """A leader's heartbeats arrive at other times than the trace of the same seed says."""
    together, alone = traffic(), traffic()
    together.send("S1", [ask(term) for term in range(9)], None)
    for term in range(9):
        alone.send_one("S1", ask(term), None)
    assert together.under_way() == alone.under_way()
    assert sorted(together.under_way(), key=lambda message: message.term) == [ask(term) for term in range(9)]


def test_lossy_links_lose_the_same_messages_however_they_are_sent() -> None:
    """A run over lossy links is another one each time that the simulator is made faster."""
    together, alone = traffic(0.5), traffic(0.5)
    together._is_unhindered = alone._is_unhindered = False
    together.send("S1", [ask(term) for term in range(30)], None)
    for term in range(30):
        alone.send_one("S1", ask(term), None)
    assert together.under_way() == alone.under_way()
    assert 0 < len(together.under_way()) < 30
    assert len(together.recorder.recorded().trace) == 30 - len(together.under_way())


def test_held_messages_are_let_go_in_the_order_of_their_sending() -> None:
    """A script that holds a link and releases it shows messages overtaking each other."""
    held = traffic()
    held.network = Network().with_held([LINK, ("S1", "S3")], held=True)
    held._is_unhindered = False
    held.send("S1", [ask(1), ask(2, "S3"), ask(3)], None)
    assert (held.under_way(), len(held.kept_back())) == ((), 3)
    held.let_go([LINK, ("S1", "S3")])
    assert (held.under_way(), held.kept_back()) == ((ask(1), ask(2, "S3"), ask(3)), ())


def test_message_that_is_taken_out_is_found_no_more_until_it_is_put_in_again() -> None:
    """A script that delays one message delivers it twice."""
    moving = traffic()
    moving.send("S1", [ask(1)], 7)
    found = moving.find(LINK, "RequestVote")
    assert found is not None
    assert (found.message, found.cause) == (ask(1), 7)
    moving.take_out(found)
    assert (moving.find(LINK, "any"), moving.under_way()) == (None, ())
    moving.put_in(found, 5)
    again = moving.find(LINK, "any")
    assert again is not None
    assert (again.message, again.arrives) == (ask(1), 5)
    moving.take_out(again)
    moving.put_in(again, None)
    assert moving.kept_back() == (ask(1),)
