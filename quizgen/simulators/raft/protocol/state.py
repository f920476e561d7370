"""A server's state (figure 2 of the paper), as an immutable, hashable value.

The paper, here and in the whole package: D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus
Algorithm (Extended Version)", 2014.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, make_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

__all__ = ["Entry", "Role", "Server", "common_prefix", "replace"]

Role = Literal["follower", "pre_candidate", "candidate", "leader"]


class Entry(NamedTuple):
    """An entry of the log: a client's value and the term of the leader that created it (section 5.3).

    The value is empty for the entry that a new leader appends with ``leader_no_op``.
    """

    term: int
    value: str


@dataclass(frozen=True, slots=True)
class Server:
    """One server.

    Attributes:
        name: such as S1.
        members: names of all servers, itself included, in order.
        reachable: the servers that a perfect failure detector would report to it, itself included. No rule of Raft
            reads it; the misconception that counts only reachable servers does.
        current_term: latest term it has seen; persistent.
        voted_for: the candidate it voted for in current_term, or empty; persistent.
        log: the entries, the first of which has index 1; persistent.
        role: volatile.
        leader: whom it takes for the leader of its term, or empty; volatile.
        leader_is_fresh: it heard from that leader within the shortest election timeout; only kept where pre_vote or
            check_quorum ask for it; volatile.
        commit_index: highest index known to be committed; volatile.
        votes: a candidate's votes, itself included, in order of name; volatile.
        next_index: for each member, the index of the next entry to send; a leader's, volatile.
        match_index: for each member, the highest index known to be replicated there; a leader's, volatile.
        pending: indices of entries whose clients wait for an answer; a leader's, volatile.
        heard_from: the members that answered since the last check_quorum; a leader's, volatile.
    """

    name: str
    members: tuple[str, ...]
    reachable: tuple[str, ...]
    current_term: int = 0
    voted_for: str = ""
    log: tuple[Entry, ...] = ()
    role: Role = "follower"
    leader: str = ""
    leader_is_fresh: bool = False
    commit_index: int = 0
    votes: tuple[str, ...] = ()
    next_index: tuple[int, ...] = ()
    match_index: tuple[int, ...] = ()
    pending: tuple[int, ...] = ()
    heard_from: tuple[str, ...] = ()

    @property
    def peers(self) -> tuple[str, ...]:
        """The other members."""
        return tuple(member for member in self.members if member != self.name)

    @property
    def last_log_term(self) -> int:
        """The term of the last entry, 0 for an empty log."""
        return self.log[-1].term if self.log else 0

    def term_at(self, index: int) -> int:
        """Return the term of the entry at that index; 0 before the first entry and past the last."""
        return self.log[index - 1].term if 1 <= index <= len(self.log) else 0


def common_prefix(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many entries at the beginning two logs have in common."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine is not theirs and mine != theirs:
            break
        length += 1
    return length


_FIELDS = tuple(field.name for field in fields(Server))
_values = attrgetter(*_FIELDS)

if TYPE_CHECKING:  # which field can have which value, type checkers know of that one only
    from dataclasses import replace
else:
    _Draft = make_dataclass("_Draft", _FIELDS, slots=True)

    def replace(server: Server, **changes: object) -> Server:
        """Return a server with some fields changed: `dataclasses.replace`, in a quarter of the time.

        Runs make little else than servers that differ from the one before in a field or two, and a frozen value is slow
        to make. So it is made as one that is not frozen and has the same fields.

        Raises:
            AttributeError: if there is no such field.
        """
        changed = _Draft(*_values(server))
        for name, value in changes.items():
            setattr(changed, name, value)
        changed.__class__ = type(server)
        return changed
