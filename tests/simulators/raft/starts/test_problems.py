"""Start problems: what no run of Raft leads to is told with the rule that forbids it, and nothing else is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Scenario, StartState, StatedEntry, server_names
from quizgen.simulators.raft.scenario.events import Elect, Event, Run
from quizgen.simulators.raft.starts.problems import RULES, start_breaks, start_problems
from quizgen.simulators.raft.starts.start import latest_term
from tests.simulators.raft.figures import FIGURE_7, FIGURE_8C, FIGURE_8E, figure, logs, told, with_state
from tests.simulators.raft.scripts import observe
from tests.simulators.raft.starts.test_in_flight import IMPOSSIBLE_MESSAGES
from tests.simulators.raft.test_properties import moves, scenarios

Start = dict[str, StartState]


def _of(state: StartState, name: str = "S1", **others: StartState) -> Start:
    return {name: state, **others}


def _in_its_highest_term(scenario: Scenario) -> Scenario:
    """Return a start that states the terms into which a run puts servers."""
    return _in_term(latest_term(scenario), scenario)


def _in_a_later_term(scenario: Scenario) -> Scenario:
    """Return a start in which servers without a stated term are in a later one than all that are stated."""
    return _in_term(latest_term(scenario) + 1, scenario)


def _in_term(term: int, scenario: Scenario) -> Scenario:
    names = server_names(scenario)
    states = {name: scenario.start.get(name, StartState()) for name in names}
    stated = {name: replace(one, term=term) if one.term is None else one for name, one in states.items()}
    return replace(scenario, start=stated)


def _leads(**state: object) -> Start:
    """Return a leader with two entries, a follower that has the first, and one that is a term behind with both."""
    behind = StartState(log=(1, 1), term=1) if state.get("term") == 2 else StartState(log=(1, 1))
    return with_state({**logs(S1="11", S2="1"), "S3": behind}, "S1", **{"role": "leader", **state})


IMPOSSIBLE: list[tuple[str, int, Start, ScenarioPath, str]] = [
    ("hole", 3, _of(StartState(log=(1, None, 1))), ("S1", "log", 1), "section 5.3"),
    ("first-term", 3, _of(StartState(log=(0,), term=1)), ("S1", "log", 0), "section 5.1"),
    ("falling-terms", 3, logs(S1="121"), ("S1", "log", 2), "section 5.3"),
    ("entry-above-term", 3, _of(StartState(log=(1, 2), term=1)), ("S1", "log", 1), "section 5.1"),
    ("candidate-entry", 3, _of(StartState(log=(1,), term=1, role="candidate")), ("S1", "log", 0), "section 5.2"),
    ("down-in-office", 3, _of(StartState(term=1, role="leader", up=False)), ("S1", "role"), "section 5.2"),
    ("term-zero", 3, _of(StartState(role="candidate")), ("S1", "role"), "section 5.1"),
    ("term-zero", 3, _of(StartState(voted_for="S2")), ("S1", "voted_for"), "section 5.1"),
    ("own-vote", 3, _of(StartState(term=1, role="leader", voted_for="S2")), ("S1", "voted_for"), "section 5.2"),
    ("commit-beyond-log", 3, _of(StartState(log=(1,), commit_index=2)), ("S1", "commit_index"), "figure 2"),
    (
        "log-matching",
        3,
        {"S1": StartState(log=(1,)), "S2": StartState(log=(StatedEntry(1, "x"),))},
        ("S2", "log", 0),
        "Log Matching",
    ),
    ("log-matching", 3, logs(S1="113", S2="123"), ("S2", "log", 2), "Log Matching"),
    ("one-place", 3, logs(S1="12", S2="112"), ("S2", "log", 2), "section 5.3"),
    (
        "election-safety",
        5,
        _of(StartState(term=1, role="leader"), S2=StartState(term=1, role="leader")),
        ("S2", "role"),
        "Election Safety",
    ),
    (
        "leader-append-only",
        3,
        with_state(logs(S1="1", S2="12"), "S1", role="leader"),
        ("S2", "log", 1),
        "which deletes none",
    ),
    ("vote-for-candidate", 3, _of(StartState(term=2, voted_for="S2"), S2=StartState(term=1)), ("S1", "voted_for"), ""),
    (
        "vote-for-candidate",
        3,
        _of(StartState(term=2, voted_for="S2"), S2=StartState(voted_for="S3")),
        ("S1", "voted_for"),
        "S2 did not campaign in it",
    ),
    (
        "up-to-date",
        5,
        with_state(with_state(logs(S1="13", S2="12"), "S1", role="leader"), "S2", voted_for="S1"),
        ("S2", "voted_for"),
        "section 5.4.1",
    ),
    (
        "campaign",
        3,
        {name: StartState(term=2, voted_for="") for name in ("S1", "S2", "S3")},
        ("S1", "term"),
        "section 5.2",
    ),
    (
        "majority-of-votes",
        3,
        _of(StartState(log=(2,)), S2=StartState(term=1), S3=StartState(term=0)),
        ("S1", "log", 0),
        "only 1 of 3 servers have reached it",
    ),
    (
        "majority-of-votes",
        3,
        _of(StartState(term=1, role="leader"), S2=StartState(voted_for=""), S3=StartState(voted_for="S3")),
        ("S1", "role"),
        "1 of 3 servers can have voted for S1",
    ),
    (
        "majority-of-votes",
        3,
        with_state(logs(S1="13", S2="12", S3="12"), "S1", role="leader"),
        ("S1", "role"),
        "sections 5.2 and 5.4.1",
    ),
    (
        "majority-of-votes",
        3,
        _of(StartState(log=(1,), voted_for="S2"), S2=StartState(), S3=StartState()),
        ("S1", "log", 0),
        "no server can have been that leader",
    ),
    (
        "elections-in-turn",
        3,
        {name: StartState(log=(term,), term=4) for term, name in enumerate(("S1", "S2", "S3"), start=1)},
        ("S3", "log", 0),
        "when term 3 began",
    ),
    (
        "state-machine-safety",
        3,
        with_state(with_state(logs(S1="11", S2="12"), "S1", commit_index=2), "S2", commit_index=2),
        ("S2", "commit_index"),
        "State Machine Safety",
    ),
    ("commit-majority", 5, with_state(logs(S1="1", S2="1"), "S1", commit_index=1), ("S1", "commit_index"), "2 of 5"),
    (
        "leader-completeness",
        3,
        with_state(with_state(logs(S1="1", S2="1"), "S1", commit_index=1), "S3", role="leader", term=2),
        ("S3", "log"),
        "Leader Completeness",
    ),
    ("leader-completeness", 5, with_state(FIGURE_8C, "S1", commit_index=2), ("S1", "commit_index"), "figure 8"),
    ("index-of-leader", 3, _leads(role="follower", next_index={"S2": 1}), ("S1", "next_index"), "figure 2"),
    ("index-of-leader", 3, _leads(role="candidate", term=2, match_index={"S2": 1}), ("S1", "match_index"), "figure 2"),
    ("next-index", 3, _leads(next_index={"S2": 4}), ("S1", "next_index", "S2"), "has 2 of which it knows 0"),
    ("next-index", 3, _leads(next_index={"S2": 0}), ("S1", "next_index", "S2"), "section 5.3"),
    ("next-index", 3, _leads(next_index={"S2": 1}, match_index={"S2": 1}), ("S1", "next_index", "S2"), "knows 1"),
    ("match-index", 3, _leads(match_index={"S2": 2}), ("S1", "match_index", "S2"), "it is up to 1"),
    ("match-index", 3, _leads(term=2, match_index={"S3": 1}), ("S1", "match_index", "S3"), "section 5.1"),
]


@pytest.mark.parametrize(("rule", "servers", "start", "path", "says"), IMPOSSIBLE, ids=[one[0] for one in IMPOSSIBLE])
def test_an_impossible_start_is_told_with_its_rule(
    rule: str, servers: int, start: Start, path: ScenarioPath, says: str
) -> None:
    """Otherwise a card rests on a state in which no cluster ever is."""
    problems = told(servers, start)
    assert ("start", *path) in [problem.path for problem in problems]
    assert any(says in problem.message for problem in problems)
    assert all("(section" in problem.message or "(figure" in problem.message for problem in problems)
    assert rule in start_breaks(_in_its_highest_term(figure(servers, start)))


def test_every_rule_is_tried() -> None:
    """Otherwise a rule may be in the reference that nothing finds broken."""
    assert {one[0] for one in IMPOSSIBLE} | {one[0] for one in IMPOSSIBLE_MESSAGES} == set(RULES)


@pytest.mark.parametrize(
    ("servers", "start"),
    [
        (7, FIGURE_7),
        (7, with_state(FIGURE_7, "S1", role="leader", term=8)),
        (5, FIGURE_8C),
        (5, FIGURE_8E),
        (5, with_state(FIGURE_8E, "S1", commit_index=3)),
        (5, with_state(FIGURE_8E, "S2", commit_index=2)),
        (3, with_state(with_state(logs(S1="1"), "S1", role="leader", term=1), "S2", role="leader", term=2)),
        (5, with_state(with_state(logs(S1="12", S2="133", S3="133", S4="133"), "S1", role="leader", term=2),
                       "S2", role="leader", commit_index=3)),
        (3, _of(StartState(term=3, role="candidate"), S2=StartState(term=3, role="candidate"))),
        (1, with_state(logs(S1="11"), "S1", role="leader", commit_index=2)),
        (3, _leads(next_index={"S2": 3, "S3": 1}, match_index={"S2": 1})),
    ],
    ids=["7", "7 led", "8c", "8e", "8e committed", "8e follower", "two terms", "stale leader", "split", "1", "at work"],
)  # fmt: skip
def test_a_possible_start_is_accepted(servers: int, start: Start) -> None:
    """Otherwise an exam's figure is refused."""
    assert told(servers, start) == ()


