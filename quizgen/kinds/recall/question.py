"""Recall questions: a free answer that the learner judges by its key points."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Text
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
