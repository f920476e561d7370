"""Shuffled options, steps and pairs: another order, and the same question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.cards import Card, Html
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.ordering.body import Ordering
from quizgen.variants.drawing import Seed
from quizgen.variants.sheets import shuffled
from tests.exporters.samples import sample_lesson

CARDS = {card.kind: card for card in sample_lesson().questions}
SEEDS = [Seed((number,)) for number in range(60)]


def _said(card: Card) -> object:
    """Return what is right, whatever the order."""
    match card.body:
        case Choice(options, multiple):
            return multiple, frozenset(options)
        case Ordering(steps, free):
            return frozenset(steps), free
        case Matching(pairs, choices):
            return frozenset((pair.left, choices[pair.match], pair.evidence) for pair in pairs), frozenset(choices)
    return card.body


@pytest.mark.parametrize("kind", sorted(CARDS))
def test_the_question_is_the_same(kind: str) -> None:
    """A shuffle that loses an option, or moves a key to another one, makes a wrong sheet."""
    for seed in SEEDS:
        mixed = shuffled(CARDS[kind], seed)
        assert _said(mixed) == _said(CARDS[kind])
        assert replace(mixed, body=CARDS[kind].body) == CARDS[kind]


@pytest.mark.parametrize("kind", ["multiple_response", "ordering", "matching"])
def test_orders_differ(kind: str) -> None:
    """Neighbours copy letters from each other."""
    orders = {repr(shuffled(CARDS[kind], seed).body) for seed in SEEDS}
    assert len(orders) > 5


def test_every_option_comes_first() -> None:
    """A key that is never the first option can be guessed."""
    for kind in ("multiple_choice", "multiple_response"):
        bodies = [shuffled(CARDS[kind], seed).body for seed in SEEDS]
        firsts = {body.options[0] for body in bodies if isinstance(body, Choice)}
        body = CARDS[kind].body
        assert isinstance(body, Choice)
        assert firsts == set(body.options)


def test_steps_are_never_in_a_right_order() -> None:
    """The sheet shows the answer."""
    card = CARDS["ordering"]
    assert isinstance(card.body, Ordering)
    two = replace(card.body, steps=tuple(step for step in card.body.steps if step.position < 3))
    freed = replace(card.body, free=((2, 3),))
    for body in (card.body, two, freed):
        for seed in SEEDS:
            mixed = shuffled(replace(card, body=body), seed).body
            assert isinstance(mixed, Ordering)
            assert not body.is_right([step.position for step in mixed.steps])


def test_partners_are_never_all_side_by_side() -> None:
    """The sheet shows the answer."""
    card = CARDS["matching"]
    assert isinstance(card.body, Matching)
    pairs = tuple(replace(card.body.pairs[0], left=Html(f"<p>{n}</p>"), match=n) for n in (0, 1))
    two = replace(card, body=Matching(pairs, (Html("<p>x</p>"), Html("<p>y</p>"))))
    orders = set()
    for seed in SEEDS:
        mixed = shuffled(two, seed).body
        assert isinstance(mixed, Matching)
        assert [pair.match for pair in mixed.pairs] == [1, 0]
        orders.add((mixed.pairs[0].left, mixed.choices))
    assert len(orders) == 2


def test_the_order_before_does_not_matter() -> None:
    """Another version of Python, or of quizgen, shuffles cards in another way, and old codes lead to wrong letters."""
    card = CARDS["multiple_response"]
    assert isinstance(card.body, Choice)
    turned = replace(card, body=replace(card.body, options=card.body.options[::-1]))
    for seed in SEEDS:
        assert shuffled(turned, seed) == shuffled(card, seed)
