"""Calculations: what follows from formulas that the author states, with exact numbers and units.

Of the package only ``SIMULATOR`` is used outside.
"""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.simulators.api import Misconception, Outcome, Problem, Simulator
from quizgen.simulators.calculation.asked import MEASURES, OBSERVATIONS, Carried, table
from quizgen.simulators.calculation.judged import problems
from quizgen.simulators.calculation.scenario import Calculation
from quizgen.simulators.calculation.shown import PHRASES, WORDS, given, other_units, results, said, trace
from quizgen.simulators.calculation.working import in_words, lines, worked


class Calculating(Simulator[Calculation, Carried]):
    """Formulas over named quantities, step by step."""

    name = "calculation"
    version = "1"
    doc = "Calculations with exact numbers and units: named quantities, formulas, and what follows step by step."
    scenario = Calculation
    observations = OBSERVATIONS
    measures = MEASURES
    trace_events: Mapping[str, str] = {
        "use": "a step uses the value of another, which is its peer",
        "result": "a step, or what is given, has its value",
    }
    trace_attributes: Mapping[str, str] = {"value": "the value, with its unit"}
    words = WORDS
    phrases = PHRASES

    def execution(self, scenario: Calculation, seed: int, misconception: str | None) -> Carried:  # noqa: ARG002 - chance has no part
        """Return the calculation, carried out."""
        return trace(worked(scenario, misconception), self.trace_events)

    def problems(self, scenario: Calculation) -> tuple[Problem, ...]:
        """Return why nothing can be asked of it."""
        return problems(scenario)

    def misconceptions_of(self, scenario: Calculation) -> tuple[Misconception, ...]:
        """Return what the scenario says that learners believe."""
        return tuple(
            Misconception(name, wrong.belief, f"the value of {in_words(', '.join(wrong.instead))}")
            for name, wrong in scenario.misconceptions.items()
        )

    def variables(self, scenario: Calculation) -> Mapping[str, int | float | str | bool]:
        """Return what is given, as it is written, and what comes out of each step; or its name, if nothing does."""
        plain = {name: value for name, value in scenario.quantities.items() if not isinstance(value, tuple)}
        names = {name: name for name in (*scenario.quantities, *scenario.steps)}
        return {**names, **({} if self.problems(scenario) else results(scenario)), **plain}

    def says(self, scenario: Calculation, expression: str, misconception: str | None, unit: str) -> str:
        """Return the answer's value: the formula is the author's, so the value need not be."""
        known = misconception is None or misconception in scenario.misconceptions
        return said(scenario, misconception, unit) if expression.strip() == "answer" and known else ""

    def other_units(self, scenario: Calculation, unit: str) -> Mapping[str, str]:
        """Return other units of the kind of one."""
        return other_units(unit, scenario.units)

    def working(self, scenario: Calculation) -> tuple[str, ...]:
        """Return the steps with their values."""
        return lines(scenario)

    def outcome(self, execution: Carried) -> Outcome:
        """Return the values of all steps."""
        return table(execution.result)

    def actors(self, scenario: Calculation) -> tuple[str, ...]:
        """Return the quantities and the steps."""
        return (*scenario.quantities, *scenario.steps)

    def told(self, scenario: Calculation) -> tuple[str, ...]:
        """Return what is given."""
        return ("calculated with the author's formulas", *given(scenario))

    def grounds(self, scenario: Calculation) -> str:  # noqa: ARG002 - it is so of all
        """Return that the formulas are no rules of quizgen's."""
        return "calculated, not simulated: the formulas are the author's"

    def is_still(self, scenario: Calculation) -> bool:  # noqa: ARG002 - it is so of all
        """Tell that nothing happens: what is asked is asked of values."""
        return True


SIMULATOR = Calculating()

__all__ = ["SIMULATOR"]
