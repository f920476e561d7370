"""Finds changes of members that cannot be explored: names, bounds, and settings that they do not know."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Problem
from quizgen.simulators.raft.scenario import Scenario, server_names

MOST_MEMBERS = 5
"""How many servers take part, those before and those after together."""

_BOUNDS = {"terms": 4, "entries": 4}
_UNKNOWN = ("start", "rules", "restart_loses", "pre_vote", "leader_no_op")
_DEFAULTS = Scenario(servers=1)
_KNOWN = server_names(Scenario(servers=9))


def membership_problems(scenario: Scenario) -> Iterator[Problem]:
    """Judge the change of members that a scenario asks for, if it does."""
    asked = scenario.membership
    if asked is None:
        return
    yield from _names(asked.to, server_names(scenario))
    for name, most in _BOUNDS.items():
        number = getattr(asked, name)
        if not 1 <= number <= most:
            yield Problem(("membership", name), f"{name} are from 1 to {most}, not {number}")
    for name in _UNKNOWN:
        if getattr(scenario, name) != getattr(_DEFAULTS, name):
            yield Problem((name,), f"{name} means nothing to a change of members, which begins with empty servers")


def _names(to: tuple[str, ...], before: tuple[str, ...]) -> Iterator[Problem]:
    here = ("membership", "to")
    for position, name in enumerate(to):
        if name not in _KNOWN:
            yield Problem((*here, position), f"servers are called S1 to S9, not {name!r}")
        elif name in to[:position]:
            yield Problem((*here, position), f"{name} is named twice")
    taking_part = len({*to, *before})
    if not to:
        yield Problem(here, "a cluster has a member")
    elif {*to} == {*before}:
        yield Problem(here, "these are the members already", f"before it they are {', '.join(before)}")
    elif taking_part > MOST_MEMBERS:
        yield Problem(here, f"at most {MOST_MEMBERS} servers take part in a change, not {taking_part}")
