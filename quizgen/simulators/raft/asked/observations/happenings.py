"""Observations about the trace, and about the properties that must never break."""

from __future__ import annotations

from functools import partial
from typing import get_args

from quizgen.simulators.api import ObservationError, observation
from quizgen.simulators.raft.asked.domains import (
    AMessageKind,
    AnEventType,
    AnInvariant,
    AServer,
    AServerOrNetwork,
    BrokenRules,
    Count,
    Happenings,
    Terms,
    Values,
)
from quizgen.simulators.raft.asked.observations.lookup import server_of, unknown
from quizgen.simulators.raft.protocol.invariants import FIGURE_3, INVARIANTS, MONOTONIC_TERMS, SINGLE_VOTE
from quizgen.simulators.raft.protocol.messages import AppendEntries, Message
from quizgen.simulators.raft.runs.execution import RaftExecution
from quizgen.simulators.raft.runs.network import ANY, Cluster, is_on
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.raft.runs.vocabulary import TRACE_EVENTS
from quizgen.simulators.raft.scenario.events import MessageKind

# Each function without an underscore is an observation; its documentation is a line of the author's reference.


def count(run: RaftExecution, event_type: AnEventType) -> Happenings:
    """How often an event of the trace happened."""
    if event_type not in TRACE_EVENTS:
        raise unknown("event type", event_type, TRACE_EVENTS)
    return run.counts.get((event_type, ""), 0)


def count__at(run: RaftExecution, event_type: AnEventType, server: AServerOrNetwork) -> Happenings:
    """How often an event of the trace happened at a server ("network" for what happens to links)."""
    if event_type not in TRACE_EVENTS:
        raise unknown("event type", event_type, TRACE_EVENTS)
    return run.counts.get((event_type, server if server == NETWORK else server_of(run, server).name), 0)


def happened(run: RaftExecution, event_type: AnEventType) -> bool:
    """Whether an event of the trace happened at all."""
    return count(run, event_type) > 0


def happened__at(run: RaftExecution, event_type: AnEventType, server: AServerOrNetwork) -> bool:
    """Whether an event of the trace happened at a server."""
    return count__at(run, event_type, server) > 0


def safe(run: RaftExecution) -> bool:
    """Figure 3: election-safety, leader-append-only, log-matching, leader-completeness, state-machine-safety held."""
    return all(violation.invariant not in FIGURE_3 for violation in run.history.violations)


def holds(run: RaftExecution, invariant: AnInvariant) -> bool:
    """Whether one property held throughout: one of those of safe(), or monotonic-terms, or single-vote."""
    if invariant not in INVARIANTS:
        raise unknown("invariant", invariant, INVARIANTS)
    return all(violation.invariant != invariant for violation in run.history.violations)


def monotonic_terms(run: RaftExecution) -> bool:
    """Whether no server's current term ever decreased, not even over a restart (section 5.1); no part of safe()."""
    return holds(run, MONOTONIC_TERMS)


def single_vote(run: RaftExecution) -> bool:
    """Whether no server changed its vote in a term, or forgot it over a restart (section 5.2); no part of safe()."""
    return holds(run, SINGLE_VOTE)


def _what_breaks(run: RaftExecution) -> str:
    """Return what breaks each of the rules, in words."""
    return "; ".join(event.detail for event in run.events("start_impossible"))


@partial(observation, ordered=False, why=_what_breaks)
def start_breaks(run: RaftExecution) -> BrokenRules:
    """The rules that the start breaks, by their names, in a fixed order (see judge_start); [] if none."""
    return tuple(str(event.get("rule")) for event in run.events("start_impossible"))


def under_way(run: RaftExecution, message: AMessageKind) -> Count:
    """How many messages of a kind, such as "AppendEntries", or of "any", are under way or kept back at the end."""
    return sum(type(one).__name__ == message or message == ANY for one in _in_flight(run, message))


def under_way__on(run: RaftExecution, message: AMessageKind, sender: AServer, receiver: AServer) -> Count:
    """How many of them are on one link."""
    link = server_of(run, sender).name, server_of(run, receiver).name
    return sum(is_on(one, link, message) for one in _in_flight(run, message))


def terms_under_way(run: RaftExecution, message: AMessageKind, sender: AServer, receiver: AServer) -> Terms:
    """The terms that such messages on one link carry, in order of arrival, then those kept back."""
    link = server_of(run, sender).name, server_of(run, receiver).name
    return tuple(one.term for one in _in_flight(run, message) if is_on(one, link, message))


def values_under_way(run: RaftExecution, sender: AServer, receiver: AServer) -> Values:
    """The values of the entries that AppendEntries on one link carry, in that order; twice what is sent twice."""
    link = server_of(run, sender).name, server_of(run, receiver).name
    appends = (one for one in _in_flight(run, "AppendEntries") if isinstance(one, AppendEntries))
    return tuple(entry.value for one in appends if is_on(one, link, ANY) for entry in one.entries)


def _in_flight(run: RaftExecution, kind: str) -> tuple[Message, ...]:
    kinds = get_args(MessageKind)
    if kind not in kinds:
        raise unknown("kind of message", kind, kinds)
    if not isinstance(run.cluster, Cluster):
        raise ObservationError(
            "an explored state does not tell which messages are under way: use `explore: {seeds: ...}`"
        )
    return run.cluster.in_flight
