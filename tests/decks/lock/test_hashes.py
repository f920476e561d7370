"""What counts as a change of a note, and what as a change of its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quizgen.cards import Card, Html
from quizgen.decks.lock import answer_of, content_of
from quizgen.exporters.anki.notes import notes
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.cloze.body import Cloze
from quizgen.kinds.concept.body import Definition
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.kinds.recall.body import Recall
from tests.exporters import samples


def content(card: Card) -> str:
    """Return the content hash of a card in the sample lesson."""
    (note,) = notes(replace(samples.sample_lesson(), cards=(card,)))
    return content_of(note)


def key_moved(card: Card) -> Card:
    """Let the first two options change their keys."""
    assert isinstance(card.body, Choice)
    first, second, *rest = card.body.options
    options = (replace(first, key=second.key), replace(second, key=first.key), *rest)
    return replace(card, body=replace(card.body, options=options))


def other_value(card: Card) -> Card:
    """Let another number be right."""
    assert isinstance(card.body, Number)
    return replace(card, body=replace(card.body, value=card.body.value + 1))


def other_gap(card: Card) -> Card:
    """Let another word be right."""
    assert isinstance(card.body, Cloze)
    first, *rest = card.body.blanks
    return replace(card, body=replace(card.body, blanks=(replace(first, answer="leader"), *rest)))


def other_order(card: Card) -> Card:
    """Let the steps come the other way round."""
    assert isinstance(card.body, Ordering)
    last = len(card.body.steps) + 1
    steps = tuple(replace(step, position=last - step.position) for step in card.body.steps)
    return replace(card, body=replace(card.body, steps=steps))


def freed(card: Card) -> Card:
    """Let two steps come in either order."""
    assert isinstance(card.body, Ordering)
    return replace(card, body=replace(card.body, free=((1, 2),)))


def other_partner(card: Card) -> Card:
    """Let a left side belong to another right one."""
    assert isinstance(card.body, Matching)
    first, *rest = card.body.pairs
    return replace(card, body=replace(card.body, pairs=(replace(first, match=2), *rest)))


def other_point(card: Card) -> Card:
    """Let a key point say something else."""
    assert isinstance(card.body, Recall)
    first, *rest = card.body.points
    return replace(card, body=replace(card.body, points=(replace(first, text=Html("<p>No.</p>")), *rest)))


def other_definition(card: Card) -> Card:
    """Let a term mean something else."""
    assert isinstance(card.body, Definition)
    return replace(card, body=replace(card.body, definition=Html("<p>At least half.</p>")))


@pytest.mark.parametrize(
    ("card", "change"),
    [
        (samples.multiple_choice(), key_moved),
        (samples.numeric(), other_value),
        (samples.cloze(), other_gap),
        (samples.ordering(), other_order),
        (samples.ordering(), freed),
        (samples.matching(), other_partner),
        (samples.recall(), other_point),
        (samples.concept(), other_definition),
    ],
    ids=lambda value: getattr(value, "id", None) or getattr(value, "__name__", ""),
)
def test_corrected_answers_are_noticed(card: Card, change: Callable[[Card], Card]) -> None:
    """A learner would not be told that what is known by heart is wrong."""
    assert answer_of(change(card)) != answer_of(card)
    assert content(change(card)) != content(card)


def other_words(card: Card) -> Card:
    """Change the words around the answer."""
    return replace(card, stem=Html("<p>Other words.</p>"), explanation=Html("<p>Why.</p>"), evidence="other")


def reshuffled(card: Card) -> Card:
    """Show the options in another order, as another option among them would."""
    assert isinstance(card.body, Choice)
    return replace(card, body=replace(card.body, options=card.body.options[::-1]))


def other_markup(card: Card) -> Card:
    """Stress a word of the right answer, and end it without a full stop."""
    assert isinstance(card.body, Choice)
    options = tuple(
        replace(option, text=Html(option.text.replace("side", "<em>side</em>").replace(".</p>", "</p>")))
        for option in card.body.options
    )
    return replace(card, body=replace(card.body, options=options))


@pytest.mark.parametrize("change", [other_words, reshuffled, other_markup], ids=lambda change: change.__name__)
def test_other_changes_are_no_corrections(change: Callable[[Card], Card]) -> None:
    """Learners who are sent to relearn what never changed do not come the next time."""
    card = samples.multiple_choice()
    assert answer_of(change(card)) == answer_of(card)
    assert content(change(card)) != content(card)


def test_signs_of_an_answer_count() -> None:
    """That less became more would pass for the same answer."""
    less, more = (replace(samples.concept(), body=Definition("x", Html(f"<p>n {sign} 2</p>"))) for sign in "<>")
    assert answer_of(less) != answer_of(more)


def test_position_is_no_content() -> None:
    """Learners would lose their tags on every note of a lesson into which one question was put."""
    card = samples.numeric()
    assert content(replace(card, position=77)) == content(card)
