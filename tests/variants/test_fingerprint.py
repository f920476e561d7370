"""The fingerprint of a lesson: other for what changes a sheet or its key, the same for all else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.cloze.body import Cloze
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.kinds.recall.body import Recall
from quizgen.variants.fingerprint import fingerprint
from tests.exporters.samples import sample_lesson

LESSON = sample_lesson()


def _with(kind: str, change: Callable[[Card], Card]) -> RenderedLesson:
    """Return the sample lesson with its first question of a kind changed."""
    index = next(i for i, card in enumerate(LESSON.cards) if card.kind == kind)
    cards = (*LESSON.cards[:index], change(LESSON.cards[index]), *LESSON.cards[index + 1 :])
    return replace(LESSON, cards=cards)


def _body(card: Card) -> Card:
    """Return the card with something else right, and all else as it was."""
    match card.body:
        case Choice(options, _):
            flipped = tuple(replace(option, key=not option.key) for option in options)
            return replace(card, body=replace(card.body, options=flipped))
        case Number():
            return replace(card, body=replace(card.body, tolerance=card.body.tolerance + 1))
        case Cloze(_, blanks):
            return replace(card, body=replace(card.body, blanks=(replace(blanks[0], accepted=("x",)), *blanks[1:])))
        case Recall():
            return replace(card, body=replace(card.body, points=card.body.points[:-1]))
        case Ordering(steps, _):
            turned = tuple(replace(step, position=len(steps) + 1 - step.position) for step in steps)
            return replace(card, body=replace(card.body, steps=turned))
        case Matching(pairs, choices):
            moved = tuple(replace(pair, match=(pair.match + 1) % len(choices)) for pair in pairs)
            return replace(card, body=replace(card.body, pairs=moved))
    raise AssertionError(card.kind)


@pytest.mark.parametrize("kind", sorted({card.kind for card in LESSON.cards if card.kind != "concept"}))
def test_another_answer_is_another_lesson(kind: str) -> None:
    """A corrected answer must not be printed as the key to a sheet from before the correction without a word."""
    assert fingerprint(_with(kind, _body)) != fingerprint(LESSON)


@pytest.mark.parametrize(
    "change",
    [
        lambda card: replace(card, stem=Html(f"{card.stem}<p>Not.</p>")),
        lambda card: replace(card, stem=Html('<p><img src="other.svg" alt=""></p>')),
        lambda card: replace(card, id="other"),
        lambda card: replace(card, level="senior"),
        lambda card: replace(card, family="others"),
        lambda card: replace(card, run_length=99),
    ],
    ids=["stem", "picture", "id", "level", "family", "run"],
)
def test_what_decides_a_sheet_counts(change: Callable[[Card], Card]) -> None:
    """A lesson that would give other sheets must not pass for the one that a sheet was made from."""
    assert fingerprint(_with("numeric", change)) != fingerprint(LESSON)


def test_freedom_counts() -> None:
    """An order that has come to count as right is no reason to mark yesterday's sheets by it."""

    def freed(card: Card) -> Card:
        assert isinstance(card.body, Ordering)
        return replace(card, body=replace(card.body, free=((2, 3),)))

    assert fingerprint(_with("ordering", freed)) != fingerprint(LESSON)


def test_what_only_explains_does_not_count() -> None:
    """A teacher who mends a rationale can still print the key to last week's sheets."""

    def reworded(card: Card) -> Card:
        body = card.body
        if isinstance(body, Choice):
            body = replace(
                body, options=tuple(replace(o, rationale=Html("<p>So.</p>"), evidence="?") for o in body.options)
            )
        return replace(
            card, explanation=Html("<p>So.</p>"), evidence="?", trace="t", body=body, position=card.position + 7
        )

    cards = tuple(map(reworded, LESSON.cards))
    other = replace(LESSON, cards=cards, title="T", summary=(), tables=(), released="2030-01-01")
    assert fingerprint(other) == fingerprint(LESSON)


def test_markup_does_not_count() -> None:
    """A version of quizgen that colours code in another way makes all codes on paper worthless."""
    laid_out = _with("numeric", lambda card: replace(card, stem=Html(card.stem.replace("<p>", '<p class="new">  '))))
    assert fingerprint(laid_out) == fingerprint(LESSON)


def test_orders_do_not_count() -> None:
    """Items that are sorted anew in the file, or options that a later version shuffles anew, outdate no sheet."""

    def turned(card: Card) -> Card:
        match card.body:
            case Choice(options, _):
                return replace(card, body=replace(card.body, options=options[::-1]))
            case Ordering(steps, _):
                return replace(card, body=replace(card.body, steps=steps[::-1]))
            case Matching(pairs, choices):
                mirrored = tuple(replace(pair, match=len(choices) - 1 - pair.match) for pair in pairs[::-1])
                return replace(card, body=Matching(mirrored, choices[::-1]))
        return card

    assert fingerprint(replace(LESSON, cards=tuple(map(turned, LESSON.cards[::-1])))) == fingerprint(LESSON)


def test_the_fingerprint_stays_what_it_is() -> None:
    """Codes are on paper: whatever changes the fingerprint of unchanged content makes them worthless."""
    assert fingerprint(LESSON).hex()[:16] == "67a3a8ee2c821320"
