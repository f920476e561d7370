"""Explored states as executions: what claims are asked of, and the runs that lead there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.simulators.api import ObservationError, Survey
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.exploration import space as space_module
from quizgen.simulators.raft.exploration.elections.ballots import plain as plain_voter
from quizgen.simulators.raft.exploration.logs.exchanges import plain as plain_keeper
from quizgen.simulators.raft.exploration.space import Space, explore, search_for, spec_of
from quizgen.simulators.raft.runs.vocabulary import TRACE_ATTRIBUTES, TRACE_EVENTS
from quizgen.simulators.raft.scenario import Scenario, StartState
from tests.conftest import Golden
from tests.simulators.raft.exploration.scenarios import elections, logs, observe

SMALL = {
    "elections": elections(3, 2, crashes=1),
    "logs": logs(3, 2, 2, crashes=1),
    "elections, pre-vote": replace(elections(3, 1), pre_vote=True),
    "elections, one down": replace(elections(3, 2), start={"S2": StartState(up=False)}),
    "logs, pre-vote": replace(logs(3, 2, 1), pre_vote=True),
    "logs, no-op": replace(logs(3, 2, 1), leader_no_op=True),
    "logs, figure 8 (c)": replace(
        logs(5, 5, 3),
        start={
            "S1": StartState(log=(1, 2, 4), role="leader", term=4),
            "S2": StartState(log=(1, 2)),
            "S3": StartState(log=(1, 2)),
            "S4": StartState(log=(1,)),
            "S5": StartState(log=(1, 3), up=False),
        },
    ),
}
EVERY = 23
"""Of the larger spaces, every so many states are looked at."""


@pytest.mark.parametrize("name", SMALL)
def test_the_run_to_a_state_leads_to_it(name: str) -> None:
    """Otherwise the run that a card shows is not one in which the claim fails."""
    scenario = SMALL[name]
    space = explore(scenario)
    assert len(space) > 50
    for number, servers in enumerate(space.servers()):
        if number % EVERY:
            continue
        way = [space.found.states[one] for one in space.found.way(number)]
        run = space.replay(way)
        for server in servers:
            whole = run.servers[server.name]
            if "logs" in name:
                assert plain_keeper(whole, server.name, "") == plain_keeper(server, server.name, "")
            else:
                assert plain_voter(whole) == plain_voter(server)
        assert run.history.violations == []


@pytest.mark.parametrize("name", SMALL)
def test_a_trace_is_well_formed(name: str) -> None:
    """Otherwise a picture has arrows backwards in time, or a step matches a word that the reference does not list."""
    space = explore(SMALL[name])
    for number in range(0, len(space), EVERY):
        trace, time = space.trace(number), 0
        for position, event in enumerate(trace):
            assert event.id == position
            assert event.time >= time
            assert event.cause is None or event.cause < event.id
            assert event.type in TRACE_EVENTS
            assert {one for one, _ in event.attributes} <= set(TRACE_ATTRIBUTES)
            assert list(event.attributes) == sorted(event.attributes)
            assert event.actor in trace.actors
            if event.cause is not None and trace.events[event.cause].actor != event.actor:
                cause = trace.events[event.cause]
                assert cause.peer == event.actor or cause.type == "heartbeat_sent"
            time = event.time


def test_the_shortest_run_to_figure_8(golden: Golden) -> None:
    """Otherwise the run that shows why a leader does not count copies of older entries is not the shortest there is."""
    found = search_for(logs(3, 4, 1), "commit-old-term-by-counting", "leader-completeness")
    assert found.trace is not None
    assert found.steps == 8
    golden("transcripts/figure-8.txt", found.trace.to_text(fold=True))


def test_a_run_of_single_messages(golden: Golden) -> None:
    """Otherwise a change of the exploration changes every picture of an election unseen."""
    found = search_for(elections(3, 1, crashes=1), "vote-lost-on-restart", "election-safety")
    assert found.trace is not None
    golden("transcripts/vote-lost.txt", found.trace.to_text(fold=True))


def test_a_run_tells_what_a_disk_lost() -> None:
    """Otherwise the run that shows two leaders of one term does not show how the second vote came about."""
    scenario = replace(elections(3, 1, crashes=1), restart_loses="vote")
    found = search_for(scenario, None, "election-safety")
    assert found.trace is not None
    lost = [event for event in found.trace if event.type == "disk_lost"]
    assert [event.detail for event in lost] == [f"its vote for {lost[0].detail[-2:]}"]
    assert explore(scenario) is not explore(elections(3, 1, crashes=1))


def test_the_simulator_offers_states_as_executions() -> None:
    """Otherwise ``always`` is asked of seeded runs although the author asks for every state."""
    scenario = logs(3, 2, 1)
    states = list(SIMULATOR.executions(scenario, None))
    assert [state.seed for state in states] == list(range(271))
    assert SIMULATOR.execution(scenario, 270, None).trace == states[270].trace
    assert all(state.gave_up is None for state in states)
    bounds = "3 servers, 2 terms, 1 entry, no crashes"
    assert SIMULATOR.survey(scenario, None) == Survey(271, 6, exhausted=True, bounds=bounds)
    assert SIMULATOR.survey(Scenario(servers=3), None) is None
    symmetric = SIMULATOR.survey(logs(3, 2, 1, symmetry=True), None)
    assert symmetric is not None
    assert symmetric.symmetric
    assert symmetric.states < 271


def test_what_a_state_knows_can_be_observed() -> None:
    """Otherwise no claim can be judged in every state."""
    start = {"S1": StartState(log=(1, 1), role="leader", term=1, commit_index=1), "S2": StartState(log=(1,))}
    scenario = replace(logs(3, 1, 2), start=start)
    state = next(iter(SIMULATOR.executions(scenario, None)))
    assert observe(state, "leader") == "S1"
    assert observe(state, "role", "S2") == "follower"
    assert observe(state, "log_terms", "S1") == (1, 1)
    assert observe(state, "in_log", "2@1", "S2") is False
    assert observe(state, "holders", "1@1") == 2
    assert observe(state, "committed_values") == ("1@1",)
    assert observe(state, "leader_of_term", 1) == "S1"
    assert observe(state, "leader_of_term", 2) == ""
    assert observe(state, "leaders_in_term_max") == 1
    assert observe(state, "safe") is True
    assert observe(state, "would_grant", "S3", "S2") is True
    assert observe(state, "would_grant", "S1", "S2") is False
    election = next(iter(SIMULATOR.executions(replace(elections(3, 2), start=start), None)))
    assert observe(election, "committed_values") == ("1@1",)
    voted = [observe(state, "voted_for", "S2") for state in SIMULATOR.executions(elections(3, 1), None)]
    assert set(voted) == {"", "S1", "S2", "S3"}


@pytest.mark.parametrize(
    ("observation", "arguments"),
    [
        ("count", ("commit",)),
        ("happened", ("crash",)),
        ("elections", ()),
        ("commit_index", ("S1",)),
        ("known_leader", ("S1",)),
        ("voted_for", ("S1",)),
        ("leader_of_term", (1,)),
        ("candidates_in_term", (1,)),
        ("votes_at_win", (1,)),
        ("simultaneous_leaders", ()),
        ("stepped_down", ("S1",)),
        ("longest_stall_ms", ()),
        ("first_leader_ms", ()),
        ("overwritten", ("1@1",)),
        ("acknowledged", ("1@1",)),
    ],
)
def test_what_depends_on_the_way_is_refused(observation: str, arguments: tuple[str | int, ...]) -> None:
    """Otherwise a claim about the way is judged by one way of many, and a wrong answer passes."""
    space = explore(logs(3, 2, 1))
    numbers = [
        number
        for number, servers in enumerate(space.servers())
        if all(server.current_term == 2 for server in servers) and not any(one.role == "leader" for one in servers)
    ] or [len(space) - 1]
    with pytest.raises(ObservationError, match="depends on the way, not on the state: use `explore"):
        observe(space.execution(numbers[0]), observation, *arguments)


def test_explorations_are_remembered_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a deck explores the same states once for each claim, or keeps more and more of them in memory."""
    scenario, larger = logs(3, 2, 1), logs(3, 2, 2)
    first = explore(scenario)
    assert explore(replace(scenario)) is first
    assert explore(scenario, "vote-twice") is not first
    assert explore(scenario) is first
    monkeypatch.setattr(space_module, "_MOST_REMEMBERED", 1_000)
    last = explore(larger)
    assert explore(larger) is last
    assert explore(scenario) is not first


