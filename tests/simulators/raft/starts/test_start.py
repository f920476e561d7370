"""Starts: a run begins as it is stated, figures 7 and 8 of the paper among them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.protocol.state import Entry
from quizgen.simulators.raft.runs.execution import execution
from quizgen.simulators.raft.scenario import Exhaustive, StartState, StatedEntry
from quizgen.simulators.raft.scenario.events import Crash, Elect, Event, Link, Restart, Run, Send, Settle
from quizgen.simulators.raft.starts.start import start_of, start_servers
from tests.conftest import Golden
from tests.simulators.raft.figures import FIGURE_7, FIGURE_8C, FIGURE_8E, figure, logs, started, with_state
from tests.simulators.raft.scripts import observe, run_of, write

# --- what goes without saying


def test_an_entry_stated_as_a_term_has_its_place_as_its_value() -> None:
    """Otherwise a claim cannot name an entry of a figure of logs, or two logs of one figure never match."""
    start = {"S1": StartState(log=(1, StatedEntry(2, "x"), 2))}
    (server, *_), _ = start_servers(figure(3, start))
    assert server.log == (Entry(1, "1@1"), Entry(2, "x"), Entry(2, "3@2"))


def test_servers_are_in_the_highest_term_that_is_stated() -> None:
    """Otherwise a figure in which only logs are given begins with servers that their entries contradict."""
    servers, _ = start_servers(figure(4, {**logs(S1="15", S2="1"), "S3": StartState(term=2)}))
    assert [server.current_term for server in servers] == [5, 5, 2, 5]


@pytest.mark.parametrize(
    ("start", "votes"),
    [
        (with_state(logs(S1="12", S2="1"), "S1", role="leader"), ("S1", "S1", "S1")),
        (logs(S1="12", S2="122", S3="1"), ("S2", "S2", "S2")),
        (with_state(logs(S1="1", S2="1"), "S1", role="candidate", term=2), ("S1", "", "")),
        (with_state(logs(S1="1", S2="1"), "S3", voted_for="S1", term=2), ("", "", "S1")),
        (with_state(with_state(logs(S1="12", S2="1"), "S1", role="leader"), "S3", voted_for=""), ("S1", "S1", "")),
        (with_state(logs(S1="13", S2="1", S3="12"), "S1", role="leader"), ("S1", "S1", "")),
    ],
    ids=["leader", "longest log", "candidate", "stated", "nobody", "more up to date"],
)
def test_who_voted_for_whom(start: dict[str, StartState], votes: tuple[str, ...]) -> None:
    """Otherwise a start leaves votes free that a leader has had: two leaders of one term (sections 5.2, 5.4.1)."""
    servers, _ = start_servers(figure(3, start))
    assert tuple(server.voted_for for server in servers) == votes


def test_a_leader_starts_as_it_was_elected() -> None:
    """Otherwise a stated leader takes entries for replicated that it has not brought to anybody (section 5.3)."""
    servers, down = start_servers(figure(3, with_state(FIGURE_3_OF_3, "S3", up=False)))
    leader, follower, absent = servers
    assert (leader.role, leader.leader, leader.next_index, leader.match_index) == ("leader", "S1", (4, 4, 4), (0, 0, 0))
    assert (follower.role, follower.leader, follower.reachable) == ("follower", "S1", ("S1", "S2"))
    assert (absent.leader, down) == ("", ("S3",))


FIGURE_3_OF_3 = with_state(logs(S1="112", S2="11", S3="1"), "S1", role="leader", commit_index=2)


def test_an_empty_start_is_no_start() -> None:
    """Otherwise every run there is changes, and with it every deck."""
    assert start_of(figure(3, {})) is None
    assert run_of([Run("1s")], servers=3).trace.to_text() == started(3, {}, Run("1s")).trace.to_text()


# --- a run from a start


def test_a_run_says_first_what_each_server_starts_with() -> None:
    """Otherwise a reader of the run does not see the figure that it began with."""
    run = started(3, with_state(FIGURE_3_OF_3, "S3", up=False))
    assert [(event.actor, event.type, event.get("role"), event.get("term"), event.detail) for event in run.trace] == [
        ("S1", "start", "leader", 2, "log 1 1 2, committed up to 2"),
        ("S2", "start", "follower", 2, "log 1 1"),
        ("S3", "start_down", "follower", 2, "log 1"),
    ]


def test_a_stated_leader_keeps_its_office_and_repairs_logs() -> None:
    """Otherwise a figure's leader is deposed by followers that do not know it (sections 5.2, 5.3)."""
    for seed in range(10):
        run = started(3, FIGURE_3_OF_3, Settle("1s"), seed=seed)
        assert observe(run, "leader_of_term", 2) == "S1"
        assert observe(run, "elections") == 0
        assert observe(run, "logs_equal")
        assert observe(run, "committed_up_to") == 3
        assert observe(run, "first_leader_ms") == 0


