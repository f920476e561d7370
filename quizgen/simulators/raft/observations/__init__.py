"""What claims can ask of a finished run: functions with types and one line of documentation each."""

from __future__ import annotations

from quizgen.simulators.api import Observation
from quizgen.simulators.raft.observations import entries, happenings, leadership

OBSERVATIONS: tuple[Observation, ...] = (*leadership.OBSERVATIONS, *entries.OBSERVATIONS, *happenings.OBSERVATIONS)

__all__ = ["OBSERVATIONS"]
