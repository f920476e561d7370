"""Scenarios, written out again as an author would write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizgen.crosscheck import subjects
from quizgen.loader import load
from quizgen.model.scenario import BoundScenario, bind
from quizgen.model.unbinding import as_written, as_yaml
from quizgen.simulators.event_loop import JavaScript
from quizgen.simulators.raft.scenario import Scenario
from tests.crosscheck.toy import TOY
from tests.model.test_scenario import WRITTEN

CONTENT = Path(__file__).parents[2] / "content"

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


def back(bound: BoundScenario) -> BoundScenario:
    """Write a scenario as JSON text and bind what was read."""
    return bind(json.loads(json.dumps(as_written(bound))))


@given(st.from_type(Scenario))
def test_any_scenario_comes_back_equal(scenario: Scenario) -> None:
    """A deck's receipt would be about another scenario than its answer, and the answer would fall."""
    bound = BoundScenario("raft", scenario)
    again = back(bound)
    assert again == bound
    assert json.dumps(as_written(again)) == json.dumps(as_written(bound))
    assert bind(yaml.safe_load(as_yaml(bound))) == bound


def test_the_scenarios_of_the_shipped_lessons_come_back() -> None:
    """As above, for what learners have today."""
    bound = [subject.scenario for subject in subjects(load(CONTENT)[0]) if subject.scenario]
    assert len(bound) > 100
    for scenario in bound:
        assert repr(back(scenario)) == repr(scenario)


def test_only_what_was_set_is_written() -> None:
    """A receipt of defaults would be longer than the card that it belongs to."""
    written = as_written(bind({**WRITTEN, "heartbeat": "50ms"}))
    assert written == {name: value for name, value in WRITTEN.items() if name != "loss"}
    assert list(written) == sorted(written)


def test_groups_keep_their_order() -> None:
    """A run tells of them in that order: its trace, and the hash of it, would be another."""
    one = bind({**WRITTEN, "events": [{"partition": {"right": ["S3"], "left": ["S1"]}}]})
    again = back(one)
    assert again.runs_on.execution(again.scenario, 0, None).trace == one.runs_on.execution(one.scenario, 0, None).trace


@pytest.mark.usefixtures("toy")
def test_another_simulators_scenarios_come_back() -> None:
    """A new simulator needs nothing of its own for its receipts."""
    bound = bind({"simulator": TOY.name, "limit": 5, "explore": False})
    assert back(bound) == bound
    assert as_written(bound) == {"explore": False, "limit": 5, "simulator": TOY.name}


@given(st.text())
def test_any_program_comes_back_from_a_file(program: str) -> None:
    """An example that is copied into a file would print something else."""
    bound = BoundScenario("event-loop", JavaScript(program=program))
    assert bind(yaml.safe_load(as_yaml(bound))) == bound


def test_a_program_is_written_line_by_line() -> None:
    """Nobody can read a program of three lines as one, between quotes."""
    written = as_yaml(BoundScenario("event-loop", JavaScript(program="f();\ng();\n", host="esm")))
    assert written == "simulator: event-loop\nhost: esm\nprogram: |\n  f();\n  g();\n"
