"""Whether two expressions are the same."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time

import pytest

from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.symbols import are_the_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(a + b) * c", "a * c + b * c"),
        ("1 - (1 - p) ** 2", "2 * p - p ** 2"),
        ("a / b / c", "a / (b * c)"),
        ("n * (n - 1) / 2", "choose(n, 2)"),
        ("log(a * b)", "log(a) + log(b)"),
        ("sqrt(a ** 2)", "a"),
        ("(a ** 2 - b ** 2) / (a - b)", "a + b"),
        ("0.1 * a", "a / 10"),
    ],
)
def test_the_same_in_other_words_is_the_same(one: str, other: str) -> None:
    """A learner who has the formula in another form is right."""
    assert are_the_same(one, other)
    assert are_the_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(a + b) ** 2", "a ** 2 + b ** 2"),
        ("1 - p ** n", "(1 - p) ** n"),
        ("a - b", "b - a"),
        ("a / b", "b / a"),
        ("a", "a + b / 1000000000"),
    ],
)
def test_what_differs_is_not_the_same(one: str, other: str) -> None:
    """A wrong formula that looks like the right one is wrong."""
    assert not are_the_same(one, other)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("a ** 100", "b", "an exponent that is a number is at most"),
        (" + ".join("ab" * 20), "a", "at most 60 parts"),
        ("a + b + c + d", "e + f + g", "at most 6 names"),
        ("a * '3 s'", "a", "names and numbers"),
        ("mean(a)", "a", "cannot be compared"),
        ("a.b", "a", "is no arithmetic"),
    ],
)
def test_what_cannot_be_compared_is_told(one: str, other: str, told: str) -> None:
    """An author is not left to believe that two expressions were compared."""
    with pytest.raises(CalculationProblem, match=told):
        are_the_same(one, other)


def test_comparing_takes_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """An expression of a stranger, made to be hard, must not keep the machine busy."""
    monkeypatch.setattr(sys, "setrecursionlimit", lambda _: None)
    hard = "(((a + b) ** 12 + c) ** 12 + d) ** 12 / (a + b + c + d) ** 11"
    begun = time.process_time()
    with contextlib.suppress(CalculationProblem):
        are_the_same(hard, f"{hard} * (e / e)")
    assert time.process_time() - begun < 30


def test_nothing_heavy_is_imported_for_content_without_calculations() -> None:
    """Who checks a lesson about Raft does not wait for a library of units."""
    code = (
        "import sys, quizgen.compiler; from quizgen.simulators import SIMULATORS; [*SIMULATORS.values()];"
        "print([name for name in ('pint', 'sympy') if name in sys.modules])"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
