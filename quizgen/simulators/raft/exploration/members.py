"""Changes of a cluster's members, explored state by state (Ongaro's dissertation, chapter 4; the paper, section 6).

As in the logs model there are no messages: a campaign, or an exchange between a leader and one follower, is one step. A
server goes by the latest configuration in its log, committed or not. An entry holds a term and, if it changes the
members, the configuration: one set of members, or two while the change is joint; then each needs a majority.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import NamedTuple

from quizgen.simulators.raft.protocol.state import common_prefix
from quizgen.simulators.raft.scenario import Membership

Config = tuple[tuple[str, ...], ...]


class Change(NamedTuple):
    """An entry: the term of the leader that created it, and the configuration; empty for one that changes nothing."""

    term: int
    config: Config = ()


class Member(NamedTuple):
    """A server: its term, whether it leads, its log."""

    term: int
    leads: bool
    log: tuple[Change, ...]


class Cluster(NamedTuple):
    """A state: the servers in order of name, and what was ever committed, with its index."""

    servers: tuple[Member, ...]
    committed: frozenset[tuple[int, Change]]


@dataclass(frozen=True)
class Members:
    """The model.

    Attributes:
        names: every server that is a member before or after, in order.
        before: the members at the start.
        asked: the change, and the bounds.
    """

    names: tuple[str, ...]
    before: tuple[str, ...]
    asked: Membership

    @property
    def initial(self) -> Cluster:
        """Followers in term 0 with empty logs."""
        return Cluster((Member(0, leads=False, log=()),) * len(self.names), frozenset())

    def successors(self, state: Cluster) -> Iterator[Cluster]:
        """Yield the states one step on; some of them more than once."""
        for place, server in enumerate(state.servers):
            if not server.leads:
                yield from self._elected(state, place)
                continue
            yield from self._copied(state, place)
            counted = self._counted(state, place)
            if counted:
                new = frozenset(enumerate(server.log[:counted], start=1))
                yield state._replace(committed=state.committed | new)
            if len(server.log) < self.asked.entries:
                for config in ((), *self._next_configs(server, counted)):
                    grown = server._replace(log=(*server.log, Change(server.term, config)))
                    yield _with(state, {place: grown})

    # --- configurations

    def config(self, server: Member) -> Config:
        """Return the latest configuration in a server's log."""
        return next((entry.config for entry in reversed(server.log) if entry.config), (self.before,))

    def _is_quorum(self, places: set[int], config: Config) -> bool:
        """Tell whether servers are a majority of each set of members."""
        names = {self.names[place] for place in places}
        return all(2 * len(names & {*members}) > len(members) for members in config)

    def _next_configs(self, leader: Member, counted: int) -> Iterator[Config]:
        """Yield what a leader may change the members to; before that, the change before it is committed."""
        config, goal, by = self.config(leader), tuple(sorted(self.asked.to)), self.asked.by
        latest = max((index for index, entry in enumerate(leader.log, start=1) if entry.config), default=0)
        if by == "at_once":
            if config != (goal,):
                yield (goal,)
        elif counted < latest or (by == "single" and self.asked.own_entry_first and not counted):
            return
        elif by == "joint":
            if config != (goal,):
                yield (goal,) if len(config) > 1 else (config[0], goal)
        else:
            for name in sorted({*config[0]} ^ {*goal}):
                yield (tuple(sorted({*config[0]} ^ {name})),)

    # --- steps

    def _elected(self, state: Cluster, place: int) -> Iterator[Cluster]:
        """Yield what comes of each campaign that a server wins: it reaches servers of lower terms (section 5.2)."""
        candidate = state.servers[place]
        term, config = candidate.term + 1, self.config(candidate)
        if term > self.asked.terms or self.names[place] not in chain(*config):
            return
        lower = [other for other, one in enumerate(state.servers) if other != place and one.term < term]
        for reached in chain.from_iterable(combinations(lower, size) for size in range(len(lower) + 1)):
            votes = {other for other in reached if _is_up_to_date(candidate.log, state.servers[other].log)}
            if self._is_quorum({place, *votes}, config):
                heard = {other: Member(term, leads=False, log=state.servers[other].log) for other in reached}
                yield _with(state, {place: Member(term, leads=True, log=candidate.log), **heard})

    def _copied(self, state: Cluster, place: int) -> Iterator[Cluster]:
        """Yield what comes of AppendEntries to each other member, with entries up to some index (section 5.3)."""
        leader = state.servers[place]
        for other, follower in enumerate(state.servers):
            if other == place or follower.term > leader.term or self.names[other] not in chain(*self.config(leader)):
                continue
            same = common_prefix(leader.log, follower.log)
            for last in range(same, len(leader.log) + 1):
                log = follower.log if last == same else leader.log[:last]
                yield _with(state, {other: Member(leader.term, leads=False, log=log)})

    def _counted(self, state: Cluster, place: int) -> int:
        """Return the highest index that a leader finds on a quorum of its members, of its own term (section 5.4.2)."""
        leader = state.servers[place]
        for index in range(len(leader.log), 0, -1):
            holders = {
                other
                for other, one in enumerate(state.servers)
                if one.term == leader.term and one.log[:index] == leader.log[:index]
            }
            if leader.log[index - 1].term == leader.term and self._is_quorum(holders, self.config(leader)):
                return index
        return 0


def _is_up_to_date(mine: tuple[Change, ...], theirs: tuple[Change, ...]) -> bool:
    """Section 5.4.1."""
    return (mine[-1].term if mine else 0, len(mine)) >= (theirs[-1].term if theirs else 0, len(theirs))


def _with(state: Cluster, changed: dict[int, Member]) -> Cluster:
    servers = tuple([changed.get(place, server) for place, server in enumerate(state.servers)])
    return state._replace(servers=servers)
