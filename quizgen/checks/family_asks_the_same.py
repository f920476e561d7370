"""The instances of a family that read differently ask different things of the simulator."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.crosscheck import item_subjects
from quizgen.diagnostics import Diagnostic, error
from quizgen.model.lesson import PlacedItem, PlacedLesson

CODE = "family-asks-the-same"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each family with two instances whose texts differ and whose computed evidence does not.

    A variable that only the texts name makes every instance but one a guess: "4 threads" over a run of 3.
    """
    first: dict[tuple[object, ...], PlacedItem] = {}
    reported: set[tuple[object, ...]] = set()
    for lesson, item in content.items:
        asked = _asked(lesson, item)
        family = (lesson.head.id, item.path)
        if item.question.id == item.family or not asked or family in reported:
            continue
        before = first.setdefault((*family, *asked), item)
        if before.question.texts() != item.question.texts():
            reported.add(family)
            ids = f"`{before.question.id}` and `{item.question.id}`"
            message = f"{ids} read differently, but ask the same of the simulator"
            hint = "let the scenario or the claims depend on the variable, or the texts not"
            yield error(CODE, lesson.item_span(item, ("for_each",)), message, hint)


def _asked(lesson: PlacedLesson, item: PlacedItem) -> tuple[object, ...]:
    """Return all that the simulator is asked for an item."""
    found = [subject for subject in item_subjects(lesson, item) if subject.computed]
    return tuple((s.role, s.form, s.expression, s.scenario, s.misconception, s.patterns) for s in found)
