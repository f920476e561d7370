"""What a script does to links and to single messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from quizgen.simulators.kit.durations import microseconds
from quizgen.simulators.raft.runs.engine import Engine
from quizgen.simulators.raft.runs.network import ANY, Transit
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.raft.scenario.events import (
    Delay,
    Deliver,
    Drop,
    Duplicate,
    Heal,
    Hold,
    Isolate,
    LateLetter,
    Letter,
    Link,
    Lose,
    Partition,
    Postpone,
    Release,
    Send,
    Servers,
)


def named(engine: Engine, servers: Servers) -> tuple[str, ...]:
    """Return the servers that an event names: ``leader`` is whoever leads, if anybody does."""
    if servers == "leader":
        return (engine.leader(),) if engine.leader() else ()
    if servers == "all":
        return engine.settings.members
    return (servers,) if isinstance(servers, str) else servers


def network_event(engine: Engine, event_type: str, peer: str = "", detail: str = "") -> None:
    """Write down what the script does to the network, or that it could not."""
    engine.recorder.record(engine.now, NETWORK, event_type, peer=peer, detail=detail)


# --- links


def _isolate(engine: Engine, event: Isolate) -> None:
    network = engine.network
    names = named(engine, event.isolate)
    for name in names:
        network = network.isolated(engine.settings.members, name)
        network_event(engine, "isolate", name)
    if not names:
        network_event(engine, "no_effect", detail="there was no leader to isolate")
    engine.change_network(network)


def _partition(engine: Engine, event: Partition) -> None:
    groups = "; ".join(f"{group}: {' '.join(servers)}" for group, servers in event.partition.items())
    network_event(engine, "partition", detail=groups)
    engine.change_network(engine.network.partitioned(engine.settings.members, event.partition))


def _heal(engine: Engine, event: Heal) -> None:  # noqa: ARG001
    network_event(engine, "heal")
    engine.change_network(engine.network.healed())


def _drop(engine: Engine, event: Drop) -> None:
    network_event(engine, "drop", detail=_arrow(event.drop))
    engine.change_network(engine.network.with_dropped(_pair(event.drop)))


def _delay(engine: Engine, event: Delay) -> None:
    link = event.delay
    network_event(engine, "delay", detail=f"{link.sender} to {link.receiver} by {link.by}")
    engine.change_network(engine.network.delayed((link.sender, link.receiver), microseconds(link.by)))


def _hold(engine: Engine, event: Hold) -> None:
    links = _links(engine, event.hold)
    network_event(engine, "hold", detail=_arrows(event.hold))
    engine.change_network(engine.network.with_held(links, held=True))


def _release(engine: Engine, event: Release) -> None:
    links = _links(engine, event.release)
    network_event(engine, "release", detail=_arrows(event.release))
    engine.change_network(engine.network.with_held(links, held=False))
    engine.release(links)


def _links(engine: Engine, which: Link | str) -> tuple[tuple[str, str], ...]:
    if isinstance(which, Link):
        return (_pair(which),)
    members = engine.settings.members
    return tuple((sender, receiver) for sender in members for receiver in members if sender != receiver)


def _arrows(which: Link | str) -> str:
    return f"messages from {_arrow(which)}" if isinstance(which, Link) else "all messages"


def _pair(link: Link | Letter | LateLetter) -> tuple[str, str]:
    return link.sender, link.receiver


def _arrow(link: Link | Letter | LateLetter) -> str:
    return f"{link.sender} to {link.receiver}"


# --- single messages


def _send(engine: Engine, event: Send) -> None:
    link = event.send
    if link.sender in engine.down or not engine.send_append(*_pair(link)):
        network_event(engine, "no_effect", link.sender, "only a live leader sends AppendEntries")


def _deliver(engine: Engine, event: Deliver) -> None:
    letter = event.deliver
    if letter.receiver in engine.down:
        network_event(engine, "no_effect", letter.receiver, "a server that is down takes in nothing")
    elif not engine.network.passes(*_pair(letter)):
        network_event(engine, "no_effect", detail=f"the link is cut: {_arrow(letter)}")
    elif transit := _found(engine, letter):
        engine.take_out(transit)
        engine.deliver(replace(transit, cause=_arrival(engine, transit)))


def _arrival(engine: Engine, transit: Transit) -> int:
    """Write down that the script lets a message arrive, where it does; return the event, which causes the rest."""
    message = transit.message
    facts = (("message", type(message).__name__), ("message_term", message.term))
    return engine.recorder.record(engine.now, message.receiver, "deliver", transit.cause, message.sender, "", facts)


def _lose(engine: Engine, event: Lose) -> None:
    if transit := _found(engine, event.lose):
        engine.take_out(transit)
        sender = engine.servers[transit.message.sender]
        engine.recorder.taken_away(engine.now, sender, transit.message, transit.cause, "the script loses it")


def _postpone(engine: Engine, event: Postpone) -> None:
    if transit := _found(engine, event.postpone):
        engine.take_out(transit)
        network_event(engine, "postpone", detail=f"{_told(transit)} by {event.postpone.by}")
        due = engine.now if transit.arrives is None else transit.arrives
        engine.put_in(transit, due + microseconds(event.postpone.by))


def _duplicate(engine: Engine, event: Duplicate) -> None:
    if transit := _found(engine, event.duplicate):
        network_event(engine, "duplicate", detail=_told(transit))
        engine.put_in(transit, transit.arrives)


def _found(engine: Engine, letter: Letter | LateLetter) -> Transit | None:
    """Find a message, or write down that there is none."""
    transit = engine.find(_pair(letter), letter.message, letter.nth)
    if transit is None:
        kind = "message" if letter.message == ANY else letter.message
        lacking = f"no {kind}" if letter.nth == 1 else f"no {kind} number {letter.nth}"
        network_event(engine, "no_effect", detail=f"{lacking} is under way or kept back: {_arrow(letter)}")
    return transit


def _told(transit: Transit) -> str:
    message = transit.message
    return f"{type(message).__name__} of term {message.term}, {message.sender} to {message.receiver}"


LINK_EFFECTS: Mapping[type, Callable[[Engine, Any], None]] = {
    Isolate: _isolate,
    Partition: _partition,
    Heal: _heal,
    Drop: _drop,
    Delay: _delay,
    Hold: _hold,
    Release: _release,
    Send: _send,
    Deliver: _deliver,
    Lose: _lose,
    Postpone: _postpone,
    Duplicate: _duplicate,
}
"""Event -> what carries it out."""
