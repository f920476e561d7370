"""What each misconception leads to: a measure that it changes, or a run in which a property breaks.

Every one is looked for when it is asked for, under the wrong rule and under the true ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from quizgen.simulators.api import Counterexample
from quizgen.simulators.raft.execution import RaftExecution, execution
from quizgen.simulators.raft.invariants import (
    ELECTION_SAFETY,
    INVARIANTS,
    LEADER_COMPLETENESS,
    LOG_MATCHING,
    MONOTONIC_TERMS,
    STATE_MACHINE_SAFETY,
)
from quizgen.simulators.raft.measures import MEASURES
from quizgen.simulators.raft.scenario import (
    Crash,
    Elect,
    Event,
    Explore,
    Heal,
    Hold,
    Isolate,
    Link,
    Partition,
    Proposal,
    Release,
    Restart,
    Run,
    Scenario,
    Settle,
    TimeOut,
    Write,
)

SEEDS = 5
"""With how many seeds a script is run; under the true rules, the property holds with each of them."""


@dataclass(frozen=True)
class Measured:
    """A measure that differs.

    Attributes:
        measure: its name.
        scenario: what it is measured of: the smallest cluster in which it differs.
    """

    measure: str
    scenario: Scenario


@dataclass(frozen=True)
class Scripted:
    """A script at whose end a property is broken.

    Attributes:
        broken: the property, in words.
        servers: the smallest cluster in which it breaks.
        events: the script.
        sign: run -> what broke the property, in words; empty if it holds.
    """

    broken: str
    servers: int
    events: tuple[Event, ...]
    sign: Callable[[RaftExecution], str]


def _write(server: str, value: str) -> Write:
    return Write(Proposal(server, value))


def _violates(name: str, servers: int, *events: Event) -> Scripted:
    """Return a script in which an invariant breaks."""
    return Scripted(
        f"{name}: {INVARIANTS[name]}",
        servers,
        events,
        lambda run: next((one.message for one in run.history.violations if one.invariant == name), ""),
    )


def _two_lead(run: RaftExecution) -> str:
    leaders = [f"{server.name} in term {server.current_term}" for server in run.leaders]
    return f"{' and '.join(leaders)} lead although every link works" if len(leaders) > 1 else ""


def _takes_old_entry(run: RaftExecution) -> str:
    for server in run.cluster.servers:
        for event in run.events("entry_appended"):
            late = (event.get("entry_term"), event.get("role")) == (1, "follower") and event.get("term") == 2
            if late and event.actor == server.name:
                return f"{server.name}, in term 2, appends what the leader of term 1 sent"
    return ""


def _deletes_matching_entry(run: RaftExecution) -> str:
    deletion = next(run.events("entries_deleted"), None)
    return f"{deletion.actor} deletes {deletion.detail}, which its leader holds too" if deletion else ""


_S3_VOTES_AGAIN: tuple[Event, ...] = (  # S3 votes for S1, restarts, and is asked by S2 in the same term
    Isolate("S2"),
    TimeOut("S1"),
    Run("40ms"),
    Crash("S3"),
    Heal("all"),
    Isolate("S1"),
    Restart("S3"),
    TimeOut("S2"),
    Run("40ms"),
)

_FIGURE_8: tuple[Event, ...] = (
    Elect("S1"),
    _write("S1", "a"),
    Settle("1s"),
    Partition({"left": ("S1", "S2"), "right": ("S3", "S4", "S5")}),  # (a) b reaches S2 only
    _write("S1", "b"),
    Run("20ms"),
    Crash("S1"),  # (b) S5 leads without b, and takes c
    Elect("S5"),
    Isolate("S5"),
    _write("S5", "c"),
    Crash("S5"),  # (c) S1 leads again, and brings b to a majority
    Restart("S1"),
    Heal("all"),
    Elect("S1"),
    Run("100ms"),
    Crash("S1"),  # (d) S5 leads, since c is of a later term than b, and overwrites b
    Restart("S5"),
    Elect("S5"),
    Settle("1s"),
)

_THREE = Scenario(servers=3, explore=Explore(1))

SHOWN: Mapping[str, Measured | Scripted] = {
    "majority-of-reachable": Measured("crashes_survived", replace(_THREE, servers=2)),
    "all-servers": Measured("crashes_survived", _THREE),
    "fixed-quorum-of-two": Measured("disjoint_pairs", replace(_THREE, servers=4)),
    "half-is-enough": Measured("disjoint_pairs", replace(_THREE, servers=2)),
    "half-rounded-down": Measured("disjoint_pairs", replace(_THREE, servers=2)),
    "any-survivor": Measured("disjoint_pairs", replace(_THREE, servers=2)),
    "vote-twice": _violates(ELECTION_SAFETY, 3, TimeOut("S1"), TimeOut("S2"), Run("60ms")),
    "no-up-to-date-check": _violates(
        LEADER_COMPLETENESS,
        3,
        Elect("S1"),
        Isolate("S3"),
        _write("S1", "x"),
        Run("40ms"),
        Crash("S1"),
        Heal("all"),
        Elect("S3"),
    ),
    "newest-term-rules": Measured("votes_needed", replace(_THREE, servers=2)),
    "vote-before-term": Measured("crashes_survived", _THREE),
    "leader-keeps-role": Scripted(
        "step-down: a leader that hears of a higher term becomes a follower (section 5.1)",
        3,
        (Elect("S1"), Isolate("S1"), Run("1s"), Heal("all"), Run("1s")),
        _two_lead,
    ),
    "stale-messages-obeyed": Scripted(
        "rejection: a request of an older term is refused (section 5.1)",
        3,
        (
            Elect("S1"),
            Hold(Link("S1", "S3")),
            _write("S1", "late"),
            Crash("S1"),
            Elect("S2"),
            Release(Link("S1", "S3")),
            Run("5ms"),
        ),
        _takes_old_entry,
    ),
    "term-ticks-with-time": Measured("terms", replace(_THREE, servers=1, events=(Elect("S1"), Run("1s")))),
    "vote-lost-on-restart": _violates(ELECTION_SAFETY, 3, *_S3_VOTES_AGAIN),
    "log-lost-on-restart": _violates(
        LEADER_COMPLETENESS,
        3,
        Elect("S1"),
        Isolate("S3"),
        _write("S1", "x"),
        Run("100ms"),
        Crash(("S1", "S2")),
        Heal("all"),
        Restart("S2"),
        Elect("S3"),
    ),
    "term-lost-on-restart": _violates(MONOTONIC_TERMS, 1, TimeOut("S1"), Crash("S1"), Restart("S1")),
    "writes-accepted-by-any-server": _violates(
        LOG_MATCHING, 2, Elect("S1"), _write("S1", "x"), _write("S2", "y"), Run("100ms")
    ),
    "append-replaces-rest": Scripted(
        "rule 3 of AppendEntries: only entries that conflict are deleted (section 5.3)",
        2,
        (
            Elect("S1"),
            Hold(Link("S1", "S2")),
            _write("S1", "x"),
            Hold(Link("S1", "S2")),
            Run("10ms"),
            _write("S1", "y"),
            Release(Link("S1", "S2")),
            Run("20ms"),
        ),
        _deletes_matching_entry,
    ),
    "commit-old-term-by-counting": _violates(STATE_MACHINE_SAFETY, 5, *_FIGURE_8),
    "commit-on-write": Measured("acks_needed", replace(_THREE, servers=2)),
    "commit-needs-all": Measured("acks_needed", _THREE),
}
"""The misconception's name -> what shows it."""


