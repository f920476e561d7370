"""The simulators: pure, deterministic programs that compute what content states.

To add one: write its folder, export a `Simulator` from it, and add one line to the list below.
"""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.simulators import raft
from quizgen.simulators.api import AnySimulator

SIMULATORS: Mapping[str, AnySimulator] = {simulator.name: simulator for simulator in (raft.SIMULATOR,)}

__all__ = ["SIMULATORS", "AnySimulator"]
