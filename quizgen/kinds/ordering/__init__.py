"""Ordering questions: steps that happen in one order and no other, but for pairs that are declared free."""

from __future__ import annotations

from quizgen.kinds.api import Kind, NoteLook, Turn
from quizgen.kinds.ordering import body, question

ORDERING = Kind(
    name="ordering",
    label="Ordering",
    points=2,
    question=question.Ordering,
    body=body.Ordering,
    layout="ordering",
    note=NoteLook(1_700_020_170_006, (("Question", "ordering"),), ("pressing", "ordering")),
    turn=Turn.EXERCISE,
)
