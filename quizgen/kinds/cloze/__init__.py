"""Cloze questions: a text with gaps, written ``[[name]]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN
from quizgen.kinds.api import CardPlace, Evidence, Fields, Kind, NoteLook, Setting
from quizgen.kinds.cloze import anki
from quizgen.kinds.cloze.body import Blank
from quizgen.kinds.cloze.body import Cloze as Body
from quizgen.kinds.cloze.question import Cloze
from quizgen.model.base import Place

_NAME = "gap-"
"""What the names of gaps begin with that `Cloze.written` makes up; their number on the card comes behind it."""


class ClozeKind(Kind[Cloze, Body]):
    """A text with gaps; each gap becomes a card of its own in Anki."""

    name = "cloze"
    label = "Gap text"
    points = 1
    question = Cloze
    body = Body
    layout = "cloze"
    note = NoteLook(1_700_020_170_004, (("Question", "cloze"),), ("typing",), by_gap=True)

    def lowered(self, question: Cloze, setting: Setting) -> Body:
        """Return the text with its gaps marked, numbered in the order in which they come."""
        used = question.used()
        text = question.text
        for index, name in enumerate(used):
            text = text.replace(f"[[{name}]]", f"{BLANK_OPEN}{index}{BLANK_CLOSE}")
        blanks = tuple(
            Blank(blank.answer, blank.accept, blank.hint or "", setting.evidence(("blanks", name)))
            for name, blank in ((name, question.blanks[name]) for name in used)
        )
        return Body(setting.block(text), blanks)

    def places(self, question: Cloze, body: Body) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - the text tells
        """Return the number of each gap."""
        return {("blanks", name): ["blank", index] for index, name in enumerate(question.used())}

    def written(self, body: Body, evidence: Evidence) -> dict[str, Any]:
        """Return the gaps, in a text of nothing else: of what stands between them nothing is computed."""
        blanks = {
            f"{_NAME}{number}": {"answer": blank.answer, "accept": blank.accepted, **evidence.of("blank", number)}
            for number, blank in enumerate(body.blanks)
        }
        return {"text": " ".join(f"[[{name}]]" for name in blanks), "blanks": blanks}

    def written_place(self, place: Place) -> CardPlace:
        """Return the number of a gap."""
        return ["blank", int(str(place[1]).removeprefix(_NAME))]

    def fields(self, body: Body) -> Fields:
        """Return the text with Anki's cloze deletions, and the answers."""
        return anki.fields(body)

    def read(self, fields: Mapping[str, str]) -> Body:
        """Return the text and its gaps."""
        return anki.read(fields)

    def cards(self, body: Body) -> int:
        """Return how many gaps there are."""
        return len(body.blanks)

    def withdrawn(self, told: str, cards: int) -> dict[str, str]:
        """Return fields with as many gaps as there were."""
        gaps = " ".join(f"{{{{c{number}::withdrawn}}}}" for number in range(1, cards + 1))
        return {"Body": f"{told}<p>{gaps}</p>"}
