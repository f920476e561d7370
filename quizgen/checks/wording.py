"""How diagnostics speak of statements and runs."""

from __future__ import annotations

from quizgen.crosscheck import Subject, Verdict


def runs(verdict: Verdict) -> str:
    """Return what stands behind a verdict: "20 runs of raft", "experiments with raft"."""
    simulator = verdict.subject.scenario.simulator if verdict.subject.scenario else ""
    if not verdict.executions:
        return f"experiments with {simulator}"
    return f"{verdict.executions} run{'s' if verdict.executions != 1 else ''} of {simulator}"


def see(verdict: Verdict) -> str:
    """Return the command that shows the run, if an item's run decided it."""
    item = verdict.subject.item
    if item is None or verdict.seed is None:
        return ""
    return f"see the run: quizgen explain {item.question.id} --seed {verdict.seed}"


def named(subject: Subject) -> str:
    """Return the id that an author knows the statement by."""
    return subject.item.question.id if subject.item else subject.lesson.head.id
