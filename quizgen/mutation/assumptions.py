"""Which answers depend on an assumption, and whether their stems state it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.checks.wording import named, truth
from quizgen.crosscheck import Laboratory, Progress, Subject, Verdict
from quizgen.crosscheck.laboratory import GaveUp, Request
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.model.lesson import Deck
from quizgen.model.scenario import BoundScenario
from quizgen.mutation.judging import by_simulator, on, overturned, run_in_batches
from quizgen.simulators.api import Switch

CODE = "unstated-assumption"


@dataclass(frozen=True)
class Dependence:
    """A statement that turns with a switch.

    Attributes:
        switch: what was turned.
        verdict: what the runs with the switch turned say to the statement: they contradict it.
        stated: whether the item's stem says which way the switch is.
    """

    switch: Switch[Any]
    verdict: Verdict
    stated: bool

    @property
    def subject(self) -> Subject:
        """The statement."""
        return self.verdict.subject


def dependences(
    deck: Deck,
    gave_up: Mapping[BoundScenario, GaveUp],
    laboratory: Laboratory,
    progress: Progress,
    *,
    unstated_only: bool = False,
) -> tuple[Dependence, ...]:
    """Turn each switch of the simulators that a deck uses, and return the statements of its items that turn with it.

    Args:
        deck: a deck without errors.
        gave_up: the scenarios whose scripts fail as they stand: they ask about that.
        laboratory: runs and remembers what is asked.
        progress: told before each scenario is run.
        unstated_only: leave out the statements whose stems say how the switch stands, which saves their runs.
    """
    mutants: list[tuple[Switch[Any], list[tuple[Subject, Request]]]] = []
    for simulator, concerned in by_simulator(deck):
        for switch in simulator.switches:
            wanted = [pair for pair in concerned if not (unstated_only and states(pair[0], switch))]
            mutants.append((switch, list(with_turned(switch, wanted, gave_up))))
    every = ([request for _, request in turned] for _, turned in mutants)
    run_in_batches(every, laboratory, progress, "assumptions")
    return tuple(found for switch, turned in mutants for found in _dependences(switch, turned, laboratory))


def with_turned(
    switch: Switch[Any], asked: Iterable[tuple[Subject, Request]], failing: Container[BoundScenario]
) -> Iterator[tuple[Subject, Request]]:
    """Yield what is asked with the switch turned, of all whose scenario can be turned, and can be run then.

    Scripts that fail say nothing then, unless they failed before: that is what is asked about.
    """
    for subject, request in asked:
        turned = switch.vary(request.scenario.scenario)
        carried_out = request.scenario not in failing
        if turned is not None and (varied := on(turned, request, carried_out=carried_out)):
            yield subject, varied


def _dependences(
    switch: Switch[Any], turned: Iterable[tuple[Subject, Request]], laboratory: Laboratory
) -> Iterator[Dependence]:
    """Yield what turns with the switch."""
    for subject, request in turned:
        if verdict := overturned(subject, request, laboratory):
            yield Dependence(switch, verdict, states(subject, switch))


def states(subject: Subject, switch: Switch[Any]) -> bool:
    """Tell whether a learner is told about a switch: by the stem, or by a statement that has a scenario of its own."""
    texts = [subject.item.question.asking()[1]] if subject.item else []
    if subject.statement.scenario is not None:
        texts += [str(getattr(subject.statement, name, "")) for name in ("text", "left")]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(switch.words)})(?!\w)", re.IGNORECASE)
    return any(pattern.search(text) for text in texts)


def unstated(found: Iterable[Dependence]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each item and switch of which the stem says nothing."""
    first: dict[tuple[str, str], Dependence] = {}
    for dependence in found:
        if not dependence.stated:
            first.setdefault((named(dependence.subject), dependence.switch.name), dependence)
    return tuple(_diagnostic(dependence) for dependence in first.values())


def _diagnostic(dependence: Dependence) -> Diagnostic:
    subject, switch, verdict = dependence.subject, dependence.switch, dependence.verdict
    message = (
        f"the answer of `{named(subject)}` depends on `{switch.name}`, of which the stem says nothing: "
        f"with it turned, {contradiction(verdict)}"
    )
    seed = verdict.words.aside(verdict.seed)
    return error(CODE, _span(subject), message + seed, f"state the assumption in the stem. {switch.doc}")


def contradiction(verdict: Verdict) -> str:
    """Return what the runs say to the statement: "`always: size() == 1` is false in 3 of 20 runs of loop"."""
    subject = verdict.subject
    if subject.role == "order":
        return f"the steps come in the order {verdict.computed}"
    if subject.form == "measure":
        return f"`{subject.expression}` gives {verdict.computed}, where {subject.stated!r} is stated"
    return f"of `{subject.form}: {subject.expression}`, {truth(verdict)}"


def _span(subject: Subject) -> Span:
    if subject.item is None:
        raise ValueError("only items depend on switches")
    return subject.lesson.item_span(subject.item, subject.item.question.asking()[:1])
