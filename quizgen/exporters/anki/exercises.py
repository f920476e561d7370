"""Exercises: cards that take a minute to work through, apart from those that are answered in seconds.

Whoever reviews on a phone, in a queue, wants the short ones first. Within a lesson, cards that ask for one thing come
before choices and free answers, and those before exercises; among themselves, prerequisites come first as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from quizgen.cards import Card, RenderedLesson
from quizgen.exporters.deck_options import Exercises
from quizgen.kinds import KINDS
from quizgen.kinds.api import Turn
from quizgen.text import fragments

MOST_OPTIONS: Final = 5
"""A choice of more options is long."""
MOST_WORDS: Final = 60
"""A choice of more words is long, counted in the stem and all options."""
TAG: Final = "quizgen::exercise"
SUBDECK: Final = "Exercises"


def arranged(lessons: Sequence[RenderedLesson], exercises: Exercises) -> tuple[RenderedLesson, ...]:
    """Return the lessons with their cards in the order in which a collection introduces them, exercises marked.

    Args:
        lessons: in study order, as `quizgen.render` gives them.
        exercises: ``tag`` for tagged ones, behind the others; ``subdeck`` for tagged ones in a deck below the
            lesson's; ``together`` to leave everything as it is.
    """
    if exercises == "together":
        return tuple(lessons)
    subdeck = SUBDECK if exercises == "subdeck" else ""
    return tuple(replace(lesson, cards=tuple(_cards(lesson.cards, subdeck))) for lesson in lessons)


def long_choices(lessons: Sequence[RenderedLesson]) -> frozenset[str]:
    """Return the ids of the choices that are exercises."""
    cards = (card for lesson in lessons for card in lesson.cards)
    return frozenset(card.id for card in cards if KINDS[card.kind].turn is Turn.QUESTION and _is_long(card))


def turn_of(card: Card) -> Turn:
    """Return when a card is introduced: what its kind says, but a long choice is an exercise."""
    turn = KINDS[card.kind].turn
    return Turn.EXERCISE if turn is Turn.QUESTION and _is_long(card) else turn


def _is_long(card: Card) -> bool:
    options = card.body.asked()
    words = sum(len(fragments.text_of(text).split()) for text in (card.stem, *options))
    return len(options) > MOST_OPTIONS or (len(options) > 0 and words > MOST_WORDS)


def _cards(cards: Sequence[Card], subdeck: str) -> Iterator[Card]:
    turns = {card.id: turn_of(card) for card in cards}
    for position, card in enumerate(sorted(cards, key=lambda card: turns[card.id]), 1):
        if turns[card.id] is Turn.EXERCISE:
            yield replace(card, position=position, tags=tuple(sorted({*card.tags, TAG})), subdeck=subdeck)
        else:
            yield replace(card, position=position)
