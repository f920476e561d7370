"""Raft's guarantees over random scenarios: crashes, partitions, loss, delays, in any order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.execution import execution
from quizgen.simulators.raft.problems import problems
from quizgen.simulators.raft.scenario import (
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
    Scenario,
    Settle,
    SlowLink,
    TimeOut,
    Write,
    server_names,
)
from quizgen.simulators.raft.vocabulary import TRACE_ATTRIBUTES, TRACE_EVENTS

MISCONCEPTIONS = [None, *(one.name for one in SIMULATOR.misconceptions)]


@st.composite
def scripts(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[Event, ...]:
    """Draw a script, mostly one that can be carried out."""
    server = st.sampled_from(names)
    links = st.permutations(names).map(lambda order: (order[0], order[-1]))
    times = st.sampled_from(["1ms", "30ms", "100ms", "400ms"])
    cuts = st.tuples(st.permutations(names), st.integers(1, len(names)))
    event = st.one_of(
        server.map(Elect),
        server.map(TimeOut),
        st.one_of(server, st.just("leader")).map(Crash),
        st.one_of(server, st.just("all")).map(Restart),
        st.one_of(server, st.just("leader")).map(Isolate),
        cuts.map(lambda cut: Partition({"left": tuple(cut[0][: cut[1]]), "right": tuple(cut[0][cut[1] :]) or ()})),
        st.just(Heal("all")),
        st.builds(Proposal, st.one_of(server, st.just("leader")), st.sampled_from("abcdef")).map(Write),
        times.map(Run),
        times.map(Settle),
        links.map(lambda link: Drop(Link(*link))),
        st.tuples(links, times).map(lambda slow: Delay(SlowLink(*slow[0], slow[1]))),
        links.map(lambda link: Hold(Link(*link))),
        links.map(lambda link: Release(Link(*link))),
    )
    return tuple(draw(st.lists(event, max_size=14)))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario that can be simulated: events with a problem are left out."""
    servers = draw(st.integers(2, 5))
    scenario = Scenario(
        servers=servers,
        events=draw(scripts(server_names(Scenario(servers=servers)))),
        election_timeout=draw(st.sampled_from([("150ms", "300ms"), ("150ms", "155ms"), ("15ms", "40ms")])),
        latency=draw(st.sampled_from([("1ms", "10ms"), ("0ms", "0ms"), ("5ms", "60ms")])),
        loss=draw(st.sampled_from([0.0, 0.0, 0.1, 1.0])),
        pre_vote=draw(st.booleans()),
        check_quorum=draw(st.booleans()),
        leader_no_op=draw(st.booleans()),
    )
    while found := problems(scenario):
        bad = found[0].path[1]
        events = tuple(event for position, event in enumerate(scenario.events) if position != bad)
        scenario = Scenario(**{**vars(scenario), "events": events})
    return scenario


@settings(max_examples=150, deadline=None, derandomize=True)
@given(scenarios(), st.integers(0, 5))
def test_every_property_of_figure_3_holds_in_every_run(scenario: Scenario, seed: int) -> None:
    """Otherwise the simulator is not Raft, and every card that rests on it is suspect."""
    run = execution(scenario, seed)
    assert run.history.violations == []


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
