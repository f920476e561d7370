"""What can go wrong in any script, although nobody who asks about it may have thought of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from quizgen.simulators.api import MOMENTS, Fault, Injected
from quizgen.simulators.raft.scenario.cluster import Scenario, server_names
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Elect,
    Event,
    Isolate,
    Letter,
    Lose,
    Partition,
    Send,
    TimeOut,
    Write,
)

Inject = Callable[[Scenario], tuple[Injected[Scenario], ...]]


def _leader_crashes(scenario: Scenario) -> Iterator[Injected[Scenario]]:
    for after in _moments(scenario):
        yield _put(scenario, after, Crash("leader"), "{crash: leader}")


def _leader_cut_off(scenario: Scenario) -> Iterator[Injected[Scenario]]:
    for after in _moments(scenario):
        yield _put(scenario, after, Isolate("leader"), "{isolate: leader}")


def _follower_cut_off(scenario: Scenario) -> Iterator[Injected[Scenario]]:
    for after in _moments(scenario):
        elected = [event.elect for event in scenario.events[:after] if isinstance(event, Elect)]
        for name in [name for name in server_names(scenario) if name not in elected[-1:]][-1:]:
            yield _put(scenario, after, Isolate(name), f"{{isolate: {name}}}")


def _no_message_arrives(scenario: Scenario) -> Iterator[Injected[Scenario]]:
    """Leave every server alone from the first moment on, whatever the script heals."""
    yield Injected("loss: 1", replace(scenario, loss=1.0))


def _message_lost(scenario: Scenario) -> Iterator[Injected[Scenario]]:
    """Lose what a server has just sent: after an event that makes it send, and lets no time pass."""
    for number, event in enumerate(scenario.events, start=1):
        sender, receiver = _sends(scenario, number, event)
        others = (name for name in server_names(scenario) if name != sender)
        for other in islice([receiver] if receiver else others, 1 if sender else 0):
            written = f"{{lose: {{sender: {sender}, receiver: {other}}}}}"
            yield _put(scenario, number, Lose(Letter(sender=sender, receiver=other)), written)


def _sends(scenario: Scenario, number: int, event: Event) -> tuple[str, str]:
    """Return who sends something when an event happens, and to whom; "" for nobody, or for everybody."""
    match event:
        case TimeOut(name):
            return name, ""
        case Send(link):
            return link.sender, link.receiver
        case Write(write):
            elected = [one.elect for one in scenario.events[: number - 1] if isinstance(one, Elect)]
            return (write.to, "") if write.to in server_names(scenario) else (elected[-1] if elected else "", "")
        case _:
            return "", ""


def _one_server_more(scenario: Scenario) -> Iterator[Injected[Scenario]]:
    """Add a server that the script does not name; where the network falls apart, to each of the sides in turn."""
    larger = replace(scenario, servers=scenario.servers + 1)
    newcomer = server_names(larger)[-1]
    sides = {side: None for event in scenario.events if isinstance(event, Partition) for side in event.partition}
    if not sides:
        yield Injected(f"servers: {larger.servers}", larger)
    for side in sides:
        events = tuple(_joined(event, side, newcomer) for event in scenario.events)
        yield Injected(f"servers: {larger.servers}, {newcomer} in {side}", replace(larger, events=events))


def _joined(event: Event, side: str, newcomer: str) -> Event:
    if not isinstance(event, Partition):
        return event
    sides = {name: (*names, newcomer) if name == side else names for name, names in event.partition.items()}
    return Partition(type(event.partition)(sides))  # type: ignore[call-arg]  # of a type that can be hashed, as its own


def _moments(scenario: Scenario) -> range:
    """Return after how many events of the script something may go wrong: not before the first, nor after the last."""
    return range(1, max(len(scenario.events), 2))


def _put(scenario: Scenario, after: int, event: Event, written: str) -> Injected[Scenario]:
    events = (*scenario.events[:after], event, *scenario.events[after:])
    return Injected(f"{written} after event {after}", replace(scenario, events=events))


def _few(every: Callable[[Scenario], Iterator[Injected[Scenario]]]) -> Inject:
    """Return what injects a fault at a few moments, spread over all that there are."""

    def inject(scenario: Scenario) -> tuple[Injected[Scenario], ...]:
        found = tuple(every(scenario)) if scenario.events else ()
        count, last = min(MOMENTS, len(found)), len(found) - 1
        return tuple(found[last * step // max(count - 1, 1)] for step in range(count))

    return inject


FAULTS: tuple[Fault[Scenario], ...] = (
    Fault("leader_crashes", "Whoever leads crashes, and stays down.", _few(_leader_crashes)),
    Fault("leader_cut_off", "Whoever leads is cut off from all others.", _few(_leader_cut_off)),
    Fault("follower_cut_off", "A server that was not elected is cut off from all others.", _few(_follower_cut_off)),
    Fault("no_message_arrives", "Every server is on its own: no message arrives.", _few(_no_message_arrives)),
    Fault("message_lost", "One message is lost that was just sent, such as entries.", _few(_message_lost)),
    Fault("one_server_more", "There is one server more, on either side of a partition.", _few(_one_server_more)),
)
