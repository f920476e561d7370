"""The logs model: no messages; a campaign, or an exchange between a leader and a follower, is one step.

Every action is carried out by giving servers messages and taking in their answers, within the step. A cluster is one
integer: the number of each server's state, above them the number of what is known to be committed, above that how often
servers restarted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quizgen.simulators.raft.exploration.actions import Action, Append, Commit, Lead, RestartServer, WriteEntry
from quizgen.simulators.raft.exploration.exchanges import Exchanges
from quizgen.simulators.raft.exploration.ledger import Ledger, Record
from quizgen.simulators.raft.exploration.packing import Table
from quizgen.simulators.raft.exploration.pairs import broken_by_pair
from quizgen.simulators.raft.rules import Rules
from quizgen.simulators.raft.scenario import Exhaustive
from quizgen.simulators.raft.state import Server

_BITS = 20
_NUMBER = (1 << _BITS) - 1


class Logs:
    """The model, for one cluster, its bounds and its rules.

    Attributes:
        names: of the servers, in order; a server's place in it is its position.
        down: names of the servers that are down.
        initial: where it starts.
        key: see `Model`.
    """

    def __init__(self, servers: tuple[Server, ...], down: tuple[str, ...], bounds: Exhaustive, rules: Rules) -> None:
        self.names = tuple(server.name for server in servers)
        self.down = down
        self.key: Callable[[int], int] | None = self._sorted if bounds.symmetry else None
        self._bounds = bounds
        self._up = tuple(position for position, name in enumerate(self.names) if name not in down)
        self._shifts = tuple(position * _BITS for position in range(len(servers)))
        self._ledger_shift = _BITS * len(servers)
        self._restarts = self._ledger_shift + _BITS
        self._exchanges = Exchanges(self.names, rules, _BITS)
        self._ledger = Ledger(_BITS)
        self._writable = Table(self._write)
        self._appended = Table(self._append)
        self._asked = Table(self._ask)
        self._recorded = Table(self._record)
        self._pairs = Table(self._judge_pair)
        self._complete = Table(self._judge_leader)
        self.initial = self._begin(servers)

    @property
    def is_suspicious(self) -> bool:
        """See `Model`."""
        return bool(self._exchanges.changes)

    def _begin(self, servers: tuple[Server, ...]) -> int:
        """Pack the cluster at the start. Committed is what some server is stated to know to be committed."""
        furthest = max(servers, key=lambda server: server.commit_index)
        committed = self._ledger.begin(furthest.log[: furthest.commit_index])
        numbers = (self._exchanges.number_at_start(server) for server in servers)
        state = sum(number << shift for number, shift in zip(numbers, self._shifts, strict=True))
        return state | committed << self._ledger_shift

    # --- parts of a state

    def numbers(self, state: int) -> list[int]:
        """Return a number for each server, in order of position, from which `server_of` makes the server."""
        return [position << _BITS | state >> shift & _NUMBER for position, shift in enumerate(self._shifts)]

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

    def _sorted(self, state: int) -> int:
        """Return what a state has in common with those that differ in names only: its servers, sorted."""
        key = state >> self._ledger_shift
        for number in sorted([state >> shift & _NUMBER for shift in self._shifts]):
            key = key << _BITS | number
        return key

    # --- the states one step on

    def successors(self, state: int) -> list[int]:
        """Return the states one step on."""
        leads = self._exchanges.leads
        numbers = [state >> shift & _NUMBER for shift in self._shifts]
        following: list[int] = []
        for position in self._up:
            number = numbers[position]
            if self._writable[number] is not None:
                written = self._written(numbers, position, state)
                following.append(state + ((written - number) << self._shifts[position]))
            if leads[number]:
                for other in self._up:
                    if other != position:
                        mine, its = self._shifts[position], self._shifts[other]
                        following += [
                            state + (told << mine) + (changed << its)
                            for told, changed in self._appended[number, numbers[other]]
                        ]
                committed = self._committed(numbers, position, state)
                if committed is not None:
                    following.append(state + committed)
            else:
                following += [after for after, _ in self._elected(numbers, position, state)]
        if state >> self._restarts < self._bounds.crashes:
            following += [after for _, after in self._restarted(state, numbers)]
        return following

    def moves(self, state: int) -> Iterator[tuple[Action, int]]:
        """Yield each step as (action, state after it): what `successors` gives, with the reasons."""
        numbers = [state >> shift & _NUMBER for shift in self._shifts]
        for position in self._up:
            number, name = numbers[position], self.names[position]
            if self._writable[number] is not None:
                written = self._written(numbers, position, state)
                value = self._exchanges.server(written).log[-1].value
                yield WriteEntry(name, value), state + ((written - number) << self._shifts[position])
            if self._exchanges.leads[number]:
                yield from self._appends(state, numbers, position)
                committed = self._committed(numbers, position, state)
                if committed is not None:
                    heard = tuple(self.names[other] for other, _ in self._answers(numbers, position))
                    yield Commit(name, heard), state + committed
            else:
                for after, reached in self._elected(numbers, position, state):
                    yield Lead(name, tuple(self.names[other] for other in reached)), after
        if self.restarts(state) < self._bounds.crashes:
            yield from (
                (RestartServer(self.names[position]), after) for position, after in self._restarted(state, numbers)
            )

    # --- exchanges with a follower

    def _append(self, pair: tuple[int, int]) -> tuple[tuple[int, int], ...]:
        """Return the differences, of the leader's and the follower's number, that the leader's messages can make."""
        found = self._exchanges.appended[pair]
        return tuple((mine - pair[0], theirs - pair[1]) for mine, theirs, _ in found)

    def _appends(self, state: int, numbers: list[int], position: int) -> Iterator[tuple[Action, int]]:
        number, shift = numbers[position], self._shifts[position]
        for other in self._up:
            if other != position:
                theirs, its_shift = numbers[other], self._shifts[other]
                for told, changed, (previous, last) in self._exchanges.appended[number, theirs]:
                    after = state + ((told - number) << shift) + ((changed - theirs) << its_shift)
                    yield Append(self.names[position], self.names[other], previous, last), after

    # --- writes

    def _write(self, number: int) -> tuple[int, int] | None:
        """Return the index and term of the entry that a server would append, None if it takes no write."""
        server = self._exchanges.server(number)
        if self._exchanges.written[number, 0] < 0 or len(server.log) >= self._bounds.entries:
            return None
        return len(server.log) + 1, server.current_term

    def _written(self, numbers: list[int], position: int, state: int) -> int:
        """Return the number of a server after a client's write.

        The value is ``INDEX@TERM``, with a mark for each entry of that index and term that there is already elsewhere:
        under the true rules there never is.
        """
        number = numbers[position]
        written = self._exchanges.written[number, 0]
        index, term = self._writable[number] or (0, 0)
        entries = self._ledger.entries[state >> self._ledger_shift & _NUMBER]
        logs = [self._exchanges.logs[other] for place, other in enumerate(numbers) if place != position]
        values = [log[index - 1].value for log in (*logs, entries) if len(log) >= index and log[index - 1].term == term]
        mark = 0
        while values and self._exchanges.server(written).log[-1].value in values:
            mark += 1
            written = self._exchanges.written[number, mark]
        return written

    # --- campaigns

    def _ask(self, pair: tuple[int, int]) -> tuple[int, int] | None:
        """Return the difference that a campaign makes to a server that it reaches, and its answer; None if neither."""
        changed, answer, matters = self._exchanges.asked[pair]
        return (changed - pair[1], answer) if matters else None

    def _elected(self, numbers: list[int], position: int, state: int) -> list[tuple[int, tuple[int, ...]]]:
        """Return (state, positions reached) for each campaign that a server wins.

        To reach a server that neither changes nor answers with a vote makes no difference.
        """
        number, elected = numbers[position], self._exchanges.elected
        if self._exchanges.term[number] >= self._bounds.terms:
            return []
        reached: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [((), (), state)]
        for other in self._up:
            if other != position:
                asked = self._asked[number, numbers[other]]
                if asked is not None:
                    difference, answer = asked
                    difference <<= self._shifts[other]
                    reached += [
                        ((*places, other), (*answers, answer), after + difference) for places, answers, after in reached
                    ]
        shift = self._shifts[position]
        return [
            (after + ((elected[number, answers] - number) << shift), places)
            for places, answers, after in reached
            if elected[number, answers] >= 0
        ]

    # --- commits

    def _answers(self, numbers: list[int], position: int) -> tuple[tuple[int, int], ...]:
        """Return (position, length of the common prefix) of the servers that a leader hears from when it counts."""
        number, heard = numbers[position], self._exchanges.heard
        return tuple(
            [
                (other, heard[number, numbers[other]])
                for other in self._up
                if other != position and heard[number, numbers[other]] >= 0
            ]
        )

    def _committed(self, numbers: list[int], position: int, state: int) -> int | None:
        """Return the difference that a leader makes which counts copies, None if it learns nothing."""
        number = numbers[position]
        matches = tuple([match for _, match in self._answers(numbers, position)])
        index = self._exchanges.counted[number, matches]
        if not index:
            return None
        before = state >> self._ledger_shift & _NUMBER
        after = self._recorded[before, number, index]
        return None if after == before else (after - before) << self._ledger_shift

    def _record(self, key: tuple[int, int, int]) -> int:
        before, number, index = key
        return self._ledger.after(before, self._exchanges.server(number), index)

    # --- restarts

    def _restarted(self, state: int, numbers: list[int]) -> list[tuple[int, int]]:
        """Return (position, state) for each server that a restart changes."""
        restarted = self._exchanges.restarted
        return [
            (position, state + ((restarted[number] - number) << self._shifts[position]) + (1 << self._restarts))
            for position, number in ((position, numbers[position]) for position in self._up)
            if restarted[number] != number
        ]

    # --- what is broken

    def _judge_pair(self, pair: tuple[int, int]) -> int:
        return broken_by_pair(self._exchanges.server(pair[0]), self._exchanges.server(pair[1], 1))

    def _judge_leader(self, pair: tuple[int, int]) -> int:
        return self._ledger.record(pair[1]).broken_by_leader(self._exchanges.server(pair[0]))

    def broken_in(self, state: int) -> int:
        """Return the properties that two servers, or a leader and what is committed, break."""
        numbers = [state >> shift & _NUMBER for shift in self._shifts]
        committed = state >> self._ledger_shift & _NUMBER
        pairs, broken = self._pairs, self._ledger.conflicts[committed]
        for position, number in enumerate(numbers):
            if committed and self._exchanges.leads[number]:
                broken |= self._complete[number, committed]
            for other in numbers[position + 1 :]:
                broken |= pairs[number, other]
        return broken

    def broken_by(self, state: int, after: int) -> int:
        """Return the properties that the change of some server breaks."""
        broken = 0
        for shift in self._shifts:
            change = state >> shift & _NUMBER, after >> shift & _NUMBER
            broken |= self._exchanges.changes.get(change, 0)
        return broken
