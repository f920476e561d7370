"""Measures of the clusters that a scenario puts beside its own, so that a claim can compare them."""

from __future__ import annotations

from quizgen.simulators.api import Measure, MeasureError
from quizgen.simulators.domains import COUNT
from quizgen.simulators.raft.scenario import Scenario, beside


def of_those_beside(measure: Measure[Scenario]) -> Measure[Scenario]:
    """Return the measure that finds a measure's values in the clusters beside the scenario's own, in their order."""
    name = f"{measure.name}_beside"

    def find(scenario: Scenario, misconception: str | None) -> tuple[int, ...]:
        if not scenario.beside:
            raise MeasureError(f"{name} needs clusters to compare with: state them with `beside: [{{servers: 4}}]`")
        found = (measure.measure(other, misconception) for other in beside(scenario))
        return tuple(value for value in found if isinstance(value, int))

    def effort(scenario: Scenario) -> int:
        return sum(measure.effort(other) for other in beside(scenario))

    doc = f"What {measure.name} is in each of the clusters that stand `beside`, in their order."
    domain = "servers beside" if measure.domain == "servers" else COUNT
    return Measure(name, "list(int)", doc, find, effort, domain=domain)
