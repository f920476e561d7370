"""The fourth phase: questions to cards, whose HTML every output shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePath
from types import MappingProxyType

from quizgen.cards import CONCEPT, Card, Html, RenderedLesson, Table
from quizgen.crosscheck import Findings, Subject, comparison, item_subjects, subjects
from quizgen.kinds import KINDS
from quizgen.model.base import Place
from quizgen.model.lesson import Concept, Deck, PlacedItem, PlacedLesson
from quizgen.model.named import named_in
from quizgen.render.accounts import account
from quizgen.render.assets import Assets
from quizgen.render.evidence_lines import card_line, citation, credit, evidence_line, linked
from quizgen.render.order import study_order, study_places
from quizgen.render.receipts import concept_receipt, item_receipt
from quizgen.render.short_cards import joined, shortened, told_of
from quizgen.render.traces import shown_run
from quizgen.tally import tally
from quizgen.text.fragments import direction, with_dates_apart
from quizgen.text.markdown import to_html, to_inline_html

__all__ = ["Context", "Progress", "joined", "render", "shortened", "told_of"]

Progress = Callable[[int, int], None]
_NO_TAG = re.compile(r"[\s:\"*\\]+")
"""What cannot stand in one of Anki's tags, or would part it."""


Days = Mapping[tuple[str, str], str]
"""Lesson's id, card's id -> the day on which the last of its texts was read beside its claims."""


def render(
    deck: Deck, findings: Findings, progress: Progress, days: Days = MappingProxyType({})
) -> tuple[RenderedLesson, ...]:
    """Return the lessons as cards, in study order: a concept's card, then its questions, prerequisites first.

    Args:
        deck: what was loaded; its checks must have found no error.
        findings: what was computed.
        progress: called with how many cards are done, and of how many.
        days: on which all that a card says was read.
    """
    total = sum(len(lesson.items) for lesson in deck.lessons)
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    places = study_places(deck)
    rendered = (_LessonRenderer(lesson, findings, one_more, days).render() for lesson in deck.lessons)
    return tuple(replace(lesson, place=places[lesson.id]) for lesson in rendered)


@dataclass(frozen=True)
class Context:
    """What the body of an item's card is made with: a `quizgen.kinds.api.Setting`.

    Attributes:
        subjects: the item's subjects by place.
        block: Markdown to HTML with paragraphs.
        inline: Markdown to HTML without them.
        language: of the lesson.
    """

    subjects: Mapping[Place, Subject]
    findings: Findings
    block: Callable[[str], Html]
    inline: Callable[[str], Html]
    language: str = "en"

    def evidence(self, place: Place) -> str:
        """Return the evidence line of the statement at a place."""
        subject = self.subjects.get(place)
        return evidence_line(subject, self.findings) if subject else ""

    def exact(self, place: Place) -> bool:
        """Tell whether every character of the value at a place counts, capitals and spaces among them."""
        subject = self.subjects.get(place)
        return subject is not None and subject.form == "measure" and comparison(subject).exact

    def belief(self, place: Place) -> str:
        """Return the belief that the statement at a place names."""
        subject = self.subjects.get(place)
        if subject is None or subject.scenario is None:
            return ""
        known = subject.scenario.misconceptions
        return next((wrong.belief for wrong in known if wrong.name == subject.misconception), "")