@lru_cache(maxsize=len(SHOWN))
def counterexample(misconception: str) -> Counterexample | None:
    """Return what the misconception leads to; None if it makes no difference where it is known to make one.

    Raises:
        KeyError: if there is no misconception of that name.
    """
    shown = SHOWN[misconception]
    return _measured(shown, misconception) if isinstance(shown, Measured) else _scripted(shown, misconception)


def _measured(shown: Measured, misconception: str) -> Counterexample | None:
    measure = next(measure for measure in MEASURES if measure.name == shown.measure).measure
    true, wrong = measure(shown.scenario, None), measure(shown.scenario, misconception)
    if true == wrong:
        return None
    found = f"{shown.measure} is {wrong}, and {true} under the true rules"
    return Counterexample(shown.measure, _bound(shown.scenario), found)


def _scripted(shown: Scripted, misconception: str) -> Counterexample | None:
    scenario = Scenario(servers=shown.servers, events=shown.events, explore=Explore(SEEDS))
    if any(shown.sign(execution(scenario, seed)) for seed in range(SEEDS)):
        return None
    for seed in range(SEEDS):
        run = execution(scenario, seed, misconception)
        if found := shown.sign(run):
            return Counterexample(shown.broken, f"{_bound(scenario)}, seed {seed}", found, run.trace)
    return None


def _bound(scenario: Scenario) -> str:
    """Return the size of what was run: "3 servers, a script of 7 events"."""
    servers = f"{scenario.servers} server{'s' if scenario.servers > 1 else ''}"
    return f"{servers}, a script of {len(scenario.events)} events" if scenario.events else servers
