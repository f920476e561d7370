"""Runs to draw: an election, two leaders, the paper's figure 8, losses, a long run, nine servers, and a script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario, StartState
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Deliver,
    Elect,
    Heal,
    Hold,
    Letter,
    Link,
    Partition,
    Restart,
    Run,
    Send,
    Settle,
)
from quizgen.simulators.trace import Trace
from tests.simulators.raft.scripts import FIGURE_8, write

ROUND = (Run("2s"), write("leader", "w"), Crash("leader"), Run("1s"), Restart("all"))
TWO_LEADERS = (
    Elect("S1"),
    Partition({"a": ("S1", "S2"), "b": ("S3", "S4", "S5")}),
    write("S1", "x"),
    Elect("S3"),
    write("S3", "y"),
    Run("200ms"),
    Heal("all"),
    Settle("2s"),
)
TO_S3 = Deliver(Letter(sender="S1", receiver="S3", message="AppendEntries"))
FROM_S3 = Deliver(Letter(sender="S3", receiver="S1", message="AppendEntriesReply"))
SCRIPTED = (
    Hold("all"),
    Send(Link(sender="S1", receiver="S3")),
    *(TO_S3, FROM_S3, TO_S3, FROM_S3),
    Send(Link(sender="S1", receiver="S2")),
    Deliver(Letter(sender="S1", receiver="S2", message="AppendEntries")),
    Deliver(Letter(sender="S2", receiver="S1", message="AppendEntriesReply")),
)
STATED = {
    "S1": StartState(log=(1, 2), role="leader", term=4),
    "S2": StartState(log=(1, 2)),
    "S3": StartState(log=(1,)),
    "S4": StartState(),
    "S5": StartState(log=(1, *(3 for _ in range(30))), up=False),
}
SCENARIOS: Mapping[str, Scenario] = {
    "election": Scenario(servers=3, events=(Elect("S1"), write("leader", "x"), Settle("1s"))),
    "two-leaders": Scenario(servers=5, events=TWO_LEADERS),
    "figure-8": Scenario(servers=5, events=FIGURE_8),
    "losses": Scenario(servers=3, events=(Run("1s"), write("leader", "x"), Run("300ms")), loss=0.35),
    "long": Scenario(servers=3, events=ROUND * 12),
    "nine": Scenario(servers=9, events=(Elect("S5"), write("S5", "a-value-that-is-long" * 4), Settle("1s"))),
    "alone": Scenario(servers=1, events=(Run("1s"), write("S1", "x"))),
    "scripted": Scenario(servers=5, start=STATED, events=SCRIPTED),
    "pre-vote": Scenario(servers=3, events=(Run("1s"), Crash("leader"), Run("1s")), pre_vote=True, check_quorum=True),
}


@cache
def trace_of(name: str, seed: int = 0) -> Trace:
    """Return the run of a scenario."""
    return SIMULATOR.execution(SCENARIOS[name], seed, None).trace
