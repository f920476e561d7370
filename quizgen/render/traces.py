"""The run behind an item as its card shows it."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.crosscheck import Behind
from quizgen.diagrams import diagram
from quizgen.simulators import AnySimulator
from quizgen.simulators.columns import in_columns
from quizgen.simulators.trace import Trace, TraceEvent

MAX_LINES = 60
"""The most lines of a run on a card."""

ROOM = 18
"""The most moments that the diagram of a card shows: about two screens of a phone."""


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


def shown_run(behind: Behind | None) -> ShownRun:
    """Return the run behind an item, without its routine events; the text is cut after ``MAX_LINES``."""
    bound = behind.verdict.subject.scenario if behind else None
    if behind is None or bound is None:
        return ShownRun()
    trace, verdict = behind.trace, behind.verdict
    length = sum(event.type not in bound.runs_on.routine_events for event in trace)
    title, text = behind.sentence, f"{behind.sentence}\n\n" if behind.sentence else ""
    if not length:
        return ShownRun(text)
    if verdict.words.how:  # no actors met there, and no time was counted: what came of it says all
        kept = _kept(trace, bound.runs_on.routine_events)
        came = "".join(f"{event.detail}\n" for event in kept if event.detail) + _left_out(len(trace) - len(kept))
        return ShownRun(text + came, "", behind.digest, length)
    if verdict.seed is not None:
        number = verdict.words.numbered(verdict.seed, explored=verdict.survey is not None)
        title = f"The {verdict.words.run} behind the answer ({', '.join(filter(None, (bound.simulator, number)))})"
    drawn = diagram(trace, bound.runs_on, title, ROOM, styled=False)
    return ShownRun(text + short_text(trace, bound.runs_on), drawn, behind.digest, length)


def short_text(trace: Trace, simulator: AnySimulator) -> str:
    """Return a trace's text without routine events, and say what was left out."""
    kept = _kept(trace, simulator.routine_events)
    return Trace(trace.actors, kept).to_text(unit=simulator.drawing.unit) + _left_out(len(trace) - len(kept))


def column_text(trace: Trace, simulator: AnySimulator, *, full: bool = False) -> str:
    """Return a trace with a column for each actor, without routine events, and say what was left out; or all of it."""
    if full:
        return trace.to_text(unit=simulator.drawing.unit)
    kept = _kept(trace, simulator.routine_events)
    return in_columns(trace, simulator.drawing, kept) + _left_out(len(trace) - len(kept))


def _kept(trace: Trace, routine: frozenset[str]) -> tuple[TraceEvent, ...]:
    return tuple(event for event in trace if event.type not in routine)[:MAX_LINES]


def _left_out(events: int) -> str:
    return f"({events} more events: routine, or later)\n" if events else ""
