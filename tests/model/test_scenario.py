"""Scenarios: what an author writes becomes the simulator's own values, which can be compared and kept."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest
from pydantic import ValidationError

from quizgen.model.scenario import BoundScenario, bind, event_adapter, fields_model
from quizgen.simulators import SIMULATORS

WRITTEN: dict[str, Any] = {
    "simulator": "raft",
    "servers": 5,
    "loss": 0,
    "latency": ["1ms", "2ms"],
    "events": [
        {"partition": {"left": ["S1", "S2"], "right": ["S3"]}},
        {"crash": ["S1", "S2"]},
        {"write": {"to": "leader", "value": "x"}},
    ],
}


def test_equal_scenarios_are_one_key() -> None:
    """Two items that write the same scenario must not make it run twice."""
    one, other = bind(WRITTEN), bind({**WRITTEN})
    assert one == other
    assert len({one, other, bind({**WRITTEN, "servers": 4})}) == 2


def test_nothing_in_a_scenario_can_change() -> None:
    """A run could otherwise change what the next one starts from."""
    scenario = bind(WRITTEN).scenario
    assert scenario.latency == ("1ms", "2ms")
    assert scenario.events[1].crash == ("S1", "S2")
    assert hash(scenario.events[0].partition) == hash(bind(WRITTEN).scenario.events[0].partition)


def test_bound_scenario_stays_as_it_is() -> None:
    """A named scenario is bound once and handed to every item that names it."""
    bound = bind(WRITTEN)
    assert bind(bound) is bound


def test_texts_can_name_the_plain_settings() -> None:
    """`{{ servers }}` in a text is the number that is run, and cannot be another."""
    assert bind(WRITTEN).variables == {
        "servers": 5,
        "heartbeat": "50ms",
        "loss": 0.0,
        "pre_vote": False,
        "check_quorum": False,
        "leader_no_op": False,
    }


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"servers": "5"}, ("servers",)),
        ({"servers": 5.0}, ("servers",)),
        ({"servers": True}, ("servers",)),
        ({"pre_vote": "yes"}, ("pre_vote",)),
        ({"pre_vote": 1}, ("pre_vote",)),
        ({"loss": "0.1"}, ("loss",)),
        ({"events": [{"run": 5}]}, ("events", 0, "run")),
        ({"events": [{"run": "5s", "heal": "all"}]}, ("events", 0)),
        ({"events": [{}]}, ("events", 0)),
        ({"events": {"run": "5s"}}, ("events",)),
        ({"nothing": 1}, ("nothing",)),
    ],
)
def test_value_of_another_type_is_refused(change: dict[str, Any], place: tuple[str | int, ...]) -> None:
    """`true` is no 1 and "5" is no 5: what is run is what was written."""
    with pytest.raises(ValidationError) as problem:
        bind({**WRITTEN, **change})
    assert [found["loc"] for found in problem.value.errors()] == [place]


@pytest.mark.parametrize("name", SIMULATORS)
def test_every_setting_and_event_of_every_simulator_can_be_written(name: str) -> None:
    """What a simulator can do and no author can write is of no use."""
    simulator = SIMULATORS[name]
    assert set(fields_model(name).model_fields) == set(get_type_hints(simulator.scenario))
    for verb in simulator.script_events:
        assert verb in event_adapter(name, verb).json_schema()["properties"]


def test_bound_scenario_knows_why_it_cannot_be_run() -> None:
    """The check that names a server that does not exist asks here."""
    bound = BoundScenario("raft", bind({**WRITTEN, "servers": 2}).scenario)
    assert [problem.path[:2] for problem in bound.problems] == [("events", 0)]
