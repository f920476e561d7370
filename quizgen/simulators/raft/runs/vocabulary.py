"""The words of a trace: its event types and attributes, each with one line of what it means."""

from __future__ import annotations

from collections.abc import Mapping

TRACE_EVENTS: Mapping[str, str] = {
    "start": "a server starts, as a follower in term 0 unless the scenario states another start",
    "start_down": "a server is down at the start",
    "start_impossible": "with judge_start: the start breaks a rule",
    "election_timeout": "a server's election timer fires: it heard from no leader for too long",
    "become_pre_candidate": "with pre_vote: it asks whether it would be elected, without raising its term",
    "pre_vote_requested": "with pre_vote: it asks another server",
    "pre_vote_granted": "with pre_vote: a server says that it would vote for it",
    "pre_vote_refused": "with pre_vote: a server says that it would not",
    "pre_vote_received": "with pre_vote: such a yes arrives",
    "become_candidate": "a server becomes a candidate (its term is raised next)",
    "term_increment": "it raises its term by one",
    "vote_self": "a candidate votes for itself",
    "request_vote_sent": "a candidate asks another server for its vote",
    "vote_granted": "a server votes for a candidate",
    "vote_refused": "a server refuses its vote",
    "vote_received": "a vote arrives at the candidate",
    "become_leader": "a candidate has a majority of the votes and becomes leader",
    "heartbeat_sent": "a leader sends AppendEntries to all others, to tell that it leads; one event for all of them "
    "(to the peer only, if the script asked for that)",
    "append_sent": "a leader sends entries to a follower (sending them again is part of a heartbeat)",
    "append_accepted": "a follower accepts entries, or a new leader's first heartbeat (others are not recorded)",
    "append_refused": "a follower lacks the entry that comes before the new ones",
    "next_index_lowered": "a leader tries again with an earlier entry",
    "entry_appended": "a server appends an entry to its log",
    "entries_deleted": "a follower deletes entries that conflict with the leader's",
    "commit": "a server learns that an entry is committed (the leader first)",
    "client_write": "a client's write reaches a server",
    "client_redirected": "a server that does not lead sends the client on to the leader it knows",
    "write_refused": "a write is refused: no leader is known, or the server is down",
    "client_answered": "the leader tells the client that its write is committed",
    "term_adopted": "a server hears of a higher term and adopts it",
    "step_down": "a leader, candidate or pre-candidate becomes a follower",
    "stale_rejected": "a request of an older term is refused; the answer carries the current term",
    "stale_ignored": "an answer of an older term is dropped",
    "message_ignored": "a request with a higher term is ignored (with check_quorum: the leader is heard)",
    "quorum_lost": "with check_quorum: a leader has not heard from a majority for an election timeout",
    "message_lost": "a message is lost on its way (recorded at its sender, who does not notice; not for heartbeats)",
    "crash": "a server stops",
    "restart": "a server starts again from what it had on disk",
    "disk_lost": "a server that starts again finds that its disk lost something (the next event is its restart)",
    "partition": "the network falls apart into groups",
    "isolate": "a server is cut off from all others",
    "drop": "a link begins to lose messages in one direction",
    "delay": "a link becomes slower in one direction",
    "hold": "a link begins to keep back messages in one direction",
    "release": "what a link kept back arrives",
    "deliver": "the script lets one message arrive, at its receiver; the peer is its sender",
    "postpone": "the script makes one message late",
    "duplicate": "the script doubles one message",
    "heal": "every link works again",
    "not_elected": "the script's elect gave up: the server did not win",
    "not_settled": "the script's settle gave up: the cluster did not become quiet in time",
    "no_effect": "a script event found nothing to do, such as a crash of the leader when there was none",
}

TRACE_ATTRIBUTES: Mapping[str, str] = {
    "role": "the server's role after the event: follower, pre_candidate, candidate or leader",
    "term": "the server's current term after the event",
    "was": "of step_down: the role it gives up",
    "votes": "of vote_received and become_leader: the candidate's votes so far, its own included",
    "message": "the kind of message that the event is about: RequestVote, AppendEntries and so on",
    "message_term": "the term that the message carries",
    "index": "the index of the entry in the log, the first being 1",
    "value": "the value that the client wrote",
    "entry_term": "the term of the leader that created the entry",
    "count": "how many entries; of disk_lost, and of a restart that loses some: how many are left",
    "rule": "of start_impossible: the name of the rule that the start breaks",
}

GIVE_UP_EVENTS: frozenset[str] = frozenset({"not_elected", "not_settled", "no_effect"})
"""What says that a scripted event did not happen. (write_refused is no such thing: refusing is what Raft does.)"""

ROUTINE_EVENTS: frozenset[str] = frozenset({"start", "heartbeat_sent", "append_accepted", "message_lost"})
"""What a short text of a trace leaves out: it happens all the time, or shows in other events."""
