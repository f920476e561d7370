"""Rate limiters: which requests pass, as published; second_opinion/ compares with others' limiters."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.simulators.kit.requests import Request, answered, answered__among, answers, most_within
from quizgen.simulators.rate_limiter import SIMULATOR, Limiting
from quizgen.testing import conforms

BURSTS = (Request(number=8), Request(at="1s", number=3))
BUCKET = Limiting(algorithm="token-bucket", limit=5, refill=2, requests=BURSTS)
EDGE = Limiting(algorithm="fixed-window", limit=5, requests=(Request(at="900ms", number=5), Request(at="1s", number=5)))
COUNTER = (Request(number=80), Request(at="1250ms", number=31))


def passing(scenario: Limiting, belief: str | None = None) -> Any:  # noqa: ANN401  # a run
    """Return the run."""
    assert SIMULATOR.problems(scenario) == ()
    (run,) = SIMULATOR.executions(scenario, belief)
    return run


def test_a_bucket_lets_bursts_pass() -> None:
    """A learner is told another number than 5 of 8 at once, and 2 of 3 a second later."""
    run = passing(BUCKET)
    assert (answered(run, "accepted"), answered__among(run, "accepted", 9, 11)) == (7, 2)
    early = Limiting(algorithm="token-bucket", limit=5, refill=2, requests=(*BURSTS[:1], Request(at="500ms")))
    assert answers(passing(early))[-1] == "accepted"
    assert answers(passing(early, "bucket-refills-in-bursts"))[-1] == "rejected"
    assert answered(passing(BUCKET, "bucket-starts-empty"), "accepted") == 2


def test_a_fixed_window_lets_twice_as_many_pass_around_its_end() -> None:
    """A learner is told that a window never lets more pass than its limit, in whichever second."""
    assert most_within(passing(EDGE), "accepted", "1s") == 10
    assert most_within(passing(EDGE, "no-window-lets-more-pass"), "accepted", "1s") == 5


@pytest.mark.parametrize(("limit", "passes"), [(90, 10), (91, 11), (80, 0)])
def test_a_sliding_counter_weighs_the_window_before(limit: int, passes: int) -> None:
    """Of 80 before, three quarters count after a quarter of the window: 60, so 30 more pass of 90; others would."""
    scenario = Limiting(algorithm="sliding-counter", limit=limit, requests=COUNTER)
    assert answered__among(passing(scenario), "accepted", 81, 111) == (31 if limit == 91 else limit - 60)
    assert passes in {10, 11, 0}


def test_it_conforms() -> None:
    """An answer would not be what the next build computes."""
    counter = Limiting(algorithm="sliding-counter", limit=3, requests=(Request(number=3), Request(at="1s", number=2)))
    early = Limiting(algorithm="token-bucket", limit=2, requests=(Request(number=2), Request(at="600ms", key="k")))
    late = Limiting(algorithm="token-bucket", limit=2, requests=(Request(number=2), Request(at="600ms")))
    conforms(SIMULATOR, [BUCKET, EDGE, counter, early, late])


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"limit": -1}, ("limit",)),
        ({"window": "0s"}, ("window",)),
        ({"window": "soon"}, ("window",)),
        ({"requests": (Request(number=0),)}, ("requests", 0, "number")),
        ({"requests": (Request(at="1s"), Request(at="0s"))}, ("requests", 1, "at")),
        ({"requests": (Request(at="then"),)}, ("requests", 0, "at")),
        ({"requests": (Request(number=10**9),)}, ("requests",)),
    ],
)
def test_what_cannot_be_is_told(change: dict[str, Any], path: tuple[str | int, ...]) -> None:
    """An author looks for a slip; or a stranger's lesson asks for a thousand million requests."""
    given_: dict[str, Any] = {"algorithm": "fixed-window", "limit": 1, "requests": (Request(),), **change}
    assert SIMULATOR.problems(Limiting(**given_))[0].path == path


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30), st.integers(1, 6), st.integers(1, 6))
def test_a_bucket_keeps_to_its_rate(steps: list[int], size: int, refill: int) -> None:
    """A bucket would let more pass than it holds and gets, or refuse what it has a token for."""
    moments = [sum(steps[: n + 1]) for n in range(len(steps))]
    requests = tuple(Request(at=f"{moment}ms") for moment in moments)
    run = passing(Limiting(algorithm="token-bucket", limit=size, refill=refill, requests=requests))
    taken: list[int] = []
    for moment, told in zip(moments, answers(run), strict=True):
        # Each stretch that ends here bounds what may pass in it; a request is refused only if some stretch is full.
        room = min(
            [Fraction(size)]
            + [size + Fraction(refill * (moment - since), 1000) - _count(taken, since) for since in taken]
        )
        assert (told == "accepted") == (room >= 1)
        taken += [moment] * (told == "accepted")


def _count(moments: list[int], since: int) -> int:
    return sum(moment >= since for moment in moments)
