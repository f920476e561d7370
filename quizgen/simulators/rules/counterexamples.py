"""What misconceptions of rules lead to: the shortest run that breaks an invariant, or a measure that is another.

And why a measure has its value: the shortest run to it, or that every state was looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from quizgen.simulators.api import Counterexample, MeasureError, Witness
from quizgen.simulators.rules.asked import measured, value_of
from quizgen.simulators.rules.executions import Way, states
from quizgen.simulators.rules.language import sugar
from quizgen.simulators.rules.language.written import Measured, Rules
from quizgen.simulators.rules.scenario import Scenario
from quizgen.simulators.rules.shown import at_the_start, cell
from quizgen.simulators.rules.states.exploring import Explored
from quizgen.simulators.words import counted

Explore = Callable[[Scenario, str | None], Explored]
_SWITCHES: Final = frozenset({"bool", "word"})
_COUNTS: Final[Mapping[str, Callable[[Explored], int | None]]] = {
    "run": lambda explored: explored.runs(),
    "state": lambda explored: len(explored.states),
    "end": lambda explored: len(explored.ends),
}


def counterexample(rules: Rules, explore: Explore, misconception: str) -> Counterexample | None:
    """Return what a misconception leads to; None if nothing is known.

    It is looked for from the start that the file states, and then with each switch turned: a variable of nobody's that
    no rule sets.
    """
    starts = [Scenario(), *_turned(rules, explore)]
    finders = (_breaking, _changed, _counted)
    found = (find(rules, explore, misconception, start) for find in finders for start in starts)
    return next((one for one in found if one), None)


def _turned(rules: Rules, explore: Explore) -> Iterator[Scenario]:
    """Yield scenarios in which one switch is turned."""
    placed = [one for each in (None, *rules.misconceptions) for one in sugar.plain(rules, each).rules]
    still = rules.state.keys() - {name.partition("[")[0] for one in placed for name in one.rule.set or {}}
    for slot in explore(Scenario(), None).machine.spoken.slots:
        if slot.name in still and slot.actor is None and slot.channel is None and slot.type.kind in _SWITCHES:
            values = (value for value in slot.type.values if value != slot.start)
            yield from (Scenario(start={slot.name: value}) for value in values)


def _breaking(rules: Rules, explore: Explore, misconception: str, start: Scenario) -> Counterexample | None:
    """Return the shortest run from there that breaks an invariant which holds under the true rules."""
    try:
        wrong, right = (explore(start, each) for each in (misconception, None))
    except MeasureError:  # from there, rules lead to what cannot be
        return None
    known = 0
    for each in right.found.first:
        known |= each
    broken = [(breach.number, bit) for bit, breach in wrong.found.first.items() if not bit & known]
    if not broken:
        return None
    bit = min(broken)[1]
    number = next(n for n, state in enumerate(wrong.states) if wrong.machine.broken_in(state) & bit)
    name = tuple(rules.invariants)[bit.bit_length() - 1]
    trace = next(states(wrong, Way(()), [number])).trace
    told = f"the invariant {name} does not hold"
    return Counterexample(name, _bound(rules, start), told, trace, len(trace), len(wrong.states), len(right.states))


def _changed(rules: Rules, explore: Explore, misconception: str, start: Scenario) -> Counterexample | None:
    """Return the first measure of the file that a misconception changes; None if it changes none."""
    for name, one in rules.measures.items():
        values: list[str] = []
        for each in (None, misconception):
            with suppress(MeasureError):
                values.append(cell(value_of(explore(start, each), one)))
        if len(values) == 2 and values[0] != values[1]:
            told = f"{name} is {values[1]}; under the true rules it is {values[0]}"
            return Counterexample(name, _bound(rules, start), told)
    return None


def _counted(rules: Rules, explore: Explore, misconception: str, start: Scenario) -> Counterexample | None:
    """Return what there is another number of under a misconception: runs, states, ends; None if there is not."""
    try:
        wrong, right = (explore(start, each) for each in (misconception, None))
    except MeasureError:  # from there, rules lead to what cannot be
        return None
    if not (wrong.found.exhausted and right.found.exhausted):
        return None
    for what, count in _COUNTS.items():
        found, true = count(wrong), count(right)
        if found != true and None not in {found, true}:
            told = f"there {'is' if found == 1 else 'are'} {counted(found or 0, what)}; under the true rules {true:,}"
            return Counterexample(what, _bound(rules, start), told)
    return None


def _bound(rules: Rules, start: Scenario) -> str:
    """Return what is looked at: what the file is about, and the switch that is turned."""
    return "; ".join([rules.title, *(at_the_start(rules, name, value) for name, value in start.start.items())])


def witness(explored: Explored, way: Way, one: Measured, value: object) -> Witness:
    """Return the shortest run to what a measure finds; of what no single run shows, what was looked at.

    Args:
        explored: every state.
        way: the steps that were forced before.
        one: the measure.
        value: what it found.
    """
    what, written = measured(one)
    if what in {"steps", "most", "least"}:
        asked = explored.machine.question(written)
        number = explored.first(asked if what == "steps" else lambda state: asked(state) == value)
        if number is not None:
            found = next(states(explored, way, [number]))
            told = "it comes to that" if what == "steps" else f"it comes to {value}"
            return Witness(f"The shortest run in which {told}.", found.trace)
    if what == "runs":
        return Witness("No single run shows it: all runs were counted.")
    where = " in which nothing more can happen" if what == "at_ends" else ""
    number = len(explored.ends if where else explored.states)
    looked = f"all {counted(number, 'state')}{where} were" if number != 1 else f"the only state{where} was"
    return Witness(f"No single run shows it: {looked} looked at.")
