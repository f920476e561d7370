"""Matching questions: each left side belongs to one right side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Place, Text
from quizgen.model.evidence import Statement
from quizgen.model.item import Item


class Pair(Statement):
    """Two sides that belong together. The evidence is a `measure`, which must give ``right``, or a citation."""

    value_in = "right"
    said_in = "left"

    left: Text
    right: Text


class Matching(Item):
    """Pairs; the right sides are shuffled when shown."""

    kind: Literal["matching"]
    stem: Text
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=12)]

    def alternatives(self) -> Iterator[tuple[Place, str]]:
        """The left sides; several may have the same right one."""
        yield from ((("pairs", index, "left"), pair.left) for index, pair in enumerate(self.pairs))
