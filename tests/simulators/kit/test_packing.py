"""Numbers for values, and tables that fill themselves."""

from __future__ import annotations

import pytest

from quizgen.simulators.kit.packing import Fields, Numbering, Table, TooManyError, bits_of


def test_equal_values_have_one_number() -> None:
    """Otherwise one state is counted as several."""
    numbering: Numbering[tuple[str, int]] = Numbering(4)
    assert [numbering(("a", 1)), numbering(("b", 1)), numbering(("a", 1))] == [0, 1, 0]
    assert numbering.values == [("a", 1), ("b", 1)]


def test_more_values_than_bits_are_refused() -> None:
    """Otherwise a number runs into its neighbour's bits, and an answer rests on states that do not exist."""
    numbering: Numbering[int] = Numbering(1)
    assert [numbering(7), numbering(8)] == [0, 1]
    with pytest.raises(TooManyError):
        numbering(9)


def test_a_table_asks_once() -> None:
    """Otherwise an exploration takes as many steps of the protocol as there are transitions, and never ends."""
    asked: list[int] = []

    def square(number: int) -> int:
        asked.append(number)
        return number * number

    table = Table(square)
    assert [table[3], table[3], table[4]] == [9, 9, 16]
    assert asked == [3, 4]


def test_a_table_with_a_limit_begins_again() -> None:
    """Otherwise an exploration keeps what it computed for millions of states, and fills the machine's memory."""
    asked: list[int] = []

    def square(number: int) -> int:
        asked.append(number)
        return number * number

    table = Table(square, limit=2)
    assert [table[1], table[2], table[3], table[3], table[1]] == [1, 4, 9, 9, 1]
    assert asked == [1, 2, 3, 1]
    assert len(table) == 2


def test_bits_come_lowest_first() -> None:
    """Otherwise messages are taken in another order than they were numbered in, and runs differ."""
    assert list(bits_of(0b101001)) == [0, 3, 5]


def test_numbers_are_found_again_whatever_stands_beside_them() -> None:
    """A server's state is mistaken for another's, and what was explored is another cluster."""
    fields = Fields(places=3, width=7, bits=4)
    packed = sum(number << shift for number, shift in zip((9, 0, 15), fields.shifts, strict=True))
    beside = fields.in_all(0b111 << 4) | 4 << fields.above
    assert not fields.numbers & beside
    assert fields.unpack(packed | beside) == [9, 0, 15]
    assert (packed | beside) & fields.numbers == packed
    assert (packed | beside) >> fields.above == 4
