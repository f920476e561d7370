"""Rate limiters: which requests pass.

Sources: RFC 6585, 4 (429 Too Many Requests); the token bucket as in RFC 2697, 3; windows and the sliding counter as
Cloudflare describes them ("How we built rate limiting capable of scaling to millions of domains", 2017).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from quizgen.simulators.api import Misconception, Problem
from quizgen.simulators.kit.durations import duration_problems, microseconds
from quizgen.simulators.kit.requests import Answer, Arrival, Request, Requests, Serving

ACCEPTED, REJECTED = "accepted", "rejected"
BELIEFS = {
    "bucket-refills-in-bursts": ("All tokens of a window come at its end.", "how many pass early in a window"),
    "bucket-starts-empty": ("A bucket has no tokens at the start.", "how many pass at the start"),
    "no-window-lets-more-pass": ("No time as long as a window lets more pass.", "how many pass around its end"),
    "previous-window-forgotten": ("Only what came in the current window counts.", "how many pass at its beginning"),
}


@dataclass(frozen=True, kw_only=True)
class Limiting(Requests):
    """A limit, and requests, each key with a limit of its own.

    Attributes:
        algorithm: how requests are counted.
        limit: how many pass in a window, or how many tokens a bucket holds.
        window: how long a window lasts, or in which time a bucket gets its tokens.
        refill: how many tokens a bucket gets in that time; 0 stands for as many as it holds.
        requests: what is counted, in the order of time.
        begins: whether windows follow the clock, from 0 on, or each begins with the first request behind the last one.
    """

    algorithm: Literal["token-bucket", "fixed-window", "sliding-log", "sliding-counter"]
    limit: int
    window: str = "1s"
    refill: int = 0
    begins: Literal["clock", "first-request"] = "clock"


_HALF, _FULL = Request(at="500ms"), Request(at="1s")
EXAMPLES = {
    "bucket-refills-in-bursts": Limiting(algorithm="token-bucket", limit=1, requests=(_HALF, _FULL)),
    "bucket-starts-empty": Limiting(algorithm="token-bucket", limit=1, requests=(Request(),)),
    "no-window-lets-more-pass": Limiting(algorithm="fixed-window", limit=1, requests=(_HALF, _FULL)),
    "previous-window-forgotten": Limiting(algorithm="sliding-counter", limit=1, requests=(Request(), _FULL)),
}
"""The belief's name -> what shows that it is wrong."""


class RateLimiter(Serving[Limiting]):
    """Limits for clients."""

    name, version, scenario = "rate-limiter", "1", Limiting
    doc = "Rate limiters: token bucket, fixed window, sliding log and sliding counter."
    misconceptions = tuple(Misconception(name, *told) for name, told in BELIEFS.items())
    examples: Mapping[str, Limiting] = EXAMPLES

    def service(self, scenario: Limiting, misconception: str | None, choose: Callable[[int], int]) -> Answer:  # noqa: ARG002  # nothing is open
        """Return what lets requests pass or not."""
        window, algorithm = microseconds(scenario.window), scenario.algorithm
        if algorithm == "token-bucket":
            return _bucket(scenario, window, misconception)
        if algorithm == "fixed-window" and misconception != "no-window-lets-more-pass":
            return _fixed(scenario, window)
        if algorithm == "sliding-counter":
            return _counter(scenario, window, forgets=misconception == "previous-window-forgotten")
        return _log(scenario, window)

    def possible(self, scenario: Limiting) -> tuple[str, ...]:  # noqa: ARG002  # of all
        """Return both answers."""
        return (ACCEPTED, REJECTED)

    def problems(self, scenario: Limiting) -> tuple[Problem, ...]:
        """Return what is wrong with a limit, or with the requests."""
        found = [*duration_problems(("window",), scenario.window, positive=True)]
        found += [
            Problem((name,), "it cannot be negative") for name in ("limit", "refill") if getattr(scenario, name) < 0
        ]
        return tuple(found) or super().problems(scenario)


def _verdict(passes: bool) -> str:  # noqa: FBT001  # it is all that is said
    return ACCEPTED if passes else REJECTED


def _bucket(scenario: Limiting, window: int, belief: str | None) -> Answer:
    rate = Fraction(scenario.refill or scenario.limit, window)
    buckets: dict[str, tuple[Fraction, int]] = {}
    full = 0 if belief == "bucket-starts-empty" else scenario.limit

    def answer(request: Arrival) -> str:
        tokens, since = buckets.get(request.key, (Fraction(full), 0))
        until = request.at // window * window if belief == "bucket-refills-in-bursts" else request.at
        tokens = min(Fraction(scenario.limit), tokens + (until - since) * rate)
        buckets[request.key] = tokens - (tokens >= 1), until
        return _verdict(tokens >= 1)

    return answer


def _fixed(scenario: Limiting, window: int) -> Answer:
    begun: dict[str, int] = {}
    passed = Counter[tuple[str, int]]()

    def answer(request: Arrival) -> str:
        start = request.at // window * window
        if scenario.begins == "first-request":
            start = begun.get(request.key, request.at)
            start = begun[request.key] = start if request.at < start + window else request.at
        passes = passed[request.key, start] < scenario.limit
        passed[request.key, start] += passes
        return _verdict(passes)

    return answer


def _log(scenario: Limiting, window: int) -> Answer:
    passed: list[tuple[str, int]] = []

    def answer(request: Arrival) -> str:
        recent = sum(key == request.key and at > request.at - window for key, at in passed)
        if recent < scenario.limit:
            passed.append((request.key, request.at))
        return _verdict(recent < scenario.limit)

    return answer


def _counter(scenario: Limiting, window: int, *, forgets: bool) -> Answer:
    passed = Counter[tuple[str, int]]()

    def answer(request: Arrival) -> str:
        number, into = divmod(request.at, window)
        before = 0 if forgets else passed[request.key, number - 1] * (window - into) // window
        passes = before + passed[request.key, number] < scenario.limit
        passed[request.key, number] += passes
        return _verdict(passes)

    return answer


SIMULATOR = RateLimiter()
