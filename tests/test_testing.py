"""quizgen.testing: what every simulator must keep is told of each that does not, in plain words."""

# ruff: noqa: ARG002 - a method of a simulator is handed more than it needs

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any

import pytest

from quizgen.simulators.api import AnySimulator, Measure, Misconception, ObservationError, Problem, observation
from quizgen.simulators.domains import COUNT
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario
from quizgen.simulators.raft.scenario.events import Crash, Restart, Run
from quizgen.simulators.words import Words
from quizgen.testing import conforms
from tests.crosscheck.toy import TOY, Counting, varied
from tests.simulators.loop import LOOP, TRIED, Loop, Printed, Tasks
from tests.simulators.raft.scripts import write
from tests.simulators.reversing import REVERSING, Reversed

CRASHES = (Run("400ms"), write("leader", "x"), Crash("leader"), write("S1", "y"), Run("500ms"), Restart("all"))
RAFTS = (
    Scenario(servers=3, explore=Explore(1), events=(*CRASHES, Run("300ms"))),
    Scenario(servers=4, explore=Explore(1), events=(Run("1s"),)),
    Scenario(servers=3, explore=Exhaustive("logs", terms=2, entries=1, crashes=1)),
)


@pytest.mark.parametrize(
    ("simulator", "examples"),
    [
        (LOOP, TRIED),
        (TOY, (Counting(limit=4), Counting(limit=3, explore=False))),
        (REVERSING, (Reversed(program="ab\ncd"), Reversed(program="x", input="yz"))),
        pytest.param(SIMULATOR, RAFTS, marks=pytest.mark.slow),
    ],
    ids=["loop", "toy", "reversing", "raft"],
)
def test_simulators_conform(simulator: AnySimulator, examples: tuple[Any, ...]) -> None:
    """Otherwise an answer is not what the next build computes, or a run that a card names is another one."""
    conforms(simulator, examples)


def told(simulator: AnySimulator, *examples: object) -> list[str]:
    """Return what is said against a simulator."""
    with pytest.raises(AssertionError) as problem:
        conforms(simulator, examples or TRIED)
    first, *lines = str(problem.value).splitlines()
    assert first == f"the simulator {simulator.name} does not conform:"
    return [line.removeprefix("- ") for line in lines]


class Forgetful(Loop):
    """Each run is another one."""

    runs_made = 0

    def execution(self, scenario: Tasks, seed: int, misconception: str | None) -> Printed:
        """Return a run whose result has a number that goes up."""
        type(self).runs_made += 1
        return replace(super().execution(scenario, seed, misconception), result=(str(self.runs_made),))


class Unsorted(Loop):
    """What is printed comes in the order of a set."""

    def execution(self, scenario: Tasks, seed: int, misconception: str | None) -> Printed:
        """Return a run with letters in some order."""
        made = super().execution(scenario, seed, misconception)
        return replace(made, result=(*made.result, *set("abcdefghij")))


class Elsewhere(Loop):
    """The run of a number is not the one that was explored."""

    def executions(self, scenario: Tasks, misconception: str | None) -> Iterator[Printed]:
        """Yield a run of another script."""
        yield super().execution(replace(scenario, events=scenario.events[:1]), 0, misconception)


class Silent(Loop):
    """There is no run."""

    def executions(self, scenario: Tasks, misconception: str | None) -> Iterator[Printed]:
        """Yield none."""
        yield from ()


class Several(Loop):
    """There are several runs, and nothing tells them apart."""

    def runs(self, scenario: Tasks) -> int:
        """Return two."""
        return 2


class Crowded(Loop):
    """Its events are of others than its actors."""

    def actors(self, scenario: Tasks) -> tuple[str, ...]:
        """Return somebody else."""
        return ("other",)


class Failing(Loop):
    """It fails."""

    def execution(self, scenario: Tasks, seed: int, misconception: str | None) -> Printed:
        """Fail."""
        raise ZeroDivisionError("division by zero")


class Refusing(Loop):
    """It cannot simulate its examples."""

    def problems(self, scenario: Tasks) -> tuple[Problem, ...]:
        """Refuse."""
        return (Problem((), "not today"),)


