"""What counts as right on a card that was read back, for people and for comparing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import Any

from quizgen.cards import Body, Card, Html
from quizgen.decks.lock import answer_of
from quizgen.decks.reading import DeckNote, Unclear, body


def answer(note: DeckNote) -> tuple[str, tuple[str, ...]] | None:
    """Return what counts as right on a note: a hash that tells it apart as the lockfile does, and the words.

    None if that cannot be told: the note is another program's, was withdrawn, or is damaged.
    """
    try:
        found = body(note.kind, note.fields)
    except Unclear:
        return None
    return answer_of(_card(note, _as_html(found))), tuple(found.told())


def _card(note: DeckNote, found: Body) -> Card:
    empty = Html("")
    return Card(note.item, note.kind, "", "", "", "", 0, empty, found, empty, "")


def _as_html(value: Any) -> Any:  # noqa: ANN401  # a body, or a part of one
    """Return a body with plain texts as one with HTML."""
    if isinstance(value, str):
        return Html(escape(value))
    if isinstance(value, tuple):
        return tuple(_as_html(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts: dict[str, Any] = {part.name: _as_html(getattr(value, part.name)) for part in fields(value)}
        return replace(value, **parts)
    return value
