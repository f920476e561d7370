"""What lessons say about Raft, and what the protocol says to it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from quizgen.simulators.raft.runs.execution import execution
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Delay,
    Drop,
    Elect,
    Heal,
    Hold,
    Isolate,
    Link,
    Release,
    Restart,
    Run,
    Settle,
    SlowLink,
    TimeOut,
)
from tests.simulators.raft.scripts import (
    CUT_BETWEEN_CENTRES,
    FIGURE_8,
    FIVE,
    observe,
    run_of,
    seeds,
    tally,
    write,
)

# --- elections (sections 5.1 and 5.2)


def test_a_win_takes_exactly_three_votes_of_five() -> None:
    """Otherwise the card "how many votes does it take" has the wrong number (section 5.2)."""
    scenario = Scenario(servers=5, events=(Run("1s"),), explore=seeds(40))
    for seed in range(40):
        run = execution(scenario, seed)
        assert run.history.votes_at_win
        assert set(run.history.votes_at_win.values()) == {3}


def test_the_election_happens_in_the_papers_order() -> None:
    """Otherwise the ordering question on an election is marked wrong (figure 2)."""
    steps = (
        "election_timeout",
        "become_candidate",
        "term_increment",
        "vote_self",
        "request_vote_sent",
        "vote_received",
        "become_leader",
        "heartbeat_sent",
        "append_accepted",
    )
    for seed in range(20):
        trace = run_of([Elect("S1")], seed=seed).trace
        first = [next(event.id for event in trace if event.type == step) for step in steps]
        assert all(trace.happens_before(one, other) for one, other in pairwise(first))
        granted = [event.id for event in trace if event.type == "vote_granted"]
        asked, won = first[steps.index("request_vote_sent")], first[steps.index("become_leader")]
        assert all(trace.happens_before(asked, vote) for vote in granted)
        assert sum(trace.happens_before(vote, won) for vote in granted) == 2


def test_the_term_table_is_1_2_3_and_a_healthy_leader_keeps_its_term() -> None:
    """Otherwise the card says that a term passes without an election (section 5.1)."""
    events = (
        Elect("S1"),
        Crash("S1"),
        Elect("S2"),
        Restart("S1"),
        Crash("S2"),
        Elect("S3"),
        Restart("S2"),
        Run("30s"),
    )
    for seed in range(10):
        run = run_of(events, seed=seed)
        assert [observe(run, "leader_of_term", term) for term in (1, 2, 3, 4)] == ["S1", "S2", "S3", ""]
        assert (observe(run, "max_term"), observe(run, "elections"), observe(run, "leader")) == (3, 3, "S3")
        assert observe(run, "terms_without_campaign") == 0


def test_an_older_log_is_refused_and_its_higher_term_only_deposes() -> None:
    """Otherwise the card says that the sender of the higher term wins (section 5.4.1)."""
    events = (Elect("S1"), Isolate("S3"), write("S1", "x"), Run("20ms"), Heal("all"), TimeOut("S3"), Run("40ms"))
    for seed in range(20):
        run = run_of(events, servers=3, seed=seed)
        assert observe(run, "stepped_down", "S1")
        assert observe(run, "happened", "vote_refused")
        assert observe(run, "leader_of_term", 2) == ""


def test_narrow_timeouts_split_votes() -> None:
    """Otherwise the card on random timeouts has no ground (section 5.2)."""
    events, explore = (Run("1s"),), seeds(40)
    narrow = Scenario(servers=4, events=events, election_timeout=("150ms", "155ms"), explore=explore)
    wide = Scenario(servers=4, events=events, explore=explore)
    split = [
        sum(int(str(terms)) * runs for terms, runs in tally(one, "terms_without_leader").items())
        for one in (narrow, wide)
    ]
    assert split[0] > 5 * max(split[1], 1)


def test_several_candidates_can_share_a_term_but_not_several_leaders() -> None:
    """Otherwise the card says that a term belongs to one candidate (section 5.2)."""
    events = (TimeOut("S1"), TimeOut("S2"), Run("1s"))
    for seed in range(20):
        run = run_of(events, seed=seed)
        assert observe(run, "candidates_in_term", 1) == 2
        assert observe(run, "leaders_in_term_max") == 1


# --- partitions


def test_only_the_majority_side_of_a_cut_commits_and_leads() -> None:
    """Otherwise the card on a link that is cut between two data centres is wrong."""
    scenario = Scenario(servers=5, events=CUT_BETWEEN_CENTRES, explore=seeds(20))
    assert tally(scenario, "committed", "x") == {True: 20}
    assert tally(scenario, "leaders", "dc_a") == {1: 20}
    assert tally(scenario, "leaders", "dc_b") == {0: 20}
    assert tally(scenario, "leader_of_term", 1) == {"S1": 20}


def test_a_leader_on_the_minority_side_keeps_its_role_and_commits_nothing() -> None:
    """Otherwise the card says that there is one leader at a time, or that the old one can still commit."""
    events = (Elect("S1"), Isolate("S1"), write("S1", "lost"), Run("2s"), write("leader", "kept"), Run("1s"))
    for seed in range(10):
        run = run_of(events, seed=seed)
        assert observe(run, "simultaneous_leaders") == 2
        assert observe(run, "role", "S1") == "leader"
        assert not observe(run, "committed", "lost")
        assert observe(run, "committed", "kept")
        assert observe(run, "safe")


def test_an_uncommitted_write_is_overwritten_after_healing() -> None:
    """Otherwise the card says that no write is ever lost (section 5.3)."""
    events = (
        Elect("S1"),
        Isolate("S1"),
        write("S1", "lost"),
        Run("1s"),
        write("leader", "kept"),
        Run("200ms"),
        Heal("all"),
        Settle("5s"),
    )
    for seed in range(10):
        run = run_of(events, seed=seed)
        assert observe(run, "overwritten", "lost")
        assert not observe(run, "acknowledged", "lost")
        assert observe(run, "log_values", "S1") == ("kept",)
        assert observe(run, "logs_equal")


def test_one_way_loss_lets_a_server_campaign_although_the_leader_hears_it() -> None:
    """Otherwise ``drop`` is a partition, and the card on one-way failures cannot be written."""
    run = run_of((Elect("S1"), Drop(Link("S1", "S3")), Run("400ms")), servers=3)
    assert observe(run, "happened", "election_timeout", "S3")
    assert observe(run, "stepped_down", "S1")


# --- coming back


@pytest.mark.parametrize(("pre_vote", "deposed"), [(False, True), (True, False)])
def test_an_isolated_server_comes_back_with_a_higher_term_unless_there_is_pre_vote(
    *, pre_vote: bool, deposed: bool
) -> None:
    """Otherwise the card on a server's return is wrong in one of its two versions (dissertation, section 9.6)."""
    events = (Elect("S1"), Isolate("S3"), Run("3s"), Heal("all"), Settle("5s"))
    scenario = Scenario(servers=3, events=events, pre_vote=pre_vote, explore=seeds(10))
    assert tally(scenario, "stepped_down", "S1") == {deposed: 10}
    assert tally(scenario, "happened", "not_settled") == {False: 10}
    terms = tally(scenario, "max_term")
    assert (min(terms) > 5) if deposed else (terms == {1: 10})  # type: ignore[operator]  # these are ints


