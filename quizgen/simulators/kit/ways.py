"""Simulators whose rules leave something open: each way in which a scenario can go on is a run, and all are made."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from quizgen.simulators.api import Counterexample, MeasureError, Problem, ScenarioPath, Simulator
from quizgen.simulators.kit.recording import Recorder, Run
from quizgen.simulators.phrases import Phrase

MOST_WAYS = 60
"""As many runs of one program or scenario can be told."""
_MOST_STEPS = 200_000
"""In all ways together; more than half a second."""
_MOST_EVENTS = 1_000
_KEPT = 64

S = TypeVar("S")
R = TypeVar("R")
W = TypeVar("W")

_Came = tuple[str | None, ...]
"""What comes of a run, in the order of names that several runs have in common."""


class ScenarioError(ValueError):
    """A scenario that cannot be gone through to its end. The message says why, for its author."""


class Schedule:
    """Decides what rules leave open: first as it is told to, then for the first of what is possible.

    Attributes:
        made: each decision and between how many it was, in order.
    """

    def __init__(self, told: tuple[int, ...] = ()) -> None:
        self._told = told
        self.made: list[tuple[int, int]] = []

    def choose(self, options: int) -> int:
        """Return one of so many options, from 0; with a single one nothing is decided."""
        if options < 2:
            return 0
        decided = self._told[len(self.made)] if len(self.made) < len(self._told) else 0
        self.made.append((decided, options))
        return decided

    def following(self) -> tuple[int, ...] | None:
        """Return what to tell the next schedule; None if this was the last."""
        made = list(self.made)
        while made and made[-1][0] + 1 == made[-1][1]:
            made.pop()
        return (*(decided for decided, _ in made[:-1]), made[-1][0] + 1) if made else None


def every_way(go: Callable[[Schedule], W]) -> Iterator[W]:
    """Yield what comes out of each schedule, in a fixed order; the same may come out of several."""
    told: tuple[int, ...] | None = ()
    while told is not None:
        schedule = Schedule(told)
        yield go(schedule)
        told = schedule.following()


class Stage:
    """Where a scenario is played: it writes down what happens, and decides what the rules leave open.

    Attributes:
        choose: of so many ways to go on, returns the number of the one that is gone, from 0.
        spend: is to be called for each step that is not recorded; raises `ScenarioError` when there were too many.
    """

    def __init__(self, recorder: Recorder, choose: Callable[[int], int], spend: Callable[[], None]) -> None:
        self.choose, self.spend = choose, spend
        self._recorder, self._left, self._facts = recorder, _MOST_EVENTS, dict[tuple[str, str], str]()

    def pass_time(self, microseconds: int = 1) -> None:
        """Let time pass: what is recorded from now on happens later."""
        self._recorder.now += microseconds

    def record(self, actor: str, event: str, cause: int | None = None, **facts: Any) -> int:  # noqa: ANN401  # as there
        """Write down an event, as `Recorder.record` does, and return its id.

        Raises:
            ScenarioError: too much happens.
        """
        self.spend()
        self._left -= 1
        if self._left < 0:
            raise ScenarioError(f"it goes on and on: more than {_MOST_EVENTS:,} things happen")
        self._facts.update({(actor, name): str(value) for name, value in facts.items()})
        return self._recorder.record(actor, event, cause, **facts)

    def last(self, attribute: str) -> dict[str, str]:
        """Return actor -> what was recorded of it last under the name of an attribute."""
        return {actor: value for (actor, name), value in self._facts.items() if name == attribute}


class Ways(Simulator[S, Run[R]]):
    """A simulator that goes every way. `go` goes one of them, and returns what observations have to know of it.

    Scenarios have to be hashable.

    Attributes:
        stated: the field of a scenario to which it is told that it cannot be gone through.
        most_ways: a scenario that can go on in more ways is refused: nobody could tell them all.
        examples: misconception -> a smallest scenario that shows it. What comes of it is computed, under both rules.
    """

    stated: ClassVar[ScenarioPath] = ()
    most_ways: ClassVar[int] = MOST_WAYS
    examples: Mapping[str, S] = MappingProxyType({})

    @abstractmethod
    def go(self, scenario: S, misconception: str | None, stage: Stage) -> R:
        """Play a scenario, and ask the stage wherever the rules leave open how to go on.

        Raises:
            ScenarioError: it has no end, or nothing can be done with it.
        """

    def ways(self, scenario: S, misconception: str | None) -> tuple[Run[R], ...]:
        """Return every run of a scenario, those that differ in nothing but time once.

        Raises:
            ScenarioError: it cannot be gone through, or in too many ways.
        """
        return _ways(self, scenario, misconception)

    def runs(self, scenario: S) -> int:
        """Return how many runs there are."""
        return len(self.ways(scenario, None))

    def execution(self, scenario: S, seed: int, misconception: str | None) -> Run[R]:
        """Return the run of that number.

        Raises:
            IndexError: there is none.
        """
        return self.ways(scenario, misconception)[seed]

    def executions(self, scenario: S, misconception: str | None) -> Iterator[Run[R]]:
        """Yield every run."""
        return iter(self.ways(scenario, misconception))

    def results(self, run: Run[R]) -> Mapping[str, str]:
        """Return what comes of a run, by name: ``{"line 1": "a"}``; in an example, runs are compared by that."""
        told = self.outcome(run)
        return {f"{told.columns[0]} {row[0]}": ", ".join(row[1:]) for row in told.rows}

    def counterexample(self, misconception: str) -> Counterexample | None:
        """Return what the example of a misconception leads to: another value of a measure, or else another run.

        That is a run of which comes what comes of none under the true rules, or of none under the misconception. Beside
        it stands the run that is like it for longest. None if there is no example, or if it makes no difference.
        """
        if misconception not in self.examples:
            return None
        scenario = self.examples[misconception]
        return _other_measure(self, scenario, misconception) or _other_run(self, scenario, misconception)

    def problems(self, scenario: S) -> tuple[Problem, ...]:
        """Return why a scenario cannot be gone through: it is tried, under the true rules."""
        try:
            self.ways(scenario, None)
        except ScenarioError as problem:
            return (Problem(self.stated, str(problem)),)
        return ()


@lru_cache(_KEPT)
def _ways(simulator: Ways[S, R], scenario: S, misconception: str | None) -> tuple[Run[R], ...]:
    steps = 0

    def spend() -> None:
        nonlocal steps
        steps += 1
        if steps > _MOST_STEPS:
            raise ScenarioError(f"it takes more than {_MOST_STEPS:,} steps, all runs together")

    def go(schedule: Schedule) -> Run[R]:
        recorder = Recorder(simulator.actors(scenario), simulator.trace_events)
        try:
            result = simulator.go(scenario, misconception, Stage(recorder, schedule.choose, spend))
        except RecursionError:
            raise ScenarioError("its parts stand in one another too deeply") from None
        return recorder.run(0, result)

    found: dict[object, Run[R]] = {}
    for run in every_way(go):
        found.setdefault(tuple(replace(event, time=0) for event in run.trace), replace(run, seed=len(found)))
        spend()
        if len(found) > simulator.most_ways:
            raise ScenarioError(f"it can go on in more than {simulator.most_ways:,} ways")
    return tuple(found.values())


def _other_measure(simulator: Ways[S, R], scenario: S, misconception: str) -> Counterexample | None:
    for measure in simulator.measures:
        try:
            believed, true = (str(measure.measure(scenario, rules)) for rules in (misconception, None))
        except MeasureError:
            continue
        if believed != true:
            name = measure.name
            words = Phrase.of(simulator.phrases.get(name, "")).name.format(end="") or name
            found = f"{words} is {believed}, and {true} under the true rules"
            compared = ((name, believed, true),)
            return Counterexample(name, _bound(simulator, scenario), found, scenario=scenario, compared=compared)
    return None


def _other_run(simulator: Ways[S, R], scenario: S, misconception: str) -> Counterexample | None:
    runs = [simulator.ways(scenario, rules) for rules in (misconception, None)]
    results = [[simulator.results(run) for run in each] for each in runs]
    names = tuple(dict.fromkeys(name for each in results for one in each for name in one))
    came = [[tuple(one.get(name) for name in names) for one in each] for each in results]
    strange = [(rules, n) for rules in (0, 1) for n, one in enumerate(came[rules]) if one not in came[1 - rules]]
    if not strange:
        return None
    rules, number = strange[0]
    one = came[rules][number]
    nearest = max(came[1 - rules], key=lambda other: _alike(one, other))
    believed, true = (one, nearest) if rules == 0 else (nearest, one)
    return Counterexample(
        next((each.breaks for each in simulator.misconceptions if each.name == misconception), ""),
        _bound(simulator, scenario),
        _difference(names, believed, true, (len(came[0]), len(came[1])), is_true=rules == 1),
        runs[rules][number].trace,
        scenario=scenario,
        compared=tuple(zip(names, map(_shown, believed), map(_shown, true), strict=True)),
    )


def _difference(names: tuple[str, ...], believed: _Came, true: _Came, runs: tuple[int, int], *, is_true: bool) -> str:
    """Return in a sentence how what comes of two runs differs; where there are others, all that comes of the one."""
    if runs == (1, 1):
        first = _alike(believed, true)
        return f"{names[first]} is {_quoted(believed[first])}, and {_quoted(true[first])} under the true rules"
    told = zip(names, true if is_true else believed, strict=True)
    which = "in a run of the true rules only" if is_true else "in a run, and in none under the true rules"
    return f"{', '.join(f'{name} is {_quoted(value)}' for name, value in told)} {which}"


def _alike(one: _Came, other: _Came) -> int:
    """Return how many values are the same before the first that differs."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))


def _shown(value: str | None) -> str:
    return value or _quoted(value)


def _quoted(value: str | None) -> str:
    return "missing" if value is None else f"\N{LEFT DOUBLE QUOTATION MARK}{value}\N{RIGHT DOUBLE QUOTATION MARK}"


def _bound(simulator: Ways[S, R], scenario: S) -> str:
    return simulator.told(scenario)[0]
