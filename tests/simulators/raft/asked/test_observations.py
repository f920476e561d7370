"""Observations: every one on a run whose facts are known, and every wrong argument."""

from __future__ import annotations

import pytest

from quizgen.simulators.api import Execution, ObservationError, Value
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Deliver,
    Elect,
    Event,
    Heal,
    Hold,
    Isolate,
    Letter,
    Partition,
    Recovery,
    Restart,
    Run,
    Settle,
)
from tests.simulators.raft.figures import FIGURE_8C, FIGURE_8E, logs, started, with_state
from tests.simulators.raft.scripts import observe, run_of, write

_TYPES: dict[str, type] = {"bool": bool, "int": int, "string": str, "list(int)": tuple, "list(string)": tuple}


def _arrives(sender: str, receiver: str) -> Deliver:
    return Deliver(Letter(sender=sender, receiver=receiver))


@pytest.fixture(scope="module")
def run() -> RaftExecution:
    """S1 leads and commits x; it is cut off with y, which S2 overwrites with z; then S3 crashes."""
    return run_of(
        (
            Elect("S1"),
            write("S1", "x"),
            Settle("1s"),
            Partition({"old": ("S1",), "new": ("S2", "S3")}),
            write("S1", "y"),
            Elect("S2"),
            write("S2", "z"),
            Run("100ms"),
            Heal("all"),
            Settle("1s"),
            Crash("S3"),
            write("S1", "late"),
        ),
        servers=3,
    )


KNOWN: list[tuple[str, tuple[str | int, ...], Value]] = [
    ("leaders", (), 1),
    ("leaders", ("new",), 1),
    ("leaders", ("old",), 0),
    ("leader", (), "S2"),
    ("role", ("S1",), "follower"),
    ("role", ("S2",), "leader"),
    ("role", ("S3",), "down"),
    ("up", ("S1",), True),
    ("up", ("S3",), False),
    ("current_term", ("S1",), 2),
    ("max_term", (), 2),
    ("voted_for", ("S3",), "S2"),
    ("voted_for", ("S1",), ""),
    ("vote_of", ("S3", 1), "S1"),
    ("vote_of", ("S3", 2), "S2"),
    ("vote_of", ("S3", 3), ""),
    ("known_leader", ("S1",), "S2"),
    ("leader_of_term", (1,), "S1"),
    ("leader_of_term", (3,), ""),
    ("candidates_in_term", (1,), 1),
    ("candidates_in_term", (3,), 0),
    ("votes_at_win", (2,), 2),
    ("votes_at_win", (3,), 0),
    ("elections", (), 2),
    ("terms_without_leader", (), 0),
    ("terms_without_campaign", (), 0),
    ("leaders_in_term_max", (), 1),
    ("simultaneous_leaders", (), 2),
    ("stepped_down", ("S1",), True),
    ("stepped_down", ("S2",), False),
    ("commit_index", ("S1",), 2),
    ("log_terms", ("S1",), (1, 2)),
    ("log_values", ("S1",), ("x", "z")),
    ("logs_equal", (), True),
    ("in_log", ("z", "S1"), True),
    ("in_log", ("y", "S1"), False),
    ("holders", ("z",), 3),
    ("entry_term", ("y",), 1),
    ("entry_term", ("z",), 2),
    ("committed", ("x",), True),
    ("committed", ("y",), False),
    ("secured", ("x",), True),
    ("secured", ("y",), False),
    ("committed_on", ("z", "S1"), True),
    ("committed_on", ("y", "S1"), False),
    ("committed_values", (), ("x", "z")),
    ("holders_at_commit", ("z",), 2),
    ("holders_at_commit", ("y",), 0),
    ("overwritten", ("y",), True),
    ("overwritten", ("x",), False),
    ("overwritten", ("never written",), False),
    ("acknowledged", ("x",), True),
    ("acknowledged", ("y",), False),
    ("redirected", ("late",), True),
    ("redirected", ("x",), False),
    ("count", ("become_leader",), 2),
    ("count", ("become_leader", "S2"), 1),
    ("count", ("heal", "network"), 1),
    ("happened", ("entries_deleted",), True),
    ("happened", ("restart",), False),
    ("happened", ("entries_deleted", "S1"), True),
    ("happened", ("entries_deleted", "S2"), False),
    ("safe", (), True),
    ("holds", ("log-matching",), True),
    ("monotonic_terms", (), True),
    ("single_vote", (), True),
    ("would_grant", ("S1", "S2"), True),
    ("would_grant", ("S1", "S1"), True),
    ("votes_it_would_get", ("S1",), 2),
    ("can_win", ("S1",), True),
    ("can_win", ("S3",), False),
    ("votes_so_far", ("S1",), 0),
    ("log_length", ("S1",), 2),
    ("last_log_term", ("S1",), 2),
    ("term_at", ("S1", 2), 2),
    ("term_at", ("S1", 3), 0),
    ("term_at", ("S1", 0), 0),
    ("value_at", ("S1", 1), "x"),
    ("value_at", ("S1", 3), ""),
    ("value_at", ("S1", 0), ""),
    ("holders_at", (2, 2), 3),
    ("holders_at", (2, 1), 0),
    ("holders_at", (3, 0), 0),
    ("logs_match_up_to", ("S1", "S2"), 2),
    ("committed_at", (2,), True),
    ("committed_at", (3,), False),
    ("committed_term_at", (2,), 2),
    ("committed_term_at", (3,), 0),
    ("committed_up_to", (), 2),
    ("next_index", ("S2", "S1"), 3),
    ("next_index", ("S1", "S2"), 0),
    ("match_index", ("S2", "S1"), 2),
    ("match_index", ("S1", "S2"), 0),
    ("start_breaks", (), ()),
    ("under_way", ("RequestVote",), 0),
    ("under_way", ("any", "S2", "S1"), 0),
    ("terms_under_way", ("any", "S2", "S1"), ()),
    ("values_under_way", ("S2", "S1"), ()),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), KNOWN, ids=[f"{name}{given}" for name, given, _ in KNOWN])
