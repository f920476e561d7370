"""Finds what cannot be simulated, before anything is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from quizgen.simulators.api import Problem
from quizgen.simulators.kit.durations import LONGEST, duration_problems, range_problems
from quizgen.simulators.raft.exploration.bounds import STEPS_A_STATE, estimated_states
from quizgen.simulators.raft.judged.effort import MOST_STEPS, effort, simulated_time
from quizgen.simulators.raft.judged.exploration_problems import exploration_problems, stillness_problems
from quizgen.simulators.raft.judged.membership_problems import membership_problems
from quizgen.simulators.raft.judged.script_problems import link_problems, script_problems
from quizgen.simulators.raft.misconceptions import MISCONCEPTIONS
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario, beside
from quizgen.simulators.raft.starts.problems import start_problems

MOST_SERVERS = 9
_NAMES = [misconception.name for misconception in MISCONCEPTIONS]
MOST_SEEDS = 10_000
MOST_EVENTS = 1_000
MOST_BESIDE = 9


def problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Return why a scenario cannot be simulated, empty if it can. Then no run of it raises an error."""
    found = tuple(_numbers(scenario))
    if any(problem.path == ("servers",) for problem in found):  # nothing may list the servers: they can be billions
        return found
    found = (*found, *_timing(scenario), *start_problems(scenario), *script_problems(scenario))
    found = (*found, *membership_problems(scenario))
    if isinstance(scenario.explore, Exhaustive):
        found = (*found, *exploration_problems(scenario, scenario.explore))
        found = found or tuple(stillness_problems(scenario, scenario.explore))
    return found or (*_effort(scenario), *_beside(scenario))


def _beside(scenario: Scenario) -> Iterator[Problem]:
    """Judge the clusters to compare with, each as if it stood alone."""
    if len(scenario.beside) > MOST_BESIDE:
        yield Problem(("beside",), f"at most {MOST_BESIDE} clusters are compared with, not {len(scenario.beside)}")
        return
    for position, (stated, other) in enumerate(zip(scenario.beside, beside(scenario), strict=True)):
        here = ("beside", position)
        if other == replace(scenario, beside=()):
            yield Problem(here, "this cluster is the scenario's own", "state what is different in it: servers: 4")
        for problem in problems(other):
            is_its_own = problem.path[:1] and getattr(stated, str(problem.path[0]), None) is not None
            yield replace(problem, path=(*here, *problem.path) if is_its_own else here)


def _numbers(scenario: Scenario) -> Iterator[Problem]:
    if not 1 <= scenario.servers <= MOST_SERVERS:
        yield Problem(("servers",), f"a cluster has 1 to {MOST_SERVERS} servers, not {scenario.servers}")
    if isinstance(scenario.explore, Explore) and not 1 <= scenario.runs <= MOST_SEEDS:
        yield Problem(("explore", "seeds"), f"a scenario is run with 1 to {MOST_SEEDS} seeds, not {scenario.runs}")
    for name, probability in (("loss", scenario.loss), ("duplication", scenario.duplication)):
        if not 0 <= probability <= 1:
            yield Problem((name,), f"a probability is from 0 to 1, not {probability}")
    if scenario.rules and scenario.rules not in _NAMES:
        near = get_close_matches(scenario.rules, _NAMES, 1)
        hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(_NAMES)}"
        yield Problem(("rules",), f"there is no misconception {scenario.rules!r}", hint)
    elif scenario.rules and scenario.judge_start:
        yield Problem(("rules",), "a start is judged by the true rules", "leave out rules, or judge_start")
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
        yield _too_much(scenario, steps)


def _too_much(scenario: Scenario, steps: int) -> Problem:
    bounds = scenario.explore
    if not isinstance(bounds, Exhaustive):
        return Problem(
            ("events",),
            f"all runs together take about {steps / 1_000_000:.0f} million steps, more than {MOST_STEPS // 1_000_000}",
            "let less time pass, or use fewer seeds",
        )
    fewer = ["servers", "terms", *(["entries"] if bounds.exhaustive == "logs" else [])]
    fewer += ["crashes"] if bounds.crashes else []
    symmetry = "" if bounds.symmetry or scenario.start else ", or symmetry: true where no claim names a server"
    return Problem(
        ("explore",),
        f"there are about {estimated_states(scenario) / 1_000_000:.0f} million states within the bounds, more than "
        f"{MOST_STEPS // STEPS_A_STATE // 1_000_000}",
        f"use fewer {', '.join(fewer[:-1])} or {fewer[-1]}{symmetry}",
    )
