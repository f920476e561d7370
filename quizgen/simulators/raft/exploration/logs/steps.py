"""What each action of the logs model adds to the integer that is a state."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.kit.packing import Fields, Table
from quizgen.simulators.raft.exploration.logs.exchanges import Exchanges
from quizgen.simulators.raft.exploration.logs.ledger import Ledger
from quizgen.simulators.raft.protocol.state import Entry
from quizgen.simulators.raft.scenario import Exhaustive


class Steps:
    """The actions, each found once for each case and kept.

    Who takes part is told by ``numbers``, those of the servers' states in order of position, and by the position of the
    one that acts.

    Attributes:
        writable: number of a server -> index and term of the entry that it would append; None if it takes no write.
        written: (number of the record, position, number of the server, values elsewhere) -> what a write adds.
        recorded: (number of the record, number of a leader, index) -> what it adds that it takes its log for committed
            up to that index.
        restart: what each restart adds besides.
    """

    def __init__(  # noqa: PLR0913  # the parts of the model
        self, exchanges: Exchanges, ledger: Ledger, fields: Fields, bounds: Exhaustive, restart: int, *, all_up: bool
    ) -> None:
        self.writable = Table(self._entry_to_write)
        self.written = Table(self._write)
        self.recorded = Table(self._record)
        self.restart = restart
        self._exchanges = exchanges
        self._ledger = ledger
        self._bounds = bounds
        self._shifts = fields.shifts
        self._above = fields.above
        self._all = tuple(range(len(fields.shifts))) if all_up else ()
        self._asked = Table(self._ask)

    def up(self, numbers: list[int]) -> tuple[int, ...]:
        """Return the positions of the servers that are up."""
        if self._all:
            return self._all
        return tuple([position for position, number in enumerate(numbers) if not self._exchanges.down[number]])

    # --- exchanges with a follower

    def appends(self, numbers: list[int], position: int) -> Iterator[tuple[int, tuple[int, int], int]]:
        """Yield (position of the follower, first and last index, what it adds) for each message that matters."""
        number, mine = numbers[position], self._shifts[position]
        for other in self.up(numbers):
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

    def values_elsewhere(self, numbers: list[int], position: int) -> tuple[str, ...]:
        """Return the values that other servers have where a server would write, of the term that it would write in."""
        place = self.writable[numbers[position]]
        logs = [self._exchanges.logs[number] for number in (*numbers[:position], *numbers[position + 1 :])]
        return tuple([value for log in logs for value in _values_at(log, place)])

    def _write(self, key: tuple[int, int, int, tuple[str, ...]]) -> int:
        """Return what a client's write adds.

        The value is ``INDEX@TERM``, with a mark for each entry of that index and term that there is already elsewhere:
        under the true rules there never is.
        """
        record, position, number, elsewhere = key
        index, term = self.writable[number] or (0, 0)
        committed = [entry for there in self._ledger.entries[record][index - 1 : index] for entry in there]
        values = {*elsewhere, *(entry.value for entry in committed if entry.term == term)}
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

    def elected(self, numbers: list[int], position: int) -> list[tuple[tuple[int, ...], int]]:
        """Return (positions reached, what it adds) for each campaign that a server wins.

        To reach a server that neither changes nor answers with a vote makes no difference.
        """
        number, elected = numbers[position], self._exchanges.elected
        if self._exchanges.term[number] >= self._bounds.terms:
            return []
        reached: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [((), (), 0)]
        for other in self.up(numbers):
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

    def answers(self, numbers: list[int], position: int) -> tuple[tuple[int, int], ...]:
        """Return (position, length of the common prefix) of the servers that a leader hears from when it counts."""
        number, heard = numbers[position], self._exchanges.heard
        return tuple(
            [
                (other, heard[number, numbers[other]])
                for other in self.up(numbers)
                if other != position and heard[number, numbers[other]] >= 0
            ]
        )

    def countable(self, numbers: list[int], position: int) -> int:
        """Return the index up to which a leader that counts copies takes its log for committed."""
        matches = tuple([match for _, match in self.answers(numbers, position)])
        return self._exchanges.counted[numbers[position], matches]

    def _record(self, key: tuple[int, int, int]) -> int:
        """Return what it adds that a leader takes its log for committed up to an index."""
        before, number, index = key
        after = self._ledger.after(before, self._exchanges.server(number), index)
        return (after - before) << self._above

    # --- restarts

    def restarted(self, numbers: list[int]) -> list[tuple[int, int]]:
        """Return (position, what it adds) for each server that a restart changes."""
        restarted = self._exchanges.restarted
        return [
            (position, ((restarted[number] - number) << self._shifts[position]) + self.restart)
            for position, number in ((position, numbers[position]) for position in self.up(numbers))
            if restarted[number] != number
        ]

    def revived(self, numbers: list[int]) -> list[tuple[int, int]]:
        """Return (position, what it adds) for each server that is down: to start again counts as no crash."""
        restarted = self._exchanges.restarted
        return [
            (position, (restarted[number] - number) << self._shifts[position])
            for position, number in enumerate(numbers)
            if self._exchanges.down[number]
        ]


def _values_at(log: tuple[Entry, ...], place: tuple[int, int] | None) -> tuple[str, ...]:
    """Return the value at an index if it is of that term."""
    if place is None or len(log) < place[0]:
        return ()
    entry = log[place[0] - 1]
    return (entry.value,) if entry.term == place[1] else ()