def test_an_observation_tells_what_happened(
    run: RaftExecution, name: str, arguments: tuple[str | int, ...], expected: Value
) -> None:
    """Otherwise a claim is judged on something that did not happen, and a wrong card is built."""
    assert observe(run, name, *arguments) == expected


def test_times_are_measured_from_events(run: RaftExecution) -> None:
    """Otherwise the card on how long a failover takes states a guess."""
    first, stall = observe(run, "first_leader_ms"), observe(run, "longest_stall_ms")
    won = [event.time for event in run.events("become_leader")]
    cut = next(run.events("partition")).time
    assert first == won[0] // 1000
    assert stall == (won[1] - cut) // 1000


def test_every_observation_is_tested_and_has_its_type_and_its_line(run: RaftExecution) -> None:
    """Otherwise an author reads of an observation that does not work."""
    tested = {(name, len(arguments)) for name, arguments, _ in KNOWN} | {
        ("first_leader_ms", 0),
        ("longest_stall_ms", 0),
    }
    assert tested == {(one.name, len(one.parameters)) for one in SIMULATOR.observations}
    arguments = {"group": "new", "term": 1, "index": 1, "value": "x", "event_type": "commit", "message": "any"}
    arguments["invariant"] = "log-matching"
    for one in SIMULATOR.observations:
        given = [arguments.get(parameter.name, "S1") for parameter in one.parameters]
        assert type(one.observe(run, *given)) is _TYPES[one.returns], one.signature
        assert one.doc.endswith(".")
        assert "\n" not in one.doc


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("role", ("S4",), "there is no server 'S4'; there is S1, S2, S3"),
        ("leaders", ("dc_a",), "there is no group 'dc_a'; there is old, new"),
        ("committed_on", ("x", "s1"), "there is no server 's1'; there is S1, S2, S3"),
        ("vote_of", ("S0", 1), "there is no server 'S0'; there is S1, S2, S3"),
        ("count", ("elected",), "there is no event type 'elected'; there is start, "),
        ("happened", ("commit", "S9"), "there is no server 'S9'; there is S1, S2, S3"),
        ("holds", ("safety",), "there is no invariant 'safety'; there is election-safety, "),
        ("would_grant", ("S1", "S4"), "there is no server 'S4'; there is S1, S2, S3"),
        ("can_win", ("leader",), "there is no server 'leader'; there is S1, S2, S3"),
        ("match_index", ("S2", "s1"), "there is no server 's1'; there is S1, S2, S3"),
        ("under_way", ("vote",), "there is no kind of message 'vote'; there is RequestVote, "),
        ("under_way", ("any", "S1", "S8"), "there is no server 'S8'; there is S1, S2, S3"),
    ],
)
def test_an_unknown_name_is_an_error_that_lists_the_known(
    run: RaftExecution, name: str, arguments: tuple[str | int, ...], says: str
) -> None:
    """Otherwise a typing error in a claim makes it false, and the author looks for the mistake in Raft."""
    with pytest.raises(ObservationError) as error:
        observe(run, name, *arguments)
    assert str(error.value).startswith(says)


