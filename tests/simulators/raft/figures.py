"""Figures of logs from the extended Raft paper, as starts that several tests use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from quizgen.simulators.api import Problem
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Scenario, StartState
from quizgen.simulators.raft.scenario.events import Event


def logs(**terms: str) -> dict[str, StartState]:
    """Return a start in which servers have the logs that are written as digits: ``S1="113"``."""
    return {name: StartState(log=tuple(int(term) for term in written)) for name, written in terms.items()}


def figure(servers: int, start: Mapping[str, StartState], *events: Event, judge: bool = False) -> Scenario:
    """Return a scenario that begins with a figure."""
    return Scenario(servers=servers, start=start, events=events, judge_start=judge)


def started(
    servers: int, start: Mapping[str, StartState], *events: Event, seed: int = 0, rules: str | None = None
) -> RaftExecution:
    """Run a script that begins with a figure, which must be possible."""
    scenario = figure(servers, start, *events)
    assert SIMULATOR.problems(scenario) == ()
    return execution(scenario, seed, rules)


def told(servers: int, start: Mapping[str, StartState]) -> tuple[Problem, ...]:
    """Return what is told of a figure."""
    return SIMULATOR.problems(figure(servers, start))


def with_state(start: Mapping[str, StartState], name: str, **state: object) -> dict[str, StartState]:
    """Return a start in which more is stated of a server."""
    return {**start, name: replace(start.get(name, StartState()), **state)}  # type: ignore[arg-type]


FIGURE_7 = logs(
    S1="1114455666",
    S2="111445566",  # (a)
    S3="1114",  # (b)
    S4="11144556666",  # (c)
    S5="111445566677",  # (d)
    S6="1114444",  # (e)
    S7="11122233333",  # (f)
)
"""Figure 7: S1 comes to power in term 8; (a) to (f) are logs that its followers may have."""

FIGURE_8C = with_state(
    with_state(logs(S1="124", S2="12", S3="12", S4="1", S5="13"), "S1", role="leader"), "S5", term=3, up=False
)
"""Figure 8 (c): S1 leads term 4; entry 2, of term 2, is on a majority; S5, with an entry of term 3, is down."""

FIGURE_8E = {**FIGURE_8C, **logs(S2="124", S3="124")}
"""Figure 8 (e): S1 has brought an entry of its own term to a majority too."""
