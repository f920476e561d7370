"""Matching questions: each left side belongs to one right side."""

from __future__ import annotations

from quizgen.kinds.api import Kind, NoteLook, Turn
from quizgen.kinds.matching import body, question

MATCHING = Kind(
    name="matching",
    label="Matching",
    points=2,
    question=question.Matching,
    body=body.Matching,
    layout="matching",
    note=NoteLook(1_700_020_170_007, (("Question", "matching"),), ("matching",)),
    turn=Turn.EXERCISE,
)
