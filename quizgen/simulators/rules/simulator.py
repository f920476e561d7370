"""Rules as a simulator: what a file of them says becomes what the rest of quizgen asks of any simulator."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from hashlib import blake2b

from quizgen.simulators.api import (
    Counterexample,
    Measure,
    MeasureError,
    Misconception,
    Outcome,
    Problem,
    Remark,
    Simulator,
    Survey,
    Witness,
)
from quizgen.simulators.api import Value as Answer
from quizgen.simulators.domains import COUNT, COUNTED, Domain
from quizgen.simulators.phrases import Phrase
from quizgen.simulators.rules.asked import domains, measure_type, observations, value_of
from quizgen.simulators.rules.counterexamples import counterexample, witness
from quizgen.simulators.rules.executions import WORLD, Reached, by_chance, states
from quizgen.simulators.rules.language import sugar
from quizgen.simulators.rules.language.names import MEASURED
from quizgen.simulators.rules.language.slots import MOST_ACTORS
from quizgen.simulators.rules.language.written import Measured, Numbered, Rules
from quizgen.simulators.rules.prepared import Preparations, can_be_run, problems, runs_of
from quizgen.simulators.rules.remarks import remarks
from quizgen.simulators.rules.scenario import ENDS, RUNS, Scenario
from quizgen.simulators.rules.shown import at_the_start, cell, drawing, happenings, parameter, phrases, sentence
from quizgen.simulators.rules.states.exploring import Explored, Failed
from quizgen.simulators.rules.states.loops import endless
from quizgen.simulators.rules.states.machine import Machine, machine
from quizgen.simulators.words import Words


class RulesSimulator(Simulator[Scenario, Reached]):
    """A file of rules."""

    scenario = Scenario

    def __init__(self, rules: Rules) -> None:
        self.rules = self.definition = rules
        self.prepared = Preparations(rules)
        self.name, self.doc = rules.id, rules.title
        self.version = blake2b(repr(rules).encode(), digest_size=6).hexdigest()
        self.judges = bool(rules.invariants)
        made = machine(rules)
        self.observations = observations(made, rules)
        self.measures = tuple(_measures(self, made))
        self.texts = made.spoken.texts | _numbered(rules)
        self.misconceptions = tuple(
            Misconception(name, wrong.belief, "what the rules lead to") for name, wrong in rules.misconceptions.items()
        )
        plain = [placed for each in (None, *rules.misconceptions) for placed in sugar.plain(rules, each).rules]
        self.trace_events = {placed.name: sentence(placed) for placed in plain}
        self.trace_events |= dict.fromkeys(sugar.crashes(rules).values(), "an actor crashes")
        channels = rules.state.values()
        self.trace_events |= {"lose": "a message is lost"} if any(one.loses for one in channels) else {}
        self.trace_events |= {"duplicate": "a message is doubled"} if any(one.duplicates for one in channels) else {}
        self.trace_attributes = _attributes(made, plain)
        self.phrases: Mapping[str, Phrase | str] = phrases(rules)
        self.happenings = happenings(plain)
        self.drawing = drawing(plain, self.trace_events.keys() - {placed.name for placed in plain})
        some = next(iter(self.trace_events), "step")
        self.words = Words(
            event=some,
            claim="ended()",
            seed="number",
            runs="explore: runs",
            smaller="the parameters, or the ranges of variables",
            shorter="take fewer actors, or explore less",
            still="nothing can happen",
            differ="",
        )

    @cached_property
    def parts(self) -> tuple[Misconception, ...]:  # type: ignore[override] # looked at by whoever asks only
        """Every rule and step without which the rest can be read."""
        names = [f"{sugar.WITHOUT}{name}" for name in sugar.parts(self.rules)]
        told = {name: f"There is no `{name.removeprefix(sugar.WITHOUT)}`." for name in names}
        return tuple(Misconception(name, told[name], "nothing") for name in names if can_be_run(self.rules, name))

    def __reduce__(self) -> tuple[type[RulesSimulator], tuple[Rules]]:
        """Return how it is made again in another process."""
        return type(self), (self.rules,)

    def execution(self, scenario: Scenario, seed: int, misconception: str | None) -> Reached:
        """Return the run with that seed, or the explored state of that number.

        Raises:
            IndexError: if there is no explored state of that number.
        """
        ready = self.prepared.of(scenario, misconception)
        if scenario.seeds:
            return by_chance(ready.machine, ready.way, seed)
        if scenario.explore == RUNS:
            way = (*ready.way.taken, *ready.explored.run(seed))
            state = way[-1][1] if way else ready.machine.initial
            return Reached(seed, ready.machine, state, replace(ready.way, taken=way))
        if not 0 <= seed < len(ready.explored.states):
            raise IndexError(f"there is no state {seed}")
        return next(states(ready.explored, ready.way, [seed]))

    def runs(self, scenario: Scenario) -> int:
        """Return how many runs a scenario asks for."""
        if scenario.seeds:
            return scenario.seeds
        return runs_of(self.explored(scenario, None)) if scenario.explore == RUNS else 1

    def executions(self, scenario: Scenario, misconception: str | None) -> Iterator[Reached]:
        """Yield every run or state that the scenario asks to explore."""
        try:
            self.explored(scenario, misconception)
        except MeasureError:
            return iter(())
        if scenario.seeds:
            return super().executions(scenario, misconception)
        if scenario.explore == RUNS:
            every = range(runs_of(self.explored(scenario, misconception)))
            return (self.execution(scenario, number, misconception) for number in every)
        ready = self.prepared.of(scenario, misconception)
        every = range(len(ready.explored.states))
        return states(ready.explored, ready.way, sorted(ready.explored.ends) if scenario.explore == ENDS else every)

    def problems(self, scenario: Scenario) -> tuple[Problem, ...]:
        """Return why a scenario cannot be simulated; empty if it can."""
        return tuple(problems(self.prepared, scenario))

    def remarks(self, scenarios: Sequence[Scenario], needless: Collection[str]) -> Iterator[Remark]:
        """Yield what of the rules serves nothing."""
        return remarks(self.prepared, scenarios, needless)

    def endless(self, scenario: Scenario) -> str:
        """Return how runs can go on for ever; empty if each comes to an end."""
        return endless(self.explored(scenario, None))

    def explored(self, scenario: Scenario, misconception: str | None) -> Explored:
        """Return every state that can follow upon where a scenario stands.

        Raises:
            MeasureError: without one of their parts, rules may lead to what cannot be.
        """
        try:
            return self.prepared.of(scenario, misconception).explored
        except Failed as failed:
            raise MeasureError(failed.message) from None

    def effort(self, scenario: Scenario) -> int:
        """Return about how many steps all runs of a scenario take."""
        return scenario.seeds * 20 if scenario.seeds else len(self.prepared.of(scenario, None).explored.states)

    @staticmethod
    def _is_of_runs(scenario: Scenario) -> bool:
        """Tell whether a scenario asks for runs, of chance or all."""
        return bool(scenario.seeds) or scenario.explore == RUNS

    def survey(self, scenario: Scenario, misconception: str | None) -> Survey | None:
        """Return how far the exploration went; None if the scenario asks for runs."""
        if self._is_of_runs(scenario):
            return None
        try:
            explored = self.explored(scenario, misconception)
        except MeasureError:
            return Survey(0, 0, exhausted=False, bounds=self.name)
        where = f"{self.name}, where nothing more can happen" if scenario.explore == ENDS else self.name
        return Survey(len(explored.states), explored.depth, explored.found.exhausted, where)

    def outcome(self, execution: Reached) -> Outcome:
        """Return what holds in a state: of each actor what is theirs, and of no actor the rest."""
        slots = execution.machine.spoken.slots
        shown = [
            (slot, value)
            for slot, value in zip(slots, execution.state, strict=True)
            if slot.channel is None and "." not in slot.name
        ]
        names = tuple(dict.fromkeys(slot.name for slot, _ in shown))
        rows = []
        for actor in dict.fromkeys(slot.actor for slot, _ in shown):
            cells = {slot.name: cell(value) for slot, value in shown if slot.actor == actor}
            rows.append((actor or WORLD, *(cells.get(name, "") for name in names)))
        return Outcome(("actor", *names), tuple(rows))

    def broken(self, execution: Reached) -> tuple[str, ...]:
        """Return the invariants that do not hold in a state."""
        bits = execution.machine.broken_in(execution.state)
        return tuple(f"{name}: it does not hold" for bit, name in enumerate(self.rules.invariants) if bits >> bit & 1)

    def counterexample(self, misconception: str) -> Counterexample | None:
        """Return the shortest run in which a misconception breaks an invariant, or a measure that it changes."""
        return counterexample(self.rules, self.explored, misconception)

    def actors(self, scenario: Scenario) -> tuple[str, ...]:
        """Return every actor, and what stands for none."""
        spoken = self.prepared.of(scenario, None).machine.spoken
        return (*dict.fromkeys(name for names in spoken.actors.values() for name in names), WORLD)

    def domains(self, scenario: Scenario) -> Mapping[str, Domain]:
        """Return what variables and observations can be, and the names of actors."""
        found = self.prepared.of(scenario, None).machine
        return {COUNT: COUNTED, **domains(found, self.rules)}

    def is_explored(self, scenario: Scenario) -> bool:
        """Tell whether a scenario asks for every state."""
        return not self._is_of_runs(scenario)

    def is_of_ends(self, scenario: Scenario) -> bool:
        """Tell whether only the ends are asked for."""
        return scenario.explore == ENDS and not scenario.seeds

    def is_still(self, scenario: Scenario) -> bool:
        """Tell whether nothing can happen from the start on."""
        made = self.prepared.of(scenario, None).machine
        return not scenario.script and not made.successors(made.initial)

    def told(self, scenario: Scenario) -> tuple[str, ...]:
        """Return what is simulated, what is otherwise than in the file, and the steps that are forced."""
        title = self.rules.title[:1].lower() + self.rules.title[1:]
        given = [parameter(name, value) for name, value in scenario.parameters.items()]
        given += [at_the_start(self.rules, name, value) for name, value in scenario.start.items()]
        ready = self.prepared.of(scenario, None)
        steps = [found.detail for found in Reached(0, ready.machine, ready.machine.initial, ready.way).trace]
        return (f"a simulation of {title}", *given, *steps)


def _numbered(rules: Rules) -> frozenset[str]:
    """Return all names of actors that are called by numbers: parameters may say how many there are."""
    sets = [one for one in rules.actors.values() if isinstance(one, Numbered)]
    return frozenset(f"{one.prefix}{number}" for one in sets for number in range(1, MOST_ACTORS + 1))


def _attributes(made: Machine, plain: list[sugar.Placed]) -> dict[str, str]:
    names = {name: "the actor that takes the step" for one in plain for name in (one.rule.actors or {})}
    names |= {"actor": "the actor that crashes"}
    channels = [slot.channel for slot in made.spoken.slots if slot.channel is not None]
    return names | {name: "of the message that is taken" for channel in channels for name in channel.fields}


def _measures(simulator: RulesSimulator, made: Machine) -> Iterator[Measure[Scenario]]:
    """Yield the measures of a file of rules, and how many states, ends and runs there are, unless it names these."""
    looked_at = {"ends": Measured(at_ends=True), "runs": Measured(runs=True)}
    named = {one.name for one in simulator.observations}
    for name, what in MEASURED.items():
        if name not in named:
            one = looked_at.get(name, Measured(values=True))
            yield Measure(
                *(name, "int", f"{what[:1].upper()}{what[1:]}.", partial(_counted, simulator, name, one)),
                witness=partial(_shown, simulator, one),
            )
    for name, one in simulator.rules.measures.items():
        returns = measure_type(made, name, one)
        doc = one.name or f"{name.replace('_', ' ')}."
        yield Measure(
            *(name, returns, doc, partial(_counted, simulator, "", one)),
            ordered=False,
            witness=partial(_shown, simulator, one),
        )


def _counted(
    simulator: RulesSimulator, what: str, one: Measured, scenario: Scenario, misconception: str | None
) -> Answer:
    explored = simulator.explored(scenario, misconception)
    if what in {"states", "ends", "depth"}:
        return {"states": len(explored.states), "ends": len(explored.ends), "depth": explored.depth}[what]
    return value_of(explored, one)


def _shown(
    simulator: RulesSimulator,
    one: Measured,
    scenario: Scenario,
    misconception: str | None,
    *found: Answer | tuple[str, ...],
) -> Witness:
    """Return why a measure has its value, the first of what was found."""
    way = simulator.prepared.of(scenario, misconception).way
    return witness(simulator.explored(scenario, misconception), way, one, found[0])
