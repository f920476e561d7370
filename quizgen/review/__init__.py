"""Read and signed: what is written beside a claim is tied to it by whoever has read both. ``quizgen.review`` tells."""

from __future__ import annotations

from quizgen.review.counting import STATES, Reading, reading, told_of
from quizgen.review.files import Review, Unwritable, read_review, sign
from quizgen.review.signatures import NAME
from quizgen.review.statements import Statement, statements

__all__ = [
    "NAME",
    "STATES",
    "Reading",
    "Review",
    "Statement",
    "Unwritable",
    "read_review",
    "reading",
    "sign",
    "statements",
    "told_of",
]
