"""Orders that do not depend on the day: of concepts for study, and of options on a card."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from quizgen.model.lesson import Concept

Thing = TypeVar("Thing")


def study_order(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return the concepts with prerequisites first, otherwise as they are written."""
    by_id = {concept.id: concept for concept in concepts}
    done: dict[str, Concept] = {}
    for concept in concepts:
        pending = [concept]
        while pending:
            here = pending[-1]
            missing = [by_id[name] for name in here.requires if name in by_id and name not in done]
            if missing and here.id not in done:
                pending.append(missing[0])
            else:
                done.setdefault(here.id, pending.pop())
    return tuple(done.values())


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
