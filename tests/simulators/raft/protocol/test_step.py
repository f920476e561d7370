"""The pure step, rule by rule of the paper's figure 2."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from quizgen.simulators.raft.protocol.inputs import (
    ClientWrite,
    ElectionTimeout,
    HeartbeatTimeout,
    LeaderSilence,
    Note,
    Outputs,
    Reachable,
    Redirect,
    Restarted,
    Timer,
)
from quizgen.simulators.raft.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    Message,
    RequestPreVote,
    RequestPreVoteReply,
    RequestVote,
    RequestVoteReply,
)
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.protocol.step import step

MEMBERS = ("S1", "S2", "S3")
RULES = Rules()
A, B, C = Entry(1, "a"), Entry(1, "b"), Entry(2, "c")


def server(**state: object) -> Server:
    return replace(Server(name="S1", members=MEMBERS, reachable=MEMBERS), **state)  # type: ignore[arg-type]


def leader(term: int = 1, log: tuple[Entry, ...] = (), match: tuple[int, ...] = (0, 0, 0), **state: object) -> Server:
    after_last = (len(log) + 1,) * 3
    return server(
        **{
            "role": "leader",
            "leader": "S1",
            "current_term": term,
            "voted_for": "S1",
            "log": log,
            "match_index": match,
            "next_index": after_last,
            **state,
        }
    )


def messages(outputs: Outputs) -> list[Message]:
    return [output for output in outputs if not isinstance(output, Note | Timer | Redirect)]


def noted(outputs: Outputs) -> list[str]:
    return [output.type for output in outputs if isinstance(output, Note)]


def append(term: int, previous: tuple[int, int], *entries: Entry, commit: int = 0, sender: str = "S2") -> AppendEntries:
    return AppendEntries(sender, "S1", term, *previous, entries, commit)


# --- values


def test_state_is_a_value_that_cannot_be_changed() -> None:
    """Otherwise one run can spoil another, and no search over states is possible."""
    one = server()
    assert hash(one) == hash(server())
    assert one == server()
    with pytest.raises(FrozenInstanceError):
        one.current_term = 5  # type: ignore[misc]
    assert not hasattr(one, "__dict__")


def test_a_heartbeat_that_tells_nothing_new_returns_the_same_object() -> None:
    """Otherwise every heartbeat costs a new state, and a build takes minutes."""
    follower = server(current_term=1, leader="S2", log=(A,), commit_index=1)
    after, outputs = step(follower, append(1, (1, 1), commit=1), RULES)
    assert after is follower
    assert noted(outputs) == []
    assert messages(outputs) == [AppendEntriesReply("S1", "S2", 1, success=True, index=1)]


# --- all servers (section 5.1)


@pytest.mark.parametrize("role", ["follower", "candidate", "leader"])
def test_a_higher_term_is_adopted_and_makes_a_follower(role: str) -> None:
    """Otherwise the card on what a deposed leader does is wrong (section 5.1)."""
    before = leader() if role == "leader" else server(role=role, current_term=1)
    before = replace(before, votes=() if role == "follower" else ("S1", "S3"))
    after, outputs = step(before, append(3, (0, 0)), RULES)
    assert (after.role, after.current_term, after.leader, after.votes) == ("follower", 3, "S2", ())
    steps = [] if role == "follower" else ["step_down"]
    assert noted(outputs) == ["term_adopted", *steps, "append_accepted"]
    assert (Timer.ELECTION in outputs) == (role == "leader")


def test_an_older_request_is_refused_with_the_current_term() -> None:
    """Otherwise a stale leader goes on unopposed (figure 2, AppendEntries and RequestVote, rule 1)."""
    for request in (append(4, (0, 0), A), RequestVote("S2", "S1", 4, 9, 9)):
        follower = server(current_term=9)
        after, outputs = step(follower, request, RULES)
        assert after is follower
        assert noted(outputs) == ["stale_rejected"]
        (reply,) = messages(outputs)
        assert reply.term == 9
        assert not (reply.success if isinstance(reply, AppendEntriesReply) else getattr(reply, "granted"))  # noqa: B009


def test_an_older_answer_is_dropped() -> None:
    """Otherwise votes of an old election count in a new one (section 5.1)."""
    candidate = server(role="candidate", current_term=5, votes=("S1",))
    after, outputs = step(candidate, RequestVoteReply("S2", "S1", 4, granted=True), RULES)
    assert after is candidate
    assert noted(outputs) == ["stale_ignored"]


# --- elections (section 5.2)


def test_a_timeout_raises_the_term_then_votes_for_itself_then_asks_all_others() -> None:
    """Otherwise the six steps of an election are graded in another order than the paper's (figure 2, candidates)."""
    after, outputs = step(server(current_term=4), ElectionTimeout(), RULES)
    assert noted(outputs) == ["election_timeout", "become_candidate", "term_increment", "vote_self"]
    assert (after.role, after.current_term, after.voted_for, after.votes) == ("candidate", 5, "S1", ("S1",))
    assert messages(outputs) == [RequestVote("S1", peer, 5, 0, 0) for peer in ("S2", "S3")]
    assert Timer.ELECTION in outputs


