"""The code on a sheet: a name and 25 letters and digits, from which the sheet can be made again.

It holds the variant's name and a number of 125 bits in Crockford's base 32, which has no I, L, O and U, so that what is
read off paper is read right: ``B-35XEE-8Z7ZZ-ZZZZW-1Z020-10MX5``. The last ten bits are a check: everything before
them, the name included, modulo the prime 1021. No single wrong character, and no two neighbours that are swapped, leave
that remainder as it was, because 1021 divides none of the differences that they make.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, fields

FORMAT = 1
"""Raised whenever the same code would stand for another sheet: with another way to draw or to shuffle."""

MAX_SHEETS = 1000
"""Most variants that are made together."""

_WIDTHS = {"format": 4, "lesson": 20, "day": 16, "content": 30, "salt": 15, "count": 10, "index": 10, "items": 10}
"""Bits of each part, in order."""

_CHECK, _PRIME = 10, 1021
_LENGTH = 25
_GROUP = 5
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_EPOCH = dt.date(2000, 1, 1)

MAX_ITEMS = 2 ** _WIDTHS["items"] - 1
"""Most questions that can be asked for with a number."""


class CodeProblem(ValueError):  # noqa: N818 - it is shown to people, it is not an error of the program
    """A text that is no code of a sheet; the message says why."""


@dataclass(frozen=True)
class Code:
    """What a sheet says of itself.

    Attributes:
        name: the variant's: letters and digits, upper case.
        lesson: `lesson_tag` of the lesson's id.
        released: the date of the lesson's edition; from 2000 to 2179.
        content: the first 30 bits of the lesson's fingerprint.
        salt: `salt_of` the seed that was given.
        count: how many variants were made together.
        index: which of them this is, from 0.
        items: how many questions were asked for; 0 for all.
    """

    name: str
    lesson: int
    released: dt.date
    content: int
    salt: int
    count: int
    index: int
    items: int

    def __str__(self) -> str:
        parts = {
            **{field.name: getattr(self, field.name) for field in fields(self)},
            "format": FORMAT,
            "day": (self.released - _EPOCH).days,
            "count": self.count - 1,
        }
        number = 0
        for part, width in _WIDTHS.items():
            if not 0 <= parts[part] < 2**width:
                raise CodeProblem(f"{part} {parts[part]} does not fit into the code of a sheet")
            number = number << width | parts[part]
        number = number << _CHECK | _check(self.name, number)
        digits = "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
        groups = (digits[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
        return "-".join((self.name, *groups))

    def is_of(self, lesson: str) -> bool:
        """Tell whether it can be the code of a sheet of the lesson with that id."""
        return self.lesson == lesson_tag(lesson)


def decode(text: str) -> Code:
    """Return the code that a text spells, in either case, with or without hyphens and spaces.

    Raises `CodeProblem` if it spells none.
    """
    plain = re.sub(r"[\s-]+", "", text).upper()
    name, digits = plain[:-_LENGTH], plain[-_LENGTH:].translate(_MISREAD)
    if not re.fullmatch(r"[A-Z0-9]{1,8}", name) or not all(digit in _DIGITS for digit in digits):
        raise CodeProblem("a code is the variant's name and 25 letters and digits, as it stands on the sheet")
    number = sum(_DIGITS.index(digit) << 5 * place for place, digit in enumerate(reversed(digits)))
    number, check = number >> _CHECK, number & (2**_CHECK - 1)
    if check != _check(name, number):
        raise CodeProblem("a character of the code was misread: it does not add up")
    parts: dict[str, int] = {}
    for part, width in reversed(_WIDTHS.items()):
        parts[part] = number & (2**width - 1)
        number >>= width
    if parts.pop("format") != FORMAT:
        raise CodeProblem("the sheet was made by another version of quizgen, which draws in another way")
    released = _EPOCH + dt.timedelta(days=parts.pop("day"))
    count = parts.pop("count") + 1
    if parts["index"] >= count:
        raise CodeProblem("quizgen has made no sheet with this code")
    return Code(name=name, released=released, count=count, **parts)


def folded(name: str) -> str:
    """Return the name with the characters as one that are mistaken for each other."""
    return name.translate(_MISREAD)


def lesson_tag(lesson: str) -> int:
    """Return what stands in a code for the lesson with that id."""
    return _bits("lesson", hashlib.sha256(f"quizgen lesson {lesson}".encode()).digest())


def salt_of(seed: str) -> int:
    """Return what stands in a code for the seed that was given."""
    return _bits("salt", hashlib.sha256(f"quizgen seed {seed}".encode()).digest())


def content_bits(digest: bytes) -> int:
    """Return what stands in a code for a fingerprint."""
    return _bits("content", digest)


def _bits(part: str, digest: bytes) -> int:
    return int.from_bytes(digest[:4], "big") >> 32 - _WIDTHS[part]


def _check(name: str, number: int) -> int:
    return (int(f"1{folded(name)}", 36) << sum(_WIDTHS.values()) | number) % _PRIME
