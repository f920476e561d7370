"""Values found by looking at every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.simulators.api import MeasureError
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario, StartState
from tests.simulators.raft.exploration.scenarios import elections, logs

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
    three = replace(logs(3, 2, 3), start={**FIGURE, "S1": replace(FIGURE["S1"], up=False)})
    assert measured("possible_leaders", three) == ("S2",)
    assert measured("possible_leaders", three, "no-up-to-date-check") == ("S2", "S3")
    assert measured("possible_leaders", replace(logs(3, 2, 3), start=FIGURE)) == ("S1", "S2")


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
