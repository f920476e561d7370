"""The run that a card shows: of all that was computed for an item, the one that bears its answer out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizgen.crosscheck import Findings, Subject, Verdict
from quizgen.crosscheck.witnesses import witness
from quizgen.diagrams import diagram
from quizgen.simulators import AnySimulator
from quizgen.simulators.columns import in_columns
from quizgen.simulators.trace import Trace

MAX_LINES = 60
"""The most lines of a run on a card."""

ROOM = 18
"""The most moments that the diagram of a card shows: about two screens of a phone."""


def telling(found: Sequence[Subject], findings: Findings) -> Verdict | None:
    """Return the verdict whose run tells most about an item: that of its key, else the first that has one."""
    return next((verdict for verdict in _keys_first(found, findings) if verdict.seed is not None), None)


def _keys_first(found: Sequence[Subject], findings: Findings) -> list[Verdict]:
    verdicts = [verdict for subject in found if (verdict := findings.of(subject))]
    return sorted(verdicts, key=lambda verdict: verdict.subject.role == "distractor")


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run as a card shows it; all empty if nothing was run.

    Attributes:
        text: its events, one a line.
        diagram: a space-time diagram, in SVG.
        digest: `trace_digest` of its trace; empty if it cannot be made again from a number.
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
    if verdict is None:
        return _shown_witness(found, findings)
    bound = verdict.subject.scenario
    if verdict.seed is None or bound is None or verdict.is_still:
        return ShownRun()
    trace = bound.runs_on.execution(bound.scenario, verdict.seed, None).trace
    number = verdict.words.numbered(verdict.seed, explored=verdict.survey is not None)
    title = f"The {verdict.words.run} behind the answer ({', '.join(filter(None, (bound.simulator, number)))})"
    shown = _shown(trace, bound.runs_on, title)
    return replace(shown, digest=trace_digest(trace)) if shown.length else shown


def _shown(trace: Trace, simulator: AnySimulator, title: str) -> ShownRun:
    """Return a run without a digest; empty if nothing happens in it."""
    length = sum(event.type not in simulator.routine_events for event in trace)
    if not length:
        return ShownRun()
    drawn = diagram(trace, simulator, title, ROOM, styled=False)
    return ShownRun(short_text(trace, simulator.routine_events), drawn, length=length)


def _shown_witness(found: Sequence[Subject], findings: Findings) -> ShownRun:
    """Return the run that shows why a measure has its value: one of an experiment, which has no number."""
    for verdict in _keys_first(found, findings):
        shown = witness(verdict) if verdict.right else None
        if shown is not None and shown.trace is not None and verdict.subject.scenario is not None:
            run = _shown(shown.trace, verdict.subject.scenario.runs_on, shown.sentence)
            return replace(run, text=f"{shown.sentence}\n\n{run.text}")
    return ShownRun()


def short_text(trace: Trace, routine: frozenset[str]) -> str:
    """Return a trace's text without routine events, and say what was left out."""
    kept = tuple(event for event in trace if event.type not in routine)
    text = Trace(trace.actors, kept[:MAX_LINES]).to_text()
    left = len(trace) - min(len(kept), MAX_LINES)
    return text + (f"({left} more events: routine, or later)\n" if left else "")


def column_text(trace: Trace, simulator: AnySimulator) -> str:
    """Return a trace with a column for each actor, without routine events, and say what was left out."""
    kept = [event for event in trace if event.type not in simulator.routine_events]
    left = len(trace) - min(len(kept), MAX_LINES)
    text = in_columns(trace, simulator.drawing, kept[:MAX_LINES])
    return text + (f"({left} more events: routine, or later)\n" if left else "")
