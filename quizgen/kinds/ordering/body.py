"""Steps to be brought into order as a card shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from quizgen.cards import Body, Html, Json, Key


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an ordering; ``position`` is its right place, from 1."""

    text: Html
    position: int
    evidence: str


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


@dataclass(frozen=True, slots=True)
class Ordering(Body):
    """Body of ``ordering``; ``steps`` stand shuffled, never in a right order.

    ``free`` are pairs of positions, the lower one first, that may come in either order. An answer is right if every
    other pair of steps comes in the order of their positions.
    """

    steps: tuple[Step, ...]
    free: tuple[tuple[int, int], ...] = ()

    def is_right(self, order: Sequence[int]) -> bool:
        """Tell whether positions, in the order of an answer, keep every pair that is not free."""
        return all(a < b or (b, a) in self.free for place, a in enumerate(order) for b in order[place + 1 :])

    @property
    def freedom(self) -> str:
        """What may be swapped, one sentence: "Steps 2 and 3 may come in either order."; empty if nothing may."""
        parts = [
            f"{_listed(group)} may come in {'either' if len(group) == 2 else 'any'} order" for group in self._groups()
        ]
        return f"Steps {', and steps '.join(parts)}." if parts else ""

    def _groups(self) -> list[tuple[int, ...]]:
        """Return the free pairs; those that make up a group of which every two are free, as that group."""
        groups: list[tuple[int, ...]] = []
        left = dict.fromkeys(sorted(self.free))
        while left:
            group: tuple[int, ...] = next(iter(left))
            for step in sorted({position for pair in left for position in pair}):
                if all((min(step, other), max(step, other)) in left for other in group):
                    group = (*group, step)
            group = tuple(sorted(group))
            groups.append(group)
            left = dict.fromkeys(pair for pair in left if not set(pair) <= set(group))
        return groups

    def in_order(self) -> tuple[Step, ...]:
        """Return the steps in the order in which they are right."""
        return tuple(sorted(self.steps, key=lambda step: step.position))

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """The steps in order, and what of them is free."""
        yield from (said(step.text) for step in self.in_order())
        yield sorted(self.free)

    def told(self) -> Iterator[str]:
        """The steps in order, and what of them is free."""
        yield from (f"{step.position}. {step.text}" for step in self.in_order())
        yield from ([self.freedom] if self.free else [])

    def key(self) -> Key:
        """The numbers from top to bottom."""
        numbers = [step.position for step in self.steps]
        order = " \N{EN DASH} ".join(map(str, numbers))
        parts: dict[str, Json] = {"numbers": [*numbers], "free": [[*pair] for pair in self.free]}
        return Key(f"{order}. {self.freedom}" if self.free else order, parts)

    def essence(self, of: Callable[[Html], str]) -> object:
        """The steps in order, and what of them is free."""
        return [[of(step.text) for step in self.in_order()], sorted(self.free)]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        """Return it with its steps in another order, which is not a right one."""
        return self.not_in_order(tuple(sorted(self.steps, key=lambda step: rank(step.text))))

    def not_in_order(self, steps: tuple[Step, ...]) -> Self:
        """Return it with its steps in that order; backwards if it is right, since then no pair keeps its order."""
        right = self.is_right([step.position for step in steps])
        return replace(self, steps=steps[::-1] if right else steps)

    def asked(self) -> tuple[Html, ...]:
        """The steps."""
        return tuple(step.text for step in self.steps)
