"""What the two models have in common: how a cluster is one integer, and servers that are down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizgen.simulators.kit.packing import Fields
from quizgen.simulators.raft.protocol.disk import after_loss
from quizgen.simulators.raft.protocol.inputs import Outputs, Restarted
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server, replace
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.scenario import Exhaustive
from quizgen.simulators.raft.scenario.events import Loss


@dataclass(frozen=True, slots=True)
class Spec:
    """What is to be explored: all that the states depend on.

    Attributes:
        servers: as they start.
        down: names of those that are down.
        bounds: how far.
        rules: the true ones, or a misconception's.
        loses: what servers lose that start again.
    """

    servers: tuple[Server, ...]
    down: tuple[str, ...]
    bounds: Exhaustive
    rules: Rules
    loses: Loss = "nothing"


class ClusterModel:
    """A model of a cluster that is one integer, with the number of each server's state in it; see `Model`.

    Attributes:
        names: of the servers, in order; a server's place in it is its position.
        down: names of the servers that are down at the start. They may start again at any time.
        initial: where it starts.
        key: state -> what it has in common with those that differ in names only; None if each counts for itself.
    """

    initial: int
    key: Callable[[int], int] | None = None

    def __init__(self, spec: Spec, fields: Fields, changes: Mapping[tuple[int, int], int]) -> None:
        """Make a model.

        Args:
            spec: what is explored.
            fields: where the numbers of the servers' states stand.
            changes: (number of a state, number of the next) -> properties that this change breaks by itself.
        """
        self.names = tuple(server.name for server in spec.servers)
        self.down = spec.down
        self._fields = fields
        self._changes = changes

    @property
    def is_suspicious(self) -> bool:
        """See `Model`."""
        return bool(self._changes)

    def broken_by(self, state: int, after: int) -> int:
        """Return the properties that the change of some server breaks."""
        broken, number, changes = 0, self._fields.number, self._changes
        for shift in self._fields.shifts:
            broken |= changes.get((state >> shift & number, after >> shift & number), 0)
        return broken


def stopped(server: Server) -> Server:
    """Return a server that is down. In a state that is explored such a server reaches nobody, not even itself."""
    return replace(server, reachable=())


def is_down(server: Server) -> bool:
    """Tell whether a server of an explored state is down."""
    return not server.reachable


def restart(server: Server, loses: Loss, rules: Rules) -> tuple[Server, Outputs]:
    """Return a server that starts again without what its disk lost, and what it does about it."""
    return step(after_loss(server, loses, 0), Restarted(), rules)
