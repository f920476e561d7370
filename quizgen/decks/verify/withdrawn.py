"""Notes of items that are gone: they ask nothing, so that there is nothing to compute."""

from __future__ import annotations

from quizgen.cards import Html, RenderedLesson, Retired, Stamp
from quizgen.decks.reading import DeckNote
from quizgen.exporters.anki.note_types import FIELDS
from quizgen.exporters.anki.notes import RETIRED_TAG, withdrawn

_FREE = ("Stem", "Lesson", "Subject", "Language")
"""Fields that tell what was withdrawn, and from where."""


def is_withdrawn(note: DeckNote) -> bool:
    """Tell whether a note says that its item was withdrawn, and nothing else."""
    if RETIRED_TAG not in note.tags:
        return False
    gone = Retired(note.item, note.kind, "", Stamp(note.guid, 0, 0, 0), note.cards)
    expected = dict(zip(FIELDS, withdrawn(gone, _NOWHERE).fields, strict=True))
    return all(note.fields[name] == expected[name] for name in FIELDS if name not in _FREE)


_NOWHERE = RenderedLesson(
    id="",
    title="",
    subject="",
    level="",
    language="",
    license="",
    released="",
    opening=Html(""),
    summary=(),
    sources=(),
    tables=(),
    cards=(),
    tally={},
)
