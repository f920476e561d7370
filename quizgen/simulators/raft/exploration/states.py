"""An explored state as an execution that claims are asked of: what the state does not know, it does not say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NoReturn

from quizgen.simulators.api import ObservationError
from quizgen.simulators.raft.protocol.history import Violation
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.runs.network import Network
from quizgen.simulators.trace import Trace

_WORDS: Mapping[str, str] = {
    "candidates": "who campaigned in a term",
    "commit_index": "up to where a server knows that entries are committed",
    "counts": "how often something happened",
    "deleted": "what was deleted",
    "end": "how long it took",
    "events": "what happened",
    "first_available": "when there was a leader",
    "holders": "who held an entry when it was committed",
    "leader": "whom a server takes for the leader",
    "longest_stall": "how long there was no leader",
    "most_leaders": "how many led at one moment of the run",
    "secured": "what was on a majority in its leader's term",
    "votes_at_win": "with how many votes a leader won",
    "voted_for": "for whom a server voted",
    "vote": "for whom a server voted in an earlier term",
    "leader_of_term": "who led an earlier term",
}


def depends_on_the_way(name: str) -> NoReturn:
    """Say that an explored state does not know something.

    Raises:
        ObservationError: always.
    """
    what = _WORDS.get(name, name)
    raise ObservationError(f"{what} depends on the way, not on the state: use `explore: {{seeds: ...}}`")


class _Unknown:
    """An attribute that an explored state does not know."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> NoReturn:
        depends_on_the_way(self._name)


class ElectionServer(Server):
    """A server in a state of the elections model."""

    __slots__ = ()
    leader = _Unknown("leader")
    commit_index = _Unknown("commit_index")


class LogServer(Server):
    """A server in a state of the logs model."""

    __slots__ = ()
    leader = _Unknown("leader")
    commit_index = _Unknown("commit_index")
    voted_for = _Unknown("voted_for")


def shown(server: Server, kind: type[Server]) -> Server:
    """Return a server as claims see it."""
    view = object.__new__(kind)
    for name in Server.__slots__:
        Server.__dict__[name].__set__(view, getattr(server, name))
    return view


class StateCluster:
    """A cluster in an explored state; as `Cluster`, without a network.

    Attributes:
        servers: in order of name.
        down: names of the servers that are down, in order.
        network: nothing hinders messages; each may be lost or late.
    """

    __slots__ = ("down", "servers")
    network = Network()

    def __init__(self, servers: tuple[Server, ...], down: tuple[str, ...]) -> None:
        self.servers = servers
        self.down = down

    @property
    def live(self) -> tuple[Server, ...]:
        """The servers that are up."""
        return tuple(server for server in self.servers if server.name not in self.down) if self.down else self.servers


class StateCommitment:
    """A committed entry, as a state knows it; as `Commitment`."""

    __slots__ = ("entry", "index", "term")
    time = _Unknown("holders")
    holders = _Unknown("holders")

    def __init__(self, index: int, entry: Entry, term: int) -> None:
        self.index = index
        self.entry = entry
        self.term = term


Commitments = Mapping[int, tuple[StateCommitment, ...]]
"""Index -> the commitments there, in order."""


class StateHistory:
    """What a state knows of the way to it; as `History`. Anything else raises `ObservationError`.

    Attributes:
        leaders: term -> servers that lead it.
        votes: (server, term) -> candidates it voted for.
        commitments: index -> the commitments there.
        violations: what is broken on the shortest way to the state.
    """

    def __init__(self, cluster: StateCluster, commitments: Commitments, violations: tuple[Violation, ...]) -> None:
        self.leaders = Known(
            lambda term: term > max(server.current_term for server in cluster.servers), "leader_of_term"
        )
        for server in cluster.servers:
            if server.role == "leader":
                self.leaders.known.setdefault(server.current_term, []).append(server.name)
        self.votes = _Votes(cluster)
        self.commitments = commitments
        self.violations = violations

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # never returns
        if name.startswith("__"):
            raise AttributeError(name)
        depends_on_the_way(name)


class Known(Mapping[int, list[str]]):
    """Facts, some of which are not known: to ask for those is an error."""

    def __init__(self, is_nothing: Callable[[int], bool], name: str) -> None:
        self.known: dict[int, list[str]] = {}
        self._is_nothing = is_nothing
        self._name = name

    def __getitem__(self, term: int) -> list[str]:
        if term not in self.known and term > 0 and not self._is_nothing(term):
            depends_on_the_way(self._name)
        return self.known[term]

    def __iter__(self) -> Iterator[int]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


class _Votes(Mapping[tuple[str, int], list[str]]):
    """The votes of current terms."""

    def __init__(self, cluster: StateCluster) -> None:
        self._cluster = cluster

    def __getitem__(self, key: tuple[str, int]) -> list[str]:
        name, term = key
        server = {one.name: one for one in self._cluster.servers}[name]
        if 0 < term < server.current_term:
            depends_on_the_way("vote")
        if term == server.current_term and server.voted_for:
            return [server.voted_for]
        raise KeyError(key)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((one.name, one.current_term) for one in self._cluster.servers if one.voted_for)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class ExploredState:
    """One state, with the shortest run to it; looks like a `RaftExecution`.

    What a state does not know, such as how often something happened, raises `ObservationError`.

    Attributes:
        seed: its number.
        cluster: the servers.
        rules: those that are explored.
        gave_up: None: there is no script.
        groups: empty: there are no partitions.
    """

    gave_up = None
    groups: Mapping[str, tuple[str, ...]] = {}

    def __init__(  # noqa: PLR0913, PLR0917  # made for every state: too often to name them
        self,
        seed: int,
        cluster: StateCluster,
        commitments: Commitments,
        violations: tuple[Violation, ...],
        run: Callable[[int], Trace],
        rules: Rules,
    ) -> None:
        self.seed = seed
        self.cluster = cluster
        self._commitments = commitments
        self._violations = violations
        self._run = run
        self.rules = rules

    @cached_property
    def trace(self) -> Trace:
        """The shortest run that leads to the state."""
        return self._run(self.seed)

    @cached_property
    def history(self) -> StateHistory:
        """What the state knows of the way to it."""
        return StateHistory(self.cluster, self._commitments, self._violations)

    @property
    def leaders(self) -> tuple[Server, ...]:
        """The live servers that lead, in order of name."""
        return tuple([server for server in self.cluster.live if server.role == "leader"])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # never returns
        if name.startswith("__"):
            raise AttributeError(name)
        depends_on_the_way(name)
