"""Whether two expressions are the same, whatever their names stand for: sympy says so of trees of our own.

Nothing that an author wrote is handed to sympy as text.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from quizgen.simulators.calculation.evaluation import evaluate
from quizgen.simulators.calculation.formulas import Apply, Formula, Name, Number, Written, names, parse, parts
from quizgen.simulators.calculation.functions import compared
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import Quantity

MOST_PARTS: Final = 60
"""Of both expressions."""
MOST_NAMES: Final = 6
MOST_POWER: Final = 12
"""The greatest exponent that is a number."""

_TRIED: Final = tuple(Fraction(*one) for one in ((7, 3), (11, 5), (13, 2), (17, 7), (19, 11), (23, 13), (29, 17)))
"""Values at which expressions that differ do differ, but by the rarest chance."""
_FUNCTIONS: Final = ("sqrt", "exp", "log", "ln", "log2", "log10", "abs", "factorial", "choose")


@lru_cache(1024)
def are_the_same(one: str, other: str) -> bool:
    """Tell whether two expressions are the same for all positive values of their names.

    Raises:
        CalculationProblem: one of them is not well formed, too large, or nothing can be told.
    """
    left, right = parse(one), parse(other)
    _refuse_large(left, right)
    if _differ_somewhere(left, right):
        return False
    difference = _simplified(left, right)
    if difference == 0:
        return True
    raise CalculationProblem(
        f"nothing tells whether `{one}` and `{other}` are the same: no values were found at which they differ",
        "write simpler expressions",
    )


def _refuse_large(*formulas: Formula) -> None:
    if sum(len([*parts(one)]) for one in formulas) > MOST_PARTS:
        raise CalculationProblem(f"expressions to compare have at most {MOST_PARTS} parts together", "split them")
    if len({name for one in formulas for name in names(one)}) > MOST_NAMES:
        raise CalculationProblem(f"expressions to compare have at most {MOST_NAMES} names", "split them")
    for part in (part for one in formulas for part in parts(one)):
        match part:
            case Apply("**", (_, Number(exponent, _))) if abs(exponent) > MOST_POWER:
                raise CalculationProblem(f"an exponent that is a number is at most {MOST_POWER} here")
            case Apply(function, _) if function not in (*"+-*/", "**", "negative", *_FUNCTIONS):
                raise CalculationProblem(f"`{function}` cannot be compared for all values", "compare its values")
            case Written(text):
                raise CalculationProblem(f"an expression holds names and numbers, not `{text}`")


def _differ_somewhere(left: Formula, right: Formula) -> bool:
    """Tell whether two expressions have other values at one of some points."""
    known = sorted({*names(left), *names(right)})
    for shift in range(len(_TRIED)):
        values = {name: Quantity(_TRIED[(shift + 2 * index) % len(_TRIED)]) for index, name in enumerate(known)}
        whole = {name: Quantity(Fraction(shift + 7 + 3 * index)) for index, name in enumerate(known)}
        for tried in (values, whole):
            try:
                if compared(evaluate(left, tried), evaluate(right, tried)) != 0:
                    return True
            except CalculationProblem:
                continue
    return False


def _simplified(left: Formula, right: Formula) -> Any:  # noqa: ANN401  # sympy's
    import sympy  # noqa: PLC0415 - it takes half a second, and few claims need it

    def symbolic(formula: Formula) -> Any:  # noqa: ANN401
        match formula:
            case Number(value):
                return sympy.Rational(value.numerator, value.denominator)
            case Name(name):
                return sympy.Symbol(name, positive=True)
            case Apply(function, arguments):
                return _known(sympy)[function](*map(symbolic, arguments))
        raise CalculationProblem("an expression holds names and numbers only")

    difference = symbolic(left) - symbolic(right)
    expanded = sympy.expand(sympy.together(difference))
    return expanded if expanded == 0 else sympy.simplify(difference)


def _known(sympy: Any) -> dict[str, Callable[..., Any]]:  # noqa: ANN401
    return {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "**": lambda a, b: a**b,
        "negative": lambda a: -a,
        "sqrt": sympy.sqrt,
        "exp": sympy.exp,
        "log": sympy.log,
        "ln": sympy.log,
        "log2": lambda a: sympy.log(a, 2),
        "log10": lambda a: sympy.log(a, 10),
        "abs": sympy.Abs,
        "factorial": sympy.factorial,
        "choose": sympy.binomial,
    }
