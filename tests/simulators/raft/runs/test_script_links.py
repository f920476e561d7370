"""Links and single messages: a script can run a cluster message by message."""

from __future__ import annotations

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import LinkLatency, Scenario, StartState
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Deliver,
    Duplicate,
    Elect,
    Event,
    Heal,
    Hold,
    Isolate,
    LateLetter,
    Letter,
    Link,
    Lose,
    MessageKind,
    Postpone,
    Release,
    Restart,
    Run,
    Send,
    Settle,
    TimeOut,
)
from tests.conftest import Golden
from tests.simulators.raft.figures import logs, started, with_state
from tests.simulators.raft.scripts import observe, run_of, write


def _deliver(sender: str, receiver: str, message: MessageKind = "any") -> Deliver:
    return Deliver(Letter(sender=sender, receiver=receiver, message=message))


def _asked_and_answered(candidate: str, *voters: str) -> tuple[Event, ...]:
    """Bring a candidate's requests to voters, and their answers back."""
    return tuple(
        event
        for voter in voters
        for event in (
            _deliver(candidate, voter, "RequestVote"),
            _deliver(voter, candidate, "RequestVoteReply"),
        )
    )


FIGURE_8_TO_C: tuple[Event, ...] = (
    Hold("all"),
    # (a) S1 leads term 2, with a first entry that all have, and brings entry 2 to S2 only
    write("S1", "b"),
    _deliver("S1", "S2", "AppendEntries"),
    # (b) S1 crashes; S3 and S4, whose logs lack entry 2, elect S5, which takes another entry 2
    Crash("S1"),
    TimeOut("S5"),
    *_asked_and_answered("S5", "S3", "S4"),
    write("S5", "c"),
    # (c) S5 crashes; S1 campaigns in term 3, which S3 has reached, and then in term 4, and wins
    Crash("S5"),
    Restart("S1"),
    TimeOut("S1"),
    TimeOut("S1"),
    Lose(Letter(sender="S1", receiver="S3", message="AppendEntries")),  # of term 2, still kept back
    *_asked_and_answered("S1", "S2", "S3"),
    *_asked_and_answered("S1", "S2", "S3"),
    # S3 refuses the first AppendEntries, since it lacks entry 2, and takes the second
    _deliver("S1", "S2", "AppendEntries"),
    _deliver("S2", "S1", "AppendEntriesReply"),  # to term 2
    _deliver("S2", "S1", "AppendEntriesReply"),
    _deliver("S1", "S3", "AppendEntries"),
    _deliver("S3", "S1", "AppendEntriesReply"),
    _deliver("S1", "S3", "AppendEntries"),
    _deliver("S3", "S1", "AppendEntriesReply"),
)
"""Figure 8 (a) to (c): entry 2, of term 2, is on S1, S2 and S3, and S1 knows it."""

FIGURE_8_TO_D: tuple[Event, ...] = (
    *FIGURE_8_TO_C,
    # (d) S1 crashes; S5 campaigns in term 4, in which votes are used, and then in term 5, and wins
    Crash("S1"),
    Restart("S5"),
    TimeOut("S5"),
    TimeOut("S5"),
    *_asked_and_answered("S5", "S2", "S3"),
    *_asked_and_answered("S5", "S2", "S3"),
    Release("all"),
    Settle("1s"),
)
"""Figure 8 (a) to (d): S5 leads term 5, and its entry 2, of term 3, takes the place of the other."""

FIGURE_8_START = with_state(logs(S1="1", S2="1", S3="1", S4="1", S5="1"), "S1", role="leader", term=2)


