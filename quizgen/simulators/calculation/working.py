"""A calculation carried out: each step with its value, and how it is told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.calculation.evaluation import evaluate
from quizgen.simulators.calculation.formulas import Formula, Name, Number, Written, names, parse, shown
from quizgen.simulators.calculation.functions import Value
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import (
    Moment,
    Quantity,
    alike,
    converted,
    is_date,
    quantity,
    quantity_text,
    unit,
    unit_text,
)
from quizgen.simulators.calculation.scenario import Calculation, Rounding, Step

MOST_DIGITS: Final = 30
"""To so many digits something is rounded."""


class Unworkable(Exception):  # noqa: N818 - it is told as a problem of the scenario
    """A calculation that cannot be carried out: where in the scenario, and why."""

    def __init__(self, path: ScenarioPath, problem: CalculationProblem) -> None:
        super().__init__(str(problem))
        self.path, self.problem = path, problem


@dataclass(frozen=True)
class Worked:
    """A step that was carried out.

    Attributes:
        name: its name.
        formula: what was calculated.
        value: what came out, in its unit, rounded.
        rounded: whether rounding changed it.
    """

    name: str
    formula: Formula
    value: Value
    rounded: bool


@dataclass(frozen=True)
class Working:
    """A calculation that was carried out.

    Attributes:
        values: name -> value of each quantity and step.
        steps: in order.
        counted: things that are units.
    """

    values: Mapping[str, Value]
    steps: tuple[Worked, ...]
    counted: tuple[str, ...]

    def value(self, text: str) -> Value:
        """Return the value of a formula over quantities and steps, or of a quantity: ``budget / window``, ``1 h``.

        Raises:
            CalculationProblem: it has none.
        """
        if is_date(text):
            return quantity(text)
        try:
            formula = parse(text)
        except CalculationProblem:
            if text.lstrip("-\N{MINUS SIGN}")[:1].isdigit():
                return quantity(text, self.counted)
            raise
        return evaluate(formula, self.values, self.counted)


@lru_cache(512)
def worked(scenario: Calculation, misconception: str | None = None, *, rounding: bool = True) -> Working:
    """Carry a calculation out.

    Args:
        scenario: what is calculated.
        misconception: the belief that is followed; None for the author's formulas.
        rounding: whether steps are rounded as they say.

    Raises:
        Unworkable: some step has no value.
    """
    instead = scenario.misconceptions[misconception].instead if misconception else {}
    values: dict[str, Value] = {}
    steps: list[Worked] = []

    def place(name: str, own: str) -> ScenarioPath:
        return ("misconceptions", misconception or "", "instead", name) if name in instead else (own, name)

    for name, given in scenario.quantities.items():
        with _at(place(name, "quantities")):
            values[name] = _given(given, scenario.units)
            if name in instead:
                values[name] = evaluate(parse(instead[name]), values, scenario.units)
    for name in scenario.steps:
        with _at(place(name, "steps")):
            step = scenario.step(name)
            formula = parse(instead.get(name, step.formula))
            found = evaluate(formula, values, scenario.units)
            told = _told(step, found, scenario.units, loosely=name in instead)
            values[name] = rounded(step, told) if rounding else told
            steps.append(Worked(name, formula, values[name], values[name] != told))
    return Working(values, tuple(steps), scenario.units)


@contextmanager
def _at(path: ScenarioPath) -> Iterator[None]:
    try:
        yield
    except CalculationProblem as problem:
        raise Unworkable(path, problem) from None


def _given(given: float | str | tuple[float | str, ...], counted: tuple[str, ...]) -> Value:
    if isinstance(given, tuple):
        return tuple(quantity(one, counted) for one in given)
    return quantity(given, counted)


def _told(step: Step, value: Value, counted: tuple[str, ...], *, loosely: bool) -> Value:
    """Return a value in the unit of its step. What a wrong formula gives may be of another kind."""
    if isinstance(value, tuple):
        return tuple(_told(step, one, counted, loosely=loosely) for one in value)
    if not isinstance(value, Quantity):
        return value
    wanted = unit(step.unit, counted)
    if not step.unit or (loosely and not alike(value.unit, wanted)):
        return value
    if alike(value.unit, wanted):
        return converted(value, wanted)
    kinds = " and ".join(f"`{unit_text(each)}`" if each else "a plain number" for each in (value.unit, wanted))
    message = f"what comes out and the step's unit are of different kinds: {kinds}"
    raise CalculationProblem(message, "correct the formula, or the unit")


def rounded(step: Step, value: Value) -> Value:
    """Return a value rounded as its step says."""
    if isinstance(value, tuple):
        return tuple(rounded(step, one) for one in value)
    if not isinstance(value, Quantity) or (step.decimals is None and step.digits is None):
        return value
    decimals = step.decimals if step.decimals is not None else (step.digits or 1) - _magnitude(value.number)
    if not -MOST_DIGITS <= decimals <= 2 * MOST_DIGITS:
        raise CalculationProblem(f"rounding to {decimals} decimals leaves nothing to tell", "round to fewer digits")
    scale = Fraction(10) ** decimals
    return replace(value, number=_whole(value.number * scale, step.rounding) / scale, exact=True)


def _magnitude(number: Fraction) -> int:
    """Return how many digits stand before the point; less than one where noughts follow on it."""
    places = len(str(abs(number.numerator))) - len(str(number.denominator))
    return places + (abs(number) >= Fraction(10) ** places) if number else 1


def _whole(number: Fraction, rounding: Rounding) -> int:
    if rounding == "half-even":
        return round(number)
    if rounding == "half-up":
        return math.floor(abs(number) + Fraction(1, 2)) * (1 if number >= 0 else -1)
    return math.ceil(number) if rounding == "up" else math.floor(number)


# --- as it is told


def value_text(value: Value, most: int = 12) -> str:
    """Return a value in words: ``43.2 min``, ``12 ms, 15 ms``, ``yes``."""
    if isinstance(value, tuple):
        told = ", ".join(value_text(one) for one in value[:most])
        return f"{told} and {len(value) - most} more" if len(value) > most else told
    if isinstance(value, bool):
        return "yes" if value else "no"
    return quantity_text(value) if isinstance(value, Quantity | Moment) else value


def in_words(name: str) -> str:
    """Return a name as a card shows it: ``bad_share`` as "bad share"."""
    return name.replace("_", " ")


def lines(scenario: Calculation) -> tuple[str, ...]:
    """Return the working, a line for each step: the formula, with its values, and what comes out."""
    found = worked(scenario)
    return tuple(_line(scenario, found, step) for step in found.steps)


def _line(scenario: Calculation, found: Working, step: Worked) -> str:
    filled = shown(step.formula, lambda name: _in_formula(found.values[name]))
    value = value_text(step.value)
    equal = "\N{ALMOST EQUAL TO}" if step.rounded else "="
    parts = [shown(step.formula, in_words)] if names(step.formula) else []
    parts += [filled] if not isinstance(step.formula, Name | Number | Written) else []
    how = _rounding_told(scenario.step(step.name)) if step.rounded else ""
    end = value if value.startswith("\N{ALMOST EQUAL TO}") else f"{equal} {value}"
    return f"{' = '.join([in_words(step.name), *parts])} {end}{how}"


def _in_formula(value: Value) -> str:
    told = value_text(value, 6)
    return f"({told})" if isinstance(value, tuple) or told.startswith("-") else told


def _rounding_told(step: Step) -> str:
    kept = step.decimals if step.decimals is not None else step.digits or 0
    what = "decimal" if step.decimals is not None else "significant digit"
    to = f"to {kept} {what}{'' if kept == 1 else 's'}" if kept > 0 or step.decimals is None else "to a whole number"
    way = {"up": " up", "down": " down"}.get(step.rounding, "")
    return f" (rounded{way} {to})"
