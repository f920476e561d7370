"""An eighth kind, from outside of the package: a sentence of which the learner says whether it is true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from quizgen.cards import Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, Kind, NoteLook, Setting
from quizgen.kinds.notes import EVIDENCE, Unclear, first, needed, same, trees
from quizgen.model.base import Place, Text
from quizgen.model.evidence import Form, Role, Statement
from quizgen.model.item import Item


class Sentence(Statement):
    """What is true or not."""

    text: Text
    true: Annotated[bool, Field(strict=True)]

    def role(self, form: Form | None) -> Role:  # noqa: ARG002 - the base asks
        """It has to hold if it is true, and to fail if it is not."""
        return "assertion" if self.true else "distractor"

    @property
    def is_key(self) -> bool:
        """Whether it is true: there are two answers to choose from."""
        return self.true


class TrueFalse(Item):
    """A question whether a sentence is true."""

    kind: Literal["true_false"]
    stem: Text
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Verdict(BodyOf[TrueFalse]):
    """A sentence, and whether it is true."""

    text: Html
    true: bool
    evidence: str

    @property
    def word(self) -> str:
        """The answer."""
        return "true" if self.true else "false"

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """The sentence and the answer."""
        yield from (said(self.text), self.true)

    def told(self) -> Iterator[str]:
        """The sentence and the answer."""
        yield f"{self.text}: {self.word}"

    def key(self) -> Key:
        """The answer."""
        return Key(self.word, {"true": self.true})

    def essence(self, of: Callable[[Html], str]) -> object:
        """The sentence and the answer."""
        return [of(self.text), self.true]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:  # noqa: ARG002 - the base asks
        """Return it as it is."""
        return self

    def asked(self) -> tuple[Html, ...]:
        """The sentence."""
        return (self.text,)

    @classmethod
    def lowered(cls, question: TrueFalse, setting: Setting) -> Self:
        """Return the sentence."""
        sentence = question.sentence
        return cls(setting.block(sentence.text), sentence.true, setting.evidence(("sentence",)))

    def places(self, question: TrueFalse) -> Mapping[Place, CardPlace]:  # noqa: ARG002 - there is but one
        """Return the place of the sentence."""
        return {("sentence",): ["sentence"]}

    def fields(self) -> Fields:
        """Return the sentence, and the answer with what it rests on."""
        return Fields(
            body=f'<div class="qz-text">{self.text}</div>',
            answer=f'<div class="qz-text">{self.text}</div><p class="qz-mark" data-true="{self.word}">{self.word}</p>',
        )

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:  # noqa: ARG003 - the base asks
        """Return the sentence; what is read must be what the script goes by."""
        front, back, solution = trees(fields, "Body", "Answer", "Solution")
        text, shown = needed(back, "qz-text"), first(back, "qz-mark")
        same(needed(front, "qz-text"), text, "sentence")
        if not re.fullmatch("true|false", shown) or back.of_class("qz-mark")[0].attributes.get("data-true") != shown:
            raise Unclear("the sentence is not clearly marked true or false")
        return cls(text, shown == "true", first(solution, EVIDENCE))

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:  # noqa: ARG002 - nothing is shuffled
        """Return the sentence, as true as the card has it."""
        return {"sentence": {"text": self.text, "true": self.true, **evidence.of("sentence")}}


TRUE_FALSE = Kind(
    name="true_false",
    label="True or false",
    points=1,
    question=TrueFalse,
    body=Verdict,
    layout="true_false",
    note=NoteLook(1_700_020_179_001, (("Question", "true_false"),), ("true_false",)),
    templates=Path(__file__).parent / "templates",
    site_scripts=("true_false",),
)
