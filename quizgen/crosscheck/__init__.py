"""The second phase: simulators compute, independently of what content states, everything that they can.

The findings say what was computed; `quizgen.checks` says what follows from it.
"""

from __future__ import annotations

from quizgen.crosscheck.laboratory import Laboratory, Progress, equipped
from quizgen.crosscheck.subjects import Subject, item_subjects, subjects
from quizgen.crosscheck.verdicts import Findings, Verdict, judge
from quizgen.model.lesson import Deck

__all__ = [
    "Findings",
    "Laboratory",
    "Progress",
    "Subject",
    "Verdict",
    "crosscheck",
    "equipped",
    "item_subjects",
    "subjects",
]


def crosscheck(deck: Deck, progress: Progress, laboratory: Laboratory | None = None) -> Findings:
    """Compute every answer of a deck that a simulator can decide.

    Args:
        deck: what was loaded.
        progress: told before each scenario is run.
        laboratory: remembers what was run before; one that works on one processor and without a cache if None.
    """
    return judge(subjects(deck), laboratory or Laboratory(), progress)
