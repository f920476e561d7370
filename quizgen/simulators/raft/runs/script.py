"""Carries out a scenario's events, one after the other, on a running cluster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizgen.simulators.kit.durations import microseconds
from quizgen.simulators.raft.protocol.messages import AppendEntries, AppendEntriesReply, Message
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.runs.engine import Engine
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.raft.runs.script_links import LINK_EFFECTS, named, network_event
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Elect,
    Event,
    Recovery,
    Restart,
    Run,
    Settle,
    TimeOut,
    Write,
)

CAMPAIGNS = 5
"""How often `Elect` makes a server campaign before it gives up."""


def carry_out(engine: Engine, event: Event) -> None:
    """Do what one script event says, and let the time pass that it takes."""
    _EFFECTS[type(event)](engine, event)


def patience(latency: int, election_timeout: int) -> int:
    """Return how long `Elect` waits for one campaign, in microseconds: a vote's way there and back, and a heartbeat's.

    Args:
        latency: the longest, microseconds.
        election_timeout: the shortest, microseconds; a campaign that takes longer would be overtaken by others.
    """
    return max(4 * latency, election_timeout // 4) + 1


# --- servers


def _elect(engine: Engine, event: Elect) -> None:
    name = event.elect
    wait = patience(engine.settings.slowest, engine.settings.election_timeout[0])
    for _ in range(CAMPAIGNS):
        if name in engine.down:
            break
        if engine.servers[name].role != "leader":
            engine.fire_election_timeout(name)
        if engine.run_until(engine.now + wait, lambda: _is_followed(engine, name)):
            return
    engine.recorder.record(engine.now, NETWORK, "not_elected", peer=name)


def _is_followed(engine: Engine, name: str) -> bool:
    """A server leads, and every live server that it can reach has accepted a message of it in its term."""
    leader = engine.servers[name]
    return (
        leader.role == "leader"
        and name not in engine.down
        and all(
            server.leader == name and server.current_term == leader.current_term for server in _reached_by(engine, name)
        )
    )


def _reached_by(engine: Engine, name: str) -> list[Server]:
    return [
        server
        for other, server in engine.servers.items()
        if other not in engine.down and (other == name or engine.network.connects(name, other))
    ]


def _time_out(engine: Engine, event: TimeOut) -> None:
    server = engine.servers[event.time_out]
    if event.time_out in engine.down or server.role == "leader":
        network_event(engine, "no_effect", event.time_out, "a server that is down or leads has no election timer")
    else:
        engine.fire_election_timeout(event.time_out)


def _crash(engine: Engine, event: Crash) -> None:
    names = [name for name in named(engine, event.crash) if name not in engine.down]
    if names:
        engine.crash(names)
    else:
        network_event(engine, "no_effect", detail="there was no such server to crash")


def _restart(engine: Engine, event: Restart) -> None:
    recovery = event.restart if isinstance(event.restart, Recovery) else Recovery(servers=event.restart)
    names = [name for name in named(engine, recovery.servers) if name in engine.down]
    if names:
        engine.restart(names, recovery.loses or engine.settings.restart_loses, recovery.loses_last)
    else:
        network_event(engine, "no_effect", detail="no such server was down")


# --- clients and time


def _write(engine: Engine, event: Write) -> None:
    for name in named(engine, event.write.to):
        engine.client_writes(name, event.write.value)
        return
    facts = (("value", event.write.value),)
    engine.recorder.record(
        engine.now, NETWORK, "write_refused", detail="there is no leader to write to", attributes=facts
    )


def _run(engine: Engine, event: Run) -> None:
    engine.run_until(engine.now + microseconds(event.run))


def _settle(engine: Engine, event: Settle) -> None:
    if not engine.run_until(engine.now + microseconds(event.settle), lambda: _is_quiet(engine)):
        network_event(engine, "not_settled")


def _is_quiet(engine: Engine) -> bool:
    name = engine.leader()
    if not name or not _is_followed(engine, name):
        return False
    leader = engine.servers[name]
    for server in _reached_by(engine, name):
        if server.log[: len(leader.log)] != leader.log or server.commit_index < leader.commit_index:
            return False
    return all(_is_heartbeat(message, leader) for message in engine.under_way())


def _is_heartbeat(message: Message, leader: Server) -> bool:
    """A heartbeat of the leader, or an answer that tells it nothing new."""
    match message:
        case AppendEntries():
            return message.term == leader.current_term and not message.entries
        case AppendEntriesReply():
            known = leader.match_index[leader.members.index(message.sender)]
            return message.term == leader.current_term and message.success and message.index <= known
        case _:
            return False


_EFFECTS: dict[type, Callable[[Engine, Any], None]] = {
    **LINK_EFFECTS,
    Elect: _elect,
    TimeOut: _time_out,
    Crash: _crash,
    Restart: _restart,
    Write: _write,
    Run: _run,
    Settle: _settle,
}
