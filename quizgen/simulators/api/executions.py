"""What comes of a scenario: a run, or a state of an exploration, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from quizgen.simulators.trace import Trace, TraceEvent


class Execution(Protocol):
    """One run of a scenario, or one state of an exhaustive exploration together with the shortest run to it."""

    @property
    def seed(self) -> int:
        """The number that reproduces it: the seed of a run, the number of an explored state (0 is where it starts)."""

    @property
    def trace(self) -> Trace:
        """What happened; of an explored state, the shortest run that leads to it. Made when it is first asked for."""

    @property
    def gave_up(self) -> TraceEvent | None:
        """The first event that says that the script could not be carried out; None if it was."""


E = TypeVar("E", bound=Execution)
"""A simulator's type of execution."""


@dataclass(frozen=True)
class Survey:
    """How far an exhaustive exploration went.

    Attributes:
        states: distinct states, up to a renaming of actors where ``symmetric``.
        depth: steps on the shortest way to the state that is farthest away.
        exhausted: whether every state within the bounds was seen; otherwise the exploration was cut.
        bounds: in words: "a queue of 3, 4 threads".
        symmetric: states that differ in the names of actors only were taken for one.
    """

    states: int
    depth: int
    exhausted: bool
    bounds: str
    symmetric: bool = False


@dataclass(frozen=True)
class Outcome:
    """What an execution leads to, in words.

    Attributes:
        columns: what is told of an actor; the first is its name. None if nothing is.
        rows: an actor each.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
