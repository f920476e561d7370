"""Scenarios: what an author writes becomes the simulator's own values, which can be compared and kept."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from pydantic import ValidationError

from quizgen.model.scenario import BoundScenario, bind
from quizgen.model.scenario_keys import keys_at
from quizgen.model.unbinding import as_written
from quizgen.simulators import SIMULATORS
from quizgen.simulators.raft.scenario import Exhaustive, Explore, StatedEntry
from tests.simulators.loop import WRITTEN as LOOPS
from tests.simulators.loop import Await, For, Import, Print, Tasks, Timer

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
        "judge_start": False,
        "loss": 0.0,
        "duplication": 0.0,
        "restart_loses": "nothing",
        "pre_vote": False,
        "check_quorum": False,
        "leader_no_op": False,
        "rules": "",
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
    for setting in fields(simulator.scenario):
        with pytest.raises(ValidationError) as problem:
            bind({"simulator": name, setting.name: {"?": [[["?"]]]}})
        told = [one for one in problem.value.errors() if one["loc"][:1] == (setting.name,)]
        assert told
        assert not [one for one in told if one["loc"] == (setting.name,) and one["type"] == "extra_forbidden"]
    for verb in simulator.script_events:
        with pytest.raises(ValidationError) as problem:
            bind({"simulator": name, "events": [{verb: [[["?"]]]}]})
        assert not [one for one in problem.value.errors() if one["type"] in {"event_verb", "extra_forbidden"}]
        assert any(one["loc"][:3] == ("events", 0, verb) for one in problem.value.errors())


def test_bound_scenario_knows_why_it_cannot_be_run() -> None:
    """The check that names a server that does not exist asks here."""
    bound = BoundScenario("raft", bind({**WRITTEN, "servers": 2}).scenario)
    assert [problem.path[:2] for problem in bound.problems] == [("events", 0)]


def _mistakes(change: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str, str]]:
    """Bind a scenario with one mistake; return place, kind and hint of what is told."""
    with pytest.raises(ValidationError) as problem:
        bind({**WRITTEN, **change})
    return [(found["loc"], found["type"], found["ctx"].get("hint", "")) for found in problem.value.errors()]


def test_a_start_is_written_as_terms_or_entries() -> None:
    """Otherwise the figures of logs of an exam cannot be written as they are printed."""
    start = {"S1": {"log": [1, {"term": 2, "value": "x"}, None], "role": "leader"}, "S2": {"up": False}}
    scenario = bind({**WRITTEN, "events": [], "start": start, "judge_start": True}).scenario
    assert scenario.start["S1"].log == (1, StatedEntry(2, "x"), None)
    assert (scenario.start["S1"].role, scenario.start["S2"].up) == ("leader", False)
    assert len({bind({"simulator": "raft", "servers": 2, "start": start}) for _ in range(2)}) == 1


@pytest.mark.parametrize(
    ("written", "explored"),
    [
        ({"seeds": 7}, Explore(7)),
        ({"exhaustive": "logs", "terms": 4, "entries": 3, "crashes": 1}, Exhaustive("logs", 4, 3, 1)),
        ({"exhaustive": "elections", "symmetry": True}, Exhaustive("elections", symmetry=True)),
        ({}, Explore()),
    ],
)
def test_how_to_explore_is_told_by_its_keys(written: dict[str, Any], explored: object) -> None:
    """Otherwise what asks for every state is run with seeds."""
    assert bind({**WRITTEN, "explore": written}).scenario.explore == explored


@pytest.mark.parametrize(
    ("change", "place", "kind"),
    [
        ({"explore": "exhaustive"}, ("explore",), "no_alternative"),
        ({"explore": 5}, ("explore",), "no_alternative"),
        ({"explore": {"exhaustive": "logz"}}, ("explore", "exhaustive"), "literal_error"),
        ({"explore": {"exhaustive": "logs", "term": 3}}, ("explore", "term"), "extra_forbidden"),
        ({"explore": {"seed": 3}}, ("explore", "seed"), "extra_forbidden"),
        ({"explore": {"seeds": "3"}}, ("explore", "seeds"), "int_type"),
        ({"explore": {"seeds": 3, "terms": 2}}, ("explore", "terms"), "extra_forbidden"),
        ({"explore": {"terms": 2}}, ("explore", "exhaustive"), "missing"),
        ({"start": [1]}, ("start",), "dict_type"),
        ({"start": {"S1": {"rol": "leader"}}}, ("start", "S1", "rol"), "extra_forbidden"),
        ({"start": {"S1": {"log": [1, "x"]}}}, ("start", "S1", "log", 1), "no_alternative"),
        ({"start": {"S1": {"log": [{"term": 1}]}}}, ("start", "S1", "log", 0, "value"), "missing"),
        ({"events": [{"hold": "everything"}]}, ("events", 0, "hold"), "literal_error"),
        ({"events": [{"hold": {"sender": "S1"}}]}, ("events", 0, "hold", "receiver"), "missing"),
        ({"events": [{"restart": 5}]}, ("events", 0, "restart"), "no_alternative"),
        ({"events": [{"restart": ["S1", 3]}]}, ("events", 0, "restart", 1), "string_type"),
        ({"events": [{"restart": {"servers": "S1", "looses": "log"}}]}, ("events", 0, "restart", "looses"), ""),
        ({"events": [{"restart": {"servers": 1}}]}, ("events", 0, "restart", "servers"), "no_alternative"),
        ({"restart_loses": "mind"}, ("restart_loses",), "literal_error"),
        ({"links": [{"sender": "S1", "receiver": "S2", "latency": "5ms"}]}, ("links", 0, "latency"), "tuple_type"),
    ],
)
def test_one_mistake_is_told_once_and_at_its_place(
    change: dict[str, Any], place: tuple[str | int, ...], kind: str
) -> None:
    """A value that could be several things is told one way in which it is none, not all of them."""
    ((told, its_kind, _),) = _mistakes(change)
    assert told == place
    assert its_kind == (kind or "extra_forbidden")


def test_mistakes_in_several_places_are_all_told() -> None:
    """Otherwise an author mends them one build at a time."""
    change = {"explore": {"seed": 1}, "start": {"S1": {"log": ["x", 1, []], "up": 1}}}
    assert [place for place, _, _ in _mistakes(change)] == [
        ("explore", "seed"),
        ("start", "S1", "log", 0),
        ("start", "S1", "log", 2),
        ("start", "S1", "up"),
    ]


def test_a_bare_word_is_told_how_to_explore() -> None:
    """Otherwise an author who writes `explore: exhaustive` reads of an object and searches for it."""
    ((_, _, hint),) = _mistakes({"explore": "exhaustive"})
    assert hint == "write `explore: {seeds: 20}` or `explore: {exhaustive: logs, terms: 3, entries: 2}`"


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        (("explore",), ["crashes", "entries", "exhaustive", "seeds", "states", "symmetry", "terms"]),
        (("start", "S1"), ["commit_index", "log", "match_index", "next_index", "role", "term", "up", "voted_for"]),
        (("start", "S1", "log", 0), ["term", "value"]),
        (("events", 0, "restart"), ["loses", "loses_last", "servers"]),
        (("events", 0, "postpone"), ["by", "message", "nth", "receiver", "sender"]),
        (("events", 0, "nothing"), []),
        (("links", 3), ["latency", "receiver", "sender"]),
        (("loss",), []),
    ],
)
def test_the_keys_that_are_known_at_a_place(place: tuple[str | int, ...], keys: list[str]) -> None:
    """Otherwise a misspelt key is compared with keys that belong elsewhere."""
    assert keys_at(SIMULATORS["raft"], place) == keys
    assert {"simulator", "start", "explore"} < set(keys_at(SIMULATORS["raft"], ()))


@pytest.mark.usefixtures("loop")
def test_a_verb_may_be_a_keyword_of_python() -> None:
    """An author would have to write `for_: 3` where a program has `for`."""
    bound = bind(LOOPS)
    assert bound.scenario == Tasks(
        events=(Await("b"), For(Timer(text="c", delay=5)), Print("a"), Import("math")), strict=True
    )
    assert as_written(bound) == {**LOOPS, "events": list(LOOPS["events"])}
    assert bind(as_written(bound)) == bound
    assert len({bound, bind(LOOPS)}) == 1
    assert bound.variables == {"class": True}


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        ((), ["class", "events", "simulator"]),
        (("events", 0, "for"), ["if", "in"]),
        (("events", 0, "while"), []),
    ],
)
@pytest.mark.usefixtures("loop")
def test_keys_are_known_as_they_are_written(place: tuple[str | int, ...], keys: list[str]) -> None:
    """A misspelt `for` is compared with a name that no author knows."""
    assert keys_at(SIMULATORS["loop"], place) == keys


@pytest.mark.parametrize(
    ("change", "place", "kind"),
    [
        ({"events": [{"for": {"if": "c", "delay": 5}}]}, ("events", 0, "for", "delay"), "extra_forbidden"),
        ({"events": [{"for": {"in": 5}}]}, ("events", 0, "for", "if"), "missing"),
        ({"events": [{"for": {"if": "c", "in": "5"}}]}, ("events", 0, "for", "in"), "int_type"),
        ({"events": [{"await": 5}]}, ("events", 0, "await"), "string_type"),
        ({"events": [{"text": "b"}]}, ("events", 0, "text"), "event_verb"),
        ({"strict": True}, ("strict",), "extra_forbidden"),
        ({"class": 1}, ("class",), "bool_type"),
    ],
)
@pytest.mark.usefixtures("loop")
def test_mistakes_are_told_as_they_are_written(change: dict[str, Any], place: tuple[str | int, ...], kind: str) -> None:
    """An author is sent to a key that is not in the file."""
    with pytest.raises(ValidationError) as problem:
        bind({**LOOPS, **change})
    assert [(found["loc"], found["type"]) for found in problem.value.errors()] == [(place, kind)]
