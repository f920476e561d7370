"""Which properties do not hold in a state of the logs model."""

from __future__ import annotations

from quizgen.simulators.kit.packing import Fields, Table
from quizgen.simulators.raft.exploration.changes import bits_for
from quizgen.simulators.raft.exploration.logs.exchanges import Exchanges
from quizgen.simulators.raft.exploration.logs.ledger import Ledger
from quizgen.simulators.raft.protocol import invariants
from quizgen.simulators.raft.protocol.state import Server

_MOST_REMEMBERED = 100_000


class Properties:
    """Judges states, each part of them once: two servers side by side, and a leader beside what is committed."""

    def __init__(self, exchanges: Exchanges, ledger: Ledger, fields: Fields) -> None:
        self._exchanges = exchanges
        self._ledger = ledger
        self._fields = fields
        self._pairs = Table(self._judge_pair)
        self._complete = Table(self._judge_leader)
        self._judged = Table(self._judge, _MOST_REMEMBERED)

    def broken_in(self, state: int) -> int:
        """Return the properties that two servers, or a leader and what is committed, break."""
        broken, leaders = self._judged[state & self._fields.numbers]
        record = state >> self._fields.above & self._fields.number
        if record:
            broken |= self._ledger.conflicts[record]
            for leader in leaders:
                broken |= self._complete[leader, record]
        return broken

    def _judge_pair(self, pair: tuple[int, int]) -> int:
        return broken_by_pair(*self._exchanges.pair(pair))

    def _judge_leader(self, pair: tuple[int, int]) -> int:
        return self._ledger.record(pair[1]).broken_by_leader(self._exchanges.server(pair[0]))

    def _judge(self, packed: int) -> tuple[int, tuple[int, ...]]:
        """Return the properties that two servers break, and the numbers of those that lead."""
        numbers = self._fields.unpack(packed)
        broken = 0
        for position, number in enumerate(numbers):
            for other in numbers[position + 1 :]:
                broken |= self._pairs[number, other]
        return broken, tuple([number for number in numbers if self._exchanges.leads[number]])


def broken_by_pair(one: Server, other: Server) -> int:
    """Return whether two servers lead one term (Election Safety), or their logs break Log Matching."""
    broken = 0
    if one.role == other.role == "leader" and one.current_term == other.current_term:
        broken |= bits_for(invariants.election_safety(one.current_term, (one.name, other.name)))
    seen: dict[tuple[int, int], tuple[str, int]] = {}
    for server in (one, other):
        for index in range(1, len(server.log) + 1):
            broken |= bits_for(invariants.log_matching(seen, server, index))
    return broken
