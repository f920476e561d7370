"""What claims can ask of a finished run: functions with types and one line of documentation each."""

from __future__ import annotations

from quizgen.simulators.api import Observation
from quizgen.simulators.raft.asked.observations import campaigns, entries, happenings, indices, leadership

OBSERVATIONS: tuple[Observation, ...] = (
    *leadership.OBSERVATIONS,
    *campaigns.OBSERVATIONS,
    *entries.OBSERVATIONS,
    *indices.OBSERVATIONS,
    *happenings.OBSERVATIONS,
)

__all__ = ["OBSERVATIONS"]
