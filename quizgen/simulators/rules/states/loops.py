"""Runs that can go on for ever: a shortest way round, which says where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quizgen.simulators.rules.states.exploring import Explored

_MOST_TOLD: Final = 8
"""So many steps are told."""


def endless(explored: Explored) -> str:
    """Return how a run can go on for ever: "after look(c1): `try`, `fail`, and so on"; empty if every run ends."""
    if not explored.is_endless:
        return ""
    start, loop = _loop(explored)
    before = [str(explored.machine.steps[step]) for step, _ in explored.way(start)]
    after = f"after {_told(before)}: " if before else ""
    if len(loop) == 1:
        return f"{after}{_told(loop)} can be taken again and again, and changes nothing"
    return f"{after}{_told(loop)}, and so on"


def _told(steps: Sequence[str]) -> str:
    few = list(steps) if len(steps) <= _MOST_TOLD else [*steps[: _MOST_TOLD - 1], "...", steps[-1]]
    return ", ".join(few)


def _loop(explored: Explored) -> tuple[int, list[str]]:
    """Return a state to which a run can come back, and the steps of a shortest way back to it."""
    moves = explored.moves
    for number in range(len(explored.states)):
        for step, target in moves.of(number):
            if target == number:
                return number, [str(explored.machine.steps[step])]
    left = _lasting(explored)
    number, seen = min(left), set[int]()
    while number not in seen:  # each of them leads to one of them, so that it comes round
        seen.add(number)
        number = min(target for _, target in moves.of(number) if target in left)
    came: dict[int, tuple[int, int]] = {}
    pending = [number]
    for state in pending:
        for step, target in moves.of(state):
            if target in left and target not in came:
                came[target] = (state, step)
                pending.append(target)
        if number in came:
            break
    return number, _back(explored, came, number)


def _back(explored: Explored, came: dict[int, tuple[int, int]], number: int) -> list[str]:
    """Return the steps from a state round to itself."""
    state, step = came[number]
    found = [step]
    while state != number:
        state, step = came[state]
        found.append(step)
    return [str(explored.machine.steps[step]) for step in reversed(found)]


def _lasting(explored: Explored) -> set[int]:
    """Return the states from which a run can go on for ever."""
    before: list[list[int]] = [[] for _ in explored.states]
    onward = [0] * len(explored.states)
    for number in range(len(explored.states)):
        for _, target in explored.moves.of(number):
            before[target].append(number)
            onward[number] += 1
    ended = [number for number, count in enumerate(onward) if not count]
    for number in ended:
        for earlier in before[number]:
            onward[earlier] -= 1
            if not onward[earlier]:
                ended.append(earlier)
    return set(range(len(explored.states))).difference(ended)
