"""Groups: everything that is asked of one scenario under one set of rules, answered in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quizgen.crosscheck.outcomes import GaveUp, Outcome, Tally, single
from quizgen.crosscheck.probes import Asker, Failure, Probe
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.api import Execution, Survey, Value
from quizgen.simulators.words import Words, such_as

Measured = Mapping[str, Value | Failure]
"""Name -> value of measures, or why there is none."""


@dataclass(frozen=True)
class Group:
    """What is asked.

    Attributes:
        scenario: what is run.
        misconception: under which wrong rule; None for the true rules.
        probes: what is asked of it.
        measured: what is known of its measures from before.
    """

    scenario: BoundScenario
    misconception: str | None
    probes: tuple[Probe, ...]
    measured: Measured = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """What came out.

    Attributes:
        outcomes: one for each probe.
        measured: every measure that they need.
        failed: why there is no answer: a plug-in failed, which may be otherwise the next time. None if there is one.
    """

    outcomes: tuple[Outcome, ...]
    measured: Measured
    failed: Failure | None = None


def answer(group: Group) -> Answered:
    """Answer a group: find the measures, make the runs once, and ask everything of each."""
    measured = _measure(group)
    outcomes: dict[int, Outcome] = {}
    observing: dict[int, Probe] = {}
    for index, probe in enumerate(group.probes):
        failed = next((value for name in probe.measures if isinstance(value := measured[name], Failure)), None)
        if failed is not None:
            outcomes[index] = single(failed, _values(probe, measured))
        elif probe.observes:
            observing[index] = probe
        else:
            outcomes[index] = single(probe.asker(_values(probe, measured))(None), _values(probe, measured))
    if observing:
        outcomes |= _observed(group, observing, measured)
    return Answered(tuple(outcomes[index] for index in range(len(group.probes))), measured)


def _measure(group: Group) -> dict[str, Value | Failure]:
    measured = dict(group.measured)
    measures = {measure.name: measure for measure in group.scenario.runs_on.measures}
    for name in (name for probe in group.probes for name in probe.measures):
        if name not in measured:
            try:
                measured[name] = measures[name].measure(group.scenario.scenario, group.misconception)
            except ValueError as problem:
                measured[name] = Failure(str(problem))
    return measured


def _values(probe: Probe, measured: Measured) -> dict[str, Value]:
    return {name: value for name in probe.measures if not isinstance(value := measured[name], Failure)}


def _observed(group: Group, probes: Mapping[int, Probe], measured: Measured) -> dict[int, Outcome]:
    """Ask the probes of every run, or of every state if the scenario is to be explored."""
    simulator, scenario = group.scenario.runs_on, group.scenario.scenario
    survey = simulator.survey(scenario, group.misconception)
    outcomes: dict[int, Outcome] = {}
    if survey is not None:
        refused = {
            index: failure
            for index, probe in probes.items()
            if (failure := _unanswerable(probe, survey, simulator.words))
        }
        outcomes = {
            index: single(failure, _values(probes[index], measured), survey) for index, failure in refused.items()
        }
    askers = {i: (probe.asker(_values(probe, measured)), Tally()) for i, probe in probes.items() if i not in outcomes}
    if not askers:
        return outcomes
    executions = simulator.executions(scenario, group.misconception)
    scripted = survey is None and group.misconception is None  # a wrong rule may well thwart the script
    gave_up = _ask_all(executions, list(askers.values()), scripted=scripted)
    for index, (_, tally) in askers.items():
        outcomes[index] = tally.outcome(_values(probes[index], measured), gave_up, survey)
    return outcomes


def _unanswerable(probe: Probe, survey: Survey, words: Words) -> Failure | None:
    """Say why explored states cannot answer a probe; None if they can."""
    if probe.needs_runs:
        hint = such_as(words.runs, f"explore {words.run}s:")
        return Failure("an order of steps depends on the way, not on the state", hint)
    if not survey.exhausted:
        message = (
            f"the bound was not exhausted: {survey.states:,} states of {survey.bounds} were seen, and there are more"
        )
        return Failure(message, f"lower {words.smaller}")
    return None


def _ask_all(executions: Iterable[Execution], askers: list[tuple[Asker, Tally]], *, scripted: bool) -> GaveUp | None:
    """Ask everything of each execution; return the first in which the script could not be carried out."""
    gave_up: GaveUp | None = None
    for execution in executions:
        seed = execution.seed
        if scripted and gave_up is None and (event := execution.gave_up) is not None:
            gave_up = GaveUp(event.type, event.detail, seed)
        for ask, tally in askers:
            tally.add(ask(execution), seed)
    return gave_up
