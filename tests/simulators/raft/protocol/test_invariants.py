"""The properties of the paper's figure 3: each is seen to break when it is broken."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quizgen.simulators.raft.protocol import invariants
from quizgen.simulators.raft.protocol.history import History
from quizgen.simulators.raft.protocol.state import Entry, Server

A, B, C = Entry(1, "a"), Entry(1, "b"), Entry(2, "c")


def server(name: str = "S1", **state: object) -> Server:
    members = ("S1", "S2", "S3")
    return replace(Server(name=name, members=members, reachable=members), **state)  # type: ignore[arg-type]


@dataclass
class _Committed:
    entry: Entry
    term: int


def names(broken: invariants.Broken) -> list[str]:
    return [name for name, _ in broken]


def test_two_leaders_of_one_term_break_election_safety() -> None:
    """Otherwise ``safe()`` is true of a run with two leaders of one term (section 5.2)."""
    assert names(invariants.election_safety(3, ["S1", "S2"])) == ["election-safety"]
    assert names(invariants.election_safety(3, ["S1", "S1"])) == []


def test_a_leader_that_deletes_breaks_append_only() -> None:
    """Otherwise ``safe()`` is true of a leader that rewrites its log (section 5.3)."""
    before, after = server(role="leader", log=(A, B)), server(role="leader", log=(A,))
    assert names(invariants.leader_append_only(before, after, kept=1)) == ["leader-append-only"]
    assert names(invariants.leader_append_only(after, before, kept=1)) == []
    assert names(invariants.leader_append_only(replace(before, role="follower"), after, kept=1)) == []


def test_another_entry_or_another_predecessor_breaks_log_matching() -> None:
    """Otherwise ``safe()`` is true of logs that differ under the same index and term (section 5.3)."""
    seen: dict[tuple[int, int], tuple[str, int]] = {}
    assert names(invariants.log_matching(seen, server(log=(A, C)), 2)) == []
    assert names(invariants.log_matching(seen, server(log=(A, C)), 2)) == []
    assert names(invariants.log_matching(seen, server(log=(A, Entry(2, "d"))), 2)) == ["log-matching"]
    assert names(invariants.log_matching(seen, server(log=(C, C)), 2)) == ["log-matching"]


def test_a_later_leader_without_a_committed_entry_breaks_leader_completeness() -> None:
    """Otherwise ``safe()`` is true of a run that loses a committed write (section 5.4)."""
    committed = {1: [_Committed(A, 1)], 2: [_Committed(B, 1)]}
    leader = server(role="leader", current_term=2, log=(A,))
    assert names(invariants.leader_completeness(leader, committed)) == ["leader-completeness"]
    assert names(invariants.leader_completeness(replace(leader, log=(A, C)), committed)) == ["leader-completeness"]
    again = {1: [_Committed(A, 1), _Committed(B, 1)]}
    assert names(invariants.leader_completeness(leader, again)) == ["leader-completeness"]
    assert names(invariants.leader_completeness(replace(leader, log=(A, B, C)), committed)) == []
    assert names(invariants.leader_completeness(replace(leader, current_term=1), committed)) == []


def test_two_entries_committed_at_one_index_break_state_machine_safety() -> None:
    """Otherwise ``safe()`` is true of servers that apply different commands (section 5.4.3)."""
    assert names(invariants.state_machine_safety(server(), 1, A, B)) == ["state-machine-safety"]
    assert names(invariants.state_machine_safety(server(), 1, A, A)) == []


def test_a_term_that_decreases_is_seen() -> None:
    """Otherwise the card that terms only rise is never tested (section 5.1)."""
    assert names(invariants.monotonic_terms(server(current_term=2), server(current_term=1))) == ["monotonic-terms"]
    assert names(invariants.monotonic_terms(server(current_term=1), server(current_term=2))) == []


# --- as a run feeds them


def test_history_judges_a_commit_against_leaders_that_were_elected_before_it() -> None:
    """Otherwise an entry that an old leader commits behind a newer leader's back goes unnoticed."""
    newer = server("S2", role="leader", current_term=2)
    old = server("S1", role="leader", current_term=1, log=(A,))
    new = replace(old, commit_index=1)
    history = History()
    history.observe(7, old, new, {"S1": new, "S2": newer}, restart=False)
    assert [(violation.invariant, violation.time) for violation in history.violations] == [("leader-completeness", 7)]
    assert [commitment.holders for commitment in history.commitments[1]] == [("S1",)]


def test_every_entry_that_is_committed_at_an_index_is_kept() -> None:
    """Otherwise ``committed`` is false of a value that some server committed where another had been (5.4.3)."""
    history = History()
    for time, name, entry in ((1, "S1", A), (2, "S2", C), (3, "S3", B), (4, "S1", C)):
        old = server(name, log=(entry,), current_term=entry.term)
        new = replace(old, commit_index=1)
        history.observe(time, old, new, {name: new}, restart=False)
    assert [(one.time, one.entry, one.holders) for one in history.commitments[1]] == [
        (1, A, ("S1",)),
        (2, C, ("S2",)),
        (3, B, ("S3",)),
    ]
    assert {violation.invariant for violation in history.violations} == {"state-machine-safety"}


def test_history_counts_what_was_deleted_and_who_voted_for_whom() -> None:
    """Otherwise ``overwritten`` and ``vote_of`` are never true."""
    history = History()
    old, new = server(log=(A, B)), server(log=(A, C), voted_for="S2", current_term=2)
    history.observe(0, old, new, {"S1": new}, restart=False)
    assert history.deleted == ["b"]
    assert history.votes == {("S1", 2): ["S2"]}
    assert history.violations == []


def test_a_log_that_is_lost_on_restart_was_not_deleted_by_raft() -> None:
    """Otherwise a crash under the misconception that loses logs counts as an overwriting."""
    history = History()
    history.observe(0, server(log=(A,)), server(), {"S1": server()}, restart=True)
    assert history.deleted == []


def test_a_vote_that_is_changed_or_forgotten_is_seen() -> None:
    """Otherwise a server that votes twice in a term is noticed only if two leaders come of it (section 5.2)."""
    voted = server(current_term=2, voted_for="S2")
    assert names(invariants.single_vote(voted, replace(voted, voted_for="S3"))) == ["single-vote"]
    assert names(invariants.single_vote(voted, replace(voted, voted_for=""))) == ["single-vote"]
    assert names(invariants.single_vote(voted, replace(voted, role="leader"))) == []
    assert names(invariants.single_vote(voted, replace(voted, voted_for="", current_term=3))) == []
    assert names(invariants.single_vote(replace(voted, voted_for=""), voted)) == []
    history = History()
    history.observe(3, voted, replace(voted, voted_for="S3"), {"S1": voted}, restart=False)
    assert [violation.invariant for violation in history.violations] == ["single-vote"]
