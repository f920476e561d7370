"""A second simulator, to test what must hold for any: a counter that goes up to a limit, explored or run with seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.simulators.api import (
    Execution,
    Measure,
    MeasureError,
    Misconception,
    Observation,
    ObservationError,
    Parameter,
    Simulator,
    Survey,
)
from quizgen.simulators.trace import Trace, TraceEvent


@dataclass(frozen=True, kw_only=True)
class Counting:
    """What the counter is to do.

    Attributes:
        limit: where it stops.
        explore: every value it can have, instead of runs that end at one value each.
        most: how many states are explored before it is given up.
        symmetric: say that states were taken together.
    """

    limit: int
    explore: bool = True
    most: int = 1_000
    symmetric: bool = False


@dataclass(frozen=True)
class Counted:
    """A run, or a state: its number is what the counter shows."""

    seed: int

    @property
    def trace(self) -> Trace:
        """Refuse: a trace of each state would take longer than the exploration."""
        raise AssertionError("nobody needs the trace of a state to judge a claim")

    @property
    def gave_up(self) -> TraceEvent | None:
        """Nothing is scripted."""
        return None


EXPLORED: list[tuple[Counting, str | None]] = []
"""Every exploration that was begun."""


def _reachable(scenario: Counting, misconception: str | None) -> int:
    return scenario.limit + 2 * (misconception == "goes-beyond")


def _executions(scenario: Counting, misconception: str | None) -> Iterator[Execution]:
    EXPLORED.append((scenario, misconception))
    return (Counted(seed) for seed in range(min(_reachable(scenario, misconception), scenario.most)))


def _execution(_: Counting, seed: int, __: str | None) -> Execution:
    return Counted(seed)


def _survey(scenario: Counting, misconception: str | None) -> Survey | None:
    states = _reachable(scenario, misconception)
    seen = min(states, scenario.most)
    bounds = f"a limit of {scenario.limit}"
    return Survey(seen, seen - 1, seen == states, bounds, scenario.symmetric) if scenario.explore else None


def _shows(execution: Execution) -> int:
    return execution.seed


def _shows_at(execution: Execution, place: int) -> int:
    if execution.seed < place:
        raise ObservationError(f"the counter has not come to {place}")
    return place


def _most(scenario: Counting, misconception: str | None) -> int:
    if scenario.limit > 100:
        raise MeasureError("most: that takes too long")
    return _reachable(scenario, misconception) - 1


TOY = Simulator(
    name="toy",
    version="3",
    doc="A counter.",
    scenario=Counting,
    script_events={},
    problems=lambda _: (),
    executions=_executions,
    execution=_execution,
    observations=(
        Observation("shows", (), "int", "What it shows.", _shows),
        Observation("shows", (Parameter("place", "int"),), "int", "What it showed when it was there.", _shows_at),
    ),
    measures=(Measure("most", "int", "The most that it can show.", _most),),
    misconceptions=(Misconception("goes-beyond", "It goes on beyond its limit.", "the limit"),),
    trace_events={"step": "It counts."},
    trace_attributes={},
    survey=_survey,
)
