"""Decks read back: what an ``.apkg`` holds, as notes and as what each of them asks and answers.

A deck comes from anywhere. Reading one does nothing but read, and costs no more than its bounded size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.decks.reading.note_types import from_model
from quizgen.decks.reading.package import DeckFile, DeckNote, read
from quizgen.decks.reading.unreadable import Unreadable
from quizgen.kinds import KINDS
from quizgen.kinds.api import BodyOf
from quizgen.kinds.notes import Unclear

__all__ = ["DeckFile", "DeckNote", "Unclear", "Unreadable", "body", "from_model", "read"]


def body(kind: str, fields: Mapping[str, str]) -> BodyOf[Any]:
    """Return what a note of a kind asks and answers.

    Raises:
        Unclear: its fields are not such as quizgen writes, or disagree with one another.
    """
    if kind not in KINDS:
        raise Unclear(f"there is no kind of question called {kind!r}")
    return KINDS[kind].body.read(kind, fields)
