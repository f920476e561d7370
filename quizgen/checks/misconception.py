"""A distractor that names a misconception is true under it, and only under it."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import evidence, see_belief
from quizgen.crosscheck import Verdict
from quizgen.diagnostics import Diagnostic, did_you_mean, error

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
            message = f"there is no misconception `{subject.misconception}`"
            yield error(CODE, span, message, did_you_mean(subject.misconception, known))
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
