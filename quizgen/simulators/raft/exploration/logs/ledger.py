"""What is known to be committed: a history variable, kept apart from the servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from quizgen.simulators.kit.packing import Numbering
from quizgen.simulators.raft.exploration.changes import bits_for
from quizgen.simulators.raft.protocol import invariants
from quizgen.simulators.raft.protocol.state import Entry, Server


class Committed(NamedTuple):
    """A committed entry and the term of the leader that committed it."""

    entry: Entry
    term: int


@dataclass(frozen=True, slots=True)
class Record:
    """The committed entries, by index.

    Attributes:
        committed: what was committed at each index, in order; the first has index 1.
        broken: properties that were broken when they were committed, as bits.
    """

    committed: tuple[tuple[Committed, ...], ...] = ()
    broken: int = 0

    @property
    def entries(self) -> tuple[tuple[Entry, ...], ...]:
        """The entries committed at each index."""
        return tuple(tuple(one.entry for one in there) for there in self.committed)

    @property
    def commitments(self) -> dict[int, tuple[Committed, ...]]:
        """Index -> what was committed there, in order."""
        return dict(enumerate(self.committed, start=1))

    def after(self, leader: Server, index: int) -> Record:
        """Return the record after a leader took its log for committed up to an index.

        What is committed stays so. A leader that commits another entry beside it breaks State Machine Safety.
        """
        broken, committed = self.broken, list(self.committed)
        for position, entry in enumerate(leader.log[:index], start=1):
            new = (Committed(entry, leader.current_term),)
            if position > len(committed):
                committed.append(new)
                continue
            there = committed[position - 1]
            broken |= bits_for(invariants.state_machine_safety(leader, position, entry, there[0].entry))
            if all(entry != known.entry for known in there):
                committed[position - 1] = there + new
        return Record(tuple(committed), broken)

    def broken_by_leader(self, leader: Server) -> int:
        """Return Leader Completeness's bit if a leader lacks what was committed in an earlier term."""
        return bits_for(invariants.leader_completeness(leader, self.commitments))


class Ledger:
    """The numbered records; number 0 is the empty one.

    Attributes:
        conflicts: number -> properties that were broken by committing.
        entries: number -> the committed entries, by index.
    """

    def __init__(self, bits: int) -> None:
        self._records: Numbering[Record] = Numbering(bits)
        self.conflicts: list[int] = []
        self.entries: list[tuple[tuple[Entry, ...], ...]] = []
        self._number(Record())

    def _number(self, record: Record) -> int:
        number = self._records(record)
        if number == len(self.conflicts):
            self.conflicts.append(record.broken)
            self.entries.append(record.entries)
        return number

    def begin(self, entries: tuple[Entry, ...]) -> int:
        """Return the number of the record of what is committed at the start: in its own term, at the earliest."""
        return self._number(Record(tuple((Committed(entry, entry.term),) for entry in entries)))

    def record(self, number: int) -> Record:
        """Return the record of that number."""
        return self._records.values[number]

    def after(self, number: int, leader: Server, index: int) -> int:
        """Return the number of a record after a leader took its log for committed up to an index."""
        return self._number(self._records.values[number].after(leader, index))
