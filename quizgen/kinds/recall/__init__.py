"""Recall questions: a free answer that the learner judges by its key points."""

from __future__ import annotations

from quizgen.kinds.api import Kind, NoteLook
from quizgen.kinds.recall import body, question

RECALL = Kind(
    name="recall",
    label="Free answer",
    points=2,
    question=question.Recall,
    body=body.Recall,
    layout="recall",
    note=NoteLook(1_700_020_170_005, (("Question", "recall"),), ("pressing", "recall")),
    in_words=True,
)
