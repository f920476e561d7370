"""The elections model: the states that its description allows, all of them and no others."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from quizgen.simulators.kit.search import search
from quizgen.simulators.raft.exploration.changes import ELECTION_SAFETY_BIT
from quizgen.simulators.raft.exploration.elections.model import Elections
from quizgen.simulators.raft.exploration.model import Spec, is_down
from quizgen.simulators.raft.misconceptions import rules_for
from quizgen.simulators.raft.protocol.messages import RequestVote, RequestVoteReply
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState
from quizgen.simulators.raft.scenario.settings import settings_of
from quizgen.simulators.raft.starts.start import start_servers
from tests.simulators.raft.exploration.reference import (
    Ballot,
    Election,
    ReferenceElections,
    Voter,
    orbits,
    reachable,
    renamed_election,
)
from tests.simulators.raft.exploration.scenarios import elections


def model_of(scenario: Scenario, misconception: str | None = None) -> Elections:
    servers, down = start_servers(scenario)
    assert isinstance(scenario.explore, Exhaustive)
    rules = rules_for(misconception, settings_of(scenario))
    return Elections(Spec(servers, down, scenario.explore, rules, scenario.restart_loses))


def as_reference(model: Elections, state: int) -> Election:
    """Return a state as the reference writes it."""
    number = {name: position for position, name in enumerate(model.names)}
    voters: list[Voter] = []
    messages: set[Ballot] = set()
    for position in range(len(model.names)):
        server = model.server(state, position)
        voted_for = number[server.voted_for] if server.voted_for else None
        voters.append((server.current_term, voted_for, server.role, frozenset(number[vote] for vote in server.votes)))
        for message in model.messages_to(state, position):
            kind = "request" if isinstance(message, RequestVote) else "reply"
            granted = isinstance(message, RequestVoteReply) and message.granted
            messages.add((kind, number[message.sender], position, message.term, granted))
    return tuple(voters), frozenset(messages), model.crashes(state)


@pytest.mark.parametrize(
    ("servers", "terms", "crashes"), [(1, 2, 1), (2, 3, 0), (2, 2, 2), (3, 1, 1), (3, 2, 0), (3, 2, 1), (4, 1, 0)]
)
def test_the_states_are_those_of_the_reference(servers: int, terms: int, crashes: int) -> None:
    """Otherwise "in every state" is said of states that elections cannot reach, or not of all that they can."""
    model = model_of(elections(servers, terms, crashes=crashes))
    found = search(model)
    reference = ReferenceElections(servers, terms, crashes)
    expected = reachable(reference.initial, reference.successors)
    assert {as_reference(model, state): len(found.way(number)) - 1 for number, state in enumerate(found.states)} == (
        expected
    )
    assert len(found.states) == len(expected)
    assert found.exhausted


@pytest.mark.slow
@pytest.mark.parametrize(("terms", "states"), [(2, 1_224), (3, 27_709)])
def test_the_counts_are_those_of_other_programs(terms: int, states: int) -> None:
    """Otherwise the count on a card is not what a model checker gives for the same model.

    That an answer is forgotten once its sender is among the votes changes no count: it is under way exactly if it was
    counted, so that it says nothing that the votes do not say.
    """
    found = search(model_of(elections(3, terms)))
    assert len(found.states) == states
    assert not found.first


@pytest.mark.parametrize(("servers", "terms", "crashes"), [(2, 3, 1), (3, 2, 0), (3, 2, 1), (4, 1, 1)])
def test_symmetry_counts_states_up_to_a_renaming(servers: int, terms: int, crashes: int) -> None:
    """Otherwise the number of states "up to a renaming of servers" is made up."""
    reference = ReferenceElections(servers, terms, crashes)
    states = reachable(reference.initial, reference.successors)
    found = search(model_of(elections(servers, terms, crashes=crashes, symmetry=True)))
    assert len(found.states) == orbits(states, renamed_election, servers)
    assert found.exhausted


def test_one_state_of_each_class_is_kept() -> None:
    """Otherwise states that differ are taken for one, and what only one of them shows is never seen."""
    reference = ReferenceElections(3, 2)
    orders = list(permutations(range(3)))

    def class_of(state: Election) -> frozenset[Election]:
        return frozenset(renamed_election(state, order) for order in orders)

    classes = {class_of(state) for state in reachable(reference.initial, reference.successors)}
    model = model_of(elections(3, 2, symmetry=True))
    kept = [class_of(as_reference(model, state)) for state in search(model).states]
    assert len(set(kept)) == len(kept)
    assert set(kept) == classes


def test_the_shown_steps_are_those_of_the_search() -> None:
    """Otherwise the run to a state cannot be told, or tells of another step."""
    down = {"S1": StartState(up=False)}
    for misconception in (None, "vote-twice", "stale-messages-obeyed", "term-lost-on-restart"):
        scenario = elections(3, 2, crashes=1)
        model = model_of(scenario if misconception else replace(scenario, start=down), misconception)
        for state in search(model, limit=2_000).states:
            assert {after for _, _, after in model.moves(state)} | {state} == {*model.successors(state), state}


def test_a_start_is_where_it_begins() -> None:
    """Otherwise the states of another question are explored."""
    start = {
        "S1": StartState(log=(1, 1), role="candidate", term=3),
        "S2": StartState(log=(1,), term=2),
        "S3": StartState(term=3, voted_for="S2", up=False),
    }
    model = model_of(replace(elections(3, 4), start=start))
    assert [model.server(model.initial, position).current_term for position in range(3)] == [3, 2, 3]
    asked = [message for position in range(3) for message in model.messages_to(model.initial, position)]
    assert asked == [RequestVote("S1", "S2", 3, 2, 1), RequestVote("S1", "S3", 3, 2, 1)]
    found = search(model)
    down = [model.server(state, 2) for state in found.states if is_down(model.server(state, 2))]
    assert set(down) == {model.server(model.initial, 2)}
    assert down[0].voted_for == "S2"
    assert len(down) < len(found.states)
    leaders = {
        server.name
        for state in found.states
        for server in (model.server(state, position) for position in range(3))
        if server.role == "leader"
    }
    assert leaders == {"S1", "S2"}


def test_what_disks_lose_is_lost() -> None:
    """Otherwise "can a lost vote give two leaders?" gets the answer no."""
    kept = search(model_of(elections(3, 1, crashes=1)))
    assert not kept.first
    for loses in ("vote", "term", "everything"):
        lost = search(model_of(replace(elections(3, 1, crashes=1), restart_loses=loses)))
        assert ELECTION_SAFETY_BIT in lost.first
    assert not search(model_of(replace(elections(3, 1, crashes=1), restart_loses="log"))).first
    down = {"S3": StartState(term=1, voted_for="S2", up=False)}
    back = model_of(replace(elections(3, 1), start=down, restart_loses="vote"))
    assert "" in {back.server(state, 2).voted_for for state in search(back).states}


def test_pre_vote_asks_first() -> None:
    """Otherwise an option of the protocol changes nothing, and a claim about it is judged on the wrong states."""
    with_it = model_of(replace(elections(3, 1), pre_vote=True))
    found = search(with_it)
    assert found.exhausted
    assert not found.first
    roles = {with_it.server(state, position).role for state in found.states for position in range(3)}
    assert roles == {"follower", "pre_candidate", "candidate", "leader"}


def test_true_rules_break_nothing_and_a_broken_rule_does() -> None:
    """Otherwise an exploration finds every rule safe."""
    servers, down = start_servers(elections(3, 2, crashes=2))
    bounds = Exhaustive("elections", terms=2, crashes=2)
    assert search(Elections(Spec(servers, down, bounds, Rules()))).first == {}
    assert search(model_of(elections(3, 1, crashes=1), "vote-lost-on-restart")).first
