"""What of an item is compared with its earlier release: all that a learner gets of it, and what counts as right."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from quizgen.cards import Card
from quizgen.characters import folded
from quizgen.exporters.anki.note_types import note_types
from quizgen.exporters.anki.notes import Note

DIGITS: Final = 16
"""Of a hash, hexadecimal: enough that no two texts of one item meet by chance."""

UNKNOWN: Final = "0" * DIGITS
"""In the place of a hash that nothing tells; it equals none."""

_TAG: Final = re.compile(r"<[^>]*>")
_SPACES: Final = re.compile(r"\s+")


def content_of(note: Note) -> str:
    """Return the hash of all that the learner gets of a note: fields and tags, but not its stamp.

    The fields name the pictures, and a picture's name is made from what is in its file.
    """
    return _hash([note.kind, note.cards, note.fields, note.tags])


def answer_of(card: Card, order: Sequence[int] | None = None) -> str:
    """Return the hash of what counts as right, by which a correction is told from a change of words around it.

    Markup, capitals and the full stop at the end do not count, nor does the order of the options. The words of a right
    answer do: nobody but the author could tell whether others mean the same.

    Args:
        card: whose answer it is.
        order: of a cloze, which gaps count, and in which order; None for all.
    """
    right = list(card.body.right(said))
    return _hash([card.kind, *(right if order is None else [right[index] for index in order])])


def note_type_hash(kind: str) -> str:
    """Return the hash of a kind's note type: fields, templates and style sheet, but not its time of change."""
    told = note_types()[kind].to_json(0, 0)
    return _hash({name: value for name, value in told.items() if name != "mod"})


def said(html: str) -> str:
    """Return what of a text counts: not its markup, its capitals or a full stop at its end."""
    return folded(_SPACES.sub(" ", unescape(_TAG.sub("", html))).strip(" ."))


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
