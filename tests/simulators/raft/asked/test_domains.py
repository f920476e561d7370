"""Domains: every observation and measure says what it can be, and no run gives anything else."""

from __future__ import annotations

from itertools import islice, product
from typing import Any

import pytest

from quizgen.model.scenario import BoundScenario, bind
from quizgen.simulators.api import MeasureError, ObservationError
from quizgen.simulators.raft import SIMULATOR

SCENARIOS: dict[str, dict[str, Any]] = {
    "writes": {
        "events": [
            {"elect": "S1"},
            {"write": {"to": "S1", "value": "x"}},
            {"partition": {"left": ["S1"], "right": ["S2", "S3"]}},
            {"run": "1s"},
            {"heal": "all"},
            {"settle": "1s"},
        ]
    },
    "nothing happens": {},
    "start": {"start": {"S1": {"log": [1, 1, 2], "role": "leader"}, "S2": {"log": [1]}}, "events": [{"run": "400ms"}]},
    "timeouts": {"events": [{"time_out": "S1"}, {"time_out": "S2"}, {"time_out": "S1"}], "leader_no_op": True},
    "pre-vote": {"events": [{"run": "1s"}, {"isolate": "leader"}, {"run": "1s"}], "pre_vote": True, "loss": 0.3},
    "ticking": {"events": [{"run": "1s"}], "rules": "term-ticks-with-time"},
    "beside": {"beside": [{"servers": 4}], "explore": {"seeds": 1}},
    "judged": {"start": {"S1": {"log": [2, 1]}}, "judge_start": True},
    "elections": {"explore": {"exhaustive": "elections", "terms": 2}},
    "logs": {"explore": {"exhaustive": "logs", "terms": 2, "entries": 1}},
}


def bound(name: str) -> BoundScenario:
    """Return one of the scenarios above, of three servers."""
    made = bind({"simulator": "raft", "servers": 3, **SCENARIOS[name]})
    assert not made.problems
    return made


def test_everything_that_can_be_asked_says_what_it_can_be() -> None:
    """What declares nothing is compared with any misspelt name in silence."""
    known = bound("nothing happens").domains
    asked = [(one.name, one.returns, one.domain) for one in SIMULATOR.observations]
    asked += [(one.name, one.returns, one.domain) for one in SIMULATOR.measures]
    asked += [(one.name, each.type, each.domain) for one in SIMULATOR.observations for each in one.parameters]
    assert [name for name, kind, domain in asked if kind != "bool" and domain not in known] == []
    used = {domain for _, _, domain in asked}
    assert sorted(set(known) - used) == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_run_gives_anything_else(name: str) -> None:
    """An honest claim about a value that does come about is refused as one that cannot."""
    scenario = bound(name)
    domains = scenario.domains
    tried = {key: (domain.names if domain.names is not None else (0, 1, 2))[:7] for key, domain in domains.items()}
    for execution in islice(
        SIMULATOR.executions(scenario.scenario, None), 0, 900, 1 + 40 * ("exhaustive" in str(SCENARIOS[name]))
    ):
        for one in SIMULATOR.observations:
            for arguments in islice(product(*(tried[each.domain] for each in one.parameters)), 9):
                try:
                    answer = one.observe(execution, *arguments)
                except ObservationError:
                    continue
                values = answer if isinstance(answer, tuple) else (answer,)
                if isinstance(answer, tuple):
                    assert domains[one.domain].length.has(len(answer)), one.name
                if one.returns != "bool":
                    assert [value for value in values if not domains[one.domain].has(value)] == [], one.name


@pytest.mark.parametrize("name", ["beside", "elections", "logs"])
def test_no_measure_gives_anything_else(name: str) -> None:
    """As above, of what is found by many runs."""
    scenario = bound(name)
    for measure in SIMULATOR.measures:
        try:
            found = measure.measure(scenario.scenario, None)
        except MeasureError:
            continue
        for value in found if isinstance(found, tuple) else (found,):
            assert scenario.domains[measure.domain].has(value), measure.name


def test_bounds_are_those_of_the_scenario() -> None:
    """A term or an index that no run can reach is asked about, and the answer is the same under every rule."""
    found = {name: bound(name).domains for name in SCENARIOS}
    assert found["nothing happens"]["value"].names == ()
    assert found["nothing happens"]["milliseconds"].most == 0
    assert (found["writes"]["value"].names, found["writes"]["group"].names) == (("x",), ("left", "right"))
    assert [found[name]["index"].most for name in ("writes", "start", "timeouts", "logs")] == [1, 3, 18, 1]
    assert found["elections"]["term"].most == 2
    assert (found["ticking"]["term"].most or 0) > (found["pre-vote"]["term"].most or 0)
    assert found["start"]["value"].names == ("1@1", "2@1", "3@2")
    assert "pre_candidate" in (found["pre-vote"]["role"].names or ())
    assert "pre_candidate" not in (found["writes"]["role"].names or ())
