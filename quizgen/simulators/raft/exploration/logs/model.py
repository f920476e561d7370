"""The logs model: no messages; a campaign, or an exchange between a leader and a follower, is one step.

Every action is carried out by giving servers messages and taking in their answers, within the step. A cluster is one
integer: the number of each server's state, above them the number of what is known to be committed, above that how often
servers restarted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quizgen.simulators.kit.packing import Fields, Table
from quizgen.simulators.raft.exploration.logs.actions import Action, Append, Commit, Lead, RestartServer, WriteEntry
from quizgen.simulators.raft.exploration.logs.exchanges import Exchanges
from quizgen.simulators.raft.exploration.logs.ledger import Ledger, Record
from quizgen.simulators.raft.exploration.logs.properties import Properties
from quizgen.simulators.raft.exploration.logs.steps import Steps
from quizgen.simulators.raft.exploration.model import ClusterModel, Spec
from quizgen.simulators.raft.protocol.state import Server

_BITS = 20
_NUMBER = (1 << _BITS) - 1
_MOST_PLANS = 100_000


@dataclass(slots=True)
class Plan:
    """What the servers of a cluster, each in some state, can do: what each step adds to the state.

    Attributes:
        steps: what they add, in order, but for those that depend on what is committed: these add nothing here.
        commits: (position in ``steps``, number of the leader, index up to which it takes its log for committed).
        writes: (position in ``steps``, position of the server, its number, values that the others have at that index
            and of that term).
        restarts: what restarts add.
    """

    steps: list[int] = field(default_factory=list)
    commits: list[tuple[int, int, int]] = field(default_factory=list)
    writes: list[tuple[int, int, int, tuple[str, ...]]] = field(default_factory=list)
    restarts: list[int] = field(default_factory=list)


class Logs(ClusterModel):
    """The model, for one cluster, its bounds and its rules.

    Attributes:
        broken_in: see `Model`.
    """

    def __init__(self, spec: Spec) -> None:
        servers, bounds = spec.servers, spec.bounds
        fields = Fields(len(servers), _BITS, _BITS)
        names = tuple(server.name for server in servers)
        self._exchanges = Exchanges(names, spec.rules, spec.loses, _BITS)
        super().__init__(spec, fields, self._exchanges.changes)
        self._crashes = bounds.crashes
        self._all_numbers = fields.numbers
        self._above = fields.above
        self._restarts = fields.above + _BITS
        self._ledger = Ledger(_BITS)
        self._steps = Steps(self._exchanges, self._ledger, fields, bounds, 1 << self._restarts, all_up=not spec.down)
        self.broken_in = Properties(self._exchanges, self._ledger, fields).broken_in
        self._plans = Table(self._plan, _MOST_PLANS)
        if bounds.symmetry:
            self.key = self._sorted
        self.initial = self._begin(servers)

    def _begin(self, servers: tuple[Server, ...]) -> int:
        """Pack the cluster at the start. Committed is what some server is stated to know to be committed."""
        furthest = max(servers, key=lambda server: server.commit_index)
        state = self._ledger.begin(furthest.log[: furthest.commit_index]) << self._above
        for server, shift in zip(servers, self._fields.shifts, strict=True):
            state |= self._exchanges.number_at_start(server, up=server.name not in self.down) << shift
        return state

    # --- parts of a state

    def numbers(self, state: int) -> list[int]:
        """Return a number for each server, in order of position, from which `server_of` makes the server."""
        return [position << _BITS | number for position, number in enumerate(self._fields.unpack(state))]

    def server_of(self, number: int) -> Server:
        """Return a server."""
        return self._exchanges.server(number & _NUMBER, number >> _BITS)

    def server(self, state: int, position: int) -> Server:
        """Return a server of a state."""
        return self._exchanges.server(state >> self._fields.shifts[position] & _NUMBER, position)

    def record(self, state: int) -> Record:
        """Return what is known to be committed."""
        return self._ledger.record(self._record(state))

    def _record(self, state: int) -> int:
        return state >> self._above & _NUMBER

    def restarts(self, state: int) -> int:
        """Return how often servers have restarted."""
        return state >> self._restarts

    def _sorted(self, state: int) -> int:
        """Return what a state has in common with those that differ in names only: its servers, sorted."""
        key = state >> self._above
        for number in sorted(self._fields.unpack(state)):
            key = key << _BITS | number
        return key

    # --- the states one step on

    def successors(self, state: int) -> list[int]:
        """Return the states one step on."""
        plan, steps = self._plans[state & self._all_numbers], self._steps
        following = [state + step for step in plan.steps]
        record = state >> self._above & _NUMBER
        for place, number, index in plan.commits:
            following[place] += steps.recorded[record, number, index]
        for place, position, number, elsewhere in plan.writes:
            following[place] += steps.written[record, position, number, elsewhere]
        if plan.restarts and state >> self._restarts < self._crashes:
            following += [state + restart for restart in plan.restarts]
        return following

    def _plan(self, state: int) -> Plan:
        """Return what servers can do, given a state's numbers of servers."""
        plan, steps = Plan(), self._steps
        numbers = self._fields.unpack(state)
        for position in steps.up(numbers):
            number = numbers[position]
            if steps.writable[number] is not None:
                plan.writes.append((len(plan.steps), position, number, steps.values_elsewhere(numbers, position)))
                plan.steps.append(0)
            if self._exchanges.leads[number]:
                plan.steps += [step for _, _, step in steps.appends(numbers, position)]
                index = steps.countable(numbers, position)
                if index:
                    plan.commits.append((len(plan.steps), number, index))
                    plan.steps.append(0)
            else:
                plan.steps += [step for _, step in steps.elected(numbers, position)]
        plan.steps += [step for _, step in steps.revived(numbers)]
        if self._crashes:
            plan.restarts += [step for _, step in steps.restarted(numbers)]
        return plan

    def moves(self, state: int) -> Iterator[tuple[Action, int]]:
        """Yield each step as (action, state after it): what `successors` gives, with the reasons."""
        numbers, steps, record = self._fields.unpack(state), self._steps, self._record(state)
        for position in steps.up(numbers):
            number, name = numbers[position], self.names[position]
            if steps.writable[number] is not None:
                after = state + steps.written[record, position, number, steps.values_elsewhere(numbers, position)]
                yield WriteEntry(name, self.server(after, position).log[-1].value), after
            if self._exchanges.leads[number]:
                for other, (previous, last), step in steps.appends(numbers, position):
                    yield Append(name, self.names[other], previous, last), state + step
                index = steps.countable(numbers, position)
                step = steps.recorded[record, number, index]
                if step:
                    heard = tuple(self.names[other] for other, _ in steps.answers(numbers, position))
                    yield Commit(name, heard), state + step
            else:
                for reached, step in steps.elected(numbers, position):
                    yield Lead(name, tuple(self.names[other] for other in reached)), state + step
        for position, step in steps.revived(numbers):
            yield RestartServer(self.names[position]), state + step
        if self.restarts(state) < self._crashes:
            for position, step in steps.restarted(numbers):
                yield RestartServer(self.names[position]), state + step
