"""Exhaustive exploration: every state that a cluster can reach within bounds, by the same `step` that runs take.

``search`` finds states that are integers; ``elections`` and ``logs`` are the two models of a cluster; ``space`` gives
each state found as an execution, with the shortest run to it.
"""

from __future__ import annotations

from quizgen.simulators.raft.exploration.space import Finding, Space, explore, search_for

__all__ = ["Finding", "Space", "explore", "search_for"]
