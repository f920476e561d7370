"""Runs that show why the measures of an exploration have their values: the shortest ones to a telling state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from quizgen.simulators.api import Value, Witness
from quizgen.simulators.raft.exploration.space import Space, explore
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.scenario import Scenario, server_names
from quizgen.simulators.raft.shown.outcome import outcome
from quizgen.simulators.raft.starts.start import latest_term
from quizgen.simulators.words import counted

Telling = Callable[[Server], bool]
"""Whether a leader is what is looked for."""


def leads(scenario: Scenario, misconception: str | None, value: Value, named: tuple[str, ...]) -> Witness | None:
    """Return the shortest run in which one of the named servers leads; of none that is named, in which any does."""
    found = map(str, value) if isinstance(value, tuple) else ()
    servers = [name for name in named if name in server_names(scenario)]
    return _best(
        _shown(scenario, misconception, partial(_is_called, name=name), "", f"does {name} lead")
        for name in servers or found
    )


def lacks(
    scenario: Scenario, misconception: str | None, named: tuple[str, ...], found: Iterable[str]
) -> Witness | None:
    """Return the shortest run to a leader of a later term that lacks one of the named entries, or else one of those.

    Args:
        scenario: what is explored.
        misconception: under which wrong rule; None for the true rules.
        named: what is in doubt.
        found: the values of entries at the start, those first that are to be shown if none of them is named.
    """
    known, latest = tuple(found), latest_term(scenario)
    values = [value for value in named if value in known]

    def is_without(leader: Server, value: str) -> bool:
        return leader.current_term > latest and all(entry.value != value for entry in leader.log)

    return _best(
        _shown(
            scenario,
            misconception,
            partial(is_without, value=value),
            f" without {value}",
            f"does a leader of a term after {latest} lack {value}",
        )
        for value in values or known
    )


def _is_called(leader: Server, name: str) -> bool:
    return leader.name == name


def _best(witnesses: Iterable[Witness]) -> Witness | None:
    """Return the first that has a run, or else the first."""
    first = None
    for witness in witnesses:
        if witness.trace is not None:
            return witness
        first = first or witness
    return first


def _shown(scenario: Scenario, misconception: str | None, telling: Telling, how: str, what: str) -> Witness:
    space = explore(scenario, misconception)
    number, leader = _first(space, telling)
    if leader is None:
        return Witness(f"In none of {len(space):,} states of {space.survey().bounds} {what}.")
    steps = len(space.found.way(number)) - 1
    return Witness(
        f"{leader.name} leads term {leader.current_term}{how}: the shortest run to that, of "
        f"{counted(steps, 'step')}, ends in state {number}.",
        space.trace(number),
        outcome(space.execution(number)),
    )


def _first(space: Space, telling: Telling) -> tuple[int, Server | None]:
    """Return the first state, which is a nearest one, in which such a server leads, and that server."""
    known: dict[Server, bool] = {}
    for number, servers in enumerate(space.servers()):
        for server in servers:
            if server not in known:
                known[server] = server.role == "leader" and telling(server)
            if known[server]:
                return number, server
    return 0, None
