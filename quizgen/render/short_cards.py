"""Short cards: what a long choice asks, asked again in pieces that are answered in seconds.

They are free answers with ids of their own, made from what the author wrote, and are simulated, rendered and verified
as whatever else an author writes:

* ``ITEM.recall``: the stem, with the keys as its key points;
* ``ITEM.statement-HASH``: the stem and one option, true or false. The hash is that of the option's text. So the order
  of the options does not matter, and a new text is a new card: no option ever gets what was learnt of another.

Nothing is made that nothing stands behind, and the author is told of what is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pydantic import ValidationError

from quizgen.cards import Card, RenderedLesson
from quizgen.diagnostics import Diagnostic, Span, warning
from quizgen.kinds.choice.question import Choice, Option
from quizgen.kinds.recall.question import Recall
from quizgen.model.lesson import Deck, PlacedItem, PlacedLesson

Short = Literal["recall", "statements"]

TAG: Final = "quizgen::short"
DIGITS: Final = 12
"""Of a hash, hexadecimal."""

_FEW: Final = 5
"""How many ids are told."""

_FALSE: Final = {
    "always": "never",
    "sometimes": "never",
    "never": "sometimes",
    "cite": "cite",
    "unverified": "unverified",
}
"""Form of a distractor -> the form that says of the same claim what has to be so if the distractor is false."""
_POINTS_AT_OPTIONS: Final = re.compile(
    r"\b(of (these|those|them|the following)|following|below|options?|answers? (is|are)|statements?|sentences?|claims?"
    r"|which (hold|is|are) (true|right|correct|false|wrong)|which holds?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Shortened:
    """Short cards as items, in lessons that hold nothing else but the concepts.

    Attributes:
        deck: the lessons.
        sources: id of a short card -> id of its choice.
        left: ids of choices of which a sort is not made, by the sort and why, with their places.
        choices: how many there are of all.
    """

    deck: Deck
    sources: Mapping[str, str]
    left: Mapping[tuple[Short, str], Sequence[tuple[str, Span]]]
    choices: int


def shortened(deck: Deck, wanted: Sequence[Short], choices: Collection[str]) -> Shortened:
    """Return the short cards of choices.

    Args:
        deck: what was loaded and checked.
        wanted: the sorts to make.
        choices: ids of the choices to make them of.
    """
    sources: dict[str, str] = {}
    left: dict[tuple[Short, str], list[tuple[str, Span]]] = {}
    found = 0
    lessons = []
    for lesson in deck.lessons:
        items: list[PlacedItem] = []
        for placed in lesson.items:
            if not isinstance(placed.question, Choice) or placed.question.id not in choices:
                continue
            found += 1
            for short in dict.fromkeys(wanted):
                made = _made(short, placed.question, lesson)
                if isinstance(made, str):
                    left.setdefault((short, made), []).append((placed.question.id, lesson.item_span(placed)))
                    continue
                items += [replace(placed, question=question, family=question.id) for question in made]
                sources |= {question.id: placed.question.id for question in made}
        lessons.append(replace(lesson, items=tuple(items)))
    return Shortened(replace(deck, lessons=tuple(lessons)), sources, left, found)


def told_of(short: Shortened) -> Iterator[Diagnostic]:
    """Yield of how many choices a sort of short cards is not made, and why; at the first of them."""
    for (sort, why), choices in short.left.items():
        names = ", ".join(name for name, _ in choices[:_FEW]) + (" ..." if len(choices) > _FEW else "")
        told = f"no `{sort}` card of {len(choices)} of {short.choices} long choices: {why} ({names})"
        yield warning("short-cards", choices[0][1], told, "nothing has to be done: their long cards ask the same")


def joined(
    lessons: Sequence[RenderedLesson], short: Sequence[RenderedLesson], sources: Mapping[str, str]
) -> tuple[RenderedLesson, ...]:
    """Return the lessons with short cards before their choices.

    Args:
        lessons: as they are.
        short: the same, rendered with short cards alone.
        sources: as in `Shortened`.
    """
    return tuple(_joined(lesson, more, sources) for lesson, more in zip(lessons, short, strict=True))


def _joined(lesson: RenderedLesson, more: RenderedLesson, sources: Mapping[str, str]) -> RenderedLesson:
    before: dict[str, list[Card]] = {}
    for card in more.cards:
        if card.id in sources:
            before.setdefault(sources[card.id], []).append(replace(card, tags=tuple(sorted({*card.tags, TAG}))))
    cards = [one for card in lesson.cards for one in (*before.get(card.id, ()), card)]
    numbered = (replace(card, position=place) for place, card in enumerate(cards, 1))
    return replace(lesson, cards=tuple(numbered), assets={**more.assets, **lesson.assets})


def _made(short: Short, choice: Choice, lesson: PlacedLesson) -> tuple[Recall, ...] | str:
    """Return the short cards of one sort, or why there are none."""
    try:
        if short == "recall":
            return _recall(choice, lesson.head.language)
        return _statements(choice)
    except ValidationError as problem:  # texts or ids that are too long together
        return f"it would be no item: {problem.errors()[0]['msg']}"


def _recall(choice: Choice, language: str) -> tuple[Recall, ...] | str:
    if language.partition("-")[0] != "en":
        return "whether a stem makes sense without its options can be told of English alone"
    if _POINTS_AT_OPTIONS.search(choice.stem):
        return "the stem makes no sense without its options"
    keys = [option for option in choice.options if option.key]
    points = [_point(choice, option, option.text) for option in keys]
    if None in points:
        return "its answer is a measured value"
    why = "\n\n".join(option.rationale for option in keys if option.rationale)
    answer = {"answer": why or None, "explanation": choice.explanation}
    return (_item(choice, "recall", choice.stem, [point for point in points if point], **answer),)


def _statements(choice: Choice) -> tuple[Recall, ...] | str:
    told = dict(_stated(choice))
    if len({option.key for option, _ in told.values()}) < 2:
        return "there is something behind true options alone, or behind false ones, and that would tell the answer"
    return tuple(
        _item(choice, name, f"{choice.stem}\n\n**True or false?** {option.text}", [point], answer=option.rationale)
        for name, (option, point) in told.items()
    )


def _stated(choice: Choice) -> Iterator[tuple[str, tuple[Option, dict[str, Any]]]]:
    """Yield each option that something stands behind, by the name of its card, and what it comes to."""
    for option in choice.options:
        digest = hashlib.sha256(" ".join(option.text.split()).encode()).hexdigest()[:DIGITS]
        point = _point(choice, option, "**True.**" if option.key else "**False.**")
        if point:
            yield f"statement-{digest}", (option, point)


def _point(choice: Choice, option: Option, text: str) -> dict[str, Any] | None:
    """Return a key point with what an option rests on; None if there is nothing that a point can rest on."""
    form, claim = choice.evidence_of(option)
    made = (form if option.key and form in _FALSE else _FALSE.get(form)) if form else None
    if made is None:
        return None
    scenario = option.scenario or choice.scenario
    return {"text": text, made: claim} | ({"scenario": scenario} if scenario else {})


def _item(choice: Choice, name: str, stem: str, points: Sequence[Mapping[str, object]], **more: object) -> Recall:
    head = {"kind": "recall", "id": f"{choice.id}.{name}", "concept": choice.concept, "level": choice.level}
    return Recall.model_validate({**head, "stem": stem, "points": points, "tags": choice.tags, **more})
