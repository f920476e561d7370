"""A statement in words: what it says, what it rests on, and the run behind it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from quizgen.checks.orders import told
from quizgen.checks.wording import named, truth, value
from quizgen.compiler import Content, read
from quizgen.crosscheck import Findings, Laboratory, Subject, Verdict, item_subjects
from quizgen.crosscheck.asking.claims import ClaimProblem, environment
from quizgen.crosscheck.asking.questions import Asked, Refusal
from quizgen.crosscheck.runs import telling, witness
from quizgen.crosscheck.subjects import subjects
from quizgen.crosscheck.values import as_text
from quizgen.crosscheck.verdicts import judge
from quizgen.diagnostics import Span, did_you_mean, has_errors, printable
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson
from quizgen.model.named import named_in
from quizgen.model.scenario import BoundScenario
from quizgen.render.traces import column_text
from quizgen.simulators import AnySimulator
from quizgen.simulators.api import Execution, Outcome
from quizgen.simulators.columns import in_table
from quizgen.simulators.trace import Trace
from quizgen.wording import filled, in_words, sentence

MOST_REASONS = 20
"""The most questions to a run that are told."""


class UnknownId(LookupError):  # noqa: N818 - the command line turns it into words
    """Nothing has that id; the message names those that come close."""


@dataclass(frozen=True)
class Run:
    """Which run to show.

    Attributes:
        seed: its seed; None for the one that contradicts the answer, or else bears it out.
        misconception: the wrong rule that it follows; None for the true rules.
        full: with routine events.
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
        title: whose run it is, or what it shows.
        trace: what happens in it; None if there is nothing to show.
        simulator: what ran.
        outcome: where it leads; empty if that is not known.
        when: what the outcome is of: "At its end"; empty if the title says it.
        reasons: what was asked of it, with the answers.
    """

    title: str
    trace: Trace | None
    simulator: AnySimulator
    outcome: Outcome = field(default_factory=Outcome)
    when: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """An explanation as text, and the runs that it shows."""

    text: str
    runs: tuple[ShownRun, ...]


def explanation(content: Content | Path, name: str, run: Run) -> Explanation:
    """Return the explanation of an item, concept, table or lesson (its summary).

    Of a family's id it explains the first instance, and lists the others.

    Raises:
        UnknownId: if the content has nothing of that id, or the simulator no such misconception.
    """
    content = content if isinstance(content, Content) else read(content)
    deck = content.deck
    found = _items(deck, name)
    laboratory = Laboratory(whole=frozenset() if run.seed is None else frozenset({run.seed}))
    target = _item(*_filled(*found[0], laboratory)) if found else _other(deck, name, laboratory)
    if target is None:
        raise UnknownId(_unknown(deck, name, broken=has_errors(content.diagnostics)))
    findings = judge(target.subjects, laboratory, lambda *_: None)
    lines = [target.title, str(target.span), "", target.text, ""]
    verdicts = findings.on(target.subjects)
    runs = tuple(_runs(verdicts, laboratory, run))
    shown = _told_runs(runs, _without_run(target.subjects, verdicts), full=run.full)
    lines += [*_evidence(target.subjects, findings), *_named(target), *shown]
    if len(found) > 1:
        lines.append(f"\nOther instances: {', '.join(other.question.id for _, other in found[1:])}")
    return Explanation(printable("\n".join(lines)) + "\n", runs)


def _items(deck: Deck, name: str) -> list[tuple[PlacedLesson, PlacedItem]]:
    """Return the item of that id, or the instances of the family of that id."""
    pairs = [(lesson, item) for lesson in deck.lessons for item in lesson.items]
    return [pair for pair in pairs if pair[1].question.id == name] or [pair for pair in pairs if pair[1].family == name]


def _filled(lesson: PlacedLesson, item: PlacedItem, laboratory: Laboratory) -> tuple[PlacedLesson, PlacedItem]:
    """Return an item with the values that its texts name; nothing else of its lesson is run."""
    alone = Deck((replace(lesson, items=(item,), named={}),))
    return lesson, filled(alone, laboratory, lambda *_: None).deck.lessons[0].items[0]


def _named(target: _Target) -> Iterator[str]:
    """Yield the values that texts name."""
    lesson, item = target.subjects[0].lesson, target.subjects[0].item
    places = [()] if item else [subject.place for subject in target.subjects]
    for one in dict.fromkeys(named_in(lesson.named_by(item), *places)):
        yield f" =  the texts name {one.expression}"
        yield f"      {one.value or 'NOT COMPUTED'}"


def _item(lesson: PlacedLesson, item: PlacedItem) -> _Target:
    question = item.question
    title = f"{question.id} ({question.kind}, {lesson.level_of(question)}, concept {question.concept})"
    return _Target(title, lesson.item_span(item), question.asking()[1], tuple(item_subjects(lesson, item)))


def _other(deck: Deck, name: str, laboratory: Laboratory) -> _Target | None:
    """Return the concept, table or lesson of that id."""
    if not (found := _outside(deck, name)):
        return None
    alone = Deck((replace(found[0].lesson, items=()),))
    found = _outside(filled(alone, laboratory, lambda *_: None).deck, name)
    lesson, place = found[0].lesson, found[0].place
    match place[0], place[1]:
        case "concepts", int(index):
            concept = lesson.head.concepts[index]
            title, meaning = f"{name} (concept: {concept.name})", concept.definition or ""
            return _Target(title, lesson.head_span(place[:2]), meaning, found)
        case "tables", int(index):
            return _Target(f"{name} (table)", lesson.head_span(place[:2]), lesson.head.tables[index].title, found)
        case _:
            return _Target(f"{name} (lesson: its summary)", lesson.head_span(place[:1]), lesson.head.title, found)


def _outside(deck: Deck, name: str) -> tuple[Subject, ...]:
    """Return the statements outside the items that an id stands for."""
    return tuple(subject for subject in subjects(deck) if subject.item is None and named(subject) == name)


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
        if words := _in_words(subject, verdict):
            yield f"      in words: {words}"
        premise = subject.scenario.runs_on.premise(subject.scenario.scenario) if subject.scenario else ""
        if premise:
            yield f"      under the changed rule: {premise}"
        if verdict is None and subject.scenario is not None:
            yield from (f"      NOT COMPUTED: {problem.message}" for problem in subject.scenario.problems)
        if verdict is not None:
            yield f"      {_told(verdict)}"
            yield from (f"      {told(verdict, fault)}" for fault in (verdict.order.faults if verdict.order else ()))
            if verdict.under_misconception is not None:
                word = "true" if verdict.under_misconception else "NOT TRUE"
                yield f"      under the misconception {subject.misconception}: {word}"


def _in_words(subject: Subject, verdict: Verdict | None) -> str:
    """Return a claim as a sentence; empty of what is none, or has no words."""
    if verdict is None or subject.scenario is None or subject.role == "order":
        return ""
    explored, simulator = verdict.survey is not None, subject.scenario.runs_on
    if subject.form == "measure":
        return in_words(subject.expression, simulator, verdict.computed, explored=explored)
    if verdict.is_still or not verdict.executions:
        return in_words(subject.expression, simulator, explored=True)
    ends = simulator.is_of_ends(subject.scenario.scenario)
    return sentence(subject.form or "", subject.expression, simulator, explored=explored, ends=ends)


def _steps(subject: Subject) -> Iterator[str]:
    steps = getattr(subject.item.question, "steps", ()) if subject.item else ()
    for index, pattern in subject.patterns:
        facts = [f"{name}={asked}" for name, asked in (("actor", pattern.actor), ("peer", pattern.peer)) if asked]
        facts += [f"{name}={asked}" for name, asked in pattern.attributes]
        yield f"      {index + 1}. {steps[index].text} [{' '.join((pattern.type, *facts))}]"


def _told(verdict: Verdict) -> str:
    if verdict.problem:
        return f"NOT COMPUTED: {verdict.problem}"
    found = value(verdict) if verdict.computed else truth(verdict)
    if verdict.right is None or verdict.subject.role != "distractor":
        return f"{'agrees' if verdict.right else 'DISAGREES'}: {found}"
    if not verdict.right:
        return f"DISAGREES: it is to be wrong, and can turn out right: {found}"
    never = verdict.subject.form == "never" and verdict.agreeing and not verdict.is_still
    return f"wrong, as it should be: {found.replace('it is true', 'it does happen,', 1) if never else found}"


def _mark(subject: Subject) -> str:
    return {"distractor": "[ ]", "order": " = "}.get(subject.role, "[x]")


def _stated(subject: Subject) -> str:
    statement = subject.statement
    if subject.role == "order":
        free = ", ".join(f"{a} and {b}" for a, b in subject.free)
        in_time = " in time" if subject.by == "time" else ""
        return f"the order{in_time} of {len(subject.patterns)} steps{f', free of each other: {free}' if free else ''}"
    cells = " | ".join(getattr(statement, "cells", ()))
    text = cells or getattr(statement, "text", None) or getattr(statement, "left", None)
    text = text or getattr(statement, "definition", None)
    answer = subject.stated if text is None or hasattr(statement, "left") else ""
    return " -> ".join(part for part in (text, answer) if part)


def _runs(found: Sequence[Verdict], laboratory: Laboratory, run: Run) -> Iterator[ShownRun]:
    """Yield the run asked for; of statements with scenarios of their own, one for each that it could be about."""
    shown: dict[tuple[BoundScenario, int], list[Verdict]] = {}
    candidates = _candidates(found, run)
    for verdict, seed in candidates:
        scenario = verdict.subject.scenario
        if scenario is not None and seed is not None:
            shown.setdefault((scenario, seed), []).append(verdict)
    for (scenario, seed), verdicts in shown.items():
        about = f", for {_place(verdicts[0])}" if len(shown) > 1 else ""
        yield _run(
            _execution(laboratory, scenario, seed, run.misconception), scenario, run.misconception, verdicts, about
        )
    yield from _witnessed([verdict for verdict, seed in candidates if seed is None], run.misconception)


def _run(
    execution: Execution, scenario: BoundScenario, misconception: str | None, verdicts: Sequence[Verdict], about: str
) -> ShownRun:
    simulator, seed = scenario.runs_on, execution.seed
    reasons = tuple(dict.fromkeys(line for verdict in verdicts for line in _asked(verdict, execution)))
    explored = simulator.survey(scenario.scenario, misconception) is not None
    title = f"{simulator.title(seed, misconception, explored=explored)}{about}"
    outcome = simulator.outcome(execution)
    if simulator.words.how:
        return ShownRun(title, None, simulator, outcome, "", reasons)
    if simulator.is_still(scenario.scenario):
        title = f"The start in {simulator.name} {simulator.version}, in which {simulator.words.still}{about}"
        return ShownRun(title, None, simulator, outcome, "", reasons)
    return ShownRun(title, execution.trace, simulator, outcome, "At its end", reasons)


def _asked(verdict: Verdict, execution: Execution) -> Iterator[str]:
    """Yield what a claim asked of a run and the answers, with the reasons that the simulator gives."""
    subject = verdict.subject
    if subject.scenario is None or subject.role == "order":
        return
    simulator = subject.scenario.runs_on
    known = {observation.observe: observation for observation in simulator.observations}
    asked: list[Asked] = []
    with suppress(ClaimProblem):  # what was asked until then is worth telling, too
        environment(simulator.name).compile(subject.expression).ask(execution, verdict.measured, asked)
    for question in asked:
        if isinstance(question.answer, Refusal):
            continue
        observation = known[question.observe]
        arguments = ", ".join(f'"{one}"' if isinstance(one, str) else as_text(one) for one in question.arguments)
        why = observation.why(execution, *question.arguments) if observation.why else ""
        yield f"{observation.name}({arguments}) is {as_text(question.answer)}{f': {why}' if why else ''}"


def _witnessed(verdicts: Sequence[Verdict], misconception: str | None) -> Sequence[ShownRun]:
    """Return the runs that show why measures have their values, or sentences that tell that there is none.

    Every one of statements that are wrong; of statements that are right a single one, with a run if one has.
    """
    rules = f" (under the misconception {misconception})" if misconception else ""
    found: dict[str, ShownRun] = {}
    for verdict in verdicts:
        shown = witness(verdict, misconception)
        if shown is not None and verdict.subject.scenario is not None:
            title = shown.sentence.removesuffix(".") + rules
            simulator = verdict.subject.scenario.runs_on
            when = "At its end" if shown.trace else ""
            found.setdefault(title, ShownRun(title, shown.trace, simulator, shown.outcome, when))
            if verdict.right and shown.trace is not None:
                return [found[title]]
    all_right = all(verdict.right for verdict in verdicts)
    return list(found.values())[: 1 if all_right else None]


def _place(verdict: Verdict) -> str:
    return ".".join(map(str, verdict.subject.place))


def _execution(laboratory: Laboratory, scenario: BoundScenario, seed: int, misconception: str | None) -> Execution:
    try:
        return laboratory.execution(scenario, seed, _known(scenario, misconception))
    except IndexError:
        what = "run" if scenario.runs_on.survey(scenario.scenario, misconception) is None else "state"
        raise UnknownId(f"there is no {what} {seed} in this exploration; they are counted from 0") from None


def _without_run(found: Sequence[Subject], verdicts: Sequence[Verdict]) -> str:
    """Say why there is no run to show."""
    if any(verdict.right is not None for verdict in verdicts):
        return "No single run stands behind it: it was found by experiments."
    if verdicts or any(subject.scenario and subject.scenario.problems for subject in found):
        return "There is no run to show: nothing could be computed."
    return "Nothing of it was computed, so there is no run to show: what is right is what its author says or cites."


def _told_runs(runs: Sequence[ShownRun], without: str, *, full: bool) -> Iterator[str]:
    """Yield the runs; or, if there are none, ``without``."""
    if not runs:
        yield f"\n{without}"
    for shown in runs:
        rest = shown.trace is not None or bool(shown.outcome.rows)
        yield f"\n{shown.title}{':' if rest else '.'}"
        if shown.trace is not None:
            text = column_text(shown.trace, shown.simulator, full=full)
            yield f"\n{text.rstrip()}"
        if shown.outcome.rows:
            yield f"\n{shown.when}:\n" if shown.when else ""
            yield in_table(shown.outcome).rstrip("\n")
        if shown.reasons:
            yield "\nAsked of it:\n"
            yield from (f"    {reason}" for reason in shown.reasons[:MOST_REASONS])


def _known(scenario: BoundScenario, misconception: str | None) -> str | None:
    names = [known.name for known in scenario.misconceptions]
    if misconception is None or misconception in names:
        return misconception
    hint = did_you_mean(misconception, names)
    raise UnknownId(f"{scenario.simulator} has no misconception {misconception!r}; {hint}")


def _candidates(verdicts: Sequence[Verdict], run: Run) -> list[tuple[Verdict, int | None]]:
    """Return the statements whose run is meant, and its seed: those that are wrong, or else the one that tells most."""
    if run.misconception is not None:
        meant = [v for v in verdicts if v.subject.misconception == run.misconception]
        meant = meant or [v for v in verdicts if v.subject.scenario][:1]
        for verdict in meant:
            if verdict.subject.scenario is not None:
                _known(verdict.subject.scenario, run.misconception)
        return [(v, _first(run.seed, v.belief_seed, v.seed, None if _is_measured(v) else 0)) for v in meant]
    wrong = [v for v in verdicts if not v.right]
    wrong = [v for v in wrong if v.seed == run.seed] or wrong
    meant = [v for v in wrong if v.seed is not None or _is_measured(v)]
    if not meant and (best := telling(verdicts)):
        meant = [v for v in verdicts if v.is_still] if best.is_still else [best]
    meant = meant or [v for v in verdicts if _is_measured(v)] or [*verdicts[:1]]
    return [(v, run.seed if run.seed is not None else v.seed) for v in meant]


def _first(*seeds: int | None) -> int | None:
    return next((seed for seed in seeds if seed is not None), None)


def _is_measured(verdict: Verdict) -> bool:
    """Tell whether a statement rests on experiments alone, so that no seed gives its run."""
    return not verdict.executions and bool(verdict.measured)
