"""An event loop, unlike Raft in all: one actor, one run, verbs that are keywords of Python, nothing but the kit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.simulators.api import Misconception, Problem, Simulator, observations, written
from quizgen.simulators.drawing import Drawing
from quizgen.simulators.kit.recording import HAPPENINGS, Recorder, Run
from quizgen.simulators.words import Words


@dataclass(frozen=True)
class Print:
    """The script prints at once.

    Attributes:
        print: the text.
    """

    print: str


@dataclass(frozen=True)
class Await:
    """It prints as soon as the script has ended.

    Attributes:
        text: what is printed.
    """

    text: str = written("await")


@dataclass(frozen=True, kw_only=True)
class Timer:
    """A timer that prints.

    Attributes:
        text: what is printed.
        delay: after how many milliseconds.
    """

    text: str = written("if")
    delay: int = written("in", default=0)


@dataclass(frozen=True)
class For:
    """It prints when time has passed.

    Attributes:
        timer: when, and what.
    """

    timer: Timer = written("for")  # noqa: RUF009  # a field, as `dataclasses.field` makes it


@dataclass(frozen=True)
class Import:
    """It asks for a module, of which there is only ``math``.

    Attributes:
        module: its name.
    """

    module: str = written("import")


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """What a script does.

    Attributes:
        events: one after the other.
        strict: nothing that anybody asks for.
    """

    events: tuple[Print | Await | For | Import, ...] = ()
    strict: bool = written("class", default=False)


Printed = Run[tuple[str, ...]]


def order(run: Printed) -> tuple[str, ...]:
    """What is printed, in order."""
    return run.result


def first(run: Printed) -> str:
    """What is printed first."""
    return run.result[0] if run.result else ""


class Loop(Simulator[Tasks, Printed]):
    """Scripts that print now, soon or later."""

    name = "loop"
    version = "1"
    doc = "An event loop: tasks, and what waits for its turn."
    scenario = Tasks
    observations = (*observations(order, first), *HAPPENINGS)
    misconceptions: tuple[Misconception, ...] = (
        Misconception("at-once", "What is awaited is done at once.", "the order of what is printed"),
    )
    trace_events: Mapping[str, str] = {
        "print": "something is printed",
        "wait": "something waits for its turn",
        "not_found": "there is no such module",
        "tick": "the loop goes round",
    }
    trace_attributes: Mapping[str, str] = {"text": "what is printed", "mode": "what the task is: running or idle"}
    routine_events = frozenset({"tick"})
    give_up_events = frozenset({"not_found"})
    words = Words(actor="task", run="pass", still="there is nothing to do", event="print: a", claim='first() == "a"')
    drawing = Drawing(
        state="mode",
        phrases={"print": "prints {text}", "wait": "lets {text} wait"},
        marks={"print": "done", "wait": "timer", "not_found": "down"},
        broadcasts=frozenset({"tick"}),
    )

    def execution(self, scenario: Tasks, seed: int, misconception: str | None) -> Printed:
        """Return the run."""
        recorder = Recorder(("main",), self.trace_events, self.give_up_events)
        start = recorder.record("main", "tick", mode="running")
        waiting: list[tuple[int, int, str]] = []
        printed: list[tuple[int, str]] = []
        for event in scenario.events:
            match event:
                case Print(text):
                    printed.append((recorder.record("main", "print", start, text=text), text))
                case Await(text) if misconception:
                    printed.append((recorder.record("main", "print", start, text=text), text))
                case Await(text):
                    waiting.append((1, recorder.record("main", "wait", start, text=text), text))
                case For(timer):
                    cause = recorder.record("main", "wait", start, text=timer.text)
                    waiting.append((2 + timer.delay, cause, timer.text))
                case Import(module):
                    recorder.record("main", "not_found" if module != "math" else "tick", start, detail=module)
        for due, cause, text in sorted(waiting):
            recorder.now = due * 1000
            printed.append((recorder.record("main", "print", cause, text=text, mode="idle"), text))
        return recorder.run(seed, tuple(text for _, text in printed))

    def problems(self, scenario: Tasks) -> tuple[Problem, ...]:
        """Refuse timers of the past."""
        timers = ((n, e.timer) for n, e in enumerate(scenario.events) if isinstance(e, For))
        return tuple(
            Problem(("events", n, "for", "in"), "a timer cannot run backwards") for n, t in timers if t.delay < 0
        )

    def actors(self, scenario: Tasks) -> tuple[str, ...]:  # noqa: ARG002  # it is the same in all
        """Return the one that there is, whatever the scenario."""
        return ("main",)

    def is_still(self, scenario: Tasks) -> bool:
        """Tell whether the script is empty."""
        return not scenario.events


LOOP = Loop()

WRITTEN: dict[str, Any] = {
    "simulator": "loop",
    "events": [{"await": "b"}, {"for": {"if": "c", "in": 5}}, {"print": "a"}, {"import": "math"}],
    "class": True,
}
"""A scenario as an author writes it."""

TRIED = (Tasks(events=(Await("b"), For(Timer(text="c", delay=5)), Print("a"))), Tasks(events=(Import("x"),)), Tasks())
"""Scenarios that show all that it does."""
