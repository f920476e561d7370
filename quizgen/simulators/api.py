"""What a simulator offers to the rest of quizgen. Nothing else of a simulator's package is used outside it.

A simulator is an object of a class derived from `Simulator`, listed in `quizgen.simulators`. It knows nothing of
content: it is handed a scenario (a frozen dataclass of its own) and runs it; claims about the runs are made and judged
elsewhere.
"""

# ruff: noqa: ARG002 - a default need not look at what it is asked of

from __future__ import annotations

import inspect
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import Field, dataclass, field, fields
from functools import cached_property
from types import MappingProxyType, ModuleType
from typing import Annotated, Any, Generic, Literal, Protocol, TypeVar, get_args, get_origin, get_type_hints

from quizgen.simulators.domains import COUNT, COUNTED, Domain
from quizgen.simulators.drawing import Drawing
from quizgen.simulators.phrases import Happening, Phrase
from quizgen.simulators.trace import Trace, TraceEvent
from quizgen.simulators.words import Words

ValueType = Literal["bool", "int", "string", "list(int)", "list(string)"]
Value = bool | int | str | tuple[int, ...] | tuple[str, ...]
ScenarioPath = tuple[str | int, ...]


class ObservationError(ValueError):
    """An observation was asked about something that the scenario does not have, such as an unknown actor.

    The message says what there is instead: it is shown to the author.
    """


class MeasureError(ValueError):
    """A measure has no single value for a scenario: runs disagree, or what is measured never happens.

    The message says which: it is shown to the author.
    """


@dataclass(frozen=True)
class Problem:
    """Why a scenario cannot be simulated: where in it (keys and indices), what is wrong, and how to mend it."""

    path: ScenarioPath
    message: str
    hint: str = ""


class Execution(Protocol):
    """One run of a scenario, or one state of an exhaustive exploration together with the shortest run to it."""

    @property
    def seed(self) -> int:
        """The number that reproduces it: the seed of a run, the number of an explored state (0 is where it starts)."""

    @property
    def trace(self) -> Trace:
        """What happened; of an explored state, the shortest run that leads to it. Made when it is first asked for."""

    @property
    def gave_up(self) -> TraceEvent | None:
        """The first event that says that the script could not be carried out; None if it was."""


@dataclass(frozen=True)
class Survey:
    """How far an exhaustive exploration went.

    Attributes:
        states: distinct states, up to a renaming of actors where ``symmetric``.
        depth: steps on the shortest way to the state that is farthest away.
        exhausted: whether every state within the bounds was seen; otherwise the exploration was cut.
        bounds: in words: "a queue of 3, 4 threads".
        symmetric: states that differ in the names of actors only were taken for one.
    """

    states: int
    depth: int
    exhausted: bool
    bounds: str
    symmetric: bool = False


S = TypeVar("S")
"""A simulator's type of scenario."""

E = TypeVar("E", bound=Execution)
"""A simulator's type of execution."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an observation; ``domain`` names what it can be, among `Simulator.domains`."""

    name: str
    type: ValueType
    domain: str = ""


_VALUE_TYPES: Mapping[str, ValueType] = {
    "bool": "bool",
    "int": "int",
    "str": "string",
    "tuple[int, ...]": "list(int)",
    "tuple[str, ...]": "list(string)",
}
"""Annotation -> the type's name in claims."""