def test_figure_8_by_messages() -> None:
    """Otherwise the paper's figure cannot be asked step by step: on a majority, not committed, lost (section 5.4.2)."""
    at_c = started(5, FIGURE_8_START, *FIGURE_8_TO_C)
    assert (observe(at_c, "leader"), observe(at_c, "max_term"), observe(at_c, "holders_at", 2, 2)) == ("S1", 4, 3)
    assert [observe(at_c, "match_index", "S1", follower) for follower in ("S2", "S3", "S4")] == [2, 2, 0]
    assert observe(at_c, "committed_at", 2) is False
    assert observe(at_c, "can_win", "S4") is False
    wrong = started(5, FIGURE_8_START, *FIGURE_8_TO_C, rules="commit-old-term-by-counting")
    assert observe(wrong, "committed_at", 2) is True
    at_d = started(5, FIGURE_8_START, *FIGURE_8_TO_D)
    assert (observe(at_d, "leader"), observe(at_d, "max_term")) == ("S5", 5)
    assert observe(at_d, "overwritten", "b")
    assert at_c.gave_up is None
    assert at_d.gave_up is None


@pytest.fixture(scope="module")
def held() -> RaftExecution:
    """S1 campaigns while every link keeps messages back."""
    return run_of((Hold("all"), TimeOut("S1"), Run("20ms")), servers=3)


def test_hold_all_keeps_everything_back(held: RaftExecution) -> None:
    """Otherwise a script that runs message by message races with messages that arrive by themselves."""
    assert observe(held, "under_way", "RequestVote") == 2
    assert observe(held, "under_way", "RequestVote", "S1", "S3") == 1
    assert not observe(held, "happened", "vote_granted")


def test_an_election_message_by_message() -> None:
    """Otherwise "after which message does S1 lead" cannot be asked: it is the third vote, its own included (5.2)."""
    events = (Hold("all"), TimeOut("S1"), *_asked_and_answered("S1", "S2", "S3"))
    before = run_of(events[:-1])
    assert (observe(before, "votes_so_far", "S1"), observe(before, "role", "S1")) == (2, "candidate")
    assert observe(run_of(events), "role", "S1") == "leader"


def test_a_message_is_found_by_its_kind_and_only_that_one_arrives() -> None:
    """Otherwise a script delivers another message than it names."""
    events = (Elect("S1"), Hold("all"), write("S1", "x"), _deliver("S1", "S2", "AppendEntries"))
    run = run_of(events, servers=3)
    assert (observe(run, "in_log", "x", "S2"), observe(run, "in_log", "x", "S3")) == (True, False)


def test_a_delivery_comes_before_all_that_is_under_way() -> None:
    """Otherwise `deliver` waits for messages that the script wants to come later."""
    run = run_of((TimeOut("S1"), _deliver("S1", "S3")), servers=3)
    assert [event.actor for event in run.events("vote_granted")] == ["S3"]
    assert run.end == 0


def test_a_lost_message_never_arrives() -> None:
    """Otherwise a question on a lost vote is about one that came."""
    lost = Lose(Letter(sender="S1", receiver="S2", message="RequestVote"))
    run = run_of((TimeOut("S1"), lost, Run("40ms")), servers=3)
    assert observe(run, "vote_of", "S2", 1) == ""
    assert observe(run, "leader") == "S1"
    assert [event.detail for event in run.events("message_lost")] == ["the script loses it"]


def test_a_postponed_message_arrives_later() -> None:
    """Otherwise a late message cannot be staged without slowing its whole link."""
    late = Postpone(LateLetter(sender="S1", receiver="S2", message="RequestVote", by="80ms"))
    (granted,) = [
        event
        for event in run_of((TimeOut("S1"), late, Run("140ms")), servers=3).events("vote_granted")
        if event.actor == "S2"
    ]
    assert 81_000 <= granted.time <= 90_000
    kept = (Hold("all"), TimeOut("S1"), Run("5ms"), late, Run("79ms"))
    assert not observe(run_of(kept, servers=3), "happened", "vote_granted")
    assert observe(run_of((*kept, Run("1ms")), servers=3), "happened", "vote_granted", "S2")


def test_a_doubled_message_arrives_twice_and_counts_once() -> None:
    """Otherwise the card says that a repeated vote counts twice (section 5.2)."""
    twice = Duplicate(Letter(sender="S2", receiver="S1", message="RequestVoteReply"))
    asked = (Hold("all"), TimeOut("S1"), _deliver("S1", "S2"), twice)
    answers = (_deliver("S2", "S1"), _deliver("S2", "S1"))
    run = run_of((*asked, *answers))
    assert observe(run, "votes_so_far", "S1") == 2
    assert run.gave_up is None
    under_way = (TimeOut("S1"), Duplicate(Letter(sender="S1", receiver="S2")), Run("15ms"))
    assert len(list(run_of(under_way, servers=3).events("vote_granted"))) == 3


