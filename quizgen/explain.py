"""An item in words: what it says, what each statement rests on, and the run behind it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from quizgen.checks.wording import runs
from quizgen.crosscheck import Findings, Laboratory, Subject, item_subjects
from quizgen.crosscheck.verdicts import judge
from quizgen.loader import load
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson
from quizgen.render.traces import short_text, telling


class UnknownItem(LookupError):  # noqa: N818 - the command line turns it into words
    """No item has that id; the message names those that come close."""


def explanation(path: Path, item_id: str, seed: int | None, *, full: bool) -> str:
    """Return an item's explanation as text; for a family's id, that of its first instance and a list of the others.

    Raises:
        UnknownItem: if the content has no such item.
    """
    deck, _ = load(path)
    found = _find(deck, item_id)
    lesson, item = found[0]
    subjects = tuple(item_subjects(lesson, item))
    findings = judge(subjects, Laboratory(), lambda done, total, what: None)
    parts = [*_item(lesson, item), *_evidence(subjects, findings), *_run(subjects, findings, seed, full=full)]
    if len(found) > 1:
        parts.append(f"\nOther instances: {', '.join(other.question.id for _, other in found[1:])}")
    return "\n".join(parts) + "\n"


def _find(deck: Deck, item_id: str) -> list[tuple[PlacedLesson, PlacedItem]]:
    pairs = [(lesson, item) for lesson in deck.lessons for item in lesson.items]
    found = [pair for pair in pairs if item_id in (pair[1].question.id, pair[1].family)]
    if not found:
        known = [item.question.id for _, item in pairs] + [item.family for _, item in pairs]
        close = list(dict.fromkeys(difflib.get_close_matches(item_id, known, n=3)))
        raise UnknownItem(f"there is no item {item_id!r}" + (f"; did you mean {' or '.join(close)}?" if close else ""))
    return [pair for pair in found if pair[1].question.id == item_id] or found


def _item(lesson: PlacedLesson, item: PlacedItem) -> Iterator[str]:
    question = item.question
    yield f"{question.id} ({question.kind}, {lesson.level_of(question)}, concept {question.concept})"
    yield f"{lesson.item_span(item)}"
    yield ""
    yield str(getattr(question, "stem", None) or getattr(question, "text", ""))
    yield ""


def _evidence(subjects: tuple[Subject, ...], findings: Findings) -> Iterator[str]:
    for subject in subjects:
        yield f"{_mark(subject)} {_stated(subject)}"
        if subject.role != "order":
            yield f"      {subject.form or 'no evidence'}: {subject.expression}"
        verdict = findings.of(subject)
        if verdict is None:
            continue
        if verdict.problem:
            yield f"      not computed: {verdict.problem}"
            continue
        agreement = "agrees" if verdict.right else "DISAGREES"
        if verdict.computed:
            yield f"      {agreement}: {runs(verdict)} give {verdict.computed}"
        else:
            yield f"      {agreement}: true in {verdict.agreeing} of {runs(verdict)}"
        if verdict.under_misconception is not None:
            word = "true" if verdict.under_misconception else "not true"
            yield f"      under the misconception {subject.misconception}: {word}"


def _mark(subject: Subject) -> str:
    return {"distractor": "[ ]", "order": " = "}.get(subject.role, "[x]")


def _stated(subject: Subject) -> str:
    statement = subject.statement
    if subject.role == "order":
        return f"the order of {len(subject.patterns)} steps"
    text = getattr(statement, "text", None) or getattr(statement, "left", None)
    answer = subject.stated if text is None or hasattr(statement, "left") else ""
    return " -> ".join(part for part in (text, answer) if part)


def _run(subjects: tuple[Subject, ...], findings: Findings, seed: int | None, *, full: bool) -> Iterator[str]:
    verdict = telling(subjects, findings)
    wrong = [v for s in subjects if (v := findings.of(s)) and v.right is False and v.seed is not None]
    shown = wrong[0] if wrong else verdict
    scenario = shown.subject.scenario if shown else next((s.scenario for s in subjects if s.scenario), None)
    if seed is None and shown is not None:
        seed = shown.seed
    if scenario is None or scenario.problems or seed is None:
        yield "\nNo run stands behind it."
        return
    simulator = scenario.runs_on
    execution = simulator.execution(scenario.scenario, seed, None)
    yield f"\nThe run of {simulator.name} {simulator.version} with seed {seed}:\n"
    yield execution.trace.to_text() if full else short_text(execution.trace, simulator.routine_events)
