"""Durations: what is read, and what is refused."""

from __future__ import annotations

import pytest

from quizgen.simulators.kit.durations import microseconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("250us", 250),
        ("300ms", 300_000),
        ("5s", 5_000_000),
        ("1.5s", 1_500_000),
        ("10m", 600_000_000),
        ("2h", 7_200_000_000),
        ("0ms", 0),
        ("5 s", 5_000_000),
    ],
)
def test_a_number_and_a_unit_is_a_duration(text: str, expected: int) -> None:
    """Otherwise a script waits another time than its author wrote."""
    assert microseconds(text) == expected


@pytest.mark.parametrize("text", ["", "5", "s", "-1s", "1e3s", "5 sec", "1s 5ms", "٣s", " 1s", "1,5s", "9" * 40 + "s"])
def test_anything_else_is_refused_with_what_to_write_instead(text: str) -> None:
    """Otherwise a typing error becomes some other duration without a word."""
    with pytest.raises(ValueError, match="is not a duration: write a number and a unit"):
        microseconds(text)


def test_what_is_finer_than_a_microsecond_is_refused() -> None:
    """Otherwise it would be rounded, and 0.4us would be no time at all."""
    with pytest.raises(ValueError, match="finer than a microsecond"):
        microseconds("0.4us")