def test_a_run_without_partition_has_no_groups() -> None:
    """Otherwise the message lists nothing after "there is"."""
    with pytest.raises(ObservationError, match="there is no group at all"):
        observe(run_of((Elect("S1"), Isolate("S2"))), "leaders", "dc_a")


# --- what the paper calls committed


@pytest.mark.parametrize(
    ("events", "secured", "committed"),
    [
        ((), False, False),
        ((Crash("S1"),), False, False),
        ((_arrives("S1", "S2"),), True, False),
        ((_arrives("S1", "S2"), Crash("S1")), True, False),
        ((_arrives("S1", "S2"), _arrives("S2", "S1")), True, True),
    ],
    ids=["written", "lost", "stored", "crashed", "heard"],
)
def test_an_entry_is_secured_before_anybody_knows(events: tuple[Event, ...], secured: bool, committed: bool) -> None:  # noqa: FBT001  # columns of a table
    """Otherwise an exam's "is it committed?" gets the answer no, where the paper says yes (section 5.3)."""
    start = {"S1": StartState(term=1, role="leader")}
    run = started(3, start, Hold("all"), write("S1", "x"), *events)
    assert (observe(run, "secured", "x"), observe(run, "committed", "x")) == (secured, committed)


def test_an_entry_of_an_earlier_term_is_secured_by_one_behind_it() -> None:
    """Otherwise an entry that figure 8 loses is called committed, since a majority has it (section 5.4.2)."""
    old = {**logs(S1="12", S2="12", S3="1"), "S4": StartState(log=(1,)), "S5": StartState(log=(1, 3), up=False)}
    start = with_state(old, "S1", role="leader", term=4)
    copied = started(5, start, Settle("100ms"))
    assert observe(copied, "holders", "2@2") == 4
    assert not observe(copied, "secured", "2@2")
    behind = started(5, start, write("S1", "x"), Settle("100ms"))
    assert [observe(behind, "secured", value) for value in ("1@1", "2@2", "x", "2@3")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("lost", "secured"),
    [
        (Restart(Recovery(servers="S2", loses="log")), False),
        (Restart(Recovery(servers="S2", loses_last=1)), False),
        (Restart("S2"), True),
        (Restart(Recovery(servers="S2", loses="vote")), True),
    ],
    ids=["log", "entry", "nothing", "vote"],
)
def test_a_majority_stands_at_one_moment(lost: Restart, secured: bool) -> None:  # noqa: FBT001  # a column
    """Otherwise an entry is said to be safe that two servers of five have: a third had lost it when the last got it."""
    start = {"S1": StartState(term=1, role="leader")}
    stored = (Hold("all"), write("S1", "x"), _arrives("S1", "S2"))
    run = started(5, start, *stored, Crash("S2"), lost, _arrives("S1", "S3"))
    assert observe(run, "secured", "x") is secured


