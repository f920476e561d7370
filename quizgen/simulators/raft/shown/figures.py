"""Figures for texts: what happens in a script, and the logs that a scenario starts with, as a table.

That is how the extended Raft paper shows logs (figures 6 to 8): a row for each server, a box for each entry, and in the
box the term of the leader that created it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quizgen.simulators.api import Figure
from quizgen.simulators.raft.scenario import Scenario, StartState, StatedEntry, server_names
from quizgen.simulators.raft.shown.story import steps

_EMPTY = StartState()
_LONGEST_VALUE = 40
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = r"\\\1"


def _logs(scenario: Scenario) -> str:
    """Return the table; what is not stated of any server has no column."""
    if not scenario.start:
        return ""
    states = {name: scenario.start.get(name, _EMPTY) for name in server_names(scenario)}
    told = {name: ", ".join(_told(state)) for name, state in states.items()}
    longest = max(len(state.log) for state in states.values())
    head = [_corner(states.values()), *(["State"] if any(told.values()) else []), *map(str, range(1, longest + 1))]
    rows = [[name, *([told[name]] if any(told.values()) else []), *_boxes(states[name], longest)] for name in states]
    if not longest:
        head, rows = [*head, "Log"], [[*row, "empty"] for row in rows]
    lines = (head, ["---"] * len(head), *rows)
    return "\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def _corner(states: Iterable[StartState]) -> str:
    """Return what rows, columns and boxes are."""
    entries = [entry for state in states for entry in state.log]
    valued = any(isinstance(entry, StatedEntry) and entry.value.strip() for entry in entries)
    shown = "term: value" if valued else "term"
    return f"Server / index \N{RIGHTWARDS ARROW} {shown}" if entries else "Server"


def _told(state: StartState) -> Iterator[str]:
    """Yield what is stated of a server besides its log."""
    term = "" if state.term is None else f"term {state.term}"
    if state.role != "follower":
        yield f"{state.role} of {term}" if term else state.role
    elif term:
        yield term
    if state.voted_for is not None:
        yield f"voted for {state.voted_for or 'nobody'}"
    if state.commit_index:
        yield f"commit index {state.commit_index}"
    if not state.up:
        yield "down"


def _boxes(state: StartState, longest: int) -> list[str]:
    boxes = ["" if stated is None else _box(stated) for stated in state.log]
    return boxes + [""] * (longest - len(boxes))


def _box(stated: int | StatedEntry) -> str:
    if not isinstance(stated, StatedEntry):
        return str(stated)
    value = " ".join(stated.value.split())
    shown = value if len(value) <= _LONGEST_VALUE else f"{value[: _LONGEST_VALUE - 1]}…"
    plain = _MARKUP.sub(_ESCAPED, shown)
    return f"{stated.term}: {plain}" if plain else str(stated.term)


def _script(scenario: Scenario) -> str:
    """Return what happens; empty if nothing does."""
    lines = (f"{number}. {_MARKUP.sub(_ESCAPED, step)}" for number, step in enumerate(steps(scenario), 1))
    return "\n\n" + "".join(f"{line}\n" for line in lines) + "\n" if scenario.events else ""


FIGURES: tuple[Figure[Scenario], ...] = (
    Figure(
        "logs",
        "The logs at the start as a table: a row for each server, a column for each index, the terms of the entries "
        "with the values that are stated, which the corner says; and what else is stated of the servers.",
        "start",
        _logs,
    ),
    Figure("script", "What happens, one thing after the other, as a numbered list.", "events", _script),
)
