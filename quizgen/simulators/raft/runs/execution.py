"""One run of a scenario, from its first event to its last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizgen.simulators.raft.misconceptions import rules_for
from quizgen.simulators.raft.protocol.history import History
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.runs.engine import Engine
from quizgen.simulators.raft.runs.network import Cluster
from quizgen.simulators.raft.runs.recorder import Record
from quizgen.simulators.raft.runs.script import carry_out
from quizgen.simulators.raft.runs.vocabulary import GIVE_UP_EVENTS
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Partition
from quizgen.simulators.raft.scenario.settings import settings_of
from quizgen.simulators.raft.starts.problems import beginning
from quizgen.simulators.trace import Trace, TraceEvent


@dataclass(frozen=True, eq=False)
class RaftExecution:
    """One run.

    Attributes:
        seed: the seed that reproduces it.
        record: what happened.
        cluster: everything as it was at the end.
        history: facts over time that the end does not show.
        groups: name -> servers, of every partition of the scenario.
        end: microseconds that the run took.
        first_available: when a leader was first in touch with a quorum, in microseconds, or None.
        longest_stall: microseconds; see `Availability`.
        rules: those that it followed.
    """

    seed: int
    record: Record
    cluster: Cluster
    history: History
    groups: Mapping[str, tuple[str, ...]]
    end: int
    first_available: int | None
    longest_stall: int
    rules: Rules

    @property
    def trace(self) -> Trace:
        """What happened; made when it is first asked for."""
        return self.record.trace

    @property
    def leaders(self) -> tuple[Server, ...]:
        """The live servers that lead at the end, in order of name."""
        return tuple(server for server in self.cluster.live if server.role == "leader")

    @property
    def terms_begun(self) -> range:
        """The terms that began in the run: those above the highest at its start."""
        starts = [event.get("term") for event in self.record.events(("start", "start_down"))]
        first = max(term for term in starts if isinstance(term, int))
        return range(first + 1, max(server.current_term for server in self.cluster.servers) + 1)

    @property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """How often each event happened: (type, server), and (type, "") for all servers together."""
        return self.record.counts

    @property
    def gave_up(self) -> TraceEvent | None:
        """The first event that says that the script could not be carried out; None if it was."""
        return next(self.record.events(GIVE_UP_EVENTS), None)

    def events(self, event_type: str) -> Iterator[TraceEvent]:
        """Yield the events of one type."""
        return self.record.events((event_type,))


def execution(scenario: Scenario, seed: int, misconception: str | None = None) -> RaftExecution:
    """Run a scenario once, under the true rules or a misconception.

    Raises:
        KeyError: if there is no misconception of that name.
        ValueError: if the scenario has a problem that `problems` reports.
    """
    settings = settings_of(scenario)
    engine = Engine(settings, rules_for(misconception, settings), seed, start=beginning(scenario))
    if not scenario.judge_start:
        engine.take_office()
    groups: dict[str, tuple[str, ...]] = {}
    for event in scenario.events:
        if isinstance(event, Partition):
            groups.update(event.partition)
        carry_out(engine, event)
    return RaftExecution(
        seed=seed,
        record=engine.recorder.recorded(),
        cluster=engine.cluster(),
        history=engine.history,
        groups=groups,
        end=engine.now,
        first_available=engine.availability.stalls.first(),
        longest_stall=engine.availability.stalls.longest(engine.now),
        rules=engine.rules,
    )