def test_a_leader_has_no_election_timeout() -> None:
    """Otherwise a healthy leader would campaign against itself."""
    before = leader()
    assert step(before, ElectionTimeout(), RULES) == (before, ())


def test_one_vote_a_term_first_come_first_served() -> None:
    """Otherwise one term could have two leaders (section 5.2)."""
    after, outputs = step(server(), RequestVote("S2", "S1", 1, 0, 0), RULES)
    assert after.voted_for == "S2"
    assert Timer.ELECTION in outputs
    again, outputs = step(after, RequestVote("S3", "S1", 1, 0, 0), RULES)
    assert again is after
    assert messages(outputs) == [RequestVoteReply("S1", "S3", 1, granted=False)]
    _, outputs = step(after, RequestVote("S2", "S1", 1, 0, 0), RULES)
    assert messages(outputs) == [RequestVoteReply("S1", "S2", 1, granted=True)]


@pytest.mark.parametrize(
    ("index", "term", "granted"), [(2, 2, True), (9, 1, False), (1, 2, False), (1, 3, True), (3, 2, True)]
)
def test_an_older_log_gets_no_vote(*, index: int, term: int, granted: bool) -> None:
    """Otherwise a committed entry could be lost by an election (section 5.4.1)."""
    voter = server(current_term=2, log=(A, C))
    after, outputs = step(voter, RequestVote("S2", "S1", 3, index, term), RULES)
    assert messages(outputs) == [RequestVoteReply("S1", "S2", 3, granted)]
    assert after.current_term == 3  # the term is adopted all the same


def test_a_majority_of_votes_makes_a_leader_that_says_so_at_once() -> None:
    """Otherwise a win would need more votes, or the others would not hear of it (section 5.2)."""
    candidate = server(role="candidate", current_term=2, votes=("S1",), voted_for="S1", log=(A,))
    after, outputs = step(candidate, RequestVoteReply("S3", "S1", 2, granted=True), RULES)
    assert (after.role, after.leader, after.next_index, after.match_index) == ("leader", "S1", (2, 2, 2), (0, 0, 0))
    assert noted(outputs) == ["vote_received", "become_leader", "heartbeat_sent"]
    assert messages(outputs) == [AppendEntries("S1", peer, 2, 1, 1, (), 0) for peer in ("S2", "S3")]


def test_a_vote_counts_once_and_a_refusal_not_at_all() -> None:
    """Otherwise a repeated answer elects a leader without a majority."""
    five = ("S1", "S2", "S3", "S4", "S5")
    candidate = replace(server(role="candidate", current_term=2, votes=("S1", "S2")), members=five)
    for reply in (RequestVoteReply("S2", "S1", 2, granted=True), RequestVoteReply("S3", "S1", 2, granted=False)):
        assert step(candidate, reply, RULES) == (candidate, ())


def test_a_candidate_follows_the_leader_of_its_own_term() -> None:
    """Otherwise a candidate that lost would go on asking for votes (section 5.2)."""
    after, outputs = step(server(role="candidate", current_term=2, votes=("S1",)), append(2, (0, 0)), RULES)
    assert (after.role, after.leader, after.current_term) == ("follower", "S2", 2)
    assert noted(outputs) == ["step_down", "append_accepted"]


# --- replication (section 5.3)


def test_a_follower_refuses_entries_after_one_that_it_lacks() -> None:
    """Otherwise logs get holes (figure 2, AppendEntries, rule 2)."""
    follower = server(current_term=2, leader="S2", log=(A,))
    for previous in ((2, 1), (1, 2)):
        after, outputs = step(follower, append(2, previous, C), RULES)
        assert after.log == (A,)
        assert messages(outputs) == [AppendEntriesReply("S1", "S2", 2, success=False, index=previous[0])]


def test_conflicting_entries_are_deleted_with_all_that_follow() -> None:
    """Otherwise logs differ forever after a change of leader (figure 2, AppendEntries, rule 3)."""
    follower = server(current_term=2, leader="S2", log=(A, B, B))
    after, outputs = step(follower, append(2, (1, 1), C), RULES)
    assert after.log == (A, C)
    assert noted(outputs) == ["entries_deleted", "entry_appended", "append_accepted"]