def test_a_stated_leader_begins_with_its_no_op() -> None:
    """Otherwise an exam's leader never commits what it found, although the option is there for that (section 8)."""
    start = with_state(logs(S1="11", S2="11", S3="1"), "S1", role="leader", term=2)
    scenario = replace(figure(3, start, Settle("1s")), leader_no_op=True)
    run = execution(scenario, 0)
    appended = next(run.events("entry_appended"))
    assert (appended.time, appended.actor, appended.get("index")) == (0, "S1", 3)
    assert observe(run, "log_terms", "S3") == (1, 1, 2)
    assert observe(run, "committed_up_to") == 3
    assert observe(execution(replace(scenario, leader_no_op=False), 0), "committed_up_to") == 0
    own = with_state(FIGURE_3_OF_3, "S1", term=2)
    assert observe(execution(replace(figure(3, own), leader_no_op=True), 0), "log_terms", "S1") == (1, 1, 2)
    judged = replace(figure(3, start, judge=True), leader_no_op=True)
    assert observe(execution(judged, 0), "log_terms", "S1") == (1, 1)
    explored = replace(figure(3, start), leader_no_op=True, explore=Exhaustive("logs", terms=2, entries=2))
    states = list(SIMULATOR.executions(explored, None))
    assert {observe(state, "log_terms", "S1") for state in states} == {(1, 1, 2)}
    assert max(observe(state, "committed_up_to") for state in states) == 3


def test_what_is_committed_at_the_start_is_known() -> None:
    """Otherwise a claim on a committed entry of a figure is false, and its loss breaks no property."""
    run = started(3, FIGURE_3_OF_3)
    assert observe(run, "committed_values") == ("1@1", "2@1")
    assert observe(run, "committed", "3@2") is False
    assert observe(run, "holders_at_commit", "2@1") == 2
    assert observe(run, "entry_term", "3@2") == 2
    assert observe(run, "leaders_in_term_max") == 1
    lost = started(
        3, FIGURE_3_OF_3, Crash("S1"), Elect("S3"), write("S3", "x"), Settle("1s"), rules="newest-term-rules"
    )
    assert not observe(lost, "holds", "leader-completeness")


def test_terms_before_the_start_are_not_counted() -> None:
    """Otherwise the card says that terms had no leader of which nothing is known but their entries."""
    run = started(3, FIGURE_3_OF_3, Crash("S1"), Elect("S2"))
    assert observe(run, "terms_without_leader") == observe(run, "terms_without_campaign") == 0
    assert observe(run, "max_term") == 3


def test_a_server_that_is_down_at_the_start_can_be_restarted() -> None:
    """Otherwise a figure with a crashed server is one from which it never comes back."""
    run = started(3, with_state(FIGURE_3_OF_3, "S3", up=False), Restart("S3"), Settle("1s"))
    assert observe(run, "log_terms", "S3") == (1, 1, 2)


# --- figure 7


def test_figure_7_who_votes_for_the_leader_of_term_8() -> None:
    """Otherwise the exam's question on this figure is marked wrong: a, b, e and f grant, c and d refuse (5.4.1)."""
    run = started(7, with_state(FIGURE_7, "S1", term=7))
    granted = {server: observe(run, "would_grant", server, "S1") for server in FIGURE_7}
    assert granted == {"S1": True, "S2": True, "S3": True, "S4": False, "S5": False, "S6": True, "S7": True}
    assert observe(run, "votes_it_would_get", "S1") == 5
    winners = [server for server in FIGURE_7 if observe(run, "can_win", server)]
    assert winners == ["S1", "S2", "S4", "S5"]


