"""Pairs to be found as a card shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from quizgen.cards import Fields, Html, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, Setting
from quizgen.kinds.matching import question
from quizgen.kinds.notes import (
    EVIDENCE,
    Unclear,
    by_number,
    first,
    needed,
    number_in,
    same,
    side_by_side,
    trees,
)
from quizgen.kinds.orders import deranged
from quizgen.model.base import Place
from quizgen.text.fragments import letter


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a matching: ``match`` is the index in `Matching.choices` of its right partner."""

    left: Html
    match: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Matching(BodyOf[question.Matching]):
    """Body of ``matching``: each left side belongs to one of the choices, which stand shuffled.

    Two pairs with the same right side share one choice.
    """

    pairs: tuple[Pair, ...]
    choices: tuple[Html, ...]

    @classmethod
    def lowered(cls, question: question.Matching, setting: Setting) -> Self:
        """Return the left sides as written and the right ones shuffled, each once."""
        rights = list(dict.fromkeys(pair.right for pair in question.pairs))
        choices = deranged(rights, question.id) if len(rights) > 1 else tuple(rights)
        pairs = tuple(
            Pair(setting.inline(pair.left), choices.index(pair.right), setting.evidence(("pairs", index)))
            for index, pair in enumerate(question.pairs)
        )
        return cls(pairs, tuple(setting.inline(choice) for choice in choices))

    def places(self, question: question.Matching) -> Mapping[Place, CardPlace]:
        return {("pairs", index): ["pair", index] for index in range(len(question.pairs))}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        yield from sorted((said(pair.left), said(self.choices[pair.match])) for pair in self.pairs)

    def told(self) -> Iterator[str]:
        yield from (f"{pair.left} \N{RIGHTWARDS ARROW} {self.choices[pair.match]}" for pair in self.pairs)

    def key(self) -> Key:
        letters = [letter(pair.match) for pair in self.pairs]
        return Key(" \N{EN DASH} ".join(letters), {"letters": [*letters]})

    def essence(self, of: Callable[[Html], str]) -> object:
        rights = [of(choice) for choice in self.choices]
        return [sorted(rights), sorted([of(pair.left), rights[pair.match]] for pair in self.pairs)]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        """Return it with both sides in other orders, in which partners never all stand beside each other."""
        order = sorted(range(len(self.choices)), key=lambda index: rank(self.choices[index]))
        pairs = sorted(self.pairs, key=lambda pair: rank(pair.left))
        if len(order) > 1 and [pair.match for pair in pairs] == order:
            order = [*order[1:], order[0]]
        moved = {old: new for new, old in enumerate(order)}
        return replace(
            self,
            pairs=tuple(replace(pair, match=moved[pair.match]) for pair in pairs),
            choices=tuple(self.choices[index] for index in order),
        )

    def asked(self) -> tuple[Html, ...]:
        return (*(pair.left for pair in self.pairs), *self.choices)

    def fields(self) -> Fields:
        asked = "".join(
            f'<li data-pair="{index}"><div class="qz-left">{pair.left}</div></li>'
            for index, pair in enumerate(self.pairs)
        )
        choices = "".join(
            f'<li data-choice="{index}"><span class="qz-letter">{letter(index)}</span>'
            f'<div class="qz-text">{choice}</div></li>'
            for index, choice in enumerate(self.choices)
        )
        told = "".join(
            f'<li data-pair="{index}" data-match="{pair.match}"><div class="qz-left">{pair.left}</div>'
            f'<div class="qz-right"><span class="qz-letter">{letter(pair.match)}</span>'
            f'<div class="qz-text">{self.choices[pair.match]}</div></div></li>'
            for index, pair in enumerate(self.pairs)
        )
        return Fields(
            body=f'<ul class="qz-pairs">{asked}</ul><ol class="qz-choices">{choices}</ol>',
            answer=f'<ul class="qz-pairs qz-marked" data-choices="{len(self.choices)}">{told}</ul>',
        )

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        front, back = trees(fields, "Body", "Answer")
        choices = [needed(choice, "qz-text") for choice in by_number(front, "data-choice", "right sides")]
        asked, told = (by_number(tree, "data-pair", "pairs") for tree in (front, back))
        pairs = []
        for before, after in side_by_side(asked, told, "pairs"):
            left, match = needed(after, "qz-left"), number_in(after, "data-match")
            same(needed(before, "qz-left"), left, "left side")
            if not 0 <= match < len(choices):
                raise Unclear(f"there is no right side {match}")
            same(choices[match], needed(after, "qz-text", [EVIDENCE]), "right side")
            pairs.append(Pair(left, match, first(after, EVIDENCE)))
        return cls(tuple(pairs), tuple(choices))

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        pairs = enumerate(self.pairs)
        return {"pairs": [{"left": p.left, "right": self.choices[p.match], **evidence.of("pair", n)} for n, p in pairs]}
