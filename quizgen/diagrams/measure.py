"""How wide text gets, before any font is known: an upper bound, so that what is laid out cannot overlap.

Lengths are whole numbers of whatever unit the caller lays out in. Sums of floats differ between versions of Python,
and with them would differ where a line breaks, and every byte of the output.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import ucd_3_2_0

_NARROW, _MIDDLING, _WIDE = frozenset("ijlI.,:;'|!()[] frt-"), frozenset("cksvxyz"), frozenset("mwMW@%")
_WIDTHS = {"narrow": 42, "middling": 60, "wide": 100, "capital": 79, "other": 65, "foreign": 90, "full": 110}
"""In hundredths of an em. DejaVu Sans, the widest of the common sans-serif fonts, stays below these."""

FULL = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U0001f000-\U0003fffd]"
)
"""Letters as wide as they are tall, of East Asia, and emoji."""

_combining = ucd_3_2_0.combining
"""By the one version of Unicode that every Python has; marks that came later only take more room than they need."""


@lru_cache(maxsize=65536)
def width(text: str, size: int) -> int:
    """Return how wide a text is at most, in the unit of its size."""
    return -(-size * sum(_WIDTHS[_kind(character)] for character in text if not _combining(character)) // 100)


def _kind(character: str) -> str:
    if character in _NARROW:
        return "narrow"
    if character in _MIDDLING:
        return "middling"
    if character in _WIDE:
        return "wide"
    if character.isascii():
        return "capital" if character.isupper() else "other"
    return "full" if FULL.match(character) else "foreign"


def wrapped(text: str, size: int, room: int, lines: int) -> tuple[str, ...]:
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


def _pieces(word: str, size: int, room: int) -> list[str]:
    """Break a word that is longer than a line."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
