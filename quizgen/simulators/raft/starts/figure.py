"""A stated start as a figure of logs that rules are held against."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.scenario import Scenario, StartState
from quizgen.simulators.raft.starts.start import start_servers, stated_entries

_EMPTY = StartState()
RULES = Rules()
"""The true rules: what a start is held against."""


@dataclass(frozen=True)
class Broken:
    """A rule that a start breaks.

    Attributes:
        rule: its name, as ``start_breaks()`` gives it.
        path: where in ``start``.
        message: what breaks it, and the rule with its section.
        hint: how to mend it.
    """

    rule: str
    path: ScenarioPath
    message: str
    hint: str = ""


@dataclass(frozen=True, eq=False)
class Figure:
    """What is stated, and the servers that it stands for."""

    scenario: Scenario

    @cached_property
    def servers(self) -> dict[str, Server]:
        """Name -> server, in order; a log ends before its first hole."""
        return {server.name: server for server in start_servers(self.scenario)[0]}

    def is_majority(self, names: Collection[str]) -> bool:
        """Tell whether so many servers can elect a leader, or commit."""
        return RULES.is_quorum(next(iter(self.servers.values())), names)

    def state(self, name: str) -> StartState:
        """Return what is stated of a server."""
        return self.scenario.start.get(name, _EMPTY)

    def entries(self, name: str) -> list[tuple[int, Entry]]:
        """Return a server's entries with their indices, those behind a hole included."""
        return stated_entries([self.state(name)])

    @cached_property
    def leader_logs(self) -> dict[int, tuple[str, tuple[Entry, ...]]]:
        """Term -> what is known of its leader's log when it led last, and on which server that stands.

        A leader only appends to its log (section 5.3). So it is the longest beginning of any log that ends with an
        entry of the term; where the leader is stated it is its log.
        """
        known: dict[int, tuple[str, tuple[Entry, ...]]] = {}
        for name, server in self.servers.items():
            for index, entry in enumerate(server.log, start=1):
                if entry.term not in known or index > len(known[entry.term][1]):
                    known[entry.term] = (name, server.log[:index])
        for name, server in self.servers.items():
            if server.role == "leader":
                known[server.current_term] = (name, server.log)
        return dict(sorted(known.items()))

    @cached_property
    def committed(self) -> tuple[str, tuple[Entry, ...]]:
        """The server with the highest commit index, and the entries that are committed."""
        furthest = max(self.servers.values(), key=lambda server: min(server.commit_index, len(server.log)))
        return furthest.name, furthest.log[: furthest.commit_index]

    def holders(self, index: int, entry: Entry) -> list[str]:
        """Return the servers that have the entry there."""
        return [name for name, server in self.servers.items() if server.log[index - 1 : index] == (entry,)]

    def may_have_led(self, server: Server, term: int) -> bool:
        """Tell whether a server can have led a term, whatever its log: it reached it, and voted for itself."""
        if any(one.role == "leader" and one.current_term == term for one in self.servers.values()):
            return server.role == "leader" and server.current_term == term
        return self.may_have_voted(server, server, term)

    def may_have_voted(self, voter: Server, candidate: Server, term: int) -> bool:
        """Tell whether a server can have voted for another in a term, whatever their logs."""
        if voter.current_term == term:
            return voter.role == "follower" and self.state(voter.name).voted_for in {None, candidate.name}
        return voter.current_term > term

    def place(self, name: str, *below: str | int) -> ScenarioPath:
        """Return the path to something that is stated of a server, or to the start if nothing is."""
        return ("start", name, *below) if name in self.scenario.start else ("start",)
