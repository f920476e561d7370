"""Experiments on clusters of which only some servers are up: each is run, none is calculated.

Every one of the 2^N sets of servers is tried, with its own random numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from quizgen.simulators.api import MeasureError
from quizgen.simulators.raft.judged.effort import election_wait
from quizgen.simulators.raft.misconceptions import rules_for
from quizgen.simulators.raft.runs.engine import Engine
from quizgen.simulators.raft.runs.script import carry_out
from quizgen.simulators.raft.scenario.events import Elect
from quizgen.simulators.raft.scenario.settings import Settings
from quizgen.simulators.trace import Trace

PATIENCE = 12
"""How many of the longest election timeouts a set of servers is given to elect a leader and to commit a write."""

Subset = tuple[str, ...]


def longest_trial(settings: Settings) -> int:
    """Return the longest simulated time that the run of one set of servers can take, in microseconds."""
    return election_wait(settings) + (PATIENCE + 1) * _one_try(settings)


@dataclass(frozen=True, slots=True)
class Trial:
    """What the servers of one set did when they were the only ones that were ever up.

    Attributes:
        servers: the set, in order.
        elects: one of them became leader.
        commits: a write to that leader was committed.
        votes: the fewest votes with which one of them became leader, 0 if none did.
        holders: how many servers held the write when it was committed, 0 if it was not.
    """

    servers: Subset
    elects: bool
    commits: bool
    votes: int
    holders: int


def subsets(members: Subset) -> tuple[Subset, ...]:
    """Return every set of members, the empty one first."""
    return tuple(
        tuple(member for position, member in enumerate(members) if mask >> position & 1)
        for mask in range(1 << len(members))
    )


@lru_cache(maxsize=64)
def trials(settings: Settings, misconception: str | None, seed: int) -> tuple[Trial, ...]:
    """Let each set of servers start alone, the others being down from the beginning."""
    return tuple(start_alone(settings, misconception, seed, servers) for servers in subsets(settings.members))


def trial_trace(settings: Settings, misconception: str | None, seed: int, servers: Subset) -> Trace:
    """Return the run of one trial."""
    engine = _engine(settings, misconception, seed, servers, keep_trace=True)
    _let_start_alone(engine, servers)
    return engine.recorder.trace()


def _let_start_alone(engine: Engine, servers: Subset) -> bool:
    """Let only these servers be up from the beginning; tell whether they commit a write."""
    engine.crash(name for name in engine.settings.members if name not in servers)
    return _commits_a_write(engine)


def start_alone(settings: Settings, misconception: str | None, seed: int, servers: Subset) -> Trial:
    """Let the servers of one set start alone."""
    engine = _engine(settings, misconception, seed, servers)
    commits = _let_start_alone(engine, servers)
    votes = engine.history.votes_at_win.values()
    return Trial(
        servers=servers,
        elects=bool(votes),
        commits=commits,
        votes=min(votes, default=0),
        holders=min((len(one.holders) for there in engine.history.commitments.values() for one in there), default=0),
    )


@lru_cache(maxsize=64)
def survived(settings: Settings, misconception: str | None, seed: int) -> tuple[tuple[Subset, bool], ...]:
    """For each set of servers that crash, the leader S1 among them or not: do the others go on committing writes?"""
    return tuple((crashed, survives(settings, misconception, seed, crashed)) for crashed in subsets(settings.members))


def crash_trace(settings: Settings, misconception: str | None, seed: int, crashed: Subset) -> Trace:
    """Return the run in which these servers crash."""
    engine = _engine(settings, misconception, seed, crashed, keep_trace=True)
    _let_crash(engine, crashed)
    return engine.recorder.trace()


def survives(settings: Settings, misconception: str | None, seed: int, crashed: Subset) -> bool:
    """Tell whether the others go on committing writes when these servers crash, the leader S1 among them or not."""
    return _let_crash(_engine(settings, misconception, seed, crashed), crashed)


def _let_crash(engine: Engine, crashed: Subset) -> bool:
    _begin_under(engine, engine.settings.members[0])
    engine.crash(crashed)
    return _commits_a_write(engine)


def _begin_under(engine: Engine, leader: str) -> None:
    """Let a server be elected and commit a write, so that a crash of it is one of a leader at work.

    Raises:
        MeasureError: if it is not elected, or does not commit the write.
    """
    carry_out(engine, Elect(leader))
    if engine.leader() != leader:
        raise MeasureError(f"crashes_survived: {leader} is not elected although every server is up")
    value = "before the crash"
    engine.client_writes(leader, value)
    deadline = engine.now + _one_try(engine.settings)
    if not engine.run_until(deadline, lambda: _has_committed(engine, leader, value)):
        raise MeasureError(f"crashes_survived: {leader} leads but commits nothing although every server is up")


def _one_try(settings: Settings) -> int:
    """Return the longest time, in microseconds, until an election begins and its votes and a write are answered."""
    return settings.election_timeout[1] + 4 * settings.slowest


def _engine(
    settings: Settings, misconception: str | None, seed: int, subset: Subset, *, keep_trace: bool = False
) -> Engine:
    rules = rules_for(misconception, settings)
    return Engine(settings, rules, seed, keep_trace=keep_trace, concern=" ".join(subset))


def _commits_a_write(engine: Engine) -> bool:
    """Write to whoever leads, again with each new leader, until a write is committed or patience ends."""
    settings = engine.settings
    deadline = engine.now + PATIENCE * _one_try(settings)
    attempt = 0
    while engine.run_until(deadline, lambda: bool(engine.leader())):
        attempt += 1
        leader, value = engine.leader(), f"write {attempt}"
        term = engine.servers[leader].current_term
        engine.client_writes(leader, value)
        if engine.run_until(deadline, lambda: _is_decided(engine, leader, term, value)):  # noqa: B023  # called at once
            if _has_committed(engine, leader, value):
                return True
        else:
            return False
    return False


def _is_decided(engine: Engine, leader: str, term: int, value: str) -> bool:
    """The write is committed, or its leader leads that term no longer."""
    server = engine.servers[leader]
    return server.role != "leader" or server.current_term != term or _has_committed(engine, leader, value)


def _has_committed(engine: Engine, name: str, value: str) -> bool:
    server = engine.servers[name]
    return any(entry.value == value for entry in server.log[: server.commit_index])
