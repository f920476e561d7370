"""A term and what it means as a card shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from quizgen.cards import Body, Html, Key
from quizgen.text.fragments import text_of


@dataclass(frozen=True, slots=True)
class Definition(Body):
    """Body of a concept's card: the term and what it means. ``kind`` of such a card is ``concept``."""

    term: str
    definition: Html

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """The term and its definition."""
        yield from (said(self.term), said(self.definition))

    def told(self) -> Iterator[str]:
        """The term and its definition."""
        yield f"{self.term}: {self.definition}"

    def key(self) -> Key:
        """The definition."""
        return Key(text_of(self.definition), {"definition": text_of(self.definition)})

    def essence(self, of: Callable[[Html], str]) -> object:
        """The term and its definition."""
        return [self.term, of(self.definition)]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:  # noqa: ARG002 - the base asks
        """Return it as it is: it has one part."""
        return self

    def asked(self) -> tuple[Html, ...]:
        """Nothing but the term."""
        return ()

    def heading(self, stem: Html) -> str:  # noqa: ARG002 - it has none
        """Return the term."""
        return self.term
