"""Ordering questions: steps that happen in one order and no other, but for pairs that are declared free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Place, Text
from quizgen.model.evidence import EventPattern, Order, OrderedBy, Statement
from quizgen.model.item import Item

StepNumber = Annotated[int, Field(strict=True, ge=1)]
"""A step by its place in the list, from 1."""


class Step(Statement):
    """A step. Its evidence is ``event``; a step that no run can show may be cited instead."""

    text: Text
    event: Annotated[EventPattern | None, Field(description="the event of the runs that this step stands for")] = None


class Ordering(Item):
    """Steps, listed in the right order; they are shuffled when shown."""

    kind: Literal["ordering"]
    stem: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=12)]
    free: Annotated[
        tuple[tuple[StepNumber, StepNumber], ...],
        Field(description="pairs of steps, by number from 1, that may come in either order", max_length=66),
    ] = ()
    by: Annotated[
        OrderedBy,
        Field(description="what is asked for: which step leads to which, or which comes at an earlier moment"),
    ] = "cause"

    def statements(self) -> tuple[tuple[Place, Statement], ...]:
        """The steps that carry evidence of their own (the others are computed together, from their events)."""
        return tuple(each for each in super().statements() if not (isinstance(each[1], Step) and each[1].event))

    def order(self) -> Order | None:
        """The steps that have events, and what of them is free."""
        steps = tuple((index, step, step.event) for index, step in enumerate(self.steps) if step.event)
        return Order(("steps",), steps, self.free, self.by) if steps else None

    def alternatives(self) -> Iterator[tuple[Place, str]]:
        """The steps."""
        yield from ((("steps", index, "text"), step.text) for index, step in enumerate(self.steps))

    def order_problems(self) -> tuple[tuple[Place, str, str], ...]:
        """What is wrong with `free`."""
        return tuple(self._unusable()) or tuple(self._pointless())

    def _unusable(self) -> Iterator[tuple[Place, str, str]]:
        """Yield pairs that are no two different steps, or that stand there twice."""
        seen: set[frozenset[int]] = set()
        for index, pair in enumerate(self.free):
            for side, number in enumerate(pair):
                if number > len(self.steps):
                    yield ("free", index, side), f"there is no step {number}", f"the steps are 1 to {len(self.steps)}"
            if pair[0] == pair[1]:
                yield ("free", index), f"step {pair[0]} stands twice in the pair", "name two different steps"
            elif frozenset(pair) in seen:
                yield ("free", index), f"steps {pair[0]} and {pair[1]} are declared free twice", "keep one of the two"
            seen.add(frozenset(pair))

    def _pointless(self) -> Iterator[tuple[Place, str, str]]:
        """Yield pairs whose steps cannot change places because of a third; and `free` itself if it leaves no order."""
        free = {frozenset(pair) for pair in self.free}
        for index, pair in enumerate(self.free):
            first, last = sorted(pair)
            for held in range(first + 1, last):
                if {frozenset((first, held)), frozenset((held, last))}.isdisjoint(free):
                    message = f"steps {first} and {last} cannot change places: step {held} has to come between them"
                    hint = f"take the pair out, or declare [{first}, {held}] or [{held}, {last}] free as well"
                    yield ("free", index), message, hint
                    break
        if len(free) == len(self.steps) * (len(self.steps) - 1) // 2:
            message = "every pair of steps is declared free, so every answer would be right"
            yield ("free",), message, "an ordering needs two steps that keep their order"
