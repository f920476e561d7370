"""Every state that rules lead to, and what is asked of all ways through them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.kit.memory import nothing_collected
from quizgen.simulators.kit.search import Found, search
from quizgen.simulators.rules.states.machine import Left, Machine, State

MOST_STATES: Final = 200_000
"""An exploration that has found more is cut."""
MOST_WORK: Final = 4_000_000_000
"""So many parts of rules are looked at, in all states together, at most; about two minutes."""


class Failed(Exception):  # noqa: N818 - it is shown to the author
    """Rules that lead to what cannot be.

    Attributes:
        message: what it is.
        hint: how to mend it.
        way: the steps that lead there, the last of them the one that cannot be taken.
        path: where the step is written that cannot be taken, if it is known.
    """

    def __init__(self, message: str, hint: str, way: tuple[str, ...], path: ScenarioPath = ()) -> None:
        super().__init__(message)
        self.message, self.hint, self.way, self.path = message, hint, way, path


@dataclass(frozen=True)
class Moves:
    """Every move from every state, the moves of one behind those of the other.

    Attributes:
        first: number of a state -> where its moves begin; one more at the end.
        steps: the number of each move's step.
        targets: the number of the state that each leads to.
    """

    first: array[int]
    steps: array[int]
    targets: array[int]

    def of(self, state: int) -> Iterator[tuple[int, int]]:
        """Yield the moves of a state: the step and the state that it leads to."""
        for place in range(self.first[state], self.first[state + 1]):
            yield self.steps[place], self.targets[place]


class Explored:
    """Every state that a machine can reach, numbered as a breadth-first search finds them.

    Args:
        machine: the rules.
        limit: so many states are enough; by default `MOST_STATES`, and fewer of rules whose steps take long.

    Raises:
        Failed: a step sets something to what it cannot be.
    """

    def __init__(self, machine: Machine, limit: int | None = None) -> None:
        self.machine = machine
        limit = min(MOST_STATES, MOST_WORK // max(machine.parts, 1)) if limit is None else limit
        with nothing_collected():
            try:
                self.found: Found[State] = search(machine, limit)
            except (Left, LookupError):
                raise _failed(machine, limit) from None

    @property
    def states(self) -> Sequence[State]:
        """The states, by their numbers."""
        return self.found.states

    @property
    def depth(self) -> int:
        """How many steps the state is away that is farthest."""
        return len(self.found.levels) - 1

    @cached_property
    def ends(self) -> frozenset[int]:
        """The states in which no step can be taken."""
        return frozenset(self.found.ends)

    @cached_property
    def moves(self) -> Moves:
        """Every move."""
        with nothing_collected():
            numbers = {state: number for number, state in enumerate(self.states)}
            first, steps, targets = array("I", [0]), array("I"), array("I")
            for state in self.states:
                for step, after in self.machine.moves(state):
                    if (target := numbers.get(after)) is not None:  # of a search that was cut, some are not there
                        steps.append(step)
                        targets.append(target)
                first.append(len(steps))
        return Moves(first, steps, targets)

    @cached_property
    def _sorted(self) -> tuple[int, ...] | None:
        """The states, each before those that follow it; None if runs can go on for ever."""
        waiting = [0] * len(self.states)
        for target in self.moves.targets:
            waiting[target] += 1
        order = [number for number, count in enumerate(waiting) if not count]
        for number in order:
            for _, target in self.moves.of(number):
                waiting[target] -= 1
                if not waiting[target]:
                    order.append(target)
        return tuple(order) if len(order) == len(self.states) else None

    @property
    def is_endless(self) -> bool:
        """Whether runs can go on for ever."""
        return self._sorted is None

    def runs(self, ending: Callable[[State], object] = lambda _: True) -> int | None:
        """Return in how many ways it can go, from the start to an end of some kind; None if it can go on for ever."""
        return None if self._sorted is None else self._ways_on(ending)[0]

    def _ways_on(self, ending: Callable[[State], object]) -> list[int]:
        """Return for each state in how many ways it can go on from there to an end of some kind."""
        ways = [0] * len(self.states)
        for number in reversed(self._sorted or ()):
            if number in self.ends:
                ways[number] = int(bool(ending(self.states[number])))
            else:
                ways[number] = sum(ways[target] for _, target in self.moves.of(number))
        return ways

    @cached_property
    def _all_ways_on(self) -> list[int]:
        return self._ways_on(lambda _: True)

    def run(self, number: int) -> tuple[tuple[int, State], ...]:
        """Return one of all runs by its number: each step with the state that it leads to. They have to end.

        Raises:
            IndexError: there is no run of that number.
        """
        ways, found, state = self._all_ways_on, list[tuple[int, State]](), 0
        if not 0 <= number < ways[0]:
            raise IndexError(f"there is no run {number}")
        while state not in self.ends:
            for step, target in self.moves.of(state):
                if number < ways[target]:
                    found.append((step, self.states[target]))
                    state = target
                    break
                number -= ways[target]
        return tuple(found)

    def can_come_to(self, goal: Callable[[State], object]) -> bytearray:
        """Return for each state, 1 or 0, whether a state of some kind can be reached from it."""
        before: list[list[int]] = [[] for _ in self.states]
        for number in range(len(self.states)):
            for _, target in self.moves.of(number):
                before[target].append(number)
        found = bytearray(len(self.states))
        pending = [number for number, state in enumerate(self.states) if goal(state)]
        while pending:
            number = pending.pop()
            if not found[number]:
                found[number] = 1
                pending += before[number]
        return found

    def first(self, goal: Callable[[State], object]) -> int | None:
        """Return the number of the nearest state of some kind; None if there is none."""
        return next((number for number, state in enumerate(self.states) if goal(state)), None)

    def way(self, number: int) -> tuple[tuple[int, State], ...]:
        """Return the shortest way to a state: each step with the state that it leads to."""
        found: list[tuple[int, State]] = []
        for before, after in zip(way := self.found.way(number), way[1:], strict=False):
            wanted = self.states[after]
            found.append(next(move for move in self.machine.moves(self.states[before]) if move[1] == wanted))
        return tuple(found)

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """Rules of which no step can ever be taken."""
        taken = set(self.moves.steps)
        used = {step.rule for number, step in enumerate(self.machine.steps) if number in taken}
        return tuple(dict.fromkeys(step.rule for step in self.machine.steps if step.rule not in used))


def _failed(machine: Machine, limit: int) -> Failed:
    """Return what is wrong, with the shortest run that leads there."""
    problems: dict[State, Left | LookupError] = {}

    def careful(state: State) -> list[State]:
        try:
            return machine.successors(state)
        except (Left, LookupError) as problem:
            problems.setdefault(state, problem)
            return []

    found = search(replace(machine, successors=careful), limit)
    state, problem = next(iter(problems.items()))
    explored = Explored.__new__(Explored)
    explored.machine, explored.found = machine, found
    number = found.states.index(state)
    way = [str(machine.steps[step]) for step, _ in explored.way(number)]
    if not isinstance(problem, Left):
        message = f"something is looked up that is not there: {problem}"
        return Failed(message, "ask first whether it is there, as in `size(queue) > 0 && ...`", tuple(way))
    step, slot = machine.steps[problem.step], machine.spoken.slots[problem.slot]
    way.append(str(step))
    value = problem.value
    held = len(value) if isinstance(value, tuple) else 0
    if slot.channel is not None and held > slot.channel.most:
        message = f"`{slot}` would hold {held} messages; {slot.channel.most} is most"
        return Failed(message, "raise its `max`, or let less be sent", tuple(way), step.path)
    if slot.channel is not None and isinstance(value, tuple):
        told = ", ".join(f"{name} {each}" for name, each in zip(slot.channel.fields, value, strict=False))
        return Failed(f"no message of `{slot}` can be {told}", "widen what its fields can be", tuple(way), step.path)
    told = f"{len(value)} long" if isinstance(value, tuple) else f"`{value}`"
    message = f"`{slot}` would be {told}; it is {slot.type}"
    return Failed(message, "widen its range, or guard the step", tuple(way), step.path)
