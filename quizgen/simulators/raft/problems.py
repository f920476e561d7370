"""Finds what cannot be simulated, before anything is run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.simulators.api import Problem, ScenarioPath
from quizgen.simulators.raft.durations import microseconds
from quizgen.simulators.raft.scenario import (
    Crash,
    Delay,
    Drop,
    Elect,
    Event,
    Heal,
    Hold,
    Isolate,
    Link,
    Partition,
    Release,
    Restart,
    Run,
    Scenario,
    Servers,
    Settle,
    SlowLink,
    TimeOut,
    Write,
    server_names,
)
from quizgen.simulators.raft.script import CAMPAIGNS, patience

MOST_SERVERS = 9
MOST_SEEDS = 10_000
MOST_EVENTS = 1_000
LONGEST = microseconds("2h")
MOST_STEPS = 20_000_000
"""How many messages and timers all runs of a scenario may take, roughly: a few minutes of computing."""

Problems = Iterator[Problem]


def problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Return why a scenario cannot be simulated, empty if it can. Then no run of it raises an error."""
    found = (*_numbers(scenario), *_timing(scenario))
    if any(problem.path == ("servers",) for problem in found):
        return found
    found += tuple(_script(scenario))
    return found or tuple(_effort(scenario))


def _numbers(scenario: Scenario) -> Problems:
    if not 1 <= scenario.servers <= MOST_SERVERS:
        yield Problem(("servers",), f"a cluster has 1 to {MOST_SERVERS} servers, not {scenario.servers}")
    if not 1 <= scenario.explore.seeds <= MOST_SEEDS:
        yield Problem(
            ("explore", "seeds"), f"a scenario is run with 1 to {MOST_SEEDS} seeds, not {scenario.explore.seeds}"
        )
    if not 0 <= scenario.loss <= 1:
        yield Problem(("loss",), f"a probability is from 0 to 1, not {scenario.loss}")
    if len(scenario.events) > MOST_EVENTS:
        yield Problem(("events",), f"a script has at most {MOST_EVENTS} events, not {len(scenario.events)}")


# --- durations


def _timing(scenario: Scenario) -> Problems:
    yield from _range(("election_timeout",), scenario.election_timeout, positive=True)
    yield from _range(("latency",), scenario.latency, positive=False)
    yield from _duration(("heartbeat",), scenario.heartbeat, positive=True)


def _range(path: ScenarioPath, bounds: tuple[str, str], *, positive: bool) -> Problems:
    found = [problem for end in (0, 1) for problem in _duration((*path, end), bounds[end], positive=positive)]
    yield from found
    if not found and microseconds(bounds[0]) > microseconds(bounds[1]):
        yield Problem(path, f"the shortest, {bounds[0]}, is longer than the longest, {bounds[1]}", "swap the two")


def _duration(path: ScenarioPath, text: str, *, positive: bool) -> Problems:
    try:
        length = microseconds(text)
    except ValueError as error:
        yield Problem(path, str(error))
        return
    if positive and length == 0:
        yield Problem(path, "this duration has to be longer than 0")
    if length > LONGEST:
        yield Problem(path, f"{text} is more than can be simulated", "at most 2h")


# --- the script


def _script(scenario: Scenario) -> Problems:
    """Judge the script's events in order, keeping account of who is down as far as that is certain."""
    names = server_names(scenario)
    down: dict[str, None] | None = {}  # None: it depends on the run
    for position, event in enumerate(scenario.events):
        path: ScenarioPath = ("events", position)
        found = [*_event(path, event, names)]
        yield from found
        if found:
            continue
        yield from _liveness(path, event, names, down)
        down = _down_after(event, down)


def _event(path: ScenarioPath, event: Event, names: tuple[str, ...]) -> Problems:
    match event:
        case Elect(server):
            yield from _server((*path, "elect"), server, names)
        case TimeOut(server):
            yield from _server((*path, "time_out"), server, names)
        case Crash(servers):
            yield from _servers((*path, "crash"), servers, names, "leader")
        case Restart(servers):
            yield from _servers((*path, "restart"), servers, names, "all")
        case Isolate(servers):
            yield from _servers((*path, "isolate"), servers, names, "leader")
        case Partition(groups):
            yield from _groups((*path, "partition"), groups.items(), names)
        case Heal(what):
            if what != "all":
                yield Problem((*path, "heal"), f"only all can be healed, not {what!r}", "write heal: all")
        case Write(write):
            yield from _write((*path, "write"), write.to, write.value, names)
        case Run(length):
            yield from _duration((*path, "run"), length, positive=False)
        case Settle(length):
            yield from _duration((*path, "settle"), length, positive=False)
        case Drop(link):
            yield from _link((*path, "drop"), link, names)
        case Delay(slow):
            yield from _link((*path, "delay"), slow, names)
            yield from _duration((*path, "delay", "by"), slow.by, positive=False)
        case Hold(link):
            yield from _link((*path, "hold"), link, names)
        case Release(link):
            yield from _link((*path, "release"), link, names)


