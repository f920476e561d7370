"""Finds what cannot be simulated, before anything is run."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Problem
from quizgen.simulators.raft.duration_problems import LONGEST, duration_problems, range_problems
from quizgen.simulators.raft.durations import microseconds
from quizgen.simulators.raft.scenario import Elect, Event, Run, Scenario, Settle, Write
from quizgen.simulators.raft.script import CAMPAIGNS, patience
from quizgen.simulators.raft.script_problems import script_problems

MOST_SERVERS = 9
MOST_SEEDS = 10_000
MOST_EVENTS = 1_000
MOST_STEPS = 20_000_000
"""How many messages and timers all runs of a scenario may take, roughly: a few minutes of computing."""


def problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Return why a scenario cannot be simulated, empty if it can. Then no run of it raises an error."""
    found = (*_numbers(scenario), *_timing(scenario))
    if any(problem.path == ("servers",) for problem in found):
        return found
    found = (*found, *script_problems(scenario))
    return found or tuple(_effort(scenario))


def _numbers(scenario: Scenario) -> Iterator[Problem]:
    if not 1 <= scenario.servers <= MOST_SERVERS:
        yield Problem(("servers",), f"a cluster has 1 to {MOST_SERVERS} servers, not {scenario.servers}")
    if not 1 <= scenario.explore.seeds <= MOST_SEEDS:
        yield Problem(
            ("explore", "seeds"), f"a scenario is run with 1 to {MOST_SEEDS} seeds, not {scenario.explore.seeds}"
        )
    if not 0 <= scenario.loss <= 1:
        yield Problem(("loss",), f"a probability is from 0 to 1, not {scenario.loss}")
    if len(scenario.events) > MOST_EVENTS:
        yield Problem(("events",), f"a script has at most {MOST_EVENTS} events, not {len(scenario.events)}")


def _timing(scenario: Scenario) -> Iterator[Problem]:
    yield from range_problems(("election_timeout",), scenario.election_timeout, positive=True)
    yield from range_problems(("latency",), scenario.latency, positive=False)
    yield from duration_problems(("heartbeat",), scenario.heartbeat, positive=True)


def _effort(scenario: Scenario) -> Iterator[Problem]:
    """Bound simulated time, and the messages and timers that all runs may take.

    Every heartbeat, every campaign and every write costs each server a few steps; a write may have to be sent again
    for each write before it.
    """
    time = sum(_longest(scenario, event) for event in scenario.events)
    if time > LONGEST:
        yield Problem(("events",), f"a run takes up to {time / 1_000_000:.0f} s of simulated time", "at most 2h")
        return
    servers, writes = scenario.servers, sum(isinstance(event, Write) for event in scenario.events)
    rounds = time / microseconds(scenario.heartbeat) + servers * time / microseconds(scenario.election_timeout[0])
    steps = scenario.explore.seeds * 4 * servers * (rounds + len(scenario.events) + writes * writes)
    if steps > MOST_STEPS:
        yield Problem(
            ("events",),
            f"all runs together take about {steps / 1_000_000:.0f} million steps, more than {MOST_STEPS // 1_000_000}",
            "let less time pass, or use fewer seeds",
        )


def _longest(scenario: Scenario, event: Event) -> int:
    """Return the longest simulated time that an event can take, in microseconds."""
    match event:
        case Run(length) | Settle(length):
            return microseconds(length)
        case Elect():
            wait = patience(microseconds(scenario.latency[1]), microseconds(scenario.election_timeout[0]))
            return CAMPAIGNS * wait
    return 0