def test_matching_entries_are_left_alone_even_if_the_message_has_fewer() -> None:
    """Otherwise a late message deletes entries that were counted as replicated (figure 2, rule 3)."""
    follower = server(current_term=1, leader="S2", log=(A, B))
    after, _ = step(follower, append(1, (0, 0), A), RULES)
    assert after is follower


def test_a_follower_commits_no_further_than_its_last_new_entry() -> None:
    """Otherwise it would commit entries that the leader has not checked (figure 2, AppendEntries, rule 5)."""
    follower = server(current_term=2, leader="S2", log=(A, B, B))
    after, outputs = step(follower, append(2, (1, 1), commit=3), RULES)
    assert after.commit_index == 1
    assert noted(outputs) == ["commit"]


def test_a_leader_tries_one_entry_earlier_when_refused() -> None:
    """Otherwise a follower that is behind never catches up (section 5.3)."""
    before = leader(term=2, log=(A, B, C))
    after, outputs = step(before, AppendEntriesReply("S2", "S1", 2, success=False, index=3), RULES)
    assert after.next_index == (4, 3, 4)
    assert messages(outputs) == [AppendEntries("S1", "S2", 2, 2, 1, (C,), 0)]
    assert step(after, AppendEntriesReply("S2", "S1", 2, success=False, index=3), RULES) == (after, ())


def test_a_write_is_appended_by_the_leader_and_sent_to_all() -> None:
    """Otherwise entries would not flow from the leader (section 5.3)."""
    after, outputs = step(leader(), ClientWrite("a"), RULES)
    assert after.log == (A,)
    assert noted(outputs) == ["client_write", "entry_appended"]
    assert messages(outputs) == [AppendEntries("S1", peer, 1, 0, 0, (A,), 0) for peer in ("S2", "S3")]


def test_a_follower_sends_the_client_on_or_refuses() -> None:
    """Otherwise the card on writes to followers is wrong (section 8)."""
    _, outputs = step(server(leader="S2", current_term=1), ClientWrite("a"), RULES)
    assert noted(outputs) == ["client_write", "client_redirected"]
    assert outputs[-1] == Redirect("S2", ClientWrite("a", 1))
    _, outputs = step(server(), ClientWrite("a"), RULES)
    assert noted(outputs) == ["client_write", "write_refused"]
    _, outputs = step(server(leader="S2"), ClientWrite("a", hops=3), RULES)
    assert noted(outputs) == ["client_write", "write_refused"]


# --- commitment (sections 5.3 and 5.4.2)


def test_a_majority_of_copies_commits_and_answers_the_client() -> None:
    """Otherwise writes are answered too early or never (section 5.3)."""
    before = leader(log=(A, B), pending=(1, 2))
    after, outputs = step(before, AppendEntriesReply("S2", "S1", 1, success=True, index=1), RULES)
    assert (after.commit_index, after.pending, after.match_index, after.next_index) == (1, (2,), (0, 1, 0), (3, 2, 3))
    assert noted(outputs) == ["commit", "client_answered"]


def test_an_entry_of_an_earlier_term_is_committed_only_with_one_of_the_current() -> None:
    """Otherwise figure 8 happens: a committed entry is overwritten (section 5.4.2)."""
    before = leader(term=2, log=(A, B))
    after, outputs = step(before, AppendEntriesReply("S2", "S1", 2, success=True, index=2), RULES)
    assert (after.commit_index, noted(outputs)) == (0, [])
    after = replace(after, log=(A, B, C))
    after, outputs = step(after, AppendEntriesReply("S2", "S1", 2, success=True, index=3), RULES)
    assert (after.commit_index, noted(outputs)) == (3, ["commit"] * 3)


def test_heartbeats_go_to_all_and_bring_those_up_to_date_that_are_behind() -> None:
    """Otherwise a lost message is never made good (section 5.3)."""
    before = replace(leader(log=(A, B), match=(0, 1, 2)), next_index=(3, 2, 3), commit_index=2)
    after, outputs = step(before, HeartbeatTimeout(), RULES)
    assert after is before
    assert messages(outputs) == [
        AppendEntries("S1", "S2", 1, 1, 1, (B,), 2),
        AppendEntries("S1", "S3", 1, 2, 1, (), 2),
    ]
    assert step(server(), HeartbeatTimeout(), RULES) == (server(), ())


# --- persistence and the rest


def test_term_vote_and_log_survive_a_crash_and_nothing_else() -> None:
    """Otherwise the card on what must be on disk is wrong (figure 2, state)."""
    before = leader(term=3, log=(A, C), match=(0, 2, 2), commit_index=2, pending=(2,))
    after, outputs = step(before, Restarted(), RULES)
    assert after == server(current_term=3, voted_for="S1", log=(A, C))
    assert noted(outputs) == ["restart"]
    assert Timer.ELECTION in outputs


