"""A trace as text with a column for each actor: one line an event, time going down; and what it leads to as a table.

A narrow form for people, of what `Trace.to_text` tells in full. The places of the columns depend on the number of
actors only, so that runs of the same actors can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.simulators.api import Outcome
from quizgen.simulators.drawing import Drawing, Office
from quizgen.simulators.trace import Trace, TraceEvent, aligned, moment

_TIME_WIDTH = 10
_PITCH = {1: 30, 2: 30, 3: 26, 4: 24, 5: 20}
_NARROWEST_PITCH = 13


def in_columns(trace: Trace, drawing: Drawing, shown: Iterable[TraceEvent] | None = None) -> str:
    """Return the trace as text.

    A cell holds the event's type; the peer, behind ``->`` for what is sent and ``<-`` for what arrives; the drawing's
    facts, such as an entry's index and value; its number (``r2`` of a ``round``) where what the actor is changed; and
    the detail. A bar
    stands where nothing happens, and nothing where the actor is down.

    Args:
        trace: the whole run.
        drawing: what its events mean.
        shown: the events that get a line, in order; all by default.
    """
    actors = [actor for actor in trace.actors if actor not in drawing.beside]
    pitch = _PITCH.get(len(actors), _NARROWEST_PITCH)
    wanted = None if shown is None else {event.id for event in shown}
    lines = [drawing.unit.rjust(_TIME_WIDTH - 2) + "  " + "".join(actor.ljust(pitch) for actor in actors)]
    down: set[str] = set()
    offices: dict[str, Office] = {}
    for event in trace:
        if drawing.marks.get(event.type) == "down":
            down.add(event.actor)
        elif drawing.marks.get(event.type) == "up":
            down.discard(event.actor)
        now = drawing.office(event)
        is_new = now is not None and offices.get(event.actor, now) != now
        if now is not None:
            offices[event.actor] = now
        if wanted is None or event.id in wanted:
            cell = " ".join(_cell(trace, event, drawing, is_new=is_new))
            lines.append(
                moment(event.time, drawing.unit).rjust(_TIME_WIDTH - 2) + "  " + _line(event, cell, actors, down, pitch)
            )
    return "".join(line.rstrip() + "\n" for line in lines)


def in_table(outcome: Outcome) -> str:
    """Return what an execution leads to as text, a line for each actor below the names of the columns."""
    return aligned((outcome.columns, *outcome.rows))


def _line(event: TraceEvent, cell: str, actors: list[str], down: set[str], pitch: int) -> str:
    if event.actor not in actors:
        return f"-- {event.actor}: {cell}"
    bars = "".join((" " if actor in down else "|").ljust(pitch) for actor in actors)
    start = pitch * actors.index(event.actor)
    end = start + len(cell) + 1  # a space behind it, so that no bar touches it
    return bars[:start] + cell + " " + bars[end:]


def _cell(trace: Trace, event: TraceEvent, drawing: Drawing, *, is_new: bool) -> Iterator[str]:
    yield event.type
    if event.peer:
        yield f"{'->' if _is_sent(trace, event, drawing) else '<-'} {event.peer}"
    yield from (str(fact) for name in drawing.facts if (fact := event.get(name)) not in (None, ""))
    if is_new and event.get(drawing.count) is not None:
        yield f"{drawing.count[:1]}{event.get(drawing.count)}"
    if event.detail:
        yield f"({event.detail})"


def _is_sent(trace: Trace, event: TraceEvent, drawing: Drawing) -> bool:
    """Tell whether the event is about something that goes to its peer; what comes from outside begins a story."""
    if event.peer in trace.actors:
        return event.type in drawing.requests | drawing.lost
    return event.cause is not None and trace.events[event.cause].actor == event.actor
