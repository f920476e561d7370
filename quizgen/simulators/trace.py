"""What a simulation leaves behind: the events of one run, in order, each with its cause.

A trace is a value: the same scenario and seed give an equal trace and the same text, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

Attribute = tuple[str, str | int]

MILLISECONDS = "ms"
FORMAT = "trace/1"
"""What a trace's JSON says that it is; raised when its keys change."""


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """One thing that happened.

    Attributes:
        id: position in the trace, from 0.
        time: microseconds of simulated time since the start.
        actor: the node, process or thread at which it happened.
        type: what happened, one of the simulator's ``trace_events``, such as ``lock_taken``.
        cause: id of the event that brought this one about (a delivery is caused by its sending); None for a root.
        peer: the other end, for an event about a message; otherwise empty.
        detail: the rest, for a human reader.
        attributes: the simulator's own facts about the moment, as sorted (name, value) pairs: ``(("depth", 2),
            ("state", "waiting"))``.
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

    def to_json(self) -> str:
        """Return the trace as JSON, one event a line; `from_json` gives an equal trace.

        An object with ``format`` ("trace/1"), ``actors`` (names, in order) and ``events``. An event has ``id``,
        ``time_us`` (microseconds), ``actor`` and ``type``; it has ``cause`` (an id), ``peer``, ``detail`` and
        ``attributes`` (an object) where there is something to say.
        """
        head = f'{{"format": {json.dumps(FORMAT)}, "actors": {json.dumps(self.actors)}, "events": ['
        lines = ",\n".join(json.dumps(_as_data(event)) for event in self.events)
        return f"{head}\n{lines}\n]}}\n" if lines else f"{head}]}}\n"

    @classmethod
    def from_json(cls, text: str) -> Trace:
        """Return the trace that `to_json` wrote.

        Raises:
            ValueError: if the text is no such JSON; the message says what is wrong with it.
        """
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ValueError(f'not a trace: there is no `"format": "{FORMAT}"`')
        try:
            actors = tuple(_checked(actor, str) for actor in data["actors"])
            events = tuple(_from_data(number, event) for number, event in enumerate(data["events"]))
        except (KeyError, TypeError, AttributeError) as problem:
            raise ValueError(f"not a trace: {problem}") from None
        return cls(actors, events)

    def to_text(self, *, fold: bool = False, unit: str = MILLISECONDS) -> str:
        """Return a table, one line an event: id, id of the cause, time in milliseconds, actor, type, peer, the rest.

        Args:
            fold: shorten runs of events that differ in time only to the first and a count.
            unit: what moments are counted in; see `moment`.
        """
        rows: list[tuple[str, ...]] = [("#", "cause", unit, "actor", "event", "peer", "")]
        runs = _runs(self.events) if fold else ([event] for event in self.events)
        for run in runs:
            if len(run) <= _SHORTEST_FOLD:
                rows += (_row(event, unit) for event in run)
            else:
                rows.append(_row(run[0], unit))
                until = f"until {moment(run[-1].time, unit)} {unit}"
                rows.append(("", "", "...", "", f"... {len(run) - 1} more", "", until))
        return aligned(rows, numbers=range(3))


def _as_data(event: TraceEvent) -> dict[str, Any]:
    data: dict[str, Any] = {"id": event.id, "time_us": event.time, "actor": event.actor, "type": event.type}
    if event.cause is not None:
        data["cause"] = event.cause
    data |= {name: text for name, text in (("peer", event.peer), ("detail", event.detail)) if text}
    if event.attributes:
        data["attributes"] = dict(event.attributes)
    return data


def _from_data(number: int, data: dict[str, Any]) -> TraceEvent:
    cause = data.get("cause")
    event = TraceEvent(
        id=_checked(data["id"], int),
        time=_checked(data["time_us"], int),
        actor=_checked(data["actor"], str),
        type=_checked(data["type"], str),
        cause=None if cause is None else _checked(cause, int),
        peer=_checked(data.get("peer", ""), str),
        detail=_checked(data.get("detail", ""), str),
        attributes=tuple((name, _checked(value, str, int)) for name, value in data.get("attributes", {}).items()),
    )
    if event.id != number or (event.cause is not None and not 0 <= event.cause < number):
        raise ValueError(f"not a trace: event {number} is out of order, or caused by a later one")
    return event


def _checked(value: Any, *types: type) -> Any:  # noqa: ANN401  # whatever JSON can hold
    if type(value) not in types:
        raise TypeError(f"{value!r} is not of type {' or '.join(each.__name__ for each in types)}")
    return value


_SHORTEST_FOLD = 2


def _runs(events: Iterable[TraceEvent]) -> Iterator[list[TraceEvent]]:
    """Yield the events in runs that are alike but for id, time and cause."""
    alike = groupby(events, key=lambda event: (event.actor, event.type, event.peer, event.detail, event.attributes))
    return (list(run) for _, run in alike)


def moment(time: int, unit: str) -> str:
    """Return microseconds as milliseconds with three decimals: ``24.347``; where steps are counted: ``24``."""
    return f"{time // 1000}.{time % 1000:03}" if unit == MILLISECONDS else str(time // 1000)


def _row(event: TraceEvent, unit: str) -> tuple[str, ...]:
    facts = " ".join(f"{name}={value}" for name, value in event.attributes)
    cause = "" if event.cause is None else str(event.cause)
    rest = "  ".join(part for part in (facts, event.detail) if part)
    return str(event.id), cause, moment(event.time, unit), event.actor, event.type, event.peer, rest


def aligned(rows: Sequence[Sequence[str]], numbers: Container[int] = ()) -> str:
    """Return rows as a table, a line each: the columns with numbers to the right, those with words to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "".join(line.rstrip() + "\n" for line in lines)
