"""Cloze questions: a text with gaps, written ``[[name]]``."""

from __future__ import annotations

from quizgen.kinds.api import Kind, NoteLook, Turn
from quizgen.kinds.cloze import body, question

CLOZE = Kind(
    name="cloze",
    label="Gap text",
    points=1,
    question=question.Cloze,
    body=body.Cloze,
    layout="cloze",
    note=NoteLook(1_700_020_170_004, (("Question", "cloze"),), ("typing",), by_gap=True),
    turn=Turn.POINT,
)
