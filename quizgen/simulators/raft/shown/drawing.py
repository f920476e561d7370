"""How Raft is told and drawn: its nouns; roles, phrases, marks, and who can talk to whom."""

from __future__ import annotations

from quizgen.simulators.drawing import Drawing, Groups, StateLine
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.raft.runs.vocabulary import GIVE_UP_EVENTS
from quizgen.simulators.raft.shown.held import logs_held
from quizgen.simulators.trace import TraceEvent
from quizgen.simulators.words import Words

_PHRASES = {
    "start": "",
    "start_down": "is down at the start",
    "start_impossible": "start: {detail}",
    "election_timeout": "times out",
    "become_pre_candidate": "asks for pre-votes",
    "pre_vote_requested": "",
    "pre_vote_granted": "would vote for {peer}",
    "pre_vote_refused": "would not vote for {peer}",
    "pre_vote_received": "hears yes from {peer}",
    "become_candidate": "campaigns",
    "term_increment": "term {term}",
    "vote_self": "",
    "request_vote_sent": "",
    "vote_granted": "votes for {peer}",
    "vote_refused": "refuses {peer} its vote: {detail}",
    "vote_received": "gets the vote of {peer}",
    "become_leader": "becomes leader of term {term}",
    "heartbeat_sent": "sends heartbeats",
    "heartbeat_sent {peer}": "sends {peer} a heartbeat",
    "append_sent": "",
    "append_accepted": "",
    "append_refused": "refuses entries: {detail}",
    "next_index_lowered": "tries again from entry {index}",
    "entry_appended": "appends {value} as entry {index}",
    "entries_deleted": "deletes {detail}",
    "commit": "commits entry {index}: {value}",
    "client_write": "is asked to write {value}",
    "client_redirected": "sends the client on to {peer}",
    "write_refused": "refuses to write {value}",
    "client_answered": "answers the client",
    "term_adopted": "adopts term {term}",
    "step_down": "steps down as {was}",
    "stale_rejected": "rejects {peer}: old term",
    "stale_ignored": "drops an old answer of {peer}",
    "message_ignored": "ignores {peer}: hears its leader",
    "quorum_lost": "hears from no majority",
    "message_lost": "",
    "crash": "crashes",
    "restart": "restarts",
    "disk_lost": "finds that its disk lost {detail}",
    "partition": "splits: {detail}",
    "isolate": "cuts off {peer}",
    "drop": "loses what goes from {detail}",
    "delay": "slows down {detail}",
    "hold": "keeps back {detail}",
    "release": "lets through {detail}",
    "deliver": "",
    "postpone": "delays {detail}",
    "duplicate": "doubles {detail}",
    "heal": "heals",
    "not_elected": "script: gives up electing",
    "not_settled": "script: gives up waiting for quiet",
    "no_effect": "script: nothing to do",
}

_ALONE = {
    "pre_vote_requested": "asks {peer} whether it would vote",
    "request_vote_sent": "asks {peer} for its vote",
    "vote_self": "votes for itself",
    "append_sent": "sends {peer} entries up to {index}",
    "append_accepted": "has all that {peer} sent",
    "message_lost": "sends {peer} a message that is lost",
    "deliver": "gets {message} of {peer}",
}

_NETWORK_EVENTS = frozenset(
    {"partition", "isolate", "heal", "drop", "delay", "hold", "release", "postpone", "duplicate"}
)


def _regrouped(event: TraceEvent, groups: Groups) -> Groups:
    """Follow partitions, isolations and their end; a server that a partition does not name is alone."""
    members = tuple(sorted({name for group in groups for name in group}, key=lambda name: (len(name), name)))
    if event.type == "heal":
        return (members,)
    if event.type == "isolate":
        rest = (tuple(name for name in group if name != event.peer) for group in groups)
        return (*(group for group in rest if group), (event.peer,))
    if event.type == "partition":
        named = tuple(tuple(part.partition(": ")[2].split()) for part in event.detail.split("; "))
        alone = ((name,) for name in members if not any(name in group for group in named))
        return (*named, *alone)
    return groups


WORDS = Words(
    actor="server",
    seed="seed",
    event="crash: S1",
    claim="leaders() == 1",
    runs="explore: {seeds: ...}",
    smaller="terms, entries or servers",
    shorter="ask for fewer seeds, or less time",
)

DRAWING = Drawing(
    beside=frozenset({NETWORK}),
    state="role",
    count="term",
    states={
        "follower": StateLine("F", "thin"),
        "pre_candidate": StateLine("P", "dotted"),
        "candidate": StateLine("C", "dashed"),
        "leader": StateLine("L", "thick"),
    },
    phrases=_PHRASES,
    alone=_ALONE,
    marks={
        "election_timeout": "timer",
        "client_write": "input",
        "commit": "done",
        "start_down": "down",
        "crash": "down",
        "restart": "up",
    },
    requests=frozenset({"request_vote_sent", "pre_vote_requested", "append_sent", "client_redirected"}),
    broadcasts=frozenset({"heartbeat_sent"}),
    lost=frozenset({"message_lost"}),
    facts=("index", "value"),
    telling=(
        GIVE_UP_EVENTS | _NETWORK_EVENTS | {"become_leader", "step_down", "crash", "restart", "disk_lost"},
        frozenset({"client_write", "client_answered", "entries_deleted", "write_refused"}),
        frozenset({"commit", "append_refused", "vote_refused", "election_timeout", "deliver"}),
    ),
    legend={"broadcast": "heartbeat", "input": "client writes", "done": "commit", "down": "crash", "up": "restart"},
    regrouped=_regrouped,
    holdings=logs_held,
)
