"""States that rules lead to, with the runs that lead there, and runs by chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
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
_REMEMBERED: Final = 4_096
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
        return trace(self.machine, self.way(), self.way.initial or self.machine.initial)

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
        initial: where it begins, if steps were forced; the machine starts behind them.
    """

    taken: tuple[tuple[int, State], ...]
    explored: Explored | None = None
    number: int = 0
    initial: State | None = None

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


def trace(machine: Machine, way: Sequence[tuple[int, State]], initial: State) -> Trace:
    """Return a run as what happened, one step after the other, each with the step of another actor that it goes by.

    Its actors are those of whom there are steps.
    """
    actors = _acting(machine)
    reached = [initial, *(state for _, state in way)]
    changed = [_changes(before, after) for before, after in pairwise(reached)]
    events: list[TraceEvent] = []
    for number, (place, _) in enumerate(way):
        step = machine.steps[place]
        actor = next(iter(step.actors.values()), WORLD)
        message = fields(machine, step)
        attributes = {**step.actors, **{name: _plain(value) for name, value in message.items()}}
        others = (n for n in range(number - 1, -1, -1) if events[n].actor != actor)
        seen = _seen(machine, place)
        cause = next((n for n in others if changed[n] & seen), None)
        if step.received is not None:
            cause = next((n for n in range(number - 1, -1, -1) if _was_sent(step.received, *reached[n : n + 2])), cause)
        told, known = said(step, message), tuple(sorted(attributes.items()))
        events.append(TraceEvent(number, (number + 1) * _BETWEEN, actor, step.rule, cause, "", told, known))
    whole = any(event.actor == WORLD for event in events)
    return Trace((*actors, WORLD) if whole or not actors else actors, tuple(events))


@lru_cache(maxsize=_REMEMBERED)
def _acting(machine: Machine) -> tuple[str, ...]:
    """Return the actors of whom there are steps."""
    acting = {next(iter(step.actors.values()), WORLD) for step in machine.steps}
    named = dict.fromkeys(name for names in machine.spoken.actors.values() for name in names)
    return tuple(name for name in named if name in acting)


def _changes(before: State, after: State) -> frozenset[int]:
    """Return the slots that a step changes."""
    return frozenset(slot for slot, value in enumerate(before) if value != after[slot])


def _was_sent(received: tuple[int, int], before: State, after: State) -> bool:
    """Tell whether a step sends a message that is received later."""
    slot, code = received
    return bool(after[slot].count(code) > before[slot].count(code))


@lru_cache(maxsize=_REMEMBERED)
def _seen(machine: Machine, place: int) -> frozenset[int]:
    """Return the slots that a step looks at, in its guard and in what it sets."""
    step = machine.steps[place]
    return machine.looked_at([step.guard, *step.effects.values(), *(one.condition for one in step.sends)])


def _plain(value: bool | int | str) -> int | str:  # noqa: FBT001 - a field's value
    return str(value).lower() if isinstance(value, bool) else value


def by_chance(machine: Machine, before: Way, seed: int) -> Reached:
    """Return the run in which chance chooses among the steps that can be taken, equally."""
    draw = Chances(seed)["steps"]
    way = list(before.taken)
    state = way[-1][1] if way else machine.initial
    while len(way) < LONGEST_RUN and (moves := machine.moves(state)):
        step, state = moves[int(draw() * len(moves))]
        way.append((step, state))
    return Reached(seed, machine, state, replace(before, taken=tuple(way)))


def states(explored: Explored, before: Way, numbers: Sequence[int]) -> Iterator[Reached]:
    """Yield explored states by their numbers."""
    for number in numbers:
        way = replace(before, explored=explored, number=number)
        yield Reached(number, explored.machine, explored.states[number], way, explored)


def started(machine: Machine, initial: State) -> Machine:
    """Return the same rules with another start."""
    return replace(machine, initial=initial)
