"""A card with its options, steps or pairs in another order: the same question with another answer to write down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from quizgen.cards import Body, Card, Choice, Html, Matching, Ordering
from quizgen.variants.fingerprint import essence
from quizgen.variants.seeds import Seed

Thing = TypeVar("Thing")


def shuffled(card: Card, seed: Seed) -> Card:
    """Return the card in an order that depends on the seed, the card's id and its texts alone.

    Steps never stand in a right order, and partners never all beside each other.
    """
    return replace(card, body=_body(card.body, lambda fragment: seed.rank("part", card.id, essence(fragment))))


def _body(body: Body, rank: Callable[[Html], bytes]) -> Body:
    match body:
        case Choice(options, _):
            return replace(body, options=tuple(sorted(options, key=lambda option: rank(option.text))))
        case Ordering(steps, _):
            mixed = tuple(sorted(steps, key=lambda step: rank(step.text)))
            right = body.is_right([step.position for step in mixed])
            return replace(body, steps=mixed[::-1] if right else mixed)  # backwards, no pair keeps its order
        case Matching(pairs, choices):
            order = sorted(range(len(choices)), key=lambda index: rank(choices[index]))
            mixed_pairs = sorted(pairs, key=lambda pair: rank(pair.left))
            if len(order) > 1 and [pair.match for pair in mixed_pairs] == order:
                order = [*order[1:], order[0]]
            moved = {old: new for new, old in enumerate(order)}
            return Matching(
                tuple(replace(pair, match=moved[pair.match]) for pair in mixed_pairs), _picked(choices, order)
            )
    return body


def _picked(things: Sequence[Thing], order: Sequence[int]) -> tuple[Thing, ...]:
    return tuple(things[index] for index in order)
