"""A question that is answered in one's own words as a card shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from quizgen.cards import Body, Html, Key
from quizgen.text.fragments import text_of


@dataclass(frozen=True, slots=True)
class Point:
    """A key point that a good free answer contains."""

    text: Html
    evidence: str


@dataclass(frozen=True, slots=True)
class Recall(Body):
    """Body of ``recall``: a free answer, judged by its key points."""

    answer: Html
    points: tuple[Point, ...]

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """The key points."""
        yield from (said(point.text) for point in self.points)

    def told(self) -> Iterator[str]:
        """The key points."""
        yield from (point.text for point in self.points)

    def key(self) -> Key:
        """The key points; the model answer where there are none."""
        points = [text_of(point.text) for point in self.points]
        return Key(" / ".join(points or [text_of(self.answer)]), {"points": [*points], "model": text_of(self.answer)})

    def essence(self, of: Callable[[Html], str]) -> object:
        """The model answer and the key points."""
        return [of(self.answer), [of(point.text) for point in self.points]]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:  # noqa: ARG002 - the base asks
        """Return it as it is: nothing of it is shown before it is answered."""
        return self

    def asked(self) -> tuple[Html, ...]:
        """Nothing but the stem."""
        return ()
