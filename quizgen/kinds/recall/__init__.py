"""Recall questions: a free answer that the learner judges by its key points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.cards import Html
from quizgen.kinds.api import CardPlace, Evidence, Fields, Kind, NoteLook, Setting
from quizgen.kinds.recall import anki
from quizgen.kinds.recall.body import Point
from quizgen.kinds.recall.body import Recall as Body
from quizgen.kinds.recall.question import Recall
from quizgen.model.base import Place


class RecallKind(Kind[Recall, Body]):
    """A question that is answered in the learner's own words."""

    name = "recall"
    label = "Free answer"
    points = 2
    question = Recall
    body = Body
    layout = "recall"
    note = NoteLook(1_700_020_170_005, (("Question", "recall"),), ("pressing", "recall"))
    in_words = True

    def lowered(self, question: Recall, setting: Setting) -> Body:
        """Return the model answer and the key points."""
        points = tuple(
            Point(setting.inline(point.text), setting.evidence(("points", index)))
            for index, point in enumerate(question.points)
        )
        return Body(setting.block(question.answer) if question.answer else Html(""), points)

    def places(self, question: Recall, body: Body) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - as written
        """Return the number of each point."""
        return {("points", index): ["point", index] for index in range(len(question.points))}

    def written(self, body: Body, evidence: Evidence) -> dict[str, Any]:
        """Return the key points; nothing is computed for a model answer."""
        return {"points": [{"text": p.text, **evidence.of("point", n)} for n, p in enumerate(body.points)]}

    def fields(self, body: Body) -> Fields:
        """Return the task, the model answer and the points to tick."""
        return anki.fields(body)

    def read(self, fields: Mapping[str, str]) -> Body:
        """Return the model answer and the points."""
        return anki.read(fields)
