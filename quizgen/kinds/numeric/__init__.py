"""Numeric questions: the learner types a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.kinds.api import CardPlace, Evidence, Fields, Kind, NoteLook, Setting
from quizgen.kinds.numeric import anki
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.numeric.question import Numeric
from quizgen.model.base import Place


class NumericKind(Kind[Numeric, Number]):
    """A question whose answer is a number."""

    name = "numeric"
    label = "Number"
    points = 1
    question = Numeric
    body = Number
    layout = "numeric"
    note = NoteLook(1_700_020_170_003, (("Question", "numeric"),), ("typing",))

    def lowered(self, question: Numeric, setting: Setting) -> Number:
        """Return the number."""
        answer = question.answer
        return Number(answer.value, answer.unit or "", answer.tolerance, setting.evidence(("answer",)))

    def places(self, question: Numeric, body: Number) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - there is but one
        """Return the place of the number."""
        return {("answer",): ["value"]}

    def written(self, body: Number, evidence: Evidence) -> dict[str, Any]:
        """Return the answer."""
        unit = {"unit": body.unit} if body.unit else {}
        return {"answer": {"value": body.value, "tolerance": body.tolerance, **unit, **evidence.of("value")}}

    def written_place(self, place: Place) -> CardPlace:  # noqa: ARG002 - there is but one
        """Return the place of the number."""
        return ["value"]

    def fields(self, body: Number) -> Fields:
        """Return the number, to be compared with what is typed, and as it is shown."""
        return anki.fields(body)

    def read(self, fields: Mapping[str, str]) -> Number:
        """Return the number."""
        return anki.read(fields)

    def withdrawn(self, told: str, cards: int) -> dict[str, str]:  # noqa: ARG002 - it has one card
        """Return fields in which what is typed is compared with a word."""
        return {"Body": told, "Answer": "withdrawn", "Solution": told}
