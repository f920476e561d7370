"""A simulator, with a default for all that it need not have."""

# ruff: noqa: ARG002 - a default need not look at what it is asked of

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, get_args, get_type_hints

from quizgen.simulators.api.changes import Counterexample, Fault, Misconception, Switch
from quizgen.simulators.api.executions import E, Outcome, Survey
from quizgen.simulators.api.measures import Measure
from quizgen.simulators.api.observations import Observation
from quizgen.simulators.api.scenarios import Figure, Problem, Remark, S, written_name
from quizgen.simulators.domains import COUNT, COUNTED, Domain
from quizgen.simulators.drawing import Drawing
from quizgen.simulators.phrases import Happening, Phrase
from quizgen.simulators.words import Words


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
        parts: what the rules could be written without, each as the misconception that there is no such thing: methods
            take its name for one. Nobody believes it, but a deck should notice.
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
            false, with those of its contrary: "{0} waits|{0} does not wait". ``name/2`` is the one with two arguments,
            ``name(x)`` the one whose first argument is "x".
        happenings: event of a trace -> its words for learners.
        texts: what claims may write without quotes, such as the names of actors.
        definition: the dataclass that content wrote to make the simulator; None of a program. Its version tells it from
            every other.
        value_words: pattern of a text that claims name -> its words, a template for `re.Match.expand`.
        judges: whether any property of executions is judged; so it is of a class that has a `broken` of its own.
    """

    name: str
    version: str
    doc: str
    scenario: type[S]
    observations: tuple[Observation, ...]
    measures: tuple[Measure[S], ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    parts: tuple[Misconception, ...] = ()
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
    texts: frozenset[str] = frozenset()
    definition: object = None
    value_words: Mapping[str, str] = MappingProxyType({})
    judges: bool = False

    def __init_subclass__(cls) -> None:
        """Note whether a class of simulators says which properties are broken."""
        super().__init_subclass__()
        if "broken" in vars(cls):
            cls.judges = True

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

    def remarks(self, scenarios: Sequence[S], needless: Collection[str]) -> Iterator[Remark]:
        """Yield what in the file of one that content makes serves nothing.

        Args:
            scenarios: all that are asked of it.
            needless: names of `parts` without which every answer would be the same.
        """
        return iter(())

    def endless(self, scenario: S) -> str:
        """Return how some of a scenario's runs can go on for ever; empty if each comes to an end."""
        return ""

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

    def misconceptions_of(self, scenario: S) -> tuple[Misconception, ...]:
        """Return the wrong rules that can be followed in a scenario; those of all scenarios, unless it has its own."""
        return self.misconceptions

    def variables(self, scenario: S) -> Mapping[str, int | float | str | bool]:
        """Return the plain values of a scenario, which texts can name: ``{{ limit }}``."""
        plain = (int, float, str, bool)
        values = {written_name(one): getattr(scenario, one.name) for one in fields(scenario)}  # type: ignore[arg-type]
        return {name: value for name, value in values.items() if isinstance(value, plain)}

    def says(self, scenario: S, expression: str, misconception: str | None, unit: str) -> str:
        """Return the value that an author need not state, in that unit if one is named; empty if it has to be stated.

        Where the rule is the author's own, nothing is proven by stating by hand what follows from it.
        """
        return ""

    def other_units(self, scenario: S, unit: str) -> Mapping[str, str]:
        """Return in which units a number of some unit can be stated as well, each with its worth: ``{"h": "60"}``."""
        return {}

    def working(self, scenario: S) -> tuple[str, ...]:
        """Return how its answer comes about, line by line, where that can be told without a run."""
        return ()

    def grounds(self, scenario: S) -> str:
        """Return what its values rest on, in words, where they come about by more than rules of the simulator's own.

        That is "calculated, not simulated: the formulas are the author's". `words` then says ``how``.
        """
        return ""

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

    def is_of_ends(self, scenario: S) -> bool:
        """Tell whether only those explored states are asked for in which nothing more can happen."""
        return False

    def cut(self, scenario: S, states: int) -> S:
        """Return a scenario whose exploration goes no further than to so many states; the same one if it asks for runs.

        The states that are nearest to its start come first.
        """
        return scenario

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