@pytest.mark.parametrize(
    ("numbers", "path", "says"),
    [
        ({"start": {"S4": StartState()}}, ("start", "S4"), "no server 'S4'"),
        ({"start": {"S1": StartState(voted_for="me")}}, ("start", "S1", "voted_for"), "no server 'me'"),
        ({"start": {"S1": StartState(term=-1)}}, ("start", "S1", "term"), "from 0 to 1000000"),
        ({"start": {"S1": StartState(term=2_000_000)}}, ("start", "S1", "term"), "from 0 to 1000000"),
        ({"start": {"S1": StartState(log=(1, 2_000_000))}}, ("start", "S1", "log", 1), "at most 1000000"),
        ({"start": {"S1": StartState(commit_index=-1)}}, ("start", "S1", "commit_index"), "0 or more"),
        ({"start": {"S1": StartState(log=(1,) * 101)}}, ("start", "S1", "log"), "at most 100 entries"),
        ({"start": {"S1": StartState(next_index={"S1": 1})}}, ("start", "S1", "next_index", "S1"), "for 'S1'"),
        ({"start": {"S1": StartState(match_index={"x": 1})}}, ("start", "S1", "match_index", "x"), "for 'x'"),
        ({"start": {"S1": StartState(match_index={"S2": -1})}}, ("start", "S1", "match_index", "S2"), "0 or more"),
        ({"judge_start": True}, ("judge_start",), "no start to judge"),
        ({"judge_start": True, "start": {"S1": StartState()}, "events": (Run("1s"),)}, ("events",), "is not run"),
    ],
)
def test_what_means_nothing_is_told(numbers: dict[str, Any], path: ScenarioPath, says: str) -> None:
    """Otherwise a misspelt server starts empty, and the figure is another than the one that is printed."""
    (problem,) = SIMULATOR.problems(Scenario(**{"servers": 3, **numbers}))
    assert problem.path == path
    assert says in problem.message


