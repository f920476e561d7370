"""The fourth phase: questions to cards, whose HTML every output shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quizgen.cards import Card, Definition, Html, RenderedLesson, Table
from quizgen.crosscheck import Findings, Subject, item_subjects, subjects
from quizgen.model.lesson import Concept, Deck, PlacedItem, PlacedLesson
from quizgen.render.assets import Assets
from quizgen.render.bodies import Context, body
from quizgen.render.evidence_lines import card_line, citation, evidence_line
from quizgen.render.order import study_order
from quizgen.render.traces import shown_run
from quizgen.tally import tally
from quizgen.render.text import to_html, to_inline_html

Progress = Callable[[int, int], None]


def render(deck: Deck, findings: Findings, progress: Progress) -> tuple[RenderedLesson, ...]:
    """Return the lessons as cards, in study order: a concept's card, then its questions, prerequisites first."""
    total = sum(len(lesson.items) for lesson in deck.lessons)
    rendered: list[RenderedLesson] = []
    done = 0
    for lesson in deck.lessons:
        rendered.append(_lesson(lesson, findings, lambda extra, before=done: progress(before + extra, total)))
        done += len(lesson.items)
    return tuple(rendered)


def _lesson(lesson: PlacedLesson, findings: Findings, progress: Callable[[int], None]) -> RenderedLesson:
    head = lesson.head
    assets = Assets(lesson.folder)
    outside = {s.place: s for s in subjects(Deck((_without_items(lesson),)))}
    return RenderedLesson(
        id=head.id,
        title=head.title,
        subject=head.subject,
        level=head.level,
        language=head.language,
        license=head.license,
        released=head.released.isoformat(),
        opening=_block(head.opening, assets) if head.opening else Html(""),
        summary=tuple(to_inline_html(sentence.text, assets.names(sentence.text)) for sentence in head.summary),
        sources=tuple(to_inline_html(_source(lesson, name)) for name in head.sources),
        tables=tuple(_table(lesson, index, outside, findings, assets) for index in range(len(head.tables))),
        cards=tuple(_cards(lesson, outside, findings, assets, progress)),
        tally=tally(lesson),
        assets=assets.files,
    )


def _without_items(lesson: PlacedLesson) -> PlacedLesson:
    return PlacedLesson(lesson.head, (), lesson.span, lesson.folder, lesson.redirects)


def _cards(
    lesson: PlacedLesson,
    outside: dict[tuple[str | int, ...], Subject],
    findings: Findings,
    assets: Assets,
    progress: Callable[[int], None],
) -> list[Card]:
    by_concept: dict[str, list[PlacedItem]] = {}
    for item in lesson.items:
        by_concept.setdefault(item.question.concept, []).append(item)
    written = {concept.id: index for index, concept in enumerate(lesson.head.concepts)}
    names = {concept.id: concept.name for concept in lesson.head.concepts}
    cards: list[Card] = []
    done = 0
    for concept in study_order(lesson.head.concepts):
        place = ("concepts", written[concept.id])
        cards.append(_concept_card(lesson, concept, outside[place], findings, assets, len(cards) + 1))
        for item in by_concept.pop(concept.id, []):
            cards.append(_card(lesson, item, names[concept.id], findings, assets, len(cards) + 1))
            done += 1
            progress(done)
    for name, items in by_concept.items():  # concepts that another lesson of the deck defines
        cards += [_card(lesson, item, name, findings, assets, len(cards) + i) for i, item in enumerate(items, start=1)]
    return cards


def _card(
    lesson: PlacedLesson, item: PlacedItem, concept_name: str, findings: Findings, assets: Assets, position: int
) -> Card:
    question = item.question
    found = list(item_subjects(lesson, item))
    context = Context(
        {subject.place: subject for subject in found},
        findings,
        lambda text: _block(text, assets),
        lambda text: to_inline_html(text, assets.names(text)),
    )
    level = lesson.level_of(question)
    stem = getattr(question, "stem", None)
    return Card(
        id=question.id,
        kind=question.kind,
        lesson=lesson.head.id,
        concept=question.concept,
        concept_name=concept_name,
        level=level,
        position=position,
        stem=_block(stem, assets) if stem else Html(""),
        body=body(question, context),
        explanation=_block(question.explanation, assets) if question.explanation else Html(""),
        evidence=card_line(found, findings),
        sources=_sources(lesson, found),
        trace=shown_run(found, findings),
        tags=_tags(lesson, question.concept, level, question.kind, question.tags),
    )


def _concept_card(
    lesson: PlacedLesson, concept: Concept, subject: Subject, findings: Findings, assets: Assets, position: int
) -> Card:
    line = evidence_line(subject, findings)
    return Card(
        id=f"concept.{concept.id}",
        kind="concept",
        lesson=lesson.head.id,
        concept=concept.id,
        concept_name=concept.name,
        level=lesson.head.level,
        position=position,
        stem=Html(""),
        body=Definition(concept.name, _block(concept.definition, assets)),
        explanation=Html(""),
        evidence=line[:1].upper() + line[1:],
        sources=_sources(lesson, [subject]),
        tags=_tags(lesson, concept.id, lesson.head.level, "concept", ()),
    )


def _tags(lesson: PlacedLesson, concept: str, level: str, kind: str, own: Sequence[str]) -> tuple[str, ...]:
    given = (f"concept::{concept}", f"level::{level}", f"kind::{kind}", f"lesson::{lesson.head.id}")
    return tuple(sorted({f"quizgen::{tag}" for tag in given} | set(own)))


def _sources(lesson: PlacedLesson, found: Sequence[Subject]) -> tuple[str, ...]:
    cited = dict.fromkeys(citation(lesson.head, subject.expression) for subject in found if subject.form == "cite")
    return tuple(cited)


def _source(lesson: PlacedLesson, name: str) -> str:
    source = lesson.head.sources[name]
    who = (source.authors or "") + (f" ({source.year})" if source.year else "")
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return ", ".join(part for part in (who.strip(), f"*{title}*") if part)


def _table(
    lesson: PlacedLesson,
    index: int,
    outside: dict[tuple[str | int, ...], Subject],
    findings: Findings,
    assets: Assets,
) -> Table:
    table = lesson.head.tables[index]
    return Table(
        table.title,
        tuple(to_inline_html(column) for column in table.columns),
        tuple(tuple(to_inline_html(cell, assets.names(cell)) for cell in row.cells) for row in table.rows),
        tuple(evidence_line(outside["tables", index, "rows", r], findings) for r in range(len(table.rows))),
    )


def _block(text: str, assets: Assets) -> Html:
    return to_html(text, assets.names(text))
