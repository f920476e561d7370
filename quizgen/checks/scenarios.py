"""Scenarios can be run, and their scripts carried out."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, scenario_span
from quizgen.crosscheck import Subject, item_subjects
from quizgen.diagnostics import Diagnostic, error
from quizgen.model.lesson import PlacedItem, PlacedLesson


def impossible_scenario(content: Content) -> Iterator[Diagnostic]:
    """A scenario can be simulated: what it names exists, what it asks for is bounded."""
    for subject in content.subjects:
        if subject.scenario is None:
            continue
        for problem in subject.scenario.problems:
            span = scenario_span(subject, problem.path)
            hint = problem.hint or "change it there; the simulator's reference tells what can be set, and how far"
            yield error("impossible-scenario", span, problem.message, hint)


def plugin_failed(content: Content) -> Iterator[Diagnostic]:
    """What other packages offer neither raises errors, nor crashes, nor takes longer than it may."""
    for subject in content.subjects:
        if subject.scenario is not None and (failure := content.findings.failed.get(subject.scenario)):
            asked = f"`{subject.item.question.id}`" if subject.item else "what is stated here"
            yield error("plugin-failed", scenario_span(subject), f"{failure.message}, for {asked}", failure.hint)


def script_failed(content: Content) -> Iterator[Diagnostic]:
    """A scenario's script can be carried out in every run, or some claim about the scenario says that it cannot."""
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
            yield error("script-failed", scenario_span(found[0], ("events",)), told, hint)


def family_asks_the_same(content: Content) -> Iterator[Diagnostic]:
    """The instances of a family that read differently ask different things of the simulator.

    A variable that only the texts name makes every instance but one a guess: "4 threads" over a run of 3.
    """
    first: dict[tuple[object, ...], PlacedItem] = {}
    reported: set[tuple[object, ...]] = set()
    for lesson, item in content.items:
        asked = _asked(lesson, item)
        family = (lesson.head.id, item.path)
        if item.question.id == item.family or not asked or family in reported:
            continue
        before = first.setdefault((*family, *asked), item)
        if before.question.texts() != item.question.texts():
            reported.add(family)
            ids = f"`{before.question.id}` and `{item.question.id}`"
            message = f"{ids} read differently, but ask the same of the simulator"
            hint = "let the scenario or the claims depend on the variable, or the texts not"
            yield error("family-asks-the-same", lesson.item_span(item, ("for_each",)), message, hint)


def _asked(lesson: PlacedLesson, item: PlacedItem) -> tuple[object, ...]:
    """Return all that the simulator is asked for an item."""
    found = [subject for subject in item_subjects(lesson, item) if subject.computed]
    return tuple((s.role, s.form, s.expression, s.scenario, s.misconception, s.patterns) for s in found)
