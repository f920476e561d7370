"""What binds a receipt to the texts of its note, so that neither can be changed alone.

A seal is no signature: there is no secret in it. Who rewrites a text and makes the seal anew is not found out by it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from quizgen.characters import composed

FIELD: Final = "Receipt"
"""The note's field that holds the receipt."""
_BETWEEN: Final = b"\x1f"
"""Cannot stand in a field: it is what Anki separates them with."""
_SEAL: Final = re.compile(r',"whole":"([0-9a-f]{64})"\}$')


def sealed(receipt: str, fields: Mapping[str, str], guid: str = "") -> str:
    """Return a card's receipt (`quizgen.render.receipts`) with two more keys behind its own: ``texts`` and ``whole``.

    Args:
        receipt: JSON, an object; empty for a card without one, which stays so.
        fields: name -> value of the note's other fields.
        guid: the note's, which is told as ``guid`` if it is not made from the item's id alone; empty if it is.
    """
    if not receipt:
        return ""
    known_by = f',"guid":{json.dumps(guid)}' if guid else ""
    told = f'{receipt[:-1]}{known_by},"texts":"{texts_digest(fields)}"'
    return f'{told},"whole":"{_digest(told)}"}}'


def is_whole(receipt: str) -> bool:
    """Tell whether a sealed receipt is, letter by letter, as it was when it was sealed."""
    found = _SEAL.search(receipt)
    return found is not None and found[1] == _digest(receipt[: found.start()])


def texts_digest(fields: Mapping[str, str]) -> str:
    """Return the SHA-256 of the names and values of all fields but the receipt's; empty ones count as absent.

    In Unicode's form NFC, which Anki brings all fields into when it imports them. Each field by itself, since nothing
    composes with what stands between two; most are ASCII, and then there is nothing to do.
    """
    parts = [
        before + (value.encode() if value.isascii() else _bytes(composed(value)))
        for name, before in _sorted(tuple(fields))
        if (value := fields[name])
    ]
    return hashlib.sha256(_BETWEEN.join(parts)).hexdigest()


@lru_cache(maxsize=64)
def _sorted(names: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Return the names but the receipt's in order, each with what stands before its value; most notes have the same."""
    return [(name, _bytes(name) + _BETWEEN) for name in sorted(names) if name != FIELD]


def _digest(text: str) -> str:
    return hashlib.sha256(_bytes(text)).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
