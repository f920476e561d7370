"""Programs run with real software, so that answers rest on what it did. Only `quizgen record` does that."""

from __future__ import annotations

from quizgen.recording.recorder import Program, Recorder, Refused, differences, programs
from quizgen.recording.sandbox import Sandbox

__all__ = ["Program", "Recorder", "Refused", "Sandbox", "differences", "programs"]
