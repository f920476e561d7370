"""The logs that a picture shows, against those that servers have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.simulators.drawing import Cell, Holdings
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState, StatedEntry
from quizgen.simulators.raft.scenario.events import Crash, Elect, Event, Isolate, Recovery, Restart, Run
from quizgen.simulators.raft.shown.held import logs_held
from tests.simulators.raft.scripts import FIGURE_8, run_of, write

STATED = {
    "S1": StartState(log=(1, StatedEntry(2, "x")), role="leader", term=3, commit_index=1),
    "S2": StartState(log=(1,), commit_index=1),
    "S3": StartState(up=False),
}
EVENTS: tuple[Event, ...] = (
    *(Run(time) for time in ("20ms", "500ms")),
    *(each(server) for each in (Crash, Restart, Isolate, Elect) for server in ("S1", "S2")),
    Restart(Recovery(servers="all", loses_last=1)),
    Restart(Recovery(servers="all", loses="log")),
    *(write(server, server) for server in ("S1", "leader")),
)
SCRIPTS = st.lists(st.sampled_from(EVENTS), max_size=8).map(tuple)


def terms(held: Holdings | None) -> dict[str, list[int]]:
    """Return the terms in the boxes of each server."""
    assert held is not None
    return {name: [int(cell.text) for cell in row] for name, row in held.cells.items()}


def judge(run: RaftExecution) -> None:
    """Compare the boxes at the end with the servers."""
    start, end = logs_held(run.trace)
    shown = end or start
    if shown is not None:
        assert terms(shown) == {one.name: [entry.term for entry in one.log] for one in run.cluster.servers}
    else:
        assert not any(one.log for one in run.cluster.servers)


@settings(max_examples=60, deadline=None)
@given(script=SCRIPTS, seed=st.integers(0, 99), stated=st.booleans())
def test_boxes_at_the_end_are_the_logs(script: tuple[Event, ...], seed: int, *, stated: bool) -> None:
    """A learner would be shown a log that no server has."""
    judge(execution(Scenario(servers=3, start=STATED if stated else {}, events=script), seed))


@pytest.mark.parametrize("rules", ["log-lost-on-restart", "append-replaces-rest", "commit-on-write", "vote-twice"])
@pytest.mark.parametrize("seed", range(3))
def test_so_they_are_under_wrong_rules(rules: str, seed: int) -> None:
    """The run that shows what a wrong rule breaks would show whole logs."""
    events = (*FIGURE_8, Crash("all"), Restart("all"))
    judge(execution(Scenario(servers=5, events=events), seed, rules))


def test_boxes_of_an_exploration_are_the_logs() -> None:
    """The shortest run to a state would end in another one."""
    scenario = Scenario(servers=3, start=STATED, explore=Exhaustive("logs", terms=5, entries=3, crashes=1))
    states = list(SIMULATOR.executions(scenario, None))
    for state in states[:: len(states) // 40 + 1]:
        start, end = logs_held(state.trace)
        logs = {
            row[0]: [int(entry.partition(":")[0]) for entry in row[-1].split() if entry != "(empty)"]
            for row in SIMULATOR.outcome(state).rows
        }
        assert terms(end or start) == logs


def test_what_is_known_to_be_committed_is_strong() -> None:
    """A learner could not see what is safe, and what only the leader has."""
    run = run_of((Elect("S1"), write("S1", "x"), Run("200ms"), Isolate("S1"), write("S1", "y"), Run("10ms")), servers=3)
    start, end = logs_held(run.trace)
    assert start is None
    assert end == Holdings(
        "logs at the end (strong: known to be committed)",
        {"S1": (Cell("1", firm=True), Cell("1")), "S2": (Cell("1", firm=True),), "S3": (Cell("1", firm=True),)},
    )
    start, end = logs_held(execution(Scenario(servers=3, start=STATED), 0).trace)
    assert end is None
    assert start is not None
    assert start.cells["S1"] == (Cell("1", firm=True), Cell("2"))
