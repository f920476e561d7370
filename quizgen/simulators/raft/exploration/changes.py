"""The properties as bits, and those that one server's change can break by itself."""

from __future__ import annotations

from quizgen.simulators.raft.protocol import invariants
from quizgen.simulators.raft.protocol.state import Server, common_prefix

PROPERTIES: tuple[str, ...] = tuple(invariants.INVARIANTS)
BIT = {name: 1 << position for position, name in enumerate(PROPERTIES)}

ELECTION_SAFETY_BIT = BIT[invariants.ELECTION_SAFETY]


def names_of(broken: int) -> tuple[str, ...]:
    """Return the names of broken properties, in order."""
    return tuple(name for name, bit in BIT.items() if broken & bit)


def bits_for(broken: invariants.Broken) -> int:
    """Return the bits of the properties that a judgement finds broken."""
    bits = 0
    for name, _ in broken:
        bits |= BIT[name]
    return bits


def broken_by_change(old: Server, new: Server) -> int:
    """Return the properties that one server's change breaks, whatever the others do."""
    if new is old:
        return 0
    broken = bits_for(invariants.monotonic_terms(old, new)) | bits_for(invariants.single_vote(old, new))
    if new.log is not old.log:
        broken |= bits_for(invariants.leader_append_only(old, new, common_prefix(old.log, new.log)))
    return broken
