"""Faults: what goes wrong in a script, and when."""

from __future__ import annotations

import pytest

from quizgen.simulators.api import MOMENTS
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Elect,
    Event,
    Isolate,
    Partition,
    Proposal,
    Run,
    TimeOut,
    Write,
)

BY_NAME = {fault.name: fault for fault in SIMULATOR.faults}
ELECTED, WRITTEN, LATER = Elect("S1"), Write(Proposal("S1", "x")), Run("1s")


def written(name: str, *events: Event, servers: int = 5) -> list[str]:
    """Return what a fault puts into a script, and where."""
    return [one.written for one in BY_NAME[name].inject(Scenario(servers=servers, events=events))]


def test_leader_crashes_between_any_two_events() -> None:
    """What holds only as long as the leader lives is learnt as if it held always."""
    moments = BY_NAME["leader_crashes"].inject(Scenario(servers=5, events=(ELECTED, WRITTEN, LATER)))
    assert [one.written for one in moments] == ["{crash: leader} after event 1", "{crash: leader} after event 2"]
    assert moments[0].scenario.events == (ELECTED, Crash("leader"), WRITTEN, LATER)


def test_follower_that_is_cut_off_does_not_lead() -> None:
    """A cut of the leader would be told as one that followers do not notice."""
    assert written("follower_cut_off", ELECTED, LATER) == ["{isolate: S5} after event 1"]
    assert written("follower_cut_off", Elect("S3"), LATER, servers=3) == ["{isolate: S2} after event 1"]
    assert written("leader_cut_off", ELECTED, LATER) == ["{isolate: leader} after event 1"]


def test_message_that_was_just_sent_is_lost() -> None:
    """A script in which nothing is under way would be told to hold whatever is lost."""
    assert written("message_lost", ELECTED, WRITTEN, LATER) == ["{lose: {sender: S1, receiver: S2}} after event 2"]
    assert written("message_lost", ELECTED, Write(Proposal("leader", "x"))) == [
        "{lose: {sender: S1, receiver: S2}} after event 2"
    ]
    assert written("message_lost", TimeOut("S2"), LATER) == ["{lose: {sender: S2, receiver: S1}} after event 1"]
    assert written("message_lost", ELECTED, LATER) == []


def test_one_server_more_joins_each_side() -> None:
    """That the even cluster halts when it is halved stays hidden behind every partition."""
    cut = Partition({"left": ("S1", "S2"), "right": ("S3",)})
    added = BY_NAME["one_server_more"].inject(Scenario(servers=3, events=(ELECTED, cut, LATER)))
    assert [one.written for one in added] == ["servers: 4, S4 in left", "servers: 4, S4 in right"]
    assert added[0].scenario.events[1] == Partition({"left": ("S1", "S2", "S4"), "right": ("S3",)})
    assert all(SIMULATOR.problems(one.scenario) == () for one in added)
    assert written("one_server_more", ELECTED) == ["servers: 6"]


@pytest.mark.parametrize("name", BY_NAME)
def test_moments_are_few(name: str) -> None:
    """A long script would be run a hundred times, and nobody waits for it."""
    again: list[Event] = [WRITTEN, Isolate("S4"), *(Partition({f"side{n}": ("S2",)}) for n in range(9))]
    long = (ELECTED, *again * 9, LATER)
    found = BY_NAME[name].inject(Scenario(servers=5, events=long))
    assert 0 < len(found) <= MOMENTS
    assert len({one.written for one in found}) == len(found)
    assert BY_NAME[name].inject(Scenario(servers=5)) == ()
