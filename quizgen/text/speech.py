"""Formulas read aloud: MathML to a line of English, for the title of a picture of a formula.

The manner is that of MathSpeak's brief style: structure in words ("over", "sub", "to the power of"), letters as they
are. Titles are read by screen readers and kept by PDF viewers as the alternative text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

from quizgen.characters import settled

WORDS: Final = {
    "+": "plus",
    "-": "minus",
    "\N{MINUS SIGN}": "minus",
    "=": "equals",
    "<": "is less than",
    ">": "is greater than",
    "\N{LESS-THAN OR EQUAL TO}": "is at most",
    "\N{LESS-THAN OR SLANTED EQUAL TO}": "is at most",
    "\N{GREATER-THAN OR EQUAL TO}": "is at least",
    "\N{GREATER-THAN OR SLANTED EQUAL TO}": "is at least",
    "\N{NOT EQUAL TO}": "is not equal to",
    "\N{ALMOST EQUAL TO}": "is about",
    "\N{MULTIPLICATION SIGN}": "times",
    "\N{DOT OPERATOR}": "times",
    "\N{MIDDLE DOT}": "times",
    "/": "divided by",
    "\N{ELEMENT OF}": "in",
    "\N{NOT AN ELEMENT OF}": "not in",
    "\N{SUBSET OF}": "subset of",
    "\N{SUBSET OF OR EQUAL TO}": "subset of or equal to",
    "\N{UNION}": "union",
    "\N{INTERSECTION}": "intersection",
    "\N{EMPTY SET}": "the empty set",
    "\N{LOGICAL AND}": "and",
    "\N{LOGICAL OR}": "or",
    "\N{NOT SIGN}": "not",
    "\N{FOR ALL}": "for all",
    "\N{THERE EXISTS}": "there is",
    "\N{RIGHTWARDS ARROW}": "to",
    "\N{RIGHTWARDS DOUBLE ARROW}": "implies",
    "\N{LEFTWARDS ARROW}": "gets",
    "\N{INFINITY}": "infinity",
    "\N{N-ARY SUMMATION}": "the sum",
    "\N{N-ARY PRODUCT}": "the product",
    "\N{INTEGRAL}": "the integral",
    "\N{LEFT FLOOR}": "floor of",
    "\N{RIGHT FLOOR}": "end floor",
    "\N{LEFT CEILING}": "ceiling of",
    "\N{RIGHT CEILING}": "end ceiling",
    "\N{SET MINUS}": "without",
    "\N{REVERSE SOLIDUS OPERATOR}": "without",
    "|": "bar",
    "!": "factorial",
    "\N{PRIME}": "prime",
    "\N{HORIZONTAL ELLIPSIS}": "and so on",
    "\N{MIDLINE HORIZONTAL ELLIPSIS}": "and so on",
}
POWERS: Final = {"2": "squared", "3": "cubed", "prime": "prime"}
ACCENTS: Final = {
    "^": "hat",
    "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}": "hat",
    "combining circumflex accent": "hat",
    "combining tilde": "tilde",
    "\N{MACRON}": "bar",
    "\N{LOW LINE}": "bar",
    "to": "vector",
    "\N{FULL STOP}": "dot",
}
LIMITS: Final = frozenset({"the sum", "the product", "the integral", "max", "min", "lim"})


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _symbol(character: str) -> str:
    if character in WORDS:
        return WORDS[character]
    if (
        character.isascii()
        or settled(character) != character
        or (character.isalpha() and not unicodedata.name(character, "").startswith("GREEK"))
    ):
        return character
    name = unicodedata.name(character, character).lower()
    return name.removeprefix("greek small letter ").removeprefix("greek ").replace("capital letter", "capital")


def _token(element: Element) -> str:
    text = (element.text or "").replace("\N{NO-BREAK SPACE}", " ").strip()
    if _name(element) == "mtext" or len(text) > 1:
        return text
    return _symbol(text) if text else ""


def _row(element: Element) -> str:
    if all(_name(child) == "mi" and child.get("mathvariant") == "normal" for child in element):
        return "".join(map(_spoken, element))  # \mathrm{term}: one word
    words = [word for word in map(_spoken, element) if word]
    parts = words[:1]
    for before, word in pairwise(words):
        tight = word in {",", ")", "]", ";", "."} or before in {"(", "["} or (word == "(" and before.isalnum())
        parts.append(word if tight else f" {word}")
    return "".join(parts)


def _fraction(element: Element) -> str:
    over, under = map(_spoken, element)
    word = "choose" if element.get("linethickness") == "0" else "over"
    return f"{_group(over)} {word} {_group(under)}"


def _group(words: str) -> str:
    return words if " " not in words else f"the quantity {words} end quantity,"


def _scripts(element: Element) -> str:
    name = _name(element)
    base, *scripts = map(_spoken, element)
    low = scripts[0] if "sub" in name or "under" in name else ""
    high = scripts[-1] if "sup" in name or "over" in name else ""
    if base in LIMITS:
        return base + (f" from {low}" if low else "") + (f" to {high}" if high else "") + " of"
    words = base + (f" sub {low}" if low else "")
    if not high:
        return words
    return f"{words} {POWERS[high]}" if high in POWERS else f"{words} to the power of {_group(high)}"


def _accent(element: Element) -> str:
    base, mark = map(_spoken, element)
    if base in LIMITS:
        return _scripts(element)
    return f"{base} {ACCENTS[mark]}" if mark in ACCENTS else f"{base} with {mark} above"


def _root(element: Element) -> str:
    if _name(element) == "msqrt":
        return f"the square root of {_group(_row(element))}"
    radicand, index = map(_spoken, element)
    return f"the root of order {index} of {_group(radicand)}"


def _table(element: Element) -> str:
    rows = [", ".join(filter(None, (_row(cell) for cell in row))) for row in element]
    return "; ".join(f"row {number}: {row}" for number, row in enumerate(rows, 1))


_SPEAKERS: Final[dict[str, Callable[[Element], str]]] = {
    **dict.fromkeys(("mi", "mn", "mo", "mtext", "ms"), _token),
    **dict.fromkeys(("msub", "msup", "msubsup", "munder", "munderover"), _scripts),
    **dict.fromkeys(("msqrt", "mroot"), _root),
    "mfrac": _fraction,
    "mover": _accent,
    "mtable": _table,
    "mphantom": lambda _: "",
}


def speak(element: Element) -> str:
    """Return what a MathML element says; an element that is not known says what its children say."""
    return " ".join(_spoken(element).split()).removesuffix(" end quantity,")


def _spoken(element: Element) -> str:
    return _SPEAKERS.get(_name(element), _row)(element).strip()
