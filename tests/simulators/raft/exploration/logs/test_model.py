"""The logs model: the states that its description allows, all of them and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.simulators.kit.search import search
from quizgen.simulators.raft.exploration.changes import BIT
from quizgen.simulators.raft.exploration.logs.actions import WriteEntry
from quizgen.simulators.raft.exploration.logs.model import Logs
from quizgen.simulators.raft.exploration.model import Spec, is_down
from quizgen.simulators.raft.misconceptions import rules_for
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState
from quizgen.simulators.raft.scenario.settings import settings_of
from quizgen.simulators.raft.starts.start import start_servers
from tests.simulators.raft.exploration.reference import Logbook, ReferenceLogs, orbits, reachable, renamed_logs
from tests.simulators.raft.exploration.scenarios import logs


def model_of(scenario: Scenario, misconception: str | None = None) -> Logs:
    servers, down = start_servers(scenario)
    assert isinstance(scenario.explore, Exhaustive)
    rules = rules_for(misconception, settings_of(scenario))
    return Logs(Spec(servers, down, scenario.explore, rules, scenario.restart_loses))


def as_reference(model: Logs, state: int) -> Logbook:
    """Return a state as the reference writes it."""
    servers = tuple(model.server(state, position) for position in range(len(model.names)))
    keepers = tuple(
        (server.current_term, server.role == "leader", tuple(entry.term for entry in server.log)) for server in servers
    )
    committed = tuple((one.entry.term, one.term) for (one,) in model.record(state).committed)
    return keepers, committed, model.restarts(state)


@pytest.mark.parametrize(
    ("servers", "terms", "entries", "crashes"),
    [(1, 2, 2, 1), (2, 3, 2, 1), (3, 2, 2, 0), (3, 2, 1, 2), (3, 3, 2, 0), (4, 2, 1, 0)],
)
def test_the_states_are_those_of_the_reference(servers: int, terms: int, entries: int, crashes: int) -> None:
    """Otherwise "in every state" is said of logs that Raft cannot produce, or not of all that it can."""
    model = model_of(logs(servers, terms, entries, crashes=crashes))
    found = search(model)
    reference = ReferenceLogs(servers, terms, entries, crashes)
    expected = reachable(reference.initial, reference.successors)
    assert {as_reference(model, state): len(found.way(number)) - 1 for number, state in enumerate(found.states)} == (
        expected
    )
    assert len(found.states) == len(expected)
    assert found.exhausted


@pytest.mark.slow
@pytest.mark.parametrize(
    ("servers", "terms", "entries", "crashes", "states"),
    [
        (3, 2, 2, 0, 231),
        (3, 3, 2, 0, 944),
        (3, 3, 3, 0, 4_042),
        (3, 4, 3, 0, 14_962),
        (3, 4, 3, 1, 55_110),
        (5, 3, 2, 0, 13_833),
    ],
)
def test_the_counts_are_those_of_other_programs(  # a bound is four numbers
    servers: int, terms: int, entries: int, crashes: int, states: int
) -> None:
    """Otherwise the count on a card is not what a model checker gives for the same model."""
    found = search(model_of(logs(servers, terms, entries, crashes=crashes, symmetry=True)))
    assert len(found.states) == states
    assert not found.first


@pytest.mark.parametrize(
    ("servers", "terms", "entries", "crashes"), [(2, 3, 2, 1), (3, 2, 2, 1), (3, 3, 2, 0), (4, 2, 1, 0)]
)
def test_symmetry_counts_states_up_to_a_renaming(servers: int, terms: int, entries: int, crashes: int) -> None:
    """Otherwise the number of states "up to a renaming of servers" is made up."""
    reference = ReferenceLogs(servers, terms, entries, crashes)
    states = reachable(reference.initial, reference.successors)
    found = search(model_of(logs(servers, terms, entries, crashes=crashes, symmetry=True)))
    assert len(found.states) == orbits(states, renamed_logs, servers)


def test_the_shown_steps_are_those_of_the_search() -> None:
    """Otherwise the run to a state cannot be told, or tells of another step."""
    for misconception in (None, "append-replaces-rest", "writes-accepted-by-any-server", "log-lost-on-restart"):
        scenario = logs(3, 2, 2, crashes=1)
        down = {"S1": StartState(up=False)}
        model = model_of(scenario if misconception else replace(scenario, start=down), misconception)
        for state in search(model, limit=2_000).states:
            assert {after for _, after in model.moves(state)} | {state} == {*model.successors(state), state}


def test_a_start_is_where_it_begins() -> None:
    """Otherwise the states of another question are explored. Here: figure 8 (c) of the paper, with S5 down."""
    start = {
        "S1": StartState(log=(1, 2, 4), role="leader", term=4),
        "S2": StartState(log=(1, 2)),
        "S3": StartState(log=(1, 2)),
        "S4": StartState(log=(1,)),
        "S5": StartState(log=(1, 3), up=False),
    }
    model = model_of(replace(logs(5, 5, 3), start=start))
    servers = [model.server(model.initial, position) for position in range(5)]
    assert [[entry.term for entry in server.log] for server in servers] == [[1, 2, 4], [1, 2], [1, 2], [1], [1, 3]]
    found = search(model)
    assert found.exhausted
    assert not found.first
    down = {model.server(state, 4) for state in found.states if is_down(model.server(state, 4))}
    assert down == {servers[4]}


def test_what_disks_lose_is_lost() -> None:
    """Otherwise "can a committed entry be lost if a disk loses its log?" gets the answer no."""
    assert not search(model_of(logs(3, 2, 1, crashes=1))).first
    for loses in ("log", "everything"):
        lost = search(model_of(replace(logs(3, 2, 1, crashes=1), restart_loses=loses)))
        assert BIT["leader-completeness"] in lost.first
    assert BIT["election-safety"] in search(model_of(replace(logs(3, 1, 0, crashes=1), restart_loses="vote"))).first


def test_what_is_committed_at_the_start_is_committed() -> None:
    """Otherwise an entry that the stem says is committed may be lost."""
    start = {"S1": StartState(log=(1, 1), role="leader", term=1, commit_index=1), "S2": StartState(log=(1,))}
    model = model_of(replace(logs(3, 2, 2), start=start))
    assert [[one.entry.value for one in there] for there in model.record(model.initial).committed] == [["1@1"]]


def test_a_leader_without_entry_writes_one_where_the_scenario_says_so() -> None:
    """Otherwise leader_no_op changes nothing in an exploration."""
    model = model_of(replace(logs(3, 1, 1), leader_no_op=True))
    found = search(model)
    logs_of_leaders = {
        model.server(state, position).log
        for state in found.states
        for position in range(3)
        if model.server(state, position).role == "leader"
    }
    assert {len(log) for log in logs_of_leaders} == {1}


def test_pre_vote_keeps_a_server_from_campaigning_against_a_leader_only() -> None:
    """Otherwise an option of the protocol changes nothing in an exploration, or makes it stand still."""
    with_it = search(model_of(replace(logs(3, 2, 1), pre_vote=True)))
    without = search(model_of(logs(3, 2, 1)))
    assert 100 < len(with_it.states) < len(without.states)
    assert not with_it.first


def test_two_writes_of_one_index_and_term_have_two_values() -> None:
    """Otherwise Log Matching holds although two leaders of one term wrote, and a wrong rule looks safe."""
    model = model_of(logs(3, 1, 1), "vote-twice")
    values = {
        entry.value for state in search(model).states for place in range(3) for entry in model.server(state, place).log
    }
    assert values == {"1@1", "1@1'"}


@pytest.mark.parametrize("misconception", ["any-survivor", "vote-twice", "writes-accepted-by-any-server"])
def test_a_new_value_is_nowhere_yet(misconception: str) -> None:
    """Otherwise an entry that was committed and lost seems to be there again, and nothing seems to be broken."""
    model = model_of(logs(3, 2, 1), misconception)
    for state in search(model, limit=5_000).states:
        there = {entry.value for place in range(3) for entry in model.server(state, place).log}
        there |= {entry.value for at_index in model.record(state).entries for entry in at_index}
        new = {action.value for action, _ in model.moves(state) if isinstance(action, WriteEntry)}
        assert not new & there
