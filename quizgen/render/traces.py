"""The run that a card shows: of all that was computed for an item, the one that bears its answer out."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.crosscheck import Findings, Subject, Verdict
from quizgen.simulators import Simulator
from quizgen.simulators.columns import in_columns
from quizgen.simulators.trace import Trace

MAX_LINES = 60


def telling(found: Sequence[Subject], findings: Findings) -> Verdict | None:
    """Return the verdict whose run tells most about an item: that of its key, else the first that has one."""
    verdicts = [verdict for subject in found if (verdict := findings.of(subject)) and verdict.seed is not None]
    keys = [verdict for verdict in verdicts if verdict.subject.role != "distractor"]
    return next(iter(keys or verdicts), None)


def shown_run(found: Sequence[Subject], findings: Findings) -> str:
    """Return that run as text without its routine events, cut after ``MAX_LINES``; empty if nothing was run."""
    verdict = telling(found, findings)
    if verdict is None or verdict.seed is None or verdict.subject.scenario is None:
        return ""
    bound = verdict.subject.scenario
    execution = bound.runs_on.execution(bound.scenario, verdict.seed, None)
    return short_text(execution.trace, bound.runs_on.routine_events)


def short_text(trace: Trace, routine: frozenset[str]) -> str:
    """Return a trace's text without routine events, and say what was left out."""
    kept = tuple(event for event in trace if event.type not in routine)
    text = Trace(trace.actors, kept[:MAX_LINES]).to_text()
    left = len(trace) - min(len(kept), MAX_LINES)
    return text + (f"({left} more events: routine, or later)\n" if left else "")


def column_text(trace: Trace, simulator: Simulator) -> str:
    """Return a trace with a column for each actor, without routine events, and say what was left out."""
    kept = [event for event in trace if event.type not in simulator.routine_events]
    left = len(trace) - min(len(kept), MAX_LINES)
    text = in_columns(trace, simulator.drawing, kept[:MAX_LINES])
    return text + (f"({left} more events: routine, or later)\n" if left else "")
