"""What is wrong with a calculation before anything is asked of it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import Problem
from quizgen.simulators.calculation.formulas import names, parse
from quizgen.simulators.calculation.functions import ELEMENTWISE, OF_LISTS, compared
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import Quantity, ends
from quizgen.simulators.calculation.scenario import Calculation, Step
from quizgen.simulators.calculation.working import MOST_DIGITS, Unworkable, Working, rounded, value_text, worked

MOST_QUANTITIES: Final = 50
MOST_STEPS: Final = 50
MOST_LISTED: Final = 1_000
MOST_BELIEFS: Final = 20

_KEYWORDS: Final = frozenset(keyword.kwlist)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")
_BELIEF: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@lru_cache(512)
def problems(scenario: Calculation) -> tuple[Problem, ...]:
    """Return why a calculation cannot be asked anything; empty if it can."""
    found = [*_of_shape(scenario), *_of_names(scenario), *_of_beliefs(scenario)]
    if not found:
        found = [*_of_values(scenario)]
    if not found:
        found = [*_unused(scenario)]
    return tuple(found)


def _of_shape(scenario: Calculation) -> Iterator[Problem]:
    sizes = (
        ("quantities", len(scenario.quantities), MOST_QUANTITIES),
        ("steps", len(scenario.steps), MOST_STEPS),
        ("misconceptions", len(scenario.misconceptions), MOST_BELIEFS),
        ("units", len(scenario.units), MOST_QUANTITIES),
    )
    for key, size, most in sizes:
        if size > most:
            yield Problem((key,), f"`{key}` holds {size}, and at most {most} are allowed", "split the calculation")
    if not scenario.steps:
        yield Problem(("steps",), "nothing is calculated: there is no step", "name one: `steps: {budget: 2 * n}`")
    for name, given in scenario.quantities.items():
        if isinstance(given, tuple) and not 0 < len(given) <= MOST_LISTED:
            yield Problem(("quantities", name), f"a list has 1 to {MOST_LISTED:,} values, not {len(given)}")
    for thing in scenario.units:
        if not re.fullmatch(r"[a-z]{2,30}", thing):
            yield Problem(("units",), f"`{thing}` is no name for a unit", "write a noun in the singular: `[parcel]`")
    for name in scenario.steps:
        yield from _of_rounding(name, scenario.step(name))


def _of_rounding(name: str, step: Step) -> Iterator[Problem]:
    if step.decimals is not None and step.digits is not None:
        yield Problem(("steps", name), "a step is rounded by `round` or by `digits`, not by both", "keep one")
    if step.digits is not None and not 1 <= step.digits <= MOST_DIGITS:
        yield Problem(("steps", name, "digits"), f"`digits` is from 1 to {MOST_DIGITS}")
    if step.decimals is not None and abs(step.decimals) > MOST_DIGITS:
        yield Problem(("steps", name, "round"), f"`round` is at most {MOST_DIGITS}")


def _of_names(scenario: Calculation) -> Iterator[Problem]:
    """Yield what is wrong with names: none, taken, or unknown."""
    for key in ("quantities", "steps"):
        for name in getattr(scenario, key):
            if not _NAME.fullmatch(name) or name in (*ELEMENTWISE, *OF_LISTS, *_KEYWORDS):
                hint = "use lower-case letters, digits and _, and no name of a function"
                yield Problem((key, name), f"`{name}` is no name for a value", hint)
    for name in scenario.steps:
        if name in scenario.quantities:
            yield Problem(("steps", name), f"`{name}` is a quantity already", "choose another name")
    if scenario.answer and scenario.answer not in scenario.steps:
        message = f"no step is called `{scenario.answer}`"
        yield Problem(("answer",), message, did_you_mean(scenario.answer, scenario.steps))


def _of_beliefs(scenario: Calculation) -> Iterator[Problem]:
    """Yield what is wrong with how misconceptions are written."""
    known = (*scenario.quantities, *scenario.steps)
    for name, wrong in scenario.misconceptions.items():
        place = ("misconceptions", name)
        if not _BELIEF.fullmatch(name):
            yield Problem(place, f"`{name}` is no name for a misconception", "use lower-case words joined by hyphens")
        if not wrong.belief.strip():
            yield Problem((*place, "belief"), "it does not say what is believed", "write one sentence")
        if len(wrong.instead) != 1:
            message = "a misconception puts one formula in the place of another, so that it tells what is believed"
            yield Problem((*place, "instead"), message, "name one step or quantity")
        for replaced in wrong.instead:
            if replaced not in known:
                message = f"nothing is called `{replaced}`"
                yield Problem((*place, "instead", replaced), message, did_you_mean(replaced, known))


def _unused(scenario: Calculation) -> Iterator[Problem]:
    """Yield the quantities that no formula names: a learner would look for their part."""
    formulas = [scenario.step(name).formula for name in scenario.steps]
    formulas += [formula for wrong in scenario.misconceptions.values() for formula in wrong.instead.values()]
    used = {name for formula in formulas for name in names(parse(formula))}
    for name in scenario.quantities:
        if name not in used:
            hint = "use it in a step, or take it out: a learner would look for its part"
            yield Problem(("quantities", name), f"no step uses `{name}`", hint)


def _of_values(scenario: Calculation) -> Iterator[Problem]:
    """Yield what is wrong with what comes out."""
    try:
        right = worked(scenario)
        plain = worked(scenario, rounding=False)
    except Unworkable as refused:
        yield _told(refused)
        return
    yield from _of_answer(scenario, right, plain)
    asked = right.values[scenario.asked]
    for name in scenario.misconceptions:
        try:
            wrong = worked(scenario, name).values[scenario.asked]
        except Unworkable as refused:
            yield _told(refused)
            continue
        if _same(wrong, asked):
            message = f"the misconception `{name}` gives the right answer here, {value_text(asked)}"
            hint = "leave this instance out, choose other quantities, or another formula"
            yield Problem(("misconceptions", name), message, hint)


def _of_answer(scenario: Calculation, right: Working, plain: Working) -> Iterator[Problem]:
    name, asked, unrounded = scenario.asked, right.values[scenario.asked], plain.values[scenario.asked]
    place, exactly = ("steps", name), rounded(scenario.step(name), unrounded)
    if isinstance(asked, Quantity) and not (asked.exact and ends(asked.number)):
        message = f"the answer `{name}` has no end: {value_text(asked)}"
        hint = "say how it is rounded: `{formula: ..., round: 2}`, or `digits: 3`"
        yield Problem(place, message, hint)
    rounds_before = any(step.rounded and step.name != name for step in right.steps)
    if rounds_before and not _same(asked, exactly):
        guilty = next(step.name for step in right.steps if step.rounded)
        true = value_text(exactly)
        message = f"rounding `{guilty}` makes the answer {value_text(asked)}, where it is {true}"
        yield Problem(("steps", guilty), message, "round the answer alone, or keep more digits")


def _same(one: object, other: object) -> bool:
    try:
        return compared(one, other) == 0  # type: ignore[arg-type]
    except CalculationProblem:
        return one == other


def _told(refused: Unworkable) -> Problem:
    return Problem(refused.path, str(refused.problem), refused.problem.hint)
