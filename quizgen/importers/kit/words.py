"""Ids made of words."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "œ": "oe"}
)


def slug(text: str, most: int = 60, otherwise: str = "imported") -> str:
    """Return a text as an id: its Latin letters and digits; what it has none of is told apart by a short hash."""
    spelt = unicodedata.normalize("NFKD", text.lower().translate(_SPELT))
    bare = "".join(character for character in spelt if not unicodedata.combining(character))
    made = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if not made:
        return f"{otherwise}-{short_hash(text)}" if text.strip() else otherwise
    if len(made) <= most:
        return made
    return made[:most].rsplit("-", 1)[0].strip("-") or made[:most]


def short_hash(text: str) -> str:
    """Return six digits that tell texts apart, whatever their spaces."""
    return blake2b(" ".join(text.split()).encode(), digest_size=3).hexdigest()
