"""Values found by looking at every state of an exploration."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quizgen.simulators.api import Find, Measure, MeasureError, Value, ValueType, Witness
from quizgen.simulators.domains import COUNT
from quizgen.simulators.raft.asked.exploration_witnesses import lacks, leads
from quizgen.simulators.raft.exploration.space import Space, explore
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, server_names
from quizgen.simulators.raft.starts.start import latest_term, start_servers


def _of_space(
    of_space: Callable[[Scenario, Space], Value],
    returns: ValueType,
    domain: str,
    witness: Find[Scenario] = lambda *_: None,
) -> Measure[Scenario]:
    """Return a measure that insists that every state was seen.

    It is called as the function is, and the function's documentation is a line of the author's reference.
    """
    name = of_space.__name__

    def measure(scenario: Scenario, misconception: str | None) -> Value:
        if not isinstance(scenario.explore, Exhaustive):
            raise MeasureError(f"{name} looks at every state: use `explore: {{exhaustive: ...}}`")
        space = explore(scenario, misconception)
        if not space.found.exhausted:
            raise MeasureError(f"{name}: there are more than {len(space):,} states; use smaller bounds")
        return of_space(scenario, space)

    doc = " ".join((of_space.__doc__ or "").split())
    return Measure(name, returns, doc, measure, ordered=False, witness=witness, domain=domain)


def distinct_states(scenario: Scenario, space: Space) -> int:  # noqa: ARG001  # as the others
    """How many distinct states an exhaustive exploration finds."""
    return len(space)


def _leaders(space: Space) -> Iterator[Server]:
    """Yield the servers that lead in some state, each state of a server once."""
    seen: set[Server] = set()
    for state in space.servers():
        for server in state:
            if server.role == "leader" and server not in seen:
                seen.add(server)
                yield server


def possible_leaders(scenario: Scenario, space: Space) -> tuple[str, ...]:
    """The servers that lead in some state of an exhaustive exploration, in order of name.

    With `logs`, some may win only after another leader has brought them entries: for the very next election, ask
    next_leaders.
    """
    if isinstance(scenario.explore, Exhaustive) and scenario.explore.symmetry:
        raise MeasureError("possible_leaders names servers: use `symmetry: false`")
    found = {server.name for server in _leaders(space)}
    return tuple(name for name in server_names(scenario) if name in found)


def _values_at_start(scenario: Scenario) -> tuple[str, ...]:
    """Return the values of the logs at the start, each once, in order of index and of server."""
    servers, _ = start_servers(scenario)
    longest = max(len(server.log) for server in servers)
    in_order = (server.log[index].value for index in range(longest) for server in servers if index < len(server.log))
    return tuple(dict.fromkeys(in_order))


def _later_logs(scenario: Scenario, space: Space) -> list[set[str]]:
    """Return the values that each leader of a term later than any at the start has in its log.

    Raises:
        MeasureError: if there is none.
    """
    latest = latest_term(scenario)
    logs = [{entry.value for entry in leader.log} for leader in _leaders(space) if leader.current_term > latest]
    if not logs:
        raise MeasureError(f"no server can lead a term higher than {latest}, the highest one at the start")
    return logs


def lasting_entries(scenario: Scenario, space: Space) -> tuple[str, ...]:
    """The values in logs at the start that every leader of a later term has: they can no longer be lost."""
    logs = _later_logs(scenario, space)
    return tuple(value for value in _values_at_start(scenario) if all(value in log for log in logs))


def losable_entries(scenario: Scenario, space: Space) -> tuple[str, ...]:
    """The values in logs at the start that some leader of a later term lacks: they can still be lost."""
    logs = _later_logs(scenario, space)
    return tuple(value for value in _values_at_start(scenario) if any(value not in log for log in logs))


def _witness_of_losable(
    scenario: Scenario,
    misconception: str | None,
    value: Value,  # noqa: ARG001  # as for every measure
    named: tuple[str, ...],
) -> Witness | None:
    """Show how an entry is lost, one of those that are named if any is; entries that can be lost come first."""
    losable = losable_entries(scenario, explore(scenario, misconception))
    return lacks(scenario, misconception, named, dict.fromkeys((*losable, *_values_at_start(scenario))))


EXPLORATION_MEASURES: tuple[Measure[Scenario], ...] = (
    _of_space(distinct_states, "int", COUNT),
    _of_space(possible_leaders, "list(string)", "server", leads),
    _of_space(lasting_entries, "list(string)", "value", _witness_of_losable),
    _of_space(losable_entries, "list(string)", "value", _witness_of_losable),
)
