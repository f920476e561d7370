"""Quantities: units are those of pint, numbers are exact."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.simulators.calculation.functions import add, divide, multiply, subtract
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import (
    Quantity,
    alike,
    converted,
    decimal_text,
    ends,
    number_text,
    quantity,
    quantity_text,
    unit,
    unit_text,
)

PINT: Any = pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)
TIMES = ["ns", "us", "ms", "s", "min", "h", "d", "week", "month"]
OTHERS = ["m", "km", "kg", "g", "B", "kB", "MiB", "bit", "Mbit", "W", "kWh", "percent", "Hz"]
NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=50)


@given(NUMBERS, st.sampled_from(TIMES), st.sampled_from(TIMES))
def test_units_are_turned_into_one_another_as_pint_does(number: Fraction, one: str, other: str) -> None:
    """Somebody answers in hours what was asked in minutes, and is right or wrong by this."""
    found = converted(Quantity(number, unit(one)), unit(other))
    assert found.number == PINT.Quantity(number, one).to(other).magnitude


@given(NUMBERS, st.sampled_from(TIMES + OTHERS), NUMBERS, st.sampled_from(TIMES + OTHERS))
def test_arithmetic_is_that_of_pint(number: Fraction, one: str, factor: Fraction, other: str) -> None:
    """A product of units that loses a factor of sixty is a wrong answer on every card."""
    mine = (Quantity(number, unit(one)), Quantity(factor, unit(other)))
    theirs = (PINT.Quantity(number, one), PINT.Quantity(factor, other))
    product = multiply(*mine)
    assert isinstance(product, Quantity)
    wanted = (theirs[0] * theirs[1]).to_base_units()
    assert PINT.Quantity(product.number, _as_pint(product)).to_base_units().magnitude == wanted.magnitude
    if theirs[0].dimensionality == theirs[1].dimensionality:
        total = add(*mine)
        assert isinstance(total, Quantity)
        assert total.number == (theirs[0] + theirs[1]).to(one).magnitude
    else:
        with pytest.raises(CalculationProblem, match="makes no sense: they are of different kinds"):
            add(*mine)


def _as_pint(found: Quantity) -> Any:  # noqa: ANN401 - pint has its own types
    made = PINT.Unit("")
    for name, exponent in found.unit:
        made *= PINT.Unit(name) ** int(exponent)
    return made


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("99.9 %", "99.9 %"),
        ("99.9%", "99.9 %"),
        ("5 requests/s", "5 requests/s"),
        ("1 request", "1 request"),
        ("2 queries", "2 queries"),
        ("1 h 30 min", "1.5 h"),
        ("-3 ms", "-3 ms"),
        ("\N{MINUS SIGN}3 ms", "-3 ms"),
        ("9.81 m/s^2", "9.81 m/s\u00b2"),
        ("9.81 m/s\u00b2", "9.81 m/s\u00b2"),
        ("2 people", "2 people"),
        ("1e3 B", "1000 B"),
        ("12", "12"),
        ("2026-01-31", "2026-01-31"),
        ("2026-01-31T12:30", "2026-01-31T12:30:00"),
    ],
)
def test_a_quantity_is_told_as_it_is_written(written: str, told: str) -> None:
    """A card shows what is given as its author wrote it."""
    assert quantity_text(quantity(written)) == told


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("3 reqests", "there is no unit `reqests`", "did you mean `requests`?"),
        ("3 parcels", "there is no unit `parcels`", "declared under `units:`"),
        ("20 degC", "does not begin at nought", "kelvin"),
        ("three", "`three` is no quantity", "a number and a unit"),
        ("1 h 30", "is no quantity", "a number and a unit"),
        ("1 h 5 m", "cannot be turned into", "check the units"),
        ("2026-02-30", "is no date", "year, month and day"),
        ("5 " + "s*" * 60 + "s", "at most 80 characters", ""),
        ("1e9999 s", "is no", ""),
    ],
)
def test_what_is_no_quantity_is_told(written: str, message: str, hint: str) -> None:
    """An author who misspells a unit is told which one, and how to mend it."""
    with pytest.raises(CalculationProblem, match=message) as refused:
        quantity(written)
    assert hint in refused.value.hint


def test_what_is_counted_is_a_unit_of_its_own() -> None:
    """Requests and servers are no plain numbers: who adds them has made a mistake."""
    requests, servers = quantity("6 requests"), quantity("2 servers")
    assert quantity_text(divide(requests, servers)) == "3 requests/server"  # type: ignore[arg-type]
    with pytest.raises(CalculationProblem, match="`requests` and `servers` makes no sense"):
        add(requests, servers)
    assert quantity("3 parcels", ["parcel"]) == Quantity(Fraction(3), unit("parcels", ["parcel"]))
    assert not alike(unit("requests"), unit(""))


def test_dates_and_durations_go_together() -> None:
    """A deadline thirty days after the last day of January is no 30th of February."""
    start, end = quantity("2026-01-31"), quantity("2026-03-02")
    assert add(start, quantity("30 d")) == end
    assert subtract(end, start) == quantity("30 d")
    assert subtract(end, quantity("720 h")) == start
    with pytest.raises(CalculationProblem, match="two dates cannot be added"):
        add(start, end)
    with pytest.raises(CalculationProblem, match="different kinds"):
        add(start, quantity("3 m"))


@given(st.datetimes(), st.integers(-400_000, 400_000))
def test_the_calendar_is_that_of_python(moment: datetime, days: int) -> None:
    """A date that is a day off, behind a leap day or before 1970, is a wrong answer."""
    moment = moment.replace(microsecond=0)
    written = quantity(moment.isoformat())
    assert quantity_text(written) == moment.isoformat().removesuffix("T00:00:00")
    try:
        later = moment + timedelta(days=days)
    except OverflowError:
        return
    assert add(written, quantity(f"{days} d")) == quantity(later.isoformat())


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_decimal_is_told_with_all_its_digits(number: int, places: int) -> None:
    """A number on a card is the number, whatever floats make of it."""
    value = Fraction(number, 10**places)
    assert ends(value)
    assert Fraction(number_text(value)) == value
    assert Fraction(decimal_text(value, places)) == value


def test_what_has_no_end_says_so() -> None:
    """0.333333 is not a third: a card must not say that it is."""
    assert number_text(Fraction(1, 3)) == "\N{ALMOST EQUAL TO} 0.333333"
    assert not ends(Fraction(1, 3))
    assert number_text(Fraction(1, 3_000_000)) == "\N{ALMOST EQUAL TO} 0.000000333333"
    assert unit_text(unit("1/s")) == "1/s"
