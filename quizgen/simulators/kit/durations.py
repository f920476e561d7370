"""Durations as authors write them, such as ``300ms``, ``1.5s``, ``10m``; and what is wrong with some."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from quizgen.simulators.api import Problem, ScenarioPath

_UNITS = {"us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000}
_DURATION = re.compile(r"(\d{1,12}(?:\.\d{1,9})?) ?(us|ms|s|m|h)", re.ASCII)


def microseconds(text: str) -> int:
    """Return a duration in microseconds.

    Raises:
        ValueError: if the text is not a number followed by us, ms, s, m or h, or is finer than a microsecond.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration: write a number and a unit (us, ms, s, m, h), such as 300ms")
    exact = Decimal(match[1]) * _UNITS[match[2]]
    whole = int(exact)
    if whole != exact:
        raise ValueError(f"{text!r} is finer than a microsecond, the simulator's unit of time")
    return whole


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
