"""A trace as moments: what one actor does at once, from a message that arrives to the messages that it sends."""

from __future__ import annotations

from dataclasses import dataclass, field

from quizgen.simulators.drawing import Drawing
from quizgen.simulators.trace import Trace, TraceEvent


@dataclass(eq=False)
class Moment:
    """Events that one brought about at one actor, without time in between.

    Attributes:
        number: its place among the moments of the run.
        events: what happened, at least one.
        origin: the moment that brought this one about, such as the sending of the message that arrives; None for what
            comes from outside.
        losses: the messages sent here that are lost, each an event with the receiver as its peer.
    """

    number: int
    events: list[TraceEvent]
    origin: Moment | None = None
    losses: list[TraceEvent] = field(default_factory=list)

    @property
    def actor(self) -> str:
        """Where it happens."""
        return self.events[0].actor

    @property
    def time(self) -> int:
        """When, in microseconds."""
        return self.events[0].time

    def has(self, types: frozenset[str]) -> bool:
        """Tell whether one of its events is of one of these types."""
        return any(event.type in types for event in self.events)


def moments_of(trace: Trace, drawing: Drawing) -> list[Moment]:
    """Return the moments of a run, in order; together they hold every event, losses with the moment that sent."""
    found: list[Moment] = []
    home: dict[int, Moment] = {}
    for event in trace:
        cause = None if event.cause is None else home[event.cause]
        if cause is not None and event.type in drawing.lost and cause.actor == event.actor:
            cause.losses.append(event)
            home[event.id] = cause
            continue
        is_same = cause is not None and cause is found[-1] and (cause.actor, cause.time) == (event.actor, event.time)
        if not is_same:
            found.append(Moment(len(found), [], cause))
        found[-1].events.append(event)
        home[event.id] = found[-1]
    return found
