"""Formulas evaluated: a tree and the values of its names to a value."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.calculation.formulas import Apply, Formula, Name, Number, Written
from quizgen.simulators.calculation.functions import ELEMENTWISE, OF_LISTS, Value, over_lists
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import Quantity, quantity

METHODS: Final = ("nearest-rank", "linear")
"""Words in quotes that are no quantities."""


def evaluate(formula: Formula, values: Mapping[str, Value], counted: Iterable[str] = ()) -> Value:
    """Return a formula's value.

    Args:
        formula: the tree.
        values: name -> value.
        counted: things that are units.

    Raises:
        CalculationProblem: it has none.
    """
    match formula:
        case Number(value):
            return Quantity(value)
        case Written(text):
            return text if text in METHODS else quantity(text, counted)
        case Name(name):
            return _named(name, values)
        case Apply("if", (test, one, other)):
            condition = evaluate(test, values, counted)
            if not isinstance(condition, bool):
                raise CalculationProblem("what stands behind `if` has to be a comparison", "write `n if n > 1 else 1`")
            return evaluate(one if condition else other, values, counted)
        case Apply(function, arguments):
            known = _known(function, len(arguments))
            found = tuple(evaluate(each, values, counted) for each in arguments)
            return over_lists(known, found) if function in ELEMENTWISE else known(*found)


def _named(name: str, values: Mapping[str, Value]) -> Value:
    if name not in values:
        raise CalculationProblem(f"nothing is called `{name}` here", did_you_mean(name, values))
    return values[name]


def _known(function: str, arguments: int) -> Callable[..., Value]:
    known: Callable[..., Value] | None = ELEMENTWISE.get(function) or OF_LISTS.get(function)
    if known is None:
        functions = [name for name in (*ELEMENTWISE, *OF_LISTS) if name[0].isalpha() and name != "negative"]
        raise CalculationProblem(f"there is no function `{function}`", did_you_mean(function, functions))
    try:
        inspect.signature(known).bind(*range(arguments))
    except TypeError:
        wanted = len(inspect.signature(known).parameters)
        raise CalculationProblem(f"`{function}` takes {wanted} values, not {arguments}") from None
    return known
