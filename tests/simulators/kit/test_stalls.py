"""Stalls: the time without a leader that can make progress."""

from __future__ import annotations

from quizgen.simulators.kit.stalls import Stalls


def test_time_before_the_first_leader_is_no_stall() -> None:
    """Otherwise every answer about a failover is spoilt by the time of the first election."""
    stalls = Stalls()
    stalls.update(0, available=False)
    stalls.update(400, available=True)
    assert (stalls.first(), stalls.longest(900)) == (400, 0)


def test_the_longest_stall_counts_and_one_that_has_not_ended_too() -> None:
    """Otherwise a cluster that never recovers is reported as never stalled."""
    stalls = Stalls()
    for now, available in ((0, True), (10, False), (40, True), (50, False), (60, True), (100, False), (110, False)):
        stalls.update(now, available=available)
    assert stalls.longest(105) == 30
    assert stalls.longest(200) == 100
