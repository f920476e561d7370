"""What learners have, told by published decks: where the lockfile is lost, is old, or names no gaps."""

from __future__ import annotations

from quizgen.decks.recovery.evidence import evidence
from quizgen.decks.recovery.locks import recovered
from quizgen.decks.recovery.notes import answer, content

__all__ = ["answer", "content", "evidence", "recovered"]