def test_a_single_server_elects_itself_and_commits_alone() -> None:
    """Otherwise the smallest cluster, which authors use first, does nothing."""
    alone = Server(name="S1", members=("S1",), reachable=("S1",))
    after, outputs = step(alone, ElectionTimeout(), RULES)
    assert (after.role, messages(outputs)) == ("leader", [])
    after, _ = step(after, ClientWrite("a"), RULES)
    assert (after.commit_index, after.log) == (1, (A,))


def test_no_true_rule_reads_the_failure_detector() -> None:
    """Otherwise a server would count only those that it can reach, which Raft does not."""
    candidate, _ = step(server(), Reachable(("S1",)), RULES)
    assert candidate.reachable == ("S1",)
    after, _ = step(candidate, ElectionTimeout(), RULES)
    assert after.role == "candidate"
    assert step(candidate, Reachable(("S1",)), RULES) == (candidate, ())


# --- pre-vote and check-quorum (dissertation, sections 9.6, 6.2 and 4.2.3)


def test_pre_vote_asks_without_raising_the_term() -> None:
    """Otherwise a server that was cut off comes back with a high term and deposes the leader."""
    rules = Rules(pre_vote=True)
    asking, outputs = step(server(current_term=4), ElectionTimeout(), rules)
    assert (asking.role, asking.current_term) == ("pre_candidate", 4)
    assert messages(outputs) == [RequestPreVote("S1", peer, 5, 0, 0) for peer in ("S2", "S3")]
    after, outputs = step(asking, RequestPreVoteReply("S2", "S1", 4, granted=True), rules)
    assert (after.role, after.current_term) == ("candidate", 5)
    assert noted(outputs) == ["pre_vote_received", "become_candidate", "term_increment", "vote_self"]


def test_a_server_in_touch_with_its_leader_grants_no_pre_vote_until_the_leader_falls_silent() -> None:
    """Otherwise pre-vote protects nobody."""
    rules = Rules(pre_vote=True)
    follower, _ = step(server(current_term=1), append(1, (0, 0)), rules)
    request = RequestPreVote("S3", "S1", 2, 0, 0)
    assert messages(step(follower, request, rules)[1]) == [RequestPreVoteReply("S1", "S3", 1, granted=False)]
    silent, _ = step(follower, LeaderSilence(), rules)
    after, outputs = step(silent, request, rules)
    assert messages(outputs) == [RequestPreVoteReply("S1", "S3", 1, granted=True)]
    assert after is silent
    assert messages(step(leader(), request, rules)[1]) == [RequestPreVoteReply("S1", "S3", 1, granted=False)]


def test_check_quorum_makes_a_leader_without_answers_step_down() -> None:
    """Otherwise a leader that is cut off calls itself leader for as long as the cut lasts (section 6.2)."""
    rules = Rules(check_quorum=True)
    heard, _ = step(leader(), AppendEntriesReply("S2", "S1", 1, success=True, index=0), rules)
    assert heard.heard_from == ("S2",)
    kept, outputs = step(heard, ElectionTimeout(), rules)
    assert (kept.role, kept.heard_from, outputs) == ("leader", (), (Timer.ELECTION,))
    after, outputs = step(kept, ElectionTimeout(), rules)
    assert (after.role, after.leader) == ("follower", "")
    assert noted(outputs) == ["quorum_lost", "step_down"]


def test_check_quorum_ignores_requests_for_votes_while_the_leader_is_heard() -> None:
    """Otherwise a server that was cut off deposes a healthy leader (section 4.2.3)."""
    rules = Rules(check_quorum=True)
    follower, _ = step(server(current_term=1), append(1, (0, 0)), rules)
    after, outputs = step(follower, RequestVote("S3", "S1", 7, 0, 0), rules)
    assert after is follower
    assert noted(outputs) == ["message_ignored"]


def test_a_new_leader_with_no_op_appends_an_entry_without_value() -> None:
    """Otherwise the switch does nothing, and entries of earlier terms wait for the next write (section 8)."""
    candidate = server(role="candidate", current_term=2, votes=("S1",), log=(A,))
    after, outputs = step(candidate, RequestVoteReply("S3", "S1", 2, granted=True), Rules(leader_no_op=True))
    assert after.log == (A, Entry(2, ""))
    assert after.pending == ()
    assert messages(outputs) == [AppendEntries("S1", peer, 2, 1, 1, (Entry(2, ""),), 0) for peer in ("S2", "S3")]
