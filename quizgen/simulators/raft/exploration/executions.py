"""The executions of a scenario: runs with seeds, or every state that can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Survey
from quizgen.simulators.raft.exploration.space import explore
from quizgen.simulators.raft.exploration.states import ExploredState
from quizgen.simulators.raft.runs import execution as seeded
from quizgen.simulators.raft.runs.execution import RaftExecution
from quizgen.simulators.raft.scenario import Exhaustive, Scenario


def execution(scenario: Scenario, seed: int, misconception: str | None = None) -> RaftExecution | ExploredState:
    """Return the run with that seed, or the explored state of that number.

    Raises:
        IndexError: if there is no explored state of that number.
        KeyError: if there is no misconception of that name.
        ValueError: if the scenario has a problem that `problems` reports.
    """
    if isinstance(scenario.explore, Exhaustive):
        return explore(scenario, misconception).execution(seed)
    return seeded.execution(scenario, seed, misconception)


def executions(scenario: Scenario, misconception: str | None = None) -> Iterator[RaftExecution | ExploredState]:
    """Yield the runs that the scenario asks for, or every state explored, in breadth-first order."""
    if isinstance(scenario.explore, Exhaustive):
        return explore(scenario, misconception).executions()
    return seeded.executions(scenario, misconception)


def survey(scenario: Scenario, misconception: str | None = None) -> Survey | None:
    """Tell how far the exploration went that a scenario asks for; None if it asks for runs."""
    if isinstance(scenario.explore, Exhaustive):
        return explore(scenario, misconception).survey()
    return None
