"""Scripts and shorthands that several tests of the Raft simulator use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quizgen.simulators.api import Execution, Value
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Explore, Scenario
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Elect,
    Event,
    Heal,
    Isolate,
    Partition,
    Proposal,
    Restart,
    Run,
    Settle,
    Write,
)

FIVE = ("S1", "S2", "S3", "S4", "S5")
_OBSERVATIONS = {(one.name, len(one.parameters)): one.observe for one in SIMULATOR.observations}


def write(to: str, value: str) -> Write:
    """Return a client's write."""
    return Write(Proposal(to, value))


def observe(run: Execution, name: str, *arguments: str | int) -> Value:
    """Call an observation as a claim would."""
    return _OBSERVATIONS[name, len(arguments)](run, *arguments)


def run_of(events: Sequence[Event], *, servers: int = 5, seed: int = 0, rules: str | None = None) -> RaftExecution:
    """Run a script once on a cluster with the default timing."""
    return execution(Scenario(servers=servers, events=tuple(events)), seed, rules)


def tally(scenario: Scenario, name: str, *arguments: str | int, rules: str | None = None) -> Counter[Value]:
    """Count the values of an observation over all runs of a scenario."""
    assert SIMULATOR.problems(scenario) == ()
    return Counter(observe(execution(scenario, seed, rules), name, *arguments) for seed in range(scenario.runs))


def seeds(count: int) -> Explore:
    """Return how many runs to make."""
    return Explore(count)


CUT_BETWEEN_CENTRES: tuple[Event, ...] = (
    Elect("S1"),
    Partition({"dc_a": ("S1", "S2", "S3"), "dc_b": ("S4", "S5")}),
    write("S1", "x"),
    Run("3s"),
)
"""A link between two data centres is cut: the leader has a majority, the others have not."""

FIGURE_8: tuple[Event, ...] = (
    # a: S1 leads and replicates b to S2 only
    Elect("S1"),
    write("S1", "a"),
    Settle("1s"),
    Partition({"left": ("S1", "S2"), "right": ("S3", "S4", "S5")}),
    write("S1", "b"),
    Run("20ms"),
    # b: S1 crashes; S5 is elected without b and takes c
    Crash("S1"),
    Elect("S5"),
    Isolate("S5"),
    write("S5", "c"),
    # c: S5 crashes; S1 is elected again and brings b to a majority
    Crash("S5"),
    Restart("S1"),
    Heal("all"),
    Elect("S1"),
    Run("100ms"),
    # d: S1 crashes; S5 is elected, since c is of a later term than b, and overwrites b
    Crash("S1"),
    Restart("S5"),
    Elect("S5"),
    Settle("1s"),
)
"""Figure 8 of the paper: an entry of an earlier term on a majority of the servers is overwritten."""
