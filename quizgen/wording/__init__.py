"""Claims that say themselves: whatever the checker accepts of a simulator's runs, as a sentence of plain English.

The words for what is observed are the simulator's own (`quizgen.simulators.phrases`); all others are a language's
(`quizgen.wording.language`). A claim that names what has no words has none.
"""

from __future__ import annotations

from quizgen.wording.claims import in_words, sentence
from quizgen.wording.filling import Filled, filled
from quizgen.wording.texts import SAYING, after, is_made, says_itself, text_of, text_of_event

__all__ = [
    "SAYING",
    "Filled",
    "after",
    "filled",
    "in_words",
    "is_made",
    "says_itself",
    "sentence",
    "text_of",
    "text_of_event",
]
