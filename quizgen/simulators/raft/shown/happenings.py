"""Words for the events of Raft's runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizgen.simulators.phrases import Happening

_TERM: Final = "[| in term {term}]"


def _by(at: str, count: str, counts: str) -> Happening:
    """Return what a server does: "refuses its vote" of "{0} {never}refuses its vote"."""
    return Happening(f"{{0}} {{never}}{at}{'' if '{term}' in at else _TERM}", count, counts)


HAPPENINGS: Final[Mapping[str, Happening]] = {
    "start": _by("starts", "{n} server starts", "{n} servers start"),
    "start_down": _by("is down at the start", "{n} server is down at the start", "{n} servers are down at the start"),
    "start_impossible": Happening(
        "the start {never}breaks a rule at {0}", "the start breaks {n} rule", "the start breaks {n} rules"
    ),
    "election_timeout": _by("times out", "{n} server times out", "servers time out {n} times"),
    "become_pre_candidate": _by(
        "asks for pre-votes", "{n} server asks for pre-votes", "servers ask for pre-votes {n} times"
    ),
    "pre_vote_requested": _by(
        "asks [another server|{peer}] for its pre-vote", "{n} pre-vote is asked for", "{n} pre-votes are asked for"
    ),
    "pre_vote_granted": _by(
        "grants [a pre-vote|{peer} a pre-vote]", "{n} pre-vote is granted", "{n} pre-votes are granted"
    ),
    "pre_vote_refused": _by(
        "refuses [a pre-vote|{peer} a pre-vote]", "{n} pre-vote is refused", "{n} pre-votes are refused"
    ),
    "pre_vote_received": _by("receives a pre-vote[| of {peer}]", "{n} pre-vote arrives", "{n} pre-votes arrive"),
    "become_candidate": _by(
        "becomes a candidate", "{n} server becomes a candidate", "servers become candidates {n} times"
    ),
    "term_increment": _by(
        "raises its term[| to {term}]", "{n} server raises its term", "servers raise their terms {n} times"
    ),
    "vote_self": _by("votes for itself", "{n} server votes for itself", "servers vote for themselves {n} times"),
    "request_vote_sent": _by(
        "asks [another server|{peer}] for its vote", "{n} vote is asked for", "{n} votes are asked for"
    ),
    "vote_granted": _by(
        "votes for [another server|{peer}]",
        "{n} vote is given to another server",
        "{n} votes are given to other servers",
    ),
    "vote_refused": _by("refuses[| {peer}] its vote", "{n} vote is refused", "{n} votes are refused"),
    "vote_received": _by(
        "receives [a vote|the vote of {peer}][|, and so has {votes:vote/votes}]",
        "{n} vote arrives at a candidate",
        "{n} votes arrive at candidates",
    ),
    "become_leader": _by(
        "becomes leader[| of term {term}][| with {votes:vote/votes}]",
        "{n} server becomes leader",
        "servers become leader {n} times",
    ),
    "heartbeat_sent": _by(
        "sends [a round of AppendEntries|{peer} AppendEntries] to tell that it leads",
        "{n} round of AppendEntries is sent to tell who leads",
        "{n} rounds of AppendEntries are sent to tell who leads",
    ),
    "append_sent": _by(
        "sends [entries|{count:entry/entries}] to [a follower|{peer}][|, up to entry {index}]",
        "{n} message with entries is sent",
        "{n} messages with entries are sent",
    ),
    "append_accepted": _by(
        "accepts what [a leader|{peer}] sends",
        "{n} message of a leader is accepted",
        "{n} messages of leaders are accepted",
    ),
    "append_refused": _by(
        "refuses entries[| of {peer}][, as it lacks the one before them| that build on entry {index}]",
        "{n} message with entries is refused",
        "{n} messages with entries are refused",
    ),
    "next_index_lowered": _by(
        "lowers nextIndex[| for {peer}][| to {index}]", "{n} nextIndex is lowered", "nextIndex is lowered {n} times"
    ),
    "entry_appended": _by(
        "appends [an entry|{value}][| of term {entry_term}] to its log[| as entry {index}]",
        "{n} entry is appended to a log",
        "{n} entries are appended to logs",
    ),
    "entries_deleted": _by(
        "deletes entries that conflict with the leader's[|, from entry {index} on][|, {count} in all]",
        "{n} deletion of conflicting entries takes place",
        "{n} deletions of conflicting entries take place",
    ),
    "commit": _by(
        "learns that [an entry|{value}][| at index {index}][| of term {entry_term}] is committed",
        "{n} commitment is learnt of by a server",
        "{n} commitments are learnt of by servers",
    ),
    "client_write": Happening(
        "a client's write[| of {value}] {never}reaches {0}",
        "{n} client's write reaches a server",
        "{n} writes of clients reach a server",
    ),
    "client_redirected": _by(
        "sends a client on to [the leader|{peer}]", "{n} client is sent on", "{n} clients are sent on"
    ),
    "write_refused": _by("refuses [a write|to write {value}]", "{n} write is refused", "{n} writes are refused"),
    "client_answered": _by(
        "tells a client that [its write|{value}] is committed",
        "{n} client is told that its write is committed",
        "{n} clients are told that their writes are committed",
    ),
    "term_adopted": _by(
        "adopts [a higher term|term {term}][|, of which it hears from {peer}]",
        "{n} higher term is adopted",
        "{n} higher terms are adopted",
    ),
    "step_down": _by(
        "becomes a follower again[|, having been {was}]",
        "{n} server becomes a follower again",
        "servers become followers again {n} times",
    ),
    "stale_rejected": _by(
        "rejects a request[| of {peer}] of an older term",
        "{n} request of an older term is rejected",
        "{n} requests of an older term are rejected",
    ),
    "stale_ignored": _by(
        "drops an answer[| of {peer}] of an older term",
        "{n} answer of an older term is dropped",
        "{n} answers of an older term are dropped",
    ),
    "message_ignored": _by(
        "ignores a request[| of {peer}] of a higher term",
        "{n} request of a higher term is ignored",
        "{n} requests of a higher term are ignored",
    ),
    "quorum_lost": _by(
        "steps down since it hears from no majority",
        "{n} leader hears from no majority",
        "{n} leaders hear from no majority",
    ),
    "message_lost": Happening(
        "a message of {0}[| to {peer}] is {never}lost", "{n} message is lost", "{n} messages are lost"
    ),
    "crash": _by("crashes", "{n} server crashes", "servers crash {n} times"),
    "restart": _by("restarts", "{n} server restarts", "servers restart {n} times"),
    "disk_lost": Happening(
        "{0}'s disk {never}loses something", "{n} disk loses something", "disks lose something {n} times"
    ),
    "partition": Happening("the network {never}splits", "the network splits {n} time", "the network splits {n} times"),
    "isolate": Happening("[a server|{peer}] is {never}cut off", "{n} server is cut off", "{n} servers are cut off"),
    "drop": Happening(
        "a link {never}begins to lose messages", "{n} link begins to lose messages", "{n} links begin to lose messages"
    ),
    "delay": Happening("a link {never}becomes slower", "{n} link becomes slower", "{n} links become slower"),
    "hold": Happening(
        "a link {never}begins to keep messages back",
        "{n} link begins to keep messages back",
        "{n} links begin to keep messages back",
    ),
    "release": Happening(
        "what a link kept back {never}arrives",
        "{n} link lets through what it kept back",
        "{n} links let through what they kept back",
    ),
    "deliver": Happening(
        "a message[| of {peer}] is {never}let through to {0}",
        "{n} message is let through",
        "{n} messages are let through",
    ),
    "postpone": Happening("a message is {never}made late", "{n} message is made late", "{n} messages are made late"),
    "duplicate": Happening("a message is {never}doubled", "{n} message is doubled", "{n} messages are doubled"),
    "heal": Happening("all links {never}heal", "all links heal {n} time", "all links heal {n} times"),
    "not_elected": _by(
        "fails to be elected as the script asks",
        "{n} server fails to be elected as the script asks",
        "servers fail to be elected as the script asks {n} times",
    ),
    "not_settled": Happening(
        "the cluster {never}fails to come to rest in time",
        "the cluster fails to come to rest {n} time",
        "the cluster fails to come to rest {n} times",
    ),
    "no_effect": Happening(
        "an event of the script {never}finds nothing to do",
        "{n} event of the script finds nothing to do",
        "{n} events of the script find nothing to do",
    ),
}
"""Event of a run -> its words. A test compares it with the events."""
