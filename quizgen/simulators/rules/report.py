"""What comes of rules, in a few lines: for whoever writes them."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import MeasureError
from quizgen.simulators.rules.language.names import MEASURED
from quizgen.simulators.rules.language.written import Rules
from quizgen.simulators.rules.prepared import Preparations
from quizgen.simulators.rules.scenario import Scenario
from quizgen.simulators.rules.simulator import RulesSimulator
from quizgen.simulators.rules.states.loops import endless
from quizgen.simulators.words import counted


def report(rules: Rules) -> Iterator[str]:
    """Yield what rules lead to, with their parameters as they stand, and what else comes of each misconception.

    Raises:
        quizgen.simulators.rules.states.exploring.Failed: they lead to what cannot be.
    """
    simulator = RulesSimulator(rules)
    explored = Preparations(rules).of(Scenario(), None).explored
    yield f"{rules.id}: {rules.title}"
    if not explored.found.exhausted:
        yield f"more than {len(explored.states):,} states: nothing can be said of all; lower {simulator.words.smaller}"
        return
    ends = f"in {len(explored.ends):,} of them nothing more can happen" if explored.ends else "it never ends"
    yield f"{counted(len(explored.states), 'state')}, the farthest {counted(explored.depth, 'step')} away; {ends}"
    runs = explored.runs()
    yield f"runs can go on for ever: {endless(explored)}" if runs is None else counted(runs, "run")
    if explored.idle:
        yield f"never taken: {', '.join(explored.idle)}"
    yield from _measured(simulator, None)
    for name in rules.misconceptions:
        wrong = simulator.explored(Scenario(), name)
        runs = wrong.runs()
        told = "endless runs" if runs is None else counted(runs, "run")
        yield "; ".join([f"{name}: {counted(len(wrong.states), 'state')}, {told}", *_measured(simulator, name)])


def _measured(simulator: RulesSimulator, misconception: str | None) -> Iterator[str]:
    for measure in simulator.measures:
        if measure.name not in MEASURED:
            try:
                value = measure.measure(Scenario(), misconception)
            except MeasureError as problem:
                yield f"{measure.name}: none, since {problem}"
                continue
            told = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            yield f"{measure.name}: {told}"
