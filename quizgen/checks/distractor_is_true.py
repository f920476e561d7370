"""No distractor can turn out right, in any execution explored."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import evidence, see, truth, value
from quizgen.diagnostics import Diagnostic, error

CODE = "distractor-is-true"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each distractor that holds somewhere, or whose value is the computed one."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is not False or subject.role != "distractor":
            continue
        if subject.form == "measure":
            message = (
                f"the distractor states {subject.stated}, and it is right: {value(verdict)} (`{subject.expression}`)"
            )
        else:
            message = f"the distractor states {evidence(subject)}, and it can turn out right: {truth(verdict)}"
        hint = see(verdict) or "make it wrong, or make it a key"
        yield error(CODE, span_of(subject), message, hint)
