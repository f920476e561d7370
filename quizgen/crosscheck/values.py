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
_NOTHING = ("none", "nothing", "nobody", "empty", "an empty list")
"""How people state an empty list or an empty text."""
_BRACKETS = ("[]", "()", "{}")
_WORD = "word"
"""The shape of what has letters only, more than one: it may be a value, or a word of a sentence."""
_SEPARATOR = re.compile(r"[,;]|\band\b")


def equal(stated: str, computed: object, *, ordered: bool = True) -> bool:
    """Tell whether a stated value is the computed one: the same number, the same words, or the same list of words.

    Marks of Markdown around the whole do not count, nor brackets around a list, and the letter a text begins with may
    be a capital. An empty list or text is stated as ``none``, ``nothing``, ``nobody`` or ``empty``, a list as ``[]``,
    too.

    Args:
        stated: as the author wrote it.
        computed: the value.
        ordered: whether the order of a list tells something; else it is a set.
    """
    plain = _unbracketed(stated) if isinstance(computed, tuple) else stated.strip(_MARKS)
    if computed in ("", ()):
        return plain.casefold() in _NOTHING or (computed == () and not plain and bool(stated.strip(_MARKS)))
    if not plain or not _words(plain):
        return False
    if isinstance(computed, bool):
        return plain.casefold() in _WORDS[computed]
    if isinstance(computed, int):
        return _number(plain) == computed
    if isinstance(computed, tuple):
        return _same([str(value) for value in computed], _words(plain), ordered=ordered)
    return str(computed) in (plain, plain[:1].lower() + plain[1:] if len(plain) > 2 else plain)


def could_equal(stated: str, computed: object, *, ordered: bool = True) -> bool | None:
    """Tell whether a stated value means the computed one; None if that cannot be told."""
    plain = stated.strip(_MARKS).casefold()
    match computed:
        case "" | ():
            another = _is_something(plain)
        case bool():
            another = plain in _WORDS[not computed]
        case int():
            another = _number(plain) is not None
        case tuple():
            return _could_be_list(_unbracketed(plain), [str(value).casefold() for value in computed], ordered=ordered)
        case _:
            another = not re.search(rf"(?<!\w){re.escape(str(computed).casefold())}(?!\w)", plain)
    same = equal(stated, computed) or (computed != "" and plain == str(computed).casefold())
    return True if same else False if another else None


def _could_be_list(plain: str, computed: list[str], *, ordered: bool) -> bool | None:
    """Tell the same of a list. In a sentence words may stand around its values, as in "rounds 1, 2"."""
    words = _words(plain)
    if _same(computed, words, ordered=ordered):
        return True
    parts = [part for part in _SEPARATOR.split(plain) if part.strip(_MARKS)]
    shapes = {_shape(value) for value in computed} - {_WORD}
    is_sentence = any(len(_words(part)) > 1 for part in parts) and not all(_shape(word) in shapes for word in words)
    if not is_sentence:
        return False
    values = [word for word in words if word in computed or _shape(word) in shapes]
    return None if _same(computed, values, ordered=ordered) else False


def _same(computed: list[str], words: list[str], *, ordered: bool) -> bool:
    return words == computed if ordered else sorted(words) == sorted(computed)


def _shape(word: str) -> str:
    """Return what kind of word it is: letters, digits, and what else is in it. ``S1`` and ``S12`` are of one kind."""
    if word.isalpha() and len(word) > 1:
        return _WORD
    return re.sub(r"[0-9]+", "9", re.sub(r"[^\W\d]+", "a", word))


def _is_something(plain: str) -> bool:
    """Tell whether a text is certainly no way to say nothing: it names something with a number, or several things."""
    return any(character.isdigit() for character in plain) or len(plain.split(",")) > 1


def _unbracketed(text: str) -> str:
    plain = text.strip(_MARKS)
    while len(plain) > 1 and plain[0] + plain[-1] in _BRACKETS:
        plain = plain[1:-1].strip(_MARKS)
    return plain


def differs(accepted: str, computed: object) -> bool:
    """Tell whether a spelling that is to count as right is certainly another value: another number, in digits or words.

    Whether another word is a word for the same thing, nothing tells.
    """
    plain = accepted.strip(_MARKS).casefold()
    if isinstance(computed, int) and plain in _NUMERALS:
        return _NUMERALS.index(plain) != computed
    return isinstance(computed, int) and could_equal(accepted, computed) is False


def as_text(value: object) -> str:
    """Return a computed value as an author would write it: an empty text as ``none``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "an empty list"
    return str(value) or "none"


def words(text: str) -> list[str]:
    """Return the words of a stated list, or of a sentence."""
    return _words(_unbracketed(text))


def _number(plain: str) -> Decimal | None:
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def _words(plain: str) -> list[str]:
    return [word for part in re.split(r"[,;\s]+|\band\b", plain) if (word := part.strip(_MARKS))]
