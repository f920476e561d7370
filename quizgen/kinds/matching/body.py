"""Pairs to be found as a card shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from quizgen.cards import Body, Html, Key
from quizgen.text.fragments import letter


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a matching: ``match`` is the index in `Matching.choices` of its right partner."""

    left: Html
    match: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Matching(Body):
    """Body of ``matching``: each left side belongs to one of the choices, which stand shuffled.

    Two pairs with the same right side share one choice.
    """

    pairs: tuple[Pair, ...]
    choices: tuple[Html, ...]

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """The pairs, in any order."""
        yield from sorted((said(pair.left), said(self.choices[pair.match])) for pair in self.pairs)

    def told(self) -> Iterator[str]:
        """The pairs."""
        yield from (f"{pair.left} \N{RIGHTWARDS ARROW} {self.choices[pair.match]}" for pair in self.pairs)

    def key(self) -> Key:
        """The letters from top to bottom."""
        letters = [letter(pair.match) for pair in self.pairs]
        return Key(" \N{EN DASH} ".join(letters), {"letters": [*letters]})

    def essence(self, of: Callable[[Html], str]) -> object:
        """The choices and the pairs, in any order."""
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
        """Both sides."""
        return (*(pair.left for pair in self.pairs), *self.choices)
