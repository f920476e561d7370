"""Rules made ready for a scenario: with its parameters, from where it starts; and why a scenario cannot be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import Problem
from quizgen.simulators.rules.executions import Impossible, Way, forced, started
from quizgen.simulators.rules.language.values import Value
from quizgen.simulators.rules.language.written import Mistake, Rules
from quizgen.simulators.rules.scenario import ENDS, RUNS, STATES, Scenario
from quizgen.simulators.rules.states.exploring import Explored, Failed
from quizgen.simulators.rules.states.loops import endless
from quizgen.simulators.rules.states.machine import Machine, machine

MOST_SEEDS: Final = 10_000
MOST_RUNS: Final = 20_000
"""So many runs are looked at one by one."""
MOST_TOGETHER: Final = 2_000_000
"""So many states all scenarios of one file may lead to, each under the true rules and each misconception."""
_KEPT: Final = 8
"""So many explorations are remembered by each process."""


class Prepared:
    """Rules at the place from which a scenario looks.

    Attributes:
        way: the steps that its script forced.
        machine: the rules, which start there.
    """

    def __init__(self, made: Machine, taken: tuple[tuple[int, Any], ...]) -> None:
        self.way = Way(taken, initial=made.initial)
        self.machine = started(made, taken[-1][1]) if taken else made

    @cached_property
    def explored(self) -> Explored:
        """Every state that can follow.

        Raises:
            Failed: the rules lead to what cannot be.
        """
        return Explored(self.machine)


class Preparations:
    """Rules made ready for one scenario after the other; the last few are remembered."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._known: dict[object, Prepared] = {}
        self._sizes: dict[object, int] = {}

    def of(self, scenario: Scenario, misconception: str | None) -> Prepared:
        """Return rules made ready for a scenario.

        Raises:
            Mistake, ExceptionGroup, Impossible: the scenario has a problem that `problems` tells.
        """
        key = _key(scenario, misconception)
        if key not in self._known:
            found = _prepared(self.rules, scenario, misconception)
            while len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            self._known[key] = found
        return self._known[key]

    def counted(self, scenario: Scenario, misconception: str | None) -> Explored:
        """Return every state that a scenario leads to, which counts among those of all scenarios.

        Raises:
            Failed: the rules lead to what cannot be, or all scenarios together to too much.
            Mistake, ExceptionGroup, Impossible: the scenario has another problem.
        """
        if sum(self._sizes.values()) > MOST_TOGETHER:
            message = f"all scenarios of {self.rules.id} lead to more than {MOST_TOGETHER:,} states together"
            raise Failed(message, "ask for fewer scenarios, or take fewer actors", ())
        found = self.of(scenario, misconception).explored
        self._sizes[_key(scenario, misconception)] = len(found.states)
        return found


def _key(scenario: Scenario, misconception: str | None) -> object:
    """Return what tells rules that are made ready from others."""
    given = (tuple(sorted(scenario.parameters.items())), tuple(sorted(scenario.start.items())))
    return (*given, scenario.script, misconception)


def _prepared(rules: Rules, scenario: Scenario, misconception: str | None) -> Prepared:
    made = machine(rules, scenario.parameters, misconception)
    made = started(made, _start(made, scenario.start))
    try:
        return Prepared(made, forced(made, scenario.script))
    except Impossible as impossible:
        if misconception is None:
            raise
        return Prepared(made, forced(made, scenario.script[: impossible.place]))  # a wrong rule may thwart the script


def _start(made: Machine, given: Mapping[str, bool | int | str]) -> tuple[Value, ...]:
    """Return a state that starts elsewhere."""
    initial = list(made.initial)
    known = {str(slot): number for number, slot in enumerate(made.spoken.slots) if slot.type.kind != "list"}
    for name, value in given.items():
        if name not in known:
            raise Mistake(("start", name), f"there is no `{name}`", did_you_mean(name, known, ""))
        kind = made.spoken.slots[known[name]].type
        if not kind.has(value):
            raise Mistake(("start", name), f"`{name}` cannot be `{str(value).lower()}`", f"it can be {kind}")
        initial[known[name]] = value
    return tuple(initial)


def problems(prepared: Preparations, scenario: Scenario) -> Iterator[Problem]:
    """Yield why a scenario cannot be run."""
    found = tuple(_wrongly_written(prepared.rules, scenario))
    yield from found or _not_ready(prepared, scenario)


def _wrongly_written(rules: Rules, scenario: Scenario) -> Iterator[Problem]:
    for name, value in scenario.parameters.items():
        if name not in rules.parameters:
            hint = did_you_mean(name, rules.parameters, "")
            yield Problem(("parameters", name), f"the rules have no parameter `{name}`", hint)
        elif isinstance(value, bool) != isinstance(rules.parameters[name], bool):
            yield Problem(("parameters", name), f"`{name}` is of another kind than in the rules")
    if scenario.explore not in {STATES, ENDS, RUNS}:
        hint = f"write `{STATES}`, `{ENDS}` or `{RUNS}`"
        yield Problem(("explore",), f"`{scenario.explore}` cannot be explored", hint)
    if not 0 <= scenario.seeds <= MOST_SEEDS:
        yield Problem(("seeds",), f"there can be from 0 to {MOST_SEEDS:,} runs")


def _not_ready(prepared: Preparations, scenario: Scenario) -> Iterator[Problem]:
    """Yield the first reason for which rules cannot be run from where a scenario starts."""
    for misconception in (None, *prepared.rules.misconceptions):
        try:
            explored = prepared.counted(scenario, misconception)
        except Mistake as mistake:
            yield Problem(_place(mistake, scenario), mistake.message, mistake.hint)
        except ExceptionGroup as several:
            yield Problem(("parameters",), "; ".join(str(each) for each in several.exceptions))
        except Impossible as impossible:
            yield Problem(("script", impossible.place), impossible.message, impossible.hint)
        except Failed as failed:
            under = f" under the misconception {misconception}" if misconception else ""
            after = f", after {', '.join(failed.way)}" if failed.way else ""
            yield Problem((), f"{failed.message}{under}{after}", failed.hint)
        else:
            if scenario.explore != RUNS or (problem := _too_many_runs(explored)) is None:
                continue
            yield problem
        return


def can_be_run(rules: Rules, misconception: str) -> bool:
    """Tell whether rules can be read as a misconception has them."""
    try:
        machine(rules, None, misconception)
    except (Mistake, ExceptionGroup):
        return False
    return True


def runs_of(explored: Explored) -> int:
    """Return how many runs are looked at one by one; 0 if they are too many, or can go on for ever."""
    return 0 if _too_many_runs(explored) else explored.runs() or 0


def _too_many_runs(explored: Explored) -> Problem | None:
    """Say why runs cannot be looked at one by one; None if they can."""
    runs = explored.runs()
    if runs is None:
        message = f"runs can go on for ever, so not all can be looked at ({endless(explored)})"
        return Problem(("explore",), message, "write `seeds: 200`")
    if runs > MOST_RUNS or not explored.found.exhausted:
        hint = "take fewer actors, force more steps, or write `seeds: 200`"
        return Problem(("explore",), f"there are {runs:,} runs; {MOST_RUNS:,} are looked at one by one", hint)
    return None


def _place(mistake: Mistake, scenario: Scenario) -> tuple[str | int, ...]:
    """Return where in a scenario a mistake is that parameters made, or that the start has."""
    if mistake.path[:1] == ("start",):
        return mistake.path
    return ("parameters",) if scenario.parameters else ()
