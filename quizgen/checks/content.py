"""What a check is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from quizgen.checks.places import within
from quizgen.crosscheck import Findings, Subject, Verdict, subjects
from quizgen.diagnostics import Span
from quizgen.model.base import Place
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson
from quizgen.model.scenario import BoundScenario
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import Remark, ScenarioPath


@dataclass(frozen=True)
class Content:
    """A deck and what the simulators say to it."""

    deck: Deck
    findings: Findings

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Everything that evidence is asked of."""
        return tuple(subjects(self.deck))

    @property
    def items(self) -> Iterator[tuple[PlacedLesson, PlacedItem]]:
        """Every item with its lesson."""
        return ((lesson, item) for lesson in self.deck.lessons for item in lesson.items)

    @cached_property
    def concepts(self) -> dict[str, PlacedLesson]:
        """Concept id -> the lesson that defines it."""
        return {concept.id: lesson for lesson in self.deck.lessons for concept in lesson.head.concepts}

    @cached_property
    def remarks(self) -> tuple[tuple[Span, Remark], ...]:
        """What serves nothing in simulators that the deck's files make, each with its place in one of them."""
        asked: dict[str, list[BoundScenario]] = {name: [] for name in self.deck.rules}
        for scenario in dict.fromkeys(subject.scenario for subject in self.subjects):
            if scenario is not None and scenario.simulator in asked:
                asked[scenario.simulator].append(scenario)
        return tuple(
            (self.deck.rules[name](remark.path), remark)
            for name, scenarios in asked.items()
            if not any(scenario.problems for scenario in scenarios)
            for remark in SIMULATORS[name].remarks(
                [scenario.scenario for scenario in scenarios], self.findings.needless.get(name, ())
            )
        )

    def verdicts(self) -> Iterator[Verdict]:
        """Every verdict, in the order in which the statements are written."""
        for subject in self.subjects:
            verdict = self.findings.of(subject)
            if verdict is not None:
                yield verdict


def span_of(subject: Subject, below: Place = ()) -> Span:
    """Return where something below a subject was written."""
    place = (*subject.place, *below)
    return subject.lesson.item_span(subject.item, place) if subject.item else subject.lesson.head_span(place)


def claim_span(subject: Subject, offset: int | None = None) -> Span:
    """Return where the claim that a subject rests on was written, or one of its characters."""
    if subject.form is None or subject.form == subject.statement.form or subject.item is None:
        span = span_of(subject, (subject.form,) if subject.form else ())
    elif offset is None:
        return span_of(subject)
    else:  # all options of a choice rest on one claim
        span = subject.lesson.item_span(subject.item, ("answer",))
    return span if offset is None else within(subject.lesson.source, span, subject.expression, offset)


def scenario_span(subject: Subject, path: ScenarioPath = ()) -> Span:
    """Return where something in the scenario of a subject was written."""
    if subject.statement.scenario is not None:
        return span_of(subject, ("scenario", *path))
    if subject.item is not None:
        return subject.lesson.item_span(subject.item, ("scenario", *path))
    return subject.lesson.head_span((*subject.place[:2], "scenario", *path))


def place_of(deck: Deck, about: object) -> Span:
    """Return where an item stands, by its id, or what asks something of a scenario; the deck's start if neither is."""
    content = Content(deck, Findings())
    for lesson, item in content.items:
        if item.question.id == about:
            return lesson.item_span(item)
    asking = (subject for subject in content.subjects if subject.scenario and subject.scenario.scenario == about)
    return next(map(scenario_span, asking), deck.lessons[0].span(()) if deck.lessons else Span(""))
