"""Cards that are worked through, apart from those that are answered in seconds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from quizgen.cards import Card, Html
from quizgen.exporters.anki.exercises import MOST_OPTIONS, MOST_WORDS, TAG, arranged, turn_of
from quizgen.kinds.api import Turn
from quizgen.kinds.choice.body import Choice, Option
from tests.exporters.samples import card, sample_lesson

SAMPLE = sample_lesson()


def choice(options: int, words: int) -> Card:
    """Return a choice with so many options, and so many words in all."""
    made = tuple(Option(Html(f"option{n}"), n == 0, Html(""), "", "") for n in range(options))
    return card("a-choice", "multiple_choice", f"<p>{'word ' * (words - options)}</p>", Choice(made, multiple=False))


def turns(cards: Sequence[Card]) -> list[Turn]:
    """Return when each is introduced."""
    return [turn_of(card) for card in cards]


@pytest.mark.parametrize(
    ("options", "words", "turn"),
    [
        (2, MOST_WORDS, Turn.QUESTION),
        (2, MOST_WORDS + 1, Turn.EXERCISE),
        (MOST_OPTIONS, MOST_OPTIONS + 9, Turn.QUESTION),
        (MOST_OPTIONS + 1, MOST_OPTIONS + 9, Turn.EXERCISE),
    ],
)
def test_long_choice_is_an_exercise(options: int, words: int, turn: Turn) -> None:
    """A choice that takes a minute to read stands in the queue on a phone, or a short one does not."""
    assert turn_of(choice(options, words)) is turn


@pytest.mark.parametrize("exercises", ["tag", "subdeck"])
def test_short_cards_come_first_and_prerequisites_among_them(exercises: str) -> None:
    """A new learner begins with what takes longest, or with what builds on something else."""
    (lesson,) = arranged([SAMPLE], exercises)  # type: ignore[arg-type]
    assert turns(lesson.cards) == sorted(turns(SAMPLE.cards))
    assert {*turns(lesson.cards)} == {*Turn}
    for turn in Turn:
        before = [card.id for card in SAMPLE.cards if turn_of(card) is turn]
        assert [card.id for card in lesson.cards if turn_of(card) is turn] == before
    assert [card.position for card in lesson.cards] == list(range(1, len(lesson.cards) + 1))
    assert {card.id for card in lesson.cards if TAG in card.tags} == {
        card.id for card in SAMPLE.cards if turn_of(card) is Turn.EXERCISE
    }


def test_together_changes_nothing() -> None:
    """An author who wants exercises among the other cards gets them tagged, or moved."""
    assert arranged([SAMPLE], "together") == (SAMPLE,)
