"""What is suggested to authors whose scenario is one script."""

from __future__ import annotations

from quizgen.simulators.raft.scenario import Exhaustive, Scenario
from quizgen.simulators.raft.scenario.events import Write

_OPTIONS = ("restart_loses", "pre_vote", "leader_no_op", "rules")
"""Settings that an exploration has as well."""


def every_state(scenario: Scenario) -> str:
    """Return how to write an exploration of what a script is one story of, within bounds that take a few seconds.

    Of three servers, as every rule about majorities shows among three, and its fault within three terms.
    """
    if isinstance(scenario.explore, Exhaustive) or not scenario.events:
        return ""
    model = "logs, terms: 3, entries: 2" if _writes(scenario) else "elections, terms: 2"
    differing = [(name, value) for name in _OPTIONS if (value := getattr(scenario, name)) != getattr(_DEFAULTS, name)]
    options = "".join(f", {name}: {str(value).lower()}" for name, value in differing)
    return f"{{simulator: raft, servers: 3{options}, explore: {{exhaustive: {model}, crashes: 1}}}}"


def _writes(scenario: Scenario) -> bool:
    return any(isinstance(event, Write) for event in scenario.events) or any(one.log for one in scenario.start.values())


_DEFAULTS = Scenario(servers=1)
