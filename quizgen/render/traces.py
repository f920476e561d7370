"""The run that a card shows: of all that was computed for an item, the one that bears its answer out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.crosscheck import Findings, Subject, Verdict
from quizgen.diagrams import diagram
from quizgen.simulators import Simulator
from quizgen.simulators.columns import in_columns
from quizgen.simulators.trace import Trace

MAX_LINES = 60
"""The most lines of a run on a card."""

ROOM = 18
"""The most moments that the diagram of a card shows: about two screens of a phone."""


def telling(found: Sequence[Subject], findings: Findings) -> Verdict | None:
    """Return the verdict whose run tells most about an item: that of its key, else the first that has one."""
    verdicts = [verdict for subject in found if (verdict := findings.of(subject)) and verdict.seed is not None]
    keys = [verdict for verdict in verdicts if verdict.subject.role != "distractor"]
    return next(iter(keys or verdicts), None)


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run as a card shows it; all empty if nothing was run.

    Attributes:
        text: its events, one a line.
        diagram: a space-time diagram, in SVG.
        digest: `trace_digest` of its trace.
        length: how many events it has, routine ones left out.
    """

    text: str = ""
    diagram: str = ""
    digest: str = ""
    length: int = 0


def trace_digest(trace: Trace) -> str:
    """Return the SHA-256 of a trace's JSON, in hexadecimal: the same for the same events, and for no others."""
    return hashlib.sha256(trace.to_json().encode()).hexdigest()


def shown_run(found: Sequence[Subject], findings: Findings) -> ShownRun:
    """Return the run behind an item, without its routine events; the text is cut after ``MAX_LINES``."""
    verdict = telling(found, findings)
    if verdict is None or verdict.seed is None or verdict.subject.scenario is None:
        return ShownRun()
    bound = verdict.subject.scenario
    trace = bound.runs_on.execution(bound.scenario, verdict.seed, None).trace
    title = f"The run behind the answer ({bound.simulator}, {'state' if verdict.survey else 'seed'} {verdict.seed})"
    drawn = diagram(trace, bound.runs_on, title, ROOM, styled=False)
    length = sum(event.type not in bound.runs_on.routine_events for event in trace)
    return ShownRun(short_text(trace, bound.runs_on.routine_events), drawn, trace_digest(trace), length)


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
