"""What people call things that are called otherwise here: keys, kinds, days and languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Final

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "answers": ("options", "points", "answer"),
    "author": ("authors",),
    "because": ("rationale", "explanation"),
    "choices": ("options",),
    "citation": ("cite",),
    "cloze": ("text",),
    "comment": ("rationale", "explanation"),
    "correct": ("key",),
    "description": ("definition",),
    "difficulty": ("level",),
    "explain": ("explanation", "rationale"),
    "feedback": ("rationale", "explanation"),
    "gaps": ("blanks",),
    "hint": ("rationale", "explanation"),
    "is_correct": ("key",),
    "lang": ("language",),
    "matches": ("pairs",),
    "name": ("title",),
    "note": ("rationale", "explanation"),
    "order": ("steps",),
    "prompt": ("stem",),
    "question": ("stem",),
    "questions": ("items",),
    "reason": ("rationale", "explanation"),
    "ref": ("cite",),
    "reference": ("cite",),
    "references": ("sources",),
    "requirements": ("requires",),
    "right": ("key",),
    "source": ("cite",),
    "tag": ("tags",),
    "term": ("name",),
    "topic": ("concept",),
    "type": ("kind",),
    "why": ("rationale", "explanation"),
}
"""What a key is called elsewhere -> what it is called here, the likeliest first."""

UNSURE: Final = frozenset({"comment", "hint", "name", "note", "order", "right", "source", "term", "type"})
"""Keys that may be meant otherwise: what they are called here is only likely."""

KINDS: Final[dict[str, str]] = {
    **dict.fromkeys(("single_choice", "mcq", "choice", "multichoice", "radio", "true_false"), "multiple_choice"),
    **dict.fromkeys(("multiple_select", "multiple_answer", "multiple_answers", "checkbox"), "multiple_response"),
    **dict.fromkeys(("fill_in", "fill_in_the_blank", "gap", "gaps", "blank", "blanks", "fill_blank"), "cloze"),
    **dict.fromkeys(("flashcard", "card", "basic", "qa", "free", "open", "essay", "short_answer"), "recall"),
    **dict.fromkeys(("number", "numerical", "calculation"), "numeric"),
    **dict.fromkeys(("order", "sequence", "sorting", "sort"), "ordering"),
    **dict.fromkeys(("match", "pairs"), "matching"),
}
"""What a kind of question is called elsewhere -> its name here."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY: Final = (
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\.? (?P<name>[A-Za-z]{3,}),? (?P<y>\d{4})"),
    re.compile(r"(?P<name>[A-Za-z]{3,})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)


def key_meant(name: str, known: Collection[str], given: Collection[str]) -> str:
    """Return the key that was meant by one that is not known; empty if it cannot be told.

    Args:
        name: as it was written.
        known: keys that there are at this place.
        given: keys that stand there already, which are hardly meant.
    """
    free = [key for key in known if key not in given]
    plain = re.sub(r"[\s-]", "_", name.strip().casefold())
    if plain in free:
        return plain
    if meant := next((key for key in KEYS.get(plain, ()) if key in free), ""):
        return meant
    close = get_close_matches(plain, free, n=1, cutoff=0.7) or get_close_matches(plain, known, n=1, cutoff=0.7)
    return next(iter(close), "")


def kind_meant(name: str, known: Iterable[str]) -> str:
    """Return the kind of question that was meant; empty if it cannot be told."""
    plain = re.sub(r"[\s-]", "_", name.strip().casefold())
    names = list(known)
    if (meant := plain if plain in names else KINDS.get(plain, "")) in names:
        return meant
    return next(iter(get_close_matches(plain, names, n=1, cutoff=0.7)), "")


def day_meant(text: str) -> dt.date | None:
    """Return the day that is written in another way than `2026-01-31`; None if it is not plain which."""
    for pattern in _DAY:
        if found := pattern.fullmatch(text.strip()):
            parts = found.groupdict()
            month = _month(parts["name"]) if parts.get("name") else int(parts["m"])
            try:
                return dt.date(int(parts["y"]), month, int(parts["d"]))
            except ValueError:
                return None
    return None


def _month(name: str) -> int:
    """Return the number of a month by its name in English, or the start of it; 0 if it is none."""
    return next((number for number, month in enumerate(_MONTHS, 1) if name.casefold().startswith(month)), 0)
