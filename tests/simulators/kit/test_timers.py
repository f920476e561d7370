"""Timers: they fire once, at their last deadline."""

from __future__ import annotations

from quizgen.simulators.kit.timers import Stalls, Timers


def test_a_timer_fires_at_its_deadline_once() -> None:
    """Otherwise elections never start, or twice."""
    timers = Timers()
    assert timers.start("S1", 10) == 10
    assert timers.pops("S1", 10)
    assert not timers.pops("S1", 10)


def test_a_later_deadline_needs_no_new_call_and_an_early_call_does_not_fire() -> None:
    """Otherwise a heartbeat does not put off the election, or the loop's heap fills with dead calls."""
    timers = Timers()
    timers.start("S1", 10)
    assert timers.start("S1", 30) is None
    assert not timers.pops("S1", 10)
    assert timers.rearm("S1", 10) == 30
    assert timers.pops("S1", 30)


def test_an_earlier_deadline_takes_the_place_of_a_later_call() -> None:
    """Otherwise a short election timeout that is drawn after a long one is missed."""
    timers = Timers()
    timers.start("S1", 30)
    assert timers.start("S1", 10) == 10
    assert timers.pops("S1", 10)
    assert not timers.pops("S1", 30)
    assert timers.rearm("S1", 30) is None


def test_a_stopped_timer_does_not_fire() -> None:
    """Otherwise a crashed server starts an election."""
    timers = Timers()
    timers.start("S1", 10)
    timers.stop("S1")
    assert not timers.pops("S1", 10)
    assert timers.rearm("S1", 10) is None
    assert timers.start("S1", 20) == 20


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
