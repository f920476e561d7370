"""Functions of formulas, compared with those that others wrote."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.simulators.calculation.evaluation import evaluate
from quizgen.simulators.calculation.formulas import parse
from quizgen.simulators.calculation.functions import Value
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import Quantity, quantity
from quizgen.simulators.calculation.working import value_text

LISTS = st.lists(st.integers(0, 1000), min_size=1, max_size=20)


def _value(text: str, **given: str | list[str]) -> Value:
    values: dict[str, Value] = {
        name: tuple(map(quantity, one)) if isinstance(one, list) else quantity(one) for name, one in given.items()
    }
    return evaluate(parse(text), values)


def _number(text: str, numbers: list[int]) -> Fraction:
    found = evaluate(parse(text), {"n": tuple(Quantity(Fraction(one)) for one in numbers)})
    assert isinstance(found, Quantity)
    return found.number


@given(LISTS)
def test_sums_and_means_are_those_of_python(numbers: list[int]) -> None:
    """A mean latency on a card is the mean."""
    exact = [Fraction(one) for one in numbers]
    assert _number("sum(n)", numbers) == sum(numbers)
    assert _number("mean(n)", numbers) == statistics.mean(exact)
    assert _number("median(n)", numbers) == statistics.median(exact)
    assert _number("max(n) - min(n)", numbers) == max(numbers) - min(numbers)
    assert _number("count(n)", numbers) == len(numbers)
    assert _number("sum(n * n)", numbers) == sum(one * one for one in numbers)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=20), st.integers(1, 99))
def test_percentiles_are_those_of_their_definitions(numbers: list[int], share: int) -> None:
    """The 99th percentile depends on the method, and the card names the one that was used."""
    cut = statistics.quantiles([Fraction(one) for one in numbers], n=100, method="inclusive")[share - 1]
    assert _number(f"percentile(n, {share}, 'linear')", numbers) == cut
    nearest = _number(f"percentile(n, {share}, 'nearest-rank')", numbers)
    assert nearest in numbers
    assert sum(one <= nearest for one in numbers) * 100 >= share * len(numbers)
    assert all(sum(other <= one for other in numbers) * 100 < share * len(numbers) for one in numbers if one < nearest)


def test_a_percentile_names_its_method() -> None:
    """Two people who calculate by two methods would both be right, and one marked wrong."""
    with pytest.raises(CalculationProblem, match="depends on the method") as refused:
        _value("percentile(n, 95)", n=["1 ms", "2 ms"])
    assert "nearest-rank" in refused.value.hint
    assert value_text(_value("percentile(n, 95, 'nearest-rank')", n=["1 ms", "2 ms", "1 s"])) == "1000 ms"


@given(st.integers(0, 60), st.integers(0, 60))
def test_combinatorics_are_exact(n: int, k: int) -> None:
    """Of 52 cards there are exactly 2,598,960 hands, not about so many."""
    assert _value(f"choose({n}, {k})") == Quantity(Fraction(math.comb(n, k)))
    assert _value(f"permutations({n}, {k})") == Quantity(Fraction(math.perm(n, k)))
    assert _value(f"factorial({n})") == Quantity(Fraction(math.factorial(n)))


@given(st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=100))
def test_roots_and_logarithms_are_near_to_those_of_python(number: Fraction) -> None:
    """A half-life or a number of bits comes out right to all the digits that anybody asks for."""
    for text, wanted in (("sqrt(x)", math.sqrt), ("ln(x)", math.log), ("exp(x / 100)", lambda x: math.exp(x / 100))):
        found = evaluate(parse(text), {"x": Quantity(number)})
        assert isinstance(found, Quantity)
        assert math.isclose(found.number, wanted(number), rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("log2(1024)", "10"),
        ("log10(0.001)", "-3"),
        ("log(81, 3)", "4"),
        ("sqrt('4 s^2')", "2 s"),
        ("sqrt(0.25)", "0.5"),
        ("ceil('61 min' / '1 h')", "2"),
        ("floor(-1.5)", "-2"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1.2345, 2)", "1.23"),
        ("abs(-3)", "3"),
        ("17 // 5", "3"),
        ("17 % 5", "2"),
        ("'90 min' % '1 h'", "30 min"),
        ("'1 h' if '1 h' > '59 min' else '59 min'", "1 h"),
        ("max('1 h', '59 min')", "1 h"),
        ("'1 GB' / '100 Mbit/s'", "80 s"),
        ("'2026-03-02' - '2026-01-31'", "30 d"),
        ("max('2026-03-02', '2026-01-31')", "2026-03-02"),
        ("(1 - '99.9 %') * '30 d'", "0.03 d"),
        ("'99.9 %' ** 3", "0.997002999"),
    ],
)
def test_a_function_gives_what_people_expect(text: str, told: str) -> None:
    """Units, halves and whole numbers come out as on paper."""
    assert value_text(_value(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 / 0", "divides by zero"),
        ("0 ** -1", "divides by zero"),
        ("sqrt(-1)", "root of a negative"),
        ("log(0)", "only positive numbers"),
        ("log(2, 1)", "only positive numbers"),
        ("ln('3 s')", "takes a plain number"),
        ("2 ** '3 s'", "takes a plain number"),
        ("'3 s' < '3 m'", "different kinds"),
        ("sum()", "of nothing"),
        ("choose(2.5, 1)", "whole number"),
        ("choose(5)", "takes 2 values, not 1"),
        ("n + m", "do not go together"),
        ("n + missing", "nothing is called `missing`"),
        ("sum(n", "not well formed"),
        ("1 if 2 else 3", "has to be a comparison"),
        ("'2026-01-01' * 2", "takes numbers, not a date"),
    ],
)
def test_what_makes_no_sense_is_told(text: str, told: str) -> None:
    """An author learns what is wrong with a formula, and not that the program failed."""
    with pytest.raises(CalculationProblem, match=told):
        _value(text, n=["1", "2"], m=["1", "2", "3"])
