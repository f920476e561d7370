"""A number, a gap or a partner that is stated is the one that the simulator computes."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import named, see_or, value
from quizgen.diagnostics import Diagnostic, error

CODE = "value-differs"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each stated value that is not the computed one."""
    for verdict in content.verdicts():
        subject = verdict.subject
        if verdict.right is False and subject.role == "value" and subject.statement.is_key is None:
            stated = verdict.wrongly_accepted or subject.stated
            states = "accepts" if verdict.wrongly_accepted else "states"
            message = f"`{named(subject)}` {states} {stated}, but {value(verdict)} (`{subject.expression}`)"
            yield error(CODE, span_of(subject), message, see_or(verdict, "correct the answer, or the measure"))
