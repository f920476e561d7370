"""Matching questions: each left side belongs to one right side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.kinds.api import CardPlace, Evidence, Fields, Kind, NoteLook, Setting
from quizgen.kinds.matching import anki
from quizgen.kinds.matching.body import Matching as Body
from quizgen.kinds.matching.body import Pair
from quizgen.kinds.matching.question import Matching
from quizgen.kinds.orders import deranged
from quizgen.model.base import Place


class MatchingKind(Kind[Matching, Body]):
    """Pairs; the right sides are shuffled when shown."""

    name = "matching"
    label = "Matching"
    points = 2
    question = Matching
    body = Body
    layout = "matching"
    note = NoteLook(1_700_020_170_007, (("Question", "matching"),), ("matching",))

    def lowered(self, question: Matching, setting: Setting) -> Body:
        """Return the left sides as written and the right ones shuffled, each once."""
        rights = list(dict.fromkeys(pair.right for pair in question.pairs))
        choices = deranged(rights, question.id) if len(rights) > 1 else tuple(rights)
        pairs = tuple(
            Pair(setting.inline(pair.left), choices.index(pair.right), setting.evidence(("pairs", index)))
            for index, pair in enumerate(question.pairs)
        )
        return Body(pairs, tuple(setting.inline(choice) for choice in choices))

    def places(self, question: Matching, body: Body) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - as written
        """Return the number of each pair."""
        return {("pairs", index): ["pair", index] for index in range(len(question.pairs))}

    def written(self, body: Body, evidence: Evidence) -> dict[str, Any]:
        """Return the pairs."""
        pairs = enumerate(body.pairs)
        return {"pairs": [{"left": p.left, "right": body.choices[p.match], **evidence.of("pair", n)} for n, p in pairs]}

    def fields(self, body: Body) -> Fields:
        """Return both sides apart, and together."""
        return anki.fields(body)

    def read(self, fields: Mapping[str, str]) -> Body:
        """Return the pairs."""
        return anki.read(fields)
