"""How a simulator's traces are drawn: what its events mean in a space-time diagram, and in a text with columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from quizgen.simulators.trace import Trace, TraceEvent

Groups = tuple[tuple[str, ...], ...]
"""Which actors can talk to one another; one group if all can."""


def _no_regrouping(event: TraceEvent, groups: Groups) -> Groups:  # noqa: ARG001  # as below
    """Say that no event changes who can talk to whom."""
    return groups


@dataclass(frozen=True)
class RoleLine:
    """How a role shows: the letter that stands for it, and the line of the lifeline as long as it lasts."""

    letter: str
    line: Literal["thin", "thick", "dashed", "dotted"]


@dataclass(frozen=True)
class Cell:
    """A part of what an actor holds, such as an entry of its log: a short text in a box, a strong one if it is firm."""

    text: str
    firm: bool = False


@dataclass(frozen=True)
class Holdings:
    """What actors hold at one moment, as a row of boxes each.

    Attributes:
        caption: what they are: "logs at the start".
        cells: actor -> its boxes; none for an actor that holds nothing.
    """

    caption: str
    cells: Mapping[str, tuple[Cell, ...]]


def _nothing_held(trace: Trace) -> tuple[Holdings | None, Holdings | None]:  # noqa: ARG001  # as below
    """Say nothing of what actors hold."""
    return None, None


@dataclass(frozen=True)
class Drawing:
    """How a simulator's events show in a space-time diagram, and in a text with a column for each actor.

    The attributes ``role`` and ``term`` of an event, where it has them, say what its actor is from then on.

    Attributes:
        beside: actors without a lifeline, such as the network.
        roles: role -> how it shows.
        phrases: type -> what a reader is told of the event, after its actor's name, with places for ``{peer}``,
            ``{detail}`` and attributes; empty where a mark or an arrow says it all. Others are told by their type.
            Behind ``TYPE {peer}`` stands what is told of one that has a peer, if that is something else.
        alone: the same of events whose phrase is empty, if nothing else is told of their moment.
        marks: type -> the mark on the lifeline. ``crash`` ends a lifeline, ``restart`` begins it again.
        requests: types of events that send a request to their peer.
        heartbeats: types of events that send the same routine message to all; what else one actor causes at another
            is a reply.
        lost: types of events that say that a message to their peer, sent by their cause, is lost.
        facts: attributes that tell events of one type apart, such as the index of an entry.
        telling: types that a picture shows first if there is no room for all, in tiers, the most telling first.
        regrouped: event, groups before it -> groups after it.
        holdings: trace -> what actors hold at its start and at its end; None where that goes without saying.
    """

    beside: frozenset[str] = frozenset()
    roles: Mapping[str, RoleLine] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    alone: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Literal["timeout", "write", "commit", "crash", "restart"]] = field(default_factory=dict)
    requests: frozenset[str] = frozenset()
    heartbeats: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    telling: tuple[frozenset[str], ...] = ()
    regrouped: Callable[[TraceEvent, Groups], Groups] = _no_regrouping
    holdings: Callable[[Trace], tuple[Holdings | None, Holdings | None]] = _nothing_held
