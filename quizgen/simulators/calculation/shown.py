"""How a calculation is told and shown: its words, its trace, and the units in which a value can be stated as well."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Final

from quizgen.simulators.calculation.formulas import names
from quizgen.simulators.calculation.functions import Value
from quizgen.simulators.calculation.problems import CalculationProblem
from quizgen.simulators.calculation.quantities import (
    ONE,
    Quantity,
    Unit,
    alike,
    base,
    converted,
    ends,
    number_text,
    several_of,
    unit,
)
from quizgen.simulators.calculation.scenario import Calculation
from quizgen.simulators.calculation.working import Working, in_words, value_text, worked
from quizgen.simulators.kit.recording import Recorder, Run
from quizgen.simulators.phrases import Phrase
from quizgen.simulators.words import Words

WORDS: Final = Words(
    actor="value",
    run="calculation",
    still="nothing happens",
    claim='less("budget", "1 h")',
    how="calculated",
)

PHRASES: Final[Mapping[str, Phrase | str]] = {
    "answer": Phrase(name="the answer"),
    "value": Phrase(name="{0:formula}"),
    "equals": "{0:formula} is {1:formula}|{0:formula} is not {1:formula}",
    "less": "{0:formula} is less than {1:formula}|{0:formula} is not less than {1:formula}",
    "more": "{0:formula} is more than {1:formula}|{0:formula} is not more than {1:formula}",
    "at_least": "{0:formula} is at least {1:formula}|{0:formula} is less than {1:formula}",
    "at_most": "{0:formula} is at most {1:formula}|{0:formula} is more than {1:formula}",
    "same_expression": "{0:formula} is always {1:formula}|{0:formula} is not always {1:formula}",
}

_KINDS: Final = (
    (
        *("ns nanosecond nanoseconds", "\u00b5s us microsecond microseconds", "ms millisecond milliseconds"),
        *("s sec second seconds", "min minute minutes", "h hr hour hours", "d day days", "week weeks"),
    ),
    ("bit bits", "B byte bytes", "kbit", "Mbit", "Gbit", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB"),
    ("mm", "cm", "m", "km"),
    ("mg", "g", "kg", "t"),
    ("mL ml", "L l"),
    ("W", "kW", "MW"),
    ("J", "kJ", "MJ", "Wh", "kWh", "MWh"),
    ("Hz", "kHz", "MHz", "GHz"),
)
"""Units that people use in the place of one another, each with its other spellings."""
_SHARES: Final = ("%", "percent", "ppm")
_SEVERAL: Final = 4
"""Words for units are longer, and have an s for several."""
_MOST: Final = 120


@lru_cache(512)
def other_units(text: str, counted: tuple[str, ...]) -> Mapping[str, str]:
    """Return unit -> how many of the given one it is, as a whole number or a fraction: ``{"h": "60"}``."""
    try:
        wanted = unit(text, counted)
    except CalculationProblem:
        return {}
    factors = [(name, exponent) for name, exponent in wanted if exponent in (1, -1)]
    if len(factors) != len(wanted) or len(factors) > 2:
        return {}
    if alike(wanted, ONE):
        spellings: list[tuple[str, ...]] = [_SHARES]
    else:
        spellings = [_spellings(name, singly=exponent < 0) for name, exponent in factors]
    found: dict[str, str] = {}
    for chosen in product(*spellings):
        written = _written(chosen, [int(exponent) for _, exponent in factors])
        try:
            worth = base(unit(written, counted))[0] / base(wanted)[0]
        except CalculationProblem:
            continue
        if written != text and len(found) < _MOST:
            found[written] = str(worth)
    return found


def _spellings(name: str, *, singly: bool) -> tuple[str, ...]:
    one: Unit = ((name, Fraction(1)),)
    if name.startswith("="):
        return (name[1:],) if singly else (several_of(name[1:]), name[1:])
    for kind in _KINDS:
        written = tuple(spelling for entry in kind for spelling in entry.split())
        if alike(unit(written[0]), one):
            return tuple(each for each in written if not (singly and len(each) > _SEVERAL and each.endswith("s")))
    return ()


def _written(chosen: tuple[str, ...], exponents: list[int]) -> str:
    if len(exponents) < len(chosen):
        return chosen[0]
    above = [one for one, exponent in zip(chosen, exponents, strict=True) if exponent > 0]
    below = [one for one, exponent in zip(chosen, exponents, strict=True) if exponent < 0]
    return "/".join(["*".join(above) or "1", *below])


def given(scenario: Calculation) -> tuple[str, ...]:
    """Return what is given, as sentences have it: "objective = 99.9 %"."""
    values = worked(scenario).values
    return tuple(f"{in_words(name)} = {value_text(values[name])}" for name in scenario.quantities)


def results(scenario: Calculation) -> dict[str, int | str]:
    """Return all values as texts name them: a whole number as a number."""
    return {name: _named(value) for name, value in worked(scenario).values.items()}


def _named(value: Value) -> int | str:
    if isinstance(value, Quantity) and not value.unit and value.exact and value.number.denominator == 1:
        return int(value.number)
    return value_text(value)


def said(scenario: Calculation, misconception: str | None, text: str) -> str:
    """Return the answer's value, in a unit if one is named; empty if it cannot be told in that unit."""
    value = worked(scenario, misconception).values[scenario.asked]
    if isinstance(value, Quantity) and text:
        try:
            value = converted(value, unit(text, scenario.units))
        except CalculationProblem:
            return ""
        return f"{number_text(value.number)} {text}" if ends(value.number) else ""
    return value_text(value)


def trace(found: Working, types: Mapping[str, str]) -> Run[Working]:
    """Return a calculation that was carried out, as a run: what each step uses, and what comes out."""
    recorder = Recorder(found.values, types)
    results: dict[str, int] = {}
    steps = {step.name: step for step in found.steps}
    for name, value in found.values.items():
        used = names(steps[name].formula) if name in steps else ()
        cause = None
        for other in used:
            cause = recorder.record(name, "use", results[other], peer=other)
        results[name] = recorder.record(name, "result", cause, value=value_text(value))
        recorder.now += 1
    return recorder.run(0, found)
