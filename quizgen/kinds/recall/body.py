"""A question that is answered in one's own words as a card shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from quizgen.cards import Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, Setting
from quizgen.kinds.notes import EVIDENCE, by_number, first, needed, text_of, trees
from quizgen.kinds.recall import question
from quizgen.model.base import Place
from quizgen.simulators.words import plural
from quizgen.text import fragments


@dataclass(frozen=True, slots=True)
class Point:
    """A key point that a good free answer contains."""

    text: Html
    evidence: str


@dataclass(frozen=True, slots=True)
class Recall(BodyOf[question.Recall]):
    """Body of ``recall``: a free answer, judged by its key points."""

    answer: Html
    points: tuple[Point, ...]

    @classmethod
    def lowered(cls, question: question.Recall, setting: Setting) -> Self:
        points = tuple(
            Point(setting.inline(point.text), setting.evidence(("points", index)))
            for index, point in enumerate(question.points)
        )
        return cls(setting.block(question.answer) if question.answer else Html(""), points)

    def places(self, question: question.Recall) -> Mapping[Place, CardPlace]:
        return {("points", index): ["point", index] for index in range(len(question.points))}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        yield from (said(point.text) for point in self.points)

    def told(self) -> Iterator[str]:
        yield from (point.text for point in self.points)

    def key(self) -> Key:
        points = [fragments.text_of(point.text) for point in self.points]
        return Key(
            " / ".join(points or [fragments.text_of(self.answer)]),
            {"points": [*points], "model": fragments.text_of(self.answer)},
        )

    def essence(self, of: Callable[[Html], str]) -> object:
        return [of(self.answer), [of(point.text) for point in self.points]]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        return self

    def asked(self) -> tuple[Html, ...]:
        return ()

    def fields(self) -> Fields:
        count = len(self.points)
        points = "".join(
            f'<li data-point="{index}"><span class="qz-box" aria-hidden="true"></span>'
            f'<div class="qz-text">{point.text}</div></li>'
            for index, point in enumerate(self.points)
        )
        task = f"Answer in your own words. {count} key {plural(count, 'point')} to mention."
        return Fields(
            body=f'<p class="qz-task">{task}</p>',
            answer=f'<div class="qz-model-answer">{self.answer}</div>' if self.answer else "",
            solution=f'<ul class="qz-points">{points}</ul>',
        )

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        answer, back = trees(fields, "Answer", "Solution")
        points = by_number(back, "data-point", "key points")
        told = (Point(needed(point, "qz-text", [EVIDENCE]), first(point, EVIDENCE)) for point in points)
        return cls(text_of(answer), tuple(told))

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        """Return the key points; nothing is computed for a model answer."""
        return {"points": [{"text": p.text, **evidence.of("point", n)} for n, p in enumerate(self.points)]}
