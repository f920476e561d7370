"""No distractor can turn out right, in any execution explored."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import evidence, see_or, truth, value
from quizgen.diagnostics import Diagnostic, error

CODE = "distractor-is-true"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each distractor that holds somewhere, or whose value is the computed one.

    A misconception may give the right answer, such as "half is enough" of three: that is told as the reason.
    """
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
        hint = "make it wrong, or make it a key"
        if verdict.under_misconception:
            message += f"; the misconception `{subject.misconception}` gives the right answer here"
            hint = "leave this instance out, or choose a scenario in which the misconception errs"
        yield error(CODE, span_of(subject), message, see_or(verdict, hint))
