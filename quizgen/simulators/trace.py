"""What a simulation leaves behind: the events of one run, in order, each with its cause.

A trace is a value: the same scenario and seed give an equal trace and the same text, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

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

    def to_text(self, *, fold: bool = False) -> str:
        """Return a table, one line an event: id, id of the cause, time in milliseconds, actor, type, peer, the rest.

        Args:
            fold: shorten runs of events that differ in time only, such as heartbeats, to the first and a count.
        """
        rows = [_Row("#", "cause", "ms", "actor", "event", "peer", "")]
        runs = _runs(self.events) if fold else ([event] for event in self.events)
        for run in runs:
            if len(run) <= _SHORTEST_FOLD:
                rows += (_row(event) for event in run)
            else:
                rows.append(_row(run[0]))
                rows.append(_Row("", "", "...", "", f"... {len(run) - 1} more", "", f"until {_ms(run[-1].time)} ms"))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
        return "".join(_line(row, widths) + "\n" for row in rows)


class _Row(NamedTuple):
    number: str
    cause: str
    time: str
    actor: str
    type: str
    peer: str
    facts: str


_SHORTEST_FOLD = 2
_NUMERIC_COLUMNS = 3


def _runs(events: Iterable[TraceEvent]) -> Iterator[list[TraceEvent]]:
    """Yield the events in runs that are alike but for id, time and cause."""
    alike = groupby(events, key=lambda event: (event.actor, event.type, event.peer, event.detail, event.attributes))
    return (list(run) for _, run in alike)


def _ms(time: int) -> str:
    return f"{time // 1000}.{time % 1000:03}"


def _row(event: TraceEvent) -> _Row:
    facts = " ".join(f"{name}={value}" for name, value in event.attributes)
    cause = "" if event.cause is None else str(event.cause)
    rest = "  ".join(part for part in (facts, event.detail) if part)
    return _Row(str(event.id), cause, _ms(event.time), event.actor, event.type, event.peer, rest)


def _line(row: _Row, widths: Sequence[int]) -> str:
    """Return a row with its numbers to the right and its words to the left of their columns."""
    cells = (
        cell.rjust(width) if column < _NUMERIC_COLUMNS else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=False))
    )
    return "  ".join((*cells, row.facts)).rstrip()
