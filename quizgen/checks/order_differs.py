"""The steps of an ordering happen in the stated order in every run, and could not happen in another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import runs, see
from quizgen.diagnostics import Diagnostic, error

CODE = "order-differs"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each ordering that some run contradicts or leaves open."""
    for verdict in content.verdicts():
        order = verdict.order
        if verdict.right is not False or order is None:
            continue
        subject = verdict.subject
        steps = [step for step, _ in subject.patterns]
        if order.missing:
            step = steps[order.missing[0]]
            message = f"step {step + 1} never happens in a run (seed {verdict.seed}): no event matches its pattern"
        elif list(order.order) != sorted(order.order):
            step = next(steps[b] for a, b in pairwise(order.order) if b < a)
            message = f"a run (seed {verdict.seed}) has the steps in the order {verdict.computed}"
        else:
            step = steps[order.free[0]]
            message = f"nothing makes step {step + 1} come before step {step + 2}: neither leads to the other"
        wrong = verdict.executions - verdict.agreeing
        told = f"{message}; {wrong} of {runs(verdict)} do not bear the stated order out"
        yield error(CODE, span_of(subject, (step,)), told, see(verdict))
