"""The properties that Raft guarantees at all times, each judged from one change of a run.

Five are those of figure 3 of the paper. The other two are what servers do for their sake: a run can do without one of
them and break none of the five.

Each function yields (name of the property, what broke it), nothing if it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Protocol

from quizgen.simulators.raft.protocol.state import Entry, Server

ELECTION_SAFETY = "election-safety"
LEADER_APPEND_ONLY = "leader-append-only"
LOG_MATCHING = "log-matching"
LEADER_COMPLETENESS = "leader-completeness"
STATE_MACHINE_SAFETY = "state-machine-safety"
MONOTONIC_TERMS = "monotonic-terms"
SINGLE_VOTE = "single-vote"

INVARIANTS: Mapping[str, str] = {
    ELECTION_SAFETY: "at most one leader is elected in a term (section 5.2)",
    LEADER_APPEND_ONLY: "a leader never overwrites or deletes entries of its log (section 5.3)",
    LOG_MATCHING: "logs with an entry of the same index and term are identical up to it (section 5.3)",
    LEADER_COMPLETENESS: "a committed entry is in the logs of the leaders of all later terms (section 5.4)",
    STATE_MACHINE_SAFETY: "no two servers commit different entries at the same index (section 5.4.3)",
    MONOTONIC_TERMS: "a server's current term never decreases, not even over a restart (section 5.1)",
    SINGLE_VOTE: "a server votes once in a term: a vote is neither changed nor forgotten (section 5.2)",
}

FIGURE_3: frozenset[str] = frozenset(
    {ELECTION_SAFETY, LEADER_APPEND_ONLY, LOG_MATCHING, LEADER_COMPLETENESS, STATE_MACHINE_SAFETY}
)
"""The names of the five of figure 3."""

Broken = Iterator[tuple[str, str]]


class Committed(Protocol):
    """A committed entry and the term in which it was committed."""

    @property
    def entry(self) -> Entry:
        """The entry."""

    @property
    def term(self) -> int:
        """The term of the server that committed it first."""


def election_safety(term: int, leaders: Sequence[str]) -> Broken:
    """Judge the servers that became leader of one term."""
    if len(set(leaders)) > 1:
        yield ELECTION_SAFETY, f"term {term} has the leaders {', '.join(leaders)}"


def leader_append_only(old: Server, new: Server, kept: int) -> Broken:
    """Judge a change of a log of which the first ``kept`` entries are as before."""
    if old.role == new.role == "leader" and kept < len(old.log):
        yield LEADER_APPEND_ONLY, f"leader {new.name} deleted its entry {kept + 1}"


def log_matching(entries: MutableMapping[tuple[int, int], tuple[str, int]], server: Server, index: int) -> Broken:
    """Judge one new entry against every entry ever seen.

    Two logs that agree on an entry must agree on the one before it; by induction, on all before it. So it is enough to
    remember, for each index and term, the value and the term of the predecessor.
    """
    entry = server.log[index - 1]
    seen = entries.setdefault((index, entry.term), (entry.value, server.term_at(index - 1)))
    if seen != (entry.value, server.term_at(index - 1)):
        yield LOG_MATCHING, f"entry {index} of term {entry.term} on {server.name} is not the one seen elsewhere"


def leader_completeness(leader: Server, commitments: Mapping[int, Iterable[Committed]]) -> Broken:
    """Judge a leader's log against what was committed in earlier terms, at each index."""
    for index, committed in ((index, one) for index, there in commitments.items() for one in there):
        if committed.term >= leader.current_term:
            continue
        if len(leader.log) < index or leader.log[index - 1] != committed.entry:
            missing = f"lacks entry {index}, committed in term {committed.term}"
            yield LEADER_COMPLETENESS, f"{leader.name}, leader of term {leader.current_term}, {missing}"
            return


def state_machine_safety(server: Server, index: int, entry: Entry, committed: Entry) -> Broken:
    """Judge an entry that a server takes for committed against the one that was committed there before."""
    if entry != committed:
        yield STATE_MACHINE_SAFETY, f"{server.name} commits another entry {index} than was committed before"


def monotonic_terms(old: Server, new: Server) -> Broken:
    """Judge a change of a server's term."""
    if new.current_term < old.current_term:
        yield MONOTONIC_TERMS, f"{new.name} went from term {old.current_term} back to {new.current_term}"


def single_vote(old: Server, new: Server) -> Broken:
    """Judge a change of a server's vote: until its term changes, it stays what it is once it is given (section 5.2)."""
    if old.voted_for and new.voted_for != old.voted_for and new.current_term == old.current_term:
        became = f"voted for {new.voted_for}" if new.voted_for else "forgot it"
        yield SINGLE_VOTE, f"{new.name} had voted for {old.voted_for} in term {old.current_term} and {became}"
