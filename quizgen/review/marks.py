"""What to look at twice: numbers and names that one of two texts has, and the other lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

_NUMERALS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
VALUES: Final = {word: str(number) for number, word in enumerate(_NUMERALS)} | {"once": "1", "twice": "2"}
_PRONOUNS: Final = frozenset({"one", "once"})
"""Words for a number that mostly count nothing: "no one", "the one that leads"."""
_WORD: Final = re.compile(r"[0-9]+(?:,[0-9]{3})+(?![0-9])|[0-9]+\.[0-9]+|[^\W_]+(?:_[^\W_]+)*")
_NAMED: Final = re.compile(r"(?=.*[0-9])(?=.*[^\W\d_])\w+|\w+_\w+|[A-Z]{2,}[a-z]?|[A-Z]?[a-z]+[A-Z]\w*")
"""What is a name wherever it stands: with a digit in it, an underscore, or capitals behind its first letter."""


def only_in(text: str, other: str, names: Collection[str] = ()) -> tuple[tuple[int, int], ...]:
    """Return where in a text its numbers and names stand that the other lacks, as (start, end).

    Args:
        text: what is marked.
        other: what it is compared with.
        names: what is a name though it does not look like one: the actors of a scenario.
    """
    known = {each.casefold() for each in names}
    others = {value for _, value, _ in _found(other, known)}
    others |= {word.casefold() for word in _WORD.findall(other)}
    return tuple(span for span, value, counts in _found(text, known) if counts and value not in others)


def numbers_in(text: str) -> Iterator[str]:
    """Yield the numbers of a text, in digits, but for words that mostly count nothing."""
    return (value for span, value, counts in _found(text, frozenset()) if counts and value[0].isdecimal())


def _found(text: str, names: Collection[str]) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """Yield the numbers and names of a text: where, what, and whether it is to be marked."""
    for word in _WORD.finditer(text):
        plain = word[0].casefold()
        if plain in names:
            yield word.span(), plain, True
        elif plain in VALUES:
            yield word.span(), VALUES[plain], plain not in _PRONOUNS
        elif word[0][0].isdecimal() and word[0].replace(",", "").replace(".", "").isdecimal():
            yield word.span(), _number(word[0]), True
        elif _NAMED.fullmatch(word[0]):
            yield word.span(), plain, True


def _number(digits: str) -> str:
    whole = digits.replace(",", "")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole.lstrip("0") or "0"
