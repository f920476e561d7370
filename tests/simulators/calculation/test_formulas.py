"""Formulas: what is written is what is calculated, and nothing but calculating is done."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.simulators.calculation.evaluation import evaluate
from quizgen.simulators.calculation.formulas import LONGEST, Apply, Name, Number, names, parse, shown
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import Quantity

VALUES = {"a": Fraction(7, 3), "b": Fraction(-2), "c": Fraction(5, 4)}
NUMBERS = st.sampled_from(["1", "2", "0.1", "12.50", "3e2", "7"])


def _trees() -> st.SearchStrategy[str]:
    leaves = NUMBERS | st.sampled_from([*VALUES])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).map(lambda t: f"({' '.join(t)})"),
            inner.map(lambda one: f"-{one}"),
            st.tuples(inner, st.integers(-2, 2)).map(lambda t: f"({t[0]}) ** ({t[1]})"),
            st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} < {t[2]} else {t[2]})"),
        ),
        max_leaves=6,
    )


def _in_fractions(text: str) -> Fraction:
    """Return a formula's value as Python's own arithmetic of fractions has it."""
    tree = ast.parse(text, mode="eval")
    for node in ast.walk(tree):
        for name, child in ast.iter_fields(node):
            if isinstance(child, ast.Constant):
                digits = ast.get_source_segment(text, child)
                made = ast.Call(ast.Name("Fraction", ast.Load()), [ast.Constant(digits)], [])
                setattr(node, name, ast.copy_location(made, child))
    compiled = compile(ast.fix_missing_locations(tree), "", "eval")
    return Fraction(eval(compiled, {"Fraction": Fraction, **VALUES}))  # noqa: S307 - what stands above made it


@given(_trees())
def test_a_formula_has_the_value_that_fractions_have(text: str) -> None:
    """An answer that is a hair off, as with floats, would be marked against a learner who is right."""
    values = {name: Quantity(value) for name, value in VALUES.items()}
    try:
        wanted = _in_fractions(text)
    except ZeroDivisionError:
        with pytest.raises(CalculationProblem, match="divides by zero"):
            evaluate(parse(text), values)
        return
    try:
        found = evaluate(parse(text), values)
    except CalculationProblem as problem:
        if "too large" not in str(problem) and "too long" not in str(problem):
            raise
        return
    assert found == Quantity(wanted)


@given(_trees())
def test_what_is_shown_is_what_was_written(text: str) -> None:
    """A card whose working lacks brackets teaches another formula than the one that was calculated."""
    signs = {"\N{MULTIPLICATION SIGN}": "*", "\N{MINUS SIGN}": "-", " mod ": " % ", " div ": " // ", "^": "**"}
    told = shown(parse(text), lambda name: name)
    for sign, written in signs.items():
        told = told.replace(sign, written)
    if " if " not in told:
        values = {name: Quantity(value) for name, value in VALUES.items()}
        try:
            wanted = evaluate(parse(text), values)
        except CalculationProblem:
            return
        assert evaluate(parse(told), values) == wanted


def test_names_are_told_in_order() -> None:
    """What a formula depends on is known, so that what nothing uses can be told."""
    assert names(parse("b * (a + sum(b, c))")) == ("b", "a", "c")
    assert parse("a * 0.10") == Apply("*", (Name("a"), Number(Fraction(1, 10), "0.10")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(1 - a) * b", "(1 \N{MINUS SIGN} a) \N{MULTIPLICATION SIGN} b"),
        ("1 - (1 - p) ** n", "1 \N{MINUS SIGN} (1 \N{MINUS SIGN} p)^n"),
        ("a / (b * c)", "a / (b \N{MULTIPLICATION SIGN} c)"),
        ("a - (b - c)", "a \N{MINUS SIGN} (b \N{MINUS SIGN} c)"),
        ("max(a, b) if a > 2 else 0", "max(a, b) if a > 2, else 0"),
        ("window / '1 h'", "window / (1 h)"),
    ],
)
def test_a_formula_is_shown_as_people_write_it(text: str, told: str) -> None:
    """A learner who never programmed reads the working."""
    assert shown(parse(text), lambda name: name) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a.b", "`a.b` is no arithmetic"),
        ("a[0]", "is no arithmetic"),
        ("(lambda: 1)()", "is no arithmetic"),
        ("[a for a in b]", "is no arithmetic"),
        ("a and b", "is no arithmetic"),
        ("1j", "is no arithmetic"),
        ("0x10", "is no arithmetic"),
        ("sum(a, b, key=c)", "is no arithmetic"),
        ("f'{a}'", "is no arithmetic"),
        ("True", "is no arithmetic"),
        ("a := 1", "is not well formed"),
        ("a; b", "is not well formed"),
        ("", "is not well formed"),
        ("2 ^ 3", "is no arithmetic"),
        ("window / 1 h", "is not well formed"),
        ("(" * 240 + "1" + ")" * 240, "deep|well formed"),
        ("-" * 480 + "1", "too long|deep"),
        ("1" + "+1" * (LONGEST // 2), "more than 500 characters"),
    ],
)
def test_what_is_no_arithmetic_is_refused(text: str, told: str) -> None:
    """A formula of a stranger must not be a program, nor take the reader's memory."""
    with pytest.raises(CalculationProblem, match=told):
        parse(text)


@pytest.mark.parametrize(
    "text", ["__import__('os')", "eval('1')", "open('/etc/passwd')", "getattr(a, 'b')", "negativ(1)"]
)
def test_a_function_that_there_is_not_is_refused(text: str) -> None:
    """Only what is listed can be called, whatever Python knows."""
    with pytest.raises(CalculationProblem, match="there is no function"):
        evaluate(parse(text), {"a": Quantity(Fraction(1))})


@pytest.mark.parametrize(
    "text", ["9 ** 9 ** 9", "9 ** 999 ** 3", "factorial(100000)", "choose(10**9, 2)", "2 ** 1000 ** 1", "exp(10**9)"]
)
def test_what_would_take_too_long_is_refused(text: str) -> None:
    """A single formula of ten characters could keep a machine busy for a day."""
    try:
        found = evaluate(parse(text), {})
    except CalculationProblem:
        return
    assert isinstance(found, Quantity)
    assert found.number.numerator.bit_length() <= 20_000
