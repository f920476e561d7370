"""The decisions of Raft's figure 2, one method each. A misconception overrides exactly one of them.

Sections are those of the extended Raft paper; "dissertation" is D. Ongaro, "Consensus: Bridging Theory and Practice",
2014.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from quizgen.simulators.raft.protocol.messages import AppendEntries, Message, RequestPreVote, RequestVote
from quizgen.simulators.raft.protocol.state import Entry, Server

CandidacyStep = Literal["term_increment", "vote_self"]


@dataclass(frozen=True)
class Rules:
    """The true rules.

    Attributes:
        pre_vote: ask before campaigning (dissertation, section 9.6).
        check_quorum: leaders and followers keep to each other while they are in touch (dissertation, sections 6.2
            and 4.2.3).
        leader_no_op: a new leader appends an entry without value (section 8).
    """

    pre_vote: bool = False
    check_quorum: bool = False
    leader_no_op: bool = False

    # --- terms (section 5.1)

    def adopts_term(self, server: Server, message: Message) -> bool:
        """All servers: a message with a higher term makes the receiver adopt that term and become a follower."""
        return message.term > server.current_term

    def is_stale(self, server: Server, message: Message) -> bool:
        """A message with an older term is refused; the answer carries the current term."""
        return message.term < server.current_term

    def keeps_to_its_leader(self, server: Server, message: Message) -> bool:
        """With check_quorum, a request for a vote changes nothing while the leader is heard (dissertation, 4.2.3)."""
        in_touch = server.role == "leader" or server.leader_is_fresh
        return self.check_quorum and in_touch and isinstance(message, RequestVote)

    def term_of_next_heartbeat(self, server: Server) -> int:
        """A leader keeps its term for as long as it leads."""
        return server.current_term

    # --- elections (section 5.2)

    def candidacy(self) -> tuple[CandidacyStep, ...]:
        """Candidates: on conversion, increment the current term, then vote for itself."""
        return ("term_increment", "vote_self")

    def is_quorum(self, server: Server, votes: Collection[str]) -> bool:
        """More than half of the members, whether they are up or not."""
        return 2 * len(votes) > len(server.members)

    def wins_election(self, server: Server) -> bool:
        """Candidates: with votes from a majority of the servers, become leader."""
        return self.is_quorum(server, server.votes)

    def has_vote_left(self, server: Server, candidate: str) -> bool:
        """A server votes for at most one candidate in a term, first come, first served."""
        return server.voted_for in ("", candidate)

    def log_is_up_to_date(self, server: Server, request: RequestVote | RequestPreVote) -> bool:
        """The candidate's last entry has a later term, or the same term and at least the same index (section 5.4.1)."""
        return (request.last_log_term, request.last_log_index) >= (server.last_log_term, len(server.log))

    def grants_vote(self, server: Server, request: RequestVote) -> bool:
        """RequestVote, receiver, rule 2: a vote is left, and the candidate's log is at least as up to date."""
        return self.has_vote_left(server, request.sender) and self.log_is_up_to_date(server, request)

    def grants_pre_vote(self, server: Server, request: RequestPreVote) -> bool:
        """It hears from no leader, and would vote for that log in that term (dissertation, section 9.6)."""
        in_touch = server.role == "leader" or server.leader_is_fresh
        return not in_touch and request.term > server.current_term and self.log_is_up_to_date(server, request)

    # --- replication (section 5.3)

    def accepts_write(self, server: Server) -> bool:
        """Only the leader appends what clients write."""
        return server.role == "leader"

    def log_matches(self, server: Server, append: AppendEntries) -> bool:
        """AppendEntries, receiver, rule 2: the log has the entry that comes before the new ones."""
        known = append.prev_log_index <= len(server.log)
        return known and server.term_at(append.prev_log_index) == append.prev_log_term

    def kept_entries(self, server: Server, append: AppendEntries) -> int:
        """AppendEntries, receiver, rule 3: an entry of another term at the same index is deleted, and all after it."""
        for index, new in enumerate(append.entries, start=append.prev_log_index + 1):
            if index <= len(server.log) and server.log[index - 1].term != new.term:
                return index - 1
        return len(server.log)

    # --- commitment (sections 5.3 and 5.4.2)

    def is_replicated(self, server: Server, holders: Collection[str]) -> bool:
        """Leaders: a majority of the servers hold the entry, the leader included."""
        return self.is_quorum(server, holders)

    def commits_by_counting(self, server: Server, entry: Entry) -> bool:
        """Leaders: only entries of its own term are committed by counting; earlier ones follow (section 5.4.2)."""
        return entry.term == server.current_term

    # --- persistence (figure 2, state)

    def after_restart(self, server: Server) -> Server:
        """The current term, the vote and the log survive a crash; all else starts anew."""
        return Server(
            name=server.name,
            members=server.members,
            reachable=server.reachable,
            current_term=server.current_term,
            voted_for=server.voted_for,
            log=server.log,
        )
