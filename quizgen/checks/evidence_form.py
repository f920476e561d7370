"""Evidence fits what it is for: a value is measured, an assertion is claimed; either may be cited."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.crosscheck.subjects import ALLOWED
from quizgen.diagnostics import Diagnostic, error

CODE = "evidence-form"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each statement whose evidence cannot decide it."""
    for subject in content.subjects:
        if subject.form is None or subject.form in ALLOWED[subject.role] or len(subject.statement.evidence) > 1:
            continue
        what = "a value that learners give" if subject.role == "value" else "an assertion"
        forms = ", ".join(f"`{form}`" for form in ALLOWED[subject.role])
        message = f"`{subject.form}` cannot decide {what}"
        yield error(CODE, span_of(subject, (subject.form,)), message, f"give one of {forms}")
