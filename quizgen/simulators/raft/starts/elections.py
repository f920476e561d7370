"""A rule on all elections of a figure together: one after the other, each must have been possible (section 5.4.1).

Terms can be looked at one after the other: what a server does in a term depends on earlier terms and on messages of the
same term only, since a message of an older term is refused and one of a newer term ends the older (section 5.1). Who
led which term, and who voted, is tried out. Of each server that leaves the logs that it can have had; whatever is not
known of terms without entries, and of entries that were overwritten, is taken to be as favourable as it can be. So what
is found impossible is impossible; what is not found so need not be possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from quizgen.simulators.raft.protocol.state import common_prefix
from quizgen.simulators.raft.starts.figure import Broken, Figure

Log = tuple[int, ...]
"""The terms of a log's entries."""

Logs = frozenset[Log]
"""Logs that a server can have had at some time."""

MOST_TRIED = 500
"""After so many elections that were tried, the figure is let pass."""


def elections_in_turn(figure: Figure) -> Iterator[Broken]:
    """Some majority elected each leader whose entries there are, with the logs it had by then (section 5.4.1)."""
    search = _Search(figure)
    if search.is_possible():
        return
    term = search.elections[search.furthest].term
    holder, log = figure.leader_logs[term]
    yield Broken(
        "elections-in-turn",
        figure.place(holder, "log", len(log) - 1) if log else figure.place(holder),
        f"when term {term} began, no majority can have voted for its leader: the leaders of earlier terms, and those "
        "who voted for them, have entries that it lacks or are too few (sections 5.2 and 5.4.1)",
    )


@dataclass(frozen=True)
class _Election:
    """The election of a leader of whom entries are known, or that is stated.

    Attributes:
        term: which it leads.
        before: its log when it was elected.
        after: its log when it led last, as far as is known.
        silence: whether a term follows of whose leader, if it had one, nothing is known.
    """

    term: int
    before: Log
    after: Log
    silence: bool


def _position(log: Log) -> tuple[int, int]:
    """Return by what logs are compared (section 5.4.1)."""
    return (log[-1] if log else 0), len(log)


def _beginnings(log: Log, agreed: int = 0) -> Logs:
    """Return what a follower can have of a leader's log, once it has taken something beyond what both agree on."""
    return frozenset(log[:length] for length in range(agreed + 1, len(log) + 1))


def _followed(logs: Logs, leader: Log) -> Logs:
    """Return the logs that a server can have after a term, given those before it and its leader's (section 5.3)."""
    return logs.union(*(_beginnings(leader, common_prefix(log, leader)) for log in logs))


class _Search:
    """Tries out who can have led, and who can have voted.

    Of logs with entries that nobody has any more only the least up to date is kept: a server with another votes for
    fewer.

    Attributes:
        elections: the elections, in order.
        furthest: the last of them that was tried.
    """

    def __init__(self, figure: Figure) -> None:
        self.elections = tuple(_elections_of(figure))
        self.furthest = 0
        self._figure = figure
        self._servers = tuple(figure.servers.values())
        self._ends = tuple(tuple(entry.term for entry in server.log) for server in self._servers)
        names = [server.name for server in self._servers]
        self._majority = next(count for count in range(1, len(names) + 1) if figure.is_majority(names[:count]))
        terms = {election.term for election in self.elections}
        self._lost: Log = (next(term for term in range(1, len(terms) + 2) if term not in terms),)
        self._tried = 0
        self._seen: set[tuple[int, tuple[Logs, ...]]] = set()

    def is_possible(self) -> bool:
        """Tell whether every leader can have been elected, or too much would have to be tried to tell."""
        logs: tuple[Logs, ...] = (frozenset([()]),) * len(self._servers)
        if self.elections and self.elections[0].term > 1:
            logs = self._after_silence(0, 0, logs)
        return self._goes_on(0, logs)

    def _goes_on(self, number: int, logs: tuple[Logs, ...]) -> bool:
        """Tell whether the elections from one on can be won, given the logs that servers can have before it."""
        if number == len(self.elections):
            return all(end in possible for end, possible in zip(self._ends, logs, strict=True))
        if (number, logs) in self._seen:
            return False
        self._seen.add((number, logs))
        self.furthest = max(self.furthest, number)
        election = self.elections[number]
        for won in self._won(election, logs):
            self._tried += 1
            after = self._after_silence(number + 1, election.term, won) if election.silence else won
            if self._tried > MOST_TRIED or self._goes_on(number + 1, after):
                return True
        return False

    def _won(self, election: _Election, logs: tuple[Logs, ...]) -> Iterator[tuple[Logs, ...]]:
        """Yield the logs that servers can have after an election, for each leader and the votes that it had.

        The likeliest leader comes first: who has most of its log.
        """
        after = [
            _followed(possible, election.after) if server.current_term >= election.term else possible
            for server, possible in zip(self._servers, logs, strict=True)
        ]
        for leader in sorted(range(len(logs)), key=lambda place: -common_prefix(self._ends[place], election.after)):
            candidate = self._servers[leader]
            if not self._figure.may_have_led(candidate, election.term) or election.before not in logs[leader]:
                continue
            at_vote: dict[int, Logs] = {}
            for place in range(len(logs)):
                if place != leader and self._figure.may_have_voted(self._servers[place], candidate, election.term):
                    older = {log for log in logs[place] if _position(log) <= _position(election.before)}
                    at_vote |= {place: frozenset(older)} if older else {}
            bound = [place for place, older in at_vote.items() if older != logs[place]]
            needed = max(self._majority - 1 - (len(at_vote) - len(bound)), 0)
            for voters in combinations(bound, needed):
                led = {
                    leader: frozenset([election.after]),
                    **{voter: _followed(at_vote[voter], election.after) for voter in voters},
                }
                yield tuple(led.get(place, possible) for place, possible in enumerate(after))

    def _after_silence(self, number: int, term: int, logs: tuple[Logs, ...]) -> tuple[Logs, ...]:
        """Return the logs that servers can have after terms of which nothing is known, the first of them after a term.

        Their leaders can have brought anybody the beginning of any log that there was, and entries that were lost.
        """
        known = frozenset([self._lost]).union(*(_beginnings(one.after) for one in self.elections[:number]))
        return tuple(
            possible | known if server.current_term > term else possible
            for server, possible in zip(self._servers, logs, strict=True)
        )


def _elections_of(figure: Figure) -> Iterator[_Election]:
    known = {term: tuple(entry.term for entry in log) for term, (_, log) in figure.leader_logs.items()}
    for term, log in known.items():
        yield _Election(term, tuple(one for one in log if one < term), log, silence=term + 1 not in known)