@dataclass(frozen=True)
class Observation:
    """A function that claims can call on a finished run, such as ``count("tick")``.

    Two observations may share a name if their parameters differ in number or type (overloads).
    ``observe`` takes the execution and the arguments; it raises `ObservationError` for arguments the run does not know.
    ``why`` takes what ``observe`` takes and says in words why that is the answer; None where there is nothing to say.

    How what an author states is compared with what it gives: ``ordered`` says whether the order of a list tells
    something; ``exact``, whether every character of a text does, capitals among them, as in what a program prints;
    ``separator``, what stands between the values of a list, if it has to be that.

    ``domain`` names what its value, or an element of it, can be, among `Simulator.domains`; empty if that is not known.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: ValueType
    doc: str
    observe: Callable[..., Value]
    ordered: bool = True
    why: Callable[..., str] | None = None
    exact: bool = False
    separator: str = ""
    domain: str = ""

    @property
    def signature(self) -> str:
        """The observation as an author writes it: ``count(event: string) -> int``."""
        parameters = ", ".join(f"{parameter.name}: {parameter.type}" for parameter in self.parameters)
        return f"{self.name}({parameters}) -> {self.returns}"


def observation(
    observe: Callable[..., Value],
    *,
    ordered: bool = True,
    why: Callable[..., str] | None = None,
    exact: bool = False,
    separator: str = "",
) -> Observation:
    """Return the observation that a function is, by its name (up to two underscores), annotations and docstring.

    ``Annotated[str, "card"]`` is a text of the domain ``card``. What else can be said of it, `Observation` tells.

    Raises:
        TypeError: if an annotation is of no type that claims know.
    """
    signature = inspect.signature(observe)
    parameters = tuple(
        Parameter(one.name, *_value_type(observe, one.name, one.annotation))
        for one in [*signature.parameters.values()][1:]
    )
    name, doc = observe.__name__.partition("__")[0], (observe.__doc__ or "").strip()
    returns, domain = _value_type(observe, "return", signature.return_annotation)
    return Observation(name, parameters, returns, doc, observe, ordered, why, exact, separator, domain)


def _value_type(observe: Callable[..., Value], name: str, annotation: object) -> tuple[ValueType, str]:
    """Return a type's name in claims, and the name of the domain that it is annotated with."""
    domain = ""
    written = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    if written not in _VALUE_TYPES:
        with suppress(NameError):  # what only type checkers import
            annotation = get_type_hints(observe, include_extras=True)[name]
        if get_origin(annotation) is Annotated:
            annotation, domain, *_ = get_args(annotation)
            written = inspect.formatannotation(annotation)
    if written not in _VALUE_TYPES:
        raise TypeError(f"{observe.__name__}: a claim knows {', '.join(_VALUE_TYPES)}, but not {written}")
    return _VALUE_TYPES[written], domain


def observations(*sources: ModuleType | Observation | Callable[..., Value]) -> tuple[Observation, ...]:
    """Return observations in order: of a module, all of them and all functions in it, but those with an underscore."""
    found: list[Observation | Callable[..., Value]] = []
    for source in sources:
        if isinstance(source, ModuleType):
            public = [each for name, each in vars(source).items() if not name.startswith("_")]
            own = [each for each in public if inspect.isfunction(each) and each.__module__ == source.__name__]
            found += [each for each in public if isinstance(each, Observation) or each in own]
        else:
            found.append(source)
    return tuple(each if isinstance(each, Observation) else observation(each) for each in found)


