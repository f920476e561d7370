"""What a key asserts holds, as the simulator computes it."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import evidence, see_or, truth, value
from quizgen.diagnostics import Diagnostic, error

CODE = "key-is-false"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each key whose claim does not hold, or whose value is not the computed one."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is not False or not subject.statement.is_key:
            continue
        if subject.form == "measure":
            message = f"the key states {subject.stated}, but {value(verdict)} (`{subject.expression}`)"
        else:
            message = f"the key states {evidence(subject)}, but {truth(verdict)}"
        yield error(CODE, span_of(subject), message, see_or(verdict, "correct the key, or the claim"))