def test_figure_7_the_leader_makes_all_logs_its_own() -> None:
    """Otherwise the simulator does not repair the logs that the paper says it repairs (section 5.3)."""
    for seed in range(5):
        run = started(7, with_state(FIGURE_7, "S1", role="leader", term=8), write("S1", "x"), Settle("2s"), seed=seed)
        assert {observe(run, "log_terms", server) for server in FIGURE_7} == {(1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8)}
        assert observe(run, "committed_up_to") == 11
        assert observe(run, "overwritten", "12@7")


# --- figure 8

FROM_C_TO_D: tuple[Event, ...] = (Crash("S1"), Restart("S5"), Elect("S5"), Settle("1s"))


def test_figure_8_an_entry_on_a_majority_is_overwritten() -> None:
    """Otherwise the card says that a majority is enough for an entry of an earlier term (section 5.4.2, (c) to (d))."""
    for seed in range(5):
        run = started(5, FIGURE_8C, *FROM_C_TO_D, seed=seed)
        assert observe(run, "leader") == "S5"
        assert observe(run, "overwritten", "2@2")
        assert observe(run, "safe")


def test_figure_8_an_entry_of_its_own_term_keeps_it() -> None:
    """Otherwise the card says that it can still be lost in (e), where S5 cannot win any more (section 5.4.2)."""
    before = started(5, FIGURE_8C, Crash("S1"), Restart("S5"))
    assert observe(before, "can_win", "S5") is True
    run = started(5, FIGURE_8E, Run("70ms"), Crash("S1"), Restart("S5"))
    assert (observe(run, "committed_term_at", 2), observe(run, "committed_up_to")) == (2, 3)
    assert (observe(run, "can_win", "S5"), observe(run, "votes_it_would_get", "S5")) == (False, 1)


def test_figure_8_with_commitment_by_counting_loses_a_committed_entry() -> None:
    """Otherwise the wrong rule that figure 8 is about passes for right."""
    without_its_own = with_state(FIGURE_8C, "S1", log=(1, 2), term=4)
    wrong, right = (
        started(5, without_its_own, Run("80ms"), *FROM_C_TO_D, rules=rules)
        for rules in ("commit-old-term-by-counting", None)
    )
    assert (observe(wrong, "committed", "2@2"), observe(wrong, "holds", "leader-completeness")) == (True, False)
    assert (observe(right, "committed", "2@2"), observe(right, "holds", "leader-completeness")) == (False, True)


@pytest.mark.parametrize(
    ("name", "servers", "start", "events"),
    [
        ("figure-7-start", 7, with_state(FIGURE_7, "S1", role="leader", term=8), (Settle("1s"),)),
        ("figure-8-start", 5, FIGURE_8C, FROM_C_TO_D),
    ],
)
def test_a_transcript_from_a_start(
    name: str, servers: int, start: dict[str, StartState], events: tuple[Event, ...], golden: Golden
) -> None:
    """Otherwise a change to a run from a figure goes unnoticed: read the difference, then rewrite it."""
    golden(f"transcripts/{name}.txt", started(servers, start, *events).trace.to_text(fold=True))


def test_a_stated_leader_goes_on_from_what_it_knows_of_others() -> None:
    """Otherwise the card on how a leader finds what a follower lacks (5.3) cannot begin where its figure does."""
    stated = with_state(
        logs(S1="113", S2="113", S3="1"), "S1", role="leader", match_index={"S2": 2}, next_index={"S3": 2}
    )
    still = started(3, stated)
    assert [observe(still, "match_index", "S1", other) for other in ("S2", "S3")] == [2, 0]
    assert [observe(still, "next_index", "S1", other) for other in ("S2", "S3")] == [3, 2]
    sent = started(3, stated, Send(Link("S1", "S3")))
    assert [(event.get("count"), event.get("index")) for event in sent.events("append_sent")] == [(2, 3)]
    late = started(3, with_state(stated, "S1", next_index={"S3": 4}), Settle("1s"))
    on_time = started(3, stated, Settle("1s"))
    assert [observe(run, "happened", "next_index_lowered") for run in (late, on_time)] == [True, False]
    assert observe(late, "match_index", "S1", "S3") == 3
    assert observe(late, "committed_up_to") == 3
    explored = replace(figure(3, stated), explore=Exhaustive("logs", terms=4, entries=3))
    assert {problem.path for problem in SIMULATOR.problems(explored)} == {
        ("start", "S1", "match_index"),
        ("start", "S1", "next_index"),
    }