def test_a_cut_says_so() -> None:
    """Otherwise "in every state" is said of some states."""
    space = explore(logs(3, 3, 2), limit=100)
    assert not space.survey().exhausted
    assert explore(logs(3, 3, 2)).survey().exhausted
    found = search_for(logs(3, 3, 2), None, "election-safety", limit=100)
    assert (found.trace, found.exhausted) == (None, False)


def test_a_scenario_can_be_cut() -> None:
    """Otherwise a wrong rule that leads to millions of states keeps an author waiting for one of them."""
    whole = logs(3, 3, 2)
    cut = SIMULATOR.cut(whole, 100)
    assert 100 < len(explore(cut)) < 200 < len(explore(whole))
    assert explore(cut) is explore(cut)
    assert SIMULATOR.cut(cut, 200) is cut
    assert SIMULATOR.effort(cut) == 1_000 < SIMULATOR.effort(whole)
    nearest = [explore(whole).found.states[number] for number in range(len(explore(cut)))]
    assert explore(cut).found.states == nearest
    assert SIMULATOR.cut(Scenario(servers=3), 100) == Scenario(servers=3)


def test_the_violations_of_a_state_are_those_of_its_run() -> None:
    """Otherwise ``holds`` and ``safe`` say something else of a state than of the run that is shown for it."""
    for scenario, misconception in (
        (logs(3, 2, 2), "no-up-to-date-check"),
        (logs(2, 2, 1), "half-is-enough"),
        (elections(3, 1, crashes=1), "vote-lost-on-restart"),
        (elections(3, 1), "vote-twice"),
    ):
        space = explore(scenario, misconception)
        assert space.found.first
        broken = 0
        for number in range(0, len(space), 5):
            seen = {violation.invariant for violation in space.execution(number).history.violations}
            way = [space.found.states[one] for one in space.found.way(number)]
            told = {violation.invariant for violation in space.replay(way).history.violations}
            assert seen <= told
            broken += bool(seen)
        assert broken


