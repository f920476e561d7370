"""Statements rest on evidence of the right kind, and say what is run for it."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.crosscheck import Subject
from quizgen.crosscheck.subjects import ALLOWED
from quizgen.diagnostics import Diagnostic, did_you_mean, error
from quizgen.kinds.choice.question import Choice


def evidence_count(content: Content) -> Iterator[Diagnostic]:
    """Every statement rests on exactly one piece of evidence."""
    yield from _steps(content)
    yield from _answers(content)
    for subject in content.subjects:
        if subject.role == "order":
            continue
        given = [form for form, _ in subject.statement.evidence]
        if len(given) > 1:
            message = f"the statement has several pieces of evidence: {', '.join(given)}"
            yield error("evidence-count", span_of(subject, (given[1],)), message, "keep one of them")
        elif subject.form is None:
            forms = ", ".join(f"`{form}`" for form in ALLOWED[subject.role])
            yield error("evidence-count", span_of(subject), "the statement has no evidence", f"give one of {forms}")


def _steps(content: Content) -> Iterator[Diagnostic]:
    for lesson, item in content.items:
        order = item.question.order()
        for index, step, _ in order.steps if order else ():
            if step.form is not None:
                span = lesson.item_span(item, ("steps", index, step.form))
                message = f"the step has several pieces of evidence: event, {step.form}"
                yield error("evidence-count", span, message, "keep one of them")


def _answers(content: Content) -> Iterator[Diagnostic]:
    for lesson, item in content.items:
        question = item.question
        if isinstance(question, Choice) and question.answer and all(option.form for option in question.options):
            message = "this `answer` decides nothing: every option has evidence of its own"
            yield error(
                "evidence-count", lesson.item_span(item, ("answer",)), message, "take it out, or leave evidence out"
            )


def evidence_form(content: Content) -> Iterator[Diagnostic]:
    """Evidence fits what it is for: a value is measured, an assertion is claimed; either may be cited."""
    for subject in content.subjects:
        if subject.form is None or subject.form in ALLOWED[subject.role] or len(subject.statement.evidence) > 1:
            continue
        what = "a value that learners give" if subject.role == "value" else "an assertion"
        forms = ", ".join(f"`{form}`" for form in ALLOWED[subject.role])
        message = f"`{subject.form}` cannot decide {what}"
        yield error("evidence-form", span_of(subject, (subject.form,)), message, f"give one of {forms}")


def unknown_source(content: Content) -> Iterator[Diagnostic]:
    """Every citation names a declared source and a place in it."""
    for subject in content.subjects:
        if subject.form != "cite":
            continue
        name, _, place = subject.expression.partition(" ")
        sources = subject.lesson.head.sources
        span = span_of(subject, ("cite",))
        if name not in sources:
            hint = did_you_mean(name, sources, "declare it under `sources`")
            yield error("unknown-source", span, f"there is no source `{name}`", hint, cause=name)
        elif not place.strip():
            yield error(
                "unknown-source", span, f"the citation of `{name}` does not say where", f"add the place: `{name} §5.2`"
            )


def no_scenario(content: Content) -> Iterator[Diagnostic]:
    """A claim, a measure or an ordering says what is to be run."""
    for subject in content.subjects:
        if subject.computed and subject.scenario is None:
            what = "the order of the steps" if subject.role == "order" else f"`{subject.form}`"
            message = f"{what} is to be computed, but there is no scenario to run"
            yield error("no-scenario", span_of(subject), message, f"give the {_owner(subject)} a `scenario`")
    for lesson, item in content.items:
        order = item.question.order()
        for index, step, _ in order.steps if order else ():
            if step.scenario is not None:
                message = "the events of all steps are looked for in the item's scenario, not in a step's own"
                yield error(
                    "no-scenario", lesson.item_span(item, ("steps", index)), message, "take the step's `scenario` out"
                )


def _owner(subject: Subject) -> str:
    return "item" if subject.item else {"tables": "table", "concepts": "concept"}.get(str(subject.place[0]), "sentence")
