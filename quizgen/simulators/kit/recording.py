"""Runs of simulators that write down what happens: a recorder, its run, and what claims can ask of any such run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from quizgen.simulators.api import ObservationError, observations
from quizgen.simulators.domains import COUNT
from quizgen.simulators.trace import Trace, TraceEvent

R = TypeVar("R")
"""What a simulator's own observations have to know of a run, besides its trace."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Run(Generic[R]):
    """A finished run.

    Attributes:
        seed: what reproduces it; 0 where chance has no part.
        trace: what happened.
        types: the types of events that could happen.
        gave_up: the first event that says that the script could not be carried out.
        result: what else observations have to know.
    """

    seed: int
    trace: Trace
    types: Mapping[str, str]
    result: R
    gave_up: TraceEvent | None = None


class Recorder:
    """Writes a trace as things happen.

    Attributes:
        now: the simulated time in microseconds; what is recorded happens then.
    """

    def __init__(
        self, actors: Iterable[str], types: Mapping[str, str], giving_up: frozenset[str] = frozenset()
    ) -> None:
        self.now = 0
        self._actors, self._types, self._giving_up = tuple(actors), types, giving_up
        self._events: list[TraceEvent] = []

    def record(
        self,
        actor: str,
        event_type: str,
        cause: int | None = None,
        *,
        peer: str = "",
        detail: str = "",
        **facts: str | int,
    ) -> int:
        """Add an event, and return its id, which what it brings about names as its cause.

        Raises:
            ValueError: if the simulator declares no such type.
        """
        if event_type not in self._types:
            raise ValueError(f"{event_type!r} is none of the trace_events")
        number = len(self._events)
        attributes = tuple(sorted(facts.items()))
        self._events.append(TraceEvent(number, self.now, actor, event_type, cause, peer, detail, attributes))
        return number

    def run(self, seed: int, result: R) -> Run[R]:
        """Return what was recorded, as a finished run."""
        gave_up = next((event for event in self._events if event.type in self._giving_up), None)
        trace = Trace(self._actors, tuple(self._events))
        return Run(seed=seed, trace=trace, types=self._types, gave_up=gave_up, result=result)


def count(run: Run[Any], event_type: str) -> Annotated[int, COUNT]:
    """How often an event of the trace happened."""
    if event_type not in run.types:
        raise ObservationError(f"there is no event type {event_type!r}; there is {', '.join(run.types)}")
    return sum(event.type == event_type for event in run.trace)


def count__at(run: Run[Any], event_type: str, actor: str) -> Annotated[int, COUNT]:
    """How often an event of the trace happened at an actor."""
    if actor not in run.trace.actors:
        raise ObservationError(f"there is no actor {actor!r}; there is {', '.join(run.trace.actors)}")
    return sum(event.actor == actor for event in run.trace if event.type == event_type) if count(run, event_type) else 0


def happened(run: Run[Any], event_type: str) -> bool:
    """Whether an event of the trace happened at all."""
    return count(run, event_type) > 0


HAPPENINGS = observations(count, count__at, happened)
"""Observations of any recorded run."""
