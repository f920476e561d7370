"""No distractor can turn out right, in any execution explored."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import runs, see
from quizgen.diagnostics import Diagnostic, error

CODE = "distractor-is-true"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each distractor that holds somewhere, or whose value is the computed one."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is not False or subject.role != "distractor":
            continue
        if subject.form == "measure":
            message = f"the distractor states {subject.stated}, and that is what {runs(verdict)} give"
        else:
            holding = verdict.executions - verdict.agreeing if subject.form == "never" else verdict.agreeing
            told = f"`{subject.form}: {subject.expression}`"
            message = f"the distractor states {told}, and it turns out right in {holding} of {runs(verdict)}"
        hint = see(verdict) or "make it wrong, or make it a key"
        yield error(CODE, span_of(subject), message, hint)
