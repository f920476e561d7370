"""An explored state as an execution that claims are asked of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from quizgen.simulators.raft.exploration.views import StateCluster, StateCommitment, StateHistory, depends_on_the_way
from quizgen.simulators.raft.protocol.history import Violation
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.trace import Trace


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
        commitments: Mapping[int, StateCommitment],
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