def test_of_a_start_terms_and_commit_indices_tell_what_is_secured() -> None:
    """Otherwise figure 8 (e) shows an entry that can no longer be lost, and it is not called committed."""
    assert observe(started(5, FIGURE_8E), "secured", "2@2")
    assert not observe(started(5, FIGURE_8C), "secured", "2@2")
    committed = with_state(logs(S1="1", S2="1", S3="1"), "S2", commit_index=1, term=2)
    assert observe(started(3, committed), "secured", "1@1")


# --- what would come of a campaign


def test_a_campaign_is_tried_on_copies() -> None:
    """Otherwise asking whether a server could win changes the run that is asked about."""
    run = run_of((Elect("S1"), write("S1", "x"), Settle("1s")), servers=3)
    before = run.cluster
    assert observe(run, "can_win", "S2")
    assert observe(run, "votes_it_would_get", "S2") == 3
    assert run.cluster is before
    assert observe(run, "current_term", "S2") == 1


def test_only_live_and_linked_servers_elect() -> None:
    """Otherwise the card says that a minority elects a leader, or that the dead vote (section 5.2)."""
    cut = run_of((Elect("S1"), Partition({"few": ("S1", "S2"), "many": ("S3", "S4", "S5")}), Crash("S4")))
    assert [observe(cut, "votes_it_would_get", name) for name in ("S1", "S2", "S3", "S4", "S5")] == [2, 2, 2, 3, 2]
    assert not any(observe(cut, "can_win", name) for name in ("S1", "S2", "S3", "S4", "S5"))
    assert observe(cut, "would_grant", "S1", "S3")
    assert [observe(cut, "would_grant", name, "S5") for name in ("S3", "S4")] == [True, False]
    assert observe(cut, "votes_it_would_get", "S5") == 2


def test_a_server_that_is_down_grants_nothing_in_any_state() -> None:
    """Otherwise an exam's "who votes for S1?" has a voter that takes in no message."""
    down = {"S1": StartState(term=1), "S2": StartState(up=False)}
    run = execution(Scenario(servers=3, start=down), 0)
    explored = SIMULATOR.execution(Scenario(servers=3, start=down, explore=Exhaustive("elections")), 0, None)
    state: Execution
    for state in (run, explored):
        granted = [observe(state, "would_grant", name, "S1") for name in ("S1", "S2", "S3")]
        assert granted == [True, False, True]
        assert observe(state, "votes_it_would_get", "S1") == granted.count(True)


def test_a_server_that_is_behind_in_terms_wins_after_several_campaigns() -> None:
    """Otherwise the card says that an old term keeps a server from office for good (section 5.1)."""
    events = (Elect("S1"), write("S1", "x"), Settle("1s"), Partition({"a": ("S1",), "b": ("S2", "S3")}), Run("2s"))
    run = run_of((*events, Crash("S1"), Elect("S2"), Crash("S2"), Restart(("S1", "S2")), Heal("all")), servers=3)
    assert observe(run, "votes_it_would_get", "S1") == 1
    assert observe(run, "can_win", "S1")


def test_check_quorum_lets_followers_keep_to_their_leader() -> None:
    """Otherwise the card says that a server without reason to campaign deposes the leader (dissertation, 4.2.3)."""
    asked = [
        observe(execution(Scenario(servers=3, events=(Elect("S1"),), check_quorum=kept), 0), "would_grant", "S2", "S3")
        for kept in (False, True)
    ]
    assert asked == [True, False]


def test_the_wrong_rules_are_asked_under_them() -> None:
    """Otherwise a distractor on who gets whose vote is never what its misconception leads to (section 5.4.1)."""
    events = (Elect("S1"), Isolate("S3"), write("S1", "x"), Settle("1s"))
    right, wrong = (run_of(events, servers=3, rules=rules) for rules in (None, "no-up-to-date-check"))
    assert observe(right, "would_grant", "S2", "S3") is False
    assert observe(wrong, "would_grant", "S2", "S3") is True
