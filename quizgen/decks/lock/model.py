"""What a lockfile holds, as values; and how each value is read, without trust, from what stands in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import BeforeValidator

from quizgen.characters import is_printable
from quizgen.decks.lock.hashes import DIGITS
from quizgen.exporters.anki.note_types import MODEL_IDS
from quizgen.exporters.anki.notes import MOST_CARDS

LATEST: Final = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp())
"""No time lies behind it, in seconds since 1970; how far it may lie behind today is judged elsewhere."""


def _time(text: str) -> int:
    try:
        found = int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise ValueError("a time, `2026-01-31T12:00:00Z`") from None
    if not 0 < found < LATEST:
        raise ValueError("a time between 1970 and 2200")
    return found


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("a day, `2026-01-31`") from None


def _whole(least: int, most: int) -> BeforeValidator:
    def read(text: str) -> int:
        if not re.fullmatch(r"[1-9][0-9]{0,17}", text) or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return BeforeValidator(read)


def _like(pattern: str, what: str) -> BeforeValidator:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(what)
        return text

    return BeforeValidator(read)


def _kind(text: str) -> str:
    if text not in MODEL_IDS:
        raise ValueError(f"one of {', '.join(MODEL_IDS)}")
    return text


def _text(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, str) or not all(map(is_printable, found)) or len(found) > 1_000:
        raise ValueError("text in double quotes, in one line")
    return found


def _gaps(text: str) -> Mapping[str, int]:
    pairs = [part.split(":") for part in text.split(",")]
    found = {name: int(number) for name, number in pairs} if _GAPS.fullmatch(text) else {}
    if len(found) != len(pairs) or len({*found.values()}) != len(pairs) or max(found.values()) > MOST_CARDS:
        raise ValueError(f"gaps with the numbers of their cards, up to {MOST_CARDS}: `green:1,amber:2`")
    return found


_GAPS: Final = re.compile(r"[a-z0-9-]+:[1-9][0-9]?(,[a-z0-9-]+:[1-9][0-9]?)*")
Id = Annotated[str, _like(r"[a-z0-9][a-z0-9._-]{0,999}", "an id, of lower-case letters, digits, `-` and `.`")]
Random = Annotated[str, _like(r"[0-9a-f]{16}", "a namespace, of 16 hexadecimal digits")]
Kind = Annotated[str, BeforeValidator(_kind)]
Hash = Annotated[str, _like(rf"[0-9a-f]{{{DIGITS}}}", f"a hash of {DIGITS} hexadecimal digits")]
Guid = Annotated[str, _like(r"[!#-~][!-~]{0,63}", "a GUID, of printable characters")]
Title = Annotated[str, BeforeValidator(_text)]
Gaps = Annotated[Mapping[str, int], BeforeValidator(_gaps)]
Day = Annotated[str, BeforeValidator(_day)]
Time = Annotated[int, BeforeValidator(_time)]
Milliseconds = Annotated[int, _whole(1, LATEST * 1000)]
Cards = Annotated[int, _whole(1, MOST_CARDS)]
Position = Annotated[int, _whole(1, 2**31 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a lesson, or one that was; its values stand in the file in this order.

    Attributes:
        lesson: id of the lesson that it is in.
        cards: how many cards its note has.
        gaps: its gaps in the order of its text, each with the number of its card; empty if it has none, or if the
            file is of version 1, which does not say.
        gone: the gaps that it once had, with the numbers that no other gap gets.
        position: place in the lesson's study order.
        guid: by which Anki finds its note.
        created: the note's id, milliseconds since 1970.
        modified: when its note was last changed, seconds since 1970.
        content: hash of what the learner gets.
        answer: hash of what counts as right.
        corrected: day of the last change of the answer, ``2026-01-31``; empty if there was none.
        retired: edition (the lesson's ``released``) that was the first without it; empty if it is there.
        title: the first words of its question, for people who read the file, and for the note of a retired item.
        line: where it stands in the file, from 1; 0 if it is new.
    """

    id: Id
    lesson: Id
    kind: Kind
    cards: Cards
    gaps: Gaps = field(default_factory=dict)
    gone: Gaps = field(default_factory=dict)
    position: Position
    guid: Guid
    created: Milliseconds
    modified: Time
    content: Hash
    answer: Hash
    corrected: Day = ""
    retired: Day = ""
    title: Title
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type.

    Attributes:
        kind: of the items that have it.
        id: Anki's.
        modified: when its templates or its style sheet were last changed, seconds since 1970.
        content: hash of all of it but that time.
    """

    kind: Id
    id: Milliseconds
    modified: Time
    content: Hash
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Deck:
    """A lesson's deck.

    Attributes:
        lesson: the lesson's id.
        name: where it stands in Anki's tree; Anki takes new cards to the deck of this name, so it stays what it was.
    """

    lesson: Id
    name: Title
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Namespace:
    """What tells the notes of one author from those of another who has the same ids; made once, at random."""

    id: Random
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Lock:
    """All that is known of earlier releases of the lessons of one folder.

    Attributes:
        namespace: goes into the GUIDs of new notes; empty in a file of version 1, whose GUIDs all stay.
    """

    decks: Mapping[str, Deck] = field(default_factory=dict)
    note_types: Mapping[str, NoteType] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    namespace: str = ""


def day_of(seconds: int) -> str:
    """Return the day, UTC, of a time in seconds since 1970: ``2026-01-31``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
