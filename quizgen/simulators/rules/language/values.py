"""What variables and expressions can be: truths, whole numbers within bounds, words, and lists of them.

A state's values are Python's own: ``True``, ``3``, ``"prepared"``, a tuple. A message is the number of its fields'
values among all that its channel can hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.rules.language.written import Domain, Mistake, number

Scalar = bool | int | str
Value = Scalar | tuple[Scalar, ...]
MOST_VALUES: Final = 1_000
"""Of one domain."""


@dataclass(frozen=True)
class Type:
    """What a value can be.

    Attributes:
        kind: what it is.
        least: the smallest number.
        most: the greatest number; of a list, its greatest length.
        words: the words that it can be.
        element: what a list's elements can be; None for those of the empty list.
    """

    kind: Literal["bool", "number", "word", "list"]
    least: int = 0
    most: int = 0
    words: frozenset[str] = frozenset()
    element: Type | None = None

    def holds(self, other: Type) -> bool:
        """Tell whether it has every value that another type has."""
        if self.kind != other.kind:
            return False
        if self.kind == "list":
            fits = other.element is None or (self.element is not None and self.element.holds(other.element))
            return fits and other.most <= self.most
        return self.least <= other.least and other.most <= self.most and other.words <= self.words

    def has(self, value: Value) -> bool:
        """Tell whether a value is one of it."""
        if isinstance(value, tuple):
            each = self.element
            return (
                self.kind == "list" and len(value) <= self.most and all(each is not None and each.has(v) for v in value)
            )
        return self.holds(of(value))

    def meets(self, other: Type) -> bool:
        """Tell whether some value is of both types; of two lists that is not asked."""
        if self.kind != other.kind:
            return False
        if self.kind == "number":
            return self.least <= other.most and other.least <= self.most
        return self.kind != "word" or bool(self.words & other.words)

    def joined(self, other: Type) -> Type:
        """Return a type that has every value of both."""
        element = (
            self.element.joined(other.element) if self.element and other.element else self.element or other.element
        )
        least, most = min(self.least, other.least), max(self.most, other.most)
        return Type(self.kind, least, most, self.words | other.words, element)

    @property
    def values(self) -> tuple[Scalar, ...]:
        """All values, in order; of words that of the alphabet. Not for lists."""
        if self.kind == "bool":
            return (False, True)
        return tuple(range(self.least, self.most + 1)) if self.kind == "number" else tuple(sorted(self.words))

    def __str__(self) -> str:
        """Return what it holds, in words: "from 0 to 3", "one of open, closed"."""
        if self.kind == "bool":
            return "true or false"
        if self.kind == "number":
            return f"from {self.least} to {self.most}"
        if self.kind == "list":
            return f"a list of at most {self.most}"
        return f"one of {', '.join(sorted(self.words))}"


BOOL: Final = Type("bool")


def words(*names: str) -> Type:
    """Return the type of some words."""
    return Type("word", words=frozenset(names))


def of(value: Value) -> Type:
    """Return the type of one value."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int):
        return Type("number", value, value)
    if isinstance(value, str):
        return words(value)
    element: Type | None = None
    for part in value:
        element = element.joined(of(part)) if element else of(part)
    return Type("list", 0, len(value), element=element)


@dataclass(frozen=True)
class Channel:
    """Messages under way.

    Attributes:
        fields: name -> type.
        most: how many there may be.
        order: in which order they arrive.
        codes: the values of a message's fields -> its number.
    """

    fields: Mapping[str, Type]
    most: int
    order: str
    codes: Mapping[tuple[Scalar, ...], int]


def typed(
    written: Domain, actors: Mapping[str, tuple[str, ...]], parameters: Mapping[str, bool | int], path: ScenarioPath
) -> Type:
    """Return the type that an author wrote.

    Raises:
        Mistake: it is none.
    """
    if isinstance(written, tuple):
        names = [name for one in written for name in actors.get(one, (one,))]
        return words(*names)
    if written == "bool":
        return BOOL
    if written in actors:
        return words(*actors[written])
    low, dots, high = written.partition("..")
    if not dots:
        hint = did_you_mean(written, ["bool", *actors], "write `bool`, `0..3`, a set of actors, or a list of words")
        raise Mistake(path, f"`{written}` is nothing that a variable can be", hint)
    least, most = (number(_numeral(end), parameters, path) for end in (low, high))
    if not least <= most < least + MOST_VALUES:
        if most < least:
            raise Mistake(path, f"`{written}` is empty", "write the smaller number first, as in `0..3`")
        raise Mistake(path, f"`{written}` holds more than {MOST_VALUES:,} numbers", "take a smaller range")
    return Type("number", least, most)


def _numeral(text: str) -> int | str:
    text = text.strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 16 else text
