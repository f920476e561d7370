"""What an author states: a cluster, what happens to it, and how often it is run.

``cluster`` has the scenario itself, whose parts can be imported from here, and ``events`` its script. ``settings``
gives their numbers in the simulator's units, and ``switches`` the options that a text may leave unsaid,
``faults`` what may go wrong besides. This is the lowest room: it imports none of the others.
"""

from __future__ import annotations

from quizgen.simulators.raft.scenario.cluster import (
    Exhaustive,
    Explore,
    LinkLatency,
    Membership,
    Other,
    Scenario,
    StartState,
    StatedEntry,
    StatedMessage,
    beside,
    server_names,
)

__all__ = [
    "Exhaustive",
    "Explore",
    "LinkLatency",
    "Membership",
    "Other",
    "Scenario",
    "StartState",
    "StatedEntry",
    "StatedMessage",
    "beside",
    "server_names",
]
