"""Timers: they fire once, at their last deadline."""

from __future__ import annotations

from quizgen.simulators.kit.timers import Timers


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
