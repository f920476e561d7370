"""What of content is to be read by somebody: texts that only their author's word ties to what was computed.

A value that is compared with a computed one is bound: the two cannot differ. Everything else that is written beside a
claim is read beside it: an option, a key point, a step, a sentence, a row; the question that a bound value answers; an
explanation, a rationale, a model answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from quizgen.checks.wording import named
from quizgen.crosscheck import Subject, item_subjects
from quizgen.crosscheck.subjects import subjects
from quizgen.diagnostics import Span
from quizgen.model.base import Place, texts_in
from quizgen.model.evidence import EventPattern, statements_in
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson
from quizgen.model.named import Named, named_in
from quizgen.model.scenario import BoundScenario
from quizgen.review.digests import digest
from quizgen.wording import says_itself

VALUE: Final = "value"
"""The form of what a text names, as it is hashed."""
EVENT: Final = "event"
"""The form of a step's claim: the event of the runs that it stands for."""


@dataclass(frozen=True)
class Claim:
    """What a text is read beside.

    Attributes:
        form: of the evidence, or `EVENT`.
        expression: its text.
        scenario: what is run for it.
        subject: what was judged.
        event: which event a step stands for.
    """

    form: str
    expression: str
    scenario: BoundScenario | None
    subject: Subject
    event: EventPattern | None = None


