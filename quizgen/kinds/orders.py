"""Orders in which a card shows its parts; they do not depend on the day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def shuffled(things: Sequence[Thing], item: str) -> tuple[Thing, ...]:
    """Return the things in an order that depends on the item's id alone."""
    result = list(things)
    random.Random(f"quizgen:{item}").shuffle(result)  # noqa: S311 - an order for a card, no secret
    return tuple(result)


def deranged(things: Sequence[Thing], item: str) -> tuple[Thing, ...]:
    """Return two or more things shuffled, but never in the order in which they came."""
    result = shuffled(things, item)
    if all(a is b for a, b in zip(result, things, strict=True)):
        result = (*result[1:], result[0])
    return result
