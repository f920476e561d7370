"""Concepts: a term and what it means. They are no questions; an author writes them in a lesson's head."""

from __future__ import annotations

from quizgen.cards import CONCEPT
from quizgen.kinds.api import Kind, NoteLook, Turn
from quizgen.kinds.concept.body import Definition
from quizgen.model.lesson import Concept

TERM = Kind(
    name=CONCEPT,
    label="Concept",
    points=0,
    question=Concept,
    body=Definition,
    layout="concept",
    note=NoteLook(1_700_020_170_008, (("Term to definition", "concept"), ("Definition to term", "concept_reversed"))),
    turn=Turn.POINT,
)
