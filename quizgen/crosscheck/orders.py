"""Orderings: in which order the events that steps stand for happen in a run."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.simulators.api import Simulator
from quizgen.simulators.trace import Trace, TraceEvent


@dataclass(frozen=True)
class Pattern:
    """Which event a step stands for: the first that agrees in everything that is given."""

    type: str
    actor: str | None
    peer: str | None
    attributes: tuple[tuple[str, int | str], ...]

    def is_known_to(self, simulator: Simulator) -> bool:
        """Tell whether the simulator records such events and attributes at all."""
        return self.type in simulator.trace_events and all(
            name in simulator.trace_attributes for name, _ in self.attributes
        )

    def matches(self, event: TraceEvent) -> bool:
        """Tell whether an event is such an event."""
        return (
            event.type == self.type
            and self.actor in (None, event.actor)
            and self.peer in (None, event.peer)
            and all(event.get(name) == value for name, value in self.attributes)
        )


@dataclass(frozen=True)
class ObservedOrder:
    """What one run says to a stated order of steps; steps are counted from 0 as stated.

    Attributes:
        order: the steps that happened, in the order in which they did.
        missing: steps that no event of the run matched.
        free: each step that is followed as stated, but that did not have to be: nothing in the run that comes from it
            leads to its successor.
    """

    order: tuple[int, ...]
    missing: tuple[int, ...]
    free: tuple[int, ...]

    @property
    def as_stated(self) -> bool:
        """Whether every step happened, in the stated order and in no other possible one."""
        return not self.missing and not self.free and list(self.order) == sorted(self.order)


def observe_order(trace: Trace, patterns: tuple[Pattern, ...]) -> ObservedOrder:
    """Find the first event for each pattern and compare their order with that of the patterns."""
    first: dict[int, int] = {}
    waiting = list(range(len(patterns)))
    for event in trace:
        for step in waiting:
            if patterns[step].matches(event):
                first[step] = event.id
        waiting = [step for step in waiting if step not in first]
        if not waiting:
            break
    order = tuple(sorted(first, key=lambda step: (first[step], step)))
    free = tuple(
        step
        for step in range(len(patterns) - 1)
        if step in first
        and step + 1 in first
        and first[step] <= first[step + 1]
        and not _forced(trace, first[step], first[step + 1])
    )
    return ObservedOrder(order, tuple(waiting), free)


def _forced(trace: Trace, earlier: int, later: int) -> bool:
    """Tell whether two events of a run could only come in this order.

    What one server does in a single step, such as sending to each of its peers in turn, stands in the trace in some
    order too; there only one that causes the other is forced.
    """
    if earlier == later:
        return False
    first, second = trace.events[earlier], trace.events[later]
    if (first.actor, first.time) != (second.actor, second.time):
        return trace.happens_before(earlier, later)
    cause: int | None = later
    while cause is not None and cause > earlier:
        cause = trace.events[cause].cause
    return cause == earlier