def test_figure_8_needs_a_fourth_term() -> None:
    """Otherwise the bound that a card names is not the smallest that shows why the rule is needed."""
    found = search_for(logs(3, 3, 2, crashes=1, symmetry=True), "commit-old-term-by-counting", "leader-completeness")
    assert found.trace is None
    assert found.exhausted


def test_the_search_stops_at_the_shortest() -> None:
    """Otherwise a shorter run than the one that is shown breaks the property."""
    scenario = logs(3, 4, 1)
    steps = search_for(scenario, "commit-old-term-by-counting", "leader-completeness").steps
    space = Space(scenario, spec_of(scenario, "commit-old-term-by-counting"), 100_000)
    broken = [number for number in space.found.broken if space.execution(number).history.violations]
    assert min(len(space.found.way(number)) - 1 for number in broken) == steps


def test_a_state_knows_every_entry_that_was_committed_at_an_index() -> None:
    """Otherwise what is committed after a disk lost its log is called uncommitted, in states as it was in runs."""
    space = explore(replace(logs(3, 2, 1, crashes=1), restart_loses="log"))
    both = [state for state in space.executions() if observe(state, "committed_values") == ("1@1", "1@2")]
    assert both
    assert all(observe(state, "committed", "1@1") and observe(state, "committed", "1@2") for state in both)
    assert not any(observe(state, "holds", "state-machine-safety") for state in both)
    assert {observe(state, "committed_term_at", 1) for state in both} == {1}
    with pytest.raises(ObservationError, match="depends on the way"):
        observe(both[0], "holders_at_commit", "1@2")


def test_a_state_is_safe_that_breaks_nothing_of_figure_3() -> None:
    """Otherwise every state in which a disk lost a vote is one in which Raft is called broken."""
    lost = list(explore(replace(elections(3, 1, crashes=1), restart_loses="vote")).executions())
    forgot = [state for state in lost if not observe(state, "single_vote")]
    assert forgot
    assert any(observe(state, "safe") for state in forgot)
    assert any(not observe(state, "safe") for state in forgot)
    assert all(observe(state, "safe") == observe(state, "holds", "election-safety") for state in lost)
    assert all(observe(state, "monotonic_terms") for state in lost)
