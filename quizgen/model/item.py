"""What every question has, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from quizgen.model.base import Line, Place, Slug, Strict, Text, texts_in
from quizgen.model.evidence import Form, Order, Statement, statements_in
from quizgen.model.scenario import ScenarioField

LEVELS = ("junior", "middle", "senior")
"""Levels that come in this order, from the easiest; any other word will do as well."""

Level = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
"""How deep something goes, in a word of any language."""

ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=160)]
"""A slug; an instance of a family has its values appended: ``losses-survived.n-5``."""


class Item(Strict):
    """What every question has. A kind of question derives its own model, and says in what it differs."""

    kind: str
    id: ItemId
    concept: Annotated[Slug, Field(description="the concept that this question is about")]
    level: Annotated[Level | None, Field(description="how deep it goes; the lesson's level if left out")] = None
    scenario: Annotated[
        ScenarioField | None, Field(description="what the simulator runs: a mapping, or the name of one in `scenarios`")
    ] = None
    assumes: Annotated[
        Line | None, Field(description="the condition under which all of it holds; told to learners")
    ] = None
    explanation: Annotated[Text | None, Field(description="why the answer is so; shown with the answer")] = None
    allow: Annotated[
        dict[str, Line],
        Field(description="warnings that are not right here: code -> why", max_length=20, default_factory=dict),
    ]
    tags: Annotated[
        tuple[Slug, ...], Field(description="further tags for the learner's own filters", max_length=20)
    ] = ()

    def statements(self) -> tuple[tuple[Place, Statement], ...]:
        """Every statement that a learner may take from this question, each with its place below the item."""
        return statements_in(self)

    def texts(self) -> tuple[tuple[Place, str], ...]:
        """Every text in Markdown, each with its place below the item."""
        return texts_in(self)

    def asking(self) -> tuple[str, str]:
        """What a learner is asked: the name of the field, and its text."""
        return "stem", str(getattr(self, "stem", ""))

    def evidence_of(self, statement: Statement) -> tuple[Form | None, str]:
        """The form of what one of its statements rests on, and the text of it."""
        form = statement.form
        return form, getattr(statement, form) if form else ""

    def order(self) -> Order | None:
        """The order that its parts are stated to come in, if events of runs stand for them."""
        return None

    def order_problems(self) -> tuple[tuple[Place, str, str], ...]:
        """What is wrong with a stated order, whatever the runs say: place below the item, message and hint of each."""
        return ()

    def alternatives(self) -> Iterator[tuple[Place, str]]:
        """Texts of which no two may read the same, each with its place below the item."""
        yield from ()

    def gapped(self) -> tuple[Place, ...]:
        """Places of texts with gaps, below the item."""
        return ()

    def typed(self) -> Iterator[tuple[Place, tuple[str, ...], str]]:
        """What is to be typed: its place below the item, all that counts as right, and what is shown beside it."""
        yield from ()
