"""A note that was read back, as the lockfile knows its item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import Any, Final

from quizgen.cards import Body, Card, Html, Stamp
from quizgen.decks.lock import Item, answer_of, content_of, printed
from quizgen.decks.lock.hashes import UNKNOWN, said
from quizgen.decks.lock.model import day_of
from quizgen.decks.reading import DeckNote, Unclear, body
from quizgen.exporters.anki.notes import CORRECTED_TAG, RETIRED_TAG, Note
from quizgen.kinds.notes import plain

_LESSON: Final = "quizgen::lesson::"
_DAY: Final = f"{CORRECTED_TAG}::"
_LONGEST: Final = 120
"""Characters of a title."""


def answer(note: DeckNote) -> tuple[str, tuple[str, ...]] | None:
    """Return what counts as right on a note: a hash that tells it apart as the lockfile does, and the words.

    None if that cannot be told: the note is another program's, was withdrawn, or is damaged.
    """
    try:
        found = body(note.kind, note.fields)
    except Unclear:
        return None
    return _answer(note, found), tuple(found.told())


def content(note: DeckNote) -> str:
    """Return the hash of what learners get, as the lockfile has it: without the day of a correction."""
    tags = tuple(tag for tag in note.tags if not tag.startswith(_DAY))
    stamp = Stamp(note.guid, 0, note.modified, note.position)
    return content_of(Note(note.item, note.kind, stamp, tuple(note.fields.values()), tags, "", note.ords))


def item_of(note: DeckNote, card: Card | None) -> Item:
    """Return a note's item. Only what it is called by can be wrong in it: that comes from the deck as it stands there.

    Args:
        note: one of quizgen's.
        card: what the item is now, by which gaps are known again that have no names in the deck; None if it is gone.
    """
    retired = RETIRED_TAG in note.tags
    try:
        found = None if retired else body(note.kind, note.fields)
    except Unclear:
        found = None
    return Item(
        id=note.item,
        lesson=next((tag.removeprefix(_LESSON) for tag in note.tags if tag.startswith(_LESSON)), ""),
        kind=note.kind,
        cards=note.cards,
        gaps=_gaps(found, card) if found else _numbers(note),
        gone=found.gone if found else {},
        position=note.position,
        guid=note.guid,
        created=note.created,
        modified=note.modified,
        content=content(note),
        answer=_answer(note, found) if found else UNKNOWN,
        corrected=max((tag.removeprefix(_DAY) for tag in note.tags if tag.startswith(_DAY)), default=""),
        retired=day_of(note.modified) if retired else "",
        title=_title(note, found),
    )


def _title(note: DeckNote, found: Body | None) -> str:
    try:
        stem = Html(plain(note.fields["Stem"]))
    except Unclear:
        stem = Html("")
    return printed(found.heading(stem) if found else stem)[:_LONGEST]


def _answer(note: DeckNote, found: Body) -> str:
    empty = Html("")
    return answer_of(Card(note.item, note.kind, "", "", "", "", 0, empty, _as_html(found), empty, ""))


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


def _numbers(note: DeckNote) -> Mapping[str, int]:
    """Return the gaps of a withdrawn note, which have no names, where their numbers are not simply counted."""
    counted = note.ords == tuple(range(note.cards))
    return {} if counted else {f"was-{number + 1}": number + 1 for number in note.ords}


def _gaps(found: Body, card: Card | None) -> Mapping[str, int]:
    """Return the gaps of a note by their names; empty if it tells none, and the answers do not either."""
    if not any(name == f"gap-{place}" for place, name in enumerate(found.gaps, 1)):
        return found.gaps
    return _gaps_by_answers(found, card) if card else {}


def _gaps_by_answers(found: Body, card: Card) -> Mapping[str, int]:
    """Return the gaps of a deck that was built before they had names in it.

    A gap is known again by its answer. If only one is left over on both sides, at the same place of the text, its
    answer was corrected; if others are, nothing is told.
    """
    was = dict(zip(sorted(found.gaps.values()), found.right(_said), strict=True))
    now = dict(zip(card.body.gaps, card.body.right(said), strict=True))
    if [*was.values()] == [*now.values()]:
        return dict(zip(now, was, strict=True))
    if len({*was.values()}) < len(was) or len({*now.values()}) < len(now):
        return {}
    numbers = {told: number for number, told in was.items()}
    known = {name: numbers.pop(told) for name, told in now.items() if told in numbers}
    left = [name for name in now if name not in known]
    if len(left) == len(numbers) == 1 and len(was) == len(now):
        (number,) = numbers.values()
        if [*found.gaps.values()].index(number) == [*now].index(left[0]):
            return {**known, left[0]: number}
    if left and numbers:
        return {}
    return {**known, **{f"was-{number}": number for number in numbers.values()}}


def _said(text: str) -> str:
    """Return what counts of a text that was read back, and is plain."""
    return said(escape(text))
