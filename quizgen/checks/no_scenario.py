"""A claim, a measure or an ordering says what is to be run."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.crosscheck import Subject
from quizgen.diagnostics import Diagnostic, error

CODE = "no-scenario"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each computed statement without a scenario."""
    for subject in content.subjects:
        if subject.computed and subject.scenario is None:
            what = "the order of the steps" if subject.role == "order" else f"`{subject.form}`"
            message = f"{what} is to be computed, but there is no scenario to run"
            yield error(CODE, span_of(subject), message, f"give the {_owner(subject)} a `scenario`")
    for lesson, item in content.items:
        order = item.question.order()
        for index, step, _ in order.steps if order else ():
            if step.scenario is not None:
                message = "the events of all steps are looked for in the item's scenario, not in a step's own"
                yield error(CODE, lesson.item_span(item, ("steps", index)), message, "take the step's `scenario` out")


def _owner(subject: Subject) -> str:
    return "item" if subject.item else {"tables": "table", "concepts": "concept"}.get(str(subject.place[0]), "sentence")
