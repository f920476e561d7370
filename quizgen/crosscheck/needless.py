"""Parts of rules without which every answer would be the same: they are taken out one by one until one changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from quizgen.crosscheck.laboratory import Laboratory, Progress, Request
from quizgen.crosscheck.subjects import Subject
from quizgen.crosscheck.verdicts import Findings, planned, verdict_on
from quizgen.model.scenario import BoundScenario

MOST_STATES: Final = 1_000_000
"""So many states are looked at in all, at most; what is not known then, nothing is said of."""
Asked = dict[BoundScenario, list[tuple[Subject, Request]]]


def needless(
    subjects: Iterable[Subject], findings: Findings, laboratory: Laboratory, progress: Progress
) -> Mapping[str, tuple[str, ...]]:
    """Return simulator that content makes -> names of the parts that no answer needs, in any of its scenarios.

    A part is left alone as soon as one answer changes without it; scenarios that take least come first.
    """
    waiting = _by_simulator(subjects)
    left = {name: [part.name for part in _first(asked).runs_on.parts] for name, asked in waiting.items()}
    looked = 0
    while any(left[name] for name in waiting):
        batch: list[tuple[str, str, Subject, Request]] = []
        for name, asked in list(waiting.items()):
            scenario = _first(asked)
            looked += scenario.runs_on.effort(scenario.scenario) * len(left[name])
            questions = asked.pop(scenario)
            batch += [(name, part, s, replace(one, misconception=part)) for part in left[name] for s, one in questions]
            if not asked:
                del waiting[name]
        if looked > MOST_STATES:
            return {}
        laboratory.run((request for *_, request in batch), progress)
        for name, part, subject, request in batch:
            right = verdict_on(subject, laboratory.outcome(request)).right
            if part in left[name] and (known := findings.of(subject)) and right != known.right:
                left[name].remove(part)
    return {name: tuple(parts) for name, parts in left.items()}


def _by_simulator(subjects: Iterable[Subject]) -> dict[str, Asked]:
    """Return what is asked of each simulator that content makes, of the smallest scenario first."""
    found: dict[str, Asked] = {}
    for subject, request in planned(subjects):
        scenario = request.scenario
        if scenario.version and scenario.runs_on.parts:
            found.setdefault(scenario.simulator, {}).setdefault(scenario, []).append((subject, request))
    return {name: dict(sorted(asked.items(), key=_effort)) for name, asked in found.items()}


def _effort(asked: tuple[BoundScenario, list[tuple[Subject, Request]]]) -> int:
    scenario, _ = asked
    return scenario.runs_on.effort(scenario.scenario)


def _first(asked: Asked) -> BoundScenario:
    return next(iter(asked))
