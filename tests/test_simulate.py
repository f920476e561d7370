"""Scenarios without questions: what is run, what is said of it, and how mistakes in the file are told."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from quizgen.simulate import Simulated, UnknownRun, as_json, as_text, read_scenario, simulate
from quizgen.simulators.trace import Trace

RUN = "simulator: raft\nservers: 3\nevents: [{elect: S1}, {write: {to: S1, value: x}}, {settle: 1s}]\n"
STATES = "simulator: raft\nservers: 3\nexplore: {exhaustive: elections, terms: 1}\n"


def _file(folder: Path, text: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _simulated(folder: Path, text: str, seed: int | None = None, misconception: str | None = None) -> Simulated:
    bound, found = read_scenario(_file(folder, text))
    assert found == ()
    assert bound is not None
    return simulate(bound, seed, misconception)


def test_run_is_shown_with_its_end(tmp_path: Path) -> None:
    """Whoever checks a figure wants to see what happened and what each server holds."""
    simulated = _simulated(tmp_path, RUN)
    text = as_text(simulated, full=False)
    assert simulated.sound
    assert text.startswith("The run of raft 1 with seed 0:\n")
    assert "become_leader t1" in text
    assert "S3      follower  1     S1         1             1:x\n" in text
    assert text.endswith("Every property held.\n")
    assert "heartbeat_sent" not in text
    assert "heartbeat_sent" in as_text(simulated, full=True)


def test_scenario_may_be_copied_from_a_lesson_with_its_key(tmp_path: Path) -> None:
    """An author tries out what stands in a lesson as it stands there."""
    below = "scenario:\n" + "".join(f"  {line}\n" for line in RUN.splitlines())
    assert as_text(_simulated(tmp_path, below), full=True) == as_text(_simulated(tmp_path, RUN), full=True)


def test_seed_chooses_the_run(tmp_path: Path) -> None:
    """A run that a diagnostic names can be made again."""
    runs = [_simulated(tmp_path, RUN, seed) for seed in (0, 1)]
    traces = [run.execution.trace for run in runs if run.execution]
    assert traces[0] != traces[1]
    assert "with seed 1" in runs[1].title


def test_script_that_fails_is_told(tmp_path: Path) -> None:
    """Otherwise a figure seems to be simulated that never was."""
    simulated = _simulated(tmp_path, "simulator: raft\nservers: 3\nevents: [{crash: leader}]\n")
    assert not simulated.sound
    told = "The script could not be carried out as written: no_effect there was no such server to crash.\n"
    assert told in as_text(simulated, full=False)


def test_exploration_tells_how_far_it_went(tmp_path: Path) -> None:
    """A property that held in the states that were seen holds in all only if all were seen."""
    text = as_text(_simulated(tmp_path, STATES), full=False)
    assert text.splitlines()[0].startswith("3 servers, 1 term")
    assert "distinct states" in text
    assert "every state within the bounds was seen" in text
    assert text.endswith("Every property held in every state seen.\n")


def test_first_broken_property_is_shown_with_the_shortest_run(tmp_path: Path) -> None:
    """A wrong rule is understood by the run that it spoils."""
    simulated = _simulated(tmp_path, STATES, misconception="vote-twice")
    assert not simulated.sound
    assert simulated.execution is not None
    text = as_text(simulated, full=False)
    assert f"to state {simulated.execution.seed} under the misconception vote-twice:" in text
    assert f"Broken:\n    {simulated.broken[0]}\n" in text
    earlier = [_simulated(tmp_path, STATES, n, "vote-twice") for n in range(simulated.execution.seed)]
    assert [each.broken for each in earlier if each.broken] == []


def test_state_can_be_asked_for_by_its_number(tmp_path: Path) -> None:
    """Whoever doubts a state may look at the way to it."""
    simulated = _simulated(tmp_path, STATES, seed=1)
    assert simulated.execution is not None
    assert simulated.execution.seed == 1
    with pytest.raises(UnknownRun, match=r"there is no state 999999: \d+ were found"):
        _simulated(tmp_path, STATES, seed=999_999)


def test_unknown_misconception_names_the_one_that_comes_close(tmp_path: Path) -> None:
    """A typing error is not a search through the manual."""
    with pytest.raises(UnknownRun, match="did you mean `vote-twice`"):
        _simulated(tmp_path, RUN, misconception="vote-twise")


def test_json_is_all_that_a_tool_needs(tmp_path: Path) -> None:
    """A tool compares runs without reading prose."""
    simulated = _simulated(tmp_path, RUN)
    data = json.loads(as_json(simulated))
    assert (data["simulator"], data["seed"], data["sound"], data["broken"], data["survey"]) == (
        "raft",
        0,
        True,
        [],
        None,
    )
    assert data["states"][0]["role"] == "leader"
    assert simulated.execution is not None
    assert Trace.from_json(json.dumps(data["trace"])) == simulated.execution.trace
    explored = json.loads(as_json(_simulated(tmp_path, STATES)))
    assert explored["survey"]["exhausted"] is True
    assert "trace" not in explored


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("simulator: raft\nservers: 3\nevents: [{elect: S9}]\n", (3, 18, "impossible-scenario")),
        ("scenario:\n  simulator: raft\n  servers: x\n", (3, 12, "invalid-value")),
        ("simulator: raft\nservers: 3\nserver: 3\n", (3, 1, "unknown-key")),
        ("simulator: paxos\nservers: 3\n", (1, 12, "invalid-value")),
        ("simulator: [\n", (1, 12, "yaml-syntax")),
        ("- 1\n", (1, 1, "invalid-value")),
        ("servers: 3\nservers: 4\nsimulator: raft\n", (2, 1, "yaml-duplicate-key")),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str, told: tuple[int, int, str]) -> None:
    """Otherwise a figure of forty lines is searched for one letter."""
    bound, found = read_scenario(_file(tmp_path, dedent(text)))
    assert bound is None
    assert [(each.span.line, each.span.column, each.code) for each in found] == [told]
