"""The two models once more, as plainly as their description allows: frozen values, no tables, not the protocol's code.

A server of the elections model is (term, voted for, role, votes); names are the numbers 0, 1, 2. A message is (kind,
sender, receiver, term, granted). A state is (servers, messages, crashes).

A server of the logs model is (term, leads, log), a log a tuple of terms. A state is (servers, committed entries with
the term in which they were committed, restarts).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TypeVar

Voter = tuple[int, int | None, str, frozenset[int]]
Ballot = tuple[str, int, int, int, bool]
Election = tuple[tuple[Voter, ...], frozenset[Ballot], int]

Keeper = tuple[int, bool, tuple[int, ...]]
Logbook = tuple[tuple[Keeper, ...], tuple[tuple[int, int], ...], int]

State = TypeVar("State", bound=Hashable)


def reachable(initial: State, successors: Callable[[State], Iterator[State]]) -> dict[State, int]:
    """Return every state with the length of the shortest way to it."""
    distance, waiting = {initial: 0}, deque([initial])
    while waiting:
        state = waiting.popleft()
        for after in successors(state):
            if after not in distance:
                distance[after] = distance[state] + 1
                waiting.append(after)
    return distance


# --- elections


@dataclass(frozen=True)
class ReferenceElections:
    """Elections among so many servers with empty logs, within bounds."""

    servers: int
    terms: int
    crashes: int = 0

    @property
    def initial(self) -> Election:
        """Everybody a follower in term 0."""
        return ((0, None, "follower", frozenset()),) * self.servers, frozenset(), 0

    def successors(self, state: Election) -> Iterator[Election]:
        """Yield the states one step on."""
        servers, messages, crashes = state
        for who, (term, voted_for, role, _) in enumerate(servers):
            if role != "leader" and term < self.terms:
                yield self._campaign(state, who)
            if crashes < self.crashes:
                fresh: Voter = (term, voted_for, "follower", frozenset())
                yield self._tidy(_with(servers, who, fresh), messages, crashes + 1)
        for message in messages:
            yield self._deliver(state, message)

    def _campaign(self, state: Election, who: int) -> Election:
        servers, messages, crashes = state
        term = servers[who][0] + 1
        alone = self.servers == 1
        voter: Voter = (term, who, "leader", frozenset()) if alone else (term, who, "candidate", frozenset({who}))
        asked = {("request", who, other, term, False) for other in range(self.servers) if other != who}
        return self._tidy(_with(servers, who, voter), messages | asked, crashes)

    def _deliver(self, state: Election, message: Ballot) -> Election:
        servers, messages, crashes = state
        kind, sender, receiver, term, granted = message
        voter = servers[receiver]
        if term > voter[0]:
            voter = (term, None, "follower", frozenset())
        current, voted_for, role, votes = voter
        if kind == "request":
            yes = term == current and voted_for in {None, sender}
            voter = (current, sender if yes else voted_for, role, votes)
            messages |= {("reply", receiver, sender, current, yes)}
        elif term == current and granted and role == "candidate":
            votes |= {sender}
            won = 2 * len(votes) > self.servers
            voter = (current, voted_for, "leader", frozenset()) if won else (current, voted_for, role, votes)
        return self._tidy(_with(servers, receiver, voter), messages, crashes)

    def _tidy(self, servers: tuple[Voter, ...], messages: frozenset[Ballot], crashes: int) -> Election:
        """Forget the replies that can no longer count."""
        kept = frozenset(message for message in messages if not _is_forgotten(servers[message[2]], message))
        return servers, kept, crashes


def _is_forgotten(receiver: Voter, message: Ballot) -> bool:
    kind, sender, _, term, granted = message
    current, _, role, votes = receiver
    if kind == "request":
        return False
    return term < current or (term == current and (not granted or role != "candidate" or sender in votes))


def _with(servers: tuple[State, ...], position: int, server: State) -> tuple[State, ...]:
    return (*servers[:position], server, *servers[position + 1 :])


def renamed_election(state: Election, order: tuple[int, ...]) -> Election:
    """Return a state in which server i is called order[i]."""
    servers, messages, crashes = state
    moved = sorted(
        (
            order[who],
            (term, None if voted is None else order[voted], role, frozenset(order[vote] for vote in votes)),
        )
        for who, (term, voted, role, votes) in enumerate(servers)
    )
    sent = frozenset((kind, order[sender], order[to], term, yes) for kind, sender, to, term, yes in messages)
    return tuple(voter for _, voter in moved), sent, crashes


# --- logs


@dataclass(frozen=True)
class ReferenceLogs:
    """Campaigns, writes, exchanges and commits among so many servers with empty logs, within bounds."""

    servers: int
    terms: int
    entries: int
    crashes: int = 0

    @property
    def initial(self) -> Logbook:
        """Everybody a follower in term 0 with an empty log."""
        return ((0, False, ()),) * self.servers, (), 0

    def successors(self, state: Logbook) -> Iterator[Logbook]:
        """Yield the states one step on."""
        servers, committed, restarts = state
        for who, (term, leads, log) in enumerate(servers):
            if not leads:
                yield from self._lead(state, who)
                continue
            if len(log) < self.entries:
                yield _with(servers, who, (term, True, (*log, term))), committed, restarts
            for other in range(self.servers):
                if other != who:
                    yield from self._append(state, who, other)
            yield from self._commit(state, who)
            if restarts < self.crashes:
                yield _with(servers, who, (term, False, log)), committed, restarts + 1

    def _lead(self, state: Logbook, who: int) -> Iterator[Logbook]:
        servers, committed, restarts = state
        term, log = servers[who][0] + 1, servers[who][2]
        if term > self.terms:
            return
        behind = [other for other in range(self.servers) if other != who and servers[other][0] < term]
        for size in range(len(behind) + 1):
            for reached in combinations(behind, size):
                votes = 1 + sum(_position(log) >= _position(servers[other][2]) for other in reached)
                if 2 * votes > self.servers:
                    after = _with(servers, who, (term, True, log))
                    for other in reached:
                        after = _with(after, other, (term, False, servers[other][2]))
                    yield after, committed, restarts

    def _append(self, state: Logbook, leader: int, other: int) -> Iterator[Logbook]:
        servers, committed, restarts = state
        (term, _, log), (its_term, _, its_log) = servers[leader], servers[other]
        if its_term > term:
            yield _with(servers, leader, (its_term, False, log)), committed, restarts
            return
        yield _with(servers, other, (term, False, its_log)), committed, restarts
        for last in range(_agree(log, its_log) + 1, len(log) + 1):
            yield _with(servers, other, (term, False, _taken(its_log, log[:last]))), committed, restarts

    def _commit(self, state: Logbook, leader: int) -> Iterator[Logbook]:
        servers, committed, restarts = state
        term, _, log = servers[leader]
        matches = [_agree(log, its_log) for its_term, _, its_log in servers if its_term == term]
        for index in range(len(log), len(committed), -1):
            if log[index - 1] == term and 2 * sum(match >= index for match in matches) > self.servers:
                new = tuple((entry, term) for entry in log[len(committed) : index])
                yield servers, committed + new, restarts
                return


def _position(log: tuple[int, ...]) -> tuple[int, int]:
    """Return by what logs are compared: the last term, then the length."""
    return (log[-1] if log else 0), len(log)


def _agree(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Return the length of the common prefix."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _taken(log: tuple[int, ...], sent: tuple[int, ...]) -> tuple[int, ...]:
    """Return a log after it took entries from the beginning: it is replaced only from a conflict on."""
    return log if log[: len(sent)] == sent else sent


def renamed_logs(state: Logbook, order: tuple[int, ...]) -> Logbook:
    """Return a state in which server i is called order[i]."""
    servers, committed, restarts = state
    moved = sorted((order[who], server) for who, server in enumerate(servers))
    return tuple(server for _, server in moved), committed, restarts


def orbits(states: dict[State, int], renamed: Callable[[State, tuple[int, ...]], State], servers: int) -> int:
    """Return how many states there are up to a renaming: as many as renamings leave unchanged on average (Burnside)."""
    orders = list(permutations(range(servers)))
    fixed = sum(renamed(state, order) == state for order in orders for state in states)
    assert fixed % len(orders) == 0
    return fixed // len(orders)