# --- starts that are judged


def test_a_judged_start_is_not_run_and_tells_what_it_breaks() -> None:
    """Otherwise "which of these logs can exist" cannot be asked of a figure that is too large to explore."""
    start = {**logs(S1="121", S2="12"), "S3": StartState(log=(1, None, 2), commit_index=1)}
    scenario = figure(3, start, judge=True)
    assert SIMULATOR.problems(scenario) == ()
    run = execution(scenario, 0)
    assert observe(run, "start_breaks") == ("hole", "falling-terms")
    assert run.end == 0
    assert [event.detail for event in run.events("start")] == ["log 1 2 1", "log 1 2", "log 1 _ 2, committed up to 1"]


def test_a_possible_start_breaks_nothing() -> None:
    """Otherwise the right option of such a question is marked wrong."""
    assert observe(execution(figure(5, FIGURE_8E, judge=True), 0), "start_breaks") == ()
    assert observe(execution(figure(5, FIGURE_8E), 0), "start_breaks") == ()


# --- terms that are not stated


@pytest.mark.parametrize(
    "start",
    [
        logs(S1="1", S2="1", S3="2"),  # S3 led term 2 with S2's vote, and S1 a later one: S2 has its entry from it
        with_state(logs(S1="1", S2="12"), "S1", role="leader"),
        _of(StartState(role="candidate")),
    ],
    ids=["logs", "leader", "candidate"],
)
def test_a_judged_start_may_be_in_any_later_term(start: Start) -> None:
    """Otherwise "which of these logs can exist" has a wrong key: the highest term in a figure is no bound on terms."""
    assert start_breaks(figure(3, start, judge=True)) == ()
    problems = told(3, start)
    assert problems
    highest = latest_term(figure(3, start))
    assert all(f"are in term {highest}, the highest in the figure" in problem.message for problem in problems)
    assert {problem.hint for problem in problems} == {"state a higher term of theirs"}
    stated = {name: replace(start.get(name, StartState()), term=highest + 1) for name in ("S1", "S2", "S3")}
    assert told(3, stated) == ()


