"""A claim, a measure or an ordering says what is to be run."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.diagnostics import Diagnostic, error

CODE = "no-scenario"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each computed statement without a scenario."""
    for subject in content.subjects:
        if subject.computed and subject.scenario is None:
            what = "the order of the steps" if subject.role == "order" else f"`{subject.form}`"
            message = f"{what} is to be computed, but there is no scenario to run"
            yield error(CODE, span_of(subject), message, "give the item a `scenario`")
