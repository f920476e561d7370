"""What a simulation leaves behind: the events of one run, in order, each with its cause.

A trace is a value: the same scenario and seed give an equal trace and the same text, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

Attribute = tuple[str, str | int]


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """One thing that happened.

    Attributes:
        id: position in the trace, from 0.
        time: microseconds of simulated time since the start.
        actor: the server, node or process at which it happened.
        type: what happened, one of the simulator's ``event_types`` (``become_leader``).
        cause: id of the event that brought this one about (a delivery is caused by its sending); None for a root.
        peer: the other end, for an event about a message; otherwise empty.
        detail: the rest, for a human reader.
        attributes: the simulator's own facts about the moment, as sorted (name, value) pairs: ``(("role", "leader"),
            ("term", 2))``.
    """

    id: int
    time: int
    actor: str
    type: str
    cause: int | None = None
    peer: str = ""
    detail: str = ""
    attributes: tuple[Attribute, ...] = ()

    def get(self, name: str) -> str | int | None:
        """Return the attribute of that name, or None."""
        for key, value in self.attributes:
            if key == name:
                return value
        return None


@dataclass(frozen=True)
class Trace:
    """The events of one run, in the order in which they happened (time, then id)."""

    actors: tuple[str, ...]
    events: tuple[TraceEvent, ...]

    def __iter__(self) -> Iterator[TraceEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    @cached_property
    def _previous_at_actor(self) -> tuple[int | None, ...]:
        last: dict[str, int] = {}
        previous: list[int | None] = []
        for event in self.events:
            previous.append(last.get(event.actor))
            last[event.actor] = event.id
        return tuple(previous)

    def happens_before(self, earlier: int, later: int) -> bool:
        """Tell whether event ``earlier`` could have influenced event ``later`` (ids).

        Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System" (1978): the smallest relation that
        holds within one actor, from a cause to its effect, and along any chain of the two.
        """
        pending, seen = [later], {later}
        while pending:
            event = self.events[pending.pop()]
            for parent in (event.cause, self._previous_at_actor[event.id]):
                if parent is None or parent < earlier or parent in seen:
                    continue
                if parent == earlier:
                    return True
                seen.add(parent)
                pending.append(parent)
        return False

    def to_text(self) -> str:
        """Return one line an event: time in milliseconds, actor, type, peer, attributes, detail, cause."""
        return "".join(_line(event) + "\n" for event in self.events)


def _line(event: TraceEvent) -> str:
    where = f"{event.actor}" + (f" > {event.peer}" if event.peer else "")
    facts = " ".join(f"{name}={value}" for name, value in event.attributes)
    cause = f"<- {event.cause}" if event.cause is not None else ""
    parts = (f"{event.id:>5}", f"{event.time / 1000:>10.3f} ms", f"{where:<9}", f"{event.type:<18}", facts, event.detail, cause)
    return "  ".join(part for part in parts if part).rstrip()
