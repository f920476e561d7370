"""What a key point, a definition, a sentence of the summary or a row asserts holds."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import evidence, named, see_or, truth
from quizgen.diagnostics import Diagnostic, error

CODE = "assertion-is-false"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each assertion outside the options that does not hold."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is False and subject.role == "assertion" and subject.statement.is_key is None:
            message = f"`{named(subject)}` states {evidence(subject)}, but {truth(verdict)}"
            yield error(CODE, span_of(subject), message, see_or(verdict, "correct the statement, or the claim"))
