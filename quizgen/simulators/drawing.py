"""How a simulator's traces are drawn: what its events mean in a space-time diagram, and in a text with columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from quizgen.simulators.trace import MILLISECONDS, Trace, TraceEvent

Groups = tuple[tuple[str, ...], ...]
"""Which actors can talk to one another; one group if all can."""


MarkKind = Literal["timer", "input", "done", "down", "up"]
"""What the marks on a lifeline are for; each has a shape of its own."""


@dataclass(frozen=True)
class StateLine:
    """How a state of an actor shows: the letter that stands for it, and the lifeline's line as long as it lasts."""

    letter: str
    line: Literal["thin", "thick", "dashed", "dotted"]


@dataclass(frozen=True)
class Office:
    """What an actor is: its state, and a number that goes with it, where events tell them."""

    state: str = ""
    count: str = ""


LEGEND: Mapping[str, str] = {
    "request": "request",
    "reply": "reply",
    "broadcast": "broadcast",
    "lost": "lost message",
    "timer": "timer fires",
    "input": "input",
    "done": "done",
    "down": "stops",
    "up": "starts again",
}
"""Kind of message or mark -> what it is called if the simulator has no word of its own; in the legend's order."""


@dataclass(frozen=True)
class Cell:
    """A part of what an actor holds, such as an entry of a list: a short text in a box, a strong one if it is firm."""

    text: str
    firm: bool = False


@dataclass(frozen=True)
class Holdings:
    """What actors hold at one moment, as a row of boxes each.

    Attributes:
        caption: what they are: "queues at the start".
        cells: actor -> its boxes; none for an actor that holds nothing.
    """

    caption: str
    cells: Mapping[str, tuple[Cell, ...]]


@dataclass(frozen=True)
class Drawing:
    """How a simulator's events show in a space-time diagram, and in a text with a column for each actor.

    Attributes:
        beside: actors without a lifeline, such as the network.
        state: the attribute of an event that says what its actor is from then on, such as "waiting".
        count: the attribute that numbers what its actor is from then on; it stands behind the state's letter.
        states: state -> how it shows.
        phrases: type -> what a reader is told of the event, after its actor's name, with places for ``{peer}``,
            ``{detail}`` and attributes; empty where a mark or an arrow says it all. Others are told by their type.
            Behind ``TYPE {peer}`` stands what is told of one that has a peer, if that is something else.
        sentences: types whose phrase is a whole sentence, in front of which its actor is not named.
        alone: the same of events whose phrase is empty, if nothing else is told of their moment.
        marks: type -> the mark on the lifeline. ``down`` ends a lifeline, ``up`` begins it again.
        requests: types of events that send a request to their peer.
        broadcasts: types of events that send the same message to all, time and again; what else one actor causes at
            another is a reply.
        lost: types of events that say that a message to their peer, sent by their cause, is lost.
        facts: attributes that tell events of one type apart, such as the index of an entry.
        telling: types that a picture shows first if there is no room for all, in tiers, the most telling first.
        legend: what the legend calls a kind of message or mark, if it is not the word that stands in `LEGEND`.
        regrouped: event, groups before it -> groups after it.
        unit: what moments are counted in: milliseconds, or steps a thousand microseconds from one to the next, if a run
            has no time.
        holdings: trace -> what actors hold at its start and at its end; None where that goes without saying.
    """

    beside: frozenset[str] = frozenset()
    state: str = ""
    count: str = ""
    states: Mapping[str, StateLine] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    sentences: frozenset[str] = frozenset()
    alone: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, MarkKind] = field(default_factory=dict)
    requests: frozenset[str] = frozenset()
    broadcasts: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    telling: tuple[frozenset[str], ...] = ()
    legend: Mapping[str, str] = field(default_factory=dict)
    unit: str = MILLISECONDS
    regrouped: Callable[[TraceEvent, Groups], Groups] = lambda _, groups: groups
    holdings: Callable[[Trace], tuple[Holdings | None, Holdings | None]] = lambda _: (None, None)

    def office(self, event: TraceEvent) -> Office | None:
        """Return what an event's actor is after it; None if the event does not say."""
        state, count = event.get(self.state), event.get(self.count)
        if state is None and count is None:
            return None
        return Office("" if state is None else str(state), "" if count is None else str(count))

    def named(self, kind: str) -> str:
        """Return what the legend calls a kind of message or mark."""
        return self.legend.get(kind, LEGEND[kind])
