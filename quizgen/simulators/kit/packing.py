"""Numbers for values, and tables that fill themselves, so that a whole state is one integer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class TooManyError(Exception):
    """There are more values than numbers: the search has to be cut."""


class Numbering(Generic[Key]):
    """Gives each distinct value a number: 0, 1, 2 and so on.

    Attributes:
        values: the values, each at its number.
    """

    def __init__(self, bits: int) -> None:
        self.values: list[Key] = []
        self._numbers: dict[Key, int] = {}
        self._limit = 1 << bits

    def __call__(self, value: Key) -> int:
        """Return the value's number.

        Raises:
            TooManyError: if it does not fit into the bits.
        """
        number = self._numbers.get(value)
        if number is None:
            number = len(self.values)
            if number >= self._limit:
                raise TooManyError
            self._numbers[value] = number
            self.values.append(value)
        return number


class Table(dict[Key, Value]):
    """A function's values, each computed when it is first looked up: a dictionary, so that looking up is fast.

    With a limit, it forgets everything when that many values are known, and begins again.
    """

    __slots__ = ("_compute", "_limit")

    def __init__(self, compute: Callable[[Key], Value], limit: int = 0) -> None:
        super().__init__()
        self._compute = compute
        self._limit = limit

    def __missing__(self, key: Key) -> Value:
        """Compute a value and keep it."""
        value = self._compute(key)
        if self._limit and len(self) >= self._limit:
            self.clear()
        self[key] = value
        return value


class Fields:
    """A number for each of several places, each at the lower end of a field of bits, in one integer.

    Attributes:
        width: how many bits a field has.
        number: the bits of a number, at the lower end of a field.
        shifts: place -> where its field begins.
        numbers: the bits of all numbers.
        above: where the fields end. What is above them is no part of them.
    """

    def __init__(self, places: int, width: int, bits: int) -> None:
        self.width = width
        self.number = (1 << bits) - 1
        self.shifts = tuple(place * width for place in range(places))
        self.numbers = self.in_all(self.number)
        self.above = width * places

    def in_all(self, bits: int) -> int:
        """Return an integer with the same bits in all fields."""
        return sum(bits << shift for shift in self.shifts)

    def unpack(self, state: int) -> list[int]:
        """Return the numbers, in order of place."""
        number = self.number
        return [state >> shift & number for shift in self.shifts]


def bits_of(number: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