@pytest.mark.parametrize(
    ("simulator", "expected"),
    [
        (Forgetful(), "example 1: `execution` gives another run than `executions` (number 0)"),
        (Unsorted(), "example 1: it gives something else in another process, where sets have another order"),
        (Elsewhere(), "example 1: `execution` gives another run than `executions` (number 0)"),
        (Silent(), "example 1: `executions` gives no run"),
        (Several(), "example 1: there are several runs, and `words.seed` does not say what tells them apart"),
        (Crowded(), "example 1: 'main' of the event tick is not among the actors other (number 0)"),
        (Failing(), "example 1: ZeroDivisionError is raised: division by zero"),
        (Refusing(), "example 1: it cannot be simulated: not today"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Loop) else "",
)
def test_what_goes_wrong_in_a_run_is_told(simulator: AnySimulator, expected: str) -> None:
    """Otherwise whoever writes a simulator finds out when cards go wrong."""
    assert expected in told(simulator)


def right(_: Printed) -> bool:
    """Whether all is right."""
    return 1  # type: ignore[return-value]


def several(_: Printed) -> tuple[str, ...]:
    """Return some words."""
    return ["a"]  # type: ignore[return-value]


def unknown(_: Printed, text: str) -> int:
    """Know only some texts."""
    if text != "main":
        raise ObservationError("no such text")
    return "main"  # type: ignore[return-value]


def of_no_domain(_: Printed) -> Annotated[int, "depth"]:
    """How deep it is."""
    return 1


def negative(_: Printed) -> Annotated[int, COUNT]:
    """How many there are."""
    return -1


def undocumented(_: Printed) -> int:  # that is what it is for
    return 1


@dataclass(frozen=True, kw_only=True)
class Bare(Tasks):
    """What is done.

    Attributes:
        strict: nothing.
    """

    depth: int = 0


@dataclass(frozen=True)
class Undocumented:  # noqa: D101  # that is what it is for
    jump: str


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"observations": (observation(right),)}, "example 1: the observation right() gives 1, which is no bool"),
        ({"observations": (observation(several),)}, "example 1: the observation several() gives ['a'], which is no "),
        ({"observations": (observation(unknown),)}, "example 1: the observation unknown('main') gives 'main', which "),
        ({"observations": (observation(undocumented),)}, "the observation undocumented() -> int is not documented"),
        ({"measures": (Measure("m", "int", "", lambda *_: 1),)}, "the measure m is not documented"),
        (
            {"measures": (Measure("m", "int", "M.", lambda *_: "1"),)},
            "example 1: the measure m gives '1', which is no ",
        ),
        ({"misconceptions": (Misconception("m", "It is.", ""),)}, "the misconception m is not documented"),
        ({"trace_events": {**LOOP.trace_events, "tick": ""}}, "the event tick of a trace is not documented"),
        ({"trace_attributes": {**LOOP.trace_attributes, "mode": ""}}, "the attribute mode of events is not documented"),
        ({"trace_attributes": {"text": "what"}}, "example 1: the attribute mode of tick is none of the `trace_attrib"),
        ({"scenario": Bare}, "the field depth of Bare is not documented"),
        ({"script_events": {"jump": Undocumented}}, "the field jump of Undocumented is not documented"),
        ({"doc": ""}, "the simulator is not documented"),
        (
            {"observations": (observation(of_no_domain),)},
            "example 1: the domain depth of of_no_domain() -> int is none",
        ),
        (
            {"observations": (observation(negative),)},
            "example 1: the observation negative() gives -1, which is not of ",
        ),
    ],
)
def test_what_is_not_declared_or_documented_is_told(changed: dict[str, object], expected: str) -> None:
    """Otherwise a claim fails with a wrong type, or an author finds a name and no word about it."""
    assert [line for line in told(varied(LOOP, **changed)) if line.startswith(expected)]


def test_misconceptions_without_effect_are_told() -> None:
    """Otherwise a distractor rests on a wrong rule that gives the right answer."""
    idle = (*LOOP.misconceptions, Misconception("none", "It is as it is.", "nothing"))
    assert told(Idle(), *TRIED) == ["the misconception none changes nothing in any of the examples"]
    assert len(idle) == len(Idle.misconceptions)
    assert told(LOOP, TRIED[1]) == ["the misconception at-once changes nothing in any of the examples"]


@pytest.mark.parametrize(
    ("examples", "expected"),
    [
        ({"forwards": Reversed(program="ab")}, None),
        (
            {"forwards": Reversed(program="aa")},
            "the example of forwards does not show it: the same comes of it under the true rules",
        ),
        ({"forward": Reversed(program="ab")}, "there is an example of forward, which is no misconception"),
        ({"forwards": "ab"}, "AttributeError is raised by the example of forwards: 'str' object has no attribute 'pro"),
        ({"forwards": Reversed(program="a\n" * 1_001)}, "the example of forwards cannot be simulated: it goes on and"),
    ],
)
def test_examples_that_show_nothing_are_told(examples: dict[str, object], expected: str | None) -> None:
    """Otherwise the list of beliefs says that no counterexample is known, or breaks off."""
    simulator = varied(REVERSING, examples=examples)
    if expected is None:
        conforms(simulator, [Reversed(program="ab")])
        return
    (line,) = told(simulator, Reversed(program="ab"))
    assert line.startswith(expected)


class Idle(Loop):
    """It knows a misconception that changes nothing."""

    misconceptions = (*Loop.misconceptions, Misconception("none", "It is as it is.", "nothing"))

    def execution(self, scenario: Tasks, seed: int, misconception: str | None) -> Printed:
        """Return the run, in which that misconception is none."""
        return super().execution(scenario, seed, None if misconception == "none" else misconception)


def test_everything_is_told_at_once() -> None:
    """Otherwise each run of the tests shows one mistake."""
    broken = varied(Several(), doc="", observations=(observation(right), observation(undocumented)))
    assert len(told(broken)) > 3
    assert told(LOOP, "a scenario") == ["example 1: 'a scenario' is no Tasks"]
    with pytest.raises(AssertionError, match="there is no example to try"):
        conforms(LOOP, ())
    assert Words().numbered(0) == ""


def test_it_needs_no_test_runner() -> None:
    """A package whose tests run under another runner could not use it."""
    ask = "import sys; sys.modules['pytest'] = None; from quizgen.testing import conforms; "
    ask += "from tests.simulators.loop import LOOP, TRIED; conforms(LOOP, TRIED)"
    subprocess.run([sys.executable, "-c", ask], check=True)
