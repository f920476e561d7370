"""Finds what cannot be simulated, before anything is run."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Problem
from quizgen.simulators.raft.duration_problems import LONGEST, duration_problems, link_problems, range_problems
from quizgen.simulators.raft.effort import MOST_STEPS, effort, simulated_time
from quizgen.simulators.raft.exploration_problems import exploration_problems
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario
from quizgen.simulators.raft.script_problems import script_problems
from quizgen.simulators.raft.start_problems import start_problems

MOST_SERVERS = 9
MOST_SEEDS = 10_000
MOST_EVENTS = 1_000


def problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Return why a scenario cannot be simulated, empty if it can. Then no run of it raises an error."""
    found = (*_numbers(scenario), *_timing(scenario))
    if any(problem.path == ("servers",) for problem in found):
        return found
    found = (*found, *start_problems(scenario), *script_problems(scenario))
    if isinstance(scenario.explore, Exhaustive):
        found = (*found, *exploration_problems(scenario, scenario.explore))
    return found or tuple(_effort(scenario))


def _numbers(scenario: Scenario) -> Iterator[Problem]:
    if not 1 <= scenario.servers <= MOST_SERVERS:
        yield Problem(("servers",), f"a cluster has 1 to {MOST_SERVERS} servers, not {scenario.servers}")
    if isinstance(scenario.explore, Explore) and not 1 <= scenario.runs <= MOST_SEEDS:
        yield Problem(("explore", "seeds"), f"a scenario is run with 1 to {MOST_SEEDS} seeds, not {scenario.runs}")
    for name, probability in (("loss", scenario.loss), ("duplication", scenario.duplication)):
        if not 0 <= probability <= 1:
            yield Problem((name,), f"a probability is from 0 to 1, not {probability}")
    if len(scenario.events) > MOST_EVENTS:
        yield Problem(("events",), f"a script has at most {MOST_EVENTS} events, not {len(scenario.events)}")


def _timing(scenario: Scenario) -> Iterator[Problem]:
    yield from range_problems(("election_timeout",), scenario.election_timeout, positive=True)
    yield from range_problems(("latency",), scenario.latency, positive=False)
    yield from duration_problems(("heartbeat",), scenario.heartbeat, positive=True)
    yield from link_problems(scenario)


def _effort(scenario: Scenario) -> Iterator[Problem]:
    """Bound simulated time, and the steps that all runs may take."""
    time = simulated_time(scenario)
    if time > LONGEST:
        yield Problem(("events",), f"a run takes up to {time / 1_000_000:.0f} s of simulated time", "at most 2h")
        return
    steps = effort(scenario)
    if steps > MOST_STEPS:
        yield Problem(
            ("events",),
            f"all runs together take about {steps / 1_000_000:.0f} million steps, more than {MOST_STEPS // 1_000_000}",
            "let less time pass, or use fewer seeds",
        )
