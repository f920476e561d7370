"""Choice questions: one key (``multiple_choice``) or several (``multiple_response``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Expression, Place, Slug, Text
from quizgen.model.evidence import Form, Role, Statement
from quizgen.model.item import Item


class Option(Statement):
    """An option: a key (right) or a distractor (wrong).

    Its evidence is what the option asserts. A key's must hold; a distractor's must fail in every execution explored.
    """

    value_in = "text"

    text: Text
    key: Annotated[bool, Field(strict=True, description="whether this option is right")] = False
    fixed: Annotated[bool, Field(strict=True, description="whether it keeps its place among the options")] = False
    rationale: Annotated[Text | None, Field(description="why it is right or wrong")] = None
    misconception: Annotated[
        Slug | None, Field(description="the simulator's wrong rule under which this distractor would be right")
    ] = None

    def role(self, form: Form | None) -> Role:
        """A distractor has to fail; a key has to hold, or to be the value that is computed."""
        if not self.key:
            return "distractor"
        return "value" if form == "measure" else "assertion"

    @property
    def is_key(self) -> bool:
        """Whether it is right."""
        return self.key

    @property
    def wrong_rule(self) -> str | None:
        """The misconception that leads to it."""
        return self.misconception


class Choice(Item):
    """What both kinds of choice question have.

    ``answer`` is for options that name a value: the key's text must equal what it computes, a distractor's must not.
    """

    stem: Text
    answer: Annotated[
        Expression | None, Field(description="a measure whose value the options' texts are compared with")
    ] = None
    fixed: Annotated[bool, Field(strict=True, description="whether all options keep their places")] = False
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]

    @property
    def fixed_places(self) -> frozenset[int]:
        """The options that keep their places, from 0."""
        return frozenset(index for index, option in enumerate(self.options) if self.fixed or option.fixed)

    def evidence_of(self, statement: Statement) -> tuple[Form | None, str]:
        """That of the option, or else `answer`, with whose value its text is compared."""
        form, text = super().evidence_of(statement)
        return ("measure", self.answer) if form is None and self.answer else (form, text)

    def alternatives(self) -> Iterator[tuple[Place, str]]:
        """The options."""
        yield from ((("options", index, "text"), option.text) for index, option in enumerate(self.options))


class MultipleChoice(Choice):
    """A question with exactly one right option."""

    kind: Literal["multiple_choice"]


class MultipleResponse(Choice):
    """A question with one or more right options, all of which must be picked."""

    kind: Literal["multiple_response"]
