"""A choice question as a card shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Self

from quizgen.cards import Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, NotRebuilt, Setting
from quizgen.kinds.choice import question
from quizgen.kinds.notes import EVIDENCE, Unclear, by_number, first, same, side_by_side, stated, trees
from quizgen.kinds.orders import around, shuffled
from quizgen.model.base import Place
from quizgen.text.elements import Element
from quizgen.text.fragments import letter

_TOLD = ("qz-mark", "qz-rationale", "qz-belief", EVIDENCE)
"""What an option's text is told with on the back."""
_BELIEF = "Leads here: "
_FIXED = ' data-fixed=""'
"""Marks an option that the script of a card leaves in its place."""
_SEVERAL = "multiple_response"
"""The kind of choice that may have several keys."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice question.

    Attributes:
        text: what the learner reads.
        key: whether it is right.
        rationale: why it is right or wrong; may be empty.
        belief: the wrong rule that leads to this distractor, one sentence; empty if none is named.
        evidence: what its truth or falsehood rests on, one line.
        fixed: whether it keeps its place where options are shuffled.
    """

    text: Html
    key: bool
    rationale: Html
    belief: str
    evidence: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Choice(BodyOf[question.Choice]):
    """Body of ``multiple_choice`` (``multiple`` False, one key) and ``multiple_response`` (True)."""

    options: tuple[Option, ...]
    multiple: bool

    @classmethod
    def lowered(cls, question: question.Choice, setting: Setting) -> Self:
        options = [
            Option(
                setting.inline(option.text),
                option.key,
                setting.inline(option.rationale) if option.rationale else Html(""),
                setting.belief(("options", index)),
                setting.evidence(("options", index)),
                index in question.fixed_places,
            )
            for index, option in enumerate(question.options)
        ]
        return cls(shuffled(options, question.id, question.fixed_places), question.kind == _SEVERAL)

    def places(self, question: question.Choice) -> Mapping[Place, CardPlace]:
        order = shuffled(range(len(question.options)), question.id, question.fixed_places)
        return {("options", written): ["option", shown] for shown, written in enumerate(order)}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        yield sorted(said(option.text) for option in self.options if option.key)

    def told(self) -> Iterator[str]:
        yield from (option.text for option in self.options if option.key)

    def key(self) -> Key:
        letters = [letter(index) for index, option in enumerate(self.options) if option.key]
        return Key(", ".join(letters), {"letters": [*letters]})

    def essence(self, of: Callable[[Html], str]) -> object:
        return [self.multiple, sorted([of(option.text), option.key] for option in self.options)]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        free = sorted((option for option in self.options if not option.fixed), key=lambda option: rank(option.text))
        return replace(self, options=around(self.options, free, self._fixed))

    @property
    def _fixed(self) -> frozenset[int]:
        return frozenset(place for place, option in enumerate(self.options) if option.fixed)

    def asked(self) -> tuple[Html, ...]:
        return tuple(option.text for option in self.options)

    def fields(self) -> Fields:
        multiple = "true" if self.multiple else "false"
        asked = "".join(
            f'<li data-option="{index}"{_FIXED if option.fixed else ""}><span class="qz-letter">{letter(index)}</span>'
            f'<div class="qz-text">{option.text}</div></li>'
            for index, option in enumerate(self.options)
        )
        marked = "".join(_marked(index, option) for index, option in enumerate(self.options))
        return Fields(
            body=f'<ol class="qz-options" data-multiple="{multiple}">{asked}</ol>',
            answer=f'<ol class="qz-options qz-marked" data-multiple="{multiple}">{marked}</ol>',
        )

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        front, back = (by_number(tree, "data-option", "options") for tree in trees(fields, "Body", "Answer"))
        options = []
        for before, after in side_by_side(front, back, "options"):
            text = stated(after, "qz-text", _TOLD)
            same(stated(before, "qz-text"), text, "option")
            rationale = first(after, "qz-rationale")
            belief = first(after, "qz-belief").removeprefix(_BELIEF)
            fixed = "data-fixed" in before.attributes
            options.append(Option(text, _is_key(after), Html(rationale), belief, first(after, EVIDENCE), fixed))
        return cls(tuple(options), kind == _SEVERAL)

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        options: dict[int, dict[str, Any]] = {}
        order = shuffled(range(len(self.options)), item, self._fixed)
        for number, (index, option) in enumerate(zip(order, self.options, strict=True)):
            stated: dict[str, Any] = {"text": option.text, "key": option.key, **evidence.of("option", number)}
            role = evidence.role("option", number)
            if (role == "key") != option.key:
                mark = "right" if option.key else "wrong"
                raise NotRebuilt(f"option {number + 1} is marked {mark}; its receipt has it as {role}")
            kept = {"fixed": True} if option.fixed else {}
            options[index] = stated | kept | ({"rationale": option.rationale} if option.rationale else {})
        return {"options": [options[index] for index in sorted(options)]}


def _marked(index: int, option: Option) -> str:
    name, mark = ("qz-key", "\N{CHECK MARK} right") if option.key else ("qz-distractor", "\N{BALLOT X} wrong")
    rationale = f'<div class="qz-rationale">{option.rationale}</div>' if option.rationale else ""
    belief = f'<p class="qz-belief"><span>Leads here:</span> {escape(option.belief)}</p>' if option.belief else ""
    return (
        f'<li class="{name}" data-option="{index}"{_FIXED if option.fixed else ""}>'
        f'<span class="qz-letter">{letter(index)}</span>'
        f'<div class="qz-text">{option.text}<p class="qz-mark">{mark}</p>'
        f"{rationale}{belief}</div></li>"
    )


def _is_key(option: Element) -> bool:
    """Tell whether an option is marked right: by its class, which the script goes by, and in words."""
    key, distractor = "qz-key" in option.classes, "qz-distractor" in option.classes
    words = first(option, "qz-mark").split()
    if key == distractor or ("right" in words) != key or ("wrong" in words) != distractor:
        raise Unclear("an option is not clearly marked right or wrong")
    return key
