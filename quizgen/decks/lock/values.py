"""The values in a lockfile: how each is written, and how it is read again without trust."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

from quizgen.decks.lock.hashes import DIGITS
from quizgen.exporters.anki.note_types import MODEL_IDS
from quizgen.exporters.anki.notes import MOST_CARDS

LATEST: Final = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp())
"""No time lies behind it, in seconds since 1970; how far it may lie behind today is judged elsewhere."""

Value = str | int


class BadValue(Exception):  # noqa: N818 - it is shown to the author, it is not an error of the program
    """A value that cannot stand where it stands; the message says what is asked for."""


def written_time(seconds: int) -> str:
    """Return a time as people read it: ``2026-01-31T12:00:00Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written_text(text: str) -> str:
    """Return a text as a JSON string."""
    return json.dumps(text, ensure_ascii=False)


def _time(text: str) -> int:
    try:
        found = int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise BadValue("a time, `2026-01-31T12:00:00Z`") from None
    if not 0 < found < LATEST:
        raise BadValue("a time between 1970 and 2200")
    return found


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadValue("a day, `2026-01-31`") from None


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[1-9][0-9]{0,17}", text) or not least <= int(text) <= most:
            raise BadValue(f"a whole number from {least} to {most}")
        return int(text)

    return read


def _pattern(pattern: str, what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise BadValue(what)
        return text

    return read


def _kind(text: str) -> str:
    if text not in MODEL_IDS:
        raise BadValue(f"one of {', '.join(MODEL_IDS)}")
    return text


def _text(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, str) or not found.isprintable() or len(found) > 1_000:
        raise BadValue("text in double quotes, in one line")
    return found


_HASH: Final = _pattern(rf"[0-9a-f]{{{DIGITS}}}", f"a hash of {DIGITS} hexadecimal digits")
ID: Final = _pattern(r"[a-z0-9][a-z0-9._-]{0,999}", "an id, of lower-case letters, digits, `-` and `.`")
"""Reads an id."""

KEYS: Final[Mapping[str, Mapping[str, Callable[[str], Value]]]] = MappingProxyType(
    {
        "deck": {"name": _text},
        "item": {
            "lesson": ID,
            "kind": _kind,
            "cards": _number(1, MOST_CARDS),
            "position": _number(1, 2**31 - 1),
            "guid": _pattern(r"[!#-~][!-~]{0,63}", "a GUID, of printable characters"),
            "created": _number(1, LATEST * 1000),
            "modified": _time,
            "content": _HASH,
            "answer": _HASH,
            "corrected": _day,
            "retired": _day,
            "title": _text,
        },
        "note-type": {"id": _number(1, LATEST * 1000), "modified": _time, "content": _HASH},
    }
)
"""What stands on a line of each sort, in this order, and how it is read."""
OPTIONAL: Final = frozenset({"corrected", "retired"})
