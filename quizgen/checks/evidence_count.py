"""Every statement rests on exactly one piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.crosscheck.subjects import ALLOWED
from quizgen.diagnostics import Diagnostic, error
from quizgen.kinds.choice.question import Choice

CODE = "evidence-count"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each statement with none or several, and for each `answer` that decides nothing."""
    yield from _steps(content)
    yield from _answers(content)
    for subject in content.subjects:
        if subject.role == "order":
            continue
        given = [form for form, _ in subject.statement.evidence]
        if len(given) > 1:
            message = f"the statement has several pieces of evidence: {', '.join(given)}"
            yield error(CODE, span_of(subject, (given[1],)), message, "keep one of them")
        elif subject.form is None:
            forms = ", ".join(f"`{form}`" for form in ALLOWED[subject.role])
            yield error(CODE, span_of(subject), "the statement has no evidence", f"give one of {forms}")


def _steps(content: Content) -> Iterator[Diagnostic]:
    for lesson, item in content.items:
        order = item.question.order()
        for index, step, _ in order.steps if order else ():
            if step.form is not None:
                span = lesson.item_span(item, ("steps", index, step.form))
                message = f"the step has several pieces of evidence: event, {step.form}"
                yield error(CODE, span, message, "keep one of them")


def _answers(content: Content) -> Iterator[Diagnostic]:
    for lesson, item in content.items:
        question = item.question
        if isinstance(question, Choice) and question.answer and all(option.form for option in question.options):
            message = "this `answer` decides nothing: every option has evidence of its own"
            yield error(CODE, lesson.item_span(item, ("answer",)), message, "take it out, or leave evidence out")
