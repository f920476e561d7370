"""A second simulator, to test what must hold for any: a counter that goes up to a limit, explored or run with seeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass

from quizgen.simulators.api import (
    AnySimulator,
    Measure,
    MeasureError,
    Misconception,
    ObservationError,
    Simulator,
    Survey,
    observations,
)
from quizgen.simulators.trace import Trace, TraceEvent
from quizgen.simulators.words import Words


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
        """How it came there; the fixture ``toy`` refuses it: of each state, it would take longer than exploring."""
        steps = (
            TraceEvent(number, number, "counter", "step", number - 1 if number else None) for number in range(self.seed)
        )
        return Trace(("counter",), tuple(steps))

    @property
    def gave_up(self) -> TraceEvent | None:
        """Nothing is scripted."""
        return None


EXPLORED: list[tuple[Counting, str | None]] = []
"""Every exploration that was begun."""


def shows(execution: Counted) -> int:
    """What it shows."""
    return execution.seed


def shows__at(execution: Counted, place: int) -> int:
    """What it showed when it was there."""
    if execution.seed < place:
        raise ObservationError(f"the counter has not come to {place}")
    return place


def _reachable(scenario: Counting, misconception: str | None) -> int:
    return scenario.limit + 2 * (misconception == "goes-beyond")


def _most(scenario: Counting, misconception: str | None) -> int:
    if scenario.limit > 100:
        raise MeasureError("most: that takes too long")
    return _reachable(scenario, misconception) - 1


class Toy(Simulator[Counting, Counted]):
    """A counter."""

    name = "toy"
    version = "3"
    doc = "A counter."
    scenario = Counting
    observations = observations(shows, shows__at)
    measures = (Measure("most", "int", "The most that it can show.", _most),)
    misconceptions = (Misconception("goes-beyond", "It goes on beyond its limit.", "the limit"),)
    trace_events: Mapping[str, str] = {"step": "It counts."}
    words = Words(actor="counter", seed="number", smaller="the limit")

    def execution(self, scenario: Counting, seed: int, misconception: str | None) -> Counted:  # noqa: ARG002
        """Return the run, or state, in which it shows the seed."""
        return Counted(seed)

    def executions(self, scenario: Counting, misconception: str | None) -> Iterator[Counted]:
        """Yield all that it can show, and note that it was asked."""
        EXPLORED.append((scenario, misconception))
        return map(Counted, range(min(_reachable(scenario, misconception), scenario.most)))

    def survey(self, scenario: Counting, misconception: str | None) -> Survey | None:
        """Return how far it counts."""
        states = _reachable(scenario, misconception)
        seen = min(states, scenario.most)
        bounds = f"a limit of {scenario.limit}"
        return Survey(seen, seen - 1, seen == states, bounds, scenario.symmetric) if scenario.explore else None


TOY = Toy()


def varied(simulator: AnySimulator, **changes: object) -> AnySimulator:
    """Return a simulator with some attributes or methods changed."""
    changed = copy(simulator)
    vars(changed).update(changes)
    return changed
