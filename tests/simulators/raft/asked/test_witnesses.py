"""Witnesses: the run that shows why a measure has its value does show it."""

from __future__ import annotations

import pytest

from quizgen.simulators.api import Value, Witness
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario, StartState

MEASURES = {measure.name: measure for measure in SIMULATOR.measures}
LOGS = {"S1": StartState(log=(3,)), "S2": StartState(log=(3, 3, 4)), "S3": StartState(log=(3, 3, 5))}
EXPLORED = Scenario(servers=3, start=LOGS, explore=Exhaustive("logs", terms=6, entries=3))


def witness(
    name: str, servers: int, rules: str | None = None, named: tuple[str, ...] = ()
) -> tuple[Value, Witness | None]:
    """Return the value of a measure, and what shows it."""
    scenario = Scenario(servers=servers, explore=Explore(1))
    value = MEASURES[name].measure(scenario, rules)
    return value, MEASURES[name].witness(scenario, rules, value, named)


@pytest.mark.parametrize("rules", [None, "fixed-quorum-of-two", "half-is-enough", "all-servers"])
@pytest.mark.parametrize("servers", [3, 4, 5])
def test_runs_of_experiments_show_the_value(servers: int, rules: str | None) -> None:
    """The run beside "three votes are needed" would show an election with four."""
    value, shown = witness("votes_needed", servers, rules)
    assert shown is not None
    assert shown.trace is not None
    assert min(event.get("votes") for event in shown.trace if event.type == "become_leader") == value  # type: ignore[type-var]
    value, shown = witness("acks_needed", servers, rules)
    assert shown is not None
    assert shown.trace is not None
    committed = next(event for event in shown.trace if event.type == "commit")
    held = {event.actor for event in shown.trace.events[: committed.id] if event.type == "entry_appended"}
    assert len(held) == value


@pytest.mark.parametrize("rules", [None, "fixed-quorum-of-two", "half-is-enough", "all-servers"])
@pytest.mark.parametrize("servers", [3, 4, 5])
def test_one_crash_more_than_survived_is_fatal(servers: int, rules: str | None) -> None:
    """The run beside "two crashes are survived" would show two, and nothing that goes wrong."""
    value, shown = witness("crashes_survived", servers, rules)
    assert isinstance(value, int)
    assert shown is not None
    assert shown.trace is not None
    crashes = [event for event in shown.trace if event.type == "crash"]
    assert len(crashes) == value + 1
    assert not any(event.type == "commit" for event in shown.trace.events[crashes[-1].id :])


def test_where_less_is_stated_the_survived_crash_is_shown() -> None:
    """Who states one survivable crash of five servers is not convinced by three that are fatal."""
    _, shown = witness("crashes_survived", 5, named=("1",))
    assert shown is not None
    assert shown.trace is not None
    crashes = [event for event in shown.trace if event.type == "crash"]
    assert len(crashes) == 2
    assert any(event.type == "commit" for event in shown.trace.events[crashes[-1].id :])


def test_overlap_is_told_of_sets_that_were_tried() -> None:
    """The sets that a sentence names would have to be believed."""
    value, shown = witness("smallest_overlap", 4)
    assert (value, shown and shown.sentence) == (
        2,
        "S1, S2 and S3 can elect a leader, and S2, S3 and S4 can commit a write: S2 and S3 are in both sets.",
    )


@pytest.mark.parametrize(
    ("name", "named", "sentence"),
    [
        ("lasting_entries", ("3@5",), "S2 leads term 6 without 3@5"),
        ("losable_entries", ("1@3", "3@4"), "S3 leads term 6 without 3@4"),
        ("losable_entries", (), "S3 leads term 6 without 3@4"),
        ("possible_leaders", ("S3",), "S3 leads term 6"),
        ("possible_leaders", ("S1", "S3"), "S3 leads term 6"),
        ("possible_leaders", (), "S2 leads term 6"),
    ],
)
def test_runs_of_explorations_are_about_what_is_in_doubt(name: str, named: tuple[str, ...], sentence: str) -> None:
    """A run in which another entry is lost does not show that this one can be."""
    value = MEASURES[name].measure(EXPLORED, None)
    shown = MEASURES[name].witness(EXPLORED, None, value, named)
    assert shown is not None
    assert shown.trace is not None
    assert shown.sentence.startswith(sentence)
    leader = sentence.split(maxsplit=1)[0]
    assert [event.actor for event in shown.trace if event.type == "become_leader"][-1] == leader
    row = next(row for row in shown.outcome.rows if row[0] == leader)
    assert row[1:3] == ("leader", "6")


@pytest.mark.parametrize(("name", "named"), [("possible_leaders", "S1"), ("lasting_entries", "1@3")])
def test_what_happens_nowhere_is_told(name: str, named: str) -> None:
    """A run about something else would pass for a proof."""
    value = MEASURES[name].measure(EXPLORED, None)
    shown = MEASURES[name].witness(EXPLORED, None, value, (named,))
    assert shown is not None
    assert shown.trace is None
    assert shown.sentence.startswith("In none of ")
    assert named in shown.sentence
