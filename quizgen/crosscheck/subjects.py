"""Subjects: everything in a deck that evidence is asked of, and in which role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.crosscheck.asking.orders import Pattern
from quizgen.crosscheck.asking.partial_orders import Pair as StepPair
from quizgen.model.base import Place
from quizgen.model.evidence import COMPUTED_FORMS, EventPattern, Form, OrderedBy, Role, Statement
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson
from quizgen.model.scenario import BoundScenario

ALLOWED: dict[Role, tuple[Form, ...]] = {
    "assertion": ("always", "sometimes", "never", "cite", "unverified"),
    "distractor": ("always", "sometimes", "never", "measure", "cite", "unverified"),
    "value": ("measure", "cite", "unverified"),
    "order": (),
}


@dataclass(frozen=True)
class Subject:
    """One thing to be judged.

    Attributes:
        lesson: where it stands.
        item: the item that it belongs to; None for concepts, summary and tables.
        place: below the item, or in the file.
        role: what is asked of it.
        statement: the statement; for an order, its first step.
        form: the form of its evidence; None if it has none, or for an order.
        expression: the text of its evidence.
        scenario: what is run for it, if anything.
        stated: the value that is stated, as text; empty unless a value is compared.
        unit: of that value, if it is stated apart from it.
        accepted: further spellings that count as right.
        misconception: the wrong rule that a distractor names.
        patterns: an order's steps, with the index of each in the item.
        free: an order's pairs of steps that may come in either order, counted from 1 as stated.
        by: what an order's steps are put into order by.
    """

    lesson: PlacedLesson
    item: PlacedItem | None
    place: Place
    role: Role
    statement: Statement
    form: Form | None
    expression: str
    scenario: BoundScenario | None
    stated: str = ""
    unit: str = ""
    accepted: tuple[str, ...] = ()
    misconception: str | None = None
    patterns: tuple[tuple[int, Pattern], ...] = ()
    free: tuple[StepPair, ...] = ()
    by: OrderedBy = "cause"

    @property
    def computed(self) -> bool:
        """Whether a simulator decides it."""
        return self.role == "order" or self.form in COMPUTED_FORMS

    @property
    def assumes(self) -> str:
        """The condition under which it is said to hold; empty if none is named."""
        return self.statement.assumes or (self.item and self.item.question.assumes) or ""

    @property
    def can_be_ordered(self) -> bool:
        """Whether an order's steps are events of its scenario, and what is declared free leaves an order to compute."""
        if self.item is None or self.scenario is None or self.scenario.problems:
            return False
        known = self.scenario.runs_on
        actors = known.actors(self.scenario.scenario)
        return not self.item.question.order_problems() and all(
            pattern.is_known_to(known, actors) for _, pattern in self.patterns
        )

    @property
    def key(self) -> tuple[str, str, Place]:
        """What names it within a deck without duplicate ids."""
        return (self.lesson.head.id, self.item.question.id if self.item else "", self.place)


def subjects(deck: Deck) -> Iterator[Subject]:
    """Yield every subject of a deck, in the order in which they are written."""
    for lesson in deck.lessons:
        for place, statement in lesson.head.statements():
            scenario = statement.scenario
            if scenario is None and place[0] == "tables" and isinstance(place[1], int):
                scenario = lesson.head.tables[place[1]].scenario
            yield _subject(lesson, None, place, statement, scenario)
        for item in lesson.items:
            yield from item_subjects(lesson, item)


def item_subjects(lesson: PlacedLesson, item: PlacedItem) -> Iterator[Subject]:
    """Yield the subjects of one item."""
    question = item.question
    for place, statement in question.statements():
        yield _subject(lesson, item, place, statement, statement.scenario or question.scenario)
    if order := question.order():
        patterns = tuple((index, _pattern(event)) for index, _, event in order.steps)
        first = order.steps[0][1]
        yield Subject(
            *(lesson, item, order.place, "order", first, None, "", question.scenario),
            patterns=patterns,
            free=order.free,
            by=order.by,
        )


def _subject(
    lesson: PlacedLesson, item: PlacedItem | None, place: Place, statement: Statement, scenario: BoundScenario | None
) -> Subject:
    form = statement.form
    expression = getattr(statement, form) if form else ""
    if item is not None:
        form, expression = item.question.evidence_of(statement)
    return Subject(
        *(lesson, item, place, statement.role(form), statement, form, expression, scenario),
        stated=statement.stated,
        unit=statement.stated_unit,
        accepted=statement.accepted,
        misconception=statement.wrong_rule,
    )


def _pattern(event: EventPattern) -> Pattern:
    return Pattern(event.type, event.actor, event.peer, tuple(event.attributes.items()))
