"""What is right on a sheet, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizgen.cards import Card, Json
from quizgen.kinds import KINDS
from quizgen.variants.sheets import Variant


@dataclass(frozen=True)
class Answer:
    """The answer to one question of a sheet.

    Attributes:
        number: the question's, from 1.
        card: the question as it stands on the sheet.
        text: the answer, one line.
        parts: the same for a program; its keys depend on the kind.
    """

    number: int
    card: Card
    text: str
    parts: Mapping[str, Json]

    @property
    def worth(self) -> int:
        """Its points."""
        return KINDS[self.card.kind].points


def answers(variant: Variant) -> Iterator[Answer]:
    """Yield the answer to each question of a sheet."""
    for number, card in enumerate(variant.cards, 1):
        key = card.body.key()
        yield Answer(number, card, key.text, key.parts)
