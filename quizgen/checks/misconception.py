"""A distractor that names a misconception is true under it, and only under it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import evidence, see_belief
from quizgen.crosscheck import Verdict
from quizgen.diagnostics import Diagnostic, error

CODE = "misconception"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each misconception that is unknown, or does not lead to the distractor that names it."""
    for subject in content.subjects:
        if subject.misconception is None:
            continue
        span = span_of(subject, ("misconception",))
        if subject.role != "distractor":
            yield error(CODE, span, "a key is right: no misconception leads to it", "take it out")
            continue
        if subject.scenario is None:
            yield error(CODE, span, "a misconception is tried in a scenario, and there is none", "give the item one")
            continue
        if subject.form is not None and not subject.computed:
            message = f"`{subject.form}` is not computed, so whether the misconception leads here cannot be tried"
            yield error(CODE, span, message, "give the distractor a claim, or write a `rationale` instead")
            continue
        known = [misconception.name for misconception in subject.scenario.runs_on.misconceptions]
        if subject.misconception not in known:
            close = difflib.get_close_matches(subject.misconception, known, n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(known)}"
            yield error(CODE, span, f"there is no misconception `{subject.misconception}`", hint)
            continue
        verdict = content.findings.of(subject)
        if verdict is not None and verdict.under_misconception is False:
            hint = see_belief(verdict) or "name another misconception, or change the scenario"
            yield error(CODE, span, _told(verdict), hint)


def _told(verdict: Verdict) -> str:
    subject = verdict.subject
    if subject.form == "measure":
        return f"the misconception `{subject.misconception}` leads to {verdict.believed}, not to {subject.stated}"
    told = f"the misconception `{subject.misconception}` does not make {evidence(subject)} true"
    return f"{told} ({verdict.believed})" if verdict.believed else told
