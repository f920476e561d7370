"""What claims can ask of a calculation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from quizgen.simulators.api import (
    Measure,
    MeasureError,
    ObservationError,
    Outcome,
    Value,
    Witness,
    observation,
    observations,
)
from quizgen.simulators.calculation.functions import Value as Calculated
from quizgen.simulators.calculation.functions import compared
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import Quantity, ends, quantity
from quizgen.simulators.calculation.scenario import Calculation
from quizgen.simulators.calculation.symbols import are_the_same
from quizgen.simulators.calculation.working import Unworkable, Working, in_words, value_text, worked
from quizgen.simulators.kit.recording import Run

Carried = Run[Working]
_MARKS: Final = "`*_$ \n"


def means(scenario: Calculation, stated: str, computed: Value) -> bool | None:
    """Tell whether a stated value is the calculated one, in whatever unit; None if it is no quantity at all."""
    try:
        said, right = (quantity(text.strip(_MARKS), scenario.units) for text in (stated, str(computed)))
    except CalculationProblem:
        return None
    try:
        return compared(said, right) == 0
    except CalculationProblem:  # they are of different kinds
        return False


def _told(value: Calculated) -> str:
    if isinstance(value, Quantity) and not (value.exact and ends(value.number)):
        message = f"it has no end: {value_text(value)}; round it, as in `round(..., 2)`"
        raise CalculationProblem(message)
    return value_text(value, 100)


def answer(scenario: Calculation, misconception: str | None) -> str:
    """Return the answer's value, with its unit."""
    try:
        return value_text(worked(scenario, misconception).values[scenario.asked], 100)
    except Unworkable as refused:
        raise MeasureError(str(refused)) from None


def table(found: Working) -> Outcome:
    """Return all steps, with their values."""
    return Outcome(("step", "value"), tuple((in_words(step.name), value_text(step.value)) for step in found.steps))


def witness(scenario: Calculation, misconception: str | None, value: Value, _: tuple[str, ...]) -> Witness:
    """Return what shows why the answer has its value: the steps."""
    try:
        return Witness(f"{in_words(scenario.asked)} is {value}", outcome=table(worked(scenario, misconception)))
    except Unworkable as refused:
        raise MeasureError(str(refused)) from None


def _of(run: Carried, text: str) -> Calculated:
    try:
        return run.result.value(text)
    except CalculationProblem as problem:
        raise ObservationError(f"`{text}`: {problem}") from None


def _value(run: Carried, formula: str) -> str:
    """The value of a formula over quantities and steps, with its unit: `value("budget / window")`."""
    try:
        return _told(_of(run, formula))
    except CalculationProblem as problem:
        raise ObservationError(f"`{formula}`: {problem}") from None


_value.__name__ = "value"


def _difference(run: Carried, one: str, other: str) -> Fraction:
    try:
        return compared(_of(run, one), _of(run, other))
    except CalculationProblem as problem:
        raise ObservationError(f"`{one}` and `{other}`: {problem}") from None


def equals(run: Carried, one: str, other: str) -> bool:
    """Whether two formulas, steps or quantities have one value: `equals("budget", "43.2 min")`."""
    return _difference(run, one, other) == 0


def less(run: Carried, one: str, other: str) -> bool:
    """Whether the first is less than the second: `less("budget", "1 h")`."""
    return _difference(run, one, other) < 0


def more(run: Carried, one: str, other: str) -> bool:
    """Whether the first is more than the second."""
    return _difference(run, one, other) > 0


def at_least(run: Carried, one: str, other: str) -> bool:
    """Whether the first is not less than the second."""
    return _difference(run, one, other) >= 0


def at_most(run: Carried, one: str, other: str) -> bool:
    """Whether the first is not more than the second."""
    return _difference(run, one, other) <= 0


def same_expression(run: Carried, one: str, other: str) -> bool:
    """Whether two expressions are the same whatever their names stand for: `same_expression("(a+b)*c", "a*c+b*c")`."""
    del run
    try:
        return are_the_same(one, other)
    except CalculationProblem as problem:
        raise ObservationError(str(problem)) from None


OBSERVATIONS: Final = observations(
    replace(observation(_value), same=means), equals, less, more, at_least, at_most, same_expression
)

MEASURES: Final = (
    Measure[Calculation](
        *("answer", "string", "The value of the step that is the answer, with its unit.", answer),
        witness=witness,
        same=means,
    ),
)
