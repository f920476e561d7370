"""What can be simulated: a cluster, what happens to it, and how many runs to make of it.

Plain frozen dataclasses of plain types. The events of a script are among them: see `events`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from quizgen.simulators.kit.search import MOST_STATES
from quizgen.simulators.raft.scenario.events import Event, Loss


@dataclass(frozen=True)
class Explore:
    """How many runs to make of a scenario.

    Attributes:
        seeds: the number of runs, each with its own election timeouts and latencies; from 1 to 10000.
    """

    seeds: int = 20


@dataclass(frozen=True)
class Exhaustive:
    """Explore every state that can be reached within bounds, instead of making runs. Then there is no script.

    Two models, both driven by the same rules as the runs. ``elections``: every message is a message of its own, which
    may arrive late, more than once or never; logs stay as they are at the start. ``logs``: no messages; a campaign, or
    an exchange between a leader and one follower, is one step in which any set of servers takes part.

    Attributes:
        exhaustive: ``elections`` or ``logs``.
        terms: no server campaigns in a term higher than this, counted from term 0, whatever the start. So it is to be
            higher than the highest term at the start, or nobody campaigns; at most 8 higher.
        entries: no leader writes to a log that has so many entries; ``logs`` only.
        crashes: how often servers crash and restart, all together. Without crashes some states are never reached: in
            ``logs``, a leader then leads until somebody has a higher term. Servers that are down at the start may start
            again in any case, which is no crash.
        symmetry: states that differ in the names of servers only count as one. Then no claim can name a server, and
            every server has to start alike.
        states: so many are found at most. If there are more, what is found is not all, and proves nothing.
    """

    exhaustive: Literal["elections", "logs"]
    terms: int = 3
    entries: int = 2
    crashes: int = 0
    symmetry: bool = False
    states: int = MOST_STATES


@dataclass(frozen=True)
class StatedEntry:
    """An entry of a log at the start.

    Attributes:
        term: the term of the leader that created it.
        value: what the client wrote; entries that are written as a term only have the value ``INDEX@TERM``, the third
            entry, of term 2, ``3@2``.
    """

    term: int
    value: str


@dataclass(frozen=True, kw_only=True)
class StartState:
    """What a server is like at the start. What is not stated is what a cluster would have that came to the rest.

    Attributes:
        log: its entries, first to last: the term of each, or ``{term: 2, value: x}``. Where the start is judged, a hole
            is written as ``null``.
        term: its current term; by default the highest term that is stated anywhere in the cluster.
        voted_for: the server that it voted for in its term, "" for none. By default leaders and candidates voted for
            themselves, and followers for the leader of that term, if the cluster has had one for whom their logs let
            them vote: the server that is stated to lead it or, failing that, the one with the longest log that has an
            entry of that term.
        role: follower, candidate or leader. Of its votes a candidate has its own; a leader is as it is when just
            elected, but for ``next_index`` and ``match_index``, and followers of its term know it. Where the start is
            run with ``leader_no_op``, it first appends that entry, unless its log has one of its term.
        commit_index: highest index that it knows to be committed. Everything up to the highest of the cluster is.
        next_index: of a leader, server -> the index of the entry that it sends there next. By default the one behind
            its last entry or, where ``match_index`` is stated, behind that.
        match_index: of a leader, server -> the highest index up to which it knows that its log is copied there. By
            default 0, as a new leader knows of no copy.
        up: whether it runs. One that is down stays so until a script restarts it. Where every state is explored, it may
            start again at any time, or never.
    """

    log: tuple[StatedEntry | int | None, ...] = ()
    term: int | None = None
    voted_for: str | None = None
    role: Literal["follower", "candidate", "leader"] = "follower"
    commit_index: int = 0
    next_index: Mapping[str, int] = field(default_factory=dict, metadata={"example": "`next_index: {S2: 3}`"})
    match_index: Mapping[str, int] = field(default_factory=dict, metadata={"example": "`match_index: {S2: 2}`"})
    up: bool = True


@dataclass(frozen=True, kw_only=True)
class StatedMessage:
    """A message that is under way at the start (figure 2). What is not stated is as its sender would send it there.

    Attributes:
        message: what it is.
        sender: the server that sent it.
        receiver: the server that it goes to.
        term: the term that it carries; by default its sender's.
        last_log_index: of RequestVote; by default the end of its sender's log.
        last_log_term: of RequestVote; as above.
        prev_log_index: of AppendEntries: the index before its entries; by default the end of its sender's log.
        entries: of AppendEntries: how many of its sender's entries it carries, from there on; by default none.
        leader_commit: of AppendEntries; by default its sender's commit index.
        granted: of RequestVoteReply; by default it is.
        success: of AppendEntriesReply; by default it is one.
        index: of AppendEntriesReply: up to where its sender has what the leader has or, refused, which prev_log_index
            was; by default as far as both logs agree.
    """

    message: Literal["RequestVote", "RequestVoteReply", "AppendEntries", "AppendEntriesReply"]
    sender: str
    receiver: str
    term: int | None = None
    last_log_index: int | None = None
    last_log_term: int | None = None
    prev_log_index: int | None = None
    entries: int | None = None
    leader_commit: int | None = None
    granted: bool | None = None
    success: bool | None = None
    index: int | None = None


@dataclass(frozen=True)
class LinkLatency:
    """One direction of a connection that takes its own time for messages, for the whole run.

    Attributes:
        sender: the server that sends.
        receiver: the server that receives.
        latency: shortest and longest time that a message takes.
    """

    sender: str
    receiver: str
    latency: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Other:
    """A cluster to compare with: as the scenario's own, but for what is stated here.

    Attributes:
        servers: how many servers, from 1 to 9.
        election_timeout: shortest and longest, as the scenario's.
        pre_vote: ask before campaigning.
        check_quorum: a leader that hears from no majority steps down.
        leader_no_op: a new leader appends an entry without value.
    """

    servers: int | None = None
    election_timeout: tuple[str, str] | None = None
    pre_vote: bool | None = None
    check_quorum: bool | None = None
    leader_no_op: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A change of the cluster's members, which is explored state by state by the measures ``membership_...``.

    Attributes:
        to: the members after it; before it they are the scenario's servers. Five servers at most take part.
        by: ``single``, one server at a time (Ongaro's dissertation, section 4.1); ``joint``, with both majorities in
            between (section 4.3); ``at_once``, which is not safe (figure 10 of the paper).
        terms: no server campaigns in a term higher than this, from 1 to 4.
        entries: no leader writes to a log that has so many entries, from 1 to 4; each change is one.
        own_entry_first: a leader commits an entry of its own term before it changes a single server. The dissertation
            left that out, and Ongaro added it in 2015.
    """

    to: tuple[str, ...]
    by: Literal["single", "joint", "at_once"] = "single"
    terms: int = 2
    entries: int = 2
    own_entry_first: bool = True


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A Raft cluster and what happens to it. The run ends with the last event: let time pass with ``run``.

    Attributes:
        servers: how many servers, from 1 to 9; they are called S1, S2 and so on, and start as followers in term 0.
        events: what happens, one after the other. All but ``elect``, ``run`` and ``settle`` take no time.
        explore: how many runs to make, or within which bounds to explore every state.
        start: server -> what it is like at the start. Servers that are not named start with an empty log and the
            cluster's highest stated term. A start that breaks a rule of Raft is refused. That none is found broken does
            not prove that a cluster can get there: to find that out, claim ``sometimes:`` of ``{exhaustive: logs}``.
        in_flight: messages that are under way at the start; each takes a latency from then on. What no run of Raft can
            send is refused, as a start is.
        judge_start: the start may break rules, and nothing is run; ``start_breaks()`` tells which. Servers without a
            stated term are then in the highest term of the figure or in any later one.
        election_timeout: shortest and longest time without word from a leader after which a server campaigns; each
            time it is drawn anew.
        heartbeat: time between a leader's heartbeats.
        latency: shortest and longest time that a message takes; drawn for each message, so that messages can overtake
            one another.
        links: one-way links with a latency of their own.
        loss: probability from 0 to 1 that a message is lost.
        duplication: probability from 0 to 1 that a message arrives twice, each time after a latency of its own.
        restart_loses: what servers lose when they restart: ``nothing``, ``vote``, ``term``, ``log`` or ``everything``.
            This is a disk that does not keep what it promised, not something that a learner believes. It holds for each
            restart, also where every state is explored.
        pre_vote: ask before campaigning whether enough servers would vote (Ongaro's dissertation, section 9.6).
        check_quorum: a leader that hears from no majority for an election timeout steps down, and a server that hears
            from its leader ignores requests for votes (dissertation, sections 6.2 and 4.2.3).
        leader_no_op: a new leader appends an entry without value, to commit what it found in its log (section 8). So
            does a leader that is stated without an entry of its term, when the run begins.
        rules: suppose that this misconception, by its name, is true: all is run under the changed rule. This is for
            "what breaks if servers vote twice?". A start is judged by the true rules all the same.
        membership: a change of members that measures explore, whatever the script.
        beside: clusters to compare with, in a claim such as ``crashes_survived_beside == [crashes_survived]``.
    """

    servers: int
    events: tuple[Event, ...] = ()
    explore: Explore | Exhaustive = field(
        default_factory=Explore,
        metadata={"example": "`explore: {seeds: 20}` or `explore: {exhaustive: logs, terms: 3, entries: 2}`"},
    )
    start: Mapping[str, StartState] = field(
        default_factory=dict, metadata={"example": "`start: {S1: {log: [1, 1, 2], role: leader}, S2: {log: [1]}}`"}
    )
    in_flight: tuple[StatedMessage, ...] = field(
        default=(), metadata={"example": "`in_flight: [{message: RequestVote, sender: S1, receiver: S2}]`"}
    )
    judge_start: bool = False
    election_timeout: tuple[str, str] = ("150ms", "300ms")
    heartbeat: str = "50ms"
    latency: tuple[str, str] = ("1ms", "10ms")
    links: tuple[LinkLatency, ...] = ()
    loss: float = 0.0
    duplication: float = 0.0
    restart_loses: Loss = "nothing"
    pre_vote: bool = False
    check_quorum: bool = False
    leader_no_op: bool = False
    rules: str = ""
    membership: Membership | None = field(
        default=None, metadata={"example": "`membership: {to: [S1, S2, S3, S4], by: single}`"}
    )
    beside: tuple[Other, ...] = field(default=(), metadata={"example": "`beside: [{servers: 4}, {servers: 5}]`"})

    @property
    def runs(self) -> int:
        """How many seeded runs are to be made; none of a scenario that is explored exhaustively."""
        return self.explore.seeds if isinstance(self.explore, Explore) else 0


def server_names(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the scenario's servers, S1 first."""
    return tuple(f"S{number}" for number in range(1, scenario.servers + 1))


def beside(scenario: Scenario) -> tuple[Scenario, ...]:
    """Return the clusters that a scenario states beside its own, each as a scenario, in order."""
    stated = ({name: value for name, value in vars(other).items() if value is not None} for other in scenario.beside)
    return tuple(replace(scenario, **{**other, "beside": ()}) for other in stated)
