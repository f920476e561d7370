"""Observations about the trace, and about the properties that must never break."""

from __future__ import annotations

from quizgen.simulators.api import Observation
from quizgen.simulators.raft.execution import RaftExecution
from quizgen.simulators.raft.invariants import INVARIANTS
from quizgen.simulators.raft.observations.lookup import observation, server_of, unknown
from quizgen.simulators.raft.recorder import NETWORK
from quizgen.simulators.raft.vocabulary import TRACE_EVENTS

# Each function's documentation is one line of the author's reference.


def count(run: RaftExecution, event_type: str) -> int:
    """How often an event of the trace happened."""
    if event_type not in TRACE_EVENTS:
        raise unknown("event type", event_type, TRACE_EVENTS)
    return run.counts.get((event_type, ""), 0)


def count__at(run: RaftExecution, event_type: str, server: str) -> int:
    """How often an event of the trace happened at a server ("network" for what happens to links)."""
    if event_type not in TRACE_EVENTS:
        raise unknown("event type", event_type, TRACE_EVENTS)
    return run.counts.get((event_type, server if server == NETWORK else server_of(run, server).name), 0)


def happened(run: RaftExecution, event_type: str) -> bool:
    """Whether an event of the trace happened at all."""
    return count(run, event_type) > 0


def happened__at(run: RaftExecution, event_type: str, server: str) -> bool:
    """Whether an event of the trace happened at a server."""
    return count__at(run, event_type, server) > 0


def safe(run: RaftExecution) -> bool:
    """Whether every property of the paper's figure 3 held throughout the run, and no term ever decreased."""
    return not run.history.violations


def holds(run: RaftExecution, invariant: str) -> bool:
    """Whether one property held throughout: election-safety, leader-append-only, log-matching and so on."""
    if invariant not in INVARIANTS:
        raise unknown("invariant", invariant, INVARIANTS)
    return all(violation.invariant != invariant for violation in run.history.violations)


OBSERVATIONS: tuple[Observation, ...] = (
    observation(count, "int", event_type="string"),
    observation(count__at, "int", event_type="string", server="string"),
    observation(happened, "bool", event_type="string"),
    observation(happened__at, "bool", event_type="string", server="string"),
    observation(safe, "bool"),
    observation(holds, "bool", invariant="string"),
)
