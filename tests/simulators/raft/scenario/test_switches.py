"""Switches: what answers may depend on without saying so."""

from __future__ import annotations

import re

import pytest

from quizgen.simulators.api import Switch
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Elect, Partition, Run

BY_NAME = {switch.name: switch for switch in SIMULATOR.switches}
PLAIN = Scenario(servers=3, events=(Elect("S1"), Run("1s")))


def _says(switch: Switch[Scenario], text: str) -> bool:
    return any(re.search(rf"(?<!\w)(?:{word})(?!\w)", text, re.IGNORECASE) for word in switch.words)


@pytest.mark.parametrize("name", ["pre_vote", "check_quorum", "leader_no_op", "loss"])
def test_turning_twice_gives_the_scenario_back(name: str) -> None:
    """A scenario that asks about PreVote is never run without it, so nobody learns what PreVote is for."""
    turned = BY_NAME[name].vary(PLAIN)
    assert turned is not None
    assert turned != PLAIN
    assert getattr(turned, name) != getattr(PLAIN, name)
    assert BY_NAME[name].vary(turned) == PLAIN


def test_one_server_more_makes_an_odd_number_even() -> None:
    """A rule of thumb that holds for odd numbers only is learnt as a rule for all."""
    turned = BY_NAME["one_server_more"].vary(PLAIN)
    assert turned is not None
    assert (turned.servers, turned.events) == (4, PLAIN.events)


def test_no_server_is_added_to_a_partition() -> None:
    """Otherwise the answer would depend on the side that quizgen puts it on, and the author is blamed for it."""
    cut = Scenario(servers=3, events=(Partition({"a": ("S1",), "b": ("S2", "S3")}),))
    assert BY_NAME["one_server_more"].vary(cut) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pre_vote", "No server uses PreVote."),
        ("pre_vote", "Pre-vote is off."),
        ("pre_vote", "In basic Raft, S5 campaigns."),
        ("check_quorum", "without CheckQuorum"),
        ("leader_no_op", "the new leader appends no no-op"),
        ("one_server_more", "Five servers run Raft."),
        ("one_server_more", "a cluster of 4"),
        ("one_server_more", "a 5-node etcd cluster"),
        ("one_server_more", "**7** voting members"),
        ("one_server_more", "`S1` to `S5` are up"),
        ("one_server_more", "an odd number"),
        ("loss", "Every message arrives."),
        ("loss", "on a reliable network"),
    ],
)
def test_words_that_state_the_assumption(name: str, text: str) -> None:
    """An author who has said it is told to say it."""
    assert _says(BY_NAME[name], text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pre_vote", "S5 votes for itself."),
        ("check_quorum", "Which servers form a quorum?"),
        ("leader_no_op", "Which entries are committed?"),
        ("one_server_more", "Which server leads, and how many members voted?"),
        ("one_server_more", "Even so, S1 leads term 1."),
        ("loss", "S1 crashes at the lowest term."),
    ],
)
def test_words_that_do_not(name: str, text: str) -> None:
    """A word that merely sounds like it would hide an item that misleads."""
    assert not _says(BY_NAME[name], text)
