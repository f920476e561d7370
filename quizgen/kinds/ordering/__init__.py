"""Ordering questions: steps that happen in one order and no other, but for pairs that are declared free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizgen.kinds.api import CardPlace, Evidence, Fields, Kind, NoteLook, NotRebuilt, Setting
from quizgen.kinds.ordering import anki
from quizgen.kinds.ordering.body import Ordering as Body
from quizgen.kinds.ordering.body import Step
from quizgen.kinds.ordering.question import Ordering
from quizgen.kinds.orders import deranged
from quizgen.model.base import Place


class OrderingKind(Kind[Ordering, Body]):
    """Steps, listed in the right order; they are shuffled when shown."""

    name = "ordering"
    label = "Ordering"
    points = 2
    question = Ordering
    body = Body
    layout = "ordering"
    note = NoteLook(1_700_020_170_006, (("Question", "ordering"),), ("pressing", "ordering"))

    def lowered(self, question: Ordering, setting: Setting) -> Body:
        """Return the steps shuffled, never in a right order."""
        together = setting.evidence(("steps",))
        steps = [
            Step(setting.inline(step.text), index + 1, setting.evidence(("steps", index)) or together)
            for index, step in enumerate(question.steps)
        ]
        free = tuple((min(pair), max(pair)) for pair in question.free)
        return Body((), free).not_in_order(deranged(steps, question.id))

    def places(self, question: Ordering, body: Body) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - the card tells
        """Return where each step stands on the card, and the place of their order."""
        places: dict[Place, CardPlace] = {("steps",): ["order"]}
        for shown, step in enumerate(body.steps):
            places["steps", step.position - 1] = ["step", shown]
        return places

    def written(self, body: Body, evidence: Evidence) -> dict[str, Any]:
        """Return the steps in order, those of which an event is known with it."""
        made: dict[str, Any] = {"free": body.free}
        events: dict[int, object] = {}
        if order := evidence.order():
            made["scenario"], given = order
            events = dict(given)
        steps = sorted(enumerate(body.steps), key=lambda numbered: numbered[1].position)
        made["steps"] = [
            {"text": step.text, **({"event": events.pop(n)} if n in events else evidence.of("step", n))}
            for n, step in steps
        ]
        if events:
            raise NotRebuilt(f"its receipt speaks of step {min(events) + 1}, which the card does not have")
        return made

    def written_place(self, place: Place) -> CardPlace:
        """Return the place of the order, or of a step."""
        return ["order"] if len(place) == 1 else super().written_place(place)

    def fields(self, body: Body) -> Fields:
        """Return the steps as they are shown, and in order."""
        return anki.fields(body)

    def read(self, fields: Mapping[str, str]) -> Body:
        """Return the steps."""
        return anki.read(fields)
