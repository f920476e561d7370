"""Estimates how much computing runs take, before anything is run.

The unit is a step: one message or timer that a server takes in. The estimates are bounds for what a cluster does when
it does the most it can (nobody is elected, or nothing is ever acknowledged); most runs take far less.
"""

from __future__ import annotations

from quizgen.simulators.kit.durations import microseconds
from quizgen.simulators.raft.exploration.bounds import exploration_effort
from quizgen.simulators.raft.runs.script import CAMPAIGNS, patience
from quizgen.simulators.raft.scenario import Exhaustive, Scenario
from quizgen.simulators.raft.scenario.events import Delay, Elect, Event, Run, Settle, SlowLink, Write
from quizgen.simulators.raft.scenario.settings import Settings, settings_of

MOST_STEPS = 20_000_000
"""How many steps all runs of a scenario, or of one measure, may take: a few minutes of computing."""

_ENTRIES_A_STEP = 50
"""So many entries, sent or looked through, take as long as a step."""

_NO_OPS_A_STEP = 100
"""So many entries of earlier leaders, compared when another is elected, take as long as a step."""

_MESSAGES_A_STEP = 200
"""So many messages under way, looked through by `Settle` after each event, take as long as a step."""


def effort(scenario: Scenario) -> int:
    """Estimate the steps that all runs of a scenario take, under the true rules or a misconception.

    Every heartbeat, every campaign and every write costs each server a few steps. A write may have to be sent again for
    each write before it, and a message may carry the whole log. The scenario must have no other problem.
    """
    if isinstance(scenario.explore, Exhaustive):
        return exploration_effort(scenario)
    settings = settings_of(scenario)
    servers, events = len(settings.members), scenario.events
    writes = sum(isinstance(event, Write) for event in events)
    entries = writes + max((len(state.log) for state in scenario.start.values()), default=0)
    rounds = _rounds(settings, simulated_time(scenario)) * (1 + entries / _ENTRIES_A_STEP)
    settling = sum(_longest(settings, event) for event in events if isinstance(event, Settle))
    looks = _rounds(settings, settling) * _under_way(scenario, settings, settling) / _MESSAGES_A_STEP
    once = rounds + looks + _no_ops(scenario, settings) + len(events) + writes * writes
    copies = 1 + scenario.duplication  # of a request, and of the answer to each of them
    return round(scenario.runs * 4 * servers * once * copies * copies)


def simulated_time(scenario: Scenario) -> int:
    """Return the longest simulated time that a run can take, in microseconds."""
    settings = settings_of(scenario)
    return sum(_longest(settings, event) for event in scenario.events)


def election_wait(settings: Settings) -> int:
    """Return how long `Elect` can take, in microseconds."""
    return CAMPAIGNS * patience(settings.slowest, settings.election_timeout[0])


def experiment_effort(settings: Settings, repetitions: int, time: int) -> int:
    """Estimate the steps of an experiment that tries each of the 2^N sets of servers.

    The sets have half of the servers on average. A campaign comes after the mean election timeout on average, which
    over so many runs is what counts.

    Args:
        settings: the cluster.
        repetitions: with how many seeds each set is tried.
        time: how long the run of one set can take, in microseconds.
    """
    servers = len(settings.members)
    campaigns = servers * time / sum(settings.election_timeout)  # half of the servers, each after half of the sum
    rounds = time / settings.heartbeat + campaigns
    return round(repetitions * (1 << servers) * 2 * servers * rounds)


def _longest(settings: Settings, event: Event) -> int:
    """Return the longest simulated time that an event can take, in microseconds."""
    match event:
        case Run(length) | Settle(length):
            return microseconds(length)
        case Elect():
            return election_wait(settings)
    return 0


def _rounds(settings: Settings, time: int) -> float:
    """Return how often in that time a leader sends heartbeats, or some server campaigns."""
    return time / settings.heartbeat + len(settings.members) * (time / settings.election_timeout[0])


def _no_ops(scenario: Scenario, settings: Settings) -> float:
    """Return the steps for the logs that leader_no_op makes long: each leader's is compared with what is committed."""
    leaders = 2 * simulated_time(scenario) / sum(settings.election_timeout) if settings.leader_no_op else 0
    return leaders * leaders / 2 / _NO_OPS_A_STEP


def _under_way(scenario: Scenario, settings: Settings, settling: int) -> float:
    """Return how many messages can be under way at a time while a cluster settles: most of them on slow links."""
    if not settling:
        return 0
    longest = simulated_time(scenario)
    slow: dict[tuple[str, str], int] = {}
    for link in _slow_links(scenario):
        pair = (link.sender, link.receiver)
        slow[pair] = max(slow.get(pair, 0), microseconds(link.by))
    late = sum(min(by, longest) for by in slow.values())
    on_slow_links = late / settings.heartbeat + 2 * late / settings.election_timeout[0]
    return on_slow_links + 2 * len(settings.members) * _rounds(settings, min(settings.slowest, longest))


def _slow_links(scenario: Scenario) -> tuple[SlowLink, ...]:
    return tuple(event.delay for event in scenario.events if isinstance(event, Delay))
