"""Raft's guarantees over random scenarios: crashes, partitions, loss, delays, in any order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.judged.problems import problems
from quizgen.simulators.raft.runs.execution import execution
from quizgen.simulators.raft.runs.vocabulary import TRACE_ATTRIBUTES, TRACE_EVENTS
from quizgen.simulators.raft.scenario import Scenario, server_names
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Delay,
    Drop,
    Elect,
    Event,
    Heal,
    Hold,
    Isolate,
    Link,
    Partition,
    Proposal,
    Release,
    Restart,
    Run,
    Settle,
    SlowLink,
    TimeOut,
    Write,
)

MISCONCEPTIONS = [None, *(one.name for one in SIMULATOR.misconceptions)]


def moves(names: tuple[str, ...]) -> st.SearchStrategy[tuple[Event, ...]]:
    """Return small groups of events that together are likely to get a cluster into trouble, and each event alone."""
    server = st.sampled_from(names)
    pair = st.permutations(names).map(lambda order: (order[0], order[-1]))
    values, times = st.sampled_from("abcdef"), st.sampled_from(["1ms", "30ms", "400ms"])
    to_leader = values.map(lambda value: Write(Proposal("leader", value)))
    cuts = st.tuples(st.permutations(names), st.integers(1, len(names) - 1))
    cut = cuts.map(lambda cut: Partition({"left": tuple(cut[0][: cut[1]]), "right": tuple(cut[0][cut[1] :])}))
    wait, heal, restart = times.map(Run), st.just(Heal("all")), st.just(Restart("all"))
    return st.one_of(
        st.tuples(server.map(Elect), to_leader, wait),
        st.tuples(st.just(Isolate("leader")), to_leader, st.just(Run("400ms")), to_leader),
        st.tuples(server.map(Isolate), to_leader, wait),
        st.tuples(st.just(Crash("leader")), st.just(Run("400ms")), to_leader),
        pair.map(lambda two: (TimeOut(two[0]), TimeOut(two[1]), Run("30ms"))),
        st.tuples(cut, pair.map(lambda two: TimeOut(two[0])), pair.map(lambda two: TimeOut(two[1])), wait),
        st.tuples(heal, server.map(Elect), to_leader, wait),
        server.map(lambda one: (Isolate(one), Write(Proposal("leader", "i")), Run("30ms"), Heal("all"), Elect(one))),
        st.tuples(server.map(Crash), restart, server.map(TimeOut), wait),
        st.tuples(restart, heal, times.map(Settle)),
        st.tuples(st.builds(Proposal, server, values).map(Write)),
        st.tuples(pair.map(lambda link: Drop(Link(*link)))),
        st.tuples(st.builds(lambda link, by: Delay(SlowLink(link[0], link[1], by)), pair, times)),
        pair.map(lambda link: (Hold(Link(*link)), Write(Proposal("leader", "h")), Run("30ms"), Release(Link(*link)))),
        st.tuples(pair.map(lambda link: Hold(Link(*link)))),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario that can be simulated: events with a problem are left out."""
    servers = draw(st.integers(2, 5))
    drawn = draw(st.lists(moves(server_names(Scenario(servers=servers))), min_size=2, max_size=8))
    rarely = st.sampled_from([False, False, False, True])
    scenario = Scenario(
        servers=servers,
        events=tuple(event for move in drawn for event in move),
        election_timeout=draw(st.sampled_from([("150ms", "300ms"), ("150ms", "300ms"), ("15ms", "40ms")])),
        latency=draw(st.sampled_from([("1ms", "10ms"), ("1ms", "10ms"), ("0ms", "0ms"), ("5ms", "60ms")])),
        loss=draw(st.sampled_from([0.0, 0.0, 0.0, 0.1, 1.0])),
        duplication=draw(st.sampled_from([0.0, 0.0, 0.3])),
        pre_vote=draw(rarely),
        check_quorum=draw(rarely),
        leader_no_op=draw(rarely),
    )
    while found := problems(scenario):
        bad = found[0].path[1]
        events = tuple(event for position, event in enumerate(scenario.events) if position != bad)
        scenario = Scenario(**{**vars(scenario), "events": events})
    return scenario


@settings(max_examples=100, deadline=None, derandomize=True)
@given(scenarios(), st.integers(0, 5))
def test_every_property_of_figure_3_holds_in_every_run(scenario: Scenario, seed: int) -> None:
    """Otherwise the simulator is not Raft, and every card that rests on it is suspect."""
    run = execution(scenario, seed)
    assert run.history.violations == []


@pytest.mark.parametrize(
    "rules", ["fixed-quorum-of-two", "vote-twice", "no-up-to-date-check", "commit-on-write", "term-lost-on-restart"]
)
def test_the_random_scenarios_find_a_broken_rule(rules: str) -> None:
    """Otherwise the property above holds because its scenarios are tame, and a broken simulator passes it."""
    broken: list[str] = []

    @settings(max_examples=50, deadline=None, derandomize=True)
    @given(scenarios())
    def collect(scenario: Scenario) -> None:
        broken.extend(violation.invariant for violation in execution(scenario, 0, rules).history.violations)

    collect()
    assert broken


@settings(max_examples=40, deadline=None, derandomize=True)
@given(scenarios(), st.integers(0, 5), st.sampled_from(MISCONCEPTIONS))
def test_no_run_fails_and_the_same_seed_gives_the_same_run(scenario: Scenario, seed: int, rules: str | None) -> None:
    """Otherwise a build stops with a stack trace, or changes from one day to the next."""
    one, other = execution(scenario, seed, rules), execution(scenario, seed, rules)
    assert one.trace.to_text() == other.trace.to_text()
    assert one.cluster == other.cluster
    assert hash(one.cluster) == hash(other.cluster)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(scenarios(), st.sampled_from(MISCONCEPTIONS))
def test_a_trace_is_well_formed(scenario: Scenario, rules: str | None) -> None:
    """Otherwise a picture has arrows backwards in time, or a step matches a word that the reference does not list."""
    trace = execution(scenario, 0, rules).trace
    time = 0
    for position, event in enumerate(trace):
        assert event.id == position
        assert event.time >= time
        assert event.cause is None or event.cause < event.id
        assert event.type in TRACE_EVENTS
        assert {name for name, _ in event.attributes} <= set(TRACE_ATTRIBUTES)
        assert list(event.attributes) == sorted(event.attributes)
        assert event.actor in trace.actors
        time = event.time


@settings(max_examples=40, deadline=None, derandomize=True)
@given(scenarios())
def test_influence_between_servers_goes_with_a_message_addressed_to_the_other(scenario: Scenario) -> None:
    """Otherwise influence between servers is invented, and an ordering is graded by it."""
    trace = execution(scenario, 0).trace
    for event in trace:
        if event.cause is None or event.actor == trace.events[event.cause].actor:
            continue
        cause = trace.events[event.cause]
        to_a_server_that_is_down = (event.type, cause.type) == ("write_refused", "client_redirected")
        assert cause.peer == event.actor or cause.type == "heartbeat_sent" or to_a_server_that_is_down
