"""Values: whether what an author wrote is what a simulator computed.

Two questions, and in doubt neither is answered with yes. Is a key, a number or a gap the computed value? And is a
distractor certainly another? ``S1 leads`` is not ``S1``, but as a distractor it would be right.
"""

from __future__ import annotations

import re
from decimal import Decimal

_MARKS = "`*_$ \n"
_NUMBER = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {True: ("true", "yes"), False: ("false", "no")}


def equal(stated: str, computed: object) -> bool:
    """Tell whether a stated value is the computed one: the same number, the same words, or the same list of words.

    Marks of Markdown around the whole do not count, and the letter a text begins with may be a capital.
    """
    plain = stated.strip(_MARKS)
    if not plain or not _words(plain):
        return False
    if isinstance(computed, bool):
        return plain.casefold() in _WORDS[computed]
    if isinstance(computed, int):
        return _number(plain) == computed
    if isinstance(computed, tuple):
        return _words(plain) == [str(value) for value in computed]
    return str(computed) in (plain, plain[:1].lower() + plain[1:] if len(plain) > 2 else plain)


def could_equal(stated: str, computed: object) -> bool | None:
    """Tell whether a stated value means the computed one; None if that cannot be told."""
    plain = stated.strip(_MARKS).casefold()
    match computed:
        case "" | ():  # "nobody", "none": no word is as empty as nothing
            another = False
        case bool():
            another = plain in _WORDS[not computed]
        case int():
            another = _number(plain) is not None
        case tuple():
            another = sorted(_words(plain)) != sorted(str(value).casefold() for value in computed)
        case _:
            another = not re.search(rf"(?<!\w){re.escape(str(computed).casefold())}(?!\w)", plain)
    same = equal(stated, computed) or plain == str(computed).casefold()
    return True if same else False if another else None


def differs(accepted: str, computed: object) -> bool:
    """Tell whether a spelling that is to count as right is certainly another value: another number, in digits or words.

    Whether another word is a word for the same thing, nothing tells.
    """
    plain = accepted.strip(_MARKS).casefold()
    if isinstance(computed, int) and plain in _NUMERALS:
        return _NUMERALS.index(plain) != computed
    return isinstance(computed, int) and could_equal(accepted, computed) is False


def as_text(value: object) -> str:
    """Return a computed value as an author would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _number(plain: str) -> Decimal | None:
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def _words(plain: str) -> list[str]:
    return [word for part in re.split(r"[,;\s]+|\band\b", plain) if (word := part.strip(_MARKS))]