def test_a_server_that_was_stopped_catches_up_and_changes_nothing() -> None:
    """Otherwise the card says that a server's return deposes the leader."""
    events = (
        Elect("S1"),
        Crash("S3"),
        write("S1", "x"),
        Settle("1s"),
        Elect("S2"),
        write("S2", "y"),
        Run("3s"),
        Restart("S3"),
        Settle("100ms"),
    )
    for seed in range(20):
        run = run_of(events, servers=3, seed=seed)
        assert (observe(run, "leader"), observe(run, "max_term")) == ("S2", 2)
        assert observe(run, "current_term", "S3") == 2
        assert observe(run, "log_values", "S3") == ("x", "y")
        assert observe(run, "committed_on", "y", "S3")


def test_a_restarted_leader_is_a_follower() -> None:
    """Otherwise the card says that a leader stays leader over a restart (figure 2, state)."""
    run = run_of((Elect("S1"), Crash("leader"), Restart("S1")))
    assert (observe(run, "role", "S1"), observe(run, "current_term", "S1"), observe(run, "voted_for", "S1")) == (
        "follower",
        1,
        "S1",
    )


def test_a_message_of_an_old_term_is_refused_with_the_current_one() -> None:
    """Otherwise the card on stale messages has no run to show (section 5.1)."""
    events = (
        Elect("S1"),
        Hold(Link("S1", "S3")),
        write("S1", "late"),
        Run("20ms"),
        Elect("S2"),
        Settle("1s"),
        Release(Link("S1", "S3")),
        Run("20ms"),
    )
    run = run_of(events, servers=3)
    stale = next(run.events("stale_rejected"))
    assert (stale.actor, stale.peer, stale.get("message"), stale.get("message_term"), stale.get("term")) == (
        "S3",
        "S1",
        "AppendEntries",
        1,
        2,
    )
    assert observe(run, "leader") == "S2"


# --- writes


def test_a_leader_waits_for_a_majority_not_for_all() -> None:
    """Otherwise the card says that one slow follower holds up every write (section 5.3)."""
    slow = tuple(Delay(SlowLink("S1", server, "1s")) for server in ("S4", "S5"))
    run = run_of((Elect("S1"), *slow, write("S1", "x"), Run("30ms")))
    assert observe(run, "acknowledged", "x")
    assert observe(run, "holders_at_commit", "x") == 3


def test_the_same_command_twice_is_logged_twice() -> None:
    """Otherwise the card says that terms remove duplicates (section 8: that takes client sessions)."""
    run = run_of((Elect("S1"), write("S1", "x"), write("S1", "x"), Settle("1s")))
    assert observe(run, "log_values", "S2") == ("x", "x")


