"""Two releases of a deck compared: what was added, changed and withdrawn, and which answers have to be learnt anew."""

from __future__ import annotations

from quizgen.decks.diff.comparing import compare, compare_with_lock
from quizgen.decks.diff.difference import AnswerChange, Change, Difference, Entry, FieldChange

__all__ = ["AnswerChange", "Change", "Difference", "Entry", "FieldChange", "compare", "compare_with_lock"]
