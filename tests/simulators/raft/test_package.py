"""The package as the rest of quizgen sees it, and what it must not contain."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

import quizgen.simulators
from quizgen.simulators import SIMULATORS
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Crash, Elect, Partition, Proposal, Settle, Write

FOLDER = Path(quizgen.simulators.__file__).parent
SOURCES = sorted(FOLDER.rglob("*.py"))
FORBIDDEN = {"time", "datetime", "os", "pathlib", "pydantic", "yaml", "jinja2", "secrets", "uuid", "cel_expr_python"}

CHECKER = "rules/language/expressions.py"
"""Where the rules of authors, who know nothing of content's answers, are parsed and their types checked."""
FORMULAS = "calculation"
"""Where authors state the formulas, and cards say so."""


def test_it_is_listed_under_its_name() -> None:
    """Otherwise ``simulator: raft`` is unknown."""
    assert SIMULATORS["raft"] is SIMULATOR


@pytest.mark.parametrize("source", SOURCES, ids=[str(source.relative_to(FOLDER)) for source in SOURCES])
def test_nothing_comes_from_outside(source: Path) -> None:
    """Otherwise the same content gives another answer on another day or machine."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    allowed = {"cel_expr_python"} if source == FOLDER / CHECKER else set()
    assert not imported & (FORBIDDEN - allowed)


def test_random_numbers_are_seeded() -> None:
    """Otherwise a run cannot be repeated."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "random":
                assert node.attr == "Random"
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "random.Random":
                assert len(node.args) == 1


def test_no_answer_is_calculated() -> None:
    """Otherwise a formula is checked against itself, and a wrong one is confirmed."""
    for source in SOURCES:
        if source.is_relative_to(FOLDER / FORMULAS):
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv | ast.Div):
                assert "members" not in ast.unparse(node)
                assert not re.search(r"\blen\((?!values)", ast.unparse(node)), f"{source.name}: {ast.unparse(node)}"


def test_a_scenario_is_read_from_what_an_author_writes() -> None:
    """Otherwise the YAML in the reference is not what is read."""
    scenario = TypeAdapter(Scenario).validate_python(
        {
            "servers": 5,
            "events": [
                {"crash": "S1"},
                {"crash": ["S2", "S3"]},
                {"partition": {"dc_a": ["S4"], "dc_b": ["S5"]}},
                {"write": {"to": "leader", "value": "x"}},
            ],
            "election_timeout": ["150ms", "200ms"],
        }
    )
    assert scenario.events == (
        Crash("S1"),
        Crash(("S2", "S3")),
        Partition({"dc_a": ("S4",), "dc_b": ("S5",)}),
        Write(Proposal("leader", "x")),
    )
    with pytest.raises(ValidationError):
        TypeAdapter(Scenario).validate_python({"events": []})


def test_each_event_has_one_field_named_as_its_verb_and_every_field_is_documented() -> None:
    """Otherwise the author's reference lacks a field."""
    for verb, event in SIMULATOR.script_events.items():
        assert [field.name for field in dataclasses.fields(event)] == [verb]
        assert f"        {verb}: " in (event.__doc__ or "")
    for field in dataclasses.fields(Scenario):
        assert f"        {field.name}: " in (Scenario.__doc__ or "")


def test_names_in_the_reference_are_unique() -> None:
    """Otherwise one of two observations or measures of a name can never be called."""
    signatures = {(one.name, tuple(parameter.type for parameter in one.parameters)) for one in SIMULATOR.observations}
    assert len(signatures) == len(SIMULATOR.observations)
    assert len({one.name for one in SIMULATOR.measures}) == len(SIMULATOR.measures)
    assert SIMULATOR.routine_events <= set(SIMULATOR.trace_events)


def test_what_could_not_be_carried_out_is_told_by_its_events() -> None:
    """Otherwise a claim is judged on a run in which the script did not happen."""
    events = (Crash(("S2", "S3")), Elect("S1"), Settle("1s"), Crash("leader"))
    recorded = {event.type for event in SIMULATOR.execution(Scenario(servers=3, events=events), 0, None).trace}
    assert SIMULATOR.give_up_events <= recorded
    assert SIMULATOR.give_up_events == {"not_elected", "not_settled", "no_effect"}
