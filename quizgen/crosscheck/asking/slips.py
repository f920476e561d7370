"""Slips in claims that are usual among those who know other languages: what was meant, in CEL's signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MEANT: Final = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "=": "==",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
}
_CURLY: Final = re.compile("[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]")
_TOKEN: Final = re.compile(
    r"(?P<skip>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|//[^\n]*|==|!=|<=|>=|&&|\|\|)"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<sign><>|=>|=<|=)|(?P<other>.)",
    re.DOTALL,
)


@dataclass(frozen=True)
class ClaimSlip:
    """Something in a claim that CEL writes otherwise.

    Attributes:
        message: what it is.
        instead: the whole claim in CEL's signs.
        offset: where it stands.
    """

    message: str
    instead: str
    offset: int


def claim_slip(text: str) -> ClaimSlip | None:
    """Return the first slip of a claim that does not compile, with all of them mended; None if there is none."""
    if curly := _CURLY.search(text):
        straight = _CURLY.sub('"', text)
        return ClaimSlip(f"`{curly[0]}` is no quote in claims", straight, curly.start())
    first: ClaimSlip | None = None
    pieces: list[str] = []
    for token in _TOKEN.finditer(text):
        meant = _MEANT.get(token[0].lower()) if token.lastgroup in {"word", "sign"} else None
        called = token.lastgroup == "word" and text[token.end() :].startswith("(") and token[0].lower() != "not"
        pieces.append(meant if meant and not called else token[0])
        if meant and not called and first is None:
            first = ClaimSlip(f"claims say `{meant}` for `{token[0]}`", "", token.start())
    whole = re.sub(r"! +", "!", "".join(pieces))
    return ClaimSlip(first.message, whole, first.offset) if first else None
