"""Groups: everything that is asked of one scenario under one set of rules, answered in one go."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from quizgen.crosscheck.asking.probes import Asker, Failure, Probe
from quizgen.crosscheck.outcomes import GaveUp, Outcome, Run, Tally, run_of, single
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.api import Execution, Survey, Value
from quizgen.simulators.words import Words, such_as

Measured = Mapping[str, Value | Failure]
"""Name -> value of measures, or why there is none."""


FIRST = "the first"
"""Stands for the answer of the first run."""


@dataclass(frozen=True)
class Group:
    """What is asked.

    Attributes:
        scenario: what is run.
        misconception: under which wrong rule; None for the true rules.
        probes: what is asked of it.
        measured: what is known of its measures from before.
        shown: number of a probe -> the answers whose first runs are shown; `FIRST` for whatever the first run answers.
        seeds: runs to be kept whatever they answer; without probes they are made for that.
        whole: whether the first runs of all answers are kept, and whole: for the same process only.
    """

    scenario: BoundScenario
    misconception: str | None
    probes: tuple[Probe, ...]
    measured: Measured = field(default_factory=dict)
    shown: Mapping[int, frozenset[Hashable]] = field(default_factory=dict)
    seeds: frozenset[int] = frozenset()
    whole: bool = False


@dataclass(frozen=True)
class Answered:
    """What came out.

    Attributes:
        outcomes: one for each probe.
        measured: every measure that they need.
        runs: those to keep, by their seeds.
        executions: the same, if they are to be kept whole.
        failed: why there is no answer: a plug-in failed, which may be otherwise the next time. None if there is one.
    """

    outcomes: tuple[Outcome, ...]
    measured: Measured
    runs: Mapping[int, Run] = field(default_factory=dict)
    executions: Mapping[int, Execution] = field(default_factory=dict)
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
    simulator, scenario = group.scenario.runs_on, group.scenario.scenario
    kept: dict[int, Execution] = {}
    if observing:
        outcomes |= _observed(group, observing, measured, kept)
    elif not group.probes:
        kept = {seed: simulator.execution(scenario, seed, group.misconception) for seed in group.seeds}
    found = tuple(outcomes[index] for index in range(len(group.probes)))
    if group.whole:
        return Answered(found, measured, executions=kept)
    return Answered(found, measured, {seed: run_of(execution) for seed, execution in kept.items()})


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


def _observed(
    group: Group, probes: Mapping[int, Probe], measured: Measured, kept: dict[int, Execution]
) -> dict[int, Outcome]:
    """Ask the probes of every run, or of every state if the scenario is to be explored; keep the runs to be kept."""
    simulator, scenario = group.scenario.runs_on, group.scenario.scenario
    survey = simulator.survey(scenario, group.misconception)
    outcomes: dict[int, Outcome] = {}
    askers: dict[int, _Asking] = {}
    for index, probe in probes.items():
        values = _values(probe, measured)
        if survey is not None and (failure := _unanswerable(probe, survey, simulator.words)):
            outcomes[index] = single(failure, values, survey)
        else:
            askers[index] = _Asking(probe.asker(values), group.shown.get(index, frozenset()), group.whole)
    if not askers:
        return outcomes
    scripted = survey is None and group.misconception is None  # a wrong rule may well thwart the script
    gave_up: GaveUp | None = None
    for execution in simulator.executions(scenario, group.misconception):
        seed = execution.seed
        if scripted and gave_up is None and (event := execution.gave_up) is not None:
            gave_up = GaveUp(event.type, event.detail, seed)
        if seed in group.seeds:
            kept[seed] = execution
        for asking in askers.values():
            if asking.tells(execution, seed):
                kept[seed] = execution
    for index, asking in askers.items():
        found = asking.tally.outcome(_values(probes[index], measured), gave_up, survey)
        outcomes[index] = found if found.executions else _of_nothing(simulator.words)
    return outcomes


@dataclass(slots=True)
class _Asking:
    """Asks a probe of one execution after the other, and counts the answers."""

    ask: Asker
    shown: frozenset[Hashable]
    whole: bool
    tally: Tally = field(default_factory=Tally)

    def tells(self, execution: Execution, seed: int) -> bool:
        """Ask, and tell whether this is the first execution of an answer that is shown."""
        answer = self.ask(execution)
        if not self.tally.add(answer, seed):
            return False
        return self.whole or answer in self.shown or (FIRST in self.shown and self.tally.answers == 1)


def _of_nothing(words: Words) -> Outcome:
    """Return what comes of no run at all, of which everything would be true."""
    return single(Failure(f"the scenario makes no {words.run}, which proves nothing"), {})


def _unanswerable(probe: Probe, survey: Survey, words: Words) -> Failure | None:
    """Say why explored states cannot answer a probe; None if they can."""
    if probe.needs_runs:
        hint = such_as(words.runs, f"explore {words.run}s:")
        return Failure("an order of steps depends on the way, not on the state", hint)
    if not survey.exhausted and not probe.so_far:
        message = (
            f"the bound was not exhausted: {survey.states:,} states of {survey.bounds} were seen, and there are more"
        )
        return Failure(message, f"lower {words.smaller}")
    return None
