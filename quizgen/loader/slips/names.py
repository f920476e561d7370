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

ELSEWHERE: Final[dict[str, tuple[str, ...]]] = {
    "multiple_choice": (
        *("choice", "mc", "mcq", "multichoice", "quiz", "radio", "select", "single_answer", "single_choice"),
        *("single_select", "true_false", "true_or_false", "yes_no"),
    ),
    "multiple_response": (
        *("checkbox", "checkboxes", "multi_select", "multiple_answer", "multiple_answers", "multiple_select"),
        *("multiselect", "select_all"),
    ),
    "numeric": ("calculation", "estimate", "integer", "number", "numerical"),
    "cloze": (
        *("blank", "blanks", "cloze_deletion", "fill_blank", "fill_in", "fill_in_the_blank"),
        *("fill_in_the_blanks", "gap", "gap_fill", "gaps", "missing_word"),
    ),
    "recall": (
        *("basic", "card", "essay", "flash_card", "flashcard", "free", "free_response", "free_text", "open"),
        *("open_question", "q_a", "q_and_a", "qa", "question", "question_answer", "short_answer"),
    ),
    "ordering": ("order", "rank", "ranking", "sequence", "sort", "sorting"),
    "matching": ("match", "matching_pairs", "pairs"),
}
"""Kind of question -> what it is called elsewhere; docs/content-format.md has the same table."""

TERMS: Final = ("definition", "glossary", "term", "vocabulary")
"""What is called a kind of question elsewhere, and stands under ``concepts`` here."""

_KINDS: Final = {other: kind for kind, others in ELSEWHERE.items() for other in others}

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
    plain = re.sub(r"[^a-z]+", "_", name.casefold()).strip("_")
    names = list(known)
    if (meant := plain if plain in names else _KINDS.get(plain, "")) in names:
        return meant
    return next(iter(get_close_matches(plain, names, n=1, cutoff=0.7)), "")


def is_term(name: str) -> bool:
    """Tell whether that was meant which is no kind of question here: a term with its definition."""
    return name.strip().casefold() in TERMS


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
