"""Every state of a scenario within its bounds, found once and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from quizgen.simulators.api import Survey
from quizgen.simulators.kit.packing import Table
from quizgen.simulators.kit.search import MOST_STATES, Found, search
from quizgen.simulators.raft.exploration.bounds import in_words
from quizgen.simulators.raft.exploration.changes import BIT, names_of
from quizgen.simulators.raft.exploration.elections.model import Elections
from quizgen.simulators.raft.exploration.logs.ledger import Record
from quizgen.simulators.raft.exploration.logs.model import Logs
from quizgen.simulators.raft.exploration.model import Spec, is_down
from quizgen.simulators.raft.exploration.replay import STEP, Replay
from quizgen.simulators.raft.exploration.states import (
    Commitments,
    ElectionServer,
    ExploredState,
    LogServer,
    StateCluster,
    StateCommitment,
    shown,
)
from quizgen.simulators.raft.misconceptions import rules_for
from quizgen.simulators.raft.protocol.history import History, Violation
from quizgen.simulators.raft.protocol.inputs import TakesOffice
from quizgen.simulators.raft.protocol.invariants import INVARIANTS
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.scenario import Exhaustive, Scenario
from quizgen.simulators.raft.scenario.settings import settings_of
from quizgen.simulators.raft.starts.start import history_at, start_of, start_servers
from quizgen.simulators.trace import Trace


class Space:
    """The states that were found, as executions.

    Attributes:
        found: the states as numbers, and how they were reached.
        limit: after so many, no more were looked for.
    """

    def __init__(self, scenario: Scenario, spec: Spec, limit: int, until: int = 0) -> None:
        model = Elections if spec.bounds.exhaustive == "elections" else Logs
        self._scenario = scenario
        self._spec = spec
        self._model = model(spec)
        self.limit = min(limit, spec.bounds.states)
        self.found: Found[int] = search(self._model, self.limit, until)
        self._at_start = _commitments_at_start(scenario)
        kind = LogServer if isinstance(self._model, Logs) else ElectionServer
        self._servers: Table[int, Server] = Table(lambda number: shown(self._model.server_of(number), kind))
        self._commitments: Table[Record, Commitments] = Table(_commitments_of)

    def __len__(self) -> int:
        return len(self.found.states)

    @property
    def depth(self) -> int:
        """Steps on the shortest way to the state that is farthest away."""
        return len(self.found.levels) - 1

    def survey(self) -> Survey:
        """Tell how far the exploration went."""
        bounds = self._spec.bounds
        words = in_words(len(self._spec.servers), bounds)
        return Survey(len(self), self.depth, self.found.exhausted, words, bounds.symmetry)

    # --- executions

    def execution(self, number: int) -> ExploredState:
        """Return a state as an execution.

        Raises:
            IndexError: if there is no state of that number.
        """
        state, model = self.found.states[number], self._model
        servers = tuple([self._servers[number] for number in model.numbers(state)])
        down = tuple([server.name for server in servers if is_down(server)]) if model.down else ()
        cluster = StateCluster(servers, down)
        committed = self._commitments[model.record(state)] if isinstance(model, Logs) else self._at_start
        return ExploredState(number, cluster, committed, self._violations(number), self.trace, self._spec.rules)

    def servers(self) -> Iterator[tuple[Server, ...]]:
        """Yield the servers of every state, without what a state does not know."""
        known = Table(self._model.server_of)
        for state in self.found.states:
            yield tuple([known[number] for number in self._model.numbers(state)])

    def executions(self) -> Iterator[ExploredState]:
        """Yield every state as an execution, in the order in which they were found."""
        for number in range(len(self)):
            yield self.execution(number)

    def _violations(self, number: int) -> tuple[Violation, ...]:
        if not self.found.broken:
            return ()
        broken = names_of(self.found.broken.get(number, 0))
        return tuple(Violation(name, self._depth_of(number) * STEP, INVARIANTS[name]) for name in broken)

    def _depth_of(self, number: int) -> int:
        return len(self.found.way(number)) - 1

    # --- runs

    def trace(self, number: int) -> Trace:
        """Return the shortest run to a state."""
        return self.replay([self.found.states[one] for one in self.found.way(number)]).recorder.trace()

    def way_to_violation(self, broken: str) -> list[int] | None:
        """Return the states on the shortest way that breaks a property, None if nothing does."""
        witness = self.found.first.get(BIT[broken])
        if witness is None:
            return None
        way = [self.found.states[number] for number in self.found.way(witness.number)]
        return way if witness.after == way[-1] == self._model.initial else [*way, witness.after]

    def replay(self, states: list[int]) -> Replay:
        """Carry out a way through the states again, with whole servers, and write down what happens."""
        model, spec = self._model, self._spec
        start = start_of(self._scenario)
        rules = replace(spec.rules, check_quorum=False)
        if isinstance(model, Elections):
            rules = replace(rules, leader_no_op=False)
        history = history_at(start) if start else History()
        run = Replay(spec.servers, spec.down, history, rules, spec.loses)
        if isinstance(model, Elections):
            for request in model.requested:
                run.requested(request)
        for state, after in pairwise(states):
            run.next_step()
            if isinstance(model, Elections):
                position, received = next((who, what) for who, what, became in model.moves(state) if became == after)
                run.election_step(model.names[position], received)
            else:
                run.log_step(next(action for action, became in model.moves(state) if became == after))
        return run


def _commitments_of(record: Record) -> Commitments:
    return {
        index: tuple(StateCommitment(index, one.entry, one.term) for one in there)
        for index, there in record.commitments.items()
    }


def _commitments_at_start(scenario: Scenario) -> Commitments:
    start = start_of(scenario)
    committed = history_at(start).commitments if start else {}
    return {
        index: tuple(StateCommitment(index, one.entry, one.term) for one in there) for index, there in committed.items()
    }


# --- what is remembered

_MOST_REMEMBERED = 1_000_000
"""So many states, of the last explorations together, are kept (about 100 MB), and always those of the last one."""

_remembered: dict[Spec, Space] = {}


def spec_of(scenario: Scenario, misconception: str | None) -> Spec:
    """Return what a scenario asks to be explored.

    Raises:
        KeyError: if there is no misconception of that name.
        ValueError: if the scenario asks for runs instead.
    """
    if not isinstance(scenario.explore, Exhaustive):
        raise ValueError("the scenario asks for runs with seeds, not for an exploration")  # noqa: TRY004  # not its type: its content
    servers, down = start_servers(scenario)
    rules = rules_for(misconception, settings_of(scenario))
    if scenario.explore.exhaustive == "logs":
        servers = tuple(step(server, TakesOffice(), rules)[0] for server in servers)
    return Spec(servers, down, scenario.explore, rules, scenario.restart_loses)


def explore(scenario: Scenario, misconception: str | None = None, limit: int = MOST_STATES) -> Space:
    """Find every state of a scenario within its bounds. The last few explorations are remembered.

    Raises:
        KeyError: if there is no misconception of that name.
        ValueError: if the scenario asks for runs instead.
    """
    spec = spec_of(scenario, misconception)
    limit = min(limit, spec.bounds.states)
    space = _remembered.pop(spec, None)
    if space is None or (len(space) > limit if space.found.exhausted else space.limit != limit):
        space = Space(scenario, spec, limit)
    while _remembered and len(space) + sum(len(kept) for kept in _remembered.values()) > _MOST_REMEMBERED:
        del _remembered[next(iter(_remembered))]
    _remembered[spec] = space
    return space


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search for a broken property found.

    Attributes:
        trace: the shortest run that breaks it, None if nothing does.
        message: what broke it.
        steps: of that run.
        states: distinct states that were found until then.
        exhausted: whether all states within the bounds were found.
    """

    trace: Trace | None
    message: str
    steps: int
    states: int
    exhausted: bool


def search_for(scenario: Scenario, misconception: str | None, broken: str, limit: int = MOST_STATES) -> Finding:
    """Look for the shortest run that breaks a property of `INVARIANTS`; stop at the first.

    Raises:
        KeyError: if there is no such misconception, or no such property.
        ValueError: if the scenario asks for runs instead.
    """
    space = Space(scenario, spec_of(scenario, misconception), limit, until=BIT[broken])
    way = space.way_to_violation(broken)
    if way is None:
        return Finding(None, "", 0, len(space), space.found.exhausted)
    run = space.replay(way)
    said = (violation.message for violation in run.history.violations if violation.invariant == broken)
    message = next(said, INVARIANTS[broken])
    return Finding(run.recorder.trace(), message, len(way) - 1, len(space), exhausted=False)
