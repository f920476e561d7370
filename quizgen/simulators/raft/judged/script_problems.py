"""Finds script events that cannot be carried out: unknown servers, overlapping groups, crashes of what is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from quizgen.simulators.api import Problem, ScenarioPath
from quizgen.simulators.kit.durations import duration_problems, range_problems
from quizgen.simulators.raft.scenario import LinkLatency, Scenario, server_names
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Deliver,
    Elect,
    Event,
    LateLetter,
    Letter,
    Link,
    Proposal,
    Recovery,
    Restart,
    Send,
    Servers,
    SlowLink,
    TimeOut,
)

Names = tuple[str, ...]
Down = dict[str, None] | None
"""The servers that are down, as keys in order; None once it depends on the run."""

AnyLink = Link | SlowLink | Letter | LateLetter | LinkLatency
"""What has a sender and a receiver."""


def script_problems(scenario: Scenario) -> Iterator[Problem]:
    """Judge the script's events in order, keeping account of who is down as far as that is certain."""
    names = server_names(scenario)
    down: Down = {name: None for name, state in scenario.start.items() if not state.up}
    for position, event in enumerate(scenario.events):
        (verb,) = vars(event)
        path: ScenarioPath = ("events", position, verb)
        found = [*_CHECKS[verb](path, getattr(event, verb), names)]
        if not found:
            if down is not None:
                found = [*_liveness(path, event, down)]
            down = _down_after(event, down)
        yield from found


def link_problems(scenario: Scenario) -> Iterator[Problem]:
    """Judge the links that have a latency of their own."""
    seen: set[tuple[str, str]] = set()
    for position, link in enumerate(scenario.links):
        here = ("links", position)
        yield from _link(here, link, server_names(scenario))
        if (link.sender, link.receiver) in seen:
            yield Problem(here, f"the link from {link.sender} to {link.receiver} is given twice")
        seen.add((link.sender, link.receiver))
        yield from range_problems((*here, "latency"), link.latency, positive=False)


# --- names and numbers


def _server(path: ScenarioPath, name: str, names: Names, *words: str) -> Iterator[Problem]:
    if name not in names and name not in words:
        yield Problem(path, f"there is no server {name!r}", f"there is {', '.join((*names, *words))}")


def _servers_or(word: str) -> Callable[[ScenarioPath, Servers, Names], Iterator[Problem]]:
    def check(path: ScenarioPath, servers: Servers, names: Names) -> Iterator[Problem]:
        if isinstance(servers, str):
            yield from _server(path, servers, names, word)
            return
        if not servers:
            yield Problem(path, "no server is named")
        for position, name in enumerate(servers):
            yield from _server((*path, position), name, names)
            if name in servers[:position]:
                yield Problem((*path, position), f"{name} is named twice")

    return check


def _groups(path: ScenarioPath, groups: dict[str, Names], names: Names) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    if not groups:
        yield Problem(path, "the partition has no groups")
    for group, servers in groups.items():
        if not servers:
            yield Problem((*path, group), f"group {group!r} has no servers")
        for position, name in enumerate(servers):
            here = (*path, group, position)
            yield from _server(here, name, names)
            if name in seen:
                yield Problem(here, f"{name} is in group {seen[name]!r} already", "groups share no server")
            seen[name] = group


def _proposal(path: ScenarioPath, proposal: Proposal, names: Names) -> Iterator[Problem]:
    yield from _server((*path, "to"), proposal.to, names, "leader")
    if not proposal.value:
        yield Problem((*path, "value"), "the value is empty")


def _link(path: ScenarioPath, link: AnyLink, names: Names) -> Iterator[Problem]:
    yield from _server((*path, "sender"), link.sender, names)
    yield from _server((*path, "receiver"), link.receiver, names)
    if link.sender == link.receiver:
        yield Problem((*path, "receiver"), f"{link.sender} has no link to itself")


def _letter(path: ScenarioPath, letter: Letter | LateLetter, names: Names) -> Iterator[Problem]:
    yield from _link(path, letter, names)
    if letter.nth < 1:
        yield Problem((*path, "nth"), f"messages are counted from 1, not {letter.nth}")