def test_a_write_to_a_follower_reaches_the_leader() -> None:
    """Otherwise the card on writes to followers has no run to show (section 8)."""
    run = run_of((Elect("S1"), write("S2", "x"), Run("100ms")))
    assert observe(run, "redirected", "x")
    assert observe(run, "acknowledged", "x")
    assert not observe(run, "redirected", "y")


def test_an_entry_keeps_the_term_of_the_leader_that_created_it() -> None:
    """Otherwise the card on an entry's term names the leader that replicated it (section 5.3)."""
    run = run_of((Elect("S1"), write("S1", "x"), Settle("1s"), Elect("S2"), write("S2", "y"), Settle("1s")))
    assert observe(run, "log_terms", "S5") == (1, 2)
    assert (observe(run, "entry_term", "x"), observe(run, "entry_term", "z")) == (1, 0)


def test_figure_8_does_not_commit_the_old_entry() -> None:
    """Otherwise the card on the commit rule has no run to show (section 5.4.2)."""
    for seed in range(10):
        run = run_of(FIGURE_8, seed=seed)
        assert not observe(run, "happened", "not_elected")
        assert observe(run, "happened", "entry_appended", "S3")
        assert (observe(run, "committed", "b"), observe(run, "overwritten", "b")) == (False, True)
        assert observe(run, "safe")


# --- failures and time


def test_losing_a_follower_is_no_stall_and_losing_the_leader_is_one() -> None:
    """Otherwise the card says that one dead server of five is never noticed."""
    follower = Scenario(servers=5, events=(Elect("S1"), Crash("S5"), Run("1s")), explore=seeds(20))
    leader = Scenario(servers=5, events=(Elect("S1"), Crash("leader"), Run("2s")), explore=seeds(20))
    assert tally(follower, "longest_stall_ms") == {0: 20}
    stalls = tally(leader, "longest_stall_ms")
    assert min(stalls) >= 100  # type: ignore[operator]  # these are ints


def test_a_leader_whose_followers_have_gone_on_to_a_new_term_is_a_stall() -> None:
    """Otherwise the time in which a deposed leader has not yet heard of it counts as service."""
    deaf = tuple(Hold(Link(server, "S1")) for server in ("S2", "S3"))
    run = run_of((Elect("S1"), *deaf, TimeOut("S3"), Run("40ms")), servers=3)
    adopted = next(event.time for event in run.events("term_adopted") if event.get("term") == 2)
    won = next(event.time for event in run.events("become_leader") if event.get("term") == 2)
    assert observe(run, "longest_stall_ms") == (won - adopted) // 1000 > 0


def test_with_pre_vote_a_follower_is_free_again_after_the_shortest_timeout() -> None:
    """Otherwise failover with pre-vote takes as long as the slowest timer (dissertation, section 9.6)."""
    scenario = Scenario(
        servers=3,
        events=(Elect("S1"), Crash("S1"), Run("200ms"), Elect("S2")),
        election_timeout=("150ms", "5s"),
        pre_vote=True,
        explore=seeds(10),
    )
    assert tally(scenario, "leader")["S2"] >= 8


@pytest.mark.parametrize("down", [2, 3])
def test_two_of_five_may_be_down_and_three_may_not(down: int) -> None:
    """Otherwise the card on five servers has the wrong number; one server back resumes the work."""
    dead = FIVE[5 - down :]
    events = (Elect("S1"), Crash(dead), write("S1", "x"), Run("1s"))
    scenario = Scenario(servers=5, events=events, explore=seeds(10))
    assert tally(scenario, "committed", "x") == {down == 2: 10}
    back = Scenario(servers=5, events=(*events, Restart(dead[0]), Run("1s")), explore=seeds(10))
    assert tally(back, "committed", "x") == {True: 10}


@pytest.mark.parametrize(("check_quorum", "role"), [(False, {"leader"}), (True, {"follower", "candidate"})])
def test_check_quorum_ends_an_isolated_leaders_belief(*, check_quorum: bool, role: set[str]) -> None:
    """Otherwise the card on stale leaders is wrong for systems with CheckQuorum (dissertation, section 6.2)."""
    scenario = Scenario(
        servers=5, events=(Elect("S1"), Isolate("S1"), Run("1s")), check_quorum=check_quorum, explore=seeds(10)
    )
    assert set(tally(scenario, "role", "S1")) <= role


def test_lost_messages_delay_but_do_not_break() -> None:
    """Otherwise a scenario with loss shows a Raft that is not safe, or one that never commits."""
    events = (Run("2s"), write("leader", "x"), Run("3s"))
    scenario = Scenario(servers=3, events=events, loss=0.2, explore=seeds(20))
    assert tally(scenario, "safe") == {True: 20}
    assert tally(scenario, "committed", "x")[True] >= 18
    assert tally(scenario, "happened", "message_lost")[True] >= 15  # lost heartbeats are not recorded
