"""What each misconception leads to: a property that breaks in the smallest bound, or a measure that it changes.

Every one is looked for when it is asked for, under the wrong rule and under the true ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from quizgen.simulators.api import Counterexample
from quizgen.simulators.raft.asked.measures import MEASURES
from quizgen.simulators.raft.exploration.bounds import in_words
from quizgen.simulators.raft.exploration.space import search_for
from quizgen.simulators.raft.protocol.invariants import ELECTION_SAFETY, INVARIANTS, LEADER_COMPLETENESS, LOG_MATCHING
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario
from quizgen.simulators.raft.scenario.events import Elect, Event, Heal, Isolate, Run
from quizgen.simulators.words import counted

SEEDS = 5
"""With how many seeds a script is run; under the true rules, the property holds with each of them."""


@dataclass(frozen=True)
class Explored:
    """A property that breaks in some state within bounds, and in none under the true rules.

    Attributes:
        broken: its name in `INVARIANTS`.
        servers: the smallest cluster in which it breaks.
        bounds: of that cluster, the smallest bounds within which it breaks: fewest terms, then entries, then crashes.
    """

    broken: str
    servers: int
    bounds: Exhaustive

    @property
    def scenario(self) -> Scenario:
        """What is explored."""
        return Scenario(servers=self.servers, explore=self.bounds)


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


def _elections(broken: str, servers: int, terms: int, crashes: int = 0) -> Explored:
    return Explored(broken, servers, Exhaustive("elections", terms=terms, crashes=crashes))


def _logs(broken: str, servers: int, terms: int, entries: int, crashes: int = 0) -> Explored:
    return Explored(broken, servers, Exhaustive("logs", terms=terms, entries=entries, crashes=crashes))


def _two_lead(run: RaftExecution) -> str:
    leaders = [f"{server.name} in term {server.current_term}" for server in run.leaders]
    return f"{' and '.join(leaders)} lead although every link works" if len(leaders) > 1 else ""


_THREE = Scenario(servers=3, explore=Explore(1))

SHOWN: Mapping[str, Explored | Measured | Scripted] = {
    # Whom a server reaches is not part of the elections model; in the other one, it is those that its campaign reaches.
    "majority-of-reachable": _logs(ELECTION_SAFETY, servers=2, terms=1, entries=0),
    "all-servers": Measured("crashes_survived", _THREE),
    "fixed-quorum-of-two": _elections(ELECTION_SAFETY, servers=4, terms=1),
    "half-is-enough": _elections(ELECTION_SAFETY, servers=2, terms=1),
    "half-rounded-down": _elections(ELECTION_SAFETY, servers=2, terms=1),
    "any-survivor": _elections(ELECTION_SAFETY, servers=2, terms=1),
    "vote-twice": _elections(ELECTION_SAFETY, servers=2, terms=1),
    "no-up-to-date-check": _logs(LEADER_COMPLETENESS, servers=3, terms=2, entries=1),
    "newest-term-rules": _logs(LEADER_COMPLETENESS, servers=3, terms=2, entries=1),
    "vote-before-term": Measured("crashes_survived", _THREE),
    # It breaks no property of figure 3: a deposed leader commits nothing, whatever it takes itself for. That it goes on
    # for ever shows in a run, not in a state: every leader that is cut off is in such a state for a while.
    "leader-keeps-role": Scripted(
        "step-down: a leader that hears of a higher term becomes a follower (section 5.1)",
        3,
        (Elect("S1"), Isolate("S1"), Elect("S2"), Heal("all"), Run("100ms")),
        _two_lead,
    ),
    "stale-messages-obeyed": _logs(LEADER_COMPLETENESS, servers=3, terms=3, entries=1),
    "term-ticks-with-time": Measured("terms", replace(_THREE, servers=1, events=(Elect("S1"), Run("1s")))),
    "vote-lost-on-restart": _elections(ELECTION_SAFETY, servers=3, terms=1, crashes=1),
    "log-lost-on-restart": _logs(LEADER_COMPLETENESS, servers=1, terms=2, entries=1, crashes=1),
    "term-lost-on-restart": _elections(ELECTION_SAFETY, servers=3, terms=1, crashes=1),
    "writes-accepted-by-any-server": _logs(LOG_MATCHING, servers=2, terms=1, entries=1),
    "append-replaces-rest": _logs(LEADER_COMPLETENESS, servers=3, terms=2, entries=1),
    "commit-old-term-by-counting": _logs(LEADER_COMPLETENESS, servers=3, terms=4, entries=1),  # figure 8
    "commit-on-write": _logs(LEADER_COMPLETENESS, servers=3, terms=2, entries=1),
    "commit-needs-all": Measured("acks_needed", _THREE),
}
"""The misconception's name -> what shows it."""


@lru_cache(maxsize=len(SHOWN))
def counterexample(misconception: str) -> Counterexample | None:
    """Return what the misconception leads to; None if it makes no difference where it is known to make one.

    Raises:
        KeyError: if there is no misconception of that name.
    """
    match SHOWN[misconception]:
        case Explored() as shown:
            return _explored(shown, misconception)
        case Measured() as shown:
            return _measured(shown, misconception)
        case Scripted() as shown:
            return _scripted(shown, misconception)


def _explored(shown: Explored, misconception: str) -> Counterexample | None:
    true = search_for(shown.scenario, None, shown.broken)
    wrong = search_for(shown.scenario, misconception, shown.broken)
    if wrong.trace is None or not true.exhausted:
        return None
    return Counterexample(
        broken=f"{shown.broken}: {INVARIANTS[shown.broken]}",
        bound=in_words(shown.servers, shown.bounds),
        found=wrong.message,
        trace=wrong.trace,
        steps=wrong.steps,
        states=wrong.states,
        states_under_true_rules=true.states,
    )


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
    servers = counted(scenario.servers, "server")
    return f"{servers}, a script of {len(scenario.events)} events" if scenario.events else servers
