"""States that rules lead to, with the runs that lead there, and runs by chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from quizgen.simulators.kit.chances import Chances
from quizgen.simulators.rules.shown import said
from quizgen.simulators.rules.states.exploring import Explored
from quizgen.simulators.rules.states.machine import Left, Machine, State
from quizgen.simulators.rules.states.steps import Step
from quizgen.simulators.trace import Trace, TraceEvent

WORLD: Final = "system"
"""Where a step takes place that is no actor's."""
LONGEST_RUN: Final = 1_000
"""Steps of a run by chance, which may go on for ever."""
_BETWEEN: Final = 1_000
"""Microseconds between two steps, which have no time of their own."""


@dataclass(frozen=True, eq=False)
class Reached:
    """A state, and a run that leads there.

    Attributes:
        seed: its number, or that of the run.
        machine: the rules.
        state: what holds in it.
        way: each step with the state that it leads to.
        explored: every state, if they were explored.
        number: its number among them.
    """

    seed: int
    machine: Machine
    state: State
    way: Way
    explored: Explored | None = None
    gave_up: TraceEvent | None = None

    @cached_property
    def trace(self) -> Trace:
        """What happened."""
        return trace(self.machine, self.way())

    @cached_property
    def is_end(self) -> bool:
        """Whether nothing more can happen."""
        return not self.machine.successors(self.state)


@dataclass(frozen=True, eq=False)
class Way:
    """A way to a state, looked up when it is asked for.

    Attributes:
        taken: steps that were forced, or all of a run.
        explored: where the rest of the way is looked up.
        number: of the state in it.
    """

    taken: tuple[tuple[int, State], ...]
    explored: Explored | None = None
    number: int = 0

    def __call__(self) -> tuple[tuple[int, State], ...]:
        """Return each step with the state that it leads to."""
        return (*self.taken, *(self.explored.way(self.number) if self.explored else ()))


class Impossible(Exception):  # noqa: N818 - it is shown to the author
    """A script that cannot be carried out.

    Attributes:
        place: the number of the step that cannot be taken.
        message: why.
        hint: what could.
    """

    def __init__(self, place: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.place, self.message, self.hint = place, message, hint


def forced(machine: Machine, script: Sequence[str]) -> tuple[tuple[int, State], ...]:
    """Return the steps of a script, each with the state that it leads to.

    Raises:
        Impossible: a step cannot be taken where it stands, or several are meant.
    """
    taken: list[tuple[int, State]] = []
    state = machine.initial
    for place, written in enumerate(script):
        try:
            moves = machine.moves(state)
        except (Left, LookupError):
            raise Impossible(place, "the rules lead to what cannot be before this step", "") from None
        named = [(told(machine, machine.steps[step]), step, after) for step, after in moves]
        found = {after: step for names, step, after in named if "".join(written.split()) in names}
        if len(found) != 1:
            known = ", ".join(dict.fromkeys(f"`{names[-1]}`" for names, _, _ in named)) or "nothing"
            what = "cannot be taken here" if not found else "may be several steps"
            raise Impossible(place, f"the step `{written}` {what}", f"what can be taken is {known}")
        ((state, step),) = found.items()
        taken.append((step, state))
    return tuple(taken)


def told(machine: Machine, step: Step) -> tuple[str, ...]:
    """Return how a script can name a step: "check(r1)"; if it takes a message also "hear(r1):yes/r2"."""
    short, message = "".join(str(step).split()), fields(machine, step)
    return (short, f"{short}:{'/'.join(str(_plain(value)) for value in message.values())}") if message else (short,)


def fields(machine: Machine, step: Step) -> dict[str, bool | int | str]:
    """Return the fields of the message that a step takes; empty if it takes none."""
    if step.received is None or (channel := machine.spoken.slots[step.received[0]].channel) is None:
        return {}
    known = next(values for values, code in channel.codes.items() if code == step.received[1])
    return dict(zip(channel.fields, known, strict=True))


def trace(machine: Machine, way: Sequence[tuple[int, State]]) -> Trace:
    """Return a run as what happened, one step after the other, each caused by the one before at the same actor."""
    actors = tuple(dict.fromkeys(name for names in machine.spoken.actors.values() for name in names))
    events: list[TraceEvent] = []
    for number, (place, _) in enumerate(way, start=1):
        step = machine.steps[place]
        actor = next(iter(step.actors.values()), WORLD)
        message = fields(machine, step)
        attributes = {**step.actors, **{name: _plain(value) for name, value in message.items()}}
        cause = number - 2 if number > 1 else None
        detail = said(step, message)
        events.append(
            TraceEvent(
                number - 1, number * _BETWEEN, actor, step.rule, cause, "", detail, tuple(sorted(attributes.items()))
            )
        )
    whole = any(event.actor == WORLD for event in events)
    return Trace((*actors, WORLD) if whole or not actors else actors, tuple(events))


def _plain(value: bool | int | str) -> int | str:  # noqa: FBT001 - a field's value
    return str(value).lower() if isinstance(value, bool) else value


def by_chance(machine: Machine, taken: tuple[tuple[int, State], ...], seed: int) -> Reached:
    """Return the run in which chance chooses among the steps that can be taken, equally."""
    draw = Chances(seed)["steps"]
    way = list(taken)
    state = way[-1][1] if way else machine.initial
    while len(way) < LONGEST_RUN and (moves := machine.moves(state)):
        step, state = moves[int(draw() * len(moves))]
        way.append((step, state))
    return Reached(seed, machine, state, Way(tuple(way)))


def states(explored: Explored, taken: tuple[tuple[int, State], ...], numbers: Sequence[int]) -> Iterator[Reached]:
    """Yield explored states by their numbers."""
    for number in numbers:
        way = Way(taken, explored, number)
        yield Reached(number, explored.machine, explored.states[number], way, explored)


def started(machine: Machine, initial: State) -> Machine:
    """Return the same rules with another start."""
    return replace(machine, initial=initial)
