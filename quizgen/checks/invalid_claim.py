"""A claim compiles, asks something of the simulator, and can be answered in every run."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import see
from quizgen.diagnostics import Diagnostic, error

CODE = "invalid-claim"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each claim or measure that gave no answer."""
    for verdict in content.verdicts():
        if verdict.problem:
            subject = verdict.subject
            own = subject.form is not None and subject.form == subject.statement.form
            span = span_of(subject, (str(subject.form),) if own else ())
            message = f"`{subject.expression}`: {verdict.problem}" if subject.expression else verdict.problem
            yield error(CODE, span, message, "; ".join(part for part in (verdict.hint, see(verdict)) if part))