def _link_or_all(path: ScenarioPath, link: Link | str, names: Names) -> Iterator[Problem]:
    if isinstance(link, Link):
        yield from _link(path, link, names)


def _late_letter(path: ScenarioPath, letter: LateLetter, names: Names) -> Iterator[Problem]:
    yield from _letter(path, letter, names)
    yield from duration_problems((*path, "by"), letter.by, positive=False)


def _recovery(path: ScenarioPath, which: Servers | Recovery, names: Names) -> Iterator[Problem]:
    if not isinstance(which, Recovery):
        yield from _servers_or("all")(path, which, names)
        return
    yield from _servers_or("all")((*path, "servers"), which.servers, names)
    if which.loses_last < 0:
        yield Problem((*path, "loses_last"), f"a log loses 0 or more entries, not {which.loses_last}")


def _slow_link(path: ScenarioPath, link: SlowLink, names: Names) -> Iterator[Problem]:
    yield from _link(path, link, names)
    yield from duration_problems((*path, "by"), link.by, positive=False)


def _heal(path: ScenarioPath, what: str, names: Names) -> Iterator[Problem]:  # noqa: ARG001  # checks are called alike
    if what != "all":
        yield Problem(path, f"only all can be healed, not {what!r}", "write heal: all")


def _time(path: ScenarioPath, length: str, names: Names) -> Iterator[Problem]:  # noqa: ARG001  # checks are called alike
    yield from duration_problems(path, length, positive=False)


_CHECKS: dict[str, Callable[[ScenarioPath, Any, Names], Iterator[Problem]]] = {
    "elect": _server,
    "time_out": _server,
    "crash": _servers_or("leader"),
    "restart": _recovery,
    "isolate": _servers_or("leader"),
    "partition": _groups,
    "heal": _heal,
    "write": _proposal,
    "run": _time,
    "settle": _time,
    "drop": _link,
    "delay": _slow_link,
    "hold": _link_or_all,
    "release": _link_or_all,
    "send": _link,
    "deliver": _letter,
    "lose": _letter,
    "postpone": _late_letter,
    "duplicate": _letter,
}


# --- who is down


def _liveness(path: ScenarioPath, event: Event, down: dict[str, None]) -> Iterator[Problem]:
    match event:
        case Crash(servers) if servers != "leader":
            for name in _each(servers):
                if name in down:
                    yield Problem(path, f"{name} is down already")
        case Restart(which):
            yield from _restart(path, _restarted(which), down)
        case Deliver(letter) if letter.receiver in down:
            yield Problem((*path, "receiver"), f"{letter.receiver} is down", "restart it first")
        case Send(link) if link.sender in down:
            yield Problem((*path, "sender"), f"{link.sender} is down", "restart it first")
        case Elect(name) | TimeOut(name):
            if name in down:
                yield Problem(path, f"{name} is down", "restart it first")


def _restart(path: ScenarioPath, servers: Servers, down: dict[str, None]) -> Iterator[Problem]:
    if servers == "all":
        if not down:
            yield Problem(path, "no server is down")
        return
    for name in _each(servers):
        if name not in down:
            yield Problem(path, f"{name} is not down", _hint(down))


def _hint(down: dict[str, None]) -> str:
    return f"down is {', '.join(sorted(down))}" if down else "no server is down"


def _down_after(event: Event, down: Down) -> Down:
    match event:
        case Restart(which) if _restarted(which) == "all":
            return {}
        case Crash("leader"):
            return None
        case Crash(servers) if down is not None:
            return down | dict.fromkeys(_each(servers))
        case Restart(which) if down is not None:
            return {name: None for name in down if name not in _each(_restarted(which))}
    return down


def _restarted(which: Servers | Recovery) -> Servers:
    return which.servers if isinstance(which, Recovery) else which


def _each(servers: Servers) -> Names:
    return (servers,) if isinstance(servers, str) else servers
