"""The steps of an ordering happen in the stated order in every run, and could not happen in another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import see, share
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
            message = f"step {step + 1} does not happen: no event of the run with seed {verdict.seed} fits its pattern"
        elif list(order.order) != sorted(order.order):
            step = next(steps[b] for a, b in pairwise(order.order) if b < a)
            message = f"the run with seed {verdict.seed} has the steps in the order {verdict.computed}"
        else:
            step = steps[order.free[0]]
            after = steps[order.free[0] + 1]
            message = f"step {step + 1} does not lead to step {after + 1}, so another order would be as right"
        wrong = verdict.executions - verdict.agreeing
        told = f"{message}; the stated order fails in {share(verdict, wrong)}"
        yield error(CODE, span_of(subject, (step,)), told, see(verdict))
