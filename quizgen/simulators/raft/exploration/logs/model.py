"""The logs model: no messages; a campaign, or an exchange between a leader and a follower, is one step.

Every action is carried out by giving servers messages and taking in their answers, within the step. A cluster is one
integer: the number of each server's state, above them the number of what is known to be committed, above that how often
servers restarted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from quizgen.simulators.kit.packing import Table
from quizgen.simulators.raft.exploration.logs.actions import Action, Append, Commit, Lead, RestartServer, WriteEntry
from quizgen.simulators.raft.exploration.logs.exchanges import Exchanges
from quizgen.simulators.raft.exploration.logs.ledger import Ledger, Record
from quizgen.simulators.raft.exploration.logs.pairs import broken_by_pair
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.scenario import Exhaustive, Loss

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


class Logs:
    """The model, for one cluster, its bounds and its rules.

    Attributes:
        names: of the servers, in order; a server's place in it is its position.
        down: names of the servers that are down at the start. They may start again at any time.
        initial: where it starts.
        key: see `Model`.
    """

    def __init__(
        self,
        servers: tuple[Server, ...],
        down: tuple[str, ...],
        bounds: Exhaustive,
        rules: Rules,
        loses: Loss = "nothing",
    ) -> None:
        self.names = tuple(server.name for server in servers)
        self.down = down
        self.key: Callable[[int], int] | None = self._sorted if bounds.symmetry else None
        self._bounds = bounds
        self._all = tuple(range(len(servers)))
        self._shifts = tuple(position * _BITS for position in range(len(servers)))
        self._ledger_shift = _BITS * len(servers)
        self._restarts = self._ledger_shift + _BITS
        self._all_numbers = (1 << self._ledger_shift) - 1
        self._exchanges = Exchanges(self.names, rules, loses, _BITS)
        self._ledger = Ledger(_BITS)
        self._writable = Table(self._entry_to_write)
        self._asked = Table(self._ask)
        self._written = Table(self._write)
        self._recorded = Table(self._record)
        self._pairs = Table(self._judge_pair)
        self._complete = Table(self._judge_leader)
        self._plans = Table(self._plan, _MOST_PLANS)
        self._judged = Table(self._judge, _MOST_PLANS)
        self.initial = self._begin(servers)

    @property
    def is_suspicious(self) -> bool:
        """See `Model`."""
        return bool(self._exchanges.changes)

    def _begin(self, servers: tuple[Server, ...]) -> int:
        """Pack the cluster at the start. Committed is what some server is stated to know to be committed."""
        furthest = max(servers, key=lambda server: server.commit_index)
        committed = self._ledger.begin(furthest.log[: furthest.commit_index])
        numbers = (self._exchanges.number_at_start(server, up=server.name not in self.down) for server in servers)
        state = sum(number << shift for number, shift in zip(numbers, self._shifts, strict=True))
        return state | committed << self._ledger_shift

    # --- parts of a state

    def numbers(self, state: int) -> list[int]:
        """Return a number for each server, in order of position, from which `server_of` makes the server."""
        return [position << _BITS | state >> shift & _NUMBER for position, shift in enumerate(self._shifts)]

    def _numbers(self, state: int) -> list[int]:
        """Return the numbers of the servers' states, whoever is in them, in order of position."""
        return [state >> shift & _NUMBER for shift in self._shifts]

    def server_of(self, number: int) -> Server:
        """Return a server."""
        return self._exchanges.server(number & _NUMBER, number >> _BITS)

    def server(self, state: int, position: int) -> Server:
        """Return a server of a state."""
        return self._exchanges.server(state >> self._shifts[position] & _NUMBER, position)

    def record(self, state: int) -> Record:
        """Return what is known to be committed."""
        return self._ledger.record(state >> self._ledger_shift & _NUMBER)

    def restarts(self, state: int) -> int:
        """Return how often servers have restarted."""
        return state >> self._restarts

    def _up(self, numbers: list[int]) -> tuple[int, ...]:
        """Return the positions of the servers that are up."""
        if not self.down:
            return self._all
        return tuple([position for position in self._all if not self._exchanges.down[numbers[position]]])

    def _sorted(self, state: int) -> int:
        """Return what a state has in common with those that differ in names only: its servers, sorted."""
        key = state >> self._ledger_shift
        for number in sorted(self._numbers(state)):
            key = key << _BITS | number
        return key

    # --- the states one step on

    def successors(self, state: int) -> list[int]:
        """Return the states one step on."""
        plan = self._plans[state & self._all_numbers]
        following = [state + step for step in plan.steps]
        record = state >> self._ledger_shift & _NUMBER
        for place, number, index in plan.commits:
            following[place] += self._recorded[record, number, index]
        for place, position, number, elsewhere in plan.writes:
            following[place] += self._written[record, position, number, elsewhere]
        if plan.restarts and state >> self._restarts < self._bounds.crashes:
            following += [state + restart for restart in plan.restarts]
        return following

    def _plan(self, state: int) -> Plan:
        """Return what servers can do, given a state's numbers of servers."""
        plan = Plan()
        numbers = self._numbers(state)
        for position in self._up(numbers):
            number = numbers[position]
            if self._writable[number] is not None:
                plan.writes.append((len(plan.steps), position, number, self._values_elsewhere(numbers, position)))
                plan.steps.append(0)
            if self._exchanges.leads[number]:
                plan.steps += [step for _, _, step in self._appends(numbers, position)]
                index = self._countable(numbers, position)
                if index:
                    plan.commits.append((len(plan.steps), number, index))
                    plan.steps.append(0)
            else:
                plan.steps += [step for _, step in self._elected(numbers, position)]
        plan.steps += [step for _, step in self._revived(numbers)]
        if self._bounds.crashes:
            plan.restarts += [step for _, step in self._restarted(numbers)]
        return plan

    def moves(self, state: int) -> Iterator[tuple[Action, int]]:
        """Yield each step as (action, state after it): what `successors` gives, with the reasons."""
        numbers = self._numbers(state)
        record = state >> self._ledger_shift & _NUMBER
        for position in self._up(numbers):
            number, name = numbers[position], self.names[position]
            if self._writable[number] is not None:
                after = state + self._written[record, position, number, self._values_elsewhere(numbers, position)]
                yield WriteEntry(name, self.server(after, position).log[-1].value), after
            if self._exchanges.leads[number]:
                for other, (previous, last), step in self._appends(numbers, position):
                    yield Append(name, self.names[other], previous, last), state + step
                index = self._countable(numbers, position)
                step = self._recorded[record, number, index]
                if step:
                    heard = tuple(self.names[other] for other, _ in self._answers(numbers, position))
                    yield Commit(name, heard), state + step
            else:
                for reached, step in self._elected(numbers, position):
                    yield Lead(name, tuple(self.names[other] for other in reached)), state + step
        for position, step in self._revived(numbers):
            yield RestartServer(self.names[position]), state + step
        if self.restarts(state) < self._bounds.crashes:
            for position, step in self._restarted(numbers):
                yield RestartServer(self.names[position]), state + step

    # --- exchanges with a follower

    def _appends(self, numbers: list[int], position: int) -> Iterator[tuple[int, tuple[int, int], int]]:
        """Yield (position of the follower, first and last index, what it adds) for each message that matters."""
        number, mine = numbers[position], self._shifts[position]
        for other in self._up(numbers):
            if other != position:
                theirs, its = numbers[other], self._shifts[other]
                for told, changed, span in self._exchanges.appended[number, theirs]:
                    yield other, span, ((told - number) << mine) + ((changed - theirs) << its)

    # --- writes

    def _entry_to_write(self, number: int) -> tuple[int, int] | None:
        """Return the index and term of the entry that a server would append, None if it takes no write."""
        log = self._exchanges.logs[number]
        if len(log) >= self._bounds.entries or self._exchanges.written[number, 0] < 0:
            return None
        return len(log) + 1, self._exchanges.term[number]

    def _values_elsewhere(self, numbers: list[int], position: int) -> tuple[str, ...]:
        """Return the values that other servers have where a server would write, of the term that it would write in."""
        place = self._writable[numbers[position]]
        logs = [self._exchanges.logs[number] for number in (*numbers[:position], *numbers[position + 1 :])]
        return tuple([value for log in logs for value in _values_at(log, place)])

    def _write(self, key: tuple[int, int, int, tuple[str, ...]]) -> int:
        """Return what a client's write adds.

        The value is ``INDEX@TERM``, with a mark for each entry of that index and term that there is already elsewhere:
        under the true rules there never is.
        """
        record, position, number, elsewhere = key
        values = {*elsewhere, *_values_at(self._ledger.entries[record], self._writable[number])}
        mark = 0
        written = self._exchanges.written[number, mark]
        while self._exchanges.logs[written][-1].value in values:
            mark += 1
            written = self._exchanges.written[number, mark]
        return (written - number) << self._shifts[position]

    # --- campaigns

    def _ask(self, pair: tuple[int, int]) -> tuple[int, int] | None:
        """Return the difference that a campaign makes to a server that it reaches, and its answer; None if neither."""
        changed, answer, matters = self._exchanges.asked[pair]
        return (changed - pair[1], answer) if matters else None

    def _elected(self, numbers: list[int], position: int) -> list[tuple[tuple[int, ...], int]]:
        """Return (positions reached, what it adds) for each campaign that a server wins.

        To reach a server that neither changes nor answers with a vote makes no difference.
        """
        number, elected = numbers[position], self._exchanges.elected
        if self._exchanges.term[number] >= self._bounds.terms:
            return []
        reached: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [((), (), 0)]
        for other in self._up(numbers):
            if other != position:
                asked = self._asked[number, numbers[other]]
                if asked is not None:
                    difference, answer = asked
                    difference <<= self._shifts[other]
                    reached += [
                        ((*places, other), (*answers, answer), step + difference) for places, answers, step in reached
                    ]
        shift = self._shifts[position]
        return [
            (places, step + ((elected[number, answers] - number) << shift))
            for places, answers, step in reached
            if elected[number, answers] >= 0
        ]

    # --- commits

    def _answers(self, numbers: list[int], position: int) -> tuple[tuple[int, int], ...]:
        """Return (position, length of the common prefix) of the servers that a leader hears from when it counts."""
        number, heard = numbers[position], self._exchanges.heard
        return tuple(
            [
                (other, heard[number, numbers[other]])
                for other in self._up(numbers)
                if other != position and heard[number, numbers[other]] >= 0
            ]
        )

    def _countable(self, numbers: list[int], position: int) -> int:
        """Return the index up to which a leader that counts copies takes its log for committed."""
        matches = tuple([match for _, match in self._answers(numbers, position)])
        return self._exchanges.counted[numbers[position], matches]

    def _record(self, key: tuple[int, int, int]) -> int:
        """Return what it adds that a leader takes its log for committed up to an index."""
        before, number, index = key
        after = self._ledger.after(before, self._exchanges.server(number), index)
        return (after - before) << self._ledger_shift

    # --- restarts

    def _restarted(self, numbers: list[int]) -> list[tuple[int, int]]:
        """Return (position, what it adds) for each server that a restart changes."""
        restarted = self._exchanges.restarted
        return [
            (position, ((restarted[number] - number) << self._shifts[position]) + (1 << self._restarts))
            for position, number in ((position, numbers[position]) for position in self._up(numbers))
            if restarted[number] != number
        ]

    def _revived(self, numbers: list[int]) -> list[tuple[int, int]]:
        """Return (position, what it adds) for each server that is down: to start again counts as no crash."""
        restarted = self._exchanges.restarted
        return [
            (position, (restarted[number] - number) << self._shifts[position])
            for position, number in enumerate(numbers)
            if self._exchanges.down[number]
        ]

    # --- what is broken

    def _judge_pair(self, pair: tuple[int, int]) -> int:
        return broken_by_pair(*self._exchanges.pair(pair))

    def _judge_leader(self, pair: tuple[int, int]) -> int:
        return self._ledger.record(pair[1]).broken_by_leader(self._exchanges.server(pair[0]))

    def _judge(self, state: int) -> tuple[int, tuple[int, ...]]:
        """Return the properties that two servers break, and the numbers of those that lead."""
        numbers = self._numbers(state)
        broken = 0
        for position, number in enumerate(numbers):
            for other in numbers[position + 1 :]:
                broken |= self._pairs[number, other]
        return broken, tuple([number for number in numbers if self._exchanges.leads[number]])

    def broken_in(self, state: int) -> int:
        """Return the properties that two servers, or a leader and what is committed, break."""
        broken, leaders = self._judged[state & self._all_numbers]
        committed = state >> self._ledger_shift & _NUMBER
        if committed:
            broken |= self._ledger.conflicts[committed]
            for leader in leaders:
                broken |= self._complete[leader, committed]
        return broken

    def broken_by(self, state: int, after: int) -> int:
        """Return the properties that the change of some server breaks."""
        broken = 0
        for shift in self._shifts:
            change = state >> shift & _NUMBER, after >> shift & _NUMBER
            broken |= self._exchanges.changes.get(change, 0)
        return broken


def _values_at(log: tuple[Entry, ...], place: tuple[int, int] | None) -> tuple[str, ...]:
    """Return the value at an index if it is of that term."""
    if place is None or len(log) < place[0]:
        return ()
    entry = log[place[0] - 1]
    return (entry.value,) if entry.term == place[1] else ()
