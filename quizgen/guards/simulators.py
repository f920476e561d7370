"""A simulator of another distribution: what it is stands here, what it does is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from functools import cache, lru_cache, partial
from types import NoneType
from typing import Any, Final, get_type_hints

from quizgen.plugins import Plugin
from quizgen.plugins.guard import PluginFailed, asked
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import (
    AnySimulator,
    Counterexample,
    MeasureError,
    ObservationError,
    Outcome,
    Problem,
    Simulator,
    Survey,
    Witness,
)
from quizgen.simulators.trace import Trace, TraceEvent

_REMEMBERED: Final = 64
"""So many runs are not made again for the next question about them."""

_FACTS: Final = {
    "effort": int,
    "actors": tuple,
    "domains": dict,
    "grounds": str,
    "premise": str,
    "every_state": str,
    "told": tuple,
    "is_still": bool,
    "is_explored": bool,
    "is_of_ends": bool,
    "runs": int,
}
"""What is asked of a scenario itself, and what the answers are."""

_DEEDS: Final = {
    "survey": (Survey, NoneType),
    "outcome": (Outcome,),
    "broken": (tuple,),
    "counterexample": (Counterexample, NoneType),
}
"""What else a simulator does, and what that gives."""

Part = tuple[str | int, ...]
"""The way from a simulator to something that it does: attributes, and places in tuples."""


@dataclass(frozen=True)
class Run:
    """An execution, by what it is made from."""

    plugin: Plugin
    scenario: Any
    seed: int
    misconception: str | None

    @property
    def trace(self) -> Trace:
        """What happened."""
        return _shown(self)[0]

    @property
    def gave_up(self) -> TraceEvent | None:
        """The first event that says that the script could not be carried out."""
        return _shown(self)[1]


@lru_cache(_REMEMBERED)
def _shown(run: Run) -> tuple[Trace, TraceEvent | None]:
    found = asked(run.plugin, _shown_there, run, about=run.scenario)
    if isinstance(found, IndexError):
        raise found
    trace, gave_up = found
    return trace, gave_up


class GuardedSimulator(Simulator[Any, Run]):
    """Stands for a simulator."""

    def __init__(self, plugin: Plugin, simulator: AnySimulator) -> None:
        _refuse_misfit(simulator)
        self._plugin = plugin
        vars(self).update({name: getattr(simulator, name) for name in Simulator.__annotations__})
        value = (bool, int, str, tuple)
        self.observations = tuple(
            replace(
                each,
                observe=self._does(value, "observations", number, "observe"),
                why=self._does((str,), "observations", number, "why") if each.why else None,
            )
            for number, each in enumerate(simulator.observations)
        )
        self.measures = tuple(
            replace(
                each,
                measure=self._does(value, "measures", number, "measure"),
                effort=partial(self._fact, ("measures", number, "effort")),
                witness=self._does((Witness, NoneType), "measures", number, "witness"),
            )
            for number, each in enumerate(simulator.measures)
        )
        self.switches = tuple(
            replace(each, vary=self._does((simulator.scenario, NoneType), "switches", number, "vary"))
            for number, each in enumerate(simulator.switches)
        )
        self.faults = tuple(
            replace(each, inject=self._does((tuple,), "faults", number, "inject"))
            for number, each in enumerate(simulator.faults)
        )
        self.figures = tuple(
            replace(each, markdown=partial(self._fact, ("figures", number, "markdown")))
            for number, each in enumerate(simulator.figures)
        )
        self.drawing = replace(
            simulator.drawing,
            regrouped=self._does((tuple,), "drawing", "regrouped"),
            holdings=self._does((tuple,), "drawing", "holdings"),
        )
        self._facts = cache(self._asked_facts)
        vars(self).update({fact: partial(self._fact, (fact,)) for fact in _FACTS})
        deeds = {**_DEEDS, "cut": (simulator.scenario,)}
        vars(self).update({deed: self._does(kinds, deed) for deed, kinds in deeds.items()})

    def problems(self, scenario: Any) -> tuple[Problem, ...]:  # noqa: ANN401 - a simulator's own type
        """Return why a scenario cannot be simulated: also because the simulator cannot even say that."""
        try:
            return tuple(self._facts(scenario)[("problems",)])
        except PluginFailed as problem:
            return (Problem((), str(problem), problem.hint),)

    def execution(self, scenario: Any, seed: int, misconception: str | None) -> Run:  # noqa: ANN401 - as above
        """Return a run or state, which is made now."""
        run = Run(self._plugin, scenario, seed, misconception)
        _shown(run)
        return run

    def executions(self, scenario: Any, misconception: str | None) -> Iterator[Run]:  # noqa: ANN401 - as above
        """Yield every run or state."""
        seeds = asked(self._plugin, _seeds_there, self.name, scenario, misconception, about=scenario)
        return (Run(self._plugin, scenario, seed, misconception) for seed in seeds)

    def _does(self, kinds: tuple[type, ...], *part: str | int) -> Callable[..., Any]:
        """Return what asks a part of the simulator."""
        return partial(_done, self._plugin, part, kinds)

    def _fact(self, part: Part, scenario: Any) -> Any:  # noqa: ANN401 - as above
        return self._facts(scenario)[part]

    def _asked_facts(self, scenario: Any) -> dict[Part, Any]:  # noqa: ANN401 - as above
        found: dict[Part, Any] = asked(self._plugin, _facts_there, self.name, scenario, about=scenario)
        return found


def _refuse_misfit(simulator: AnySimulator) -> None:
    """Raise TypeError for what would end in a traceback as soon as content names the simulator."""
    if missing := [name for name in ("version", "doc", "scenario", "observations") if not hasattr(simulator, name)]:
        raise TypeError(f"it has no {' and no '.join(missing)}")
    for kind in (simulator.scenario, *simulator.script_events.values()):
        if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise TypeError(f"{kind.__name__} is no frozen dataclass")
        get_type_hints(kind)


def _done(plugin: Plugin, part: Part, kinds: tuple[type, ...], *arguments: Any) -> Any:  # noqa: ANN401 - a simulator's own types
    about = arguments[0].scenario if isinstance(arguments[0], Run) else arguments[0]
    answer = asked(plugin, _done_there, plugin.name, part, kinds, arguments, about=about)
    if isinstance(answer, ObservationError | MeasureError):
        raise answer
    return answer


def _done_there(name: str, part: Part, kinds: tuple[type, ...], arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - as above
    """In a host: have a part of the simulator do something. What it means to raise is an answer."""
    found: Any = SIMULATORS[name]
    for step in part:
        found = found[step] if isinstance(step, int) else getattr(found, step)
    try:
        answer = found(*(_made(each) if isinstance(each, Run) else each for each in arguments))
    except (ObservationError, MeasureError) as problem:
        return problem
    return _of_kind(answer, kinds, part)


def _of_kind(answer: Any, kinds: tuple[type, ...], part: Part) -> Any:  # noqa: ANN401 - as above
    if not isinstance(answer, kinds):
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"{'.'.join(map(str, part))} gives {wanted}, not {answer!r:.80}")
    return answer


@lru_cache(_REMEMBERED)
def _made(run: Run) -> Any:  # noqa: ANN401 - as above
    return SIMULATORS[run.plugin.name].execution(run.scenario, run.seed, run.misconception)


def _shown_there(run: Run) -> tuple[Trace, TraceEvent | None] | IndexError:
    """In a host: make a run. That there is no state of that number is an answer."""
    try:
        made = _made(run)
    except IndexError as problem:
        return problem
    trace = _of_kind(made.trace, (Trace,), ("execution", "trace"))
    return trace, _of_kind(made.gave_up, (TraceEvent, NoneType), ("execution", "gave_up"))


def _seeds_there(name: str, scenario: Any, misconception: str | None) -> list[int]:  # noqa: ANN401 - as above
    return [execution.seed for execution in SIMULATORS[name].executions(scenario, misconception)]


def _facts_there(name: str, scenario: Any) -> dict[Part, Any]:  # noqa: ANN401 - as above
    """In a host: ask all that is asked of a scenario itself; only whether it has problems, if it has."""
    simulator = SIMULATORS[name]
    problems = _of_kind(simulator.problems(scenario), (tuple,), ("problems",))
    found: dict[Part, Any] = {("problems",): tuple(_of_kind(each, (Problem,), ("problems",)) for each in problems)}
    if problems:
        return found
    for fact, kind in _FACTS.items():
        found[(fact,)] = _of_kind(getattr(simulator, fact)(scenario), (kind,), (fact,))
    for number, measure in enumerate(simulator.measures):
        part: Part = ("measures", number, "effort")
        found[part] = _of_kind(measure.effort(scenario), (int,), part)
    for number, figure in enumerate(simulator.figures):
        part = ("figures", number, "markdown")
        found[part] = _of_kind(figure.markdown(scenario), (str,), part)
    return found
