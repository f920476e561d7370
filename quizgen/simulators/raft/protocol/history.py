"""What a run leaves behind beside its trace: facts over time that no single state shows, kept apart from the state.

The properties of Raft are judged here as the run goes on, each from what changed only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from quizgen.simulators.raft.protocol import invariants
from quizgen.simulators.raft.protocol.state import Entry, Server, common_prefix


@dataclass(frozen=True, slots=True)
class Commitment:
    """The first time that an entry was committed.

    Attributes:
        time: the moment in microseconds.
        index: where in the log.
        entry: what.
        term: the term of the server that first took it for committed.
        holders: the servers whose logs held it then, live or not, in order of name.
    """

    time: int
    index: int
    entry: Entry
    term: int
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken property: its name and the moment in microseconds."""

    invariant: str
    time: int
    message: str


@dataclass(slots=True)
class History:
    """The facts of one run, gathered as it goes on.

    Attributes:
        leaders: term -> servers that became its leader, in order.
        votes_at_win: term -> votes that its (first) leader had on winning.
        candidates: term -> servers that campaigned in it, in order.
        votes: (server, term) -> candidates it voted for, in order.
        commitments: index -> the commitments there, in order: one, unless State Machine Safety broke.
        deleted: values deleted from some log, in order.
        most_leaders: the most servers that led at one moment.
        violations: broken properties, in order.
        entries: (index, term) -> (value, term of the entry before): what Log Matching compares.
        secured: values that stood on a majority at one moment, each copy stored in the term of their leader, or that
            stood before such an entry.
        stored: (index, term) -> servers that have the entry, and had it while they were in its term.
    """

    leaders: dict[int, list[str]] = field(default_factory=dict)
    votes_at_win: dict[int, int] = field(default_factory=dict)
    candidates: dict[int, list[str]] = field(default_factory=dict)
    votes: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    commitments: dict[int, list[Commitment]] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    most_leaders: int = 0
    violations: list[Violation] = field(default_factory=list)
    entries: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)
    secured: dict[str, None] = field(default_factory=dict)
    stored: dict[tuple[int, int], set[str]] = field(default_factory=dict)

    def observe(self, time: int, old: Server, new: Server, servers: Mapping[str, Server], *, restart: bool) -> None:
        """Take in one server's change. ``servers`` is the cluster after it."""
        broken: list[tuple[str, str]] = list(invariants.monotonic_terms(old, new))
        if new.current_term != old.current_term or new.role != old.role or new.voted_for != old.voted_for:
            broken += invariants.single_vote(old, new)
            broken += self._office(old, new)
        if new.log is not old.log:
            kept = common_prefix(old.log, new.log)
            self._forget(old, kept)
            if not restart:
                broken += self._log(old, new, kept)
        if new.commit_index > old.commit_index:
            broken += self._commit(time, old, new, servers)
        if broken:
            self.violations += (Violation(name, time, message) for name, message in broken)

    def _office(self, old: Server, new: Server) -> list[tuple[str, str]]:
        term = new.current_term
        if new.voted_for and (new.voted_for, term) != (old.voted_for, old.current_term):
            self.votes.setdefault((new.name, term), []).append(new.voted_for)
        if new.role == "candidate" and (old.role != "candidate" or old.current_term != term):
            self.candidates.setdefault(term, []).append(new.name)
        if new.role != "leader" or (old.role == "leader" and old.current_term == term):
            return []
        if old.role != "leader" and old.current_term != term:  # won within the step in which it campaigned
            self.candidates.setdefault(term, []).append(new.name)
        leaders = self.leaders.setdefault(term, [])
        leaders.append(new.name)
        self.votes_at_win.setdefault(term, len(new.votes))
        return [*invariants.election_safety(term, leaders), *invariants.leader_completeness(new, self.commitments)]

    def _log(self, old: Server, new: Server, kept: int) -> list[tuple[str, str]]:
        self.deleted += (entry.value for entry in old.log[kept:])
        broken = list(invariants.leader_append_only(old, new, kept))
        for index in range(kept + 1, len(new.log) + 1):
            broken += invariants.log_matching(self.entries, new, index)
        self.take_in_stored(new, kept)
        return broken

    def _forget(self, server: Server, kept: int) -> None:
        """Leave out what a server no longer stores behind so many entries: deleted, or lost by its disk."""
        for index, entry in enumerate(server.log[kept:], start=kept + 1):
            self.stored.get((index, entry.term), set()).discard(server.name)

    def take_in_stored(self, server: Server, kept: int = 0) -> None:
        """Take in what a server stores behind so many entries, and what that secures (sections 5.3 and 5.4.2)."""
        for index in range(kept + 1, len(server.log) + 1):
            if server.log[index - 1].term == server.current_term:
                holders = self.stored.setdefault((index, server.current_term), set())
                before = len(holders)
                holders.add(server.name)
                if 2 * before <= len(server.members) < 2 * len(holders):
                    self.secured.update(dict.fromkeys(entry.value for entry in server.log[:index]))

    def _commit(self, time: int, old: Server, new: Server, servers: Mapping[str, Server]) -> list[tuple[str, str]]:
        broken: list[tuple[str, str]] = []
        for index in range(old.commit_index + 1, new.commit_index + 1):
            entry = new.log[index - 1]
            if index in self.commitments:
                broken += invariants.state_machine_safety(new, index, entry, self.commitments[index][0].entry)
            if self.take_in_committed(time, index, entry, new.current_term, servers.values()):
                known = {index: self.commitments[index][-1:]}
                for server in servers.values():
                    if server.role == "leader":
                        broken += invariants.leader_completeness(server, known)
        return broken

    def take_in_committed(self, time: int, index: int, entry: Entry, term: int, servers: Collection[Server]) -> bool:
        """Take in that a server in some term took an entry for committed; tell whether it is the first to do so."""
        known = self.commitments.setdefault(index, [])
        if any(commitment.entry == entry for commitment in known):
            return False
        holders = tuple(server.name for server in servers if server.log[index - 1 : index] == (entry,))
        known.append(Commitment(time, index, entry, term, holders))
        return True
