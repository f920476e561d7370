"""How wide text gets, before any font is known: an upper bound, so that what is laid out cannot overlap."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width

_NARROW, _MIDDLING, _WIDE = frozenset("ijlI.,:;'|!()[] frt-"), frozenset("cksvxyz"), frozenset("mwMW@%")
_WIDTHS = {"narrow": 0.42, "middling": 0.6, "wide": 1.0, "capital": 0.79, "other": 0.65, "foreign": 0.9, "full": 1.1}
"""In em. DejaVu Sans, the widest of the common sans-serif fonts, stays below these."""


@lru_cache(maxsize=65536)
def width(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of its size."""
    return size * sum(_WIDTHS[_kind(character)] for character in text if not combining(character))


def _kind(character: str) -> str:
    if character in _NARROW:
        return "narrow"
    if character in _MIDDLING:
        return "middling"
    if character in _WIDE:
        return "wide"
    if character.isascii():
        return "capital" if character.isupper() else "other"
    return "full" if east_asian_width(character) in "WF" else "foreign"


def wrapped(text: str, size: float, room: float, lines: int) -> tuple[str, ...]:
    """Return a text broken into lines that fit; what does not fit into so many is cut, with an ellipsis."""
    result: list[str] = []
    for word in text.split():
        for piece in _pieces(word, size, room):
            if result and width(f"{result[-1]} {piece}", size) <= room:
                result[-1] += f" {piece}"
            else:
                result.append(piece)
    if len(result) <= lines:
        return tuple(result)
    last = result[lines - 1]
    while width(f"{last}…", size) > room:
        last = last[:-1]
    return (*result[: lines - 1], f"{last}…")


def _pieces(word: str, size: float, room: float) -> list[str]:
    """Break a word that is longer than a line."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
