"""Numbers as people write them, with the decimal mark of a language."""

from __future__ import annotations

from typing import Final

_COMMA_IN: Final = (
    "af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk sl sq"
    " sr sv tr uk uz vi"
)
_COMMA: Final = frozenset(_COMMA_IN.split())
_POINT: Final = frozenset({"de-ch", "de-li", "it-ch", "es-mx", "es-us", "es-gt", "es-hn", "es-ni", "es-pa", "es-sv"})
"""Languages whose decimal mark is a comma, and regions of them where it is a point (Unicode CLDR, ``numbers``)."""
_RAISED: Final = str.maketrans(
    "-0123456789",
    "\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT ZERO}\N{SUPERSCRIPT ONE}\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}"
    "\N{SUPERSCRIPT FOUR}\N{SUPERSCRIPT FIVE}\N{SUPERSCRIPT SIX}\N{SUPERSCRIPT SEVEN}\N{SUPERSCRIPT EIGHT}"
    "\N{SUPERSCRIPT NINE}",
)


def has_comma(language: str) -> bool:
    """Tell whether the decimal mark of a language, a BCP 47 tag, is a comma."""
    tag = language.lower()
    return tag.partition("-")[0] in _COMMA and tag not in _POINT


def written(number: float, *, comma: bool = False) -> str:
    """Return a number with all its digits, and a power of ten if it is very large or small."""
    digits, _, power = str(number).removesuffix(".0").partition("e")
    digits = digits.replace(".", ",") if comma else digits
    if not power:
        return digits
    ten = f"10{str(int(power)).translate(_RAISED)}"
    return ten if digits == "1" else f"{digits} \N{MULTIPLICATION SIGN} {ten}"
