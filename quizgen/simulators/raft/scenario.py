"""What can be simulated: a cluster, what happens to it, and how many runs to make of it.

Plain frozen dataclasses of plain types. Each script event has one field, named as its verb, so that an author writes
``{crash: S1}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Servers = str | tuple[str, ...]


@dataclass(frozen=True)
class Elect:
    """A server's election timer fires now; the run goes on until it leads and every server it can reach follows it.

    If it does not win it campaigns again, five times in all, a round trip apart. If it has not won by then the event
    ``not_elected`` is recorded and the run goes on.

    Attributes:
        elect: the server, such as ``S1``.
    """

    elect: str


@dataclass(frozen=True)
class TimeOut:
    """A server's election timer fires now. Nothing is waited for. A leader has no such timer: nothing happens.

    Attributes:
        time_out: the server.
    """

    time_out: str


@dataclass(frozen=True)
class Crash:
    """Servers stop at this moment and lose everything but their term, vote and log.

    Attributes:
        crash: a server, a list of servers, or ``leader`` for whoever leads then.
    """

    crash: Servers


@dataclass(frozen=True)
class Restart:
    """Stopped servers start again, as followers, from what they had on disk.

    Attributes:
        restart: a server, a list of servers, or ``all`` for every server that is down.
    """

    restart: Servers


@dataclass(frozen=True)
class Isolate:
    """Servers keep running, but nothing passes between them and any other server until ``heal``.

    Attributes:
        isolate: a server, a list of servers (each is then alone), or ``leader`` for whoever leads then.
    """

    isolate: Servers


@dataclass(frozen=True)
class Partition:
    """The network falls apart into groups; a server in no group is alone. Replaces any earlier partition or isolation.

    Attributes:
        partition: group name -> its servers. Groups share no server. Observations know the groups by these names, also
            after ``heal``.
    """

    partition: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Heal:
    """Every partition, isolation, drop and delay ends. Links that are held stay held until ``release``.

    Attributes:
        heal: ``all``.
    """

    heal: str


@dataclass(frozen=True)
class Proposal:
    """What a client writes, and to whom.

    Attributes:
        to: a server, or ``leader`` for the live leader of the highest term.
        value: the value.
    """

    to: str
    value: str


@dataclass(frozen=True)
class Write:
    """A client sends a write to a server. Clients reach every server that is up, whatever the partition.

    A server that is not the leader sends the client on to the leader it knows, if any; the client follows.

    Attributes:
        write: to whom, and the value.
    """

    write: Proposal


@dataclass(frozen=True)
class Run:
    """Simulated time passes.

    Attributes:
        run: how long, such as ``5s``.
    """

    run: str


@dataclass(frozen=True)
class Settle:
    """Simulated time passes until all is quiet, or for so long at most (then ``not_settled`` is recorded).

    Quiet: every live server that the leader can reach follows it, has all entries of its log and knows of all its
    commits, and no message is under way but heartbeats and what a link holds back. (A follower may have more entries:
    Raft deletes those only when they conflict with new ones.)

    Attributes:
        settle: how long at most.
    """

    settle: str


@dataclass(frozen=True)
class Link:
    """One direction of the connection between two servers.

    Attributes:
        sender: the server that sends.
        receiver: the server that receives.
    """

    sender: str
    receiver: str


@dataclass(frozen=True)
class SlowLink:
    """One direction of a connection, and how much slower it becomes.

    Attributes:
        sender: the server that sends.
        receiver: the server that receives.
        by: the time added to each message's latency, such as ``200ms``.
    """

    sender: str
    receiver: str
    by: str


@dataclass(frozen=True)
class Drop:
    """Messages in one direction of a link are lost until ``heal``; the other direction works.

    Attributes:
        drop: the link.
    """

    drop: Link


@dataclass(frozen=True)
class Delay:
    """Messages sent from now on in one direction of a link take longer, until ``heal``.

    Attributes:
        delay: the link and the time added.
    """

    delay: SlowLink


@dataclass(frozen=True)
class Hold:
    """Messages sent from now on in one direction of a link are kept back until ``release``.

    Attributes:
        hold: the link.
    """

    hold: Link


@dataclass(frozen=True)
class Release:
    """The messages kept back on a link arrive now, in the order in which they were sent; the link works again.

    Attributes:
        release: the link.
    """

    release: Link


Event = (
    Elect
    | TimeOut
    | Crash
    | Restart
    | Isolate
    | Partition
    | Heal
    | Write
    | Run
    | Settle
    | Drop
    | Delay
    | Hold
    | Release
)

SCRIPT_EVENTS: Mapping[str, type[Event]] = {
    "elect": Elect,
    "time_out": TimeOut,
    "crash": Crash,
    "restart": Restart,
    "isolate": Isolate,
    "partition": Partition,
    "heal": Heal,
    "write": Write,
    "run": Run,
    "settle": Settle,
    "drop": Drop,
    "delay": Delay,
    "hold": Hold,
    "release": Release,
}


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
        terms: no server campaigns in a term higher than this, counted from term 0, whatever the start.
        entries: no leader writes to a log that has so many entries; ``logs`` only.
        crashes: how often servers crash and restart, all together.
        symmetry: states that differ in the names of servers only count as one. Then no claim can name a server, and
            every server has to start alike.
    """

    exhaustive: Literal["elections", "logs"]
    terms: int = 3
    entries: int = 2
    crashes: int = 0
    symmetry: bool = False


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
        log: its entries, first to last: the term of each, or ``{term: 2, value: x}``.
        term: its current term; by default the highest term that is stated anywhere in the cluster.
        voted_for: the server that it voted for in its term; by default the leader of that term, where the cluster has
            had one: the server that is stated to lead it or, failing that, the one with the longest log of that term.
        role: follower, candidate or leader.
        commit_index: highest index that it knows to be committed.
        up: whether it runs.
    """

    log: tuple[int | StatedEntry | None, ...] = ()
    term: int | None = None
    voted_for: str | None = None
    role: Literal["follower", "candidate", "leader"] = "follower"
    commit_index: int = 0
    up: bool = True


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A Raft cluster and what happens to it. The run ends with the last event: let time pass with ``run``.

    Attributes:
        servers: how many servers, from 1 to 9; they are called S1, S2 and so on, and start as followers in term 0.
        events: what happens, one after the other. All but ``elect``, ``run`` and ``settle`` take no time.
        explore: how many runs to make, or within which bounds to explore every state.
        start: server -> what it is like at the start, for those that do not start empty.
        election_timeout: shortest and longest time without word from a leader after which a server campaigns; each
            time it is drawn anew.
        heartbeat: time between a leader's heartbeats.
        latency: shortest and longest time that a message takes; drawn for each message, so that messages can overtake
            one another.
        loss: probability from 0 to 1 that a message is lost.
        pre_vote: ask before campaigning whether enough servers would vote (Ongaro's dissertation, section 9.6).
        check_quorum: a leader that hears from no majority for an election timeout steps down, and a server that hears
            from its leader ignores requests for votes (dissertation, sections 6.2 and 4.2.3).
        leader_no_op: a new leader appends an entry without value, to commit what it found in its log (section 8).
    """

    servers: int
    events: tuple[Event, ...] = ()
    explore: Explore | Exhaustive = field(default_factory=Explore)
    start: Mapping[str, StartState] = field(default_factory=dict)
    election_timeout: tuple[str, str] = ("150ms", "300ms")
    heartbeat: str = "50ms"
    latency: tuple[str, str] = ("1ms", "10ms")
    loss: float = 0.0
    pre_vote: bool = False
    check_quorum: bool = False
    leader_no_op: bool = False

    @property
    def runs(self) -> int:
        """How many seeded runs are to be made; none of a scenario that is explored exhaustively."""
        return self.explore.seeds if isinstance(self.explore, Explore) else 0


def server_names(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the scenario's servers, S1 first."""
    return tuple(f"S{number}" for number in range(1, scenario.servers + 1))
