"""Values found by looking at every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.simulators.api import MeasureError
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario, StartState
from quizgen.simulators.raft.starts.start import start_servers
from tests.simulators.raft.exploration.scenarios import elections, logs, observe

FIGURE_8C_BEFORE_ITS_OWN = {
    "S1": StartState(log=(1, 2), role="leader", term=4),
    "S2": StartState(log=(1, 2)),
    "S3": StartState(log=(1, 2)),
    "S4": StartState(log=(1,)),
    "S5": StartState(log=(1, 3), term=3, up=False),
}
"""Figure 8 (c): S1 leads term 4 and has brought its entry of term 2 to a majority, S5 is down."""

FIGURE = {
    "S1": StartState(log=(1, 1, 1)),
    "S2": StartState(log=(1, 1)),
    "S3": StartState(log=(1,)),
}


def measured(name: str, scenario: Scenario, misconception: str | None = None) -> object:
    """Return a measure's value."""
    return next(one for one in SIMULATOR.measures if one.name == name).measure(scenario, misconception)


def test_distinct_states_are_counted() -> None:
    """Otherwise a question on the size of a state space has no computed answer."""
    assert measured("distinct_states", logs(3, 2, 2, symmetry=True)) == 231
    assert measured("distinct_states", elections(3, 2)) == 1_224


def test_who_may_lead_next() -> None:
    """Otherwise the exam's question "which servers can win the election?" cannot be asked."""
    three = replace(logs(3, 2, 3), start=FIGURE)
    assert measured("possible_leaders", three) == ("S1", "S2")
    assert measured("possible_leaders", three, "no-up-to-date-check") == ("S1", "S2", "S3")


def test_who_wins_the_very_next_election() -> None:
    """Otherwise that question is answered with servers that need entries of another leader first."""
    figure = {"S1": StartState(log=(3,)), "S2": StartState(log=(3, 3, 4)), "S3": StartState(log=(3, 3, 5))}
    three = Scenario(servers=3, start=figure)
    assert measured("next_leaders", three) == ("S2", "S3")
    assert measured("next_leaders", three, "no-up-to-date-check") == ("S1", "S2", "S3")
    assert measured("possible_leaders", replace(logs(3, 7, 4), start=figure)) == ("S1", "S2", "S3")
    behind = {**figure, "S2": replace(figure["S2"], up=False), "S3": replace(figure["S3"], term=9, role="leader")}
    assert measured("next_leaders", Scenario(servers=3, start=behind)) == ("S3",)


def test_the_next_leaders_are_those_of_an_exploration() -> None:
    """Otherwise the two ways to ask the same have two answers."""
    for start in (FIGURE, {**FIGURE, "S3": StartState(log=(1,), term=3)}, {"S1": StartState(log=(1,), role="leader")}):
        latest = max(server.current_term for server in start_servers(Scenario(servers=3, start=start))[0])
        explored = SIMULATOR.executions(replace(elections(3, latest + 1, crashes=1), start=start), None)
        found = {
            name
            for state in explored
            for name in ("S1", "S2", "S3")
            if observe(state, "role", name) == "leader" and observe(state, "current_term", name) == latest + 1
        }
        assert set(measured("next_leaders", Scenario(servers=3, start=start))) == found  # type: ignore[call-overload]


def test_a_server_that_is_down_may_come_back() -> None:
    """Otherwise an entry is said to be safe that its rival, back from a crash, overwrites: figure 8 (c) to (d)."""
    down = replace(logs(5, 5, 3), start=FIGURE_8C_BEFORE_ITS_OWN)
    assert measured("lasting_entries", down) == ("1@1",)
    assert measured("losable_entries", down) == ("2@2", "2@3")
    elected = [state for state in SIMULATOR.executions(down, None) if observe(state, "role", "S5") == "leader"]
    trace = elected[0].trace
    assert [event.type for event in trace.events if event.actor == "S5"][:2] == ["start_down", "restart"]
    assert {observe(state, "up", "S5") for state in SIMULATOR.executions(down, None)} == {True, False}


def test_which_entries_can_still_be_lost() -> None:
    """Otherwise the exam's question "which entries may be overwritten?" cannot be asked."""
    scenario = replace(logs(3, 2, 4), start=FIGURE)
    assert measured("lasting_entries", scenario) == ("1@1", "2@1")
    assert measured("losable_entries", scenario) == ("3@1",)
    assert measured("losable_entries", scenario, "no-up-to-date-check") == ("2@1", "3@1")


def test_what_cannot_be_measured_is_said() -> None:
    """Otherwise a measure over the states that happened to be seen, or over none, counts as an answer."""
    with pytest.raises(MeasureError, match="exhaustive"):
        measured("distinct_states", Scenario(servers=3))
    with pytest.raises(MeasureError, match="no server can lead a term higher than 2"):
        measured("lasting_entries", replace(logs(3, 2, 2), start={"S1": StartState(log=(1,), term=2)}))
    with pytest.raises(MeasureError, match="symmetry"):
        measured("possible_leaders", logs(3, 1, 1, symmetry=True))
