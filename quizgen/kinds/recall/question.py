"""Recall questions: a free answer that the learner judges by its key points."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Place, Text
from quizgen.model.evidence import Statement
from quizgen.model.item import Item


class Point(Statement):
    """A key point that a good answer contains."""

    text: Text


class Recall(Item):
    """A question that is answered in the learner's own words."""

    kind: Literal["recall"]
    stem: Text
    answer: Annotated[Text | None, Field(description="a model answer; it says nothing that the points do not")] = None
    points: Annotated[tuple[Point, ...], Field(min_length=1, max_length=12)]

    def statements(self) -> tuple[tuple[Place, Statement], ...]:
        """The key points."""
        return tuple((("points", index), point) for index, point in enumerate(self.points))

    def texts(self) -> tuple[tuple[Place, str], ...]:
        """Stem, model answer, key points, explanation."""
        points = tuple((("points", index, "text"), point.text) for index, point in enumerate(self.points))
        answer = ((("answer",), self.answer),) if self.answer else ()
        return ((("stem",), self.stem), *answer, *points, *super().texts())
