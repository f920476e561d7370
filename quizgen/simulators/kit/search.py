"""Breadth-first search over states, such as integers: every state that can be reached, each with the shortest way."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from quizgen.simulators.kit.packing import TooManyError

MOST_STATES = 2_000_000
"""A search that has found more states is cut: about 300 MB and a quarter of a minute."""


State = TypeVar("State", bound=Hashable)


class Model(Protocol[State]):
    """What can be searched. Broken properties are a bit each."""

    @property
    def initial(self) -> State:
        """Where it starts."""

    @property
    def key(self) -> Callable[[State], Hashable] | None:
        """State -> what it has in common with the states that count as the same; None if each counts for itself."""

    @property
    def is_suspicious(self) -> bool:
        """Whether some step that was looked at broke a property by itself, so that every step is to be judged."""

    def successors(self, state: State) -> list[State]:
        """Return the states one step on, in a fixed order; some may come twice, and some be the state itself."""

    def broken_in(self, state: State) -> int:
        """Return the properties that do not hold in a state."""

    def broken_by(self, state: State, after: State) -> int:
        """Return the properties that a step breaks, whatever holds before and after it."""


@dataclass(frozen=True, slots=True)
class Breach(Generic[State]):
    """The first step that broke a property: from the state of that number to another state."""

    number: int
    after: State


@dataclass(slots=True)
class Found(Generic[State]):
    """The states that a search found, in the order in which it found them.

    Attributes:
        states: the states; their numbers are their positions.
        parents: number -> number of the state from which it was first reached; the initial state's is its own.
        levels: depth -> number of the first state that is so many steps away.
        exhausted: whether there are no others.
        ends: numbers of the states that nothing follows.
        broken: number -> properties broken on the shortest way to that state, for those where any are.
        first: property (its bit) -> the first step that broke it.
    """

    states: list[State]
    parents: array[int] = field(default_factory=lambda: array("I", [0]))
    levels: list[int] = field(default_factory=lambda: [0])
    exhausted: bool = False
    ends: array[int] = field(default_factory=lambda: array("I"))
    broken: dict[int, int] = field(default_factory=dict)
    first: dict[int, Breach[State]] = field(default_factory=dict)

    def way(self, number: int) -> list[int]:
        """Return the numbers of the states on the shortest way to a state, from the initial one to itself."""
        way = [number]
        while way[-1]:
            way.append(self.parents[way[-1]])
        return way[::-1]

    def note(self, broken: int, number: int, after: State) -> None:
        """Remember the first step that broke each of these properties."""
        for bit in range(broken.bit_length()):
            if broken >> bit & 1:
                self.first.setdefault(1 << bit, Breach(number, after))


def search(model: Model[State], limit: int = MOST_STATES, until: int = 0) -> Found[State]:
    """Find every state that can be reached, up to a limit, or until one of the properties in ``until`` is broken."""
    found = Found([model.initial])
    at_start = model.broken_in(model.initial)
    if at_start:
        found.broken[0] = at_start
        found.note(at_start, 0, model.initial)
    if not until & at_start:
        try:
            found.exhausted = _expand(model, found, limit, until)
        except TooManyError:
            found.exhausted = False
    return found


def _expand(model: Model[State], found: Found[State], limit: int, until: int) -> bool:
    """Add states level by level; tell whether all were found."""
    states, broken, successors = found.states, found.broken, model.successors
    end_of_level = 1
    seen: set[Hashable] = {model.initial if model.key is None else model.key(model.initial)}
    add = _add_up_to_symmetry if model.key is not None else _add
    for number, state in enumerate(states):  # the list grows meanwhile
        if number == end_of_level:
            found.levels.append(number)
            end_of_level = len(states)
        following = successors(state)
        if not following:
            found.ends.append(number)
        if model.is_suspicious:
            for after in following:
                by_step = model.broken_by(state, after)
                if by_step:
                    found.note(by_step, number, after)
        add(model, found, seen, number, following, broken.get(number, 0) if broken else 0)
        if until and any(until & bit for bit in found.first):
            return False
        if len(states) > limit:
            return False
    return True


def _add(  # noqa: PLR0913, PLR0917  # the search's own variables
    model: Model[State], found: Found[State], seen: set[Hashable], number: int, following: list[State], inherited: int
) -> None:
    """Add those of the states one step on that are new."""
    remember, append, parent, broken_in = seen.add, found.states.append, found.parents.append, model.broken_in
    for after in following:
        if after not in seen:
            remember(after)
            append(after)
            parent(number)
            broken = broken_in(after)
            if broken or inherited or model.is_suspicious:
                _judge(model, found, number, after, broken | inherited)


def _add_up_to_symmetry(  # noqa: PLR0913, PLR0917  # as above
    model: Model[State], found: Found[State], seen: set[Hashable], number: int, following: list[State], inherited: int
) -> None:
    """Add those of the states one step on that are new, each as it was first found."""
    key = model.key
    if key is None:
        return
    for after in following:
        representative = key(after)
        if representative not in seen:
            seen.add(representative)
            found.states.append(after)
            found.parents.append(number)
            broken = model.broken_in(after)
            if broken or inherited or model.is_suspicious:
                _judge(model, found, number, after, broken | inherited)


def _judge(model: Model[State], found: Found[State], number: int, after: State, broken: int) -> None:
    """Remember what is broken on the way to the state that was added last."""
    broken |= model.broken_by(found.states[number], after)
    if broken:
        found.broken[len(found.states) - 1] = broken
        found.note(broken, number, after)
