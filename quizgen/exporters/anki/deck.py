"""A lesson's deck: its place in Anki's tree, what it tells of itself, and the options that are offered with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from types import MappingProxyType
from typing import Final

from quizgen import __version__
from quizgen.cards import RenderedLesson
from quizgen.exporters.anki.deck_names import below, deck_names
from quizgen.exporters.anki.notes import number_of

PRESET_ID: Final = 1_700_020_170_100
"""Fixed for ever: by it Anki finds the preset again, and leaves it alone once it is there."""
PRESET: Final = MappingProxyType(
    {
        "id": PRESET_ID,
        "name": "quizgen",
        "mod": 1_700_020_170,
        "newSortOrder": 1,
        "buryInterdayLearning": True,
    }
)
"""Where it differs from Anki's own: new cards come as the lesson has them, not all of one template first; of two cards
of one note the second waits for the next day, since the first gives it away.

It is offered for the decks above, too: whoever studies one of them goes by the options of that one alone.

Anki takes it only if the learner asks for it ("Import any deck presets"); otherwise each deck has what it had."""

_IMAGE: Final = re.compile(r"<img\b[^>]*>")
_TAG_SEARCHES: Final = (
    "Corrected answers: search for <code>tag:quizgen::corrected::*</code>. "
    "Withdrawn questions: search for <code>tag:quizgen::retired</code>."
)
_OWN_FIELDS: Final = (
    "If you have added a field or a template to quizgen&#x27;s note types, tick &ldquo;Merge note types&rdquo; when "
    "you import a new edition: otherwise Anki keeps your notes as they are, without its corrections."
)


def deck_id(lesson: str, subdeck: str = "") -> int:
    """Return the deck's id: milliseconds between 2004 and 2022, made from the lesson's id and the subdeck alone."""
    return (1 << 40) + number_of(f"deck {lesson} {subdeck}".strip()) % (1 << 39)


def parent_id(name: str) -> int:
    """Return the id of a deck that others stand below, made from its name alone, as `deck_id` is."""
    return (1 << 40) + number_of(f"parent {name}") % (1 << 39)


def deck_name(lesson: RenderedLesson, subdeck: str = "") -> str:
    """Return where the deck stands in Anki's tree: "quizgen::Distributed systems::010 Title".

    A deck that has been released keeps its name, whatever becomes of the title: Anki takes new cards to the deck of
    that name, and old ones never move.
    """
    released = lesson.release.deck if lesson.release else ""
    name = deck_names([lesson], {lesson.id: released} if released else {})[lesson.id]
    return below(name, subdeck) if subdeck else name


def description(lesson: RenderedLesson) -> str:
    """Return what Anki shows above "Study Now", HTML: title, summary, sources, licence and version."""
    parts = [f"<b>{escape(lesson.title)}</b>"]
    parts += [_list(lesson.summary)] if lesson.summary else []
    parts += [f"Sources: {_list(lesson.sources)}"] if lesson.sources else []
    parts.append(f"Licence: {escape(lesson.license)}. Edition of {lesson.released}, by quizgen {__version__}.")
    parts += [_TAG_SEARCHES, _OWN_FIELDS]
    told = "".join(f"<div>{part}</div>" for part in parts)
    return f'<div lang="{escape(lesson.language)}" dir="auto">{told}</div>'


def _list(texts: Iterable[str]) -> str:
    items = [f"<li>{_IMAGE.sub('', text)}</li>" for text in texts]
    return f"<ul>{''.join(items)}</ul>"
