"""A scenario's script can be carried out in every run, or some claim about the scenario says that it cannot."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, scenario_span
from quizgen.crosscheck import Subject
from quizgen.diagnostics import Diagnostic, error

CODE = "script-failed"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each scenario in which something scripted did not happen, unnoticed by any claim."""
    users: dict[object, list[Subject]] = {}
    for subject in content.subjects:
        if subject.scenario in content.findings.gave_up:
            users.setdefault(subject.scenario, []).append(subject)
    for scenario, gave_up in content.findings.gave_up.items():
        found = users.get(scenario, [])
        if found and not any(gave_up.event in subject.expression for subject in found):
            which = found[0].scenario.runs_on.words.one(gave_up.seed) if found[0].scenario else ""
            message = f"the script cannot be carried out in the {which}: {gave_up.event}"
            told = f"{message}, {gave_up.detail}" if gave_up.detail else message
            hint = f'change the script, or claim it: `always: happened("{gave_up.event}")`'
            yield error(CODE, scenario_span(found[0], ("events",)), told, hint)
