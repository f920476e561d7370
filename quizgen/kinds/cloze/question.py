"""Cloze questions: a text with gaps, written ``[[name]]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.base import Line, Place, Slug, Text
from quizgen.model.evidence import Statement
from quizgen.model.item import Item

BLANK = re.compile(r"\[\[([a-z0-9-]+)\]\]")
"""A gap in the text."""
_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1|(?<![`\\])(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)


class Blank(Statement):
    """What belongs in a gap. Its evidence is a `measure`, which must give this answer, or a citation."""

    value_in = "answer"

    answer: Line
    accept: Annotated[tuple[Line, ...], Field(description="other spellings that count as right", max_length=20)] = ()
    hint: Annotated[Line | None, Field(description="shown in the gap")] = None

    @property
    def accepted(self) -> tuple[str, ...]:
        """The other spellings."""
        return self.accept


class Cloze(Item):
    """A text with gaps; each gap becomes a card of its own in Anki."""

    kind: Literal["cloze"]
    text: Annotated[Text, Field(description="the text; `[[name]]` stands for the gap of that name in `blanks`")]
    blanks: Annotated[dict[Slug, Blank], Field(min_length=1, max_length=20)]

    def asking(self) -> tuple[str, str]:
        """The text with its gaps."""
        return "text", self.text

    def gapped(self) -> tuple[Place, ...]:
        """The text."""
        return (("text",),)

    def typed(self) -> Iterator[tuple[Place, tuple[str, ...], str]]:
        """The gaps' answers, with their hints."""
        for name, blank in self.blanks.items():
            yield ("blanks", name), (blank.answer, *blank.accept), blank.hint or ""

    def used(self) -> tuple[str, ...]:
        """Names of the gaps in the text, in order, each once; ``[[x]]`` in code is one only if it has an answer."""
        outside = BLANK.findall(_CODE.sub("", self.text))
        found = (name for name in BLANK.findall(self.text) if name in self.blanks or name in outside)
        return tuple(dict.fromkeys(found))
