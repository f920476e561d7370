"""Concepts: a term and what it means. They are no questions; an author writes them in a lesson's head."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from quizgen.cards import CONCEPT
from quizgen.kinds.api import CardPlace, Evidence, Fields, Kind, NoteLook, Setting
from quizgen.kinds.concept.body import Definition
from quizgen.kinds.notes import text_of, trees
from quizgen.model.base import Place
from quizgen.model.lesson import Concept


class ConceptKind(Kind[Concept, Definition]):
    """A card of a term, asked in both directions."""

    name = CONCEPT
    label = "Concept"
    points = 0
    question = Concept
    body = Definition
    layout = "concept"
    note = NoteLook(1_700_020_170_008, (("Term to definition", "concept"), ("Definition to term", "concept_reversed")))

    def lowered(self, question: Concept, setting: Setting) -> Definition:
        """Return the term and its definition."""
        return Definition(question.name, setting.block(question.definition))

    def places(self, question: Concept, body: Definition) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - there is but one
        """Return the place of the definition."""
        return {(): ["definition"]}

    def written(self, body: Definition, evidence: Evidence) -> dict[str, Any]:
        """Return the term and its definition."""
        return {"name": body.term, "definition": body.definition, **evidence.of("definition")}

    def written_place(self, place: Place) -> CardPlace:  # noqa: ARG002 - there is but one
        """Return the place of the definition."""
        return ["definition"]

    def fields(self, body: Definition) -> Fields:
        """Return the term and its definition."""
        return Fields(stem=escape(body.term), body=body.definition)

    def read(self, fields: Mapping[str, str]) -> Definition:
        """Return the term and its definition."""
        stem, body = trees(fields, "Stem", "Body")
        return Definition(stem.text(), text_of(body))