@dataclass(frozen=True)
class Outcome:
    """What an execution leads to, in words.

    Attributes:
        columns: what is told of an actor; the first is its name. None if nothing is.
        rows: an actor each.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Witness:
    """What shows why a measure has its value.

    Attributes:
        sentence: one sentence: what the run shows, or why there is none.
        trace: the run; None if what is in doubt happens nowhere.
        outcome: where it leads; empty if that is not known.
    """

    sentence: str
    trace: Trace | None = None
    outcome: Outcome = field(default_factory=Outcome)


Find = Callable[[S, str | None, Value, tuple[str, ...]], Witness | None]
"""Finds a run that shows why a measure has its value: scenario, misconception, value, what is in doubt -> witness."""


@dataclass(frozen=True)
class Measure(Generic[S]):
    """A value found by making many runs, such as how many losses are survived.

    ``measure`` takes the scenario and the name of a misconception (None for the true rules). It must find the value by
    experiment: a measure that contains the closed form that content asserts proves nothing. It raises `MeasureError`
    if there is no single value to be found. ``effort`` estimates the steps that it takes, as `Simulator.effort` does.
    ``ordered``, ``exact`` and ``separator`` say how a stated value is compared with it, and ``domain`` what it can be,
    as for an `Observation`.

    ``witness`` finds a run that shows why the measure has its value, if one does. It takes what ``measure`` takes, the
    value, and what is in doubt, as text: what a claim names, or in what a stated value differs from the one that was
    found. If it can, the run is about the first of them that it knows. It may raise what ``measure`` may.
    """

    name: str
    returns: ValueType
    doc: str
    measure: Callable[[S, str | None], Value]
    effort: Callable[[S], int] = lambda _: 0
    ordered: bool = True
    witness: Find[S] = lambda *_: None
    exact: bool = False
    separator: str = ""
    domain: str = ""


@dataclass(frozen=True)
class Misconception:
    """A wrong rule that learners believe: the true rules with exactly one decision changed.

    Attributes:
        name: kebab-case, as authors write it on a distractor.
        belief: one sentence, what the learner believes.
        breaks: the property that it breaks or the measurement that it changes.
    """

    name: str
    belief: str
    breaks: str


@dataclass(frozen=True)
class Switch(Generic[S]):
    """Something that a question may leave unsaid although answers depend on it, such as an option of the protocol.

    Attributes:
        name: as authors know it.
        doc: one line.
        words: an item's text states the assumption if one of these is in it, in capitals or not; regular expressions
            for whole words.
        vary: scenario -> the same with the switch turned; None where it cannot be turned or the scenario sets it apart.
    """

    name: str
    doc: str
    words: tuple[str, ...]
    vary: Callable[[S], S | None]


MOMENTS = 3
"""At so many moments of a script something goes wrong, at most."""


@dataclass(frozen=True)
class Injected(Generic[S]):
    """A scenario in whose script something goes wrong that its author did not write.

    Attributes:
        written: what was put into it and where, as an author would: "{stop: T1} after event 2".
        scenario: with that.
    """

    written: str
    scenario: S


@dataclass(frozen=True)
class Fault(Generic[S]):
    """Something that may go wrong at any time, although a script does not have it, such as a crash.

    Attributes:
        name: as it is told.
        doc: one line.
        inject: scenario -> the same with it, at each of `MOMENTS` moments at most; none without a script. A script that
            cannot be carried out with it says nothing.
    """

    name: str
    doc: str
    inject: Callable[[S], tuple[Injected[S], ...]]


@dataclass(frozen=True)
class Counterexample:
    """What a misconception leads to, within the smallest bound that shows it.

    Attributes:
        broken: the property that breaks, or the measure that changes.
        bound: where, as `Survey.bounds`.
        found: one sentence: what broke it, or the two values.
        trace: the shortest run in which it breaks; None where a measure changes.
        steps: of that run; 0 where nothing was explored.
        states: distinct states that were explored until it broke; 0 where nothing was explored.
        states_under_true_rules: distinct states of the same bound under the true rules, in none of which it breaks.
    """

    broken: str
    bound: str
    found: str
    trace: Trace | None = None
    steps: int = 0
    states: int = 0
    states_under_true_rules: int = 0


@dataclass(frozen=True)
class Figure(Generic[S]):
    """A picture of what a scenario states, which texts about it can show: ``{{ logs }}``.

    Attributes:
        name: as templates name it.
        doc: one line for authors.
        shows: the scenario's field that it shows.
        markdown: scenario -> the figure in Markdown, code-free and apart from what is around it; empty if the scenario
            states nothing of the kind. Asked of a scenario without problems only.
    """

    name: str
    doc: str
    shows: str
    markdown: Callable[[S], str]


class Simulator(ABC, Generic[S, E]):
    """A simulator, as the rest of quizgen sees it, with its types of scenario and execution.

    It has to have a name, a version, a line of documentation, a scenario, observations and `execution`. All else has
    defaults: one run without events, nothing else to tell. Methods but `problems` are asked only of scenarios without
    problems. A misconception is given by its name; None stands for the true rules.

    Attributes:
        name: as authors write it in ``simulator:``.
        version: raised whenever the same scenario and seed may give another trace.
        doc: one line for authors.
        scenario: the frozen dataclass that describes what is to be run; every field without a default is required.
            A field named ``events`` is a script: a tuple of frozen dataclasses with one field each, which is written as
            the verb, ``{push: x}``. What an author writes for a field is its name, or what `written` says.
        observations, measures, misconceptions: what claims can be made of.
        trace_events: type -> one line of what it means; what an ordering's steps can match.
        trace_attributes: name -> one line; what else a step's pattern can ask for.
        routine_events: types of events that a short text of a trace leaves out, since they happen all the time.
        give_up_events: types of events that say that the script could not be carried out.
        switches: what answers may depend on without saying so.
        faults: what may go wrong in a script.
        figures: what texts about a scenario can show of it.
        words: what it calls things.
        drawing: how its traces are drawn.
        phrases: observation or measure -> its words for learners, or shortly "{0}'s length"; of one that is true or
            false, with those of its contrary: "{0} waits|{0} does not wait". ``name/2`` is the one with two arguments.
        happenings: event of a trace -> its words for learners.
    """

    name: str
    version: str
    doc: str
    scenario: type[S]
    observations: tuple[Observation, ...]
    measures: tuple[Measure[S], ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    trace_events: Mapping[str, str] = MappingProxyType({})
    trace_attributes: Mapping[str, str] = MappingProxyType({})
    routine_events: frozenset[str] = frozenset()
    give_up_events: frozenset[str] = frozenset()
    switches: tuple[Switch[S], ...] = ()
    faults: tuple[Fault[S], ...] = ()
    figures: tuple[Figure[S], ...] = ()
    words: Words = Words()
    drawing: Drawing = Drawing()
    phrases: Mapping[str, Phrase | str] = MappingProxyType({})
    happenings: Mapping[str, Happening] = MappingProxyType({})

    @abstractmethod
    def execution(self, scenario: S, seed: int, misconception: str | None) -> E:
        """Return the one run with that seed, or the explored state of that number.

        Raises:
            IndexError: if there is no explored state of that number.
        """

    def runs(self, scenario: S) -> int:
        """Return how many runs a scenario asks for: their seeds are 0, 1, 2 and so on. Without chance, one is all."""
        return 1

    def executions(self, scenario: S, misconception: str | None) -> Iterator[E]:
        """Yield every run or state that the scenario asks to explore, in a fixed order."""
        return (self.execution(scenario, seed, misconception) for seed in range(self.runs(scenario)))

    def problems(self, scenario: S) -> tuple[Problem, ...]:
        """Return why a scenario cannot be simulated; empty if it can."""
        return ()

    def effort(self, scenario: S) -> int:
        """Return about how many steps all runs of a scenario take; 0 where every run is short."""
        return 0

    def survey(self, scenario: S, misconception: str | None) -> Survey | None:
        """Return how far the exhaustive exploration went that a scenario asks for; None if it asks for runs."""
        return None

    def outcome(self, execution: E) -> Outcome:
        """Return what an execution leads to."""
        return Outcome()

    def broken(self, execution: E) -> tuple[str, ...]:
        """Return the properties that an execution breaks, each with how; empty if all held, or none is judged."""
        return ()

    def counterexample(self, misconception: str) -> Counterexample | None:
        """Return what a misconception leads to; None if that is not known."""
        return None

    def actors(self, scenario: S) -> tuple[str, ...]:
        """Return every name that the actor or peer of an event can have in a scenario's runs; empty if not known."""
        return ()

    def domains(self, scenario: S) -> Mapping[str, Domain]:
        """Return what the values can be that observations and measures declare by these names.

        No run of the scenario may give another value, nor be asked about one to any purpose: a claim that names one is
        refused, and so is one that is true of all of them.
        """
        return {COUNT: COUNTED}

    def premise(self, scenario: S) -> str:
        """Return the rule, in a sentence, that a scenario supposes instead of the true one; empty if it supposes none.

        Then what is called the true rules are those with that change.
        """
        return ""

    def is_still(self, scenario: S) -> bool:
        """Tell whether nothing happens in a scenario's runs: then what is asked of them is asked of its start."""
        return False

    def every_state(self, scenario: S) -> str:
        """Return how an author asks for every state, of what a script is one story of; empty if that cannot be.

        It is what is written after ``scenario:``, and takes a few seconds.
        """
        return ""

    def is_explored(self, scenario: S) -> bool:
        """Tell whether a scenario asks for every state that can be reached, and not for runs."""
        return False

    def told(self, scenario: S) -> tuple[str, ...]:
        """Return a scenario in plain words: what is simulated ("a simulated queue"), then what happens."""
        return (f"the {self.name} simulator",)

    @cached_property
    def script_events(self) -> Mapping[str, type[Any]]:
        """Verb -> event of a script, which the scenario's type of ``events`` tells."""
        script = get_type_hints(self.scenario).get("events")
        among = get_args(script)[0] if script else ()
        return {written_name(fields(event)[0]): event for event in get_args(among) or (among,) if event}

    def title(self, number: int, misconception: str | None, *, explored: bool) -> str:
        """Return what a run is, one line: "The run of loop 1 with seed 3"; it is no simulator's to change."""
        run, rules = self.words.run, f" under the misconception {misconception}" if misconception else ""
        if explored:
            return f"The shortest {run} of {self.name} {self.version} to state {number}{rules}"
        return f"The {run} of {self.name} {self.version}{self.words.one(number).removeprefix(run)}{rules}"


AnySimulator = Simulator[Any, Any]
"""A simulator of which no more is known."""


def written(name: str, **given: Any) -> Any:  # noqa: ANN401  # what a dataclass takes for a field
    """Return a field of a scenario or event that authors write by another name, such as a keyword: ``written("if")``.

    Args:
        name: as authors write it.
        **given: what else `dataclasses.field` takes.
    """
    return field(**{**given, "metadata": {**given.get("metadata", {}), "alias": name}})


def written_name(one: Field[Any]) -> str:
    """Return what an author writes for a field of a scenario or event."""
    return str(one.metadata.get("alias", one.name))


def meanings(described: type[Any]) -> dict[str, str]:
    """Return what the docstring of a scenario, or of a part of it, says of each field below ``Attributes:``."""
    section = (inspect.getdoc(described) or "").replace("``", "`").partition("Attributes:\n")[2]
    entries = re.findall(r"^    (\w+): (.*(?:\n {5,}.*)*)", section, re.MULTILINE)
    return {name: " ".join(meaning.split()) for name, meaning in entries}
