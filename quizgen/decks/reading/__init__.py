"""Decks read back: what an ``.apkg`` holds, as notes and as what each of them asks and answers.

A deck comes from anywhere. Reading one does nothing but read, and costs no more than its bounded size.
"""

from __future__ import annotations

from quizgen.decks.reading.bodies import Unclear, body
from quizgen.decks.reading.package import DeckFile, DeckNote, Unreadable, look, read

__all__ = ["DeckFile", "DeckNote", "Unclear", "Unreadable", "body", "look", "read"]
