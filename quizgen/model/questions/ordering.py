"""Ordering questions: steps that happen in one order and no other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Line, Place, Slug, Strict, Text
from quizgen.model.evidence import Statement
from quizgen.model.questions.item import Item


class EventPattern(Strict):
    """Which event of a run a step stands for: the first one that matches all that is given."""

    type: Annotated[Slug | Line, Field(description="the event's type: `become_leader`")]
    actor: Annotated[Line | None, Field(description="where it happens: `S2`")] = None
    peer: Annotated[Line | None, Field(description="the other end, for an event about a message")] = None
    attributes: Annotated[
        dict[str, int | str],
        Field(alias="with", default_factory=dict, description="further facts: `{term: 2}`", max_length=8),
    ]


class Step(Statement):
    """A step. Its evidence is ``event``; a step that no run can show may be cited instead."""

    text: Text
    event: Annotated[EventPattern | None, Field(description="the event of the runs that this step stands for")] = None


class Ordering(Item):
    """Steps, listed in the right order; they are shuffled when shown."""

    kind: Literal["ordering"]
    stem: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=12)]

    def statements(self) -> tuple[tuple[Place, Statement], ...]:
        """The steps that carry evidence of their own (the others are computed together, from their events)."""
        return tuple((("steps", index), step) for index, step in enumerate(self.steps) if step.event is None)

    def texts(self) -> tuple[tuple[Place, str], ...]:
        """Stem, steps, explanation."""
        steps = tuple((("steps", index, "text"), step.text) for index, step in enumerate(self.steps))
        return ((("stem",), self.stem), *steps, *super().texts())
