"""Orders in which a card shows its parts; they do not depend on the day."""

from __future__ import annotations

import random
from collections.abc import Container, Iterable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def shuffled(things: Sequence[Thing], item: str, fixed: Container[int] = ()) -> tuple[Thing, ...]:
    """Return the things in an order that depends on the item's id alone; those at fixed places stay there."""
    free = [thing for place, thing in enumerate(things) if place not in fixed]
    random.Random(f"quizgen:{item}").shuffle(free)  # noqa: S311 - an order for a card, no secret
    return around(things, free, fixed)


def around(things: Sequence[Thing], free: Iterable[Thing], fixed: Container[int]) -> tuple[Thing, ...]:
    """Return the things at fixed places where they are, and the others, in the order given, in the places left."""
    others = iter(free)
    return tuple(thing if place in fixed else next(others) for place, thing in enumerate(things))


def deranged(things: Sequence[Thing], item: str) -> tuple[Thing, ...]:
    """Return two or more things shuffled, but never in the order in which they came."""
    result = shuffled(things, item)
    if all(a is b for a, b in zip(result, things, strict=True)):
        result = (*result[1:], result[0])
    return result
