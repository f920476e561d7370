"""The second phase: simulators compute, independently of what content states, everything that they can.

The findings say what was computed; `quizgen.checks` says what follows from it.
"""

from __future__ import annotations

from dataclasses import replace

from quizgen.crosscheck.asking.claims import ClaimProblem, environment_of
from quizgen.crosscheck.laboratory import Laboratory, Progress, equipped
from quizgen.crosscheck.needless import needless
from quizgen.crosscheck.runs import runs_behind, to_keep
from quizgen.crosscheck.subjects import Subject, item_subjects, subjects
from quizgen.crosscheck.verdicts import Behind, Findings, Verdict, comparison, judge
from quizgen.model.lesson import Deck

__all__ = [
    "Behind",
    "ClaimProblem",
    "Findings",
    "Laboratory",
    "Progress",
    "Subject",
    "Verdict",
    "comparison",
    "crosscheck",
    "environment_of",
    "equipped",
    "item_subjects",
    "needless",
    "subjects",
]


def crosscheck(deck: Deck, progress: Progress, laboratory: Laboratory | None = None, *, runs: bool = False) -> Findings:
    """Compute every answer of a deck that a simulator can decide.

    Args:
        deck: what was loaded.
        progress: told before each scenario is run.
        laboratory: remembers what was run before; one that works on one processor and without a cache if None.
        runs: whether the runs behind items are asked for, which cards show; nothing is run twice for them.
    """
    laboratory = laboratory or Laboratory()
    if not runs:
        return judge(subjects(deck), laboratory, progress)
    findings = judge(subjects(deck), laboratory, progress, to_keep)
    return replace(findings, runs=runs_behind(findings.verdicts, laboratory, progress))
