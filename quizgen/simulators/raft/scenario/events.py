"""The events of a script: what happens to a cluster, one after the other.

Plain frozen dataclasses of plain types. Each event has one field, named as its verb, so that an author writes
``{crash: S1}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Servers = str | tuple[str, ...]
Loss = Literal["nothing", "vote", "term", "log", "everything"]
"""What a disk does not keep over a crash, although Raft relies on it (figure 2, persistent state)."""

MessageKind = Literal[
    "RequestVote",
    "RequestVoteReply",
    "AppendEntries",
    "AppendEntriesReply",
    "RequestPreVote",
    "RequestPreVoteReply",
    "any",
]


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


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """Servers that start again, and what their disks did not keep.

    Attributes:
        servers: a server, a list of servers, or ``all`` for every server that is down.
        loses: what is lost of term, vote and log; without it, what ``restart_loses`` of the scenario says. Who loses
            its term loses its vote with it.
        loses_last: so many entries at the end of the log are lost, or all if it has fewer.
    """

    servers: Servers
    loses: Loss | None = None
    loses_last: int = 0


@dataclass(frozen=True)
class Restart:
    """Stopped servers start again, as followers, from what they had on disk.

    Attributes:
        restart: a server, a list of servers, or ``all`` for every server that is down. Or a mapping, for a server that
            starts again without all that it had to keep.
    """

    restart: str | tuple[str, ...] | Recovery


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

    With ``all``, nothing arrives any more but what ``deliver`` and ``release`` let through: the script then runs the
    cluster message by message.

    Attributes:
        hold: the link, or ``all`` for every link.
    """

    hold: Literal["all"] | Link


@dataclass(frozen=True)
class Release:
    """The messages kept back on a link arrive now, in the order in which they were sent; the link works again.

    Attributes:
        release: the link, or ``all`` for every link.
    """

    release: Literal["all"] | Link


@dataclass(frozen=True)
class Send:
    """A leader sends AppendEntries to one server now: the entries that it takes that server to lack, or a heartbeat.

    Attributes:
        send: the leader, and to whom.
    """

    send: Link


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message under way or kept back.

    Attributes:
        sender: the server that sent it.
        receiver: the server that it is sent to.
        message: its kind; without it, of any kind. A heartbeat is ``AppendEntries`` too.
        nth: which of those on the link: 1 is the first to arrive, and those that are kept back come last, in the order
            in which they were sent. With 2, the second of two kept back arrives before the first.
    """

    sender: str
    receiver: str
    message: MessageKind = "any"
    nth: int = 1


@dataclass(frozen=True, kw_only=True)
class LateLetter:
    """A message, as in ``deliver``, and how much later it arrives.

    Attributes:
        sender: the server that sent it.
        receiver: the server that it is sent to.
        message: its kind; without it, of any kind.
        nth: which of those on the link, as in ``deliver``.
        by: the time added, such as ``200ms``; for a message that is kept back, from now.
    """

    sender: str
    receiver: str
    message: MessageKind = "any"
    nth: int = 1
    by: str


@dataclass(frozen=True)
class Deliver:
    """One message arrives now, before all others, even if its link keeps messages back.

    Attributes:
        deliver: which.
    """

    deliver: Letter


@dataclass(frozen=True)
class Lose:
    """One message is lost.

    Attributes:
        lose: which.
    """

    lose: Letter


@dataclass(frozen=True)
class Postpone:
    """One message arrives later than it would have.

    Attributes:
        postpone: which, and by how much.
    """

    postpone: LateLetter


@dataclass(frozen=True)
class Duplicate:
    """One message will arrive twice: a copy follows it, under way or kept back as the message is.

    Attributes:
        duplicate: which.
    """

    duplicate: Letter


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
    | Send
    | Deliver
    | Lose
    | Postpone
    | Duplicate
)
