"""A term and what it means as a card shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Self

from quizgen.cards import Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, Setting
from quizgen.kinds.notes import text_of, trees
from quizgen.model.base import Place
from quizgen.model.lesson import Concept
from quizgen.text import fragments


@dataclass(frozen=True, slots=True)
class Definition(BodyOf[Concept]):
    """Body of a concept's card: the term and what it means. ``kind`` of such a card is ``concept``."""

    term: str
    definition: Html

    @classmethod
    def lowered(cls, question: Concept, setting: Setting) -> Self:
        return cls(question.name, setting.block(question.definition or ""))

    def places(self, question: Concept) -> Mapping[Place, CardPlace]:
        return {(): ["definition"]}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        yield from (said(self.term), said(self.definition))

    def told(self) -> Iterator[str]:
        yield f"{self.term}: {self.definition}"

    def key(self) -> Key:
        return Key(fragments.text_of(self.definition), {"definition": fragments.text_of(self.definition)})

    def essence(self, of: Callable[[Html], str]) -> object:
        return [self.term, of(self.definition)]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        return self

    def asked(self) -> tuple[Html, ...]:
        return ()

    def heading(self, stem: Html) -> str:
        return self.term

    def fields(self) -> Fields:
        return Fields(stem=escape(self.term), body=self.definition)

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        stem, body = trees(fields, "Stem", "Body")
        return cls(stem.text(), text_of(body))

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        return {"name": self.term, "definition": self.definition, **evidence.of("definition")}