def test_what_no_later_term_mends_is_not_put_down_to_terms() -> None:
    """Otherwise an author states higher and higher terms of a figure that is impossible."""
    (problem, *_) = told(3, logs(S1="113", S2="123"))
    assert "highest in the figure" not in problem.message
    assert "log-matching" in start_breaks(figure(3, logs(S1="113", S2="123"), judge=True))


def test_a_term_that_is_stated_is_no_lower_bound() -> None:
    """Otherwise a figure that states its terms is judged as if it did not."""
    stated = {name: replace(one, term=2) for name, one in logs(S1="1", S2="1", S3="2").items()}
    assert start_breaks(figure(3, stated, judge=True)) == ("majority-of-votes",)


# --- random starts


def _as_stated(run: RaftExecution) -> Start:
    """Return the end of a run as a start."""
    down = run.cluster.down
    return {
        server.name: StartState(
            log=tuple(StatedEntry(entry.term, entry.value) for entry in server.log),
            term=server.current_term,
            voted_for=server.voted_for,
            role="follower" if server.name in down or server.role == "pre_candidate" else server.role,
            commit_index=0 if server.name in down else server.commit_index,
            up=server.name not in down,
        )
        for server in run.cluster.servers
    }


@settings(max_examples=60, deadline=None, derandomize=True)
@given(scenarios(), st.integers(0, 5))
def test_where_a_run_ends_another_may_begin(scenario: Scenario, seed: int) -> None:
    """Otherwise a start is called impossible into which clusters do get, and an exam's right answer is refused."""
    start = _as_stated(execution(scenario, seed))
    assert [*start_problems(Scenario(servers=scenario.servers, start=start))] == []


@st.composite
def _starts(draw: st.DrawFn) -> Scenario:
    """Draw logs that grow from one another, and states that often fit them."""
    servers = draw(st.integers(2, 5))
    pool: list[tuple[int, ...]] = [()]
    start: Start = {}
    for name in server_names(Scenario(servers=servers)):
        base = draw(st.sampled_from(pool))
        log = base[: draw(st.sampled_from([len(base), len(base), len(base) - 1, 0]))]
        more = draw(st.lists(st.integers(log[-1] if log else 1, 4), max_size=2))
        log = (*log, *sorted(more))
        pool.append(log)
        start[name] = StartState(
            log=log,
            term=draw(st.sampled_from([None, None, None, max(log, default=0), max(log, default=0) + 1])),
            role=draw(st.sampled_from(["follower", "follower", "follower", "leader", "candidate"])),
            voted_for=draw(st.sampled_from([None, None, None, None, None, None, "", name])),
            commit_index=draw(st.sampled_from([0, 0, len(log), len(log) // 2])),
            up=draw(st.sampled_from([True, True, True, True, False])),
        )
    return Scenario(servers=servers, start=start)


def _broken_by(scenario: Scenario, events: tuple[Event, ...]) -> list[str]:
    """Run a script from a start; return the properties that break."""
    begun = Scenario(servers=scenario.servers, start=scenario.start, events=events)
    return [violation.invariant for violation in execution(begun, 0).history.violations]


def _carried_out(scenario: Scenario, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Leave out the events that have a problem."""
    while found := SIMULATOR.problems(Scenario(servers=scenario.servers, start=scenario.start, events=events)):
        events = tuple(event for position, event in enumerate(events) if position != found[0].path[1])
    return events


_SLOW_TO_DRAW = [HealthCheck.filter_too_much, HealthCheck.too_slow]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=_SLOW_TO_DRAW)
@given(_starts().filter(lambda scenario: [*start_problems(scenario)] == []), st.data())
def test_an_accepted_start_leads_to_no_broken_property(scenario: Scenario, data: st.DataObject) -> None:
    """Otherwise a start is simulated that is impossible, and the card shows Raft broken under its own rules."""
    drawn = data.draw(st.lists(moves(server_names(scenario)), min_size=1, max_size=5))
    events = _carried_out(scenario, tuple(event for move in drawn for event in move))
    assert _broken_by(scenario, events) == []


def test_a_start_with_a_commit_that_can_be_lost_breaks_one() -> None:
    """Otherwise the property above holds because its starts are tame, and the rule on commits is not needed."""
    broken: list[str] = []
    lost = ("commit-majority", "leader-completeness")

    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=_SLOW_TO_DRAW)
    @given(_starts().map(_in_a_later_term).filter(lambda one: start_breaks(one) == lost))
    def collect(scenario: Scenario) -> None:
        elections = tuple(Elect(name) for name, state in scenario.start.items() if state.up)
        broken.extend(_broken_by(scenario, (*elections, Run("1s"))))

    collect()
    assert "leader-completeness" in broken
