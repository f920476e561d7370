"""Finds durations that cannot be simulated."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Problem, ScenarioPath
from quizgen.simulators.kit.durations import microseconds
from quizgen.simulators.raft.scenario import Scenario, server_names

LONGEST = microseconds("2h")
"""The longest simulated time of a run, and of any one duration, in microseconds."""


def duration_problems(path: ScenarioPath, text: str, *, positive: bool) -> Iterator[Problem]:
    """Judge a duration, which may be 0 unless it has to be positive."""
    try:
        length = microseconds(text)
    except ValueError as error:
        yield Problem(path, str(error))
        return
    if positive and length == 0:
        yield Problem(path, "this duration has to be longer than 0")
    if length > LONGEST:
        yield Problem(path, f"{text} is more than can be simulated", "at most 2h")


def range_problems(path: ScenarioPath, bounds: tuple[str, str], *, positive: bool) -> Iterator[Problem]:
    """Judge the shortest and the longest of something."""
    found = [problem for end in (0, 1) for problem in duration_problems((*path, end), bounds[end], positive=positive)]
    yield from found
    if not found and microseconds(bounds[0]) > microseconds(bounds[1]):
        yield Problem(path, f"the shortest, {bounds[0]}, is longer than the longest, {bounds[1]}", "swap the two")


def link_problems(scenario: Scenario) -> Iterator[Problem]:
    """Judge the links that have a latency of their own."""
    names = server_names(scenario)
    seen: set[tuple[str, str]] = set()
    for position, link in enumerate(scenario.links):
        here = ("links", position)
        for end, name in (("sender", link.sender), ("receiver", link.receiver)):
            if name not in names:
                yield Problem((*here, end), f"there is no server {name!r}", f"there is {', '.join(names)}")
        if link.sender == link.receiver:
            yield Problem((*here, "receiver"), f"{link.sender} has no link to itself")
        if (link.sender, link.receiver) in seen:
            yield Problem(here, f"the link from {link.sender} to {link.receiver} is given twice")
        seen.add((link.sender, link.receiver))
        yield from range_problems((*here, "latency"), link.latency, positive=False)