def test_send_brings_what_a_follower_lacks_or_a_heartbeat() -> None:
    """Otherwise figures of replication cannot be followed step by step (section 5.3)."""
    start = with_state(logs(S1="112", S2="1", S3="11"), "S1", role="leader")
    repaired = started(
        3,
        start,
        Hold("all"),
        Send(Link("S1", "S2")),
        _deliver("S1", "S2"),
        _deliver("S2", "S1"),  # lacks entry 3
        _deliver("S1", "S2"),
        _deliver("S2", "S1"),  # lacks entry 2
        _deliver("S1", "S2"),
        _deliver("S2", "S1"),
    )
    assert [event.type for event in repaired.trace if event.type.startswith(("append", "next"))] == [
        "append_refused",
        "next_index_lowered",
        "append_sent",
        "append_refused",
        "next_index_lowered",
        "append_sent",
        "append_accepted",
    ]
    assert (observe(repaired, "match_index", "S1", "S2"), observe(repaired, "commit_index", "S1")) == (3, 3)
    sent = [(event.type, event.peer) for event in repaired.trace if event.actor == "S1" and event.type != "start"]
    assert sent[0] == ("heartbeat_sent", "S2")


@pytest.mark.parametrize(
    "event",
    [
        _deliver("S1", "S2", "AppendEntries"),
        Lose(Letter(sender="S2", receiver="S1")),
        Postpone(LateLetter(sender="S1", receiver="S2", message="RequestPreVote", by="1ms")),
        Duplicate(Letter(sender="S2", receiver="S3")),
        Send(Link("S2", "S3")),
        Send(Link("S1", "S3")),
    ],
)
def test_what_finds_no_message_says_so(event: Event) -> None:
    """Otherwise a script goes on as if a message had come that was never sent."""
    run = run_of((Hold("all"), TimeOut("S1"), event), servers=3)
    assert run.gave_up is not None
    assert run.gave_up.type == "no_effect"


REORDERED: tuple[Event, ...] = (
    Hold("all"),
    write("S1", "x"),
    write("S1", "y"),
    Deliver(Letter(sender="S1", receiver="S2", message="AppendEntries", nth=2)),
)


def test_one_of_several_messages_of_a_kind_can_be_chosen() -> None:
    """Otherwise "the second request arrives first" cannot be asked of links that are held."""
    start = {"S1": StartState(term=1, role="leader")}
    late = (*REORDERED, _deliver("S1", "S2", "AppendEntries"))
    for events, deleted in ((REORDERED, 0), (late, 1)):
        run = started(3, start, *events)
        assert observe(run, "log_values", "S2") == ("x", "y")
        assert observe(run, "under_way", "AppendEntries", "S1", "S2") == 1 - deleted
        wrong = started(3, start, *events, rules="append-replaces-rest")
        assert observe(wrong, "count", "entries_deleted", "S2") == deleted


def test_messages_under_way_come_before_those_that_are_kept_back() -> None:
    """Otherwise ``nth`` means another message than the reference says."""
    events = (TimeOut("S1"), Hold("all"), TimeOut("S1"), Lose(Letter(sender="S1", receiver="S2", nth=2)))
    run = run_of((*events, Run("20ms")), servers=3)
    assert observe(run, "under_way", "RequestVote", "S1", "S2") == 0
    assert observe(run, "current_term", "S2") == 1
    lost = run_of((TimeOut("S1"), Lose(Letter(sender="S1", receiver="S2", nth=2))), servers=3)
    assert lost.gave_up is not None
    assert lost.gave_up.detail == "no message number 2 is under way or kept back: S1 to S2"


