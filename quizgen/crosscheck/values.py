"""Values: whether what an author wrote is what a simulator computed.

Two questions, and in doubt neither is answered with yes. Is a key, a number or a gap the computed value? And is a
distractor certainly another? ``S1 leads`` is not ``S1``, but as a distractor it would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_MARKS = "`*_$ \n"
_QUOTES = "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_NUMBER = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMERALS = {word: str(number) for number, word in enumerate(_NUMERALS)}
"""Numbers in words -> in digits."""
_WORDS = {True: ("true", "yes"), False: ("false", "no")}
_NOTHING = ("none", "nothing", "nobody", "empty", "an empty list")
"""How people state an empty list or an empty text."""
_BRACKETS = ("[]", "()", "{}")
_WORD = "word"
"""The shape of what has letters only, more than one: it may be a value, or a word of a sentence."""
_SEPARATOR = re.compile(r"[,;]|\band\b")
_SEPARATORS = (re.compile(r"\n"), re.compile(r"[,;](?:\s*and\b)?"), _SEPARATOR)
"""What may stand between the values of a list, unless its simulator says what does."""
_BLOCK = re.compile(r"(`{3,}|~{3,})[^\n`]*\n(.*?)\n?[ ]{0,3}\1[`~]*", re.DOTALL)
_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_VERBATIM = re.compile(r"(?<!\\)[`$]")
_BETWEEN_WORDS = re.compile(r"[\s,.;:!?\"'\u2018\u2019\u201c\u201d]+")


@dataclass(frozen=True)
class Comparison:
    """How a computed value is compared with a stated one, as its simulator says.

    Attributes:
        exact: whether every character counts, as in what a program prints; else words do, however they are written.
        ordered: whether the order of a list tells something; else it is a set.
        separator: what stands between the values of a list; empty where commas, semicolons, lines, "and" or spaces may.
        same: tells it of a stated value where more than words decides, as of quantities; None where it cannot.
    """

    exact: bool = False
    ordered: bool = True
    separator: str = ""
    same: Callable[[str, Any], bool | None] | None = None


IN_WORDS = Comparison()
"""How a value is compared of which its simulator says nothing."""


def equal(stated: str, computed: object, how: Comparison = IN_WORDS) -> bool:
    """Tell whether a stated value is the computed one: the same number, the same words, or the same list of values.

    Marks of Markdown around the whole do not count, nor brackets around a list. A text in words may begin with a
    capital. An empty list or text is stated as ``none``, ``nothing``, ``nobody`` or ``empty``, a list as ``[]``, too.

    Args:
        stated: as the author wrote it.
        computed: the value.
        how: how the two are compared.
    """
    stated = _read(stated)
    plain = _unbracketed(stated) if isinstance(computed, tuple) else stated.strip(_MARKS)
    if computed in ("", ()):
        if how.exact and _code(stated):
            return False
        return plain.casefold() in _NOTHING or (computed == () and not plain and bool(stated.strip(_MARKS)))
    if isinstance(computed, tuple):
        values = [str(value) for value in computed]
        return any(_same(values, reading, how) for reading in _readings(stated, how.separator))
    if isinstance(computed, bool):
        return plain.casefold() in _WORDS[computed]
    if isinstance(computed, int):
        return _number(plain) == computed
    return _equal_text(stated, str(computed), how)


def _read(stated: str) -> str:
    r"""Return a text as Markdown shows it where a sign was escaped, ``a\_1`` as a_1; code and formulas as they are."""
    return stated if _VERBATIM.search(stated) else _ESCAPED.sub(r"\1", stated)


def _equal_text(stated: str, computed: str, how: Comparison) -> bool:
    if how.same and (told := how.same(stated, computed)) is not None:
        return told
    plain, code, shown = stated.strip(_MARKS), _code(stated), _lines(computed)
    if code is not None and shown == _lines(code):
        return True
    if how.exact:  # what is no code is shown on one line
        return code is None and shown in (" ".join(stated.split()), " ".join(plain.split()))
    if shown in (_lines(stated), _lines(plain)):
        return True
    return len(plain) > 2 and shown == _lines(plain[:1].lower() + plain[1:])


def could_equal(stated: str, computed: object, how: Comparison = IN_WORDS) -> bool | None:
    """Tell whether a stated value means the computed one; None if that cannot be told."""
    stated = _read(stated)
    plain = stated.strip(_MARKS).casefold()
    if equal(stated, computed, how):
        return True
    match computed:
        case "" | ():
            another = (how.exact and bool(_code(stated))) or _is_something(plain)
        case bool():
            another = plain in _WORDS[not computed]
        case int():
            another = _number(plain) is not None
        case tuple():
            return _could_be_list(stated, [str(value) for value in computed], how)
        case _:
            return _could_be_text(stated, str(computed), how)
    return False if another else None


def _could_be_text(stated: str, computed: str, how: Comparison) -> bool | None:
    """Tell it of a text. In code every character is shown as it is, but a line of it holds no line breaks."""
    if how.same and (how.same(stated, computed) is not None or re.search("[0-9]", stated)):
        return how.same(stated, computed)
    plain, code = stated.strip(_MARKS), _code(stated)
    if how.exact:
        if code is not None:
            in_a_line = "\n" in computed and not _BLOCK.fullmatch(stated.strip()) and code.split() == computed.split()
            return None if in_a_line else False
        return None if plain.split() == computed.split() or _names(plain, computed) else False
    plain, computed = plain.casefold(), computed.casefold()
    if plain == computed:
        return True
    number = _number(plain)
    same = _BETWEEN_WORDS.split(plain) == _BETWEEN_WORDS.split(computed) or (number and number == _number(computed))
    return None if same or _names(plain, computed) else False


def _names(text: str, value: str) -> bool:
    """Tell whether a value stands in a text, as a word of its own."""
    return bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text))


def _could_be_list(stated: str, computed: list[str], how: Comparison) -> bool | None:
    """Tell the same of a list. In a sentence words may stand around its values, as in "rounds 1, 2"."""
    if how.exact and how.separator and _code(stated) is not None:
        return False
    if not how.exact:
        stated, computed = stated.casefold(), [value.casefold() for value in computed]
        if any(_same(computed, reading, how) for reading in _readings(stated, how.separator)):
            return True
    plain = _unbracketed(stated)
    words, wanted = _words(plain), [word for value in computed for word in _words(value)]
    if _same(wanted, words, how):
        return None  # the same words, of which nothing tells where one value ends
    parts = [part for part in _SEPARATOR.split(plain) if part.strip(_MARKS)]
    shapes = {_shape(value) for value in wanted} - {_WORD}
    is_sentence = any(len(_words(part)) > 1 for part in parts) and not all(_shape(word) in shapes for word in words)
    if not is_sentence:
        return False
    values = [word for word in words if word in wanted or _shape(word) in shapes]
    return None if _same(wanted, values, how) else False


def _readings(stated: str, separator: str) -> Iterator[list[str]]:
    """Yield the lists that a text can be read as: parted by what may stand between values, or by what has to."""
    code = _code(stated)
    text, marks = (stated, _MARKS) if code is None else (code, " \n")
    if separator:
        yield _parts(_lines(text).split(separator), "\n" if separator.strip(" ") == "\n" else marks)
        return
    plain = _unbracketed(text, marks)
    for between in _SEPARATORS:
        yield _parts(between.split(plain), marks)
    if not re.search(r"[,;\n]", plain):
        yield _parts(plain.split(), marks)
    yield _parts([plain], marks)


def _parts(parts: Iterable[str], marks: str) -> list[str]:
    return [part for text in parts if (part := text.strip(marks))]


def _same(computed: list[str], words: list[str], how: Comparison) -> bool:
    if not how.ordered:
        computed, words = sorted(computed), sorted(words)
    return words == computed or [word.strip(_QUOTES) for word in words] == computed


def bare(stated: str) -> str:
    """Return a stated value without the marks of Markdown around the whole."""
    code = _code(stated)
    return (stated if code is None else code).strip(_MARKS)


def _code(stated: str) -> str | None:
    """Return the code that a text is; None if it is no single piece of code."""
    text = stated.strip()
    if block := _BLOCK.fullmatch(text):
        return block[2]
    span = _SPAN.fullmatch(text)
    if span is None or re.search(rf"(?<!`){span[1]}(?!`)", span[2]):
        return None
    within = span[2]
    return within[1:-1] if within.strip() and within[0] == within[-1] == " " else within


def _lines(text: str) -> str:
    """Return lines without what nobody sees: spaces at their ends, and empty lines behind the last."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")


