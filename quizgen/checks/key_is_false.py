"""What a key asserts holds, as the simulator computes it."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import runs, see
from quizgen.diagnostics import Diagnostic, error
from quizgen.model.questions import Option

CODE = "key-is-false"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each key whose claim does not hold, or whose value is not the computed one."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is not False or not isinstance(subject.statement, Option) or not subject.statement.key:
            continue
        if subject.form == "measure":
            message = f"the key states {subject.stated}, but {runs(verdict)} give {verdict.computed}"
        else:
            told = f"`{subject.form}: {subject.expression}`"
            message = f"the key states {told}, but that is true in {verdict.agreeing} of {runs(verdict)}"
        yield error(CODE, span_of(subject), message, see(verdict) or "correct the key, or the claim")
