"""Which requests pass: the limiters of the package `limits`, on a clock of our own, answer as the simulator does."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from unittest import mock

import pytest
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import (
    FixedWindowRateLimiter,
    MovingWindowRateLimiter,
    RateLimiter,
    SlidingWindowCounterRateLimiter,
)

from quizgen.simulators.kit.requests import Request, answers
from quizgen.simulators.rate_limiter import SIMULATOR, Limiting

THEIRS: dict[str, Callable[[MemoryStorage], RateLimiter]] = {
    "fixed-window": FixedWindowRateLimiter,
    "sliding-counter": SlidingWindowCounterRateLimiter,
    "sliding-log": MovingWindowRateLimiter,
}
START = 1_000_000_000
"""Seconds on their clock, a multiple of every window."""


@pytest.mark.parametrize("algorithm", list(THEIRS))
def test_the_same_requests_pass(algorithm: str) -> None:
    """A learner is told that a request passes which a limiter in use rejects."""
    for seed in range(100):
        random = Random(seed)  # noqa: S311  # no secret
        limit, seconds = random.randint(1, 6), random.choice([1, 2, 4])
        moments = _moments(random, 64 * seconds)
        requests = tuple(Request(at=f"{moment * 15.625}ms") for moment in moments)
        scenario = Limiting(
            algorithm=algorithm,  # type: ignore[arg-type]
            limit=limit,
            window=f"{seconds}s",
            begins="first-request",  # as `limits` has it for fixed windows
            requests=requests,
        )
        assert SIMULATOR.problems(scenario) == ()
        (run,) = SIMULATOR.executions(scenario, None)
        assert _theirs(algorithm, limit, seconds, moments) == answers(run), seed


def _moments(random: Random, window: int) -> list[int]:
    """Return moments in 64ths of a second, no two a window apart: whether the log still counts then, is taste."""
    found: list[int] = []
    for moment in sorted(random.randrange(1_000) for _ in range(40)):
        if moment - window not in found and moment % window:
            found.append(moment)
    return found


def _theirs(algorithm: str, limit: int, seconds: int, moments: list[int]) -> tuple[str, ...]:
    told: list[str] = []
    limiter, item = THEIRS[algorithm](MemoryStorage()), RateLimitItemPerSecond(limit, seconds)
    with mock.patch("time.time") as clock:
        for moment in moments:
            clock.return_value = START + moment / 64
            told.append("accepted" if limiter.hit(item, "key") else "rejected")
    return tuple(told)