@dataclass(frozen=True)
class Statement:
    """A text to be read beside its claims.

    Attributes:
        lesson: where it stands.
        item: the item that it belongs to; None for concepts, summary and tables.
        owner: the id under which `quizgen explain` finds it.
        place: below the item, or in the file.
        text: what is read; the parts of a row or pair with bars between them.
        context: what it is read in: the question, the head of a table, the name of a concept.
        claims: what it is read beside, one or more.
    """

    lesson: PlacedLesson
    item: PlacedItem | None
    owner: str
    place: Place
    text: str
    context: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def part(self) -> str:
        """Which part of its owner it is: "options", "explanation". Places in lists do not count: they may change."""
        return ".".join(step for step in self.place if isinstance(step, str))

    @property
    def card(self) -> str:
        """The id of the card that shows it; empty if none does."""
        return self.owner if self.item else f"concept.{self.owner}" if self.place[0] == "concepts" else ""

    @property
    def named(self) -> tuple[Named, ...]:
        """The computed values that its text names, or what it is read in."""
        around = self.item.question.asking()[:1] if self.item else (*self.place[:2], "columns")
        return tuple(dict.fromkeys(named_in(self.lesson.named_by(self.item), self.place, around)))

    @property
    def assumed(self) -> tuple[str, ...]:
        """The conditions under which it is said, each once."""
        return tuple(sorted({claim.subject.assumes for claim in self.claims if claim.subject.assumes}))

    @cached_property
    def digest(self) -> str:
        """The hash of all that was read."""
        claims = [(claim.form, claim.expression, claim.scenario) for claim in self.claims]
        claims += [(VALUE, f"{one.expression}: {one.value}", one.scenario) for one in self.named]
        return digest(self.text, (*self.context, *self.assumed), claims)

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it in ``quizgen.review``: owner, part and hash."""
        return self.owner, self.part, self.digest

    @property
    def span(self) -> Span:
        """Where it was written."""
        return self.lesson.item_span(self.item, self.place) if self.item else self.lesson.head_span(self.place)


@dataclass(frozen=True)
class Statements:
    """Everything that a lesson states.

    Attributes:
        lesson: the lesson.
        written: what is to be read.
        bound: how many values are compared with computed ones, orders included, how many claims say themselves, and how
            many values in texts were computed.
        cited: how many statements a work is cited for.
        unverified: how many nothing stands behind.
    """

    lesson: PlacedLesson
    written: tuple[Statement, ...]
    bound: int
    cited: int
    unverified: int


def statements(lesson: PlacedLesson) -> Statements:
    """Return everything that a lesson states, in the order in which it was written."""
    found = list(subjects(Deck((lesson,))))
    written = [*_outside(lesson, found)]
    for item in lesson.items:
        written += _of_item(lesson, item)
    computed = [subject for subject in found if subject.computed]
    cited = sum(subject.form == "cite" for subject in found)
    bound = sum(map(is_bound, computed)) + sum(map(_steps_made, computed))
    bound += sum(len(list(named_in(named, ()))) for named in (lesson.named, *(item.named for item in lesson.items)))
    return Statements(lesson, tuple(written), bound, cited, len(found) - len(computed) - cited)


def is_bound(subject: Subject) -> bool:
    """Tell whether what it states and what was computed cannot differ: a value is compared, or a claim says itself."""
    return subject.role == "order" or subject.form == "measure" or says_itself(subject.statement, subject.scenario)


def _outside(lesson: PlacedLesson, found: Sequence[Subject]) -> Iterator[Statement]:
    """Yield what is to be read outside the items."""
    for subject in found:
        if subject.item is None and subject.computed and (not is_bound(subject) or _is_worded(subject)):
            context = _head(lesson, subject)
            yield Statement(lesson, None, named(subject), subject.place, _text(subject), context, (_claim(subject),))


def _head(lesson: PlacedLesson, subject: Subject) -> tuple[str, ...]:
    """Return what a definition, a row or a sentence is read below."""
    match subject.place[:2]:
        case "concepts", int(index):
            return (lesson.head.concepts[index].name,)
        case "tables", int(index):
            table = lesson.head.tables[index]
            return (table.title, *table.columns)
        case _:
            return ()


def _of_item(lesson: PlacedLesson, item: PlacedItem) -> Iterator[Statement]:
    """Yield what is to be read of an item: the question, its statements, and what explains them.

    The question is read in each of them; alone, beside the values that answer it, and where all others say themselves.
    """
    question = item.question
    asking, stem = question.asking()
    computed = [subject for subject in item_subjects(lesson, item) if subject.computed]
    bound = tuple(_claim(subject) for subject in computed if subject.form == "measure")
    claims = tuple(claim for subject in computed for claim in _claims(subject))
    told = [*_answers(lesson, item, computed, stem), *_explanations(lesson, item, claims, stem)]
    if bound or (claims and not told):
        yield Statement(lesson, item, question.id, (asking,), stem, (), bound or claims)
    yield from told


def _answers(lesson: PlacedLesson, item: PlacedItem, computed: Sequence[Subject], stem: str) -> Iterator[Statement]:
    for subject in computed:
        if subject.role == "order":
            yield from _steps(subject, stem)
        elif not is_bound(subject) or _is_worded(subject):
            text, claims = _text(subject), (_claim(subject),)
            yield Statement(lesson, item, item.question.id, subject.place, text, (stem,), claims)


def _explanations(lesson: PlacedLesson, item: PlacedItem, claims: tuple[Claim, ...], stem: str) -> Iterator[Statement]:
    question = item.question
    asking, _ = question.asking()
    stated = {place for place, _ in statements_in(question)}
    for place, text in question.texts():
        if claims and place != (asking,) and not any(place[: len(one)] == one for one in stated):
            yield Statement(lesson, item, question.id, place, text, (stem,), claims)


def _is_worded(subject: Subject) -> bool:
    """Tell whether something is written beside what is bound: the left side of a pair, a rationale, a cell."""
    statement = subject.statement
    bound = {statement.value_in, statement.said_in if says_itself(statement, subject.scenario) else "text"}
    more = len(getattr(statement, "cells", ())) > 1
    return more or any(place[0] not in bound for place, _ in texts_in(statement))


def _steps_made(subject: Subject) -> int:
    """Return how many steps of an order have the words of their events."""
    order = subject.item.question.order() if subject.item and subject.role == "order" else None
    return sum(says_itself(step, subject.scenario) for _, step, _ in order.steps) if order else 0


def _steps(subject: Subject, stem: str) -> Iterator[Statement]:
    """Yield the steps of an order that have words of their own, each to be read beside its event."""
    order = subject.item.question.order() if subject.item else None
    for (index, step, _), claim in zip(order.steps if order else (), _claims(subject), strict=True):
        if says_itself(step, subject.scenario):
            continue
        text = " | ".join(text for _, text in texts_in(step))
        yield Statement(subject.lesson, subject.item, named(subject), (*subject.place, index), text, (stem,), (claim,))


def _text(subject: Subject) -> str:
    return " | ".join(text for _, text in texts_in(subject.statement))


def _claim(subject: Subject) -> Claim:
    return Claim(str(subject.form), subject.expression, subject.scenario, subject)


def _claims(subject: Subject) -> Iterator[Claim]:
    """Yield what is claimed of a subject: of an order each of its events."""
    order = subject.item.question.order() if subject.item and subject.role == "order" else None
    if order is None:
        yield _claim(subject)
        return
    for _, _, event in order.steps:
        yield Claim(EVENT, _event(event), subject.scenario, subject, event)


def _event(event: EventPattern) -> str:
    """Return an event as one line: "become_leader actor=S2 term=2"."""
    facts: Mapping[str, object] = {"actor": event.actor, "peer": event.peer, **dict(sorted(event.attributes.items()))}
    return " ".join((event.type, *(f"{name}={value}" for name, value in facts.items() if value is not None)))
