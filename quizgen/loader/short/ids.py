"""Ids that are made from texts: short, unique in a file, and the same as long as the text is."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

MOST = 40
"""Characters of an id that is made."""

_WORD = re.compile(r"[a-z0-9]+")
_GAP = re.compile(r"\[\[[^\[\]]*\]\]")
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}`*_")


def slug(text: str, otherwise: str = "q") -> str:
    """Return the first words of a text as an id; of a text without Latin letters or digits its hash."""
    plain = unicodedata.normalize("NFKD", text[:1_000].translate(_APOSTROPHES).replace("ß", "ss")).casefold()
    words = _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))
    letters = sum(each.isalnum() for each in plain)
    if not words or sum(map(len, words)) * 2 < letters:
        return f"{otherwise}-{_hash(text)}"
    found: str = words[0][:MOST]
    for word in words[1:]:
        if len(found) + len(word) >= MOST:
            break
        found += f"-{word}"
    return found


def question_id(text: str) -> str:
    """Return an id for a question, which does not hold what is asked for in gaps: Anki's browser shows it."""
    around = _GAP.sub(" ", text)
    return slug(around) if any(map(str.isalnum, around)) else f"q-{_hash(text)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class Names:
    """Gives names that are not taken yet: the same, or with a number behind it.

    Args:
        taken: what is.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """Return a name that is not taken; from now on it is."""
        found = name
        while found in self._taken:
            self._next[name] = self._next.get(name, 1) + 1
            found = f"{name}-{self._next[name]}"
        self._taken.add(found)
        return found
