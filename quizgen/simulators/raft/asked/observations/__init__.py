"""What claims can ask of a finished run: functions with types and one line of documentation each."""

from __future__ import annotations

from quizgen.simulators.api import observations
from quizgen.simulators.raft.asked.observations import campaigns, entries, happenings, indices, leadership

OBSERVATIONS = observations(leadership, campaigns, entries, indices, happenings)

__all__ = ["OBSERVATIONS"]