class _LessonRenderer:
    """Renders one lesson."""

    def __init__(self, lesson: PlacedLesson, findings: Findings, done: Callable[[], None], days: Days) -> None:
        self._lesson = lesson
        self._head = lesson.head
        self._findings = findings
        self._done = done
        self._days = days
        self._assets = Assets(lesson.folder)
        without_items = replace(lesson, items=())
        self._outside = self._context(list(subjects(Deck((without_items,)))))

    def render(self) -> RenderedLesson:
        """Return the lesson."""
        head = self._head
        return RenderedLesson(
            id=head.id,
            title=head.title,
            subject=head.subject,
            level=head.level,
            language=head.language,
            license=head.license,
            released=head.released.isoformat(),
            url=head.url or "",
            opening=self._block(head.opening),
            summary=tuple(self._inline(sentence.text) for sentence in head.summary),
            summary_evidence=tuple(self._outside.evidence(("summary", index)) for index in range(len(head.summary))),
            sources=tuple(self._source(name) for name in head.sources),
            tables=tuple(self._table(index) for index in range(len(head.tables))),
            cards=tuple(self._cards()),
            tally=tally(self._lesson),
            assets=self._assets.files,
            source=self._lesson.source,
            source_ending=PurePath(self._lesson.span(()).file).suffix or ".yaml",
        )

    def _cards(self) -> list[Card]:
        by_concept: dict[str, list[PlacedItem]] = {}
        for item in self._lesson.items:
            by_concept.setdefault(item.question.concept, []).append(item)
        written = {concept.id: index for index, concept in enumerate(self._head.concepts)}
        cards: list[Card] = []
        for concept in study_order(self._head.concepts):
            if concept.definition is not None:
                subject = self._outside.subjects["concepts", written[concept.id]]
                cards.append(self._concept_card(concept, subject, len(cards) + 1))
            for item in by_concept.pop(concept.id, []):
                cards.append(self._card(item, concept.name, len(cards) + 1))
        for name, items in by_concept.items():  # concepts that another lesson of the deck defines
            for item in items:
                cards.append(self._card(item, name, len(cards) + 1))
        return cards

    def _card(self, item: PlacedItem, concept_name: str, position: int) -> Card:
        question = item.question
        found = list(item_subjects(self._lesson, item))
        context = self._context(found)
        level = self._lesson.level_of(question)
        run = shown_run(self._findings.runs.get((self._head.id, question.id)))
        lowered = KINDS[question.kind].body.lowered(question, context)
        self._done()
        return Card(
            id=question.id,
            kind=question.kind,
            lesson=self._head.id,
            concept=question.concept,
            concept_name=concept_name,
            level=level,
            position=position,
            stem=self._block(getattr(question, "stem", None)),
            body=lowered,
            explanation=self._block(question.explanation),
            evidence=card_line(found, self._findings, self._days.get((self._head.id, question.id), "")),
            sources=self._citations(found),
            trace=run.text,
            diagram=Html(run.diagram),
            account=account(found, lowered.places(question), self._findings, named_in(item.named, ())),
            receipt=item_receipt(question, lowered, found, self._findings, run),
            tags=self._tags(question.concept, level, question.kind, question.tags),
            family=item.family if item.family != question.id else "",
            run_length=run.length,
        )

    def _concept_card(self, concept: Concept, subject: Subject, position: int) -> Card:
        name = f"concept.{concept.id}"
        named = named_in(self._lesson.named, subject.place)
        return Card(
            id=name,
            kind=CONCEPT,
            lesson=self._head.id,
            concept=concept.id,
            concept_name=concept.name,
            level=self._head.level,
            position=position,
            stem=Html(""),
            body=KINDS[CONCEPT].body.lowered(concept, self._context([subject])),
            explanation=Html(""),
            evidence=card_line([subject], self._findings, self._days.get((self._head.id, name), "")),
            sources=self._citations([subject]),
            account=account([subject], {subject.place: ["definition"]}, self._findings, named),
            receipt=concept_receipt(name, subject, self._findings),
            tags=self._tags(concept.id, self._head.level, CONCEPT, ()),
        )

    def _context(self, found: Sequence[Subject]) -> Context:
        placed = {subject.place: subject for subject in found}
        return Context(placed, self._findings, self._block, self._inline, self._head.language)

    def _tags(self, concept: str, level: str, kind: str, own: Sequence[str]) -> tuple[str, ...]:
        level = _NO_TAG.sub("-", level)
        given = (f"concept::{concept}", f"level::{level}", f"kind::{kind}", f"lesson::{self._head.id}")
        return tuple(sorted({f"quizgen::{tag}" for tag in given} | set(own)))

    def _citations(self, found: Sequence[Subject]) -> tuple[Html, ...]:
        cited = (subject.expression for subject in found if subject.form == "cite")
        return tuple(dict.fromkeys(citation(self._head, cite) for cite in cited))

    def _source(self, name: str) -> Html:
        source = self._head.sources[name]
        title = linked(source, f"<em>{escape(source.title)}</em>")
        return Html(", ".join(part for part in (escape(credit(source)), title) if part))

    def _table(self, index: int) -> Table:
        table = self._head.tables[index]
        return Table(
            table.title,
            tuple(self._inline(column) for column in table.columns),
            tuple(tuple(self._inline(cell) for cell in row.cells) for row in table.rows),
            tuple(self._outside.evidence(("tables", index, "rows", row)) for row in range(len(table.rows))),
        )

    def _block(self, text: str | None) -> Html:
        return self._read(to_html(text, self._assets.names(text))) if text else Html("")

    def _inline(self, text: str) -> Html:
        return self._read(to_inline_html(text, self._assets.names(text)))

    def _read(self, html: Html) -> Html:
        """Return a text as it is read in the lesson's language."""
        return Html(with_dates_apart(html)) if direction(self._head.language) == "rtl" else html
