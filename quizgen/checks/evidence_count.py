"""Every statement rests on exactly one piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.crosscheck.subjects import ALLOWED
from quizgen.diagnostics import Diagnostic, error

CODE = "evidence-count"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each statement with none or several."""
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