def _shape(word: str) -> str:
    """Return what kind of word it is: letters, digits, and what else is in it. ``S1`` and ``S12`` are of one kind."""
    if word.isalpha() and len(word) > 1:
        return _WORD
    return re.sub(r"[0-9]+", "9", re.sub(r"[^\W\d]+", "a", word))


def _is_something(plain: str) -> bool:
    """Tell whether a text is certainly no way to say nothing: it names something with a number, or several things."""
    return any(character.isdigit() for character in plain) or len(plain.split(",")) > 1


def _unbracketed(text: str, marks: str = _MARKS) -> str:
    plain = text.strip(marks)
    while len(plain) > 1 and plain[0] + plain[-1] in _BRACKETS:
        plain = plain[1:-1].strip(marks)
    return plain


def differs(accepted: str, computed: object, how: Comparison = IN_WORDS) -> bool:
    """Tell whether a spelling that is to count as right is certainly another value: another number, in digits or words.

    Whether another word is a word for the same thing, nothing tells, unless every character counts.
    """
    if how.exact and isinstance(computed, str):
        return could_equal(accepted, computed, how) is False
    plain = accepted.strip(_MARKS).casefold()
    if isinstance(computed, int) and plain in _NUMERALS:
        return _NUMERALS.index(plain) != computed
    return isinstance(computed, int) and could_equal(accepted, computed) is False


def is_another_number(accepted: str, answer: str) -> bool:
    """Tell whether a spelling that is to count as right is another number than an answer that nothing computed."""
    number, other = _number(answer.strip(_MARKS)), _number(accepted.strip(_MARKS))
    if number is None or other is not None:
        return number is not None and other != number
    return number == int(number) and differs(accepted, int(number))


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
