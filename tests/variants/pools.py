"""Pools of questions to draw from, as Hypothesis makes them, and as the samples have them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from quizgen.cards import Card, RenderedLesson
from quizgen.variants.drawing import stratum
from tests.exporters.samples import sample_cards, sample_lesson

_ASKING = {card.kind: card for card in sample_cards() if card.kind != "concept"}
KINDS = sorted(_ASKING)


@st.composite
def pools(draw: st.DrawFn) -> tuple[Card, ...]:
    """Make questions of several kinds, levels and lengths of run, some of them instances of families."""
    cards: list[Card] = []
    for number in range(draw(st.integers(1, 12))):
        card = replace(
            _ASKING[draw(st.sampled_from(KINDS[:3]))],
            level=draw(st.sampled_from(("junior", "senior"))),
            id=f"q{number}",
        )
        instances = draw(st.integers(0, 5))
        lengths = draw(st.lists(st.integers(0, 120), min_size=max(instances, 1), max_size=max(instances, 1)))
        if not instances:
            cards.append(replace(card, run_length=lengths[0]))
        cards += [
            replace(card, id=f"q{number}.n-{value}", family=f"q{number}", run_length=lengths[value])
            for value in range(instances)
        ]
    return tuple(cards)


def units(pool: tuple[Card, ...]) -> dict[tuple[tuple[str, str], str], int]:
    """Return how many instances each item or family has, by stratum and name."""
    found: dict[tuple[tuple[str, str], str], int] = {}
    for card in pool:
        key = (stratum(card), card.family or card.id)
        found[key] = found.get(key, 0) + 1
    return found


def family_lesson(instances: int = 4) -> RenderedLesson:
    """Return the sample lesson, with the numeric question as a family."""
    lesson = sample_lesson()
    cards: list[Card] = []
    for number, card in enumerate(lesson.cards):
        if card.id == lesson.questions[1].id:
            made = (replace(card, id=f"{card.id}.n-{n}", family=card.id, run_length=10 * n) for n in range(instances))
            cards += made
        else:
            cards.append(replace(card, run_length=number))
    return replace(lesson, cards=tuple(cards))
