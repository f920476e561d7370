"""Numeric questions: the learner types a number."""

from __future__ import annotations

from quizgen.kinds.api import Kind, NoteLook, Turn
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.numeric.question import Numeric

NUMERIC = Kind(
    name="numeric",
    label="Number",
    points=1,
    question=Numeric,
    body=Number,
    layout="numeric",
    note=NoteLook(1_700_020_170_003, (("Question", "numeric"),), ("typing",), typed=True),
    turn=Turn.POINT,
)
