"""A statement in words: what it says, what it rests on, and the run behind it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen.checks.order_differs import told
from quizgen.checks.wording import named, truth, value
from quizgen.crosscheck import Findings, Laboratory, Subject, Verdict, item_subjects, subjects
from quizgen.crosscheck.verdicts import judge
from quizgen.diagnostics import Span, did_you_mean, has_errors, printable
from quizgen.loader import load
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson
from quizgen.model.scenario import BoundScenario
from quizgen.render.traces import column_text, telling
from quizgen.simulators import Simulator
from quizgen.simulators.api import Execution
from quizgen.simulators.trace import Trace


class UnknownId(LookupError):  # noqa: N818 - the command line turns it into words
    """Nothing has that id; the message names those that come close."""


@dataclass(frozen=True)
class Run:
    """Which run to show.

    Attributes:
        seed: its seed; None for the one that contradicts the answer, or else bears it out.
        misconception: the wrong rule that it follows; None for the true rules.
        full: with routine events such as heartbeats.
    """

    seed: int | None = None
    misconception: str | None = None
    full: bool = False


@dataclass(frozen=True)
class _Target:
    """What an id stands for."""

    title: str
    span: Span
    text: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class ShownRun:
    """A run that an explanation shows.

    Attributes:
        title: whose run it is.
        trace: what happens in it.
        simulator: what ran.
    """

    title: str
    trace: Trace
    simulator: Simulator


@dataclass(frozen=True)
class Explanation:
    """An explanation as text, and the runs that it shows."""

    text: str
    runs: tuple[ShownRun, ...]


def explanation(path: Path, name: str, run: Run) -> Explanation:
    """Return the explanation of an item, concept, table or lesson (its summary).

    Of a family's id it explains the first instance, and lists the others.

    Raises:
        UnknownId: if the content has nothing of that id, or the simulator no such misconception.
    """
    deck, diagnostics = load(path)
    found = _items(deck, name)
    target = _item(*found[0]) if found else _other(deck, name)
    if target is None:
        raise UnknownId(_unknown(deck, name, broken=has_errors(diagnostics)))
    findings = judge(target.subjects, Laboratory(), lambda *_: None)
    lines = [target.title, str(target.span), "", target.text, ""]
    runs = tuple(_runs(target.subjects, findings, run))
    lines += [*_evidence(target.subjects, findings), *_told_runs(runs, full=run.full)]
    if len(found) > 1:
        lines.append(f"\nOther instances: {', '.join(other.question.id for _, other in found[1:])}")
    return Explanation(printable("\n".join(lines)) + "\n", runs)


def _items(deck: Deck, name: str) -> list[tuple[PlacedLesson, PlacedItem]]:
    """Return the item of that id, or the instances of the family of that id."""
    pairs = [(lesson, item) for lesson in deck.lessons for item in lesson.items]
    return [pair for pair in pairs if pair[1].question.id == name] or [pair for pair in pairs if pair[1].family == name]


def _item(lesson: PlacedLesson, item: PlacedItem) -> _Target:
    question = item.question
    title = f"{question.id} ({question.kind}, {lesson.level_of(question)}, concept {question.concept})"
    text = question.text if question.kind == "cloze" else question.stem
    return _Target(title, lesson.item_span(item), text, tuple(item_subjects(lesson, item)))


def _other(deck: Deck, name: str) -> _Target | None:
    """Return the concept, table or lesson of that id."""
    found = tuple(s for s in subjects(deck) if s.item is None and named(s) == name)
    if not found:
        return None
    lesson, place = found[0].lesson, found[0].place
    match place[0], place[1]:
        case "concepts", int(index):
            concept = lesson.head.concepts[index]
            return _Target(f"{name} (concept: {concept.name})", lesson.head_span(place[:2]), concept.definition, found)
        case "tables", int(index):
            return _Target(f"{name} (table)", lesson.head_span(place[:2]), lesson.head.tables[index].title, found)
        case _:
            return _Target(f"{name} (lesson: its summary)", lesson.head_span(place[:1]), lesson.head.title, found)


def _unknown(deck: Deck, name: str, *, broken: bool) -> str:
    items = [item for lesson in deck.lessons for item in lesson.items]
    known = [item.question.id for item in items] + [item.family for item in items]
    known += [named(subject) for subject in subjects(deck) if subject.item is None]
    close = list(dict.fromkeys(difflib.get_close_matches(name, known, n=3)))
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"there is no item {name!r}{hint}" + (" (the content has errors: see quizgen check)" if broken else "")


def _evidence(found: Sequence[Subject], findings: Findings) -> Iterator[str]:
    for subject in found:
        yield f"{_mark(subject)} {_stated(subject)}"
        if subject.role == "order":
            yield from _steps(subject)
        else:
            yield f"      {subject.form or 'no evidence'}: {subject.expression}"
        verdict = findings.of(subject)
        if verdict is not None:
            yield f"      {_told(verdict)}"
            yield from (f"      {told(verdict, fault)}" for fault in (verdict.order.faults if verdict.order else ()))
            if verdict.under_misconception is not None:
                word = "true" if verdict.under_misconception else "NOT TRUE"
                yield f"      under the misconception {subject.misconception}: {word}"


def _steps(subject: Subject) -> Iterator[str]:
    steps = getattr(subject.item.question, "steps", ()) if subject.item else ()
    for index, pattern in subject.patterns:
        facts = [f"{name}={asked}" for name, asked in (("actor", pattern.actor), ("peer", pattern.peer)) if asked]
        facts += [f"{name}={asked}" for name, asked in pattern.attributes]
        yield f"      {index + 1}. {steps[index].text} [{' '.join((pattern.type, *facts))}]"


def _told(verdict: Verdict) -> str:
    if verdict.problem:
        return f"NOT COMPUTED: {verdict.problem}"
    agreement = "agrees" if verdict.right else "DISAGREES"
    return f"{agreement}: {value(verdict) if verdict.computed else truth(verdict)}"


def _mark(subject: Subject) -> str:
    return {"distractor": "[ ]", "order": " = "}.get(subject.role, "[x]")


def _stated(subject: Subject) -> str:
    statement = subject.statement
    if subject.role == "order":
        free = ", ".join(f"{a} and {b}" for a, b in subject.free)
        return f"the order of {len(subject.patterns)} steps{f', free of each other: {free}' if free else ''}"
    cells = " | ".join(getattr(statement, "cells", ()))
    text = cells or getattr(statement, "text", None) or getattr(statement, "left", None)
    text = text or getattr(statement, "definition", None)
    answer = subject.stated if text is None or hasattr(statement, "left") else ""
    return " -> ".join(part for part in (text, answer) if part)


def _runs(found: Sequence[Subject], findings: Findings, run: Run) -> Iterator[ShownRun]:
    """Yield the run asked for; of statements with scenarios of their own, one for each that it could be about."""
    shown: dict[tuple[BoundScenario, int], Subject] = {}
    for subject, seed in _candidates(found, findings, run):
        if subject.scenario is not None and not subject.scenario.problems and seed is not None:
            shown.setdefault((subject.scenario, seed), subject)
    for (scenario, seed), subject in shown.items():
        title = _title(scenario, seed, run.misconception)
        about = f", for {'.'.join(map(str, subject.place))}" if len(shown) > 1 else ""
        trace = _execution(scenario, seed, run.misconception).trace
        yield ShownRun(title + about, trace, scenario.runs_on)


def _title(scenario: BoundScenario, seed: int, misconception: str | None) -> str:
    simulator = scenario.runs_on
    rules = f" under the misconception {misconception}" if misconception else ""
    if simulator.survey(scenario.scenario, misconception) is not None:
        return f"The shortest run of {simulator.name} {simulator.version} to state {seed}{rules}"
    return f"The run of {simulator.name} {simulator.version} with seed {seed}{rules}"


def _execution(scenario: BoundScenario, seed: int, misconception: str | None) -> Execution:
    known = _known(scenario.runs_on, misconception)
    try:
        return scenario.runs_on.execution(scenario.scenario, seed, known)
    except IndexError:
        raise UnknownId(f"there is no state {seed} in this exploration") from None


def _told_runs(runs: Sequence[ShownRun], *, full: bool) -> Iterator[str]:
    if not runs:
        yield "\nNo single run stands behind it: it was found by experiments, or is not computed."
    for shown in runs:
        yield f"\n{shown.title}:\n"
        yield (shown.trace.to_text() if full else column_text(shown.trace, shown.simulator)).rstrip("\n")


def _known(simulator: Simulator, misconception: str | None) -> str | None:
    names = [known.name for known in simulator.misconceptions]
    if misconception is None or misconception in names:
        return misconception
    hint = did_you_mean(misconception, names)
    raise UnknownId(f"{simulator.name} has no misconception {misconception!r}; {hint}")


def _candidates(found: Sequence[Subject], findings: Findings, run: Run) -> list[tuple[Subject, int | None]]:
    """Return the statements whose run is meant, and its seed: those that are wrong, or else the one that tells most."""
    verdicts = [verdict for subject in found if (verdict := findings.of(subject)) is not None]
    if run.misconception is not None:
        meant = [v for v in verdicts if v.subject.misconception == run.misconception]
        meant = meant or [v for v in verdicts if v.subject.scenario][:1]
        return [(v.subject, next(s for s in (run.seed, v.belief_seed, v.seed, 0) if s is not None)) for v in meant]
    wrong = [v for v in verdicts if not v.right and v.seed is not None]
    wrong = [v for v in wrong if v.seed == run.seed] or wrong
    if not wrong and (best := telling(found, findings)):
        wrong = [best]
    if wrong:
        return [(v.subject, v.seed if run.seed is None else run.seed) for v in wrong]
    return [(subject, run.seed) for subject in found if subject.scenario is not None][:1]