def test_messages_are_counted_from_one() -> None:
    """Otherwise ``nth: 0`` means the last, or nothing."""
    events = (
        Deliver(Letter(sender="S1", receiver="S2", nth=0)),
        Postpone(LateLetter(sender="S1", receiver="S2", nth=-1, by="1ms")),
    )
    found = SIMULATOR.problems(Scenario(servers=3, events=events))
    assert [problem.path for problem in found] == [("events", 0, "deliver", "nth"), ("events", 1, "postpone", "nth")]


def test_nothing_is_delivered_over_a_cut_link() -> None:
    """Otherwise a message passes a partition."""
    run = run_of((TimeOut("S1"), Isolate("S2"), _deliver("S1", "S2")), servers=3)
    assert run.gave_up is not None
    assert run.gave_up.detail == "the link is cut: S1 to S2"
    assert not observe(run, "happened", "vote_granted", "S2")


def test_release_all_lets_everything_arrive_in_the_order_of_sending() -> None:
    """Otherwise a script that held every link has to release each by name, and in another order."""
    events = (Hold("all"), TimeOut("S2"), TimeOut("S1"), Heal("all"), Release("all"))
    run = run_of(events, servers=3)
    assert observe(run, "vote_of", "S3", 1) == "S2"
    assert observe(run_of((*events, Run("40ms")), servers=3), "leader") == "S2"
    assert observe(run, "under_way", "RequestVote") == 0


# --- links and messages of a whole run


def test_a_link_has_its_own_latency_for_the_whole_run() -> None:
    """Otherwise the distance between two data centres ends with `heal`, or holds for both directions."""
    links = (LinkLatency("S1", "S2", ("60ms", "70ms")),)
    for seed in range(5):
        run = execution(Scenario(servers=3, links=links, events=(TimeOut("S1"), Heal("all"), Run("75ms"))), seed)
        times = {event.actor: event.time for event in run.events("vote_granted")}
        assert 60_000 <= times["S2"] <= 70_000
        assert times["S3"] <= 10_000


def test_doubled_messages_change_nothing_but_their_number() -> None:
    """Otherwise the card says that messages that come twice break Raft."""
    plain = Scenario(servers=3, events=(Elect("S1"), write("S1", "x"), Run("1s")))
    doubled = Scenario(servers=3, events=plain.events, duplication=1.0)
    for seed in range(10):
        run = execution(doubled, seed)
        assert observe(run, "safe")
        assert observe(run, "log_values", "S3") == ("x",)
        assert observe(run, "count", "vote_granted") > observe(execution(plain, seed), "count", "vote_granted")  # type: ignore[operator]


def test_duplication_leaves_the_other_chances_as_they_were() -> None:
    """Otherwise turning it on gives other timeouts and latencies, and two runs cannot be compared."""
    plain = Scenario(servers=3, events=(TimeOut("S1"), Run("12ms")))
    doubled = Scenario(servers=3, events=plain.events, duplication=1.0)
    first = [next(execution(one, 3).events("vote_granted")).time for one in (plain, doubled)]
    assert first[0] == first[1]


def test_slow_links_and_doubled_messages_have_bounds() -> None:
    """Otherwise a misspelt server or a probability of 2 is found in the middle of a run, or never."""
    links = (
        LinkLatency("S1", "S9", ("1ms", "2ms")),
        LinkLatency("S1", "S1", ("1ms", "2ms")),
        LinkLatency("S1", "S2", ("3ms", "2ms")),
        LinkLatency("S1", "S2", ("1ms", "x")),
    )
    found = SIMULATOR.problems(Scenario(servers=3, links=links, duplication=2.0))
    assert [problem.path for problem in found] == [
        ("duplication",),
        ("links", 0, "receiver"),
        ("links", 1, "receiver"),
        ("links", 2, "latency"),
        ("links", 3),
        ("links", 3, "latency", 1),
    ]


def test_a_transcript_message_by_message(golden: Golden) -> None:
    """Otherwise a change to such a run goes unnoticed: read the difference, then rewrite it."""
    run = started(5, FIGURE_8_START, *FIGURE_8_TO_D)
    golden("transcripts/figure-8-by-messages.txt", run.trace.to_text())
