"""What counts as right on a card that was read back, for people and for comparing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import Any

from quizgen.cards import Body, Card, Choice, Cloze, Definition, Html, Matching, Number, Ordering, Recall
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
    return answer_of(_card(note, _as_html(found))), tuple(_words(found))


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


def _words(found: Body) -> Iterator[str]:
    match found:
        case Choice():
            yield from (option.text for option in found.options if option.key)
        case Number():
            near = f" \N{PLUS-MINUS SIGN} {found.tolerance:g}" if found.tolerance else ""
            yield f"{found.text}{f' {found.unit}' if found.unit else ''}{near}"
        case Cloze():
            yield from (" / ".join((blank.answer, *blank.accepted)) for blank in found.blanks)
        case Recall():
            yield from (point.text for point in found.points)
        case Ordering():
            steps = sorted(found.steps, key=lambda step: step.position)
            yield from (f"{step.position}. {step.text}" for step in steps)
            yield from ([found.freedom] if found.free else [])
        case Matching():
            yield from (f"{pair.left} \N{RIGHTWARDS ARROW} {found.choices[pair.match]}" for pair in found.pairs)
        case Definition():
            yield f"{found.term}: {found.definition}"
