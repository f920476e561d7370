"""The bounds of an exploration: in words, and how many states to expect within them."""

from __future__ import annotations

from math import comb, factorial

from quizgen.simulators.kit.search import MOST_STATES
from quizgen.simulators.raft.scenario import Exhaustive, Scenario
from quizgen.simulators.raft.starts.start import latest_term
from quizgen.simulators.words import counted

STEPS_A_STATE = 10
"""A state takes as long as so many steps of a run."""

_CRASH = 3.3
"""So many times more states there are with one more crash."""


def in_words(servers: int, bounds: Exhaustive) -> str:
    """Return bounds as a reader is told of them: "3 servers, 4 terms, 3 entries, no crashes"."""
    told = [counted(servers, "server"), counted(bounds.terms, "term")]
    if bounds.exhaustive == "logs":
        told.append(counted(bounds.entries, "entry", "entries"))
    told.append(counted(bounds.crashes, "crash", "crashes") if bounds.crashes else "no crashes")
    return ", ".join(told)


def exploration_effort(scenario: Scenario) -> int:
    """Estimate the effort of an exploration, in steps of a run; 0 for a scenario that is run with seeds."""
    bounds, found = scenario.explore, estimated_states(scenario)
    if isinstance(bounds, Exhaustive) and bounds.states < MOST_STATES:  # it is to be cut, and not refused
        found = min(found, bounds.states)
    return STEPS_A_STATE * found


def estimated_states(scenario: Scenario) -> int:
    """Estimate how many states an exploration finds, within a factor of about four.

    Fitted to the counts of small bounds. A start leaves fewer terms and fewer entries to come. With symmetry there are
    fewer states by the number of renamings, at best.
    """
    bounds, servers = scenario.explore, scenario.servers
    if not isinstance(bounds, Exhaustive):
        return 0
    terms = max(bounds.terms - latest_term(scenario), 0)
    states: float
    if bounds.exhaustive == "elections":
        states = 10.0 ** ((0.8 * servers - 0.75) * min(terms, 50) ** 0.95)
    else:
        longest = max((len(state.log) for state in scenario.start.values()), default=0)
        entries = max(bounds.entries - longest, 0)
        of_a_server = comb(terms + entries, entries) + 2.3 * terms + longest
        states = of_a_server**servers
    states *= float(_CRASH**bounds.crashes)
    return round(states / (factorial(servers) if bounds.symmetry else 1))
