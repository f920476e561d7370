"""What in a file of rules serves nothing: rules that are never taken or change no answer, values never reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import Final

from quizgen.simulators.api import Remark, ScenarioPath
from quizgen.simulators.rules.language import sugar
from quizgen.simulators.rules.language.values import Scalar
from quizgen.simulators.rules.language.written import Rules
from quizgen.simulators.rules.prepared import Preparations, Prepared, problems
from quizgen.simulators.rules.scenario import Scenario
from quizgen.simulators.rules.states.machine import State

_TOLD: Final = 3
"""So many values of a variable are named."""


def remarks(prepared: Preparations, scenarios: Sequence[Scenario], needless: Collection[str]) -> Iterator[Remark]:
    """Yield what of some rules serves nothing, if no more than these scenarios is asked of them.

    What happens under a misconception counts as well. If some states were not seen, nothing is said.
    """
    if not scenarios:
        scenarios = [Scenario()]
        if any(problems(prepared, scenarios[0])):
            return
    rules = prepared.rules
    missing = _Missing(rules, prepared.of(Scenario(), None))
    for misconception in (None, *rules.misconceptions):
        for scenario in scenarios:
            if not missing.are_none and not missing.less(prepared.of(scenario, misconception)):
                return
    places = {placed.name: placed.path for placed in sugar.plain(rules, None).rules}
    for name in missing.rules:
        hint = "take it out, mend its `when`, or ask for a scenario in which it is taken"
        yield Remark(places[name], f"`{name}` is never taken in any scenario", hint, "rule-never-taken")
    for name in (one.removeprefix(sugar.WITHOUT) for one in needless):
        if name not in missing.rules:
            hint = "ask for something that it changes, or take it out"
            yield Remark(places[name], f"no answer would be another without `{name}`", hint, "rule-without-answer")
    yield from missing.values()


class _Missing:
    """What was not seen yet."""

    def __init__(self, rules: Rules, usual: Prepared) -> None:
        self.rules = dict.fromkeys(placed.name for placed in sugar.plain(rules, None).rules)
        self._values: dict[str, dict[Scalar, None]] = {}
        self._paths: dict[str, ScenarioPath] = {}
        for slot in usual.machine.spoken.slots:
            if slot.name in rules.state and slot.type.kind != "list":
                ends = (slot.type.least, slot.type.most)
                values = ends if slot.type.kind == "number" else slot.type.values
                self._values.setdefault(slot.name, {}).update(dict.fromkeys(values))
                self._paths[slot.name] = (*slot.path, "is")

    @property
    def are_none(self) -> bool:
        """Whether all was seen."""
        return not self.rules and not any(self._values.values())

    def less(self, ready: Prepared) -> bool:
        """Take out what is seen from where a scenario looks; tell whether every state was."""
        machine, explored = ready.machine, ready.explored
        states = [ready.way.initial or machine.initial, *(state for _, state in ready.way.taken), *explored.states]
        self._take_rules({machine.steps[step].rule for step, _ in ready.way.taken})
        for state in explored.states:
            if not self.rules:
                break
            self._take_rules({machine.steps[step].rule for step, _ in machine.moves(state)})
        for number, slot in enumerate(machine.spoken.slots):
            if missing := self._values.get(slot.name):
                self._take_values(missing, states, number)
        return explored.found.exhausted

    def _take_rules(self, taken: Collection[str]) -> None:
        for name in taken:
            self.rules.pop(name, None)

    @staticmethod
    def _take_values(missing: dict[Scalar, None], states: Sequence[State], slot: int) -> None:
        for value in set(map(itemgetter(slot), states)):
            missing.pop(value, None)

    def values(self) -> Iterator[Remark]:
        """Yield a remark for each variable that does not come to all that it can be."""
        for name, missing in self._values.items():
            if missing:
                told = " or ".join(f"`{str(value).lower()}`" for value in [*missing][:_TOLD])
                hint = "narrow its range, or ask for a scenario that leads there"
                path = self._paths[name]
                yield Remark(path, f"`{name}` never becomes {told} in any scenario", hint, "value-never-reached")
