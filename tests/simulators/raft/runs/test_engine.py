"""The event loop: shortcuts change nothing."""

from __future__ import annotations

import gc
import weakref

import pytest

from quizgen.simulators.kit import memory
from quizgen.simulators.raft.misconceptions import rules_for
from quizgen.simulators.raft.protocol.inputs import Input, Outputs
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.runs import loop as loops
from quizgen.simulators.raft.runs.engine import Engine
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Crash, Elect, Event, Heal, Isolate, Restart, Run
from quizgen.simulators.raft.scenario.settings import settings_of
from tests.simulators.raft.scripts import write

EVENTFUL: tuple[Event, ...] = (
    Elect("S1"),
    write("S1", "x"),
    Run("300ms"),
    Isolate("S1"),
    Run("1s"),
    Heal("all"),
    Run("1s"),
    Crash("S2"),
    Run("500ms"),
    Restart("S2"),
    Run("1s"),
)


def told(run: RaftExecution) -> tuple[object, ...]:
    """Return all that a run leaves behind."""
    return run.trace, run.cluster, run.history, run.first_available, run.longest_stall, dict(run.counts)


@pytest.mark.parametrize("rules", [None, "term-ticks-with-time", "leader-keeps-role", "majority-of-reachable"])
@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(servers=3, events=EVENTFUL),
        Scenario(servers=5, events=EVENTFUL, loss=0.1, duplication=0.2),
        Scenario(servers=3, events=EVENTFUL, pre_vote=True, check_quorum=True),
    ],
    ids=["plain", "lossy", "check quorum"],
)
def test_remembered_steps_are_those_that_would_be_taken(
    scenario: Scenario, rules: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a lesson says depends on a shortcut of the simulator."""
    remembering = [told(execution(scenario, seed, rules)) for seed in range(3)]
    monkeypatch.setattr(memory.Memory, "remember", lambda *_: None)
    assert [told(execution(scenario, seed, rules)) for seed in range(3)] == remembering


@pytest.mark.parametrize("most", [1, 2, 100])
def test_what_is_remembered_is_forgotten_in_time(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run fills the memory; or a server does what it would have done in another state."""
    monkeypatch.setattr(memory, "MOST_REMEMBERED", most)
    scenario = Scenario(servers=5, events=EVENTFUL, loss=0.1)
    settings = settings_of(scenario)
    engine = Engine(settings, rules_for(None, settings), 0)
    engine.run_until(20_000_000)
    assert all(len(inputs) <= most for inputs in engine._memory._inputs.values())
    assert len(engine._memory.known) == sum(map(len, engine._memory._inputs.values()))
    expected = told(execution(scenario, 0))
    monkeypatch.setattr(memory, "MOST_REMEMBERED", 100)
    assert told(execution(scenario, 0)) == expected


def test_heartbeats_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check of a lesson takes four times as long, for most of what clusters do is to send heartbeats."""
    taken: list[Input] = []

    def counted(server: Server, received: Input, rules: Rules) -> tuple[Server, Outputs]:
        taken.append(received)
        return step(server, received, rules)

    monkeypatch.setattr(loops, "step", counted)
    run = execution(Scenario(servers=5, events=(Elect("S1"), Run("20s"))), 0)
    assert run.counts["heartbeat_sent", "S1"] > 300
    assert len(taken) < 100


def test_what_is_judged_is_gone_at_once() -> None:
    """A thousand runs that wait for a search for circles take a third longer, and hundreds of megabytes."""
    gc.disable()
    try:
        settings = settings_of(Scenario(servers=3))
        engine = Engine(settings, rules_for(None, settings), 0)
        engine.run_until(1_000_000)
        there = weakref.ref(engine)
        del engine
        assert there() is None
    finally:
        gc.enable()
