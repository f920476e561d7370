"""The fingerprint of a lesson: a digest of all that decides what its sheets ask and what their keys say.

It is taken from texts, and not from HTML, so that it stays the same when quizgen comes to lay the same text out
otherwise. What only explains an answer is left out: a rationale may be improved without outdating a sheet.
"""

from __future__ import annotations

import hashlib
import html
import json
import re

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.text.fragments import text_of
from quizgen.variants.drawing import length

_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"')


def fingerprint(lesson: RenderedLesson) -> bytes:
    """Return the SHA-256 of what the lesson's questions ask and what is right.

    The order of the questions in the lesson, and of the options in a question, does not matter.
    """
    described = sorted((_question(card) for card in lesson.questions), key=lambda entry: str(entry[0]))
    return hashlib.sha256(json.dumps([lesson.id, described], sort_keys=True).encode()).digest()


def essence(fragment: Html) -> str:
    """Return the text of a fragment and the names of its pictures, which carry a hash of what they show."""
    return "\n".join((text_of(fragment), *map(html.unescape, _PICTURE.findall(fragment))))


def _question(card: Card) -> list[object]:
    drawn_by = [card.kind, card.level, card.family, length(card)]
    return [card.id, drawn_by, essence(card.stem), card.body.essence(essence)]