def _server(path: ScenarioPath, name: str, names: tuple[str, ...], *words: str) -> Problems:
    if name not in names and name not in words:
        yield Problem(path, f"there is no server {name!r}", f"there is {', '.join((*names, *words))}")


def _servers(path: ScenarioPath, servers: Servers, names: tuple[str, ...], word: str) -> Problems:
    if isinstance(servers, str):
        yield from _server(path, servers, names, word)
        return
    if not servers:
        yield Problem(path, "no server is named")
    for position, name in enumerate(servers):
        yield from _server((*path, position), name, names)
        if name in servers[:position]:
            yield Problem((*path, position), f"{name} is named twice")


def _groups(path: ScenarioPath, groups: Iterable[tuple[str, tuple[str, ...]]], names: tuple[str, ...]) -> Problems:
    seen: dict[str, str] = {}
    for group, servers in groups:
        if not servers:
            yield Problem((*path, group), f"group {group!r} has no servers")
        for position, name in enumerate(servers):
            here = (*path, group, position)
            yield from _server(here, name, names)
            if name in seen:
                yield Problem(here, f"{name} is in group {seen[name]!r} already", "groups share no server")
            seen[name] = group
    if not seen:
        yield Problem(path, "the partition has no groups")


def _write(path: ScenarioPath, to: str, value: str, names: tuple[str, ...]) -> Problems:
    yield from _server((*path, "to"), to, names, "leader")
    if not value:
        yield Problem((*path, "value"), "the value is empty")


def _link(path: ScenarioPath, link: Link | SlowLink, names: tuple[str, ...]) -> Problems:
    yield from _server((*path, "sender"), link.sender, names)
    yield from _server((*path, "receiver"), link.receiver, names)
    if link.sender == link.receiver:
        yield Problem((*path, "receiver"), f"{link.sender} has no link to itself")


# --- who is down


def _liveness(path: ScenarioPath, event: Event, names: tuple[str, ...], down: dict[str, None] | None) -> Problems:
    if down is None:
        return
    match event:
        case Crash(servers) if servers != "leader":
            for name in _each(servers):
                if name in down:
                    yield Problem((*path, "crash"), f"{name} is down already")
        case Restart("all"):
            if not down:
                yield Problem((*path, "restart"), "no server is down")
        case Restart(servers):
            for name in _each(servers):
                if name not in down:
                    yield Problem((*path, "restart"), f"{name} is not down", _down_hint(names, down))
        case Elect(name) | TimeOut(name):
            if name in down:
                verb = "elect" if isinstance(event, Elect) else "time_out"
                yield Problem((*path, verb), f"{name} is down", "restart it first")


def _down_hint(names: tuple[str, ...], down: dict[str, None]) -> str:
    listed = ", ".join(name for name in names if name in down)
    return f"down is {listed}" if listed else "no server is down"


def _down_after(event: Event, down: dict[str, None] | None) -> dict[str, None] | None:
    match event:
        case Restart("all"):
            return {}
        case Crash("leader"):
            return None
        case Crash(servers) if down is not None:
            return down | dict.fromkeys(_each(servers))
        case Restart(servers) if down is not None:
            return {name: None for name in down if name not in _each(servers)}
    return down


def _each(servers: Servers) -> tuple[str, ...]:
    return (servers,) if isinstance(servers, str) else servers


# --- how much work it would be


def _effort(scenario: Scenario) -> Problems:
    """Bound simulated time, and the messages and timers that all runs may take."""
    time = sum(_length(scenario, event) for event in scenario.events)
    if time > LONGEST:
        yield Problem(("events",), f"a run takes {time / 1_000_000:.0f} s of simulated time", "at most 2h")
        return
    servers, writes = scenario.servers, sum(isinstance(event, Write) for event in scenario.events)
    rounds = time / microseconds(scenario.heartbeat) + servers * time / microseconds(scenario.election_timeout[0])
    instant = len(scenario.events) + writes * writes
    steps = scenario.explore.seeds * 4 * servers * (rounds + instant)
    if steps > MOST_STEPS:
        yield Problem(
            ("events",),
            f"all runs together take about {steps / 1_000_000:.0f} million steps, more than {MOST_STEPS // 1_000_000}",
            "let less time pass, or use fewer seeds",
        )


def _length(scenario: Scenario, event: Event) -> int:
    """Return the longest simulated time that an event can take, in microseconds."""
    match event:
        case Run(length) | Settle(length):
            return microseconds(length)
        case Elect():
            wait = patience(microseconds(scenario.latency[1]), microseconds(scenario.election_timeout[0]))
            return CAMPAIGNS * wait
    return 0
