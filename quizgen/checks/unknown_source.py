"""Every citation names a declared source and a place in it."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.diagnostics import Diagnostic, did_you_mean, error

CODE = "unknown-source"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each citation of something that is not under ``sources``, or without a place."""
    for subject in content.subjects:
        if subject.form != "cite":
            continue
        name, _, place = subject.expression.partition(" ")
        sources = subject.lesson.head.sources
        span = span_of(subject, ("cite",))
        if name not in sources:
            hint = did_you_mean(name, sources, "declare it under `sources`")
            yield error(CODE, span, f"there is no source `{name}`", hint)
        elif not place.strip():
            yield error(CODE, span, f"the citation of `{name}` does not say where", f"add the place: `{name} §5.2`")
