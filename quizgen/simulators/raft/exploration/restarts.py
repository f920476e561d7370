"""Servers that are down, and what becomes of a server that starts again."""

from __future__ import annotations

from quizgen.simulators.raft.protocol.disk import after_loss
from quizgen.simulators.raft.protocol.inputs import Outputs, Restarted
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server, replace
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.scenario.events import Loss


def stopped(server: Server) -> Server:
    """Return a server that is down. In a state that is explored such a server reaches nobody, not even itself."""
    return replace(server, reachable=())


def is_down(server: Server) -> bool:
    """Tell whether a server of an explored state is down."""
    return not server.reachable


def restart(server: Server, loses: Loss, rules: Rules) -> tuple[Server, Outputs]:
    """Return a server that starts again without what its disk lost, and what it does about it."""
    return step(after_loss(server, loses, 0), Restarted(), rules)
