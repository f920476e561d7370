"""What a run leads to, in words."""

from __future__ import annotations

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState, StatedEntry
from quizgen.simulators.raft.scenario.events import Crash, Elect, Settle
from tests.simulators.raft.scripts import run_of, write

EVENTS = (Elect("S1"), write("S1", "x"), Settle("1s"), Crash("S2"))


def test_each_server_is_told_as_it_ends() -> None:
    """Otherwise whoever simulates a figure cannot compare it with the book's."""
    outcome = SIMULATOR.outcome(run_of(EVENTS, servers=3))
    assert outcome.columns == ("server", "role", "term", "voted for", "commit index", "log (term:value)")
    assert outcome.rows == (
        ("S1", "leader", "1", "S1", "1", "1:x"),
        ("S2", "down (was follower)", "1", "S1", "1", "1:x"),
        ("S3", "follower", "1", "S1", "1", "1:x"),
    )


def test_entries_that_are_stated_as_terms_are_told_as_terms() -> None:
    """Otherwise a log of ten entries reads `1:1@1 1:2@1`, and nobody sees the terms."""
    start = {"S1": StartState(log=(1, StatedEntry(1, "x"), 2), role="leader", term=2)}
    outcome = SIMULATOR.outcome(SIMULATOR.execution(Scenario(servers=1, start=start), 0, None))
    assert outcome.rows[0][-1] == "1 1:x 2"


def test_broken_properties_are_told_with_how() -> None:
    """Otherwise a wrong rule looks harmless."""
    assert SIMULATOR.broken(run_of(EVENTS, servers=3)) == ()
    scenario = Scenario(servers=3, explore=Exhaustive("elections", terms=1))
    found = [SIMULATOR.broken(state) for state in SIMULATOR.executions(scenario, "vote-twice")]
    assert any(text.startswith("election-safety: ") for broken in found for text in broken)
    assert not any(SIMULATOR.broken(state) for state in SIMULATOR.executions(scenario, None))


def test_explored_state_says_what_it_does_not_know() -> None:
    """Otherwise a reader takes a 0 that nobody computed for a fact."""
    scenario = Scenario(servers=3, explore=Exhaustive("elections", terms=1))
    outcome = SIMULATOR.outcome(SIMULATOR.execution(scenario, 0, None))
    assert {row[outcome.columns.index("commit index")] for row in outcome.rows} == {"?"}
