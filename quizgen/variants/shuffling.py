"""A card with its options, steps or pairs in another order: the same question with another answer to write down."""

from __future__ import annotations

from dataclasses import replace

from quizgen.cards import Card
from quizgen.variants.fingerprint import essence
from quizgen.variants.seeds import Seed


def shuffled(card: Card, seed: Seed) -> Card:
    """Return the card in an order that depends on the seed, the card's id and its texts alone.

    Steps never stand in a right order, and partners never all beside each other.
    """
    return replace(card, body=card.body.shuffled(lambda fragment: seed.rank("part", card.id, essence(fragment))))
