"""Who leads, and whether there is progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.runs.availability import can_progress, live_leaders, newest
from quizgen.simulators.raft.runs.network import Network
from quizgen.simulators.raft.starts.start import empty_servers

NAMES = ("S1", "S2", "S3")
SERVERS = {server.name: replace(server, current_term=2) for server in empty_servers(NAMES)}
LED: Mapping[str, Server] = {**SERVERS, "S1": replace(SERVERS["S1"], role="leader")}


def test_of_two_leaders_the_one_of_the_newer_term_counts() -> None:
    """`leader()` names a leader that the others have deposed."""
    servers = {**LED, "S2": replace(SERVERS["S2"], role="leader", current_term=3)}
    assert newest(live_leaders(servers, ())) == "S2"
    assert newest(live_leaders(servers, ("S2",))) == "S1"
    assert newest(live_leaders(SERVERS, ())) == ""


def test_progress_needs_a_quorum_in_the_same_term_within_reach() -> None:
    """Stalls are measured too short or too long: a leader that is cut off, or followed by nobody, commits nothing."""

    def goes_on(
        servers: Mapping[str, Server] = LED, down: tuple[str, ...] = (), network: Network | None = None
    ) -> bool:
        return can_progress(live_leaders(servers, down), servers, down, network or Network(), Rules())

    assert goes_on()
    assert goes_on(down=("S3",))
    assert not goes_on(SERVERS)
    assert not goes_on(down=("S1",))
    assert not goes_on(down=("S2", "S3"))
    assert not goes_on(network=Network().isolated(NAMES, "S1"))
    assert not goes_on(
        {**LED, "S2": replace(SERVERS["S2"], current_term=3), "S3": replace(SERVERS["S3"], current_term=1)}
    )
