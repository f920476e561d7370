"""The tally: on what the items of a deck rest."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.crosscheck import Subject, item_subjects
from quizgen.model.lesson import PlacedLesson

BASES = ("computed", "cited", "unverified")


def basis(found: Sequence[Subject]) -> str:
    """Return the weakest thing that an item rests on: it counts as computed only if every statement of it is."""
    if any(subject.form == "unverified" or not (subject.computed or subject.form) for subject in found):
        return "unverified"
    return "cited" if any(subject.form == "cite" for subject in found) or not found else "computed"


def tally(lesson: PlacedLesson) -> dict[str, int]:
    """Return how many items of a lesson are computed, cited, unverified."""
    counts = dict.fromkeys(BASES, 0)
    for item in lesson.items:
        counts[basis(tuple(item_subjects(lesson, item)))] += 1
    return counts
